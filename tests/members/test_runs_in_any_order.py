"""Rounds of two people in any order, broken off halfway or repeated: every member is billed once for a year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finance.models import FiscalYear, InvoiceLine, Line
from members.contributions import draft_run, finalise_run, preview
from members.models import Contribution, ContributionRun
from members.tariffs import TariffRow, adopt_tariffs

D = date
YEARS = (2023, 2024)
STEPS = ("Bedragen bepalen", "factureren", "Contributie vastleggen")
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("draft"), st.sampled_from(YEARS), st.sampled_from(["", "SB", "AL"])),
        st.tuples(st.just("look"), st.sampled_from(YEARS), st.sampled_from(["Anouk", "Bo"])),
        st.tuples(st.just("final"), st.sampled_from(YEARS), st.sampled_from(["Anouk", "Bo", "unseen", *STEPS])),
        st.tuples(st.just("again"), st.sampled_from(YEARS), st.just("")),
        st.tuples(st.just("discard"), st.sampled_from(YEARS), st.just("")),
        st.tuples(st.just("join"), st.sampled_from(YEARS), st.sampled_from(["SB", "AL"])),
    ),
    min_size=4,
    max_size=14,
)


class BrokeOffError(Exception):
    """The machine stopped."""


@pytest.fixture
def bonds(member, categories, decision):
    """Three members, and the tariffs of two years: € 195 and € 105."""
    for year in YEARS:
        FiscalYear.objects.create(year=year)
    rows = [
        TariffRow(categories.SB, "–", Decimal(0), Decimal(195)),
        TariffRow(categories.AL, "–", Decimal(0), Decimal(105)),
    ]
    adopt_tariffs(first_day=D(2023, 1, 1), decision=decision, rows=rows)
    for name, code in (("Dambond", "SB"), ("Schaakbond", "SB"), ("Aspirant", "AL")):
        member(name, code)


def play(deeds, by, categories, member) -> int:
    """Do them one after another; how many members there are. What is refused is refused."""
    seen: dict[tuple[int, str], str] = {}
    members = 3
    for what, year, detail in deeds:
        runs = ContributionRun.objects.filter(year=year)
        draft = runs.filter(finalised_on=None).first()
        try:
            with transaction.atomic():
                if what == "draft":
                    category = getattr(categories, detail, None)
                    draft_run(year, invoice_date=D(year, 1, 31), due=D(year, 3, 1), category=category, by=by)
                elif what == "join":
                    member(f"Nieuw {members}", detail)
                    members += 1
                elif what == "again":
                    for run in runs.exclude(finalised_on=None):
                        finalise_run(run, on=D(year, 2, 2), by=by)
                elif draft and what == "look":
                    seen[year, detail] = preview(draft).mark
                elif draft and what == "discard":
                    draft.delete()
                elif draft:
                    finalise_run(draft, seen=seen.get((year, detail)), on=D(year, 2, 1), by=by, step=stops_at(detail))
        except (ValidationError, BrokeOffError):
            pass
    return members


def stops_at(detail: str):
    """Breaks off at the step with that name."""

    def step(name: str) -> None:
        if detail in STEPS and name.endswith(detail):
            raise BrokeOffError

    return step


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(deeds=DEEDS)
def test_whatever_is_done_in_whatever_order_everybody_is_billed_once(deeds, by, categories, member, bonds):
    with transaction.atomic():
        members = play(deeds, by, categories, member)
        billed = Contribution.objects.values_list("organisation", "year", "kind").annotate(n=Count("pk"))
        assert [one for one in billed if one[-1] > 1] == []

        last = [("discard", year, "") for year in YEARS] + [("draft", year, "") for year in YEARS]
        play([*last, *(("final", year, "unseen") for year in YEARS)], by, categories, member)

        assert sorted(
            Contribution.objects.values_list("year").annotate(Count("organisation", distinct=True), Count("pk"))
        ) == [(year, members, members) for year in YEARS]
        sums = [
            Contribution.objects.aggregate(sum=Sum("amount"))["sum"],
            InvoiceLine.objects.aggregate(sum=Sum("amount"))["sum"],
            Line.objects.filter(account__code="1300").aggregate(sum=Sum("debit"))["sum"],
        ]
        assert len(set(sums)) == 1
        transaction.set_rollback(True)
