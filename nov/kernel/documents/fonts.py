"""The letters of paper: Lato from its package, and what to do with letters that it lacks."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from importlib.util import find_spec
from typing import NamedTuple

from reportlab import rl_config
from reportlab.graphics import shapes
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "Lato"
BOLD = "Lato-Bold"
ITALIC = "Lato-Italic"
BOLD_ITALIC = "Lato-BoldItalic"
LIGHT = "Lato-Light"

_LATO = {
    REGULAR: "Lato-Regular.ttf",
    BOLD: "Lato-Bold.ttf",
    ITALIC: "Lato-Italic.ttf",
    BOLD_ITALIC: "Lato-BoldItalic.ttf",
    LIGHT: "Lato-Light.ttf",
}
# Lato has Latin 1 and little more; names of people need the rest of Europe.
_SECOND = {
    "Source": "SourceSansPro-Regular.ttf",
    "Source-Bold": "SourceSansPro-Bold.ttf",
    "Source-Italic": "SourceSansPro-It.ttf",
    "Source-BoldItalic": "SourceSansPro-BoldIt.ttf",
    "Source-Light": "SourceSansPro-Light.ttf",
}
_SECOND_OF = dict(zip(_LATO, _SECOND, strict=True))

# Kinds of space and hyphen, and the Dutch digraph, that Lato has no glyph for though it has their like.
_ALIKE = str.maketrans({
    "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u2002": " ", "\u2003": " ", "\u2010": "-", "\u2011": "-",
    "\u2015": "–", "\u0132": "IJ", "\u0133": "ij", "\u200b": "", "\ufeff": "", "\t": " ", "\r": "",
})  # fmt: skip

try:
    import uharfbuzz
except ImportError:  # the document is made without kerning
    uharfbuzz = None


class Measured(NamedTuple):
    """A text in a font: its width in thousandths of the size, and per letter what to pull back after it."""

    width: float
    kerns: tuple[int, ...] | None  # None: nothing to pull


@cache
def ready() -> None:
    """Register the fonts, once. Everything that draws calls this first; importing has no effect."""
    for name, file in _LATO.items():
        pdfmetrics.registerFont(TTFont(name, str(files("font_lato") / "files" / file)))
    if find_spec("font_source_sans_pro"):
        for name, file in _SECOND.items():
            pdfmetrics.registerFont(TTFont(name, str(files("font_source_sans_pro") / "files" / file)))
    # Else Helvetica, which is not embedded, is named in every file: by the canvas and by every drawing.
    rl_config.canvas_basefontname = REGULAR
    shapes.STATE_DEFAULTS["fontName"] = REGULAR
    rl_config.useA85 = 0  # plain compressed streams: a quarter smaller, and no time lost on the old encoding


@cache
def _glyphs(font: str) -> dict[int, int]:
    ready()
    return pdfmetrics.getFont(font).face.charToGlyph


@lru_cache(maxsize=50_000)
def parts(text: str, font: str) -> tuple[tuple[str, str], ...]:
    """`text` as (text, font) parts that can be printed: words whose letters the font lacks take the second font.

    A letter that neither has prints as "□" (or "?"), so that it is seen to be missing rather than silently gone.
    """
    text = text.translate(_ALIKE)
    if _has_all(text, font):
        return ((text, font),)
    found: list[tuple[str, str]] = []
    for word in _words_with_space(text):
        piece = _printable(word, font)
        if found and found[-1][1] == piece[1]:
            piece = (found.pop()[0] + piece[0], piece[1])
        found.append(piece)
    return tuple(found)


def _words_with_space(text: str) -> list[str]:
    words = text.split(" ")
    return [word + " " for word in words[:-1]] + [word for word in words[-1:] if word]


def _has_all(text: str, font: str) -> bool:
    glyphs = _glyphs(font)
    return all(ord(letter) in glyphs for letter in text)


def _printable(word: str, font: str) -> tuple[str, str]:
    second = _SECOND_OF.get(font, font)
    if _has_all(word, font) or second not in pdfmetrics.getRegisteredFontNames():
        return _boxed(word, font), font
    return _boxed(word, second), second


def _boxed(word: str, font: str) -> str:
    glyphs = _glyphs(font)
    box = "□" if ord("□") in glyphs else "?"
    return "".join(letter if ord(letter) in glyphs else box for letter in word)


@lru_cache(maxsize=50_000)
def measured(text: str, font: str) -> Measured:
    """Width and kerning of a text that the font has all letters of."""
    plain = pdfmetrics.stringWidth(text, font, 1000)
    kerns = _kerns(text, font) if uharfbuzz and len(text) > 1 else None
    return Measured(plain - sum(kerns), kerns) if kerns and any(kerns) else Measured(plain, None)


def _kerns(text: str, font: str) -> tuple[int, ...] | None:
    """Per letter, thousandths to pull back after it. Ligatures are off: they break searching and copying."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    shaper, scale = _shaper(font)
    uharfbuzz.shape(shaper, buffer, {"kern": True, "liga": False, "dlig": False, "clig": False})
    if len(buffer.glyph_infos) != len(text):  # letters were joined after all: print them plain
        return None
    widths = pdfmetrics.getFont(font).face.charWidths
    return tuple(
        round(widths.get(ord(letter), 0) - at.x_advance * scale)
        for letter, at in zip(text, buffer.glyph_positions, strict=True)
    )


@cache
def _shaper(font: str) -> tuple[object, float]:
    face = uharfbuzz.Face(pdfmetrics.getFont(font).face._ttf_data)
    return uharfbuzz.Font(face), 1000 / face.upem


def width(text: str, font: str, size: float) -> float:
    """Width in points of a text, second font and kerning included."""
    return sum(measured(part, name).width for part, name in parts(text, font)) * size / 1000
