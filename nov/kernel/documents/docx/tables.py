"""Tables in Word: heads repeat on every page, rows are not broken, rules as on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable

from nov.kernel.documents import fonts
from nov.kernel.documents.blocks import Align, Cell, Column, Entry, Length, Move, Row, RowKind, Sign, Table
from nov.kernel.documents.docx.parts import border, clean, element
from nov.kernel.documents.docx.styles import HEAD, SMALL
from nov.kernel.documents.docx.text import write
from nov.kernel.documents.palette import Palette
from nov.kernel.documents.spans import Value, plain

ALIGNED = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
    Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
}
WIDTH = 160.0  # mm between the margins
SUMS = (RowKind.SUBTOTAL, RowKind.TOTAL)
SHORT = 20  # so many rows fit on a page with room to spare
OVER = (RowKind.GROUP, RowKind.ASIDE)


def add_table(word: Word, block: Table, palette: Palette) -> None:
    """The rows below their heads; a short table stays on one page. Columns of bars are left out: they say nothing that
    their figures do not."""
    shown = [place for place, _ in enumerate(block.columns) if not _only_bars(block, place)]
    columns = [block.columns[place] for place in shown]
    heads = 1 if block.head or any(column.head for column in columns) else 0
    table = bare_table(word, len(block.rows) + heads, [_width(block, place) for place in shown])
    if heads:
        _head(table, block, columns, palette)
    for row, line in zip(block.rows, table.rows[heads:], strict=True):
        _row(line, row, shown, columns, palette)
    if len(table.rows) <= SHORT:
        for line in table._tbl.tr_lst[:-1]:
            for paragraph in line.iter(qn("w:p")):
                paragraph.get_or_add_pPr().get_or_add_keepNext()


def bare_table(word: Word, rows: int, widths: Sequence[float]) -> WordTable:
    """A table without dress over the width of the text, its columns in proportion to `widths`."""
    table = word.add_table(rows, len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    scale = WIDTH / sum(widths)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width * scale)  # LibreOffice goes by the grid, Word by the cells
        for cell in column.cells:
            cell.width = Mm(width * scale)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(element("cantSplit"))
    return table


def _only_bars(block: Table, place: int) -> bool:
    cells = [row.cells[place] for row in block.rows if row.kind not in OVER and place < len(row.cells)]
    return bool(cells) and all(isinstance(cell, Length) for cell in cells)


def _width(block: Table, place: int) -> float:
    """Millimetres asked for: what was given, else the widest cell, within reason."""
    column = block.columns[place]
    if column.width:
        return max(column.width, 8.0)
    fonts.ready()
    texts = [_said(row.cells[place]) for row in block.rows if row.kind not in OVER and place < len(row.cells)]
    texts += column.head.split("\n")
    widest = max((fonts.width(clean(text), fonts.BOLD, 9) for text in texts), default=0.0) / Mm(1).pt
    return min(max(widest * 1.15 + 4, 12.0), 70.0)  # room for the wider letters of a machine without Lato


def _said(cell: Cell) -> str:
    match cell:
        case Length():
            return ""
        case Move():
            return cell.text
        case Sign():
            return cell.letter
        case Entry(head, detail):
            return max(plain(head), plain(detail), key=len)
        case _:
            return plain(cell)


def _head(table: WordTable, block: Table, columns: list[Column], palette: Palette) -> None:
    row = table.rows[0]
    row._tr.get_or_add_trPr().append(element("tblHeader"))
    for place, (cell, column) in enumerate(zip(row.cells, columns, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.style = HEAD
        paragraph.alignment = ALIGNED[column.align]
        first = bool(block.head) and not place
        write(paragraph, block.head if first else column.head, palette, colour=palette.accent if first else None)
        border(cell._tc.get_or_add_tcPr(), "tcBorders", bottom=(6, palette.ink))


def _row(line: Any, row: Row, shown: list[int], columns: list[Column], palette: Palette) -> None:
    cells = line.cells
    if row.kind in OVER:
        merged = cells[0].merge(cells[-1]) if len(cells) > 1 else cells[0]
        _fill(merged, row.cells[0] if row.cells else "", Column(""), row, palette)
        merged.paragraphs[0].paragraph_format.keep_with_next = True
        return
    rule = {RowKind.SUBTOTAL: (4, palette.ink), RowKind.TOTAL: (6, palette.ink)}.get(row.kind, (3, palette.line))
    for cell, place, column in zip(cells, shown, columns, strict=True):
        _fill(cell, row.cells[place] if place < len(row.cells) else "", column, row, palette)
        border(cell._tc.get_or_add_tcPr(), "tcBorders", top=rule)
    if row.level:
        cells[0].paragraphs[0].paragraph_format.left_indent = Mm(4 * row.level)


def _fill(cell: Any, content: Cell, column: Column, row: Row, palette: Palette) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.space_before = Pt(8 if row.kind == RowKind.GROUP else 2)
    paragraph.alignment = ALIGNED[column.align]
    strong = column.strong or row.kind in (*SUMS, RowKind.GROUP)
    colour = palette.soft if column.soft and not column.strong or row.kind == RowKind.ASIDE else None
    match content:
        case Entry(head, detail):
            write(paragraph, head, palette, strong=True)
            if detail:
                below = cell.add_paragraph(style=SMALL)
                write(below, detail, palette)
        case Value():
            write(paragraph, content, palette, strong=strong, colour=colour)
        case Length() | Move() | Sign():
            write(paragraph, _said(content), palette, strong=strong, colour=colour)
        case _:
            write(paragraph, content, palette, strong=strong, colour=colour)
