"""The one function that prints a reading, used by every document, list and file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction

from nov.kernel import formats
from nov.kernel.figures import Reading, State, Value
from nov.kernel.units import Unit

WITH_UNIT = "eenheid"
WORDS = "woord"
SIGN = "teken"
FRACTION = "breuk"

_SMALL = [
    "nul",
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
    "twintig",
]

# How a rounded value is chosen per mark, and when it may stand for the exact one (reference year, "Precision").
_ROUNDINGS: dict[str, tuple[str, Callable[[Decimal, Decimal], bool]]] = {
    "bijna": (ROUND_CEILING, lambda x, v: Decimal("0.95") * v <= x < v),
    "ruim": (ROUND_FLOOR, lambda x, v: v <= x < Decimal("1.10") * v),
    "meer dan": (ROUND_FLOOR, lambda x, v: v <= x < Decimal("1.10") * v),
    "minstens": (ROUND_FLOOR, lambda x, v: v <= x < Decimal("1.10") * v),
    "minder dan": (ROUND_CEILING, lambda x, v: x < v <= Decimal("1.10") * x),
    "circa": (ROUND_HALF_UP, lambda x, v: Decimal("0.95") * v <= x <= Decimal("1.05") * v),
}
STYLES = ("", WITH_UNIT, WORDS, SIGN, FRACTION, "afgerond", *_ROUNDINGS)


def printed(reading: Reading, style: str = "") -> str:
    """How a reading is written in Dutch.

    Without a style: the value with its mark ("circa 200", "€ 12.300", "12,5%", "31 december 2027"). Styles:
    "eenheid" adds the unit's noun ("12 leden"), "woord" writes numbers to twenty in letters, "teken" shows the sign
    of a change, "breuk" takes the nearest simple fraction, and the marks ("bijna", "ruim", …) round an exact value
    the way that word promises. Raises ValueError for a style that does not exist.
    """
    if style not in STYLES:
        raise ValueError(f"De schrijfwijze ‘{style}’ bestaat niet. Kies uit: {', '.join(filter(None, STYLES))}.")
    if reading.state is State.MISSING:
        return formats.TO_FILL_IN
    if reading.state is State.NOT_APPLICABLE or reading.value is None:
        return formats.NO_ANSWERS if reading.note == formats.NO_ANSWERS else formats.NOT_APPLICABLE
    unit = _unit(reading)
    if style in _ROUNDINGS:
        rounder = _rounded_as(reading.value, style)
        words = _bare(reading.value if rounder is None else rounder, unit, reading)
        return words if rounder is None else f"{style}{formats.NBSP}{words}"
    if style == "afgerond":
        return _bare(_to_thousands(reading.value), unit, reading)
    text = _styled(reading.value, unit, reading, style)
    return text if reading.mark in ("exact", "afgerond") else f"{reading.mark}{formats.NBSP}{text}"


def _unit(reading: Reading) -> Unit:
    if reading.figure is None:
        raise ValueError("Alleen wat uit de catalogus is gelezen, kan worden afgedrukt.")
    return reading.figure.unit


def _styled(value: Value, unit: Unit, reading: Reading, style: str) -> str:
    if style == SIGN and not isinstance(value, date):
        return formats.signed(value, _decimals(unit, reading))
    if style == FRACTION and not isinstance(value, date):
        return formats.fraction(value)
    if style == WORDS and isinstance(value, int) and 0 <= value < len(_SMALL):
        return _SMALL[value]
    if style == WITH_UNIT and unit.plural and not isinstance(value, date):
        noun = unit.singular if value == 1 else unit.plural
        return f"{formats.number(value, _decimals(unit, reading))}{formats.NBSP}{noun}"
    return _bare(value, unit, reading)


def _bare(value: Value, unit: Unit, reading: Reading) -> str:
    """The value alone, in the form of its unit."""
    if isinstance(value, date):
        return formats.day_long(value)
    match unit.form:
        case "geld":
            return formats.money(value)
        case "procent":
            return formats.percent(value, 0 if value in (0, 100) else _decimals(unit, reading))
        case "breuk":
            return formats.fraction(value)
        case _:
            return formats.number(value, _decimals(unit, reading))


def _decimals(unit: Unit, reading: Reading) -> int:
    """As many as the figure or its unit has; none for a percentage that was found in whole numbers ("41%", where a
    reckoned one is a fraction and prints "35,0%"), and for a whole one that is no more than rough ("bijna 60%")."""
    own = reading.figure.decimals if reading.figure else None
    value = reading.value
    bare = isinstance(value, int) or (reading.mark != "exact" and value == _whole(value))
    return 0 if bare and unit.form == "procent" else unit.decimals if own is None else own


def _whole(value: Value | None) -> int | None:
    return None if value is None or isinstance(value, date) else int(value)


def _to_thousands(value: Value) -> Value:
    if isinstance(value, date):
        return value
    exact = Fraction(value)
    step = 1000 if abs(exact) >= 1000 else 10
    return formats.rounded(exact / step) * step


def _rounded_as(value: Value, mark: str) -> Value | None:
    """The roundest number that the mark allows for this value; None if there is none: 400 is not "bijna" anything."""
    if isinstance(value, date):
        return None
    exact = formats.rounded(value, 2)
    if not exact:
        return None  # nothing is not "circa" nothing
    rounding, allowed = _ROUNDINGS[mark]
    for digits in (1, 2, 3, 4):
        step = Decimal(1).scaleb(exact.adjusted() + 1 - digits)
        candidate = (exact / step).to_integral_value(rounding) * step
        if allowed(exact, candidate):
            return candidate
    return None
