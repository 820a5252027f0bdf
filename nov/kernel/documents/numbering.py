"""The numbers of sections, tables, figures and notes: one pass over the tree, used by every edition."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TypeVar

from nov.kernel.documents.blocks import (
    Block,
    Chapter,
    Document,
    Heading,
    Illustration,
    ListBlock,
    Pair,
    Paragraph,
    Statement,
    Table,
)
from nov.kernel.documents.spans import Words, with_notes_numbered

Captioned = TypeVar("Captioned", Illustration, Table, Illustration | Table)


def numbered(document: Document) -> Document:
    """The same document with all numbers and anchors filled in. Numbering twice changes nothing.

    Anchors are made unique over the whole document, so that every link has one end.
    """
    anchors: set[str] = set()
    return replace(
        document,
        front=tuple(numbered_chapter(chapter, anchors) for chapter in document.front),
        chapters=tuple(numbered_chapter(chapter, anchors) for chapter in document.chapters),
        back=tuple(numbered_chapter(chapter, anchors) for chapter in document.back),
        findings=tuple(numbered_chapter(chapter, anchors) for chapter in document.findings),
    )


def numbered_chapter(chapter: Chapter, anchors: set[str] | None = None) -> Chapter:
    """One chapter with its numbers: sections 2.1, tables and figures each 2.1, notes from 1."""
    count = _Count(chapter, anchors if anchors is not None else set())
    anchor = count.unique(chapter.anchor or _slug(f"{chapter.number} {chapter.title}"))
    lead = count.words(chapter.lead)
    return replace(chapter, anchor=anchor, lead=lead, blocks=tuple(count.block(block) for block in chapter.blocks))


@dataclass
class _Count:
    chapter: Chapter
    anchors: set[str]
    sections: int = 0
    tables: int = 0
    figures: int = 0
    notes: int = 1
    prefix: str = field(init=False)

    def __post_init__(self) -> None:
        label = self.chapter.label or self.chapter.number
        self.prefix = f"{label}." if label else ""

    def block(self, block: Block) -> Block:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                return replace(block, words=self.words(block.words))
            case ListBlock():
                return replace(block, items=tuple(map(self.words, block.items)))
            case Statement():
                return self._captioned(block.table())
            case Pair():
                return replace(block, left=self._captioned(block.left), right=self._captioned(block.right))
            case Table() | Illustration():
                return self._captioned(block)
        return block

    def words(self, words: Words) -> Words:
        """The words with their notes counted on."""
        counted, self.notes = with_notes_numbered(words, self.notes)
        return counted

    def _heading(self, heading: Heading) -> Heading:
        number = ""
        if heading.level == 2 and heading.numbered and self.chapter.number:
            self.sections += 1
            number = f"{self.chapter.number}.{self.sections}"
        anchor = self.unique(heading.anchor or _slug(f"{self.chapter.number} {heading.text}"))
        return replace(heading, number=number, anchor=anchor)

    def _captioned(self, block: Captioned) -> Captioned:
        number, anchor = "", block.anchor
        if isinstance(block, Table) and block.caption:
            self.tables += 1
            number, kind = f"{self.prefix}{self.tables}", "tabel"
        elif not isinstance(block, Table):
            self.figures += 1
            number, kind = f"{self.prefix}{self.figures}", "figuur"
        if number:
            anchor = self.unique(block.anchor or _slug(f"{kind} {number or block.anchor}"))
        return replace(block, number=number, anchor=anchor)

    def unique(self, anchor: str) -> str:
        """`anchor`, or with "-2", "-3" behind it when it is taken already."""
        found, turn = anchor, 1
        while found in self.anchors:
            turn += 1
            found = f"{anchor}-{turn}"
        self.anchors.add(found)
        return found


def _slug(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "h-" + re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def captioned(block: Illustration | Table) -> str:
    """The first line of a caption: "Tabel 2.1  Leden per categorie" (two no-break spaces between)."""
    title = block.caption if isinstance(block, Table) else block.title
    word = "Tabel" if isinstance(block, Table) else "Figuur"
    return f"{word} {block.number}\u00a0\u00a0{title}" if block.number else title
