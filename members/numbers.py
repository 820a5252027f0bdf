"""The numbers by which the government knows an organisation, each with its rule.

KvK: eight digits. RSIN: nine digits that pass the eleven test (the weighted sum 9a+8b+…+2h−i is a multiple of 11), as a
BSN does. OIN (Logius, "Gebruik en achtergrond Digikoppeling-certificaten"): twenty digits, a prefix of eight that says which
register the number behind it comes from, zeros to the end.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError

FROM_RSIN, FROM_KVK = "00000001", "00000003"


def bare(text: str) -> str:
    """A number without the spaces and points that people put in it."""
    return "".join(letter for letter in text if letter not in " .-\u00a0")


def _digits(text: str, count: int) -> bool:
    return len(text) == count and text.isascii() and text.isdigit()


def is_rsin(text: str) -> bool:
    """Whether these are nine digits that pass the eleven test."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return _digits(text, 9) and int(text) > 0 and sum(int(d) * w for d, w in zip(text, weights, strict=True)) % 11 == 0


def kvk(text: str) -> None:
    """Refuse what is no KvK number."""
    if not _digits(text, 8):
        raise ValidationError("Een KvK-nummer heeft acht cijfers.")


def rsin(text: str) -> None:
    """Refuse what is no RSIN."""
    if not _digits(text, 9):
        raise ValidationError("Een RSIN heeft negen cijfers.")
    if not is_rsin(text):
        raise ValidationError(
            "Dit RSIN klopt niet: er is een cijfer verkeerd. Kijk het na op het uittreksel van de KvK."
        )


def oin(text: str) -> None:
    """Refuse what is no OIN: its length, and for numbers from the KvK or the RSIN the number in it."""
    if not _digits(text, 20) or not text.startswith("000000"):
        raise ValidationError("Een OIN heeft twintig cijfers en begint met zes nullen.")
    if text.startswith(FROM_RSIN) and not (is_rsin(text[8:17]) and text.endswith("000")):
        raise ValidationError("Dit OIN klopt niet: het negende tot en met zeventiende cijfer is geen geldig RSIN.")
    if text.startswith(FROM_KVK) and (text[8:16] == "00000000" or not text.endswith("0000")):
        raise ValidationError("Dit OIN klopt niet: na het KvK-nummer komen vier nullen.")
