"""The sheet on which charts are drawn: shapes measured from its upper left corner, in the dress of the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from reportlab.graphics.shapes import Drawing, Line, Path, PolyLine, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth

from nov.kernel.documents import fonts
from nov.kernel.documents.illustrations import Place, Point
from nov.kernel.documents.palette import Palette
from nov.kernel.documents.spans import MISSING_TEXT, State

SIZE = 7.5
NAME_SIZE = 9.0
LEADING = 9.75
WIDTHS = {Place.MAIN: 317.0, Place.FULL: 481.0, Place.HALF: 235.0}
HATCH_PITCH = 2.6
HATCH_LINE = 0.7
CAP = 0.36  # of the size: from the baseline to the middle of a capital

XY = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float


class Sheet:
    """A drawing in the making; y runs downwards. Sizes become whole points, which SVG asks for."""

    def __init__(self, width: float, height: float, palette: Palette) -> None:
        fonts.ready()
        self.width = width
        self.height = float(ceil(height))
        self.palette = palette
        self.drawing = Drawing(width, self.height)

    def text(
        self, words: str, x: float, middle: float, *, font: str = fonts.REGULAR, size: float = SIZE, colour: str = "",
        anchor: float = 0.0,
    ) -> None:  # fmt: skip
        """A line of text, the middle of its capitals at `middle`; anchor: 0 begins at x, 1 ends there, 0.5 around it."""
        x -= anchor * text_width(words, font, size)
        for part, name in fonts.parts(words, font) if words else ():
            y = self.height - middle - CAP * size
            dress = {"fontName": name, "fontSize": size, "fillColor": HexColor(colour or self.palette.ink)}
            self.drawing.add(String(round(x, 2), round(y, 2), part, **dress))
            x += stringWidth(part, name, size)

    def inside(self, x: float, words: str, font: str = fonts.REGULAR) -> float:
        """The middle nearest to `x` around which `words` do not leave the sheet."""
        half = text_width(words, font) / 2
        return max(half, min(x, self.width - half))

    def bar(self, box: Box, colour: str, *, hatched: bool = False) -> None:
        """A filled rectangle, or an outlined one with lines at 45 degrees."""
        if box.width <= 0 or box.height <= 0:
            return
        if not hatched:
            self._rect(box, fillColor=HexColor(colour), strokeColor=None)
            return
        inner = Box(box.x + 0.25, box.y + 0.25, max(box.width - 0.5, 0.1), max(box.height - 0.5, 0.1))
        self._rect(inner, fillColor=None, strokeColor=HexColor(colour), strokeWidth=0.5)
        path = Path(strokeColor=HexColor(colour), strokeWidth=HATCH_LINE, fillColor=None)
        for (x1, y1), (x2, y2) in hatch(inner):
            path.moveTo(x1, round(self.height - y1, 2))
            path.lineTo(x2, round(self.height - y2, 2))
        self.drawing.add(path)

    def _rect(self, box: Box, **dress: object) -> None:
        x, y = round(box.x, 2), round(self.height - box.y - box.height, 2)
        self.drawing.add(Rect(x, y, round(box.width, 2), round(box.height, 2), **dress))

    def rule(self, start: XY, end: XY, thick: float, colour: str) -> None:
        """A straight line."""
        places = [round(part, 2) for part in (start[0], self.height - start[1], end[0], self.height - end[1])]
        self.drawing.add(Line(*places, strokeColor=HexColor(colour), strokeWidth=thick))

    def polyline(self, points: Sequence[XY], thick: float, colour: str) -> None:
        """A line through points."""
        flat = [round(part, 2) for x, y in points for part in (x, self.height - y)]
        self.drawing.add(PolyLine(flat, strokeColor=HexColor(colour), strokeWidth=thick))

    def polygons(self, shapes: Sequence[Sequence[XY]], *, fill: str = "", line: str = "") -> None:
        """Closed shapes of one dress, as one path."""
        path = Path(**_dress(fill, line))
        for shape in shapes:
            for place, (x, y) in enumerate(shape):
                (path.lineTo if place else path.moveTo)(round(x, 2), round(self.height - y, 2))
            path.closePath()
        self.drawing.add(path)

    def discs(self, centres: Sequence[XY], radius: float, *, fill: str = "", line: str = "") -> None:
        """Circles of one dress, as one path."""
        path = Path(**_dress(fill, line))
        for x, down in centres:
            _circle(path, x, self.height - down, radius)
        self.drawing.add(path)

    def value(self, point: Point, x: float, middle: float, *, anchor: float = 0.0, bold: bool = True) -> None:
        """A printed value dressed by its state: what is missing stands out, what was not measured stands back."""
        if point.state == State.MISSING:
            words = point.printed or MISSING_TEXT
            width = text_width(words, fonts.REGULAR, SIZE)
            left = x - anchor * width + (2 if not anchor else -2 if anchor == 1 else 0)
            self.bar(Box(left - 2, middle - 5, width + 4, 10), self.palette.missing_fill)
            self.text(words, left, middle, colour=self.palette.missing_text)
        elif point.value is None:
            self.text(point.printed, x, middle, font=fonts.ITALIC, colour=self.palette.soft, anchor=anchor)
        else:
            self.text(point.printed, x, middle, font=fonts.BOLD if bold else fonts.REGULAR, anchor=anchor)


def text_width(words: str, font: str, size: float = SIZE) -> float:
    """Width of a label; charts are not kerned, which keeps figures under one another."""
    return sum(stringWidth(part, name, size) for part, name in fonts.parts(words, font)) if words else 0.0


def wrapped(words: str, width: float, font: str = fonts.REGULAR, size: float = SIZE) -> list[str]:
    """A label over as many lines as it needs, broken at spaces; a single long word is not broken."""
    lines: list[str] = []
    for word in words.split():
        if lines and text_width(f"{lines[-1]} {word}", font, size) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines or [""]


def hatch(box: Box) -> list[tuple[XY, XY]]:
    """Lines at 45 degrees, rising to the right, ended by arithmetic where they leave the box (y downwards).

    Each is the line x + y = reach, measured from the upper left corner, one pitch further than the last.
    """
    step = HATCH_PITCH * 2**0.5
    lines = []
    for turn in range(1, int((box.width + box.height) / step) + 1):
        reach = turn * step
        x1, y1 = (0.0, reach) if reach <= box.height else (reach - box.height, box.height)
        x2, y2 = (reach, 0.0) if reach <= box.width else (box.width, reach - box.width)
        start, end = (round(box.x + x1, 2), box.y + y1), (round(box.x + x2, 2), box.y + y2)
        lines.append((start, end))
    return lines


def _dress(fill: str, line: str) -> dict[str, object]:
    return {
        "fillColor": HexColor(fill) if fill else None,
        "strokeColor": HexColor(line) if line else None,
        "strokeWidth": 1.2,
    }


def _circle(path: Path, x: float, y: float, radius: float) -> None:
    bend = radius * 0.5523
    curves = (
        (x + radius, y + bend, x + bend, y + radius, x, y + radius),
        (x - bend, y + radius, x - radius, y + bend, x - radius, y),
        (x - radius, y - bend, x - bend, y - radius, x, y - radius),
        (x + bend, y - radius, x + radius, y - bend, x + radius, y),
    )
    path.moveTo(round(x + radius, 2), round(y, 2))
    for curve in curves:
        path.curveTo(*(round(part, 2) for part in curve))
    path.closePath()
