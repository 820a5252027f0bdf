"""Boxes of text: paragraphs, headings, lists, quotes and the notes beside them."""

from __future__ import annotations

from nov.kernel.documents import blocks
from nov.kernel.documents.pdf.flow import Box
from nov.kernel.documents.pdf.pen import Pen
from nov.kernel.documents.pdf.setting import SetLine, set_lines
from nov.kernel.documents.pdf.styles import ASCENT, HANG, LEFT, LINE, MAIN, MAIN_LEFT, SIDE, Style, Styles
from nov.kernel.documents.spans import Em, Link, NumberedNote, Strong, Text, Words, spans

HANGING = LINE  # of list items
TOGETHER = 2  # lines that stand at least at the foot and at the head of a page


class TextBox(Box):
    """Lines of one style; breaks over pages with two lines at least on each side."""

    def __init__(
        self,
        lines: tuple[SetLine, ...],
        style: Style,
        left: float,
        mark: SetLine | None = None,
        notes: tuple[Box, ...] = (),
    ) -> None:
        self.lines, self.style, self.left, self.mark, self.notes = lines, style, left, mark, notes
        self.before, self.after = style.before, style.after
        self.height = len(lines) * style.leading

    @property
    def least(self) -> float:
        together = TOGETHER if len(self.lines) > TOGETHER + 1 else len(self.lines)
        return together * self.style.leading

    def split(self, room: float) -> tuple[Box, Box] | None:
        first = min(int((room + 0.01) // self.style.leading), len(self.lines) - TOGETHER)
        if first < TOGETHER:
            return None
        upper = TextBox(self.lines[:first], self.style, self.left, self.mark, self.notes)
        return upper, TextBox(self.lines[first:], self.style, self.left)

    def draw(self, pen: Pen, top: float) -> None:
        if self.mark:
            pen.lines((self.mark,), LEFT + self.left - HANGING, top, self.style)
        pen.lines(self.lines, LEFT + self.left, top, self.style)


class NoteBox(Box):
    """A note in the margin: lines of small type, the head among them."""

    def __init__(self, head: tuple[SetLine, ...], lines: tuple[SetLine, ...], styles: Styles) -> None:
        self.head, self.lines, self.styles = head, lines, styles
        self.height = (len(head) + len(lines)) * styles.small.leading

    def draw(self, pen: Pen, top: float) -> None:
        # its first baseline level with that of the body beside it
        top += self.styles.body.size - self.styles.small.size
        pen.lines(self.head, LEFT, top, self.styles.side_head)
        pen.lines(self.lines, LEFT, top + len(self.head) * self.styles.small.leading, self.styles.small)


class HeadingBox(Box):
    """A section, its number hung out to the left, or a heading below it. Stays with what follows."""

    keeps = True

    def __init__(self, heading: blocks.Heading, styles: Styles, *, wide: bool) -> None:
        self.heading, self.styles = heading, styles
        self.style = styles.section if heading.level == 2 else styles.small_head
        self.left = 0.0 if wide and heading.level == 2 else MAIN_LEFT
        self.lines = set_lines(heading.text, self.style, MAIN if not wide else MAIN + self.left)
        self.height = len(self.lines) * self.style.leading
        self.before, self.after = self.style.before, self.style.after
        self.anchor = heading.anchor
        if heading.level == 2:
            self.outline = (f"{heading.number} {heading.text}".strip(), 1)

    @property
    def least(self) -> float:
        return max(self.height, 6 * LINE if self.heading.level == 2 else 3 * LINE)

    def draw(self, pen: Pen, top: float) -> None:
        if self.heading.number:
            level = top + (self.style.size - self.styles.body.size) * ASCENT
            pen.text(self.heading.number, LEFT + self.left - HANG, level, self.styles.soft_body)
        pen.lines(self.lines, LEFT + self.left, top, self.style)


class ChapterBox(Box):
    """The title of a chapter, its number in the margin, on a new page."""

    keeps = True
    breaks = True

    def __init__(self, chapter: blocks.Chapter, styles: Styles) -> None:
        self.chapter, self.styles = chapter, styles
        self.left = 0.0 if chapter.wide else MAIN_LEFT
        self.lines = set_lines(chapter.title, styles.chapter, MAIN + MAIN_LEFT - self.left)
        self.height = len(self.lines) * styles.chapter.leading
        self.after = styles.chapter.after
        self.anchor = chapter.anchor
        self.outline = (f"{chapter.number} {chapter.title}".strip(), 0)

    def draw(self, pen: Pen, top: float) -> None:
        if self.chapter.number:
            pen.text(self.chapter.number, LEFT, top, self.styles.movement, colour=self.styles.palette.accent)
        pen.lines(self.lines, LEFT + self.left, top, self.styles.chapter)


class SectionsBox(Box):
    """The sections that follow in this chapter, each with its page, which is known when it is drawn."""

    def __init__(self, title: str, headings: tuple[blocks.Heading, ...], styles: Styles) -> None:
        self.title, self.headings, self.styles = title, headings, styles
        self.height = LINE * (1 + len(headings))
        self.before, self.after = 6.5, 6.5

    def draw(self, pen: Pen, top: float) -> None:
        left = LEFT + MAIN_LEFT
        pen.text(self.title, left, top, self.styles.small_head)
        for place, heading in enumerate(self.headings, start=1):
            level = top + place * LINE
            number = Link((Strong(heading.number),), f"#{heading.anchor}")
            line = (number, Text("\u00a0\u00a0")) if heading.number else ()
            page = pen.folios.get(heading.anchor, "")
            words = (*line, Text(f"{heading.text}, bladzijde\u00a0{page}"))
            pen.lines(set_lines(words, self.styles.cell, MAIN)[:1], left, level, self.styles.cell)
            pen.link(f"#{heading.anchor}", left, level, MAIN, LINE)


def paragraph(block: blocks.Paragraph, styles: Styles) -> TextBox:
    """A paragraph of running text with its notes in the margin."""
    style = styles.small if block.soft else styles.body
    notes = (*(side_note(note, styles) for note in block.notes), *numbered_notes(block.words, styles))
    box = TextBox(set_lines(block.words, style, MAIN), style, MAIN_LEFT, notes=notes)
    if block.soft:
        box.before, box.after = 6.5, 6.5
    return box


def side_note(note: blocks.SideNote, styles: Styles) -> NoteBox:
    """A note with its head."""
    head = set_lines(note.head, styles.side_head, SIDE)
    return NoteBox(head, set_lines(note.words, styles.small, SIDE), styles)


def numbered_notes(words: Words, styles: Styles) -> tuple[NoteBox, ...]:
    """The notes that a text refers to by number, in their order."""
    found: list[NoteBox] = []
    for span in spans(words):
        if isinstance(span, NumberedNote):
            text = (Strong(str(span.number)), Text("\u00a0\u00a0"), *spans(span.words))
            found.append(NoteBox((), set_lines(text, styles.small, SIDE), styles))
        elif isinstance(span, Strong | Em | Link):
            found.extend(numbered_notes(span.spans, styles))
    return tuple(found)


def list_items(block: blocks.ListBlock, styles: Styles) -> list[TextBox]:
    """The items of a list, hanging behind their bullet or number."""
    boxes = []
    for place, item in enumerate(block.items):
        mark = set_lines(f"{block.first + place}." if block.ordered else "•", styles.item, MAIN)[0]
        lines = set_lines(item, styles.item, MAIN - HANGING)
        boxes.append(TextBox(lines, styles.item, MAIN_LEFT + HANGING, mark, numbered_notes(item, styles)))
    if boxes:
        boxes[-1].after = styles.body.after
    return boxes


def quote(block: blocks.Quote, styles: Styles) -> list[TextBox]:
    """Somebody's words between single curly marks, with their name below."""
    said = TextBox(set_lines((Text("‘"), *spans(block.words), Text("’")), styles.quote, MAIN), styles.quote, MAIN_LEFT)
    if not block.source:
        said.after = styles.quote_source.after
        return [said]
    said.keeps = True
    source = set_lines(block.source, styles.quote_source, MAIN)
    return [said, TextBox(source, styles.quote_source, MAIN_LEFT)]


def definitions(block: blocks.Definitions, styles: Styles) -> list[TextBox]:
    """Terms in Bold with their meaning on the lines below."""
    boxes = []
    for item in block.items:
        term = TextBox(set_lines(item.term, styles.small_head, MAIN), styles.small_head, MAIN_LEFT)
        term.keeps = True
        boxes += [term, TextBox(set_lines(item.words, styles.body, MAIN), styles.body, MAIN_LEFT)]
    return boxes
