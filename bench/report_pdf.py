"""The annual report as PDF against the same content on a bare reportlab canvas.

    .venv/bin/python -m bench.report_pdf

The floor draws what the report draws, letter for letter and line for line, from a list that is ready: no lines are broken,
nothing is placed. Both are timed in turn, the median of seven; the texts are compared first. Then the same with ten times the
pages, and the peak memory of a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from statistics import median
from time import perf_counter
from typing import Any

from reportlab.graphics import renderPDF
from reportlab.pdfgen.canvas import Canvas

from nov.kernel import formats
from nov.kernel.documents import fonts, pdf
from nov.kernel.documents.blocks import (
    Align,
    Bar,
    BarChart,
    Block,
    Chapter,
    Column,
    ColumnChart,
    Document,
    Heading,
    Paragraph,
    Place,
    Point,
    Row,
    RowKind,
    Series,
    SideNote,
    Table,
)
from nov.kernel.documents.pdf import pen as pens
from nov.kernel.documents.pdf.styles import ASCENT, PAGE_HEIGHT, PAGE_WIDTH

ROUNDS = 7
CHAPTERS = 20
WORDS = (
    "De vereniging brengt organisaties bij elkaar die met vrijwilligers werken, en vraagt ieder jaar wat er is gebeurd. "
    "Wat in dit hoofdstuk staat, is geteld uit de administratie op een vaste peildatum of over een vaste periode; waar een "
    "meting ontbreekt staat dat erbij. De bijeenkomsten van dit jaar trokken {number} deelnemers, van wie een derde voor het "
    "eerst kwam, en de adviseurs bezochten {number} verenigingen in alle provincies. "
)


def report(chapters: int = CHAPTERS) -> Document:
    """Twenty chapters: some 75 pages, 40 tables and 15 charts."""
    made = tuple(
        Chapter(f"Hoofdstuk over onderwerp {at}", tuple(_blocks(at)), str(at)) for at in range(1, chapters + 1)
    )
    return Document("Jaarverslag", "Vereniging", made, subtitle="2023", status="Vastgesteld op 12 juni 2024")


def _blocks(at: int) -> list[Block]:
    text = [Paragraph(WORDS.format(number=formats.number(at * 1000 + turn))) for turn in range(9)]
    noted = replace(
        text[0], notes=(SideNote("Deelnemer", "Wie bij de start aanwezig is; wie twee keer komt, telt twee keer."),)
    )
    chart: tuple[Block, ...] = ()
    if at % 4:
        chart = (_columns(at) if at % 2 else _bars(at),)
    return [Heading("Wat er gebeurde"), noted, *text[1:4], _table(at, 14), *text[4:7], *chart, Heading("Cijfers"), *text[7:], _table(at, 22)]  # fmt: skip


def _table(at: int, rows: int) -> Table:
    columns = (Column("onderdeel"), *(Column(str(year), Align.RIGHT, soft=year < 2023) for year in (2023, 2022, 2021)))
    lines = [
        Row((f"Onderdeel {row} van het werk", *(formats.number(at * row * year) for year in (7, 6, 5))))
        for row in range(rows)
    ]
    lines.append(Row(("Totaal", "1", "2", "3"), RowKind.TOTAL))
    return Table(columns, tuple(lines), "Uitkomsten per onderdeel", "Aantallen per kalenderjaar")


def _columns(at: int) -> ColumnChart:
    points = tuple(Point(at * month, formats.number(at * month)) for month in range(1, 13))
    months = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
    return ColumnChart(title="Per maand", unit="Aantal", description="Oplopend", categories=months, series=(Series("a", points), Series("b", points)))  # fmt: skip


def _bars(at: int) -> BarChart:
    bars = tuple(Bar(f"onderdeel {row}", Point(at * row, formats.number(at * row))) for row in range(12, 0, -1))
    return BarChart(title="Per onderdeel", unit="Aantal", description="Aflopend", bars=bars, place=Place.MAIN)


def recorded(document: Document) -> list[tuple[str, tuple[Any, ...]]]:
    """Everything that the report draws, as calls on a canvas."""
    calls: list[tuple[str, tuple[Any, ...]]] = []

    class Recorder(pens.Pen):
        def lines(self, lines: Any, x: float, top: float, style: Any, measure: float = 0, align: float = 0) -> None:
            baseline = PAGE_HEIGHT - top - ASCENT * style.size
            for line in lines:
                at = x + align * (measure - line.width)
                for piece in line.pieces:
                    for words, font in fonts.parts(piece.text, piece.dress.font):
                        calls.append(
                            (
                                "text",
                                (
                                    at,
                                    baseline + piece.dress.rise,
                                    words,
                                    font,
                                    piece.dress.size,
                                    piece.dress.colour or style.colour,
                                ),
                            )
                        )
                        at += fonts.measured(words, font).width * piece.dress.size / 1000
                baseline -= style.leading
            super().lines(lines, x, top, style, measure, align)

        def rule(self, x: float, top: float, width: float, thick: float, colour: str) -> None:
            calls.append(("rule", (x, PAGE_HEIGHT - top, x + width, PAGE_HEIGHT - top, thick, colour)))
            super().rule(x, top, width, thick, colour)

        def drawing(self, drawing: Any, x: float, top: float) -> None:
            calls.append(("drawing", (drawing, x, PAGE_HEIGHT - top - drawing.height)))
            super().drawing(drawing, x, top)

    show_page = Canvas.showPage

    def turned(canvas: Canvas) -> None:
        calls.append(("page", ()))
        show_page(canvas)

    from nov.kernel.documents.pdf import build

    build.Pen, Canvas.showPage = Recorder, turned  # type: ignore[misc, method-assign]
    try:
        pdf.render(document)
    finally:
        build.Pen, Canvas.showPage = pens.Pen, show_page  # type: ignore[misc, method-assign]
    return calls


def floor(calls: list[tuple[str, tuple[Any, ...]]]) -> bytes:
    """The recorded calls on a bare canvas."""
    file = BytesIO()
    canvas = Canvas(file, (PAGE_WIDTH, PAGE_HEIGHT), invariant=1, pageCompression=1, initialFontName=fonts.REGULAR)
    for kind, what in calls:
        if kind == "text":
            x, y, words, font, size, colour = what
            canvas.setFont(font, size)
            canvas.setFillColor(colour)
            canvas.drawString(x, y, words)
        elif kind == "rule":
            canvas.setLineWidth(what[4])
            canvas.setStrokeColor(what[5])
            canvas.line(*what[:4])
        elif kind == "drawing":
            renderPDF.draw(*what[:1], canvas, *what[1:])
        else:
            canvas.showPage()
    canvas.save()
    return file.getvalue()


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    begin = perf_counter()
    work()
    return perf_counter() - begin


def compare(chapters: int, rounds: int) -> tuple[int, float, float]:
    """Pages, and the medians of the floor and of ours, taken in turn."""
    document = report(chapters)
    calls = recorded(document)
    assert _letters(pdf.render(document)) == _letters(floor(calls)), "de inhoud verschilt"
    times = [(timed(lambda: floor(calls)), timed(lambda: pdf.render(document))) for _ in range(rounds)]
    pages = sum(kind == "page" for kind, _ in calls)
    return pages, median(one for one, _ in times), median(other for _, other in times)


def _letters(data: bytes) -> list[str]:
    """The letters of every tenth page, without spaces, in any order: kerning makes readers guess at spaces."""
    from pypdf import PdfReader

    pages = PdfReader(BytesIO(data)).pages
    return ["".join(sorted("".join(pages[at].extract_text().split()))) for at in range(0, len(pages), 10)]


def memory(chapters: int) -> float:
    """Peak of a process that makes the report, in MB above one that has only loaded everything (Linux)."""

    def peak(count: int) -> int:
        read = "next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1]"
        work = f"{count} and pdf.render(report({count})); print({read})"
        code = f"from bench.report_pdf import fonts, pdf, report; fonts.ready(); {work}"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        return int(done.stdout)

    return (peak(chapters) - peak(0)) / 1024


def main() -> None:
    """Print the table of bench/README.md."""
    fonts.ready()
    print("| pages | floor (s) | report (s) | ratio | memory (MB) |")
    print("| --- | --- | --- | --- | --- |")
    for chapters, rounds in ((CHAPTERS, ROUNDS), (10 * CHAPTERS, 5)):
        pages, bare, ours = compare(chapters, rounds)
        print(f"| {pages} | {bare:.3f} | {ours:.3f} | {ours / bare:.2f} | {memory(chapters):.0f} |")


if __name__ == "__main__":
    main()
