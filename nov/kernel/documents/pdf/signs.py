"""Small marks in tables, drawn because the letters have none: triangles of rank, squares, ticks."""

from __future__ import annotations

from nov.kernel.documents.blocks import Move, Sign
from nov.kernel.documents.pdf.pen import Pen
from nov.kernel.documents.pdf.styles import PAGE_HEIGHT


def draw_move(pen: Pen, move: Move, right: float, top: float) -> None:
    """A change of rank, flush right: a triangle up or down and the number of places, or a word."""
    styles = pen.styles
    if not move.places:
        pen.text(move.text, right, top + (styles.cell.size - styles.small.size), styles.small, align=1)
        return
    pen.text(str(abs(move.places)), right, top, styles.cell, align=1)
    x, y = right - 20, PAGE_HEIGHT - top - 9
    up = move.places > 0
    points = ((x, y), (x + 6, y), (x + 3, y + 5.5)) if up else ((x, y + 5.5), (x + 6, y + 5.5), (x + 3, y))
    _shape(pen, points, fill=styles.palette.accent if up else styles.palette.warm)


def draw_sign(pen: Pen, sign: Sign, left: float, top: float) -> None:
    """A finding: square (holds up adoption), triangle (to be judged), tick or cross (a sum)."""
    palette, y = pen.styles.palette, PAGE_HEIGHT - top - 10
    match sign:
        case Sign.BLOCKS:
            pen.rect(left, top + 1.5, 9, 9, palette.error)
        case Sign.JUDGE:
            _shape(pen, ((left, y), (left + 10, y), (left + 5, y + 8.5)), line=palette.warm)
        case Sign.GOOD:
            _shape(
                pen, ((left, y + 3.5), (left + 3.5, y), (left + 10, y + 8)), line=palette.good, width=1.8, open_=True
            )
        case Sign.BAD:
            for rise in (0, 7):
                points = ((left + 1, y + rise), (left + 8, y + 7 - rise))
                _shape(pen, points, line=palette.error, width=1.8, open_=True)


def _shape(
    pen: Pen,
    points: tuple[tuple[float, float], ...],
    *,
    fill: str = "",
    line: str = "",
    width: float = 1.2,
    open_: bool = False,
) -> None:
    canvas = pen.canvas
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    if not open_:
        path.close()
    if fill:
        canvas.setFillColor(fill)
    if line:
        canvas.setStrokeColor(line)
        canvas.setLineWidth(width)
    canvas.drawPath(path, stroke=int(bool(line)), fill=int(bool(fill)))
