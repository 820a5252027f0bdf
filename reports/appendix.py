"""The appendix: what every figure of the report counts, how it came about, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from nov.kernel.catalogue import Readings
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Align, Column, Entry, Row, RowKind
from nov.kernel.figures import FLOW, Origin, Reading
from nov.kernel.periods import Period
from nov.kernel.printing import printed
from reports.context import Context, said
from reports.models import Edition, EditionFigure
from reports.rows import asked_at

ORIGINS = {
    Origin.BEREKEND: "volgt uit de administratie",
    Origin.GEMETEN: "gemeten",
    Origin.EXTERN: "bevinding van anderen",
    Origin.NORM: "besluit of regel",
    Origin.GEPLAND: "voornemen",
}


def meaning_of_figures(edition: Edition, readings: Readings, *, final: bool = False) -> blocks.Chapter:
    """The figures that the edition has to give, by chapter; a definition is not said again for the row below."""
    titles = {each.number: str(each) for each in edition.chapters.all()}
    context = Context(edition.period, readings, final=final)
    rows: list[Row] = []
    for number, group in groupby(edition.figures.all(), key=lambda each: each.chapter):
        rows.append(Row((titles.get(number, f"Hoofdstuk {number}"),), RowKind.GROUP))
        rows += _rows(context, list(group))
    table = blocks.Table(
        (
            Column("kengetal"),
            Column("verkregen", soft=True, width=30),
            Column("wanneer", soft=True, width=34),
            Column("waarde", Align.RIGHT, width=30),
        ),
        tuple(rows),
    )
    return blocks.Chapter(
        "Bijlage: wat de cijfers betekenen",
        (table,),
        lead="Van elk cijfer: wat het telt, hoe het is verkregen, en op welk moment of over welke periode.",
        label="B",
        anchor="bijlage-cijfers",
    )


def _rows(context: Context, required: Sequence[EditionFigure]) -> Iterator[Row]:
    said_before: tuple[str, str] = ("", "")
    for each in required:
        try:
            reading = context.read(each.key, asked_at(each))
        except (LookupError, ValueError):
            continue  # named among the findings
        assert reading.figure is not None
        meaning = (reading.figure.definition, ORIGINS[reading.figure.origin])
        definition, origin = ("", "") if meaning == said_before else meaning
        said_before = meaning
        value = context.dressed(reading, printed(reading, each.style))
        yield Row((Entry(reading.figure.label, definition), origin, when(reading), value))


def when(reading: Reading) -> str:
    """The moment or period of a reading in words; a stock that was asked over a period is that of its end."""
    figure, at = reading.figure, reading.reference
    assert figure is not None and at is not None, "alleen wat uit de catalogus is gelezen, heeft een moment"
    if figure.kind is not FLOW and isinstance(at, Period):
        return f"eind {said(at)}"
    return said(at)
