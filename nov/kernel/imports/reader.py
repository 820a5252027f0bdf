"""From a file to rows of cells: CSV as spreadsheets and banks make it, or the first sheet of a workbook.

Everything from outside is distrusted: size, unpacked size, rows, columns and the length of a cell have limits, a formula
is not a value, and whatever else is wrong with a file is said in Dutch (Unreadable).
"""

from __future__ import annotations

import csv
import io
import logging
import math
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import Any

import openpyxl

from nov.kernel.folding import folded
from nov.kernel.lists.exports import FORMULA
from nov.kernel.uploads import LARGEST, megabytes
from nov.kernel.zipped import Unsafe, checked

MOST_ROWS = 50_000
MOST_COLUMNS = 100
LONGEST_CELL = 10_000
log = logging.getLogger(__name__)


class Unreadable(ValueError):
    """Why a file cannot be read, in Dutch, for the person who gave it."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that holds no value, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of one line of the file with its number, as the spreadsheet counts them."""

    number: int
    cells: Sequence[Any]


def lines(content: bytes, titles: Iterable[str] = ()) -> Iterator[Line]:
    """The lines of the file that are not empty, the headings first.

    A cell is a text (stripped), an int, a Decimal, a date, a datetime or Wrong. `titles` are headings that may be
    expected: they decide which separator a CSV has. Raises Unreadable.
    """
    if len(content) > LARGEST:
        raise Unreadable(f"Dit bestand is {megabytes(len(content))} groot; ten hoogste 10 MB kan.")
    if not content.strip():
        raise Unreadable("Dit bestand is leeg.")
    if content.startswith(b"PK"):
        return _limited(_workbook(content))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("Dit is een oud Excel-bestand of het is beveiligd. Bewaar het als .xlsx zonder wachtwoord.")
    return _limited(_csv(content, titles))


def _limited(found: Iterator[Line]) -> Iterator[Line]:
    count = 0
    for line in found:
        cells = list(line.cells)
        while cells and cells[-1] == "":
            cells.pop()
        if not cells:
            continue
        if len(cells) > MOST_COLUMNS:
            raise Unreadable(f"Regel {line.number} heeft meer dan {MOST_COLUMNS} kolommen.")
        count += 1
        if count > MOST_ROWS + 1:
            raise Unreadable(f"Dit bestand heeft meer dan {MOST_ROWS} regels. Verdeel het over meer bestanden.")
        yield Line(line.number, cells)


# CSV


def _csv(content: bytes, titles: Iterable[str]) -> Iterator[Line]:
    text = _decoded(content)
    if "\0" in text:
        raise Unreadable("Dit bestand bevat tekens die geen tekst zijn. Is het wel een CSV-bestand?")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text, titles), strict=True)
    first = 1  # line of the row that is being read; a cell in quotes may hold more lines
    try:
        for cells in reader:
            yield Line(reader.line_num, [_text(cell, from_csv=True) for cell in cells])
            first = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            f'Regel {first} klopt niet: een aanhalingsteken (") is niet gesloten of een cel is te lang. Verbeter die regel.'
        ) from error


def _decoded(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, else the code page of a Dutch Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _separator(text: str, titles: Iterable[str]) -> str:
    """The separator under which the headings are most often expected ones, else the most frequent one."""
    known = {folded(title) for title in titles}
    head = next((line for line in text[: 1 << 16].splitlines() if line.strip()), "")

    def fits(separator: str) -> tuple[int, int]:
        cells = head.split(separator)
        return sum(folded(cell.strip('" ')) in known for cell in cells), len(cells)

    return max(";,\t", key=fits)


# Workbooks


def _workbook(content: bytes) -> Iterator[Line]:
    try:
        with checked(io.BytesIO(content)) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                raise Unreadable("Dit is geen Excel-bestand en geen CSV. Bewaar het als .xlsx of .csv.")
    except Unsafe as error:
        raise Unreadable(str(error)) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            if not book.worksheets:
                raise Unreadable("In dit Excel-bestand staat geen werkblad.")
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what a sheet says of its own size is not believed
            for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
                if number > 2 * MOST_ROWS:
                    raise Unreadable(f"Dit bestand heeft meer dan {MOST_ROWS} regels. Verdeel het over meer bestanden.")
                yield Line(number, [_cell(cell) for cell in row])
    except Unreadable:
        raise
    except Exception as error:  # a damaged workbook shows itself in openpyxl as any kind of error
        log.info("workbook unreadable: %s", type(error).__name__)
        raise Unreadable(
            "Dit Excel-bestand is beschadigd. Open het, bewaar het opnieuw en probeer het nog eens."
        ) from error


def _cell(cell: Any) -> Any:
    value, kind = cell.value, getattr(cell, "data_type", "n")
    if value is None:
        return ""
    if kind == "f":
        return Wrong("Hier staat een formule. Plak de uitkomst als waarde.")
    if kind == "e":
        return Wrong(f"Hier staat een fout van Excel ({value}).")
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, time):
        return value.isoformat("minutes")
    return _text(value) if isinstance(value, str) else value


def _number(value: float) -> Any:
    """As the spreadsheet shows it: 15 digits, so that 0,1 + 0,2 is 0,3."""
    if not math.isfinite(value):
        return Wrong("Dit getal is te groot.")
    return int(value) if value.is_integer() and abs(value) < 1e15 else Decimal(f"{value:.15g}")


def _text(value: str, *, from_csv: bool = False) -> Any:
    text = value.strip()
    if len(text) > LONGEST_CELL:
        return Wrong(f"Hier staan {len(text)} tekens; ten hoogste {LONGEST_CELL} kan.")
    # Our own exports put an apostrophe before what looks like a formula.
    return text[1:] if from_csv and text.startswith("'") and text[1:].startswith(FORMULA) else text
