"""What a chapter is written with: the readings of one assembly, seen from the year of the report.

Texts and blocks ask their figures here and nowhere else, so that a sentence, a table and a chart cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse

from nov.kernel import figures, formats
from nov.kernel.catalogue import Readings
from nov.kernel.documents import blocks
from nov.kernel.documents.markdown.grammar import FigureToken
from nov.kernel.figures import Reading, derived
from nov.kernel.periods import Period, Reference, Turn, Year
from nov.kernel.printing import STYLES, printed
from nov.kernel.units import PROCENT, UNITS
from reports.references import resolve

# Words that follow from what a figure did since a year before: for more, for less, for as much.
CHANGES: Mapping[str, tuple[str, str, str]] = {
    "meer": ("meer", "minder", "evenveel"),
    "hoger": ("hoger", "lager", "even hoog"),
    "groeide": ("groeide", "kromp", "bleef gelijk"),
    "steeg": ("steeg", "daalde", "bleef gelijk"),
}
DIFFERENCE, PERCENT = "verschil", "procent"
MANNERS = (*STYLES, DIFFERENCE, PERCENT, *CHANGES)

_STATES = {
    figures.State.KNOWN: blocks.State.MEASURED,
    figures.State.MISSING: blocks.State.MISSING,
    figures.State.NOT_APPLICABLE: blocks.State.NOT_APPLICABLE,
}


@dataclass(frozen=True)
class Context:
    """The report of `year`, as far as one chapter sees it. `programme` is the code of the chapter's programme, `phases`
    are its own periods.

    `final` is the edition that was adopted: what nobody measured then reads "niet gemeten", not "nog in te vullen".
    `asked` is every reading that the chapter was given, `troubles` is why a block could not be made.
    """

    year: Year
    readings: Readings
    phases: Sequence[Period] = ()
    final: bool = False
    programme: str = ""
    asked: list[Reading] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    @property
    def latest(self) -> Turn:
        """The end of the year, or of the day on which this is made when that is earlier."""
        on = self.readings.on
        return self.year.end if on is None or on >= self.year.last else Turn.after(on)

    def at(self, text: str = "") -> Reference:
        """The moment or period that a written reference means here. Raises ValueError in Dutch."""
        return resolve(text, self.year, self.phases)

    def read(self, key: str, at: Reference | str = "") -> Reading:
        """The reading of a figure at a reference, which may be a written one. Raises UnknownFigure, WrongReference."""
        found = self.readings.read(key, self.at(at) if isinstance(at, str) else at)
        self.asked.append(found)
        return found

    def part(self, reading: Reading, label: str) -> Reading:
        """One part of a reading, printed as the whole is."""
        return replace(reading.parts[label], figure=reading.figure, reference=reading.reference)

    # ---- printed

    def token(self, token: FigureToken) -> blocks.Value:
        """A figure as an author wrote it; one that cannot be read is still to be filled in, and says why."""
        try:
            return self.value(token.key, token.reference, token.format)
        except (LookupError, ValueError) as error:
            return blocks.Value.missing(token.key, title=str(error))

    def value(self, key: str, at: Reference | str = "", manner: str = "") -> blocks.Value:
        """A figure in running text: as it is, in a style of `printed`, or as what it did since a year before."""
        reading = self.read(key, at)
        if manner in CHANGES:
            return self.dressed(reading, self._direction(reading, CHANGES[manner]))
        if manner == DIFFERENCE:
            return self.dressed(self.change(reading))
        if manner == PERCENT:
            return self.dressed(self.growth(reading, absolute=True))
        return self.dressed(reading, printed(reading, manner))

    def cell(self, reading: Reading | str, at: Reference | str = "", style: str = "") -> blocks.Value:
        """A figure in a table: measured and nought is a dash there."""
        found = self.read(reading, at) if isinstance(reading, str) else reading
        nought = found.known and found.value == 0
        return self.dressed(found, blocks.NOUGHT_TEXT if nought else printed(found, style))

    def point(self, reading: Reading | str, at: Reference | str = "", style: str = "") -> blocks.Point:
        """A figure in a drawing; not known is a gap."""
        found = self.read(reading, at) if isinstance(reading, str) else reading
        dressed = self.dressed(found, printed(found, style))
        return blocks.Point(_number(found), dressed.text, dressed.state)

    def dressed(self, reading: Reading, text: str | None = None) -> blocks.Value:
        """A printed value with its state and the way back to its records."""
        href, title = self.href(reading), reading.figure.label if reading.figure else ""
        key = reading.figure.key if reading.figure else ""
        if reading.state is figures.State.MISSING:
            return blocks.Value.unmeasured(key, href) if self.final else blocks.Value.missing(key, href, title)
        return blocks.Value(printed(reading) if text is None else text, key, href, _STATES[reading.state], title)

    def href(self, reading: Reading) -> str:
        """The figure's own page at this reading's reference."""
        if reading.figure is None or reading.reference is None:
            return ""
        return figure_url(reading.figure.key, reading.reference)

    # ---- compared with a year before

    def before(self, reading: Reading) -> Reading:
        """The same figure a year earlier."""
        assert reading.figure and reading.reference, "alleen wat uit de catalogus is gelezen, heeft een vorig jaar"
        return self.read(reading.figure.key, reading.reference.previous)

    def change(self, reading: Reading) -> Reading:
        """How much a figure differs from a year before, without sign; percentages differ in percentage points."""
        unit = UNITS["procentpunt"] if reading.figure and reading.figure.unit is PROCENT else None
        found = derived("verschil met een jaar eerder", lambda now, then: abs(now - then), *self._pair(reading))
        return _as(found, reading, unit)

    def growth(self, reading: Reading, *, absolute: bool = False) -> Reading:
        """The change since a year before in percents of that year; not applicable when there was nothing then."""

        def of(now: int, then: int) -> Fraction | None:
            change = Fraction(now) - Fraction(then)
            return None if then == 0 else (abs(change) if absolute else change) * 100 / abs(Fraction(then))

        return _as(derived("verandering in procenten van een jaar eerder", of, *self._pair(reading)), reading, PROCENT)

    def signed_growth(self, reading: Reading) -> blocks.Value:
        """ "+25,4%": growth as a table prints it; nothing where one of both figures is missing, which is said there."""
        found = self.growth(reading)
        if found.state is figures.State.MISSING:
            return blocks.Value("")
        text = f"{printed(found, 'teken')}%" if found.known else None
        return self.dressed(found, text)

    def _pair(self, reading: Reading) -> tuple[Reading, Reading]:
        return reading, self.before(reading)

    def _direction(self, reading: Reading, words: tuple[str, str, str]) -> str:
        now, then = (each.value for each in self._pair(reading))
        if now is None or then is None:
            return blocks.UNMEASURED_TEXT if self.final else formats.TO_FILL_IN
        return words[2] if now == then else words[0] if now > then else words[1]  # type: ignore[operator]


def figure_url(key: str, at: Reference) -> str:
    """The page of a figure at a reference."""
    return f"{reverse('reports:figure', args=[key])}?{urlencode({'op': str(at)})}"


def said(at: Reference, *, short: bool = False) -> str:
    """A reference in words: "2023", "november 2023", "op 1 januari 2024", "31-12-2023"."""
    if isinstance(at, Turn):
        shown = at.day if (at.day.month, at.day.day) == (1, 1) else at.eve
        return formats.day(shown) if short else formats.day_long(shown)
    first, last = at.first, at.last
    if at == Year(first.year):
        return str(first.year)
    if first.day == 1 and at.until.day == 1 and (at.until - first).days < 32:
        return f"{formats.month_name(first)} {first.year}"
    if (first.month, first.day, at.until.month, at.until.day) == (1, 1, 1, 1):
        return f"{first.year}–{last.year}"
    return f"{formats.day(first)} tot en met {formats.day(last)}"


def _number(reading: Reading) -> Decimal | int | None:
    value = reading.value
    if not reading.known or value is None or isinstance(value, date):
        return None
    return formats.rounded(value, 4) if isinstance(value, Fraction) else value


def _as(found: Reading, of: Reading, unit: object | None) -> Reading:
    """A reading that was made from others, printed as the figure it says something about."""
    figure = of.figure
    if figure is not None and unit is not None:
        figure = replace(figure, unit=unit, decimals=None)  # type: ignore[arg-type]
    return replace(found, figure=figure, reference=of.reference)
