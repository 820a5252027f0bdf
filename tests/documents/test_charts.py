"""Charts: from nought, gaps where nothing was measured, everything within the sheet."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.graphics.shapes import Line, Path, PolyLine, Rect, String
from reportlab.pdfbase.pdfmetrics import stringWidth

from nov.kernel.documents import charts
from nov.kernel.documents.blocks import (
    NOT_MEASURED,
    PROVINCES,
    Bar,
    BarChart,
    BudgetBar,
    BudgetChart,
    ColumnChart,
    CoverMarks,
    LineChart,
    MarkGroup,
    Place,
    Point,
    Series,
    ShareChart,
    Stack,
    State,
    TileMap,
    Value,
)
from nov.kernel.documents.charts.data import data_table
from nov.kernel.documents.charts.sheet import Box, hatch
from nov.kernel.documents.charts.tiles import classes
from nov.kernel.documents.palette import PALETTE
from tests.documents.sample import budget, desks, shares

MISSING = Point(None, "nog in te vullen", State.MISSING)


def point(value) -> Point:
    return NOT_MEASURED if value is None else Point(value, str(value))


def dress(**rest) -> dict[str, object]:
    return {"title": "t", "unit": "u", "description": "d", **rest}


def bar_chart(values, **rest) -> BarChart:
    return BarChart(**dress(bars=tuple(Bar(f"naam {at}", point(value)) for at, value in enumerate(values)), **rest))


def kinds(values):
    """Every kind of chart over the same values."""
    names = tuple(f"n{at}" for at in range(len(values)))
    points = tuple(map(point, values))
    budget_bars = tuple(BudgetBar(name, one, one) for name, one in zip(names, points, strict=True))
    return [
        bar_chart(values),
        bar_chart(values, place=Place.HALF, blank=Bar("niet ingevuld", point(3))),
        ColumnChart(**dress(categories=names, series=(Series("a", points), Series("b", points, "som")), totals=points)),
        ColumnChart(**dress(categories=names, series=(Series("", points),), place=Place.MAIN)),
        LineChart(**dress(categories=names, series=(Series("a", points), Series("b", points)), top=100, marks=("0", "50", "100"))),
        ShareChart(**dress(names=names, stacks=(Stack("rij", points, "som"), Stack("leeg", (NOT_MEASURED,) * len(points))))),
        BudgetChart(**dress(groups=(budget_bars, ()))),
        TileMap(**dress(values=dict(zip(PROVINCES, points, strict=False)), value_head="n")),
    ]  # fmt: skip


def shapes(drawing, kind):
    return [shape for shape in drawing.contents if isinstance(shape, kind)]


def strings(drawing):
    return [shape.text for shape in shapes(drawing, String)]


def outside(drawing):
    """Shapes that leave the sheet by more than a point."""
    found = []
    for shape in drawing.contents:
        match shape:
            case Rect():
                xs, ys = (shape.x, shape.x + shape.width), (shape.y, shape.y + shape.height)
            case Line():
                xs, ys = (shape.x1, shape.x2), (shape.y1, shape.y2)
            case String():
                width = stringWidth(shape.text, shape.fontName, shape.fontSize)
                xs, ys = (shape.x, shape.x + width), (shape.y, shape.y)
            case PolyLine() | Path():
                xs, ys = tuple(shape.points[::2]) or (0,), tuple(shape.points[1::2]) or (0,)
        if min(xs) < -3 or max(xs) > drawing.width + 3 or min(ys) < -3 or max(ys) > drawing.height + 6:
            found.append((shape, min(xs), max(xs), min(ys), max(ys)))
    return found


@pytest.mark.parametrize(
    "values",
    [[], [5], [0], list(range(40)), [None] * 5, [1, 100, 1, 2], [3, None, 4], [Decimal("0.5"), 2]],
    ids=["none", "one", "nought", "forty", "all missing", "a hundred times the rest", "a gap", "decimals"],
)
def test_every_chart_stays_on_its_sheet(values):
    for chart in kinds(values):
        drawing = charts.draw(chart)

        assert outside(drawing) == [], type(chart).__name__
        assert drawing.height == int(drawing.height)


numbers = st.one_of(st.none(), st.integers(min_value=0, max_value=10**7))


@settings(deadline=None, max_examples=60)
@given(st.lists(numbers, max_size=24))
def test_any_values_stay_on_the_sheet(values):
    top = max([value or 0 for value in values], default=0) or 1
    for chart in kinds(values):
        if isinstance(chart, LineChart):
            chart = LineChart(**dress(categories=chart.categories, series=chart.series, top=top))
        assert outside(charts.draw(chart)) == [], type(chart).__name__


def test_bars_begin_at_nought_and_are_in_proportion():
    one, two, three = shapes(charts.draw(bar_chart([10, 20, 40])), Rect)

    assert one.x == two.x == three.x
    assert two.width == pytest.approx(2 * one.width, abs=0.02)
    assert three.width == pytest.approx(4 * one.width, abs=0.02)


def test_a_shared_scale_makes_bars_comparable():
    alone, shared = shapes(charts.draw(bar_chart([10])), Rect)[0], shapes(charts.draw(bar_chart([10], top=20)), Rect)[0]

    assert shared.width == pytest.approx(alone.width / 2, abs=0.02)


def test_nought_has_no_bar_but_is_printed_and_what_was_not_measured_says_so():
    drawing = charts.draw(bar_chart([0, None, 7]))

    assert len(shapes(drawing, Rect)) == 1
    assert strings(drawing)[:6] == ["naam 0", "0", "naam 1", "niet gemeten", "naam 2", "7"]


def test_what_is_missing_stands_on_its_ground():
    drawing = charts.draw(BarChart(**dress(bars=(Bar("X", MISSING),))))

    (ground,) = shapes(drawing, Rect)
    assert f"#{ground.fillColor.hexval()[2:].upper()}" == PALETTE.missing_fill
    assert "nog in te vullen" in strings(drawing)


def test_a_negative_result_runs_to_the_left_of_the_axis():
    drawing = charts.draw(bar_chart([10, -5]))

    up, down = shapes(drawing, Rect)
    (axis,) = shapes(drawing, Line)
    assert up.x == axis.x1 == pytest.approx(down.x + down.width, abs=0.02)


def test_a_line_is_broken_where_nothing_was_measured():
    chart = LineChart(
        **dress(
            categories=("a", "b", "c", "d", "e"), series=(Series("s", tuple(map(point, (1, 2, None, 4, 5)))),), top=5
        )
    )

    drawing = charts.draw(chart)

    assert [len(line.points) // 2 for line in shapes(drawing, PolyLine)] == [2, 2]
    assert [words for words in strings(drawing) if words in ("niet", "gemeten", "niet gemeten")] == ["niet gemeten"]
    assert [path.operators.count(3) for path in shapes(drawing, Path)] == [2, 2]  # a ring for each measurement
    first = shapes(drawing, PolyLine)[0]
    assert first.points[3] - first.points[1] == pytest.approx(65 / 5, abs=0.02)


def test_stacked_columns_add_up():
    chart = ColumnChart(
        **dress(
            categories=("a", "b"),
            series=(Series("x", (point(3), point(1))), Series("y", (point(1), point(1)))),
            totals=(point(4), point(2)),
        )
    )

    rects = shapes(charts.draw(chart), Rect)

    solid = [rect for rect in rects if rect.fillColor is not None]
    assert solid[0].height == pytest.approx(123 * 3 / 4, abs=0.02)
    assert solid[1].height == pytest.approx(123 / 4, abs=0.02)
    assert len(rects) == 4  # the second series is outlined, with its hatch in one path
    assert len(shapes(charts.draw(chart), Path)) == 2


def test_budget_marks_stand_where_the_budget_does():
    chart = BudgetChart(
        **dress(groups=((BudgetBar("a", point(100), point(50)), BudgetBar("b", point(20), NOT_MEASURED)),))
    )

    bar, ground, mark, other = shapes(charts.draw(chart), Rect)

    assert mark.width == 1.4 and ground.width == 4.4
    assert mark.x + 0.7 == pytest.approx(bar.x + bar.width / 2, abs=0.02)
    assert other.width == pytest.approx(bar.width / 5, abs=0.02)


@settings(deadline=None)
@given(st.floats(min_value=0.2, max_value=200), st.floats(min_value=0.2, max_value=200))
def test_hatches_stay_inside_their_rectangle_at_45_degrees(width, height):
    for (x1, y1), (x2, y2) in hatch(Box(10, 20, width, height)):
        assert min(x1, x2) >= 10 - 0.01 and max(x1, x2) <= 10 + width + 0.01
        assert min(y1, y2) >= 20 - 0.01 and max(y1, y2) <= 20 + height + 0.01
        assert x2 - x1 == pytest.approx(y1 - y2, abs=0.02)


def test_classes_of_the_map():
    def printed(values):
        return [[one.value for one in group] for group in classes([point(value) for value in values], 4)]

    assert printed([3, 1, 3, 2]) == [[1], [2], [3, 3]]
    assert printed([None, None]) == []
    assert printed([1, 2, 3, 4, 5, 6, 7, 8]) == [[1, 2], [3, 4], [5, 6], [7, 8]]
    assert (
        printed([0, 0, 0, 0, 0, 0, 9, 8, 7, 6]) == [[0] * 6, [6, 7], [8], [9]]
        or len(printed([0] * 6 + [9, 8, 7, 6])) <= 4
    )


def test_provinces_of_equal_value_have_the_same_tint():
    chart = TileMap(**dress(values={code: point(at // 2) for at, code in enumerate(PROVINCES)}, value_head="n"))

    groups = classes(list(chart.values.values()), 4)

    assert all(
        len({one.value for one in group} & {one.value for one in other}) == 0
        for group in groups
        for other in groups
        if group is not other
    )


def test_the_cover_has_a_mark_for_every_member():
    marks = CoverMarks("372 leden", (MarkGroup("a", 145, 5), MarkGroup("b", 138, 6), MarkGroup("c", 89)))

    paths = shapes(charts.draw_marks(marks, PALETTE), Path)

    assert [path.operators.count(3) for path in paths] == [140, 5, 132, 6, 89, 0]
    assert outside(charts.draw_marks(marks, PALETTE)) == []


def test_a_thousand_members_have_smaller_marks():
    many = charts.draw_marks(CoverMarks("veel", (MarkGroup("a", 1000),)), PALETTE)

    assert many.height < 300
    assert outside(many) == []


def test_the_numbers_of_every_chart_can_be_read_as_a_table():
    columns = desks().blocks[2]

    table = data_table(columns)

    assert [column.head for column in table.columns] == ["", "vrijwilligerswerk", "activiteit", "totaal"]
    assert table.rows[0].cells == ("jan", "322", "386", "708")
    assert len(table.rows) == 12
    assert data_table(desks().blocks[3]).rows[7].cells == ("aug", Value("niet gemeten", state=State.UNMEASURED))
    assert data_table(shares()).rows[2].cells == ("1 januari 2024", "145", "138", "89", "0", "372")
    assert data_table(budget()).rows[0].cells == ("Subsidies", "2.460.362", "2.421.000")
    assert [len(data_table(chart).rows) for chart in kinds([1, 2])] == [2, 3, 2, 2, 2, 2, 2, 12]


def test_a_chart_is_a_picture_with_its_letters():
    picture = charts.png(charts.draw(desks().blocks[2]))

    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 10_000


def test_the_sample_charts_print_what_they_were_given():
    drawing = charts.draw(shares())

    assert strings(drawing).count("143") == 2 and "145" in strings(drawing)
