"""The one function that prints a reading."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nov.kernel.figures import STOCK, Figure, Reading, missing, not_applicable
from nov.kernel.printing import printed
from nov.kernel.units import BREUK, DATUM, EUR, LEDEN, PROCENT, RANG, UNITS

N, M = "\u00a0", "\u2212"


def reading(value, unit=LEDEN, mark="exact", decimals=None):
    figure = Figure("x.y", "X", unit, STOCK, lambda at: None, decimals=decimals)
    return Reading(value, mark=mark, figure=figure)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (372, LEDEN, "372"),
        (0, LEDEN, "0"),
        (184405, EUR, f"€{N}184.405"),
        (Decimal("-12.5"), EUR, f"{M}€{N}13"),
        (Decimal("31.25"), PROCENT, "31,3%"),
        (date(2027, 12, 31), DATUM, f"31{N}december{N}2027"),
        (4, RANG, "4"),
        (Fraction(17, 100), BREUK, "een zesde"),
        (Decimal("2.25"), UNITS["procentpunt"], "2,3"),
    ],
)
def test_a_value_in_the_form_of_its_unit(value, unit, text):
    assert printed(reading(value, unit)) == text


def test_what_is_not_there_is_never_a_nought():
    assert printed(missing("Nog niet gemeten.")) == "nog in te vullen"
    assert printed(not_applicable("Er waren geen deelnemers.")) == "n.v.t."


def test_a_percentage_of_nobody_says_that_there_are_no_answers():
    assert printed(not_applicable("geen antwoorden")) == "geen antwoorden"


def test_a_rough_percentage_is_not_printed_more_precisely_than_it_is_known():
    assert printed(reading(60, PROCENT, mark="bijna")) == f"bijna{N}60%"
    assert printed(reading(Decimal("31.3"), PROCENT, mark="circa")) == f"circa{N}31,3%"
    assert printed(reading(60, PROCENT)) == "60%"
    assert printed(reading(Fraction(60), PROCENT)) == "60,0%"


def test_nothing_is_not_about_nothing():
    assert [printed(reading(0), style) for style in ("circa", "bijna", "ruim")] == ["0", "0", "0"]


def test_all_and_none_of_something_have_no_decimals():
    assert [printed(reading(value, PROCENT)) for value in (100, 0, Fraction(1999, 20))] == ["100%", "0%", "100,0%"]


def test_a_recorded_mark_stands_before_the_value():
    assert printed(reading(200, mark="circa")) == f"circa{N}200"
    assert printed(reading(200, mark="afgerond")) == "200"


@pytest.mark.parametrize(
    ("value", "unit", "style", "text"),
    [
        (372, LEDEN, "eenheid", f"372{N}leden"),
        (1, LEDEN, "eenheid", f"1{N}lid"),
        (8, UNITS["uur per week"], "eenheid", f"8{N}uur per week"),
        (Decimal("31.3"), PROCENT, "eenheid", "31,3%"),
        (7, LEDEN, "woord", "zeven"),
        (20, LEDEN, "woord", "twintig"),
        (21, LEDEN, "woord", "21"),
        (-1, LEDEN, "woord", f"{M}1"),
        (11, LEDEN, "teken", "+11"),
        (-7, LEDEN, "teken", f"{M}7"),
        (Fraction(1, 2), LEDEN, "breuk", "de helft"),
        (184405, EUR, "afgerond", f"€{N}184.000"),
        (184, LEDEN, "afgerond", "180"),
    ],
)
def test_styles(value, unit, style, text):
    assert printed(reading(value, unit), style) == text


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (9846, "bijna", f"bijna{N}10.000"),
        (372, "bijna", f"bijna{N}380"),
        (235, "ruim", f"ruim{N}230"),
        (1099, "meer dan", f"meer dan{N}1.000"),
        (1100, "meer dan", f"meer dan{N}1.100"),
        (368, "minstens", f"minstens{N}360"),
        (372, "minder dan", f"minder dan{N}400"),
        (196, "circa", f"circa{N}200"),
        (12_345, "circa", f"circa{N}12.000"),
    ],
)
def test_a_mark_rounds_an_exact_value_as_the_word_promises(value, style, text):
    assert printed(reading(value), style) == text


def test_a_word_that_would_not_be_true_is_left_out():
    assert printed(reading(400), "bijna") == "400"
    assert printed(reading(1), "minder dan") == "1"
    assert printed(reading(0), "meer dan") == "0"
    assert printed(reading(date(2027, 12, 31), DATUM), "bijna") == f"31{N}december{N}2027"


PROMISES = {
    "bijna": lambda x, v: Fraction(95, 100) * v <= x < v,
    "ruim": lambda x, v: v <= x < Fraction(110, 100) * v,
    "meer dan": lambda x, v: v <= x < Fraction(110, 100) * v,
    "minstens": lambda x, v: v <= x < Fraction(110, 100) * v,
    "minder dan": lambda x, v: x < v,
    "circa": lambda x, v: Fraction(95, 100) * v <= x <= Fraction(105, 100) * v,
}


@given(st.integers(1, 10**7), st.sampled_from(sorted(PROMISES)))
def test_a_printed_mark_is_always_true(value, mark):
    text = printed(reading(value), mark)

    number = int(text.removeprefix(mark).strip(N).replace(".", ""))
    assert PROMISES[mark](value, number) if text.startswith(mark) else number == value


def test_a_style_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(ValueError, match="De schrijfwijze ‘vet’ bestaat niet. Kies uit: eenheid, woord, teken, breuk"):
        printed(reading(1), "vet")


def test_only_what_was_read_from_the_catalogue_is_printed():
    with pytest.raises(ValueError, match="Alleen wat uit de catalogus is gelezen"):
        printed(Reading(5))


def test_an_own_number_of_decimals_goes_before_the_units():
    assert printed(reading(Decimal("31.25"), PROCENT, decimals=0)) == "31%"
    assert printed(reading(Decimal("2.25"), LEDEN, decimals=2)) == "2,25"
