"""What the report itself still lacks: missing figures, open tasks, chapters without text, keys that went away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from nov.kernel.checks import Finding, Severity, check
from nov.kernel.figures import Origin, Reading, State
from nov.kernel.periods import Reference, Year
from programmes.models import Indicator, IndicatorPart
from reports.blocks import BLOCKS
from reports.chapters import context_of, document_chapter
from reports.context import figure_url, said
from reports.models import Chapter, Edition
from reports.picture import picture
from reports.rows import asked_at
from reports.terms import phases_of
from reports.texts import (
    bare_changes,
    bare_ranks,
    fixed_references,
    open_tasks,
    problems,
    typed_moments,
    typed_numbers,
)

# Kinds of points of which there are many while a year is still running.
LATER = "Cijfers die pas later bekend zijn"
NOT_MEASURED = "Cijfers die nog niet zijn gemeten"
NOT_RECORDED = "Cijfers waarvoor nog niets is vastgelegd"
NO_BLOCK = "Tabellen en grafieken waarvoor nog niets is vastgelegd"
CARRIED = "Teksten van vorig jaar: lees na en bewaar"
TYPED = "Getypte getallen, maanden en jaren"
FIXED = "Vaste jaartallen uit vorig jaar: blijft of herzien"


@check("verslag.hoofdstukken", "Elk hoofdstuk heeft tekst")
def chapters_without_text(year: Year) -> Iterator[Finding]:
    """Een hoofdstuk zonder tekst is nog in te vullen."""
    for chapter in _chapters(year):
        if not chapter.text.strip():
            yield _at(chapter, f"{_name(chapter)}: tekst nog in te vullen")


@check("verslag.kengetallen", "Elk kengetal in de lijst, de teksten en de blokken heeft een waarde")
def missing_figures(year: Year) -> Iterator[Finding]:
    """Een kengetal dat het verslag geeft en dat geen waarde heeft, is nog in te vullen. Wat een programma dit jaar zelf
    moet meten, staat al bij de controle daarvan."""
    edition = Edition.objects.filter(year=year.number).first()
    if edition is None:
        return
    asked = _asked_of_programmes(year)
    with picture() as readings:
        for required in edition.figures.all():
            try:
                reading = readings.read(required.key, asked_at(required))
            except (LookupError, ValueError) as error:
                yield Finding(str(error), chapter=required.chapter)
                continue
            yield from _missing(reading, required.chapter, asked, readings.on)
        for chapter in _chapters(year):
            context = context_of(chapter, readings)
            document_chapter(chapter, context)
            for trouble in context.troubles:
                yield _at(chapter, f"{_name(chapter)}: {trouble}", kind=NO_BLOCK)
            for reading in context.asked:
                yield from _missing(reading, chapter.number, asked, readings.on)


def _missing(reading: Reading, chapter: int, asked: set[tuple[str, Reference]], on: date | None) -> Iterator[Finding]:
    figure, at = reading.figure, reading.reference
    if reading.state is not State.MISSING or figure is None or at is None or (figure.key, at) in asked:
        return
    why = f" ({reading.note.rstrip('.')})" if reading.note else ""
    what = f"{figure.label}, {said(at)}: nog in te vullen{why}"
    later = on is not None and figure.lies_after(on, at)
    kind = LATER if later else NOT_MEASURED if figure.origin in (Origin.GEMETEN, Origin.EXTERN) else NOT_RECORDED
    yield Finding(what, url=figure_url(figure.key, at), chapter=chapter, kind=kind)


def _asked_of_programmes(year: Year) -> set[tuple[str, Reference]]:
    """What a programme has to measure for the year: `programmes.checks` names what of it is not there."""
    whole = [each.key for each in Indicator.objects.all() if each.required_in(year.number)]
    parts = IndicatorPart.objects.select_related("indicator")
    keys = [*whole, *(each.full_key for each in parts if each.required_in(year.number))]
    return {(key, at) for key in keys for at in (year, year.end)}


@check("verslag.teksten", "Elk kengetal en elk blok in een tekst bestaat")
def broken_texts(year: Year) -> Iterator[Finding]:
    """Een kengetal of blok dat na het bewaren van een tekst is verdwenen."""
    with picture() as readings:
        for chapter in _chapters(year):
            for problem in problems(chapter.text, readings.catalogue, BLOCKS, year, phases_of(chapter.programme)):
                yield _at(chapter, f"{_name(chapter)}, regel {problem.line}: {problem.what}")


@check("verslag.taken", "Er staat geen open taak in een tekst")
def tasks_in_texts(year: Year) -> Iterator[Finding]:
    """XXX, TODO, een noot van de redactie of een vraag aan een collega is geen tekst."""
    for chapter in _chapters(year):
        for task in open_tasks(chapter.text):
            yield _at(chapter, f"{_name(chapter)}, regel {task.line}: {task.what}")


@check("verslag.getypte_getallen", "Geen getal, maand of jaar in een tekst is getypt")
def typed_in_texts(year: Year) -> Iterator[Finding]:
    """Een getal of een moment hoort uit de administratie te komen; wie het toch typt, ziet hier waar."""
    for chapter in _chapters(year):
        for found in [*typed_numbers(chapter.text), *typed_moments(chapter.text)]:
            yield _at(chapter, f"{_name(chapter)}, regel {found.line}: {found.what}", Severity.JUDGE, TYPED)


@check("verslag.verandering", "Elk woord van verandering heeft een kengetal bij zich")
def changes_without_figure(year: Year) -> Iterator[Finding]:
    """‘Flink gestegen’ of ‘een opmerkelijke toename’ zegt pas iets met het getal van nu en dat van vorig jaar."""
    for chapter in _chapters(year):
        for found in bare_changes(chapter.text):
            yield _at(chapter, f"{_name(chapter)}, regel {found.line}: {found.what}", Severity.JUDGE)


@check("verslag.rangorde", "Wie een rangorde noemt, leest haar af")
def ranks_without_figure(year: Year) -> Iterator[Finding]:
    """‘De top 10’ of ‘de meest bezochte pagina’ zegt pas iets met de plaats die eruit is berekend."""
    for chapter in _chapters(year):
        for found in bare_ranks(chapter.text):
            yield _at(chapter, f"{_name(chapter)}, regel {found.line}: {found.what}", Severity.JUDGE)


@check("verslag.overgenomen", "Wat van vorig jaar kwam, is nagelezen")
def carried_over(year: Year) -> Iterator[Finding]:
    """Een tekst van vorig jaar die niemand heeft bewaard, en de vaste data daarin die blijven of herzien moeten."""
    for chapter in _chapters(year):
        if not chapter.carried:
            continue
        yield _at(chapter, f"{_name(chapter)}: de tekst is die van vorig jaar; lees na en bewaar", kind=CARRIED)
        for token in fixed_references(chapter.text):
            what = f"{_name(chapter)}, regel {token.line}: {token.typed} schoof niet mee; blijft of herzien"
            yield _at(chapter, what, Severity.JUDGE, kind=FIXED)


def _chapters(year: Year) -> list[Chapter]:
    return list(Chapter.objects.filter(edition=year.number).select_related("edition", "author"))


def _name(chapter: Chapter) -> str:
    return f"{chapter.number}. {chapter.title}" if chapter.number else chapter.title


def _at(chapter: Chapter, what: str, severity: Severity = Severity.BLOCKS, kind: str = "") -> Finding:
    url = reverse("reports:chapter", args=[chapter.edition_id, chapter.number])
    return Finding(what, severity, url, chapter.number, kind)
