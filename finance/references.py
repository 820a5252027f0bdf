"""The two references a debtor can pay by: both follow from the invoice number, so a payment leads back to its invoice.

The betalingskenmerk is the Dutch one (Betaalvereniging), the RF reference the international one (ISO 11649). A payment
carries one of them, in the remittance information marked as CUR or ISO.
"""

from __future__ import annotations

import re

WEIGHTS = (2, 4, 8, 5, 10, 9, 7, 3, 6, 1)  # from the right, repeating
INVOICE = re.compile(r"[A-Z]+([0-9]{4})-([0-9]{1,11})")


def payment_reference(code: str) -> str:
    """The betalingskenmerk of an invoice number: a check digit, the year and the number in eleven places.

    "F2023-0042" gives "9202300000000042". Raises ValueError for what is no invoice number.
    """
    found = INVOICE.fullmatch(code)
    if found is None:
        raise ValueError(f"‘{code}’ is geen factuurnummer.")
    return with_check_digit(found[1] + found[2].zfill(11))


def with_check_digit(digits: str) -> str:
    """Fifteen digits with the check digit of a betalingskenmerk of sixteen before them."""
    if not re.fullmatch(r"[0-9]{15}", digits):
        raise ValueError("Voor het controlegetal zijn vijftien cijfers nodig.")
    total = sum(int(digit) * WEIGHTS[place % 10] for place, digit in enumerate(reversed(digits)))
    check = 11 - total % 11
    return str({10: 1, 11: 0}.get(check, check)) + digits


def rf_reference(code: str) -> str:
    """The creditor reference of ISO 11649 of an invoice number: RF, two check digits, and its letters and digits.

    "F2026-0001" gives "RF12F20260001". Raises ValueError when nothing or more than 21 places are left.
    """
    bare = re.sub(r"[^A-Z0-9]", "", code.upper())
    if not 0 < len(bare) <= 21:
        raise ValueError(f"‘{code}’ past niet in een RF-kenmerk.")
    number = "".join(str(int(sign, 36)) for sign in bare + "RF00")
    return f"RF{98 - int(number) % 97:02d}{bare}"


def in_fours(reference: str) -> str:
    """A reference as people read and type it: in groups of four."""
    return " ".join(reference[start : start + 4] for start in range(0, len(reference), 4))
