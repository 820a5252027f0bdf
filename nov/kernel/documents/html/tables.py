"""Tables as HTML: heads with scope, groups as bodies of their own, a caption that names the unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from nov.kernel.documents.blocks import Align, Cell, Column, Entry, Length, Move, Row, RowKind, Sign, Table
from nov.kernel.documents.html.tags import optional, tag
from nov.kernel.documents.html.words import Writer
from nov.kernel.documents.numbering import captioned

DAY = re.compile(r"\d\d-\d\d-\d{4}")  # a browser would break it at its hyphens


def table(block: Table, writer: Writer, *, caption: str = "") -> str:
    """A table in a wrapper that scrolls sideways on a narrow screen. `caption` replaces the one of the block."""
    title = escape(captioned(block) or caption or block.head)
    second = optional("small", escape(block.second))
    head = tag("tr", *(_head(column, block.head if not place else "") for place, column in enumerate(block.columns)))
    heads = tag("thead", head) if block.head or any(column.head for column in block.columns) else ""
    whole = tag("table", optional("caption", title + second), heads, *_bodies(block, writer), id=block.anchor)
    name = captioned(block) or caption or block.head or "tabel"
    place = f"doc-table doc-{block.place}{' dense' if block.dense else ''}"
    scroll = tag("div", whole, class_=place, tabindex=0, role="group", aria_label=name)
    return scroll + optional("p", writer.words(block.note), class_="doc-soft")


def _head(column: Column, word: str) -> str:
    text = escape(word or column.head).replace("\n", "<br>")
    return tag("th", text, scope="col", class_=_dress(column)) if text else tag("td")


def _dress(column: Column) -> str:
    names = [column.align.value] if column.align != Align.LEFT else []
    names += ["soft"] if column.soft else []
    names += ["strong"] if column.strong else []
    return " ".join(names)


def _bodies(block: Table, writer: Writer) -> Iterator[str]:
    """Rows, in a body for each group, so that the group's heading is told with its rows."""
    body: list[str] = []
    for row in block.rows:
        if row.kind == RowKind.GROUP and body:
            yield tag("tbody", *body)
            body = []
        body.append(_row(block, row, writer))
    if body:
        yield tag("tbody", *body)


def _row(block: Table, row: Row, writer: Writer) -> str:
    kind = "" if row.kind == RowKind.NORMAL else row.kind.value
    dress = " ".join(filter(None, (kind, f"level-{min(row.level, 3)}" if row.level else "")))
    if row.kind in (RowKind.GROUP, RowKind.ASIDE):
        text = _cell(row.cells[0] if row.cells else "", writer)
        over = len(block.columns)
        if row.kind == RowKind.GROUP:
            return tag("tr", tag("th", text, colspan=over, scope="rowgroup"), class_=dress)
        return tag("tr", tag("td", text, colspan=over), class_=dress)
    cells = zip(row.cells, block.columns, strict=False)
    return tag(
        "tr", *(_data(block, place, cell, column, writer) for place, (cell, column) in enumerate(cells)), class_=dress
    )


def _data(block: Table, place: int, cell: Cell, column: Column, writer: Writer) -> str:
    text = _cell(cell, writer)
    if not place and block.row_heads and text and not isinstance(cell, Sign | Length | Move):
        return tag("th", text, scope="row", class_=_dress(column))
    return tag("td", text, class_=_dress(column))


def _cell(cell: Cell, writer: Writer) -> str:
    match cell:
        case Length(share):
            bar = tag("rect", width=round(100 * max(0.0, min(share, 1.0))), height=6, fill=writer.palette.accent)
            return tag("svg", bar, class_="doc-length", viewBox="0 0 100 6", width=100, height=6, aria_hidden="true")
        case Move(places):
            arrow = tag("span", "▲" if places > 0 else "▼", aria_hidden="true") + " " if places else ""
            return tag("span", arrow, escape(cell.text), class_="doc-move")
        case Sign():
            return tag("span", cell.letter, class_="doc-sign", role="img", aria_label=cell.value)
        case Entry(head, detail):
            return tag("strong", writer.words(head)) + optional("small", writer.words(detail))
        case str() if DAY.fullmatch(cell):
            return tag("span", cell, class_="nowrap")
        case _:
            return writer.words(cell)
