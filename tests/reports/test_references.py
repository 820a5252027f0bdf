"""References as authors write them, in the report of a year."""

from datetime import date

import pytest

from nov.kernel.periods import Month, Period, Turn, Year
from reports.references import is_absolute, resolve, rolled

TERM = Period(date(2021, 1, 1), date(2024, 1, 1))
PHASES = (Period(date(2021, 1, 1), date(2023, 3, 1)), Period(date(2022, 10, 1), date(2024, 1, 1)))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("", Year(2023)),
        ("jaar", Year(2023)),
        ("begin", Turn(date(2023, 1, 1))),
        ("eind", Turn(date(2024, 1, 1))),
        ("vorig", Year(2022)),
        ("vorig.begin", Turn(date(2022, 1, 1))),
        ("vorig.eind", Turn(date(2023, 1, 1))),
        ("volgend", Year(2024)),
        ("november", Month(2023, 11)),
        ("vorig.juni", Month(2022, 6)),
        ("looptijd", TERM),
        ("looptijd.begin", Turn(date(2021, 1, 1))),
        ("fase1", PHASES[0]),
        ("fase2.begin", Turn(date(2022, 10, 1))),
        ("2022", Year(2022)),
        ("2023-12-31", Turn(date(2024, 1, 1))),
        ("2021/2023", TERM),
    ],
)
def test_reference_means(written, meant):
    assert resolve(written, Year(2023), PHASES) == meant


@pytest.mark.parametrize("written", ["beginnen", "vorig.lente", "begin.begin", "23", "looptijd.mei", "eind.2023"])
def test_reference_unknown_names_what_can_be_written(written):
    with pytest.raises(ValueError, match="is geen peildatum of periode. Schrijf bijvoorbeeld @begin, @eind, @vorig"):
        resolve(written, Year(2023), PHASES)


def test_reference_to_term_needs_a_programme():
    with pytest.raises(ValueError, match="Dit hoofdstuk hoort niet bij een programma met een looptijd"):
        resolve("looptijd", Year(2023))
    with pytest.raises(ValueError, match="heeft geen fase 3, maar 2 in totaal"):
        resolve("fase3", Year(2023), PHASES)


def test_reference_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="Een periode eindigt niet voor zij begint"):
        resolve("2028/2023", Year(2023))


def test_absolute_references_are_told_apart():
    assert [one for one in ("", "begin", "vorig.mei", "2023", "2023-11", "2021/2023") if is_absolute(one)] == [
        "2023",
        "2023-11",
        "2021/2023",
    ]


@pytest.mark.parametrize(
    ("stored", "next_year"),
    [
        ("", ""),
        ("2023", "2024"),
        ("2022-01-01", "2023-01-01"),
        ("2024-01-01", "2025-01-01"),
        ("2023-11", "2024-11"),
        ("2021/2023", "2021/2023"),
        ("2018/2023", "2018/2023"),
    ],
)
def test_stored_reference_moves_along_unless_it_reaches_further(stored, next_year):
    assert rolled(stored, 1, Year(2023)) == next_year
