"""How numbers, money and dates are written."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from nov.kernel import formats

N = "\u00a0"  # never broken
M = "\u2212"  # a true minus


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (9846, 0, "9.846"),
        (0, 0, "0"),
        (-7, 0, f"{M}7"),
        (1_234_567, 0, "1.234.567"),
        (Decimal("0.5"), 0, "1"),
        (Decimal("1.5"), 0, "2"),
        (Decimal("2.5"), 0, "3"),  # half up, not half to even
        (Decimal("-2.5"), 0, f"{M}3"),
        (Decimal("-0.4"), 0, "0"),  # a rounded nought has no sign
        (Decimal("1.005"), 2, "1,01"),
        (Decimal("31.25"), 1, "31,3"),
        (Decimal("3"), 1, "3,0"),
        (Fraction(1, 3), 2, "0,33"),
        (Fraction(-2, 3), 1, f"{M}0,7"),
        (Fraction(1, 200), 2, "0,01"),
    ],
)
def test_numbers(value, decimals, text):
    assert formats.number(value, decimals) == text


def test_money():
    assert formats.money(184405) == f"€{N}184.405"
    assert formats.money(Decimal("-12300.49")) == f"{M}€{N}12.300"
    assert formats.cents(565) == f"€{N}565,00"
    assert formats.cents(Decimal("-0.005")) == f"{M}€{N}0,01"
    assert formats.money(Decimal("-0.4")) == f"€{N}0"


def test_changes_percentages_and_fractions():
    assert [formats.signed(value) for value in (11, -7, 0, Decimal("0.4"))] == ["+11", f"{M}7", "0", "0"]
    assert [formats.percent(Decimal("31.25")), formats.percent(100, 0)] == ["31,3%", "100%"]
    assert [formats.fraction(Fraction(value, 100)) for value in (17, 33, 49, 70, 76)] == [
        "een zesde",
        "een derde",
        "de helft",
        "twee derde",
        "driekwart",
    ]
    assert (formats.counted(1, "lid", "leden"), formats.counted(372, "lid", "leden")) == (f"1{N}lid", f"372{N}leden")


def test_dates():
    assert formats.day(date(2023, 12, 1)) == "01-12-2023"
    assert formats.day_long(date(2023, 12, 1)) == f"1{N}december{N}2023"
    assert formats.month_name(date(2023, 10, 1)) == "oktober"
    assert formats.moment(datetime(2024, 4, 15, 14, 2, tzinfo=UTC)) == "15-04-2024 om 14.02 uur"


@given(st.fractions(min_value=-(10**6), max_value=10**6), st.integers(0, 4))
def test_rounding_is_to_the_nearest_and_away_from_nought_when_there_are_two(value, decimals):
    rounded = Fraction(formats.rounded(value, decimals))
    step = Fraction(1, 10**decimals)

    assert abs(rounded - value) <= step / 2
    assert abs(rounded - value) < step / 2 or abs(rounded) > abs(value)


def test_in_a_template():
    template = Template(
        "{% load formats %}{{ a|cents }} {{ a|money }} {{ a|number }} {{ a|number:1 }} {{ a|signed }} {{ p|percent }} "
        "{{ d|day }} {{ d|day_long }} {{ d|month_name }} {{ m|moment }}"
    )
    context = {
        "a": Decimal("-12.5"),
        "p": Decimal("31.25"),
        "d": date(2023, 12, 1),
        "m": datetime(2024, 7, 1, 22, 30, tzinfo=UTC),
    }

    assert template.render(Context(context)) == (
        f"{M}€{N}12,50 {M}€{N}13 {M}13 {M}12,5 {M}13 31,3% 01-12-2023 1{N}december{N}2023 december 02-07-2024 om 00.30 uur"
    )
