"""The accessible edition: the document as semantic HTML.

`render` and `chapter` give a fragment for a page of the application: no inline style, no script, every text escaped.
`standalone` gives a whole file to keep, with its stylesheet (`standalone.css`) in it.

Classes for whoever dresses the fragment: doc (the whole), doc-draft, doc-cover, doc-contents, doc-reading, doc-chapter,
doc-number, doc-lead, doc-note, doc-soft, doc-quote, doc-key-figures, doc-bridge, doc-task, doc-signatures, doc-pair,
doc-figure (its doc-drawing scrolls sideways) and doc-table (which does too; dense) with doc-main, doc-full or doc-half,
doc-length, doc-move, doc-sign; on rows group, aside, subtotal, total and level-1; on cells right, centre, soft and strong; on values value,
value-missing and value-unmeasured.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from importlib.resources import files

from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Block, Chapter, Document
from nov.kernel.documents.charts.marks import draw_marks
from nov.kernel.documents.charts.svg import inline_svg
from nov.kernel.documents.html import panels
from nov.kernel.documents.html.tables import table
from nov.kernel.documents.html.tags import optional, tag
from nov.kernel.documents.html.words import Writer
from nov.kernel.documents.numbering import numbered, numbered_chapter
from nov.kernel.documents.palette import PALETTE, Palette

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def render(document: Document, *, palette: Palette = PALETTE, level: int = 1, links: bool = True) -> str:
    """The whole document as a fragment. level: of its title; links: figures lead to the records behind them."""
    document = numbered(document)
    writer = Writer(palette, level, links)
    chapters = (*document.front, *document.chapters, *document.back, *document.findings)
    inner = replace(writer, level=level + 1)
    parts = (_draft(document), _cover(document, writer), _contents(document, writer))
    written = (_chapter(chapter, inner) for chapter in chapters)
    return tag("article", *parts, *written, class_="doc", lang=document.language[:2])


def chapter(chapter: Chapter, *, palette: Palette = PALETTE, level: int = 1, links: bool = True) -> str:
    """One chapter as a fragment, for the preview beside its text."""
    return tag("div", _chapter(numbered_chapter(chapter), Writer(palette, level, links)), class_="doc", lang="nl")


def standalone(document: Document, *, palette: Palette = PALETTE) -> str:
    """A file of its own: opens everywhere, asks for nothing from outside and runs nothing."""
    style = (files("nov.kernel.documents.html") / "standalone.css").read_text(encoding="utf-8")
    head = (
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", escape(document.name)),
        tag("style", style),
    )
    main = tag("main", render(_with_pictures_inside(document), palette=palette, links=False))
    return "<!DOCTYPE html>" + tag("html", tag("head", *head), tag("body", main), lang=document.language[:2])


def _with_pictures_inside(document: Document) -> Document:
    """The document with its pictures in the file itself rather than where the application serves them."""

    def inside(chapter: Chapter) -> Chapter:
        kept = (replace(block, src="") if isinstance(block, blocks.Picture) else block for block in chapter.blocks)
        return replace(chapter, blocks=tuple(kept))

    return replace(
        document,
        front=tuple(map(inside, document.front)),
        chapters=tuple(map(inside, document.chapters)),
        back=tuple(map(inside, document.back)),
    )


def _draft(document: Document) -> str:
    if document.draft is None:
        return ""
    said = f" niet vastgesteld, stand van {document.draft.moment}, {document.draft.points}"
    return tag("p", tag("strong", "CONCEPT"), escape(said), class_="doc-draft", role="note")


def _cover(document: Document, writer: Writer) -> str:
    marks = ""
    if document.marks:
        said = ", ".join(f"{group.count} {group.name}" for group in document.marks.groups)
        drawing = draw_marks(document.marks, writer.palette)
        picture = inline_svg(drawing, "omslag", document.marks.caption, f"{said}. {document.marks.note}")
        marks = tag("figure", picture, class_="doc-figure doc-full")
    return tag(
        "header",
        tag("p", escape(document.association)),
        tag(f"h{writer.level}", escape(document.name)),
        optional("p", escape("" if document.draft else document.status)),
        marks,
        *(tag("p", writer.words(words), class_="doc-soft") for words in document.colophon),
        class_="doc-cover",
    )


def _contents(document: Document, writer: Writer) -> str:
    contents = document.contents
    if contents is None:
        return ""
    entries = (
        tag("li", tag("a", _number(entry.number), escape(entry.title), href=f"#{entry.anchor}"))
        for entry in (*document.front, *document.chapters, *document.back)
    )
    reading = "".join(
        optional("dt", escape(item.term or contents.reading_title)) + tag("dd", writer.words(item.words))
        for item in contents.reading
    )
    title = tag("p", tag("strong", escape(contents.title)))
    nav = tag("nav", title, tag("ol", *entries), class_="doc-contents", aria_label=contents.title)
    note = optional("p", writer.words(contents.note), class_="doc-soft")
    return nav + optional("dl", reading, class_="doc-reading") + note


def _chapter(chapter: Chapter, writer: Writer) -> str:
    writer = replace(writer, prefix=chapter.anchor)
    title = tag(f"h{writer.level}", _number(chapter.number), escape(chapter.title), id=chapter.anchor)
    lead = optional("p", writer.words(chapter.lead), class_="doc-lead") + writer.notes(chapter.lead)
    written = (_block(block, writer) for block in chapter.blocks)
    return tag("section", title, lead, *written, class_="doc-chapter", aria_labelledby=chapter.anchor)


def _number(number: str) -> str:
    return tag("span", escape(number), class_="doc-number") + " " if number else ""


def _block(block: Block, writer: Writer) -> str:
    match block:
        case blocks.Heading():
            name = f"h{min(writer.level + block.level - 1, 6)}"
            return tag(name, _number(block.number), escape(block.text), id=block.anchor)
        case blocks.Paragraph():
            text = tag("p", writer.words(block.words), class_="doc-soft" if block.soft else "")
            return text + "".join(_side_note(note, writer) for note in block.notes) + writer.notes(block.words)
        case blocks.ListBlock():
            items = "".join(tag("li", writer.words(item)) for item in block.items)
            first = block.first if block.ordered and block.first != 1 else None
            notes = "".join(map(writer.notes, block.items))
            return tag("ol" if block.ordered else "ul", items, start=first) + notes
        case blocks.Quote():
            said = tag("p", "‘", writer.words(block.words), "’")
            return tag("blockquote", said, optional("footer", escape(block.source)), class_="doc-quote")
        case blocks.Definitions():
            terms = (tag("dt", escape(item.term)) + tag("dd", writer.words(item.words)) for item in block.items)
            return tag("dl", *terms)
        case blocks.Table():
            return table(block, writer)
        case blocks.Pair():
            halves = (_block(half, writer) for half in (block.left, block.right))
            return tag("div", *halves, class_="doc-pair") + optional("p", writer.words(block.note), class_="doc-soft")
        case blocks.Illustration():
            return panels.figure(block, writer)
    return _panel(block, writer)


def _panel(block: Block, writer: Writer) -> str:
    match block:
        case blocks.KeyFigures():
            return panels.key_figures(block, writer)
        case blocks.Bridge():
            return panels.bridge(block, writer)
        case blocks.OpenTask():
            return panels.task(block, writer)
        case blocks.Signatures():
            return panels.signatures(block)
        case blocks.PageBreak() | blocks.ChapterContents():
            return ""  # paper only: on screen one scrolls, and a list of links without pages adds nothing
    raise TypeError(f"geen HTML voor {type(block).__name__}")


def _side_note(note: blocks.SideNote, writer: Writer) -> str:
    head = tag("strong", escape(note.head)) + " " if note.head else ""
    return tag("div", head, writer.words(note.words), class_="doc-note", role="note")
