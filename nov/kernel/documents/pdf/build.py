"""From document to bytes: blocks become boxes, boxes pages, pages are drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from nov.kernel.documents import blocks, fonts
from nov.kernel.documents.blocks import Block, Chapter, Document
from nov.kernel.documents.numbering import numbered
from nov.kernel.documents.palette import PALETTE, Palette
from nov.kernel.documents.pdf import text
from nov.kernel.documents.pdf.drawings import DrawingBox, PairBox
from nov.kernel.documents.pdf.flow import Box, Page, place
from nov.kernel.documents.pdf.frame import ContentsBox, Running, draw_cover, draw_frame
from nov.kernel.documents.pdf.panels import BridgeBox, KeyFiguresBox, SignaturesBox, TaskBox
from nov.kernel.documents.pdf.pen import Pen
from nov.kernel.documents.pdf.setting import set_lines
from nov.kernel.documents.pdf.styles import FULL, MAIN, MAIN_LEFT, PAGE_HEIGHT, PAGE_WIDTH, TOP, Styles
from nov.kernel.documents.pdf.tables import table_box

ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def render(document: Document, palette: Palette = PALETTE) -> bytes:
    """The document as PDF. The same document gives the same bytes."""
    fonts.ready()
    document = numbered(document)
    styles = Styles(palette)
    pages = _pages(document, styles)
    file = BytesIO()
    canvas = Canvas(
        file, (PAGE_WIDTH, PAGE_HEIGHT), invariant=1, pageCompression=1, initialFontName=fonts.REGULAR,
        lang=document.language,
    )  # fmt: skip
    _describe(canvas, document)
    folios = _folios(pages)
    ends = {box.anchor: folio for page, folio in zip(pages, folios, strict=True) for box, _ in page.items if box.anchor}
    pen = Pen(canvas, styles, ends)
    for page, folio in zip(pages, folios, strict=True):
        _draw(pen, document, page, folio)
        canvas.showPage()
    _label_pages(canvas, pages)
    canvas.save()
    return file.getvalue()


# ---- pages


COVER = Running("", "")  # of the cover and of the colophon behind it: no head, no foot


def _pages(document: Document, styles: Styles) -> list[Page]:
    pages: list[Page] = []
    if document.cover:
        pages.append(Page(COVER))
    if document.colophon:
        colophon = place(_colophon(document, styles), Running("", "Colofon"))
        colophon[-1].sink()
        pages += colophon
    if document.contents:
        entries = (*document.front, *document.chapters, *document.back)
        box = ContentsBox(document, document.contents, styles, entries)
        pages += place([box], Running("", document.contents.title))
    for chapter in (*document.front, *document.chapters, *document.back):
        pages += place(_chapter(chapter, styles), Running(chapter.number, chapter.title))
    for chapter in document.findings:
        pages += place(_chapter(chapter, styles), Running("", chapter.title, finding=True))
    return pages


def _colophon(document: Document, styles: Styles) -> Iterator[Box]:
    for words in document.colophon:
        yield text.TextBox(set_lines(words, styles.body, MAIN), styles.body, MAIN_LEFT)


def _chapter(chapter: Chapter, styles: Styles) -> Iterator[Box]:
    yield text.ChapterBox(chapter, styles)
    if chapter.lead:
        style = styles.soft_body if chapter.wide else styles.lead
        left, measure = (0.0, FULL) if chapter.wide else (MAIN_LEFT, MAIN)
        lead = text.TextBox(set_lines(chapter.lead, style, measure), style, left)
        lead.notes = text.numbered_notes(chapter.lead, styles)
        yield lead
    breaks = False
    for at, block in enumerate(chapter.blocks):
        if isinstance(block, blocks.PageBreak):
            breaks = True
            continue
        for box in _boxes(block, styles, chapter, at):
            box.breaks, breaks = breaks, False
            yield box


def _boxes(block: Block, styles: Styles, chapter: Chapter, at: int) -> Sequence[Box]:
    """The boxes of one block."""
    match block:
        case blocks.Heading():
            return [text.HeadingBox(block, styles, wide=chapter.wide)]
        case blocks.Paragraph():
            return [text.paragraph(block, styles)]
        case blocks.ListBlock():
            return text.list_items(block, styles)
        case blocks.Quote():
            return text.quote(block, styles)
        case blocks.Definitions():
            return text.definitions(block, styles)
        case blocks.Table():
            return [table_box(block, styles)] if block.rows else []
        case blocks.Pair():
            return [PairBox(block, styles)]
        case blocks.Illustration():
            return [DrawingBox(block, styles)]
        case blocks.ChapterContents(title):
            later = [other for other in chapter.blocks[at:] if isinstance(other, blocks.Heading) and other.level == 2]
            return [text.SectionsBox(title, tuple(later), styles)] if later else []
    return _panels(block, styles)


def _panels(block: Block, styles: Styles) -> Sequence[Box]:
    match block:
        case blocks.KeyFigures():
            return [KeyFiguresBox(block, styles)]
        case blocks.Bridge():
            return [BridgeBox(block, styles)]
        case blocks.OpenTask():
            return [TaskBox(block, styles)]
        case blocks.Signatures():
            return [SignaturesBox(block, styles)]
    raise TypeError(f"geen vak voor {type(block).__name__}")


# ---- folios


def _folios(pages: list[Page]) -> list[str]:
    """What is printed on each page: arabic from the cover on; roman on the findings behind a draft."""
    body = sum(not page.running.finding for page in pages)
    return [str(number) if number <= body else roman(number - body) for number in range(1, len(pages) + 1)]


def roman(number: int) -> str:
    """i, ii, iii, iv: the folios of pages that are no part of the document (1 to 39)."""
    text = ""
    for value, letters in ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text


def _label_pages(canvas: Canvas, pages: list[Page]) -> None:
    """The page numbers that a reader shows are those that are printed."""
    canvas.addPageLabel(0, style="ARABIC", start=1)
    body = sum(not page.running.finding for page in pages)
    if body < len(pages):
        canvas.addPageLabel(body, style="ROMAN_LOWER", start=1)


# ---- drawing


def _draw(pen: Pen, document: Document, page: Page, folio: str) -> None:
    if page.running is COVER:
        draw_cover(pen, document)
        return
    for box, top in page.items:
        pen.anchor(box.anchor, TOP + top)
        if box.outline:
            title, depth = box.outline
            pen.canvas.addOutlineEntry(title, box.anchor, level=depth, closed=1)
        box.draw(pen, TOP + top)
    draw_frame(pen, document, page.running, folio)


def _describe(canvas: Canvas, document: Document) -> None:
    """What a reader shows about the file. The moment of making is not in it: equal records give equal bytes."""
    canvas.setTitle(document.name)
    canvas.setAuthor(document.association)
    canvas.setSubject(document.subject or document.name)
    canvas.setCreator(document.association)
    canvas.setProducer("NOV")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.showOutline()
