"""Setting text: spans become words, words become lines of one width, ragged right, with hyphens where that helps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from nov.kernel.documents import fonts
from nov.kernel.documents.pdf.hyphens import breaks
from nov.kernel.documents.pdf.styles import Style
from nov.kernel.documents.spans import Em, Link, NumberedNote, Span, State, Strong, Text, Value, Words, outward, spans

NBSP = "\u00a0"
RAISED_SIZE = 6.0
RAISED_BY = 3.0
GROUND_INSET = 2.0  # white on both sides of words on a ground of their own
SHORT_LAST_WORD = 9  # letters: this short it does not stand alone on the last line
TOO_RAGGED = 0.12  # a line may stay this part of the measure short before a word is broken for it

_NUMBER = re.compile(r"[(‘+−]?[\d.,]*\d%?")
_YEAR = re.compile(r"(19|20)\d\d")


class Dress(NamedTuple):
    """What letters look like. An empty colour is that of the style."""

    font: str
    size: float
    colour: str = ""
    ground: str = ""
    link: str = ""
    rise: float = 0.0


class Piece(NamedTuple):
    """Letters in one dress: part of a word, or once set, of a line."""

    text: str
    dress: Dress

    @property
    def width(self) -> float:
        width = fonts.width(self.text, self.dress.font, self.dress.size)
        return width + 2 * GROUND_INSET if self.dress.ground else width


@dataclass(frozen=True)
class Word:
    """Pieces without a space between them; `ends` closes its line (a break set by hand)."""

    pieces: tuple[Piece, ...]
    ends: bool = False

    @cached_property
    def width(self) -> float:
        return sum(piece.width for piece in self.pieces)

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line, ready to be drawn: its pieces with their spaces in them, and its width."""

    pieces: tuple[Piece, ...]
    width: float


def set_lines(words: Words, style: Style, measure: float, first_indent: float = 0.0) -> tuple[SetLine, ...]:
    """`words` in lines no wider than `measure` points; the first is narrower by `first_indent`."""
    waiting = list(_bound(_words(words, style)))
    waiting.reverse()
    lines: list[SetLine] = []
    line: list[Word] = []
    used, room, hyphened = 0.0, measure - first_indent, False
    space = fonts.width(" ", style.font, style.size)
    while waiting:
        word = waiting.pop()
        wanted = word.width + (space if line else 0.0)
        if used + wanted <= room + 0.01:
            line.append(word)
            used += wanted
            if not word.ends and waiting:
                continue
            lines.append(_joined(line, style))
            line, used, room, hyphened = [], 0.0, measure, False
            continue
        ragged = room - used
        may_break = style.hyphenate and waiting and not hyphened and ragged > TOO_RAGGED * measure
        halves: tuple[Word, Word | None] | None = None
        if may_break:
            halves = _broken(word, ragged - (space if line else 0.0))
        if halves is None and not line:
            halves = _cut(word, room) or (word, None)  # wider than the measure, and nothing of it can wait
        head, tail = halves or (None, word)
        if head is not None:
            line.append(head)
        if tail is not None:
            waiting.append(tail)
        lines.append(_joined(line, style))
        line, used, room, hyphened = [], 0.0, measure, bool(halves)
    if line:
        lines.append(_joined(line, style))
    return tuple(lines)


def _words(words: Words, style: Style) -> Iterator[Word]:
    """The words of a text; a piece of markup may begin or end inside a word."""
    begun: list[Piece] = []
    for piece in _pieces(spans(words), style):
        for place, part in enumerate(re.split("([ \n])", piece.text)):
            if place % 2 == 0:
                if part:
                    begun.append(Piece(part, piece.dress))
            elif begun or part == "\n":
                yield Word(tuple(begun), ends=part == "\n")
                begun = []
    if begun:
        yield Word(tuple(begun))


