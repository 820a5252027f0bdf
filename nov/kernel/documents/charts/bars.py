"""Lying bars: one kind, cut in shares, and against a budget."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from reportlab.graphics.shapes import Drawing

from nov.kernel.documents import fonts
from nov.kernel.documents.charts.sheet import LEADING, NAME_SIZE, SIZE, WIDTHS, Box, Sheet, text_width, wrapped
from nov.kernel.documents.illustrations import Bar, BarChart, BudgetBar, BudgetChart, Place, ShareChart, Stack
from nov.kernel.documents.palette import Palette

LABEL_MOST = 0.43  # of the width
# Half charts keep the same room for names, and for values and shares, so that two of them have one scale in points too.
HALF_NAMES, HALF_BESIDE = 100.0, 62.0
GAP = 7.0
FITS = 14.0  # a segment holds its value from this width
Number = Decimal | int


class Scale:
    """From values to places on a line, with nought always on it."""

    def __init__(self, values: Iterable[Number | None], start: float, end: float) -> None:
        known = [float(value) for value in values if value is not None]
        self.low, self.high = min([0.0, *known]), max([0.0, *known])
        self.start, self.end = start, end

    def __call__(self, value: Number) -> float:
        extent = self.high - self.low
        return self.start + (self.end - self.start) * (float(value) - self.low) / extent if extent else self.start


def label_column(labels: Iterable[str], width: float, size: float = SIZE, font: str = fonts.REGULAR) -> float:
    """How wide the names are set: as wide as the widest, at most a good part of the drawing."""
    return min(max((text_width(label, font, size) for label in labels), default=0.0), LABEL_MOST * width)


def draw_bars(chart: BarChart, palette: Palette) -> Drawing:
    """Names at the left, bars from nought, the value at the end of its bar, shares at the right edge."""
    width, half = WIDTHS[chart.place], chart.place == Place.HALF
    row, thick, size = (13.0, 7.5, SIZE) if half else (19.5, 10.0, NAME_SIZE)
    bars = (*chart.bars, chart.blank) if chart.blank else chart.bars
    names = HALF_NAMES if half else label_column([bar.label for bar in bars], width, size)
    lines = [wrapped(bar.label, names, size=size) for bar in bars]
    depths = [max(row, len(line) * (size + 2.25) + row - size - 2.25) for line in lines]
    blank_gap = row / 2 if chart.blank else 0.0
    share = max((text_width(bar.share, fonts.REGULAR) for bar in bars), default=0.0)
    values = max((text_width(bar.point.printed, fonts.BOLD) for bar in bars), default=0.0)
    beside = values + GAP + (share + 12 if share else 0)
    beside = max(beside, HALF_BESIDE) if half else beside
    scale = Scale([*(bar.point.value for bar in bars), chart.top], names + 10, width - beside)
    sheet = Sheet(width, sum(depths) + blank_gap + 1, palette)
    y = 0.0
    for place, (bar, depth) in enumerate(zip(bars, depths, strict=True)):
        blank = bar is chart.blank
        y += blank_gap if blank else 0.0
        middle = y + depth / 2
        font = fonts.ITALIC if blank else fonts.BOLD if bar.strong else fonts.REGULAR
        colour = palette.soft if blank else palette.ink
        _name(sheet, lines[place], middle, size, font, colour)
        _bar(sheet, bar, scale, middle, thick, blank=blank)
        sheet.text(bar.share, width, middle, colour=palette.soft, anchor=1)
        y += depth
    until = sum(depths) - (depths[-1] if chart.blank else 0)
    sheet.rule((scale(0), 0), (scale(0), until), 0.75, palette.ink)
    return sheet.drawing


def _name(sheet: Sheet, lines: list[str], middle: float, size: float, font: str, colour: str) -> None:
    leading = size + 2.25
    for place, line in enumerate(lines):
        sheet.text(line, 0, middle + (place - (len(lines) - 1) / 2) * leading, size=size, font=font, colour=colour)


def _bar(sheet: Sheet, bar: Bar, scale: Scale, middle: float, thick: float, *, blank: bool) -> None:
    value = bar.point.value
    if value is None:
        sheet.value(bar.point, scale(0) + GAP, middle)
        return
    left, right = sorted((scale(0), scale(value)))
    colour = sheet.palette.soft if blank else sheet.palette.series[5 if bar.strong else 0]
    sheet.bar(Box(left, middle - thick / 2, right - left, thick), colour, hatched=blank)
    if blank:
        sheet.text(bar.point.printed, right + 5, middle, font=fonts.ITALIC, colour=sheet.palette.soft)
    else:
        sheet.value(bar.point, right + 5, middle)


def draw_shares(chart: ShareChart, palette: Palette) -> Drawing:
    """Bars cut in parts on one scale; the names of the parts above the first, values inside where they fit."""
    width = WIDTHS[chart.place]
    names = label_column([stack.label for stack in chart.stacks], width)
    totals = max((text_width(text, fonts.BOLD) for text in (*_totals(chart), chart.total_head)), default=0.0)
    sums = [sum(float(point.value or 0) for point in stack.points) for stack in chart.stacks]
    unknown = [point.printed for stack in chart.stacks for point in stack.points if point.value is None]
    beside = max((text_width(words, fonts.ITALIC) + GAP for words in unknown), default=0.0)
    scale = Scale([Decimal(str(total)) for total in sums], names + 10, width - totals - 8 - beside)
    heads = _share_heads(chart, scale, names + 10)
    head = 13.0 * (1 + max((level for _, _, level in heads), default=0))
    sheet = Sheet(width, head + 21.75 * len(chart.stacks) + 2, palette)
    for place, (name, x, level) in enumerate(heads):
        middle = head - 7 - 13 * level
        if level:  # no longer above its own part: a square in its colour tells which it is
            sheet.bar(Box(x, middle - 2.5, 5, 5), palette.series_colour(place))
        sheet.text(name, x + (8 if level else 0), middle)
    if any(_totals(chart)):
        sheet.text(chart.total_head, width, head - 7, colour=palette.soft, anchor=1)
    for place, stack in enumerate(chart.stacks):
        middle = head + 21.75 * place + 8
        for line, words in enumerate(lines := wrapped(stack.label, names)):
            sheet.text(words, 0, middle + (line - (len(lines) - 1) / 2) * LEADING)
        _stack(sheet, stack, scale, middle)
        sheet.text(stack.total, width, middle, font=fonts.BOLD, size=NAME_SIZE, anchor=1)
    sheet.rule((scale(0), head), (scale(0), head + 21.75 * len(chart.stacks) - 4), 0.75, palette.ink)
    return sheet.drawing


def _totals(chart: ShareChart) -> list[str]:
    return [stack.total for stack in chart.stacks if stack.total]


def _share_heads(chart: ShareChart, scale: Scale, start: float) -> list[tuple[str, float, int]]:
    """Where each name stands: above its part of the first row, lifted a line where it would touch the one before."""
    heads: list[tuple[str, float, int]] = []
    x, ends = start, [start - 100.0] * (len(chart.names) + 1)
    points = chart.stacks[0].points if chart.stacks else ()
    for place, name in enumerate(chart.names):
        width = text_width(name, fonts.REGULAR)
        at = min(x, scale.end - width)
        level = 0 if at == x and ends[0] <= at else next(level for level, end in enumerate(ends) if level and end <= at)
        heads.append((name, at - (8 if level and at < x else 0), level))
        ends[level] = at + width + (12 if level else 3)
        if place < len(points):
            x += scale(points[place].value or 0) - scale(0)
    return heads


def _stack(sheet: Sheet, stack: Stack, scale: Scale, middle: float) -> None:
    x = scale(0)
    for place, point in enumerate(stack.points):
        if point.value is None:
            continue
        full = scale(point.value) - scale(0)
        colour = sheet.palette.series_colour(place)
        sheet.bar(Box(x, middle - 7.5, max(full - 1, min(full, 0.5)), 15), colour)
        text = sheet.palette.text_on(colour)
        if text and full >= max(FITS, text_width(point.printed, fonts.BOLD) + 8):
            sheet.text(point.printed, x + 4, middle, font=fonts.BOLD, colour=text)
        x += full
    unknown = [point for point in stack.points if point.value is None]
    if unknown:
        sheet.value(unknown[0], x + GAP, middle)


def draw_budget(chart: BudgetChart, palette: Palette) -> Drawing:
    """Bars with a mark through each where the budget stands; groups parted by white."""
    width = WIDTHS[chart.place]
    bars = [bar for group in chart.groups for bar in group]
    names = label_column([bar.label for bar in bars], width, NAME_SIZE)
    values = max(
        (text_width(text, fonts.BOLD, NAME_SIZE) for text in [bar.actual.printed for bar in bars]), default=0.0
    )
    values = max(values, text_width(chart.actual_head, fonts.REGULAR))
    known = [point.value for bar in bars for point in (bar.actual, bar.planned)]
    scale = Scale(known, names + 10, width - values - 3 * GAP)
    lines = {id(bar): wrapped(bar.label, names, size=NAME_SIZE) for bar in bars}
    height = 13 + 19.5 * sum(len(lines[id(bar)]) * 0.6 + 0.4 for bar in bars) + 9.75 * max(len(chart.groups) - 1, 0)
    sheet = Sheet(width, height, palette)
    sheet.text(chart.actual_head, width, 5, colour=palette.soft, anchor=1)
    y, named = 13.0, False
    for place, group in enumerate(chart.groups):
        y += 9.75 if place else 0.0
        for bar in group:
            depth = 19.5 * (len(lines[id(bar)]) * 0.6 + 0.4)
            _name(
                sheet,
                lines[id(bar)],
                y + depth / 2,
                NAME_SIZE,
                fonts.BOLD if bar.strong else fonts.REGULAR,
                palette.ink,
            )
            named = _budget_bar(sheet, chart, bar, scale, y + depth / 2, named=named)
            y += depth
    sheet.rule((scale(0), 13), (scale(0), y), 0.75, palette.ink)
    return sheet.drawing


def _budget_bar(sheet: Sheet, chart: BudgetChart, bar: BudgetBar, scale: Scale, middle: float, *, named: bool) -> bool:
    """Draw one row; answers whether the mark has been named, which is done once, at the first row with room."""
    palette = sheet.palette
    if bar.actual.value is not None:
        left, right = sorted((scale(0), scale(bar.actual.value)))
        sheet.bar(Box(left, middle - 5, right - left, 10), palette.series[5 if bar.strong else 0])
        font = fonts.BOLD if bar.strong else fonts.REGULAR
        sheet.text(bar.actual.printed, sheet.width, middle, font=font, size=NAME_SIZE, anchor=1)
    else:
        sheet.value(bar.actual, sheet.width, middle, anchor=1)
    if bar.planned.value is None:
        return named
    at = scale(bar.planned.value)
    sheet.bar(Box(at - 2.2, middle - 7.5, 4.4, 15), palette.paper)
    sheet.bar(Box(at - 0.7, middle - 7.5, 1.4, 15), palette.ink)
    end = max(at, scale(bar.actual.value or 0)) + 5
    if not named and end + text_width(chart.planned_name, fonts.REGULAR) < scale.end:
        sheet.text(chart.planned_name, end, middle, colour=palette.soft)
        return True
    return named
