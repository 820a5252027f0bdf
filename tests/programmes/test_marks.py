"""A quality mark is awarded for the term that holds that day, and renewed later by its own organisation."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from programmes import defining
from programmes.marks import years_after
from programmes.models import QualityMark
from programmes.records import enter
from tests.programmes import making


@pytest.fixture
def term(meedoen):
    norm = making.indicator(meedoen, "meedoen.geldigheid", "Geldigheid", kind="norm", origin="norm", unit_key="jaar")
    defining.set_norm(norm, value=4, first_day=date(2019, 1, 1), source="Reglement")
    defining.set_norm(norm, value=3, first_day=date(2024, 1, 1), source="Reglement 2024")


def award(of, organisation, day, **given):
    return enter(QualityMark, programme=of, organisation=organisation, awarded_on=day, **given)


def test_a_mark_keeps_the_term_of_its_own_day(term, meedoen, organisation):
    first = award(meedoen, organisation, date(2019, 5, 1))
    second = award(meedoen, organisation, date(2024, 5, 1), renews=first)
    assert (first.valid_until, second.valid_until) == (date(2023, 5, 1), date(2027, 5, 1))
    assert [first.valid_on(day) for day in (date(2023, 4, 30), date(2023, 5, 1))] == [True, False]


def test_a_mark_before_its_award_or_without_a_term_is_refused(term, meedoen, organisation):
    first = award(meedoen, organisation, date(2020, 5, 1))
    with pytest.raises(ValidationError, match="Een verlenging komt na het keurmerk van 01-05-2020 dat zij verlengt."):
        award(meedoen, organisation, date(2019, 5, 1), renews=first)
    with pytest.raises(ValidationError, match="nog geen geldigheid van het keurmerk"):
        award(meedoen, organisation, date(2018, 5, 1))


def test_a_leap_day_becomes_the_first_of_march():
    assert (years_after(date(2024, 2, 29), 4), years_after(date(2024, 2, 29), 3)) == (
        date(2028, 2, 29),
        date(2027, 3, 1),
    )
