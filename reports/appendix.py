"""The appendix: what every figure of the report counts, how it came about, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nov.kernel.catalogue import Readings
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Align, Column, Entry, Row, RowKind
from nov.kernel.documents.markdown import figures_in
from nov.kernel.figures import FLOW, Origin, Reading
from nov.kernel.periods import Period, Reference
from nov.kernel.printing import printed
from reports.chapters import context_of
from reports.context import Context, said
from reports.models import Chapter, Edition
from reports.rows import asked_at

Asked = tuple[str, Reference, str]  # the key of a figure, when, and in which style it is printed
ORIGINS = {
    Origin.BEREKEND: "volgt uit de administratie",
    Origin.GEMETEN: "gemeten",
    Origin.EXTERN: "bevinding van anderen",
    Origin.NORM: "besluit of regel",
    Origin.GEPLAND: "voornemen",
}


def meaning_of_figures(edition: Edition, readings: Readings, *, final: bool = False) -> blocks.Chapter:
    """The figures that the edition has to give and those that its texts give besides, by chapter.

    A definition is not said again for the row below.
    """
    context = Context(edition.period, readings, final=final)
    required: dict[int, list[Asked]] = {}
    for each in edition.figures.all():
        required.setdefault(each.chapter, []).append((each.key, asked_at(each), each.style))
    chapters = {each.number: each for each in edition.chapters.select_related("edition")}
    known = {key for group in required.values() for key, _, _ in group}
    rows: list[Row] = []
    for number in sorted({*required, *chapters}):
        chapter = chapters.get(number)
        besides = list(_besides(chapter, context_of(chapter, readings), known)) if chapter else []
        if found := list(_rows(context, [*required.get(number, ()), *besides])):
            rows += [Row((str(chapter or f"Hoofdstuk {number}"),), RowKind.GROUP), *found]
    table = blocks.Table(
        (
            Column("kengetal"),
            Column("verkregen", soft=True, width=38),
            Column("wanneer", soft=True, width=30),
            Column("waarde", Align.RIGHT, width=28),
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


def _besides(chapter: Chapter, context: Context, known: set[str]) -> Iterator[Asked]:
    """The figures of a text that are not among the known ones, each where it is first given; they are known then."""
    for token in figures_in(chapter.text):
        if token.key not in known:
            known.add(token.key)
            try:
                yield token.key, context.at(token.reference), ""
            except ValueError:
                continue  # named among the findings


def _rows(context: Context, asked: Sequence[Asked]) -> Iterator[Row]:
    said_before: tuple[str, str] = ("", "")
    for key, at, style in asked:
        try:
            reading = context.read(key, at)
        except (LookupError, ValueError):
            continue  # named among the findings
        assert reading.figure is not None
        meaning = (reading.figure.definition, ORIGINS[reading.figure.origin])
        definition, origin = ("", "") if meaning == said_before else meaning
        said_before = meaning
        value = context.dressed(reading, printed(reading, style))
        yield Row((Entry(reading.figure.label, definition), origin, when(reading), value))


def when(reading: Reading) -> str:
    """The moment or period of a reading in words; a stock that was asked over a period is that of its end."""
    figure, at = reading.figure, reading.reference
    assert figure is not None and at is not None, "alleen wat uit de catalogus is gelezen, heeft een moment"
    if figure.kind is not FLOW and isinstance(at, Period):
        return f"eind {said(at)}"
    return said(at)
