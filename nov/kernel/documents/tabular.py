"""Tables: what stands in them and what its rows are; and the statements of annual accounts, which are tables too."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from nov.kernel.documents.illustrations import Place
from nov.kernel.documents.spans import Value, Words


class Align(StrEnum):
    """Words stand left, figures right, note numbers in the middle."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


class RowKind(StrEnum):
    """What a row is; the rules above it and its weight follow from that."""

    NORMAL = "normal"
    GROUP = "group"  # a heading over the rows that follow: its first cell over the full width
    ASIDE = "aside"  # a soft remark over the full width, after a rule ("Vorig jaar bij de eerste tien")
    SUBTOTAL = "subtotal"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    soft: last year and budget, in soft ink. strong: the one key column, Bold. width: share of the table in mm; left
    out, figures take what they need and the words share what remains.
    """

    head: str
    align: Align = Align.LEFT
    soft: bool = False
    strong: bool = False
    width: float | None = None


@dataclass(frozen=True, slots=True)
class Length:
    """A cell with a bar: `share` of the longest bar of the column, 0 to 1. Read aloud it is nothing."""

    share: float


@dataclass(frozen=True, slots=True)
class Move:
    """A change of rank: places won (+) or lost (−); 0 prints "gelijk", None prints "nieuw"."""

    places: int | None

    @property
    def text(self) -> str:
        """In words, for who cannot see the triangle."""
        if self.places is None:
            return "nieuw"
        if self.places == 0:
            return "gelijk"
        return f"{abs(self.places)} {'omhoog' if self.places > 0 else 'omlaag'}"


class Sign(StrEnum):
    """A small drawn mark in a cell; the value is what it says when read aloud."""

    BLOCKS = "houdt tegen"
    JUDGE = "ter beoordeling"
    GOOD = "sluit"
    BAD = "sluit niet"

    @property
    def letter(self) -> str:
        """The mark as a letter, where it is not drawn."""
        return {Sign.BLOCKS: "■", Sign.JUDGE: "△", Sign.GOOD: "✓", Sign.BAD: "✗"}[self]


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell with a head and a line of detail below it in small type."""

    head: Words
    detail: Words = ""


Cell = Words | Value | Length | Move | Sign | Entry


@dataclass(frozen=True, slots=True)
class Row:
    """A row: as many cells as there are columns (a group or aside needs only its first)."""

    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.NORMAL
    level: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Without a caption it gets no number ("Tabel 2.1"), which suits annual accounts.

    second: the second line of the caption: unit, date or period. dense: rows of 16.25 pt (accounts, rankings), else
    19.5. head: a coloured word in the place of the first column head ("Activa"). note: source or remark below.
    Rows whose first cell is the row's name are told so to screen readers (`row_heads`).
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    second: str = ""
    note: Words = ""
    dense: bool = False
    place: Place = Place.FULL
    head: str = ""
    row_heads: bool = True
    number: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a statement: its name, the number of the note that explains it, and an amount per column."""

    text: str
    amounts: tuple[Words | Value, ...] = ()
    note: str = ""
    kind: RowKind = RowKind.NORMAL
    level: int = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of the annual accounts: lines with note numbers and two or three columns of amounts.

    columns: their heads, the current year first ("realisatie\\n2023"); all after the first are soft. head: the
    coloured name of the side ("Activa"). note_head: heading of the column of note numbers; "" leaves it out.
    """

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    head: str = ""
    note: Words = ""
    caption: str = ""
    second: str = ""
    note_head: str = "toelichting"

    def table(self) -> Table:
        """The same as a dense table, which is how all editions render it."""
        amounts = tuple(
            Column(head, Align.RIGHT, soft=place > 0, width=25.0) for place, head in enumerate(self.columns)
        )
        notes = (Column(self.note_head, Align.CENTRE, soft=True, width=18.0),) if self.note_head else ()
        rows = tuple(
            Row((line.text, *((line.note,) if self.note_head else ()), *line.amounts), line.kind, line.level)
            for line in self.lines
        )
        return Table(
            (Column(""), *notes, *amounts), rows, self.caption, self.second, self.note, dense=True, head=self.head
        )
