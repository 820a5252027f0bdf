"""Tables on paper: rules, no boxes; figures right; long ones break between rows and say so."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nov.kernel.documents import fonts
from nov.kernel.documents.blocks import Align, Cell, Entry, Length, Move, Place, Row, RowKind, Sign, Table
from nov.kernel.documents.numbering import captioned
from nov.kernel.documents.pdf.columns import ASIDES, SUMS, columns_of, dress_of
from nov.kernel.documents.pdf.flow import Box
from nov.kernel.documents.pdf.pen import Pen
from nov.kernel.documents.pdf.setting import SetLine, set_lines
from nov.kernel.documents.pdf.signs import draw_move, draw_sign
from nov.kernel.documents.pdf.styles import FULL, HALF, LEFT, MAIN, MAIN_LEFT, Style, Styles
from nov.kernel.documents.spans import Value

KEPT_WHOLE = 10  # rows: a shorter table is never broken
KEPT_AT_END = 3
INDENT = 10.0  # per level
ALIGNED = {Align.LEFT: 0.0, Align.RIGHT: 1.0, Align.CENTRE: 0.5}
WIDTHS = {Place.MAIN: MAIN, Place.FULL: FULL, Place.HALF: HALF}


@dataclass(frozen=True)
class SetCell:
    """A cell ready to be drawn: lines of the first and of the second style, or a mark."""

    lines: tuple[SetLine, ...] = ()
    detail: tuple[SetLine, ...] = ()
    mark: Length | Move | Sign | None = None


@dataclass(frozen=True)
class SetRow:
    """A row ready to be drawn."""

    kind: RowKind
    cells: tuple[SetCell, ...]
    styles: tuple[Style, ...]
    height: float
    level: int


@dataclass(frozen=True)
class Grid:
    """What all parts of a broken table share."""

    table: Table
    styles: Styles
    left: float
    width: float
    columns: tuple[tuple[float, float], ...]  # left edge and width of each, within the table

    @property
    def padding(self) -> tuple[float, float]:
        return (2.25, 1.0) if self.table.dense else (4.0, 2.5)


class TableBox(Box):
    """A table or the part of it that stands on one page; caption and head are repeated."""

    snaps = True

    def __init__(self, grid: Grid, rows: tuple[SetRow, ...], *, continued: bool, ends: bool) -> None:
        self.grid, self.rows, self.continued, self.ends = grid, rows, continued, ends
        table, styles = grid.table, grid.styles
        title = captioned(table) + (" (vervolg)" if continued else "") if table.caption else ""
        self.caption = set_lines(title, styles.caption, grid.width)
        self.second = set_lines(table.second, styles.small, grid.width)
        self.note = set_lines(table.note, styles.small, min(grid.width, MAIN)) if ends else ()
        self.heads = self._heads()
        self.caption_height = len(self.caption) * styles.caption.leading + len(self.second) * styles.small.leading
        self.caption_height += 3.25 if self.caption_height else 0.0
        self.head_height = self._head_height()
        self.note_height = 5 + len(self.note) * styles.small.leading if self.note else 0.0
        self.height = self.caption_height + self.head_height + sum(row.height for row in rows) + self.note_height
        self.before, self.after = 13.0, 13.0
        self.clears = grid.left < MAIN_LEFT
        self.anchor = table.anchor if not continued else ""

    def _heads(self) -> tuple[tuple[SetLine, ...], ...]:
        table, styles = self.grid.table, self.grid.styles
        heads = [
            set_lines(column.head, styles.column_head, width + 0.5)
            for column, (_, width) in zip(table.columns, self.grid.columns, strict=True)
        ]
        if table.head:
            heads[0] = set_lines(table.head, styles.table_head, self.grid.columns[0][1])
        return tuple(heads)

    def _head_height(self) -> float:
        if not any(self.heads):
            return 6.5
        lines = max(len(head) for head in self.heads)
        return 3.25 + max(lines * self.grid.styles.column_head.leading, 13.0 if self.grid.table.head else 0.0) + 3.25

    @property
    def least(self) -> float:
        if len(self.rows) <= KEPT_WHOLE:
            return self.height
        first = next(at for at in range(KEPT_AT_END, len(self.rows)) if self._may_break(at))
        return self.caption_height + self.head_height + sum(row.height for row in self.rows[:first])

    def split(self, room: float) -> tuple[Box, Box] | None:
        room -= self.caption_height + self.head_height
        fit = 0
        while fit < len(self.rows) and (room := room - self.rows[fit].height) >= -0.01:
            fit += 1
        for at in range(min(fit, len(self.rows) - 1), 1, -1):
            if self._may_break(at):
                upper = TableBox(self.grid, self.rows[:at], continued=self.continued, ends=False)
                return upper, TableBox(self.grid, self.rows[at:], continued=True, ends=self.ends)
        return None

    def _may_break(self, at: int) -> bool:
        """Whether a page may end before row `at`: sums stay with their rows, headings with theirs, three at the end."""
        return (
            len(self.rows) - at >= KEPT_AT_END
            and self.rows[at].kind not in SUMS
            and self.rows[at - 1].kind not in ASIDES
        )

    def draw(self, pen: Pen, top: float) -> None:
        grid, styles = self.grid, self.grid.styles
        left = LEFT + grid.left
        pen.lines(self.caption, left, top, styles.caption)
        pen.lines(self.second, left, top + len(self.caption) * styles.caption.leading, styles.small)
        top += self.caption_height
        self._draw_head(pen, top)
        top += self.head_height
        if any(self.heads):
            pen.rule(left, top, grid.width, 0.75, styles.palette.ink)
        for place, row in enumerate(self.rows):
            self._rule(pen, top, place)
            self._draw_row(pen, row, top)
            top += row.height
        pen.lines(self.note, left, top + 5, styles.small)

    def _draw_head(self, pen: Pen, top: float) -> None:
        style = self.grid.styles.column_head
        bottom = top + self.head_height - 3.25
        for place, (head, column) in enumerate(zip(self.heads, self.grid.table.columns, strict=True)):
            x, width = self.grid.columns[place]
            dress = self.grid.styles.table_head if self.grid.table.head and not place else style
            level = bottom - len(head) * dress.leading + (dress.leading - 9.75) * 0.5
            pen.lines(head, LEFT + self.grid.left + x, level, dress, width, ALIGNED[column.align])

    def _rule(self, pen: Pen, top: float, place: int) -> None:
        if not place:
            return
        kind, above = self.rows[place].kind, self.rows[place - 1].kind
        palette = self.grid.styles.palette
        weight, colour = {
            RowKind.SUBTOTAL: (0.4, palette.ink),
            RowKind.TOTAL: (0.75, palette.ink),
            RowKind.ASIDE: (0.75, palette.ink),
        }.get(kind, (0.4, palette.line))
        if kind == RowKind.GROUP or (above in ASIDES and kind == RowKind.NORMAL):
            return
        pen.rule(LEFT + self.grid.left, top, self.grid.width, weight, colour)

    def _draw_row(self, pen: Pen, row: SetRow, top: float) -> None:
        above, _ = self.grid.padding
        level = top + above + (6.5 if row.kind == RowKind.GROUP else 0.0)
        for place, (cell, style) in enumerate(zip(row.cells, row.styles, strict=True)):
            x, width = self.grid.columns[place] if row.kind not in ASIDES else (0.0, self.grid.width)
            x += LEFT + self.grid.left + (INDENT * row.level if not place else 0.0)
            align = ALIGNED[self.grid.table.columns[place].align]
            pen.lines(cell.lines, x, level, style, width, align)
            if cell.detail:
                pen.lines(cell.detail, x, level + len(cell.lines) * style.leading, self.grid.styles.small)
            match cell.mark:
                case Length(share):
                    pen.rect(x, level + 3.6, max(0.0, min(share, 1.0)) * width, 6, self.grid.styles.palette.accent)
                case Move() as move:
                    draw_move(pen, move, x + width, level)
                case Sign() as sign:
                    draw_sign(pen, sign, x, level)


def table_box(table: Table, styles: Styles, *, left: float | None = None) -> TableBox:
    """The box of a table; `left` overrides where its place stands (for pairs)."""
    width = WIDTHS[table.place]
    at = (MAIN_LEFT if table.place == Place.MAIN else 0.0) if left is None else left
    columns = columns_of(table, styles, width)
    grid = Grid(table, styles, at, width, columns)
    rows = tuple(_row(grid, row) for row in table.rows)
    return TableBox(grid, rows, continued=False, ends=True)


def _row(grid: Grid, row: Row) -> SetRow:
    styles, columns = grid.styles, grid.table.columns
    cells = row.cells[:1] if row.kind in ASIDES else row.cells[: len(columns)]
    dress = tuple(dress_of(styles, column, row.kind) for column in columns[: len(cells)])
    made = []
    for place, (cell, style) in enumerate(zip(cells, dress, strict=True)):
        width = grid.columns[place][1] if row.kind not in ASIDES else grid.width
        made.append(_cell(cell, style, styles, width - (INDENT * row.level if not place else 0.0)))
    above, below = grid.padding
    depth = max((len(c.lines) * s.leading + len(c.detail) * 9.75 for c, s in zip(made, dress, strict=True)), default=13)
    height = above + max(depth, 13.0) + below + (6.5 if row.kind == RowKind.GROUP else 0.0)
    return SetRow(row.kind, tuple(made), dress, height, row.level)


def _cell(cell: Cell, style: Style, styles: Styles, width: float) -> SetCell:
    match cell:
        case Length() | Sign() | Move():
            return SetCell(mark=cell)
        case Entry(head, detail):
            bold = replace(style, font=fonts.BOLD)
            return SetCell(set_lines(head, bold, width), set_lines(detail, styles.small, width))
        case Value():
            return SetCell(set_lines((cell,), style, width + 0.5))
        case _:
            return SetCell(set_lines(cell, style, width + 0.5))
