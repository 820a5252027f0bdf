"""A chapter of an edition as a chapter of a document: its text with the figures filled in and the blocks made."""

from __future__ import annotations

from nov.kernel.catalogue import Readings
from reports.context import Context
from reports.models import Chapter
from reports.terms import term_of


def context_of(chapter: Chapter, readings: Readings, *, final: bool = False) -> Context:
    """What the chapter is written with."""
    return Context(chapter.edition.period, readings, chapter.programme, term_of(chapter.programme), final)
