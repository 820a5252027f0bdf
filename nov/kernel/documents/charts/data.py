"""The numbers of a drawing as a table: for who cannot see it, and for who wants to reckon on."""

from __future__ import annotations

from nov.kernel.documents.blocks import Align, Cell, Column, Row, Table
from nov.kernel.documents.illustrations import (
    NOT_MEASURED,
    PROVINCES,
    Bar,
    BarChart,
    BudgetChart,
    ColumnChart,
    Illustration,
    LineChart,
    Point,
    ShareChart,
    TileMap,
)
from nov.kernel.documents.spans import NOUGHT_TEXT, State, Value


def data_table(chart: Illustration) -> Table | None:
    """Names in the first column, printed values in the others; None for a picture."""
    match chart:
        case BarChart():
            heads, rows = _bars(chart)
        case ColumnChart():
            series, totals = chart.series, (chart.totals,) if chart.totals else ()
            heads = [*(one.name or "aantal" for one in series), *("totaal" for _ in totals)]
            rows = _transposed(chart.categories, [*(one.points for one in series), *totals])
        case LineChart():
            heads = [one.name or "waarde" for one in chart.series]
            rows = _transposed(chart.categories, [one.points for one in chart.series])
        case ShareChart():
            heads = [*chart.names, chart.total_head]
            rows = [(stack.label, *map(_cell, stack.points), stack.total) for stack in chart.stacks]
        case BudgetChart():
            heads = [chart.actual_head, chart.planned_name]
            rows = [(bar.label, _cell(bar.actual), _cell(bar.planned)) for group in chart.groups for bar in group]
        case TileMap():
            heads = [chart.value_head]
            rows = [(name, _cell(chart.values.get(code, NOT_MEASURED))) for code, name in PROVINCES.items()]
        case _:
            return None
    columns = (Column(""), *(Column(head, Align.RIGHT) for head in heads))
    return Table(columns, tuple(Row(tuple(cells)) for cells in rows), dense=True)


def _bars(chart: BarChart) -> tuple[list[str], list[tuple[Cell, ...]]]:
    bars: tuple[Bar, ...] = (*chart.bars, chart.blank) if chart.blank else chart.bars
    shares = any(bar.share for bar in bars)
    rows = [(bar.label, _cell(bar.point), *((bar.share,) if shares else ())) for bar in bars]
    return ["aantal", *(["deel"] if shares else [])], rows


def _transposed(names: tuple[str, ...], columns: list[tuple[Point, ...]]) -> list[tuple[Cell, ...]]:
    return [
        (name, *(_cell(column[place]) if place < len(column) else NOUGHT_TEXT for column in columns))
        for place, name in enumerate(names)
    ]


def _cell(point: Point) -> Cell:
    return point.printed if point.state == State.MEASURED else Value(point.printed, state=point.state)
