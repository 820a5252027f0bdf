"""The grid of desks × months: what stands in each cell. What is typed into it: `filling.py`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet, Sum

from nov.kernel import formats
from nov.kernel.periods import Month, Year
from programmes.models import Desk, DeskContract, DeskMonth, Gender, MatchKind, Programme
from programmes.months import overlaps, unusual

ALL = "allen"
GENDERS = {ALL: "Allen", **dict(Gender.choices)}


@dataclass(frozen=True, slots=True)
class Choice:
    """Which grid: of a programme in a year, one kind, one gender or all together, the desks of one province or all."""

    programme: Programme
    year: Year
    kind: str
    gender: str
    province: str
    month: Month

    @classmethod
    def of(cls, programme: Programme, asked: Mapping[str, str], today: date) -> Choice:
        """What an address asks for; what makes no sense falls back on this year, activities, women, all desks."""
        year = _number(asked.get("jaar"), 2015, today.year, today.year)
        latest = max(today.month - 1, 1) if year == today.year else 12  # the last month that is over
        return cls(
            programme,
            Year(year),
            _one_of(asked.get("soort"), MatchKind.values, MatchKind.ACTIVITY),
            _one_of(asked.get("bewoners"), list(GENDERS), Gender.WOMAN),
            asked.get("provincie", ""),
            Month(year, _number(asked.get("maand"), 1, 12, latest)),
        )

    def desks(self) -> QuerySet[Desk]:
        """The desks that were open in the year, each with the organisation that ran it last in `running`."""
        contracts = DeskContract.objects.overlapping(self.year).select_related("organisation").order_by("during")
        desks = self.programme.desks.overlapping(self.year).select_related("programme").order_by("name")
        if self.province:
            desks = desks.filter(province=self.province)
        return desks.prefetch_related(Prefetch("contracts", contracts, to_attr="running"))

    def months(self, year: Year) -> QuerySet[DeskMonth]:
        """The numbers of a year of this kind and gender."""
        rows = DeskMonth.objects.filter(desk__programme=self.programme, kind=self.kind).during(year)
        return rows if self.gender == ALL else rows.filter(gender=self.gender)


def _number(text: str | None, least: int, most: int, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and least <= int(text) <= most else otherwise


def _one_of(text: str | None, known: Iterable[str], otherwise: str) -> str:
    return text if text is not None and text in set(known) else otherwise


@dataclass(slots=True)
class Cell:
    """One desk in one month. `state` is the class of the look; without `name` it is not to be filled in."""

    month: Month
    state: str
    text: str = ""
    before: int | None = None
    name: str = ""
    label: str = ""
    value: int | None = None
    error: str = ""
    doubt: str = ""
    reason: str = ""


@dataclass(slots=True)
class Line:
    """One desk with its cells; totals are of what is kept."""

    desk: Desk
    organisation: str
    cells: list[Cell]

    @property
    def address(self) -> str:
        """The page of the desk."""
        return self.desk.get_absolute_url()

    @property
    def total(self) -> int:
        return sum(cell.value or 0 for cell in self.cells)

    @property
    def before(self) -> int:
        return sum(cell.before or 0 for cell in self.cells)

    @property
    def notes(self) -> list[Cell]:
        """The cells that have something to say."""
        return [cell for cell in self.cells if cell.error or cell.doubt]


@dataclass(slots=True)
class Grid:
    """The whole grid as it is shown."""

    choice: Choice
    lines: list[Line]
    today: date
    columns: list[Month] = field(init=False)

    def __post_init__(self) -> None:
        self.columns = list(self.choice.year.months)

    @property
    def totals(self) -> list[tuple[Month, int | None, int | None]]:
        """Per month: what all desks counted, and what they counted a year before; None where nobody counted."""
        columns = [[line.cells[place] for line in self.lines] for place in range(len(self.columns))]
        return [
            (month, _sum(cell.value for cell in cells), _sum(cell.before for cell in cells))
            for month, cells in zip(self.columns, columns, strict=True)
        ]

    @property
    def total(self) -> int:
        return sum(line.total for line in self.lines)

    @property
    def before(self) -> int:
        return sum(line.before for line in self.lines)

    @property
    def due(self) -> list[Cell]:
        """The cells of months that are over and in which a regular desk was open."""
        regular = [line for line in self.lines if line.desk.kind == Desk.Kind.REGULAR]
        cells = (cell for line in regular for cell in line.cells)
        return [cell for cell in cells if cell.month.until <= self.today and cell.state != "later"]

    @property
    def filled(self) -> int:
        return sum(cell.value is not None for cell in self.due)

    @property
    def seen(self) -> str:
        """What every cell showed, for the next saving to be compared with."""
        cells = (cell for line in self.lines for cell in line.cells if cell.name)
        return json.dumps({cell.name: cell.value for cell in cells}, separators=(",", ":"))


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def grid(choice: Choice, *, may_enter: bool, today: date) -> Grid:
    """The grid as it is kept."""
    kept = _kept(choice, choice.year)
    before = _sums(choice, choice.year.previous)
    lines = []
    for desk in choice.desks():
        others = {month: row["matches"] for (pk, month), row in kept.items() if pk == desk.pk}
        habits = [*others.values(), *(number for (pk, _), number in before.items() if pk == desk.pk)]
        cells = []
        for month in choice.year.months:
            row = kept.get((desk.pk, month.first))
            last_year = before.get((desk.pk, month.previous.first))
            cells.append(_cell(choice, desk, month, row, last_year, habits, may_enter, today))
        contracts = getattr(desk, "running", [])
        lines.append(Line(desk, contracts[-1].organisation.name if contracts else "", cells))
    return Grid(choice, lines, today)


def _kept(choice: Choice, year: Year) -> dict[tuple[int, date], dict[str, Any]]:
    columns = ("desk_id", "month", "matches", "unusual", "checked_by", "fixed")
    if choice.gender == ALL:
        return {key: {"matches": number} for key, number in _sums(choice, year).items()}
    return {(row["desk_id"], row["month"]): row for row in choice.months(year).values(*columns)}


def _sums(choice: Choice, year: Year) -> dict[tuple[int, date], int]:
    rows = choice.months(year).order_by().values_list("desk_id", "month").annotate(Sum("matches"))
    return {(desk, month): number for desk, month, number in rows}


def _cell(
    choice: Choice,
    desk: Desk,
    month: Month,
    row: dict[str, Any] | None,
    before: int | None,
    habits: list[int],
    may_enter: bool,
    today: date,
) -> Cell:
    value = row["matches"] if row else None
    cell = Cell(month, "later", "" if value is None else str(value), before, value=value)
    if month.first > today or not overlaps(desk, month):
        return cell
    if choice.gender == ALL or not may_enter or (row and row["fixed"]):
        cell.state = "fixed"
        return cell
    cell.name = f"{desk.code}-{month.number:02}"
    said = [desk.name, formats.month_name(month.first)]
    if row is None:
        over = month.until <= today
        cell.state = "open" if over and desk.kind == Desk.Kind.REGULAR else "entered"
        said.append("leeg" if over else "nog niet aan de beurt")
    elif row["checked_by"]:
        cell.state = "checked"
        said.append("gecontroleerd")
    else:
        _look(cell, desk, row, habits)
    cell.label = ", ".join(said)
    return cell


def _look(cell: Cell, desk: Desk, row: dict[str, Any], habits: list[int]) -> None:
    """Ask whether an unchecked number that is far from what the desk usually counts is right, unless it was said."""
    others = list(habits)
    others.remove(row["matches"])
    usual = unusual(row["matches"], others)
    cell.state, cell.reason = "entered", row["unusual"]
    if usual is not None and not row["unusual"]:
        more = "meer" if row["matches"] > usual[1] else "minder"
        where = f"{desk.name}, {formats.month_name(cell.month.first)}"
        cell.state = "doubt"
        cell.doubt = f"{where}: {row['matches']} is veel {more} dan anders ({usual[0]} tot {usual[1]})."
