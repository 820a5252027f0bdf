"""The edition in Word: to comment on and to take over text from. What counts is the edition on paper.

`render(document)` is the way in. Charts are the same drawings as on paper, as pictures with their alternative text
and their numbers below them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO

import docx
from docx.document import Document as Word
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph

from nov.kernel.documents import blocks, charts
from nov.kernel.documents.blocks import Block, Chapter, Document, Illustration, Picture, Place, Table, TileMap
from nov.kernel.documents.charts.data import data_table
from nov.kernel.documents.docx.parts import bookmark, clean, describe, field
from nov.kernel.documents.docx.styles import LEAD, NOTE, NUMBER, SMALL, TASK, prepare
from nov.kernel.documents.docx.tables import WIDTH, add_table, bare_table
from nov.kernel.documents.docx.text import numbered_notes, write
from nov.kernel.documents.numbering import captioned, numbered
from nov.kernel.documents.palette import PALETTE, Palette
from nov.kernel.documents.spans import Strong, Text, Words, spans

PICTURE_WIDTHS = {Place.FULL: WIDTH, Place.MAIN: 112.0, Place.HALF: 83.0}


def render(document: Document, palette: Palette = PALETTE) -> bytes:
    """The document as a Word file."""
    document = numbered(document)
    word = docx.Document()
    prepare(word, palette, document.language)
    _describe(word, document)
    writer = _Writer(word, palette)
    writer.head_and_foot(document)
    writer.cover(document)
    for chapter in (*document.front, *document.chapters, *document.back, *document.findings):
        writer.chapter(chapter)
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def _describe(word: Word, document: Document) -> None:
    """What the file says of itself, in the place of what python-docx's own template says of itself."""
    properties = word.core_properties
    properties.title, properties.author = clean(document.name), clean(document.association)
    properties.subject, properties.language = clean(document.subject), document.language
    properties.last_modified_by, properties.comments = clean(document.association), ""
    for moment in ("dcterms:created", "dcterms:modified"):
        for node in properties._element.findall(qn(moment)):
            properties._element.remove(node)


