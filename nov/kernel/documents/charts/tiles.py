"""The tile map of the provinces, with its numbers beside it."""

from __future__ import annotations

from reportlab.graphics.shapes import Drawing

from nov.kernel.documents import fonts
from nov.kernel.documents.charts.sheet import LEADING, NAME_SIZE, WIDTHS, Box, Sheet, text_width
from nov.kernel.documents.illustrations import NOT_MEASURED, PROVINCES, Place, Point, TileMap
from nov.kernel.documents.palette import Palette

TILE, GAP = 40.0, 2.0
PITCH = TILE + GAP
SIZES = (15.0, 11.0, 9.0, 7.5, 6.0)  # of a value in its tile: the largest that fits
MAP_WIDTH = 4 * PITCH - GAP
ROW = 16.25
GRID = (
    ("", "", "FR", "GR"),
    ("NH", "FL", "OV", "DR"),
    ("ZH", "UT", "GE", ""),
    ("ZE", "NB", "LI", ""),
)


def classes(points: list[Point], most: int) -> list[list[Point]]:
    """The known points in at most `most` groups of near values, low to high; equal values share a group.

    As long as there are no more values than groups each has its own; else groups hold about as many provinces each.
    """
    known = sorted((point for point in points if point.value is not None), key=lambda point: point.value or 0)
    values = sorted({point.value for point in known if point.value is not None})
    if len(values) <= most:
        return [[point for point in known if point.value == value] for value in values]
    groups: list[list[Point]] = []
    for value in values:
        alike = [point for point in known if point.value == value]
        before = sum(len(group) for group in groups)
        wanted = before * most // len(known)
        if groups and (len(groups) > wanted or len(groups) == most):
            groups[-1].extend(alike)
        else:
            groups.append(alike)
    return groups


def draw_tiles(chart: TileMap, palette: Palette) -> Drawing:
    """Twelve tiles roughly in their places; the darker the more. At full width the table stands beside the map."""
    points = {code: chart.values.get(code, NOT_MEASURED) for code in PROVINCES}
    groups = classes(list(points.values()), len(palette.tints))
    tints = palette.tints[-len(groups) :] if 0 < len(groups) < len(palette.tints) else palette.tints
    tint_of = {id(point): tints[order] for order, group in enumerate(groups) for point in group}
    legend = [_over(group) for group in groups]
    lines = max((len(each) for each in legend), default=1)
    sheet = Sheet(WIDTHS[chart.place], 4 * PITCH + 16 + lines * LEADING, palette)
    for line, row in enumerate(GRID):
        for place, code in enumerate(row):
            if code:
                _tile(sheet, code, points[code], tint_of.get(id(points[code])), place * PITCH, line * PITCH)
    _strip(sheet, legend, tints, unknown=any(point.value is None for point in points.values()))
    if chart.place == Place.FULL:
        _table(sheet, chart, points)
    return sheet.drawing


def _tile(sheet: Sheet, code: str, point: Point, tint: str | None, x: float, y: float) -> None:
    palette, box = sheet.palette, Box(x, y, TILE, TILE)
    if tint is None:
        sheet.bar(box, palette.soft, hatched=True)
        sheet.bar(Box(x + 4, y + 4, 16, 10), palette.paper)
        sheet.text(code, x + 6, y + 9)
        return
    sheet.bar(box, tint)
    colour = palette.text_on(tint) or palette.ink
    sheet.text(code, x + 6, y + 8, colour=colour)
    size = next((size for size in SIZES if text_width(point.printed, fonts.BOLD, size) <= TILE - 9), SIZES[-1])
    sheet.text(point.printed, x + TILE - 5, y + TILE - 11, font=fonts.BOLD, size=size, colour=colour, anchor=1)


def _over(group: list[Point]) -> list[str]:
    """The values that a class runs over, in one line or two."""
    low, high = group[0].printed, group[-1].printed
    said = low if low == high else f"{low}–{high}"
    return [said] if low == high or text_width(said, fonts.REGULAR) < TILE else [f"{low}–", high]


def _strip(sheet: Sheet, legend: list[list[str]], tints: tuple[str, ...], *, unknown: bool) -> None:
    """The classes with the values they run over."""
    y, x = 4 * PITCH + 7, 0.0
    for order, lines in enumerate(legend):
        sheet.bar(Box(x, y, TILE, 6), tints[order])
        for line, words in enumerate(lines):
            sheet.text(words, x, y + 13 + line * LEADING, colour=sheet.palette.soft)
        x += PITCH
    if unknown:
        x = max(x, MAP_WIDTH + 16 - TILE if len(legend) < 4 else x)
        sheet.bar(Box(x, y, TILE, 6), sheet.palette.soft, hatched=True)
        sheet.text(NOT_MEASURED.printed, x, y + 13, colour=sheet.palette.soft)


def _table(sheet: Sheet, chart: TileMap, points: dict[str, Point]) -> None:
    """All twelve by value, then by name, in two columns of six."""
    order = sorted(
        PROVINCES, key=lambda code: (-(points[code].value or 0), points[code].value is None, PROVINCES[code])
    )
    left, width = MAP_WIDTH + 21, (sheet.width - MAP_WIDTH - 21 - 23) / 2
    for column in range(2):
        x = left + column * (width + 23)
        sheet.text("provincie", x, 5, font=fonts.BOLD, colour=sheet.palette.soft)
        sheet.text(chart.value_head, x + width, 5, font=fonts.BOLD, colour=sheet.palette.soft, anchor=1)
        sheet.rule((x, 13), (x + width, 13), 0.75, sheet.palette.ink)
        for line, code in enumerate(order[column * 6 : column * 6 + 6]):
            middle = 13 + ROW * line + 8.5
            sheet.text(PROVINCES[code], x, middle, size=NAME_SIZE)
            sheet.text(code, x + width * 0.56, middle, size=NAME_SIZE, colour=sheet.palette.soft)
            if points[code].value is None:
                sheet.value(points[code], x + width, middle, anchor=1)
            else:
                sheet.text(points[code].printed, x + width, middle, size=NAME_SIZE, anchor=1)
            if line:
                sheet.rule((x, 13 + ROW * line), (x + width, 13 + ROW * line), 0.4, sheet.palette.line)
