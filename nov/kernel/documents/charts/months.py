"""Charts over categories in a row, mostly months: standing columns and lines with gaps."""

from __future__ import annotations

from itertools import groupby

from reportlab.graphics.shapes import Drawing

from nov.kernel.documents import fonts
from nov.kernel.documents.charts.sheet import LEADING, WIDTHS, Box, Sheet, text_width, wrapped
from nov.kernel.documents.illustrations import ColumnChart, LineChart, Place, Point, Series
from nov.kernel.documents.palette import Palette
from nov.kernel.documents.spans import UNMEASURED_TEXT, State

PLOT = {Place.FULL: 123.0, Place.MAIN: 97.0, Place.HALF: 84.0}
LINE_PLOT = {Place.FULL: 65.0, Place.MAIN: 65.0, Place.HALF: 65.0}
NAMES_MOST = 105.0  # pt at the right for the names of the series
FILLED = 0.66  # of the step from column to column


class Axis:
    """Places of the categories, and which of their labels can be printed without touching."""

    def __init__(self, labels: tuple[str, ...], left: float, right: float) -> None:
        self.labels = labels
        self.left, self.right = left, right
        self.step = (right - left) / max(len(labels), 1)
        widest = max((text_width(label, fonts.REGULAR) for label in labels), default=0.0) + 4
        self.every = max(1, int(-(-widest // self.step)))

    def middle(self, place: int) -> float:
        return self.left + (place + 0.5) * self.step

    def draw(self, sheet: Sheet, y: float) -> None:
        """The zero line with the labels below it."""
        sheet.rule((self.left, y), (self.right, y), 0.75, sheet.palette.ink)
        for place in range(0, len(self.labels), self.every):
            label = self.labels[place]
            sheet.text(label, sheet.inside(self.middle(place), label), y + 9, colour=sheet.palette.soft, anchor=0.5)


def _names_width(series: tuple[Series, ...]) -> float:
    if len(series) < 2 and not any(one.name for one in series):
        return 0.0
    widest = max(max(text_width(one.name, fonts.BOLD), text_width(one.total, fonts.REGULAR)) for one in series)
    return min(widest, NAMES_MOST) + 20


def draw_columns(chart: ColumnChart, palette: Palette) -> Drawing:
    """Stacked columns, the second series hatched; names with their totals at the right, values above."""
    width, plot, top = WIDTHS[chart.place], PLOT[chart.place], 13.0
    axis = Axis(chart.categories, 0, width - _names_width(chart.series))
    sheet = Sheet(width, top + plot + 18, palette)
    base = top + plot
    heights = [_sum(chart, place) for place in range(len(chart.categories))]
    scale = plot / max([*(height for height in heights if height is not None), 0.0]) if any(heights) else 0.0
    thick = axis.step * FILLED
    printed = _tops(chart)
    for place, height in enumerate(heights):
        left = axis.middle(place) - thick / 2
        if height is None:
            _band(sheet, chart, axis, place, top, base)
            continue
        y = base
        for order, one in enumerate(chart.series):
            tall = float(one.points[place].value or 0) * scale
            colour = palette.series_colour(order)
            sheet.bar(
                Box(left, y - tall, thick, tall - (1 if order and tall > 2 else 0)), colour, hatched=order % 2 == 1
            )
            y -= tall
        if place < len(printed) and _prints_all(printed, axis):
            sheet.value(printed[place], axis.middle(place), y - 6, anchor=0.5)
    if printed and not _prints_all(printed, axis):
        _highest(sheet, axis, heights, printed, base, scale)
    axis.draw(sheet, base)
    _column_names(sheet, chart, axis, base, scale)
    return sheet.drawing


def _sum(chart: ColumnChart, place: int) -> float | None:
    """Height of a column; None when nothing of it was measured."""
    values = [one.points[place].value for one in chart.series if place < len(one.points)]
    known = [float(value) for value in values if value is not None]
    return sum(known) if known else None


def _tops(chart: ColumnChart) -> tuple[Point, ...]:
    return chart.totals or (chart.series[0].points if len(chart.series) == 1 else ())


def _prints_all(printed: tuple[Point, ...], axis: Axis) -> bool:
    return all(text_width(point.printed, fonts.BOLD) + 3 <= axis.step for point in printed if point.value is not None)


def _highest(
    sheet: Sheet, axis: Axis, heights: list[float | None], printed: tuple[Point, ...], base: float, scale: float
) -> None:
    """Where the values do not fit above their columns, a line at the highest says how high that is."""
    known = [(height, place) for place, height in enumerate(heights) if height is not None]
    if known and scale:
        height, place = max(known)
        y = base - height * scale
        sheet.rule((axis.left, y), (axis.right, y), 0.5, sheet.palette.line)
        middle = sheet.inside(axis.middle(place), printed[place].printed, fonts.BOLD)
        sheet.value(printed[place], middle, y - 6, anchor=0.5)


def _band(sheet: Sheet, chart: ColumnChart | LineChart, axis: Axis, place: int, top: float, base: float) -> None:
    """A grey band where nothing was measured, with the word in it if there is room."""
    left = axis.left + place * axis.step
    point = next((one.points[place] for one in chart.series if place < len(one.points)), None)
    words = chart.gap if isinstance(chart, LineChart) else UNMEASURED_TEXT
    missing = point is not None and point.state == State.MISSING
    if missing:
        words = point.printed if point else words
    sheet.bar(Box(left, top, axis.step, base - top), sheet.palette.missing_fill if missing else sheet.palette.surface)
    lines = wrapped(words, axis.step, fonts.ITALIC)
    if max(text_width(line, fonts.ITALIC) for line in lines) > axis.step:
        return
    colour = sheet.palette.missing_text if missing else sheet.palette.soft
    for turn, line in enumerate(lines):
        y = (top + base) / 2 + (turn - (len(lines) - 1) / 2) * LEADING
        sheet.text(line, axis.middle(place), y, font=fonts.ITALIC, colour=colour, anchor=0.5)


def _column_names(sheet: Sheet, chart: ColumnChart, axis: Axis, base: float, scale: float) -> None:
    """The name of each series level with its part of the last column, with a short line in its colour."""
    if not _names_width(chart.series):
        return
    last = max((place for place in range(len(chart.categories)) if _sum(chart, place) is not None), default=None)
    y, lowest = base, base + 8
    for order, one in enumerate(chart.series):
        tall = float(one.points[last].value or 0) * scale if last is not None else 0.0
        middle = min(y - tall / 2, lowest - (LEADING * (2 if one.total else 1)))
        y -= tall
        lowest = middle - 4
        sheet.rule((axis.right + 4, middle), (axis.right + 13, middle), 1, sheet.palette.series_colour(order))
        sheet.text(one.name, axis.right + 16, middle, font=fonts.BOLD)
        sheet.text(one.total, axis.right + 16, middle + LEADING + 1, colour=sheet.palette.soft)


def draw_lines(chart: LineChart, palette: Palette) -> Drawing:
    """Lines from nought with a ring at each measurement; where none is, the line is broken by a grey band."""
    width, plot, top = WIDTHS[chart.place], LINE_PLOT[chart.place], 13.0
    marks = max(text_width(mark, fonts.REGULAR) for mark in chart.marks) + 5 if any(chart.marks) else 0.0
    names = _names_width(chart.series)
    axis = Axis(chart.categories, 0, width - names - marks)
    sheet = Sheet(width, top + plot + 18, palette)
    base = top + plot
    for height, mark in zip((0.0, 0.5, 1.0), chart.marks, strict=True):
        y = base - height * plot
        if height and any(chart.marks):
            sheet.rule((axis.left, y), (axis.right, y), 0.5, palette.line)
        sheet.text(mark, axis.right + 4, y, colour=palette.soft)
    for place in range(len(chart.categories)):
        if all(_value(one, place) is None for one in chart.series):
            _band(sheet, chart, axis, place, top, base)
    axis.draw(sheet, base)
    scale = plot / float(chart.top) if chart.top else 0.0
    taken: list[float] = []
    for order, one in enumerate(chart.series):
        _line(sheet, chart, axis, order, base, scale)
        _line_name(sheet, one, order, axis.right + marks + 4, base, scale, taken)
    return sheet.drawing


def _value(series: Series, place: int) -> float | None:
    value = series.points[place].value if place < len(series.points) else None
    return None if value is None else float(value)


def _line(sheet: Sheet, chart: LineChart, axis: Axis, order: int, base: float, scale: float) -> None:
    one, colour = chart.series[order], sheet.palette.series_colour(order)
    measured = [(place, _value(one, place)) for place in range(len(chart.categories))]
    labelled = order < 2 and len(chart.series) < 3 and _prints_all(one.points, axis)
    for known, run in groupby(measured, key=lambda pair: pair[1] is not None):
        if not known:
            continue
        points = [(axis.middle(place), base - (value or 0.0) * scale) for place, value in run]
        if len(points) > 1:
            sheet.polyline(points, 1.5, colour)
        sheet.discs(points, 2.2, fill=sheet.palette.paper, line=colour)
    for place, value in measured:
        if labelled and value is not None:
            y = base - value * scale
            others = [_value(two, place) for two in chart.series if two is not one]
            if all(other is None or value >= other for other in others) and not (order and value in others):
                sheet.value(one.points[place], axis.middle(place), y - 8, anchor=0.5)
            elif base - y > 14:  # below its line, if that does not run into the axis
                sheet.value(one.points[place], axis.middle(place), y + 8, anchor=0.5)


def _line_name(sheet: Sheet, one: Series, order: int, x: float, base: float, scale: float, taken: list[float]) -> None:
    """The name at the right, level with the last measurement, moved down where another stands."""
    values = [value for value in (_value(one, place) for place in range(len(one.points))) if value is not None]
    lines = wrapped(one.name, NAMES_MOST, fonts.BOLD)
    y = min(base - (values[-1] if values else 0.0) * scale, base - LEADING)
    while any(abs(y - other) < LEADING for other in taken):
        y += LEADING / 2
    sheet.rule((x + 2, y), (x + 10, y), 1.5, sheet.palette.series_colour(order))
    for turn, line in enumerate(lines):
        taken.append(y + turn * LEADING)
        sheet.text(line, x + 13, y + turn * LEADING, font=fonts.BOLD)