@dataclass
class _Writer:
    word: Word
    palette: Palette
    bookmarks: int = 0

    def head_and_foot(self, document: Document) -> None:
        section = self.word.sections[0]
        head = section.header.paragraphs[0]
        head.style = SMALL
        write(head, document.name, self.palette, strong=True)
        if document.draft:
            said = f"    CONCEPT, niet vastgesteld, stand van {document.draft.moment}, {document.draft.points}"
            write(head, said, self.palette, strong=True, colour=self.palette.error)
        foot = section.footer.paragraphs[0]
        foot.style = SMALL
        write(
            foot, f"{document.association}    {'' if document.draft else document.status}    bladzijde ", self.palette
        )
        field(foot, "PAGE", "1")

    def cover(self, document: Document) -> None:
        self._paragraph(document.association, SMALL)
        self._paragraph(document.name, "Title")
        self._paragraph("" if document.draft else document.status)
        if document.marks:
            groups = ", ".join(f"{group.count} {group.name}" for group in document.marks.groups)
            picture = charts.draw_marks(document.marks, self.palette)
            self._picture(charts.png(picture), WIDTH, document.marks.caption, f"{groups}. {document.marks.note}")
        for words in document.colophon:
            self._paragraph(words, SMALL)
        if document.contents:
            title = self._paragraph(document.contents.title, "Heading 2")
            title.paragraph_format.page_break_before = True
            field(
                self.word.add_paragraph(),
                'TOC \\o "1-2" \\h \\z \\u',
                "Kies Velden bijwerken voor de inhoud.",
                dirty=True,
            )
            for item in document.contents.reading:
                reading = self.word.add_paragraph(style=NOTE)
                write(reading, f"{item.term}  " if item.term else "", self.palette, strong=True)
                write(reading, item.words, self.palette)

    def chapter(self, chapter: Chapter) -> None:
        self._heading(f"{chapter.number}  {chapter.title}".strip(), 1, chapter.anchor)
        if chapter.lead:
            self._text(chapter.lead, LEAD)
        for block in chapter.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case blocks.Heading():
                self._heading(f"{block.number}  {block.text}".strip(), block.level, block.anchor)
            case blocks.Paragraph():
                self._text(block.words, SMALL if block.soft else "Normal")
                for note in block.notes:
                    self._note(note.head, note.words)
            case blocks.ListBlock():
                self._list(block)
            case blocks.Quote():
                self._quote(block)
            case blocks.Definitions():
                self._definitions(block)
            case blocks.Table():
                self._table(block)
            case blocks.Pair():
                self._block(block.left)
                self._block(block.right)
                if block.note:
                    self._paragraph(block.note, SMALL)
            case blocks.Illustration():
                self._illustration(block)
            case _:
                self._panel(block)

    def _panel(self, block: Block) -> None:
        match block:
            case blocks.KeyFigures():
                self._key_figures(block)
            case blocks.Bridge():
                steps = (block.start, *block.movements, block.end)
                self._cells([(step.value, step.label, "") for step in steps], len(steps))
            case blocks.OpenTask():
                paragraph = self.word.add_paragraph(style=TASK)
                write(paragraph, f"{block.missing}\n", self.palette, strong=True)
                write(paragraph, block.what, self.palette)
                write(paragraph, block.sentence, self.palette)
            case blocks.Signatures():
                self._signatures(block)
            case blocks.PageBreak():
                self.word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            case blocks.ChapterContents():
                pass  # Word has its own navigation and the contents in front
            case _:
                raise TypeError(f"geen Word voor {type(block).__name__}")

    # ---- text

    def _paragraph(self, words: Words, style: str = "Normal") -> Paragraph:
        paragraph = self.word.add_paragraph(style=style)
        write(paragraph, words, self.palette)
        return paragraph

    def _text(self, words: Words, style: str) -> None:
        self._paragraph(words, style)
        for number, note in numbered_notes(words):
            self._note(str(number), note)

    def _note(self, head: str, words: Words) -> None:
        note = self.word.add_paragraph(style=NOTE)
        write(note, f"{head}  " if head else "", self.palette, strong=True)
        write(note, words, self.palette)

    def _heading(self, text: str, level: int, anchor: str) -> None:
        heading = self.word.add_heading(clean(text), level)
        if anchor:
            self.bookmarks += 1
            bookmark(heading, anchor, self.bookmarks)

    def _list(self, block: blocks.ListBlock) -> None:
        """Bullets in Word's own style; numbers are written out, since Word would count on from the list before."""
        for place, item in enumerate(block.items):
            paragraph = self.word.add_paragraph(style="Normal" if block.ordered else "List Bullet")
            if block.ordered:
                paragraph.paragraph_format.left_indent = Mm(6)
                paragraph.paragraph_format.first_line_indent = Mm(-6)
                write(paragraph, f"{block.first + place}.\t", self.palette)
            write(paragraph, item, self.palette)
            for number, note in numbered_notes(item):
                self._note(str(number), note)

    def _quote(self, block: blocks.Quote) -> None:
        self._paragraph((Text("‘"), *spans(block.words), Text("’")), "Quote")
        if block.source:
            self._paragraph(block.source, SMALL)

    def _definitions(self, block: blocks.Definitions) -> None:
        for item in block.items:
            self._paragraph((Strong(f"{item.term}: "), *spans(item.words)))

    # ---- tables and pictures

    def _caption(self, block: Illustration | Table, second: str) -> None:
        if title := captioned(block):
            self._paragraph(title, "Caption")
        if second:
            paragraph = self._paragraph(second, SMALL)
            paragraph.paragraph_format.keep_with_next = True

    def _table(self, block: Table) -> None:
        self._caption(block, block.second)
        add_table(self.word, block, self.palette)
        self._paragraph(block.note, SMALL)

    def _illustration(self, block: Illustration) -> None:
        self._caption(block, block.unit)
        if isinstance(block, Picture):
            self._picture(block.data, PICTURE_WIDTHS[block.place], block.title, block.description)
            self._paragraph(block.credit, SMALL)
            return
        drawn = replace(block, place=Place.MAIN) if isinstance(block, TileMap) else block  # its table stands below
        drawing, width = charts.draw(drawn, self.palette), PICTURE_WIDTHS[drawn.place]
        numbers = data_table(block)
        self._picture(charts.png(drawing), width, captioned(block), block.description, kept=bool(numbers))
        if numbers:
            add_table(self.word, replace(numbers, dense=True), self.palette)
        self._paragraph(block.note, SMALL)

    def _picture(self, data: bytes, width: float, title: str, description: str, *, kept: bool = False) -> None:
        """A picture in a paragraph of its own, `kept` on the page of what follows."""
        paragraph = self.word.add_paragraph()
        paragraph.paragraph_format.keep_with_next = kept
        run = paragraph.add_run()
        picture = run.add_picture(BytesIO(data))
        scale = min(Mm(width) / picture.width, Mm(180) / picture.height)
        picture.width, picture.height = Emu(int(picture.width * scale)), Emu(int(picture.height * scale))
        describe(run, title, description)

    def _key_figures(self, block: blocks.KeyFigures) -> None:
        self._cells([(item.value, item.label, item.comparison) for item in block.items], 3)

    def _cells(self, items: list[tuple[blocks.Value | str, str, Words]], across: int) -> None:
        """Numbers with a label each, so many across."""
        table = bare_table(self.word, -(-len(items) // across), [1.0] * across)
        for place, (value, label, below) in enumerate(items):
            cell = table.cell(place // across, place % across)
            cell.paragraphs[0].style = NUMBER
            write(cell.paragraphs[0], value, self.palette)
            words = cell.add_paragraph(style=SMALL)
            write(words, label, self.palette, strong=bool(below))
            if below:
                write(cell.add_paragraph(style=SMALL), below, self.palette)
        self.word.add_paragraph()

    def _signatures(self, block: blocks.Signatures) -> None:
        table = bare_table(self.word, -(-len(block.persons) // 3), [1.0] * 3)
        for place, person in enumerate(block.persons):
            cell = table.cell(place // 3, place % 3)
            space = cell.paragraphs[0]
            space.paragraph_format.space_before = Pt(30)
            write(space, person.reason or " ", self.palette, em=True)
            write(cell.add_paragraph(), person.name, self.palette)
            write(cell.add_paragraph(style=SMALL), person.role, self.palette)
