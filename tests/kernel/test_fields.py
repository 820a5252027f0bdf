# ruff: noqa: DTZ001  a spreadsheet's moments have no time zone
"""What Dutch people type, and what is refused with which words."""

import contextlib
from datetime import date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from nov.kernel import formats
from nov.kernel.forms import CountField, DayField, MoneyField, NumberField
from nov.kernel.forms.fields import parsed_number


def refusal(field, value):
    with pytest.raises(ValidationError) as refused:
        field.clean(value)
    return refused.value.messages


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31-12-2023", date(2023, 12, 31)),
        ("1-3-2024", date(2024, 3, 1)),
        (" 29-02-2024 ", date(2024, 2, 29)),
        ("2023-12-31", date(2023, 12, 31)),
        (date(2023, 12, 31), date(2023, 12, 31)),
        (datetime(2023, 12, 31, 14, 0), date(2023, 12, 31)),
    ],
)
def test_a_day_is_read(text, day):
    assert DayField().clean(text) == day


@pytest.mark.parametrize(
    "text", ["31-12-23", "12/31/2023", "29-02-2023", "31-13-2023", "gisteren", "2023-1-1", "٣١-12-2023"]
)
def test_what_is_no_day_is_refused(text):
    assert refusal(DayField(), text) == [
        f"‘{text}’ is geen datum. Schrijf dag, maand en jaar, bijvoorbeeld 31-12-2023."
    ]


def test_a_year_that_cannot_be_is_refused():
    assert refusal(DayField(), "01-01-0203") == ["Het jaar 203 kan niet kloppen. Kijk de datum na."]
    assert refusal(DayField(), "01-01-2900") == ["Het jaar 2900 kan niet kloppen. Kijk de datum na."]


def test_an_optional_day_may_be_empty():
    assert DayField(required=False).clean("") is None


def test_a_day_is_shown_as_it_is_typed():
    class Form(forms.Form):
        on = DayField()

    assert 'value="31-12-2023"' in str(Form(initial={"on": date(2023, 12, 31)})["on"])
    assert 'value="3-1-24"' in str(Form({"on": "3-1-24"})["on"])


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234,56", "1234.56"),
        ("1234,56", "1234.56"),
        ("1234,5", "1234.5"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("1234.56", "1234.56"),
        ("0,5", "0.5"),
        ("€ 1.234,56", "1234.56"),
        ("€\u00a01.234,56", "1234.56"),
        ("-12,50", "-12.50"),
        ("−€\u00a012,50", "-12.50"),
        ("€ -12,50", "-12.50"),
        (Decimal("12.50"), "12.50"),
        (5, "5"),
    ],
)
def test_an_amount_is_read(text, amount):
    assert MoneyField().clean(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text", ["1.23.456", "1,234.56", "12,", ",5", "1e5", "NaN", "Infinity", "twaalf", "1.2345", "--5", "٣"]
)
def test_what_is_no_amount_is_refused(text):
    assert refusal(MoneyField(), text) == [f"‘{text}’ is geen bedrag. Vul een bedrag in, bijvoorbeeld 1.234,56."]


@pytest.mark.parametrize("value", ["1,005", "12,345", Decimal("1.005")])
def test_a_third_decimal_is_refused_and_never_rounded(value):
    assert refusal(MoneyField(), value) == ["Een bedrag heeft ten hoogste twee cijfers achter de komma."]


def test_an_amount_larger_than_the_column_is_refused():
    assert MoneyField().clean("999.999.999.999,99") == Decimal("999999999999.99")
    assert len(refusal(MoneyField(), "1.000.000.000.000,00")) == 1


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity")])
def test_an_amount_is_a_number(value):
    assert len(refusal(MoneyField(), value)) == 1


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=2))
def test_an_amount_as_it_is_printed_is_read_back(amount):
    assert MoneyField().clean(formats.cents(amount)) == amount


@given(st.integers(-(10**9), 10**9))
def test_a_number_as_it_is_printed_is_read_back(number):
    assert CountField(min_value=None).clean(formats.number(number)) == number


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_refused(text):
    found = parsed_number(text)
    assert found is None or found.is_finite()


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_refused(text):
    with contextlib.suppress(ValidationError):
        assert DayField(required=False).clean(text) is None or len(text) >= 8


@pytest.mark.parametrize(("text", "count"), [("10", 10), ("9.846", 9846), (" 0 ", 0), (12, 12), (Decimal("12"), 12)])
def test_a_count_is_read(text, count):
    assert CountField().clean(text) == count


@pytest.mark.parametrize("text", ["1o", "1,5", "1.5", "", "tien"])
def test_what_is_no_count_is_refused(text):
    expected = (
        f"‘{text}’ is geen heel getal. Vul een heel getal in, bijvoorbeeld 10." if text else "Dit veld is verplicht."
    )
    assert refusal(CountField(), text) == [expected]


def test_a_count_is_not_negative_and_fits_in_its_column():
    assert len(refusal(CountField(), "-1")) == 1
    assert len(refusal(CountField(), "2.147.483.648")) == 1
    assert CountField(min_value=None).clean("-1") == -1


def test_a_number_has_a_comma_and_its_own_number_of_decimals():
    assert NumberField(decimals=3).clean("12,125") == Decimal("12.125")
    assert NumberField(decimals=1).clean("31,3") == Decimal("31.3")
    assert len(refusal(NumberField(decimals=1), "31,33")) == 1


def test_an_amount_is_shown_with_a_comma():
    class Form(forms.Form):
        fee = MoneyField()

    assert 'value="1.234,50"' in str(Form(initial={"fee": Decimal("1234.5")})["fee"])
