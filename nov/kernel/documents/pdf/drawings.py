"""Charts, pictures and pairs of them on the page, each with its caption and source."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from reportlab.lib.utils import ImageReader

from nov.kernel.documents import charts
from nov.kernel.documents.blocks import Illustration, Pair, Picture, Place, Table
from nov.kernel.documents.numbering import captioned
from nov.kernel.documents.pdf.flow import Box
from nov.kernel.documents.pdf.pen import Pen
from nov.kernel.documents.pdf.setting import set_lines
from nov.kernel.documents.pdf.styles import DEPTH, GUTTER, HALF, LEFT, MAIN, MAIN_LEFT, PAGE_HEIGHT, Styles
from nov.kernel.documents.pdf.tables import WIDTHS, table_box

CAPTION_GAP = 8.0
HIGHEST_PICTURE = DEPTH * 0.6


class DrawingBox(Box):
    """A chart or picture between its caption and its source; never broken."""

    snaps = True
    before, after = 13.0, 13.0

    def __init__(
        self, figure: Illustration, styles: Styles, *, left: float | None = None, caption: float = 0.0
    ) -> None:
        self.figure, self.styles = figure, styles
        self.left = (MAIN_LEFT if figure.place == Place.MAIN else 0.0) if left is None else left
        self.clears = self.left < MAIN_LEFT
        self.anchor = figure.anchor
        width = WIDTHS[figure.place]
        self.caption = set_lines(captioned(figure), styles.caption, width)
        self.second = set_lines(figure.unit, styles.small, width)
        note = figure.credit if isinstance(figure, Picture) else figure.note
        self.note = set_lines(note, styles.small, min(width, MAIN))
        own = len(self.caption) * styles.caption.leading + len(self.second) * styles.small.leading + CAPTION_GAP
        self.caption_height = max(own, caption)
        if isinstance(figure, Picture):
            self.image = ImageReader(BytesIO(figure.data))
            self.width, self.depth = _fitted(self.image.getSize(), width)
        else:
            self.drawing = charts.draw(figure, styles.palette)
            self.depth = self.drawing.height
        self.note_height = 5 + len(self.note) * styles.small.leading if self.note else 0.0
        self.height = self.caption_height + self.depth + self.note_height

    def draw(self, pen: Pen, top: float) -> None:
        left, styles = LEFT + self.left, self.styles
        pen.lines(self.caption, left, top, styles.caption)
        pen.lines(self.second, left, top + len(self.caption) * styles.caption.leading, styles.small)
        top += self.caption_height
        if isinstance(self.figure, Picture):
            pen.canvas.drawImage(self.image, left, PAGE_HEIGHT - top - self.depth, self.width, self.depth, mask="auto")
        else:
            pen.drawing(self.drawing, left, top)
        pen.lines(self.note, left, top + self.depth + 5, styles.small)


def _fitted(size: tuple[int, int], width: float) -> tuple[float, float]:
    """Width and height of a picture: as wide as its place, unless it would be too high."""
    scale = min(width / max(size[0], 1), HIGHEST_PICTURE / max(size[1], 1))
    return size[0] * scale, size[1] * scale


class PairBox(Box):
    """Two blocks side by side, their heads level."""

    snaps, clears = True, True
    before, after = 13.0, 13.0

    def __init__(self, pair: Pair, styles: Styles) -> None:
        self.styles = styles
        self.left, self.right = _half(pair.left, styles, 0.0), _half(pair.right, styles, HALF + GUTTER)
        if isinstance(self.left, DrawingBox) and isinstance(self.right, DrawingBox):
            level = max(self.left.caption_height, self.right.caption_height)
            self.left = DrawingBox(self.left.figure, styles, left=0.0, caption=level)
            self.right = DrawingBox(self.right.figure, styles, left=HALF + GUTTER, caption=level)
        self.note = set_lines(pair.note, styles.small, MAIN)
        self.depth = max(self.left.height, self.right.height)
        self.height = self.depth + (5 + len(self.note) * styles.small.leading if self.note else 0.0)

    def draw(self, pen: Pen, top: float) -> None:
        for half in (self.left, self.right):
            pen.anchor(half.anchor, top)
            half.draw(pen, top)
        pen.lines(self.note, LEFT, top + self.depth + 5, self.styles.small)


def _half(block: Illustration | Table, styles: Styles, left: float) -> Box:
    if isinstance(block, Table):
        return table_box(replace(block, place=Place.HALF), styles, left=left)
    return DrawingBox(replace(block, place=Place.HALF), styles, left=left)
