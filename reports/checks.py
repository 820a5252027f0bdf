"""What the report itself still lacks: missing figures, open tasks, chapters without text, keys that went away."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from nov.kernel.catalogue import Readings, UnknownFigure
from nov.kernel.checks import Finding, Severity, check
from nov.kernel.figures import Figure, Reading, State, WrongReference
from nov.kernel.periods import Reference, Year
from reports.blocks import NAMES
from reports.context import figure_url, said
from reports.models import Chapter, Edition
from reports.picture import picture
from reports.references import resolve
from reports.rows import asked_at
from reports.terms import term_of
from reports.texts import fixed_references, open_tasks, problems, tokens, typed_numbers


@check("verslag.hoofdstukken", "Elk hoofdstuk heeft tekst")
def chapters_without_text(year: Year) -> Iterator[Finding]:
    """Een hoofdstuk zonder tekst is nog in te vullen."""
    for chapter in _chapters(year):
        if not chapter.text.strip():
            yield _at(chapter, f"{_name(chapter)}: tekst nog in te vullen")


@check("verslag.kengetallen", "Elk kengetal in de lijst en in de teksten heeft een waarde")
def missing_figures(year: Year) -> Iterator[Finding]:
    """Een verplicht kengetal zonder meting is nog in te vullen; een kengetal dat niet bestaat, is geen kengetal."""
    edition = Edition.objects.filter(year=year.number).first()
    if edition is None:
        return
    with picture() as readings:
        asked: dict[tuple[str, Reference], int] = {}
        for required in edition.figures.all():
            asked.setdefault((required.key, asked_at(required)), required.chapter)
        for chapter in _chapters(year):
            term = term_of(chapter.programme)
            for token in tokens(chapter.text):
                try:
                    at = resolve(token.reference, year, term)
                except ValueError:
                    continue  # named by `verslag.teksten`
                asked.setdefault((token.key, at), chapter.number)
        for (key, at), number in asked.items():
            yield from _missing(readings, key, at, number)


def _missing(readings: Readings, key: str, at: Reference, chapter: int) -> Iterator[Finding]:
    try:
        reading = readings.read(key, at)
    except (UnknownFigure, WrongReference) as error:
        yield Finding(str(error), chapter=chapter)
        return
    if reading.state is State.MISSING and reading.figure:
        yield Finding(_what(reading.figure, reading, at), url=figure_url(key, at), chapter=chapter)


def _what(figure: Figure, reading: Reading, at: Reference) -> str:
    why = f" ({reading.note.rstrip('.')})" if reading.note else ""
    return f"{figure.label}, {said(at)}: nog in te vullen{why}"


@check("verslag.teksten", "Elk kengetal en elk blok in een tekst bestaat")
def broken_texts(year: Year) -> Iterator[Finding]:
    """Een kengetal of blok dat na het bewaren van een tekst is verdwenen."""
    with picture() as readings:
        for chapter in _chapters(year):
            for problem in problems(chapter.text, readings.catalogue, NAMES, year, term_of(chapter.programme)):
                yield _at(chapter, f"{_name(chapter)}, regel {problem.line}: {problem.what}")


@check("verslag.taken", "Er staat geen open taak in een tekst")
def tasks_in_texts(year: Year) -> Iterator[Finding]:
    """XXX, TODO, een noot van de redactie of een vraag aan een collega is geen tekst."""
    for chapter in _chapters(year):
        for task in open_tasks(chapter.text):
            yield _at(chapter, f"{_name(chapter)}, regel {task.line}: {task.what}")


@check("verslag.getypte_getallen", "Geen getal in een tekst is getypt")
def typed_in_texts(year: Year) -> Iterator[Finding]:
    """Een getal hoort uit de administratie te komen; wie het toch typt, ziet hier waar."""
    for chapter in _chapters(year):
        for found in typed_numbers(chapter.text):
            yield _at(chapter, f"{_name(chapter)}, regel {found.line}: {found.what}", Severity.JUDGE)


@check("verslag.overgenomen", "Wat van vorig jaar kwam, is nagelezen")
def carried_over(year: Year) -> Iterator[Finding]:
    """Een tekst van vorig jaar die niemand heeft bewaard, en de vaste data daarin die blijven of herzien moeten."""
    for chapter in _chapters(year):
        if not chapter.carried:
            continue
        yield _at(chapter, f"{_name(chapter)}: de tekst is die van vorig jaar; lees na en bewaar")
        for token in fixed_references(chapter.text):
            what = f"{_name(chapter)}, regel {token.line}: {token} schoof niet mee; blijft of herzien"
            yield _at(chapter, what, Severity.JUDGE)


def _chapters(year: Year) -> list[Chapter]:
    return list(Chapter.objects.filter(edition=year.number))


def _name(chapter: Chapter) -> str:
    return f"{chapter.number}. {chapter.title}" if chapter.number else chapter.title


def _at(chapter: Chapter, what: str, severity: Severity = Severity.BLOCKS) -> Finding:
    url = reverse("reports:chapter", args=[chapter.edition_id, chapter.number])
    return Finding(what, severity, url, chapter.number)
