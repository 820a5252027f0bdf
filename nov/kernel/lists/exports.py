"""A list as a file: CSV that a Dutch Excel opens, or a workbook. All rows of the filtered list, plain values.

A text that a spreadsheet would run as a formula gets an apostrophe before it in CSV; numbers never do. In a workbook
text is stored as text, which is never run.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.html import strip_tags
from django.utils.safestring import SafeData
from django.utils.text import slugify
from django_tables2.rows import BoundRow

from nov.kernel.formats import day
from nov.kernel.lists.tables import Table
from nov.kernel.models import TakenList

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
Rows = Iterable[Sequence[Any]]


class Export:
    """The two kinds of file; the value of the `export` parameter in an address."""

    CSV = "csv"
    XLSX = "xlsx"
    ALL = (XLSX, CSV)


def exported(table: Table, kind: str, name: str) -> HttpResponseBase:
    """The whole table as a download called `name`, in the order it stands in."""
    return download(_values(table), kind, name)


def download(rows: Rows, kind: str, name: str) -> HttpResponseBase:
    """Rows as a download called `name`, the headings first."""
    filename = f"{slugify(name)}.{kind}"
    if kind == Export.XLSX:
        return FileResponse(workbook(rows), as_attachment=True, filename=filename, content_type=XLSX)
    return StreamingHttpResponse(
        csv_lines(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )


def taken(request: HttpRequest, title: str, kind: str, *, rows: int, narrowed: str = "") -> None:
    """Note who takes which list along."""
    assert request.user.pk is not None, "no list is for who has not logged in"
    TakenList.objects.create(title=title[:200], kind=kind, rows=rows, narrowed=narrowed[:400], by_id=request.user.pk)


def _values(table: Table) -> Iterator[list[Any]]:
    columns = [column for column in table.columns.iterall() if not column.column.exclude_from_export]
    yield [column.header for column in columns]
    data = table.data.data
    for record in data.iterator(chunk_size=2000) if isinstance(data, QuerySet) else data:
        row = BoundRow(record, table=table)
        yield [_plain(row.get_cell_value(column.name)) for column in columns]


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | Decimal | date):
        return value
    return strip_tags(str(value)) if isinstance(value, SafeData) else str(value)


def safe_text(text: str) -> str:
    """`text` with an apostrophe before it if a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


class _Line:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Rows) -> Iterator[str]:
    """Lines of CSV: a byte order mark, semicolons, decimal commas, dates as 31-12-2023."""
    write = csv.writer(_Line(), delimiter=";").writerow
    yield "\ufeff"
    for row in rows:
        yield write([_csv_cell(value) for value in row])  # our file gives the line back


def _csv_cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nee"
        case datetime():
            return f"{value:%d-%m-%Y %H:%M}"
        case date():
            return day(value)
        case int() | float() | Decimal():
            return str(value).replace(".", ",")
        case _:
            return safe_text(value)


def workbook(rows: Rows) -> Any:
    """A workbook in a temporary file, written row by row: numbers as numbers, dates as dates, text as text."""
    target = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115  the response that sends it closes it
    book = xlsxwriter.Workbook(target, {"constant_memory": True, "default_date_format": "dd-mm-yyyy"})
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    timed = book.add_format({"num_format": "dd-mm-yyyy hh:mm"})
    sheet.freeze_panes(1, 0)
    for place, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, bool):
                sheet.write_string(place, column, "ja" if value else "nee")
            elif isinstance(value, int | float | Decimal):
                sheet.write_number(place, column, value)
            elif isinstance(value, datetime):
                sheet.write_datetime(place, column, value, timed)
            elif isinstance(value, date):
                sheet.write_datetime(place, column, value)
            elif value not in (None, ""):
                sheet.write_string(place, column, value[:32767], None if place else bold)
    book.close()
    target.seek(0)
    return target
