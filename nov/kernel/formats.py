"""How numbers, money and dates are written in Dutch; the one place that rounds for print.

A true minus (U+2212) everywhere, a no-break space after the euro sign, no space before a percent sign. Values are
quantised half up before Babel sees them, since Babel rounds half to even.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

NBSP = "\u00a0"
MINUS = "\u2212"
DASH = "–"
TO_FILL_IN = "nog in te vullen"
NOT_APPLICABLE = "n.v.t."
NO_ANSWERS = "geen antwoorden"  # a percentage or mean whose base is empty

Number = int | Decimal | Fraction

_VULGAR = {
    Fraction(1, 2): "de helft",
    Fraction(1, 3): "een derde",
    Fraction(2, 3): "twee derde",
    Fraction(1, 4): "een kwart",
    Fraction(3, 4): "driekwart",
    Fraction(1, 5): "een vijfde",
    Fraction(1, 6): "een zesde",
}
SIMPLE_FRACTIONS = tuple(sorted(_VULGAR))


def rounded(value: Number, decimals: int = 0) -> Decimal:
    """`value` to so many decimals, half away from zero; a fraction is divided exactly before it is rounded."""
    if isinstance(value, Fraction):
        scaled = value * 10**decimals
        half_up = (abs(scaled) + Fraction(1, 2)).__floor__()
        return Decimal(half_up if scaled >= 0 else -half_up).scaleb(-decimals)
    return Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def number(value: Number, decimals: int = 0) -> str:
    """ "9.846"; "−1,5" with decimals=1. A rounded nought has no sign."""
    return _number(rounded(value, decimals), decimals)


@lru_cache(maxsize=4096)
def _number(amount: Decimal, decimals: int) -> str:
    """What is rounded already, in letters; Babel takes its time, and lists have the same amounts over and over."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    text = format_decimal(abs(amount), format=pattern, locale="nl")
    return MINUS + text if amount < 0 else text


def signed(value: Number, decimals: int = 0) -> str:
    """ "+11", "−7", "0": a change."""
    text = number(value, decimals)
    return f"+{text}" if rounded(value, decimals) > 0 else text


def money(value: Number) -> str:
    """ "€ 12.300", "−€ 12.300": whole euros, for running text."""
    return _euro(value, 0)


def cents(value: Number) -> str:
    """ "€ 565,00": euros and cents."""
    return _euro(value, 2)


def _euro(value: Number, decimals: int) -> str:
    text = number(value, decimals)
    sign, digits = (MINUS, text[1:]) if text.startswith(MINUS) else ("", text)
    return f"{sign}€{NBSP}{digits}"


def percent(value: Number, decimals: int = 1) -> str:
    """ "12,5%" of 12.5: a value that is a percentage already."""
    return f"{number(value, decimals)}%"


def fraction(value: Number) -> str:
    """ "een zesde": the nearest of the simple fractions, in words."""
    exact = Fraction(value)
    return _VULGAR[min(SIMPLE_FRACTIONS, key=lambda simple: abs(simple - exact))]


def day(value: date) -> str:
    """ "31-12-2023": a date in a table."""
    return f"{value:%d-%m-%Y}"


def day_long(value: date) -> str:
    """ "31 december 2023": a date in a sentence."""
    return format_date(value, "d MMMM y", locale="nl").replace(" ", NBSP)


def month_name(value: date) -> str:
    """ "oktober": the month a date lies in."""
    return format_date(value, "MMMM", locale="nl")


def moment(value: datetime) -> str:
    """ "15-04-2024 om 14.32 uur": a moment in the time zone it is given in."""
    return f"{value:%d-%m-%Y} om {value:%H.%M} uur"


def counted(value: int, singular: str, plural: str) -> str:
    """ "1 lid", "12 leden", with a no-break space so that a number never stands alone at a line's end."""
    return f"{number(value)}{NBSP}{singular if value == 1 else plural}"
