"""How wide the columns of a table are, and how their cells are dressed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportlab.lib.units import mm

from nov.kernel.documents import fonts
from nov.kernel.documents.blocks import Align, Cell, Column, Entry, Length, Move, Place, RowKind, Sign, Table
from nov.kernel.documents.pdf.styles import Style, Styles
from nov.kernel.documents.spans import Value, plain, spans

SPACE = 8.0  # left of a column of words
FIGURE_SPACE = 12.0  # left of a column of figures, at least
FIGURE_COLUMN = 19 * mm  # what a column of figures takes where there is room
LENGTH_COLUMN = 27 * mm
WORDS_LEAST = 24 * mm
ASIDES = (RowKind.GROUP, RowKind.ASIDE)
SUMS = (RowKind.SUBTOTAL, RowKind.TOTAL)


def dress_of(styles: Styles, column: Column, kind: RowKind) -> Style:
    """How the cells of a column are set in a row of this kind."""
    style = styles.cell
    if kind == RowKind.ASIDE:
        return styles.small
    if kind in (*SUMS, RowKind.GROUP) or column.strong:
        style = replace(style, font=fonts.BOLD)
    if column.soft and not column.strong:
        style = replace(style, colour=styles.palette.soft)
    return replace(style, hyphenate=column.align == Align.LEFT)


def columns_of(table: Table, styles: Styles, width: float) -> tuple[tuple[float, float], ...]:
    """Left edge and width of every column: figures take what they need, words share what remains."""
    wanted = [_wanted(table, place, styles) for place in range(len(table.columns))]
    words = [place for place, column in enumerate(table.columns) if column.align == Align.LEFT and not column.width]
    words = [place for place in words if not _only_marks(table, place)] or [0]
    kept = sum(wanted[place] for place in range(len(wanted)) if place not in words)
    room = width - kept
    if room < WORDS_LEAST * len(words):  # too many figures: they make do with their own width
        wanted = [_wanted(table, place, styles, roomy=False) for place in range(len(table.columns))]
        room = width - sum(wanted[place] for place in range(len(wanted)) if place not in words)
    for place, share in zip(words, _shared(room, [wanted[place] for place in words]), strict=True):
        wanted[place] = share
    scale = min(1.0, width / sum(wanted))
    edges, left = [], 0.0
    for place, full in enumerate(part * scale for part in wanted):
        space = 0.0 if not place else (SPACE if table.columns[place].align == Align.LEFT else 0.0)
        edges.append((left + space, full - space))
        left += full
    return tuple(edges)


def _shared(room: float, natural: Sequence[float]) -> list[float]:
    """`room` over columns of words: each its natural width and a part of the rest, or less for those that ask most."""
    if sum(natural) <= room:
        spare = (room - sum(natural)) / len(natural)
        return [part + spare for part in natural]
    fair, asking = room, sorted(natural)
    for place, part in enumerate(asking):  # who asks less than an even part gets it; the others share what is left
        if part * (len(asking) - place) > fair:
            most = fair / (len(asking) - place)
            return [min(part, most) for part in natural]
        fair -= part
    return list(natural)


def _only_marks(table: Table, place: int) -> bool:
    cells = [row.cells[place] for row in table.rows if row.kind not in ASIDES and len(row.cells) > place]
    return bool(cells) and all(isinstance(cell, Length | Sign | Move) or cell == "" for cell in cells)


def _wanted(table: Table, place: int, styles: Styles, *, roomy: bool = True) -> float:
    """The width a column asks for, white on its left included."""
    column = table.columns[place]
    if column.width:
        return column.width * mm
    cells = [row for row in table.rows if row.kind not in ASIDES and len(row.cells) > place]
    widest = max((_natural(row.cells[place], dress_of(styles, column, row.kind)) for row in cells), default=0.0)
    words = column.head.split("\n") if column.align == Align.LEFT else column.head.split()
    head = max((fonts.width(word, fonts.BOLD, styles.column_head.size) for word in words), default=0.0)
    if column.align == Align.LEFT:
        return max(widest, head) + (SPACE if place else 0.0) + 1
    asked = max(widest, head) + FIGURE_SPACE
    return max(asked, FIGURE_COLUMN) if roomy and table.place == Place.FULL else asked


def _natural(cell: Cell, style: Style) -> float:
    match cell:
        case Length():
            return LENGTH_COLUMN
        case Sign():
            return 14.0
        case Move():
            return 24.0
        case Entry(head, detail):
            return max(fonts.width(plain(head), fonts.BOLD, style.size), fonts.width(plain(detail), fonts.REGULAR, 7.5))
        case Value(text):
            return fonts.width(text, style.font, style.size) + 1.5
        case _:
            bold = any(not isinstance(span, str) for span in spans(cell)) and not isinstance(cell, str)
            return fonts.width(plain(cell), fonts.BOLD if bold else style.font, style.size)
