"""Moments and stretches of time, and how a reference names them."""

import copy
import pickle
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nov.kernel.periods import Month, Period, Turn, Year, reference

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2023", Year(2023)),
        (" 2023 ", Year(2023)),
        ("2023-11", Month(2023, 11)),
        ("2023-12", Month(2023, 12)),
        ("2024-01-01", Turn(date(2024, 1, 1))),  # the turn of the year: before anything of 1 January
        ("2023-12-31", Turn(date(2024, 1, 1))),  # the end of that day: the same moment
        ("2024-01-01+", Turn(date(2024, 1, 2))),  # after 1 January
        ("2023-12-31+", Turn(date(2024, 1, 1))),
        ("2023-11-01", Turn(date(2023, 11, 2))),
        ("2024-02-29", Turn(date(2024, 3, 1))),
        ("2021/2023", Period(date(2021, 1, 1), date(2024, 1, 1))),
        ("2023/2023", Year(2023)),
        ("2018-03-01/2018-06-30", Period(date(2018, 3, 1), date(2018, 7, 1))),
        ("2023-10/2024-03", Period(date(2023, 10, 1), date(2024, 4, 1))),
        ("2023-01-01/2023-01-01", Period(date(2023, 1, 1), date(2023, 1, 2))),
    ],
)
def test_a_reference_names_a_moment_or_a_period(text, meant):
    assert reference(text) == meant


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "‘’ is geen peildatum of periode. Schrijf bijvoorbeeld 2023, 2023-11 of 2023-12-31."),
        ("gisteren", "‘gisteren’ is geen peildatum of periode. Schrijf bijvoorbeeld 2023, 2023-11 of 2023-12-31."),
        ("31-12-2023", "‘31-12-2023’ is geen peildatum of periode. Schrijf bijvoorbeeld 2023, 2023-11 of 2023-12-31."),
        ("2023-13", "‘2023-13’ is geen maand. Schrijf bijvoorbeeld 2023-11."),
        ("2023-00", "‘2023-00’ is geen maand. Schrijf bijvoorbeeld 2023-11."),
        ("2023-02-29", "‘2023-02-29’ is geen bestaande datum. Schrijf jjjj-mm-dd, bijvoorbeeld 2023-12-31."),
        ("2023/2021", "Een periode eindigt niet voor zij begint: 2023-01-01 tot 2022-01-01."),
        ("2023/", "‘’ is geen peildatum of periode. Schrijf bijvoorbeeld 2023, 2023-11 of 2023-12-31."),
        ("0000", "Het jaar 0000 kan niet kloppen. Schrijf bijvoorbeeld 2023."),
        ("9999", "Het jaar 9999 kan niet kloppen. Schrijf bijvoorbeeld 2023."),
        ("9999-12-31", "Het jaar 9999 kan niet kloppen. Schrijf bijvoorbeeld 2023."),
        ("2023/9999-12", "Het jaar 9999 kan niet kloppen. Schrijf bijvoorbeeld 2023."),
    ],
)
def test_what_is_no_reference_is_refused_in_dutch(text, why):
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        reference(text)
    assert str(refused.value) == why


@given(st.text(alphabet="0123456789-/ x", max_size=24))
def test_any_text_is_a_reference_or_a_value_error(text):
    try:
        reference(text)
    except ValueError:
        return


@given(days)
@example(date(2000, 1, 1))
@example(date(2000, 1, 2))
def test_a_moment_as_it_is_written_is_read_back(day):
    assert reference(str(Turn(day))) == Turn(day)


@given(st.integers(1900, 2100), st.integers(1, 12), st.integers(0, 40))
def test_years_months_and_stretches_are_read_back(year, month, more):
    for one in (Year(year), Month(year, month), Period(date(year, 1, 1), date(year + 1 + more, 1, 1))):
        assert reference(str(one)) == one


@given(days, st.integers(1, 4000))
def test_days_are_read_back(first, length):
    period = Period(first, first + timedelta(days=length))
    assert reference(str(period)) == period


def test_a_moment_lies_between_two_days():
    turn = Turn(date(2024, 1, 1))

    assert turn == Turn.after(date(2023, 12, 31))
    assert (turn.eve, turn.previous) == (date(2023, 12, 31), Turn(date(2023, 1, 1)))
    assert Turn(date(2023, 12, 31)) < turn
    assert Turn.after(date(2024, 2, 28)).previous == Turn.after(date(2023, 2, 28))
    assert Turn.after(date(2024, 2, 29)).previous == Turn.after(date(2023, 2, 28))


def test_a_year_is_a_period():
    year = Year(2023)

    assert (year.first, year.until, year.last) == (date(2023, 1, 1), date(2024, 1, 1), date(2023, 12, 31))
    assert (year.begin, year.end) == (Turn(date(2023, 1, 1)), Turn(date(2024, 1, 1)))
    assert (year.previous, year.next, year.number) == (Year(2022), Year(2024), 2023)
    assert [
        date(2022, 12, 31) in year,
        date(2023, 1, 1) in year,
        date(2023, 12, 31) in year,
        date(2024, 1, 1) in year,
    ] == [
        False,
        True,
        True,
        False,
    ]
    assert (str(year), repr(year)) == ("2023", "Year(2023)")


def test_equal_days_are_equal_periods():
    plain = Period(date(2023, 1, 1), date(2024, 1, 1))

    assert plain == Year(2023) == Period.inclusive(date(2023, 1, 1), date(2023, 12, 31))
    assert len({plain, Year(2023)}) == 1
    assert plain != date(2023, 1, 1)


def test_months():
    assert [str(month) for month in Period(date(2023, 11, 15), date(2024, 2, 1)).months] == ["2023-12", "2024-01"]
    assert len(list(Year(2023).months)) == 12
    assert (Month(2023, 12).next, Month(2023, 12).previous, Month(2023, 12).number) == (
        Month(2024, 1),
        Month(2022, 12),
        12,
    )
    assert (Month(2024, 2).last, Month(2023, 2).last) == (date(2024, 2, 29), date(2023, 2, 28))


def test_a_period_a_year_earlier_keeps_its_ends():
    assert Period(date(2024, 2, 29), date(2024, 4, 1)).previous == Period(date(2023, 3, 1), date(2023, 4, 1))
    assert Period(date(2024, 2, 1), date(2024, 3, 1)).previous == Month(2023, 2)


@pytest.mark.parametrize("until", [date(2023, 1, 1), date(2022, 12, 31)])
def test_a_period_without_days_is_refused(until):
    with pytest.raises(ValueError, match="eindigt niet voor zij begint"):
        Period(date(2023, 1, 1), until)


@pytest.mark.parametrize(
    "one", [Year(2023), Month(2023, 11), Period(date(2023, 1, 5), date(2023, 2, 1)), Turn(date(2024, 1, 1))]
)
def test_they_travel_to_other_processes(one):
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301
    assert copy.deepcopy(one) == one
