"""The one document tree: what a report is made of, said once and rendered as PDF, HTML and DOCX.

The tree knows no domain word and no page. Everything in it is printed text already, so that the three editions cannot
disagree; renderers place and dress it. Build a `Document`, then call `pdf.render`, `html.render` or `docx.render`;
numbers of sections, tables, figures and notes are given by `numbering.numbered`, which all three call.
"""

# ruff: noqa: I001 (the lists of names are set in lines, not one name a line)
from __future__ import annotations

from dataclasses import dataclass

from nov.kernel.documents.illustrations import (
    NOT_MEASURED, PROVINCES, Bar, BarChart, BudgetBar, BudgetChart, Chart, ColumnChart, CoverMarks, Illustration,
    LineChart, MarkGroup, Picture, Place, Point, Series, ShareChart, Stack, TileMap,
)  # fmt: skip
from nov.kernel.documents.spans import (
    MISSING_TEXT, NOT_APPLICABLE_TEXT, NOUGHT_TEXT, UNMEASURED_TEXT, Em, Link, NumberedNote, Span, State, Strong,
    Text, Value, Words, plain, spans,
)  # fmt: skip
from nov.kernel.documents.tabular import (
    Align, Cell, Column, Entry, Length, Line, Move, Row, RowKind, Sign, Statement, Table,
)  # fmt: skip

# ---- running text


@dataclass(frozen=True, slots=True)
class Heading:
    """A section (level 2, numbered within a numbered chapter) or a heading below it (level 3, never numbered)."""

    text: str
    level: int = 2
    anchor: str = ""
    numbered: bool = True
    number: str = ""


@dataclass(frozen=True, slots=True)
class SideNote:
    """A note in the margin beside its paragraph: a definition or a remark, with a short head."""

    head: str
    words: Words


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, with the side notes that stand beside it. `soft` is a remark in small type."""

    words: Words
    notes: tuple[SideNote, ...] = ()
    soft: bool = False


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list with bullets, or with numbers when `ordered` (counting from `first`)."""

    items: tuple[Words, ...]
    ordered: bool = False
    first: int = 1


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words, without quotation marks (the renderers set them), and who said them."""

    words: Words
    source: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what it means."""

    term: str
    words: Words


@dataclass(frozen=True, slots=True)
class Definitions:
    """A list of terms with their meanings."""

    items: tuple[Definition, ...]


# ---- panels and other blocks


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure of the panel; `comparison` names its year ("2022: 1.600, nu +25,0%")."""

    label: str
    value: Value | str
    comparison: Words = ""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A panel of figures, three across."""

    items: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A number of a bridge: sign and number as printed, and what it is."""

    value: Value | str
    label: str


@dataclass(frozen=True, slots=True)
class Bridge:
    """From a start by movements to an end: 20 + 3 − 1 = 22. Signs are part of the printed values."""

    start: Step
    movements: tuple[Step, ...]
    end: Step


@dataclass(frozen=True, slots=True)
class OpenTask:
    """Something that is still to be written or measured: what, and if known by whom, asked when, due when."""

    missing: str
    what: Words = ""
    who: str = ""
    since: str = ""
    until: str = ""

    @property
    def sentence(self) -> str:
        """What is known of it, to follow `what`: " Bij de redactie, gevraagd op 26 februari, gereed op 22 maart." """
        known = (("bij", self.who), ("gevraagd op", self.since), ("gereed op", self.until))
        said = ", ".join(f"{words} {fact}" for words, fact in known if fact)
        return f" {said[0].upper()}{said[1:]}." if said else ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Somebody who signs; `reason` says why a signature is missing."""

    name: str
    role: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Room to sign, three across; never split."""

    persons: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two drawings or tables side by side, each 83 mm; `note` below both."""

    left: Illustration | Table
    right: Illustration | Table
    note: Words = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page (paper only)."""


@dataclass(frozen=True, slots=True)
class ChapterContents:
    """The sections of this chapter from here on, with their pages."""

    title: str = "In dit hoofdstuk"


Block = (
    Heading
    | Paragraph
    | ListBlock
    | Quote
    | Definitions
    | Table
    | Statement
    | KeyFigures
    | Bridge
    | Illustration  # the charts of `illustrations`, and Picture
    | Pair
    | OpenTask
    | Signatures
    | PageBreak
    | ChapterContents
)


# ---- the whole


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: starts on a new page, stands in the contents and in the outline.

    number: "2", or "" for a part without one. label: what numbers of tables begin with if not the number ("B" for
    Tabel B.1). wide: the title flush left over the full width, as in annual accounts. anchor: stable name for links.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    number: str = ""
    lead: Words = ""
    anchor: str = ""
    label: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """The page of contents; `reading` stands in the margin: how to read the figures."""

    title: str = "Inhoud"
    reading_title: str = ""
    reading: tuple[Definition, ...] = ()
    note: Words = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """Marks every page of what is not adopted. moment: printed ("14 maart 2024, 16.20 uur")."""

    moment: str
    open_points: int = 0

    @property
    def points(self) -> str:
        """ "8 open punten", "1 open punt", "geen open punten"."""
        return f"{self.open_points or 'geen'} open {'punt' if self.open_points == 1 else 'punten'}"


@dataclass(frozen=True, slots=True)
class Document:
    """A report.

    title and subtitle: "Jaarverslag", "2023" (together the name in the running head). association and its motto on the
    cover. status: how far it is ("Vastgesteld door de algemene ledenvergadering op 12 juni 2024"); in the foot. draft:
    what it is as long as nobody adopted it. front and back: chapters before and after the numbered ones, parted by
    heavy rules in the contents. findings: pages i, ii, … of a draft, behind it, no part of the document.
    colophon: paragraphs on the page behind the cover. edition: at the foot of the cover.
    """

    title: str
    association: str
    chapters: tuple[Chapter, ...]
    subtitle: str = ""
    motto: str = ""
    status: str = ""
    draft: Draft | None = None
    edition: str = ""
    subject: str = ""
    language: str = "nl-NL"
    cover: bool = True
    marks: CoverMarks | None = None
    colophon: tuple[Words, ...] = ()
    contents: Contents | None = Contents()
    front: tuple[Chapter, ...] = ()
    back: tuple[Chapter, ...] = ()
    findings: tuple[Chapter, ...] = ()

    @property
    def name(self) -> str:
        """Title and subtitle in one: "Jaarverslag 2023"."""
        return f"{self.title} {self.subtitle}".strip()


# fmt: off
__all__ = [
    "MISSING_TEXT", "NOT_APPLICABLE_TEXT", "NOT_MEASURED", "NOUGHT_TEXT", "PROVINCES", "UNMEASURED_TEXT", "Align",
    "Bar", "BarChart", "Block", "Bridge", "BudgetBar", "BudgetChart", "Cell", "Chapter", "ChapterContents", "Chart",
    "Column", "ColumnChart", "Contents", "CoverMarks", "Definition", "Definitions", "Document", "Draft", "Em",
    "Entry", "Heading", "Illustration", "KeyFigure", "KeyFigures", "Length", "Line", "LineChart", "Link", "ListBlock",
    "MarkGroup", "Move", "NumberedNote", "OpenTask", "PageBreak", "Pair", "Paragraph", "Picture", "Place", "Point",
    "Quote", "Row", "RowKind", "Series", "ShareChart", "SideNote", "Sign", "Signature", "Signatures", "Span", "Stack",
    "State", "Statement", "Step", "Strong", "Table", "Text", "TileMap", "Value", "Words", "plain", "spans",
]
# fmt: on