def _pieces(
    text: tuple[Span, ...], style: Style, strong: bool = False, em: bool = False, link: str = ""
) -> Iterator[Piece]:
    """The pieces of spans, each in the font that its markup asks for."""
    plain = Dress(style.weight(strong, em), style.size, style.palette.accent if link else "", link=link)
    for span in text:
        match span:
            case Text(words):
                yield Piece(words, plain)
            case Value(words, _, _, State.MISSING):
                dress = Dress(plain.font, style.size, style.palette.missing_text, style.palette.missing_fill)
                yield Piece(words.replace(" ", NBSP), dress)
            case Value(words):
                yield Piece(words, plain)
            case Strong(inner):
                yield from _pieces(spans(inner), style, True, em, link)
            case Em(inner):
                yield from _pieces(spans(inner), style, strong, True, link)
            case Link(inner, href):
                yield from _pieces(spans(inner), style, strong, em, outward(href))
            case NumberedNote(_, number):
                yield Piece(str(number), Dress(style.weight(False, False), RAISED_SIZE, rise=RAISED_BY))


def _bound(words: Iterator[Word]) -> Iterator[Word]:
    """Words that may not be parted by a line end made one: a number and its noun, a short last word and the one before.

    Years are left free, they rarely count what follows.
    """
    found: list[Word] = []
    for word in words:
        if found and _counts(found[-1]) and word.text[:1].isalpha() and len(word.text) < 20:
            found.append(_tied(found.pop(), word))
        else:
            found.append(word)
    if len(found) > 2 and not found[-2].ends and len(found[-1].text.strip(".,;:!?")) <= SHORT_LAST_WORD:
        last = found.pop()
        if len(found[-1].text) < 20:
            last = _tied(found.pop(), last)
        found.append(last)
    yield from found


def _counts(word: Word) -> bool:
    return not word.ends and bool(_NUMBER.fullmatch(word.text)) and not _YEAR.fullmatch(word.text)


def _tied(one: Word, other: Word) -> Word:
    tail = one.pieces[-1]
    return Word((*one.pieces[:-1], Piece(tail.text + NBSP, tail.dress), *other.pieces), other.ends)


def _broken(word: Word, room: float) -> tuple[Word, Word] | None:
    """The word broken by hyphenation so that its head fits `room`. Only a word in one piece is broken."""
    if len(word.pieces) != 1 or word.pieces[0].dress.ground or NBSP in word.text:
        return None
    text, dress = word.pieces[0]
    for head, tail in breaks(text):
        first = Word((Piece(head, dress),))
        if first.width <= room:
            return first, Word((Piece(tail, dress),), word.ends)
    return None


def _cut(word: Word, room: float) -> tuple[Word, Word] | None:
    """The word cut where the line is full, when it is wider than a whole line (addresses of pages, figures)."""
    used = 0.0
    for place, piece in enumerate(word.pieces):
        for at in range(1, len(piece.text) + 1):
            if used + fonts.width(piece.text[:at], piece.dress.font, piece.dress.size) > room:
                at = max(at - 1, 0 if place else 1)
                head = (*word.pieces[:place], Piece(piece.text[:at], piece.dress))
                tail = (Piece(piece.text[at:], piece.dress), *word.pieces[place + 1 :])
                return (Word(head), Word(tail, word.ends)) if tail[0].text or len(tail) > 1 else None
        used += piece.width
    return None


def _joined(words: list[Word], style: Style) -> SetLine:
    """Words as one line: pieces of the same dress run together, with the spaces between."""
    pieces: list[Piece] = []
    for place, word in enumerate(words):
        for inner, piece in enumerate(word.pieces):
            space = " " if place and not inner else ""
            last = pieces[-1] if pieces else None
            if last and piece.dress == last.dress:
                pieces[-1] = Piece(f"{last.text}{space}{piece.text}", last.dress)
                continue
            if space and last and not (last.dress.ground or last.dress.rise):
                pieces[-1] = Piece(f"{last.text} ", last.dress)
            elif space:
                pieces.append(Piece(" ", Dress(style.font, style.size)))
            pieces.append(piece)
    return SetLine(tuple(pieces), sum(piece.width for piece in pieces))
