"""A drawing as inline SVG under a strict content policy: attributes only, no style, no script, ids of its own."""

from __future__ import annotations

from html import escape

from reportlab.graphics.shapes import Drawing, Line, Path, PolyLine, Rect, Shape, String
from reportlab.lib.colors import Color

from nov.kernel.documents import fonts

EDGE = 8  # of the card around the drawing

_FACES = {
    fonts.REGULAR: "",
    fonts.BOLD: ' font-weight="700"',
    fonts.ITALIC: ' font-style="italic"',
    fonts.BOLD_ITALIC: ' font-weight="700" font-style="italic"',
    fonts.LIGHT: ' font-weight="300"',
}


def inline_svg(drawing: Drawing, identity: str, title: str, description: str) -> str:
    """The drawing with its title and description, on a light card so that its colours hold in dark mode too.

    `identity` makes the ids unique on the page; it is an anchor of the document. A point of paper becomes a pixel and
    a half, which brings the labels to the size of small text on screen.
    """
    width, height = int(drawing.width) + 2 * EDGE, int(drawing.height) + 2 * EDGE
    key = escape(identity, quote=True)
    body = "".join(_shape(shape, drawing.height) for shape in drawing.contents)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-EDGE} {-EDGE} {width} {height}" width="{width * 3 // 2}" '
        f'height="{height * 3 // 2}" role="img" aria-labelledby="{key}-t {key}-d" font-family="Lato, sans-serif">'
        f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(description)}</desc>'
        f'<rect x="{-EDGE}" y="{-EDGE}" width="{width}" height="{height}" rx="4" fill="#ffffff"/>{body}</svg>'
    )


def _shape(shape: Shape, height: float) -> str:
    match shape:
        case Rect():
            place = f'x="{_n(shape.x)}" y="{_n(height - shape.y - shape.height)}"'
            return f'<rect {place} width="{_n(shape.width)}" height="{_n(shape.height)}"{_dress(shape)}/>'
        case Line():
            ends = f'x1="{_n(shape.x1)}" y1="{_n(height - shape.y1)}" x2="{_n(shape.x2)}" y2="{_n(height - shape.y2)}"'
            return f"<line {ends}{_dress(shape)}/>"
        case PolyLine():
            pairs = zip(shape.points[::2], shape.points[1::2], strict=True)
            points = " ".join(f"{_n(x)},{_n(height - y)}" for x, y in pairs)
            return f'<polyline points="{points}"{_dress(shape)}/>'
        case Path():
            return f'<path d="{_steps(shape, height)}"{_dress(shape)}/>'
        case String():
            place = f'x="{_n(shape.x)}" y="{_n(height - shape.y)}" font-size="{_n(shape.fontSize)}"'
            dress = _FACES.get(shape.fontName, _FACES.get(_first_face(shape.fontName), ""))
            return f'<text {place}{dress} fill="{_colour(shape.fillColor)}">{escape(shape.text)}</text>'
    raise TypeError(f"geen SVG voor {type(shape).__name__}")


def _first_face(name: str) -> str:
    """The Lato face that a second font stands in for."""
    return name.replace("Source", fonts.REGULAR)


def _steps(path: Path, height: float) -> str:
    points, steps = iter(path.points), []
    for operator in path.operators:
        letter, count = (("M", 1), ("L", 1), ("C", 3), ("Z", 0))[operator]
        pairs = [(next(points), next(points)) for _ in range(count)]
        steps.append(letter + " ".join(f"{_n(x)} {_n(height - y)}" for x, y in pairs))
    return "".join(steps)


def _dress(shape: Shape) -> str:
    fill = getattr(shape, "fillColor", None)
    stroke = shape.strokeColor
    dress = f' fill="{_colour(fill) if fill is not None else "none"}"'
    if stroke is not None:
        dress += f' stroke="{_colour(stroke)}" stroke-width="{_n(shape.strokeWidth)}"'
    return dress


def _colour(colour: Color) -> str:
    return f"#{colour.hexval()[2:]}"


def _n(number: float) -> str:
    """A number as short as it can be: two decimals at most."""
    return f"{number:.2f}".rstrip("0").rstrip(".") or "0"
