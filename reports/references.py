"""Moments and periods as authors write them behind a figure: `@begin`, `@vorig`, `@november`, `@2023-12-31`.

Relative ones move along when the text is used for the next year; that is why they are the normal form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nov.kernel.periods import Month, Period, Reference, Year, reference

MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
EDGES = ("begin", "eind")
YEARS = ("jaar", "vorig", "volgend")
TERM = "looptijd"
_PHASE = re.compile(r"fase([1-9])")

_ABSOLUTE = re.compile(r"\d{4}(?:-|/|$)")


def is_absolute(text: str) -> bool:
    """Whether a reference names its year itself, and so stays where it is when a new edition starts from this text."""
    return bool(_ABSOLUTE.match(text.strip()))


def resolve(text: str, year: Year, phases: Sequence[Period] = ()) -> Reference:
    """What a written reference means in the report of a year; empty is the year itself.

    `begin` and `eind` are the turns at both ends of the year, `vorig` and `volgend` the years beside it, a month's name
    that month; `vorig.begin` and `vorig.november` combine them. `looptijd` is from the first to the last day of
    the programme's `phases`, `fase2` the second of them. Raises ValueError, in Dutch, for anything else.
    """
    text = text.strip()
    if is_absolute(text):
        return reference(text)
    first, _, part = text.partition(".")
    if first in EDGES or first in MONTHS:
        first, part = "jaar", text
    base: Period
    if first == TERM or _PHASE.fullmatch(first):
        base = _of_programme(first, phases)
    elif first in ("", *YEARS):
        base = {"vorig": year.previous, "volgend": year.next}.get(first, year)
    else:
        raise _unknown(text)
    if not part:
        return base
    if part in EDGES:
        return base.begin if part == "begin" else base.end
    if part in MONTHS and isinstance(base, Year):
        return Month(base.number, MONTHS.index(part) + 1)
    raise _unknown(text)


def _of_programme(name: str, phases: Sequence[Period]) -> Period:
    if not phases:
        raise ValueError("Dit hoofdstuk hoort niet bij een programma met een looptijd.")
    if name == TERM:
        return Period(phases[0].first, max(each.until for each in phases))
    number = int(name.removeprefix("fase"))
    if number > len(phases):
        raise ValueError(f"Het programma van dit hoofdstuk heeft geen fase {number}, maar {len(phases)} in totaal.")
    return phases[number - 1]


def _unknown(text: str) -> ValueError:
    return ValueError(
        f"‘@{text}’ is geen peildatum of periode. Schrijf bijvoorbeeld @begin, @eind, @vorig, @vorig.begin, @november "
        "of @2023-12-31."
    )


def rolled(text: str, years: int, of: Year) -> str:
    """A stored reference moved by so many years; one that reaches beyond the years around `of` stays what it is."""
    named = {int(found) for found in re.findall(r"\b\d{4}\b", text)}
    if not named <= {of.number - 1, of.number, of.number + 1}:
        return text
    return re.sub(r"\b\d{4}\b", lambda found: str(int(found[0]) + years), text)
