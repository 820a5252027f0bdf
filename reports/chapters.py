"""A chapter of an edition as a chapter of a document: its text with the figures filled in and the blocks made."""

from __future__ import annotations

from nov.kernel.catalogue import Readings
from nov.kernel.documents import blocks, markdown
from nov.kernel.documents.blocks import Block, Paragraph
from nov.kernel.documents.markdown.grammar import Directive
from reports.blocks import BLOCKS
from reports.context import Context
from reports.models import Chapter
from reports.terms import phases_of
from reports.texts import wrong_block

# In an adopted report stands no task: what was waived is simply not told.
SILENT = Paragraph("Hierover is dit jaar niets vastgelegd.", soft=True)


def document_chapter(chapter: Chapter, context: Context) -> blocks.Chapter:
    """The chapter as it reads now. The paragraph before the first heading or block is its lead.

    What cannot be printed (a figure that went away) reads "nog in te vullen"; the findings say why. A chapter without
    text says so in its place.
    """
    body = markdown.parse(
        chapter.text, context.token, lambda name, given, body: _made(Directive(name, given, body), context)
    )
    lead: blocks.Words = ""
    if body and isinstance(first := body[0], Paragraph) and not first.notes:
        lead, body = first.words, body[1:]
    if not body and not lead:
        body = [_to_write(chapter)]
    if context.final:
        body = [SILENT if isinstance(node, blocks.OpenTask) else node for node in body]
    number = str(chapter.number) if chapter.number else ""
    return blocks.Chapter(chapter.title, tuple(body), number=number, lead=lead, anchor=f"hoofdstuk-{chapter.number}")


def context_of(chapter: Chapter, readings: Readings, *, final: bool = False) -> Context:
    """What the chapter is written with."""
    return Context(chapter.edition.period, readings, phases_of(chapter.programme), final, chapter.programme)


def _made(directive: Directive, context: Context) -> tuple[Block, ...]:
    """The nodes of a block; of one that cannot be made, a task that says why."""
    name = directive.name
    if wrong := next(wrong_block(directive, BLOCKS), None):
        return (blocks.OpenTask("Nog in te vullen", wrong.what),)
    try:
        return BLOCKS[name].make(context, directive)
    except (LookupError, ValueError) as error:
        context.troubles.append(f"Het blok ‘{name}’ is niet te maken. {error}")
        return (blocks.OpenTask("Nog in te vullen", context.troubles[-1]),)


def _to_write(chapter: Chapter) -> Block:
    who = str(chapter.author) if chapter.author else ""
    return blocks.OpenTask("Tekst nog in te vullen", "Dit hoofdstuk heeft nog geen tekst.", who)
