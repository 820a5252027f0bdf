"""Running text in Word: spans become runs."""

from __future__ import annotations

from typing import Any

from docx.text.paragraph import Paragraph
from docx.text.run import Run

from nov.kernel.documents.docx.parts import clean, hyperlink, rgb, shade
from nov.kernel.documents.palette import Palette
from nov.kernel.documents.spans import Em, Link, NumberedNote, State, Strong, Text, Value, Words, outward, spans


def write(paragraph: Paragraph, words: Words | Value, palette: Palette, **dress: Any) -> None:
    """Add `words` to the paragraph; dress: strong, em, colour, link."""
    for span in (words,) if isinstance(words, Value) else spans(words):
        match span:
            case Text(text):
                _run(paragraph, text, **dress)
            case Value(text):
                run = _run(paragraph, text, **dress)
                if span.state == State.MISSING:
                    run.font.color.rgb = rgb(palette.missing_text)
                    shade(run._r.get_or_add_rPr(), palette.missing_fill)
            case Strong(inner):
                write(paragraph, inner, palette, **{**dress, "strong": True})
            case Em(inner):
                write(paragraph, inner, palette, **{**dress, "em": True})
            case Link(inner, href):
                link = hyperlink(paragraph, outward(href)) if outward(href) else None
                write(
                    paragraph,
                    inner,
                    palette,
                    **{**dress, "link": link, "colour": palette.accent if link is not None else None},
                )
            case NumberedNote(_, number):
                _run(paragraph, str(number), **dress).font.superscript = True


def _run(
    paragraph: Paragraph,
    text: str,
    *,
    strong: bool = False,
    em: bool = False,
    colour: str | None = None,
    link: Any = None,
) -> Run:
    run = paragraph.add_run(clean(text))
    if strong:
        run.bold = True
    if em:
        run.italic = True
    if colour:
        run.font.color.rgb = rgb(colour)
    if link is not None:
        link.append(run._r)
    return run


def numbered_notes(words: Words) -> list[tuple[int, Words]]:
    """The notes that a text refers to, to be written below it."""
    found: list[tuple[int, Words]] = []
    for span in spans(words):
        if isinstance(span, NumberedNote):
            found.append((span.number, span.words))
        elif isinstance(span, Strong | Em | Link):
            found += numbered_notes(span.spans)
    return found
