"""What a drawing shows: data, never shapes. `charts` draws each of these once for all three editions.

Every number comes with the text that is printed for it; a value of None was not measured and is drawn as a gap,
never as nought.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from nov.kernel import formats
from nov.kernel.documents.spans import NOUGHT_TEXT, UNMEASURED_TEXT, State


class Place(StrEnum):
    """Where on the page a block stands: the grid has these places and no others."""

    MAIN = "main"  # 112 mm, the column of the running text
    FULL = "full"  # 170 mm
    HALF = "half"  # 83 mm, two of them side by side in a Pair


@dataclass(frozen=True, slots=True)
class Point:
    """A number and how it is printed."""

    value: Decimal | int | None
    printed: str
    state: State = State.MEASURED

    @classmethod
    def counted(cls, number: int) -> Point:
        """A number of things that were counted; nought is a dash, as in a table."""
        return cls(number, formats.number(number) if number else NOUGHT_TEXT)


NOT_MEASURED = Point(None, UNMEASURED_TEXT, State.UNMEASURED)


@dataclass(frozen=True, slots=True)
class Bar:
    """One named bar. `share` is printed at the far end ("16%"); `strong` is for a result row."""

    label: str
    point: Point
    share: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Illustration:
    """What every drawing has.

    title: what is drawn. unit: unit, n, date or period (the second line of the caption). description: one or two
    sentences that say what is to be seen, for who cannot see it. note: source, below. `number` ("3.1") is filled in
    by `numbered()`.
    """

    title: str
    unit: str
    description: str
    note: str = ""
    place: Place = Place.FULL
    number: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart(Illustration):
    """Lying bars, from nought. Sorted by the caller: by value, "overig" last; classes in their own order.

    blank: what those who record left blank ("niet ingevuld"), its own hatched bar below. top: the end of the scale,
    to share it between two charts (default: the largest value).
    """

    bars: tuple[Bar, ...]
    blank: Bar | None = None
    top: Decimal | int | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """A named row of points, one per category. `total` is printed under the name ("5.535 in het jaar")."""

    name: str
    points: tuple[Point, ...]
    total: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChart(Illustration):
    """Standing columns, one per category (months); series are stacked, the first solid, the second hatched.

    totals: what is printed above the column; left out, the values of the only series are.
    """

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    totals: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart(Illustration):
    """Lines from nought over categories; a point without value is a gap with a grey band that says so.

    top: end of the scale; marks: printed texts at nought, half and whole height.
    """

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    top: Decimal | int
    marks: tuple[str, str, str] = ("", "", "")
    gap: str = UNMEASURED_TEXT


@dataclass(frozen=True, slots=True)
class Stack:
    """One row of a share chart: a label, its parts in the order of the names, and the printed total."""

    label: str
    points: tuple[Point, ...]
    total: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareChart(Illustration):
    """Lying bars cut in named parts. All rows share one scale; the names stand above the first row."""

    names: tuple[str, ...]
    stacks: tuple[Stack, ...]
    total_head: str = "totaal"


@dataclass(frozen=True, slots=True)
class BudgetBar:
    """A bar with the mark of what was planned."""

    label: str
    actual: Point
    planned: Point
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetChart(Illustration):
    """Lying bars with a mark through each for the budget; groups are parted by white."""

    groups: tuple[tuple[BudgetBar, ...], ...]
    actual_head: str = "werkelijk, in €"
    planned_name: str = "begroot"


PROVINCES: dict[str, str] = {
    "DR": "Drenthe",
    "FL": "Flevoland",
    "FR": "Fryslân",
    "GE": "Gelderland",
    "GR": "Groningen",
    "LI": "Limburg",
    "NB": "Noord-Brabant",
    "NH": "Noord-Holland",
    "OV": "Overijssel",
    "UT": "Utrecht",
    "ZE": "Zeeland",
    "ZH": "Zuid-Holland",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TileMap(Illustration):
    """The twelve provinces as tiles, tinted in at most four classes that are computed from the values.

    values: by the codes of PROVINCES; a province that is left out was not measured. value_head heads the table
    beside the map ("balies").
    """

    values: dict[str, Point] = field(hash=False)
    value_head: str


@dataclass(frozen=True, slots=True)
class MarkGroup:
    """The members of one category on the cover: `count` marks, the last `new` of them open."""

    name: str
    count: int
    new: int = 0


@dataclass(frozen=True, slots=True)
class CoverMarks:
    """The cover: one mark per member, by category; `note` says what an open mark is."""

    caption: str
    groups: tuple[MarkGroup, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture(Illustration):
    """A photograph or drawing (PNG or JPEG bytes). `description` is its alternative text; `unit` may be empty.

    src: where the application serves it, for pages whose content policy refuses data in the page.
    """

    data: bytes
    maker: str = ""
    src: str = ""

    @property
    def credit(self) -> str:
        """The note below it: source and maker."""
        return f"{self.note} {f'Beeld: {self.maker}.' if self.maker else ''}".strip()


Chart = BarChart | ColumnChart | LineChart | ShareChart | BudgetChart | TileMap
