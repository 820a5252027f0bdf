"""Panels: key figures, the bridge, an open task, room to sign. None of them is broken over pages."""

from __future__ import annotations

from dataclasses import replace

from nov.kernel.documents import fonts
from nov.kernel.documents.blocks import Bridge, KeyFigure, KeyFigures, OpenTask, Signature, Signatures, Step
from nov.kernel.documents.pdf.flow import Box
from nov.kernel.documents.pdf.pen import Pen
from nov.kernel.documents.pdf.setting import SetLine, set_lines
from nov.kernel.documents.pdf.styles import ASCENT, FULL, GUTTER, LEFT, LINE, MAIN, MAIN_LEFT, SIDE_PLACE, Style, Styles
from nov.kernel.documents.spans import State, Strong, Text, Value, Words, spans

ACROSS = 3
CELL = 78.0  # height of a cell in the panel and of a place to sign
INSET = GUTTER


class KeyFiguresBox(Box):
    """Figures on a light ground, three across."""

    snaps, clears = True, True
    before, after = 13.0, 13.0

    def __init__(self, block: KeyFigures, styles: Styles) -> None:
        self.items, self.styles = block.items, styles
        self.rows = -(-len(block.items) // ACROSS)
        self.height = CELL * self.rows + INSET

    def draw(self, pen: Pen, top: float) -> None:
        pen.rect(LEFT, top, FULL, self.height, self.styles.palette.surface, corner=3)
        for place, item in enumerate(self.items):
            row, column = divmod(place, ACROSS)
            x, y = LEFT + column * (SIDE_PLACE + GUTTER), top + INSET / 2 + row * CELL
            if column:
                pen.upright(x, y + 12, CELL - 26, 0.5, self.styles.palette.line)
            self._cell(pen, item, x + INSET, y + 9.75)

    def _cell(self, pen: Pen, item: KeyFigure, x: float, top: float) -> None:
        styles, measure = self.styles, SIDE_PLACE - INSET
        pen.lines(set_lines(item.label, styles.small, measure)[:1], x, top, styles.small)
        style = _figure_style(item.value, styles, measure)
        level = top + 7.5 + ASCENT * (styles.big.size - style.size)
        pen.lines(_figure(item.value, style, measure + 8), x, level, style)
        pen.lines(set_lines(item.comparison, styles.small, measure)[:2], x, top + 37.5, styles.small)


def _figure_style(value: Value | str, styles: Styles, measure: float) -> Style:
    """Large type, smaller when the figure would not fit ("meer dan 50.000"); for a missing one that of the lead."""
    if not isinstance(value, str) and value.state != State.MEASURED:
        return styles.lead
    size = styles.big.size
    while size > styles.lead.size and fonts.width(_printed(value), styles.big.font, size) > measure:
        size -= 1
    return replace(styles.big, size=size)


def _figure(value: Value | str, style: Style, measure: float) -> tuple[SetLine, ...]:
    """A figure on one line; a missing one on its ground."""
    words: Words = value if isinstance(value, str) else (value,)
    return set_lines(words, style, measure)[:1]


class BridgeBox(Box):
    """From start to end by movements, between two rules in the column of the text."""

    snaps = True
    before, after = 13.0, 13.0
    height = 52.0

    def __init__(self, block: Bridge, styles: Styles) -> None:
        self.steps = (block.start, *block.movements, block.end)
        self.styles = styles

    def draw(self, pen: Pen, top: float) -> None:
        left, palette = LEFT + MAIN_LEFT, self.styles.palette
        pen.rule(left, top, MAIN, 0.75, palette.ink)
        pen.rule(left, top + self.height, MAIN, 0.5, palette.line)
        size, places = self._places()
        for place, (step, x) in enumerate(zip(self.steps, places, strict=True)):
            end = place in (0, len(self.steps) - 1)
            self._step(pen, step, left + x, top, size, end=end)

    def _places(self) -> tuple[float, list[float]]:
        """The size of the figures and where each step begins: the white between them is even."""
        size = 22.0
        while size > 9:
            widths = [self._width(step, size) for step in self.steps]
            if sum(widths) + 8 * (len(widths) - 1) <= MAIN:
                break
            size -= 1
        white = max((MAIN - sum(widths)) / max(len(widths) - 1, 1), 4.0)
        return size, [sum(widths[:place]) + white * place for place in range(len(widths))]

    def _width(self, step: Step, size: float) -> float:
        label = fonts.width(step.label, fonts.REGULAR, self.styles.small.size)
        return max(fonts.width(_printed(step.value), fonts.BOLD, size), label)

    def _step(self, pen: Pen, step: Step, x: float, top: float, size: float, *, end: bool) -> None:
        styles = self.styles
        style = styles.big if end else styles.movement
        words = _printed(step.value)
        font = style.font
        figure = Style(size, 26, styles.palette, font, styles.palette.accent if end else styles.palette.ink)
        missing = isinstance(step.value, Value) and step.value.state != State.MEASURED
        if missing:
            pen.lines(set_lines((step.value,), styles.lead, MAIN), x, top + 14, styles.lead)  # type: ignore[arg-type]
        else:
            pen.text(words, x, top + 5 + (22 - size), figure)
        pen.text(step.label, x, top + 34.5, styles.small)


def _printed(value: Value | str) -> str:
    return value if isinstance(value, str) else value.text


class TaskBox(Box):
    """What is still to be done, on the ground of what is missing."""

    snaps = True
    before, after = 6.5, 13.0

    def __init__(self, task: OpenTask, styles: Styles) -> None:
        self.styles = styles
        measure = MAIN - 2 * INSET
        words = (Strong(task.missing), Text("\n"), *spans(task.what), Text(task.sentence))
        self.lines = set_lines(words, styles.task, measure)
        self.height = len(self.lines) * LINE + LINE

    def draw(self, pen: Pen, top: float) -> None:
        left, palette = LEFT + MAIN_LEFT, self.styles.palette
        pen.rect(left, top, MAIN, self.height, palette.missing_fill)
        pen.rect(left, top, 2, self.height, palette.attention)
        pen.lines(self.lines, left + INSET + 1.4, top + LINE / 2, self.styles.task)


class SignaturesBox(Box):
    """A line for each who signs, three across; why one is missing stands above its line."""

    clears = True
    before, after = 13.0, 13.0

    def __init__(self, block: Signatures, styles: Styles) -> None:
        self.persons, self.styles = block.persons, styles
        self.height = CELL * -(-len(block.persons) // ACROSS)

    def draw(self, pen: Pen, top: float) -> None:
        for place, person in enumerate(self.persons):
            row, column = divmod(place, ACROSS)
            self._place(pen, person, LEFT + column * (SIDE_PLACE + GUTTER), top + row * CELL)

    def _place(self, pen: Pen, person: Signature, x: float, top: float) -> None:
        styles = self.styles
        reason = set_lines(person.reason, styles.reason, SIDE_PLACE)[:3]
        line = top + CELL - 26
        pen.lines(reason, x, line - 2 - len(reason) * styles.reason.leading, styles.reason)
        pen.rule(x, line, SIDE_PLACE, 0.5, styles.palette.ink)
        pen.lines(set_lines(person.name, styles.cell, SIDE_PLACE)[:1], x, line + 1, styles.cell)
        pen.lines(set_lines(person.role, styles.small, SIDE_PLACE)[:1], x, line + 14, styles.small)
