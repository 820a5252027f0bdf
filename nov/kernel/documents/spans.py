"""What a line of text is made of: the spans that paragraphs, cells and captions hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from nov.kernel import formats

MISSING_TEXT = formats.TO_FILL_IN
NOT_APPLICABLE_TEXT = formats.NOT_APPLICABLE
NOUGHT_TEXT = formats.DASH
UNMEASURED_TEXT = "niet gemeten"


class State(StrEnum):
    """How a printed value came to be; it decides how the value is dressed, never what it says."""

    MEASURED = "gemeten"
    MISSING = "ontbreekt"  # required, and not there yet: stands out in every edition
    UNMEASURED = "niet gemeten"  # not there, and adopted so
    NOT_APPLICABLE = "nvt"


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that weigh more (Bold)."""

    spans: Words


@dataclass(frozen=True, slots=True)
class Em:
    """Words said with stress (Italic)."""

    spans: Words


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead elsewhere. `href` is http(s), mailto, or `#anchor` of a chapter or heading."""

    spans: Words
    href: str


@dataclass(frozen=True, slots=True)
class Value:
    """A figure as it is printed, with the way back to its records.

    `text` was made by the one function that prints readings; renderers never format. `href` is the page that
    shows the records behind it (used in the preview on screen only), `title` what hovers there.
    """

    text: str
    key: str = ""
    href: str = ""
    state: State = State.MEASURED
    title: str = ""

    @classmethod
    def missing(cls, key: str = "", href: str = "", title: str = "") -> Value:
        """Required and not measured: "nog in te vullen", dressed so that nobody overlooks it."""
        return cls(MISSING_TEXT, key, href, State.MISSING, title)

    @classmethod
    def unmeasured(cls, key: str = "", href: str = "") -> Value:
        """Not measured and allowed to be so in the adopted edition."""
        return cls(UNMEASURED_TEXT, key, href, State.UNMEASURED)


@dataclass(frozen=True, slots=True)
class NumberedNote:
    """A note in the margin with a raised number in the text. `number` is filled in by `numbered()`."""

    words: Words
    number: int = 0


Span = Text | Strong | Em | Link | Value | NumberedNote
Words = str | tuple[Span, ...]


def outward(href: str) -> str:
    """`href` if a document may lead there (http, https, mailto, an anchor in the document), else ""."""
    allowed = href.lower().startswith(("http://", "https://", "mailto:", "#"))
    return href if allowed and href.isprintable() else ""


def inward(href: str) -> str:
    """`href` if it is a page of this site ("/leden/"), else ""."""
    return href if href.startswith("/") and not href.startswith(("//", "/\\")) and href.isprintable() else ""


def spans(words: Words) -> tuple[Span, ...]:
    """The spans of `words`: a plain string is one Text, the empty string none."""
    if isinstance(words, str):
        return (Text(words),) if words else ()
    return words


def plain(words: Words | Value) -> str:
    """The words alone, as read aloud: for outlines, alternative texts and tests. Notes are left out."""
    if isinstance(words, Value):
        return words.text
    return "".join(_plain(span) for span in spans(words))


def _plain(span: Span) -> str:
    match span:
        case Text(text) | Value(text):
            return text
        case NumberedNote():
            return ""
        case _:
            return plain(span.spans)


def with_notes_numbered(words: Words, first: int) -> tuple[Words, int]:
    """`words` with their numbered notes counted from `first`; also the number that comes next."""
    if isinstance(words, str):
        return words, first
    counted: list[Span] = []
    for span in words:
        match span:
            case NumberedNote():
                span, first = replace(span, number=first), first + 1
            case Strong() | Em() | Link():
                inner, first = with_notes_numbered(span.spans, first)
                span = replace(span, spans=inner)
        counted.append(span)
    return tuple(counted), first
