"""What stands around the text: cover, running head and foot, the marks of a draft, the page of contents."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reportlab.lib.units import mm

from nov.kernel.documents import fonts
from nov.kernel.documents.blocks import Chapter, Contents, Document
from nov.kernel.documents.charts.marks import draw_marks
from nov.kernel.documents.pdf.flow import Box
from nov.kernel.documents.pdf.pen import Pen
from nov.kernel.documents.pdf.setting import set_lines
from nov.kernel.documents.pdf.styles import (
    ASCENT,
    FULL,
    LEFT,
    MAIN,
    MAIN_LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SIDE,
    Style,
    Styles,
)

DRAFT_WORD = "CONCEPT"
HEAD = 12.9 * mm  # top of the line of the running head
FOOT = PAGE_HEIGHT - 17.6 * mm
RIGHT = LEFT + FULL
ENTRY = 19.5  # height of a line of contents


@dataclass(frozen=True)
class Running:
    """What the head of a page says: number and title of its chapter; findings have folios of their own."""

    number: str
    title: str
    finding: bool = False


def draw_frame(pen: Pen, document: Document, running: Running, folio: str) -> None:
    """Head and foot of a page. A long title of a chapter is cut where the head ends."""
    styles, palette = pen.styles, pen.styles.palette
    bold = Style(7.5, 9.75, palette, fonts.BOLD, palette.ink)
    pen.text(document.name, LEFT, HEAD, bold)
    title = f"{running.number}\u00a0\u00a0{running.title}" if running.number else running.title
    room = MAIN - (28 * mm if document.draft else 0)
    pen.lines(set_lines(title, styles.small, room)[:1], LEFT + MAIN_LEFT, HEAD, styles.small)
    pen.rule(LEFT, 16 * mm + 6.5, FULL, 0.5, palette.line)
    pen.text(document.association, LEFT, FOOT, styles.small)
    pen.lines(set_lines(foot_words(document), styles.small, MAIN - 10 * mm)[:1], LEFT + MAIN_LEFT, FOOT, styles.small)
    pen.text(folio, RIGHT, FOOT - 1.5, Style(9, 13, palette, fonts.BOLD, palette.ink), align=1)
    draw_draft(pen, document)


def foot_words(document: Document) -> str:
    """The status of the document; of a draft, that it is one and of when."""
    if document.draft:
        return f"Concept, niet vastgesteld. Stand van {document.draft.moment}"
    return document.status


def draw_draft(pen: Pen, document: Document) -> None:
    """On every page of a draft: the word in the head, and upwards in the right margin with moment and open points."""
    draft = document.draft
    if draft is None:
        return
    palette, canvas = pen.styles.palette, pen.canvas
    word = Style(9, 13, palette, fonts.BOLD, palette.paper)
    width = fonts.width(DRAFT_WORD, fonts.BOLD, 9)
    pen.rect(RIGHT - width - 12, HEAD - 4, width + 12, 14.5, palette.error)
    pen.text(DRAFT_WORD, RIGHT - 6, HEAD - 2.6, word, align=1)
    canvas.saveState()
    canvas.translate(PAGE_WIDTH - 8.2 * mm, PAGE_HEIGHT - 217 * mm)
    canvas.rotate(90)
    canvas.translate(0, -PAGE_HEIGHT)
    pen.text(DRAFT_WORD, 0, -ASCENT * 22, Style(22, 26, palette, fonts.BOLD, palette.error))
    beside = fonts.width(DRAFT_WORD, fonts.BOLD, 22) + 10
    words = f"niet vastgesteld  ·  stand van {draft.moment}  ·  {draft.points}"
    pen.text(words, beside, -ASCENT * 9, Style(9, 13, palette, fonts.REGULAR, palette.error))
    canvas.restoreState()


def draw_cover(pen: Pen, document: Document) -> None:
    """The first page: association, title, the marks of the members, status."""
    styles, palette = pen.styles, pen.styles.palette
    name = Style(15, 19.5, palette, fonts.BOLD, palette.accent)
    pen.text(document.association, LEFT, 24.3 * mm, name)
    pen.text(document.motto, LEFT + MAIN_LEFT, 26.6 * mm, styles.soft_body)
    pen.rule(LEFT, 34 * mm, FULL, 0.75, palette.ink)
    top = 82 * mm
    light = set_lines(document.title, styles.title, MAIN)
    pen.lines(light, LEFT + MAIN_LEFT, top, styles.title)
    top += len(light) * styles.title.leading
    year = Style(34, 39, palette, fonts.BOLD, palette.ink)
    pen.lines(set_lines(document.subtitle, year, MAIN), LEFT + MAIN_LEFT, top - 2, year)
    if document.marks:
        pen.drawing(draw_marks(document.marks, palette), LEFT, 128 * mm)
    bottom = PAGE_HEIGHT - 24.4 * mm
    pen.rule(LEFT, bottom, FULL, 0.75, palette.ink)
    pen.text(document.edition, LEFT, bottom + 8, styles.cell)
    pen.lines(set_lines(foot_words(document), styles.cell, MAIN), LEFT + MAIN_LEFT, bottom + 8, styles.cell)
    draw_draft(pen, document)


class ContentsBox(Box):
    """Chapters with their pages, which are known when it is drawn; beside it how to read the figures."""

    breaks = True

    def __init__(
        self,
        document: Document,
        contents: Contents,
        styles: Styles,
        entries: tuple[Chapter, ...],
        *,
        first: bool = True,
    ) -> None:
        self.document, self.contents, self.styles, self.entries = document, contents, styles, entries
        self.title = set_lines(contents.title if first else "", styles.chapter, MAIN)
        self.start = len(self.title) * 26 + 13 if first else 0.0
        self.reading = contents.reading if first else ()
        self.note = set_lines(contents.note, styles.small, MAIN)
        depth = self.start + ENTRY * len(entries) + (13 + len(self.note) * 9.75 if self.note else 0)
        beside = sum(15 + 9.75 * len(set_lines(item.words, styles.small, SIDE)) for item in self.reading)
        self.height = max(depth, self.start + beside)

    def split(self, room: float) -> tuple[Box, Box] | None:
        fit = int((room - self.start) // ENTRY)
        if not 0 < fit < len(self.entries):
            return None
        shared = (self.document, replace(self.contents, note=""), self.styles)
        upper = ContentsBox(*shared, self.entries[:fit], first=bool(self.title))
        return upper, ContentsBox(self.document, self.contents, self.styles, self.entries[fit:], first=False)

    def draw(self, pen: Pen, top: float) -> None:
        styles = self.styles
        pen.lines(self.title, LEFT + MAIN_LEFT, top, styles.chapter)
        top += self.start
        self._reading(pen, top)
        firsts = {id(part[0]) for part in (self.document.chapters, self.document.back) if part}
        for place, chapter in enumerate(self.entries):
            if place:
                heavy = id(chapter) in firsts
                colour, thick = (styles.palette.ink, 0.75) if heavy else (styles.palette.line, 0.4)
                pen.rule(LEFT + MAIN_LEFT, top, MAIN, thick, colour)
            self._entry(pen, chapter, top)
            top += ENTRY
        pen.lines(self.note, LEFT + MAIN_LEFT, top + 13, styles.small)

    def _entry(self, pen: Pen, chapter: Chapter, top: float) -> None:
        left, styles = LEFT + MAIN_LEFT, self.styles
        number = Style(9, 13, styles.palette, fonts.BOLD, styles.palette.accent)
        indent = 11 * mm if any(chapter.number for chapter in self.entries) else 0.0
        pen.text(chapter.number, left, top + 4, number)
        title = set_lines(chapter.title, styles.cell, MAIN - indent - 10 * mm)[:1]
        pen.lines(title, left + indent, top + 4, styles.cell)
        pen.text(pen.folios.get(chapter.anchor, ""), left + MAIN, top + 4, styles.cell, align=1)
        pen.link(f"#{chapter.anchor}", left, top, MAIN, ENTRY)

    def _reading(self, pen: Pen, top: float) -> None:
        styles = self.styles
        if self.reading and self.contents.reading_title:
            pen.text(self.contents.reading_title, LEFT, top + 3, styles.side_head)
            top += 16
        for item in self.reading:
            if item.term:
                pen.text(item.term, LEFT, top, styles.side_head)
                top += 9.75
            lines = set_lines(item.words, styles.small, SIDE)
            pen.lines(lines, LEFT, top, styles.small)
            top += len(lines) * 9.75 + 4.5
