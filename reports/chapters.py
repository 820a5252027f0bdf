"""A chapter of an edition as a chapter of a document: its text with the figures filled in and the blocks made."""

from __future__ import annotations

from nov.kernel.catalogue import Readings
from nov.kernel.documents import blocks, markdown
from nov.kernel.documents.blocks import Block, Paragraph
from reports.blocks import BLOCKS
from reports.context import Context
from reports.models import Chapter
from reports.terms import term_of


def document_chapter(chapter: Chapter, readings: Readings, *, final: bool = False) -> blocks.Chapter:
    """The chapter as it reads now. The paragraph before the first heading or block is its lead.

    What cannot be printed (a figure that went away) reads "nog in te vullen"; the findings say why. A chapter without
    text says so in its place.
    """
    context = context_of(chapter, readings, final=final)
    body = list(written(chapter.text, context))
    lead: blocks.Words = ""
    if body and isinstance(first := body[0], Paragraph) and not first.notes:
        lead, body = first.words, body[1:]
    if not body and not lead:
        body = [_to_write(chapter)]
    number = str(chapter.number) if chapter.number else ""
    return blocks.Chapter(chapter.title, tuple(body), number=number, lead=lead, anchor=f"hoofdstuk-{chapter.number}")


def written(text: str, context: Context) -> tuple[Block, ...]:
    """A text as nodes of a document."""
    return tuple(markdown.parse(text, context.token, lambda name, arguments, body: _made(name, context)))


def context_of(chapter: Chapter, readings: Readings, *, final: bool = False) -> Context:
    """What the chapter is written with."""
    return Context(chapter.edition.period, readings, term_of(chapter.programme), final)


def _made(name: str, context: Context) -> tuple[Block, ...]:
    """The nodes of a block; of one that went away, a task that names it."""
    found = BLOCKS.get(name)
    return found.make(context) if found else (blocks.OpenTask(f"Het blok ‘{name}’ bestaat niet"),)


def _to_write(chapter: Chapter) -> Block:
    who = str(chapter.author) if chapter.author else ""
    return blocks.OpenTask("Tekst nog in te vullen", "Dit hoofdstuk heeft nog geen tekst.", who)
