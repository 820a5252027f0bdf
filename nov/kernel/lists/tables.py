"""A table of records as every page shows it (templates/kernel/table.html): on a list page, or alone inside another page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet, Sum
from django.http import QueryDict
from django.utils.html import conditional_escape, format_html
from django_tables2.rows import BoundRow

from nov.kernel.formats import DASH


@dataclass(frozen=True, slots=True)
class Head:
    """A heading cell: its words, its class, where a click sorts to and how it is sorted now."""

    label: str
    classes: str
    url: str
    sorted: str


class Table(tables.Table):
    """A table of records. Its first column is the row's name (`<th scope="row">`) and mostly the link to its page.

    Inside another page: `{% include "kernel/table.html" with table=… caption="…" %}`.
    """

    query: QueryDict | None = None  # the address's parameters on a list page: the headings become links that sort
    shown: Iterable[Any] | None = None  # the records of the page; all of them when it is not paged
    summed: Sequence[str] = ()  # the columns whose sum over the whole table stands under it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", DASH)
        super().__init__(*args, **kwargs)

    def sort(self, asked: Sequence[str]) -> None:
        """Put the rows in the asked order, and within it by key, so that no row is on two pages or on none."""
        if asked:
            self.order_by = asked[:1]
        rows = self.data.data
        if isinstance(rows, QuerySet) and not rows.query.is_sliced:
            order = rows.query.order_by or rows.model._meta.ordering
            self.data.data = rows.order_by(*order, "pk")

    def heads(self) -> Iterator[Head]:
        """The heading cells in order."""
        for column in self.columns:
            alias = column.order_by_alias
            now = ("descending" if str(alias).startswith("-") else "ascending") if column.is_ordered else ""
            sortable = self.query is not None and column.orderable
            url = changed(self.query, "page", sort=str(alias.next)) if sortable else ""  # type: ignore[arg-type]
            yield Head(column.header, _classes(column), url, now)

    def body(self) -> Iterator[list[tuple[str, Any]]]:
        """For each record its cells: the class of the column and what it shows."""
        columns = list(self.columns)
        for record in self.data.data if self.shown is None else self.shown:
            row = BoundRow(record, table=self)
            yield [(_classes(column), _cell(row, column)) for column in columns]

    def foot(self) -> list[tuple[str, Any]]:
        """The cells under the table: for a summed column its total over all rows, not only those of the page."""
        if not self.summed:
            return []
        sums = self.data.data.order_by().aggregate(
            **{f"sum_{name}": Sum("__".join(self.columns[name].accessor.bits)) for name in self.summed}
        )
        return [
            (
                _classes(column),
                column.column.render(sums[f"sum_{column.name}"] or 0) if column.name in self.summed else "",
            )
            for column in self.columns
        ]


def changed(query: QueryDict, *gone: str, **new: str) -> str:
    """An address's parameters without some and with others, as "?…"; asking for a file never stays."""
    left = query.copy()
    for name in (*gone, "export"):
        left.pop(name, None)
    for name, value in new.items():
        left[name] = value
    return f"?{left.urlencode()}"


def _classes(column: Any) -> str:
    return getattr(column.column, "classes", "")


def _cell(row: BoundRow, column: Any) -> Any:
    # As BoundRow.get_cell, which looks its column up in all columns again for every cell.
    cell = row._get_and_render_with(column, render_func=row._call_render, default=column.default)
    if getattr(column.column, "under", None) is None:
        return cell
    under = column.column.under(row.record)
    return format_html('{}<span class="under narrow-only">{}</span>', conditional_escape(cell), under)
