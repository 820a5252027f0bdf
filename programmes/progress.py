"""How a programme does in a year: its figures beside those of the year before, over the same months."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nov.kernel.catalogue import Catalogue
from nov.kernel.figures import Figure, Origin, Reading, State
from nov.kernel.formats import DASH, day
from nov.kernel.periods import Month, Period, Year
from nov.kernel.printing import printed
from programmes import figures
from programmes.indicators import SOURCE
from programmes.models import Programme

CATALOGUE = Catalogue((figures,), (SOURCE,))
FEW = 12  # parts of an indicator that are shown one by one


@dataclass(frozen=True, slots=True)
class Progress:
    """One figure: now, over the same months a year before, and over that whole year."""

    key: str
    label: str
    now: str
    before: str
    whole: str
    missing: bool


def span(year: Year, today: date) -> Period:
    """The part of a year that is over: whole months, or the whole year. In January it is the year itself."""
    if today >= year.until or today.month == 1 or today < year.first:
        return year
    return Period(year.first, Month(today.year, today.month).first)


def progress(programme: Programme, year: Year, today: date) -> list[Progress]:
    """Every figure of the programme; what is measured once a year is read over whole years."""
    part = span(year, today)
    return [_progress(figure, year, part) for figure in _figures(programme)]


def _figures(programme: Programme) -> Iterator[Figure]:
    catalogue = CATALOGUE.opened()
    prefixes = {prefix.prefix for prefix in programme.prefixes.all()}
    for key in figures.KEYS:
        if key.partition(".")[0] in prefixes:
            yield catalogue.find(key)
    for indicator in programme.indicators.prefetch_related("parts"):
        if indicator.adds_up or not indicator.dimension:
            yield catalogue.find(indicator.key)
        parts = list(indicator.parts.all())
        if len(parts) <= FEW:
            yield from (catalogue.find(f"{indicator.key}.{one.key}") for one in parts)


def _progress(figure: Figure, year: Year, part: Period) -> Progress:
    computed = figure.origin is Origin.BEREKEND
    now = figure.read(part if computed else year)
    whole = figure.read(year.previous)
    before = figure.read(part.previous) if computed and part != year else None
    missing = now.state is State.MISSING
    shown = printed(now) if missing else _short(now)
    return Progress(figure.key, figure.label, shown, _short(before), _short(whole), missing)


def _short(reading: Reading | None) -> str:
    """As in a column: a date in figures, a dash for what was not measured then."""
    if reading is None or reading.state is State.MISSING:
        return DASH
    return day(reading.value) if isinstance(reading.value, date) else printed(reading)
