"""The measures of the page and the styles of its text, in points. Sizes come from one scale, heights are parts of 13."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reportlab.lib.units import mm

from nov.kernel.documents import fonts
from nov.kernel.documents.palette import Palette

PAGE_WIDTH, PAGE_HEIGHT = 210 * mm, 297 * mm
LINE = 13.0
LINES = 52
LEFT = 20 * mm
TOP = 30 * mm
DEPTH = LINES * LINE
FULL = 170 * mm
MAIN = 112 * mm
MAIN_LEFT = 58 * mm
HALF = 83 * mm
GUTTER = 4 * mm
SIDE = 44 * mm  # what notes are set in; the place itself is 54 mm
SIDE_PLACE = 54 * mm
HANG = 11 * mm  # how far the number of a section hangs out to the left

ASCENT = 0.987  # of the size: from the top of a line to its baseline, as in Lato

_ITALIC = {fonts.REGULAR: fonts.ITALIC, fonts.LIGHT: fonts.ITALIC, fonts.BOLD: fonts.BOLD_ITALIC}


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set. before and after: white around it; the larger of two neighbours counts."""

    size: float
    leading: float
    palette: Palette
    font: str
    colour: str
    before: float = 0.0
    after: float = 0.0
    hyphenate: bool = False

    def weight(self, strong: bool, em: bool) -> str:
        """The font for words with this stress within a text of this style."""
        base = fonts.BOLD if strong or self.font == fonts.BOLD else self.font
        return _ITALIC.get(base, base) if em else base


class Styles:
    """Every style of the documents, in the colours of one palette."""

    def __init__(self, palette: Palette) -> None:
        def style(
            size: float,
            leading: float,
            font: str = fonts.REGULAR,
            colour: str = "",
            before: float = 0,
            after: float = 0,
        ) -> Style:
            return Style(size, leading, palette, font, colour or palette.ink, before, after)

        def words(made: Style) -> Style:
            return replace(made, hyphenate=True)

        self.palette = palette
        self.title = style(34, 39, fonts.LIGHT)
        self.chapter = style(22, 26, fonts.BOLD, after=13)
        self.lead = words(style(11, 16.25, after=16.25))
        self.section = style(15, 19.5, fonts.BOLD, before=19.5, after=6.5)
        self.small_head = style(9, 13, fonts.BOLD, before=6.5)
        self.body = words(style(9, 13, after=6.5))
        self.soft_body = words(style(9, 13, colour=palette.soft, after=6.5))
        self.item = words(style(9, 13, after=3.25))
        self.quote = style(15, 19.5, fonts.LIGHT, palette.accent, before=13, after=3.25)
        self.quote_source = style(7.5, 9.75, colour=palette.soft, after=16.25)
        self.caption = style(9, 13, fonts.BOLD)
        self.small = words(style(7.5, 9.75, colour=palette.soft))  # second lines, sources, side notes
        self.side_head = style(7.5, 9.75, fonts.BOLD, palette.accent)
        self.reason = style(7.5, 9.75, fonts.ITALIC, palette.soft)
        self.cell = style(9, 13)
        self.column_head = style(7.5, 9.75, fonts.BOLD, palette.soft)
        self.table_head = style(11, 13, fonts.BOLD, palette.accent)
        self.task = words(style(9, 13, colour=palette.missing_text))
        self.big = style(22, 26, fonts.BOLD)
        self.movement = style(22, 26, fonts.LIGHT)
