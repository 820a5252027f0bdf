"""The bridge: worked out by hand, against the querysets, and over a thousand histories that nobody thought of."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from members import mutations
from members.headcount import Line, headcount, headcounts
from members.models import Category, CategoryPeriod, Membership
from members.timeline import MutationError
from nov.kernel.periods import Period, Turn, Year

D = date


def bridge(year: int) -> dict[str, tuple]:
    """Per category that is not empty: begin, joined, left, changed in, changed out, end."""
    found = headcount(Year(year).begin, Year(year).end)
    return {line.name: line.counts for line in (*found.lines, found.total) if any(line.counts)}


@pytest.mark.parametrize(
    ("first_day", "counts"),
    [
        (D(2022, 12, 31), (1, 0, 0, 0, 0, 1)),
        (D(2023, 1, 1), (0, 1, 0, 0, 0, 1)),
        (D(2023, 12, 31), (0, 1, 0, 0, 0, 1)),
        (D(2024, 1, 1), None),
    ],
)
def test_joining_around_the_turn_of_the_year(member, first_day, counts):
    member(first_day=first_day)

    assert bridge(2023).get("Totaal") == counts


@pytest.mark.parametrize(
    ("last_day", "counts"),
    [
        (D(2022, 12, 31), None),
        (D(2023, 1, 1), (1, 0, 1, 0, 0, 0)),
        (D(2023, 12, 31), (1, 0, 1, 0, 0, 0)),
        (D(2024, 1, 1), (1, 0, 0, 0, 0, 1)),
    ],
)
def test_leaving_around_the_turn_of_the_year(member, noted, last_day, counts):
    mutations.dissolve(member(), last_day=last_day, received_on=last_day, **noted)

    assert bridge(2023).get("Totaal") == counts


def test_a_membership_of_one_day_joins_and_leaves(member, noted):
    mutations.dissolve(member(first_day=D(2023, 5, 1)), last_day=D(2023, 5, 1), received_on=D(2023, 5, 1), **noted)

    assert bridge(2023)["Totaal"] == (0, 1, 1, 0, 0, 0)


def test_joining_again_on_the_next_day_is_absent_from_that_turn(member, noted, categories, decision):
    membership = member()
    mutations.dissolve(membership, last_day=D(2022, 12, 31), received_on=D(2022, 12, 1), **noted)
    organisation = membership.holders.get().organisation
    mutations.join(organisation, category=categories.VO, first_day=D(2023, 1, 1), decision=decision, **noted)

    assert bridge(2022)["Totaal"] == (1, 0, 1, 0, 0, 0)
    assert bridge(2023)["Totaal"] == (0, 1, 0, 0, 0, 1)


@pytest.mark.parametrize(("first_day", "year"), [(D(2023, 1, 1), 2023), (D(2023, 12, 31), 2023), (D(2024, 1, 1), 2024)])
def test_a_change_of_category_counts_on_its_first_day(member, noted, categories, decision, first_day, year):
    membership = member("De Brug", "AL")
    mutations.change_category(membership, category=categories.VO, first_day=first_day, decision=decision, **noted)

    assert bridge(year) == {
        "Aspirant-leden": (1, 0, 0, 0, 1, 0),
        "Vrijwilligersorganisaties": (0, 0, 0, 1, 0, 1),
        "Totaal": (1, 0, 0, 1, 1, 1),
    }


def test_passing_over_at_the_turn_of_the_year_moves_nothing(member, organisation, noted):
    mutations.pass_over(
        member(), to=organisation("De Haven"), first_day=D(2023, 1, 1), received_on=D(2022, 11, 1), **noted
    )

    assert bridge(2022)["Totaal"] == (1, 0, 0, 0, 0, 1)
    assert bridge(2023)["Totaal"] == (1, 0, 0, 0, 0, 1)


def test_a_voided_membership_counts_nowhere(member, noted):
    from members.corrections import void

    void(member().opened_by, reason="Verkeerd", **noted)

    assert bridge(2020) == {}


def test_reasons_are_counted_at_the_last_day(member, noted, decision):
    mutations.dissolve(member("Een"), last_day=D(2023, 12, 31), received_on=D(2023, 6, 1), **noted)
    mutations.terminate(member("Twee"), last_day=D(2023, 1, 1), reason="niet_betaald", decision=decision, **noted)
    mutations.terminate(member("Drie"), last_day=D(2024, 1, 1), reason="niet_betaald", decision=decision, **noted)

    assert headcount(Turn(D(2023, 1, 1)), Turn(D(2024, 1, 1))).reasons == {
        "Fusie, overname of opheffing": 1,
        "Contributie niet voldaan": 1,
    }


def test_a_gap_is_what_the_bridge_does_not_lead_to():
    assert (Line("x", 3, 2, 1, 1, 0, 5).gap, Line("x", 3, 2, 1, 1, 0, 7).gap) == (0, 2)


def test_turns_in_the_wrong_order_are_refused(db):
    with pytest.raises(ValueError, match="De tweede peildatum ligt niet na de eerste."):
        headcount(Turn(D(2023, 1, 1)), Turn(D(2023, 1, 1)))


def test_two_years_take_one_statement(member, django_assert_num_queries):
    member()

    with django_assert_num_queries(1):
        found = headcounts([(Year(2022).begin, Year(2022).end), (Year(2023).begin, Year(2023).end)])

    assert [one.total.counts for one in found] == [(1, 0, 0, 0, 0, 1), (1, 0, 0, 0, 0, 1)]


# ------------------------------------------------------------------------------ histories at random

FIRST = D(2021, 1, 1)
# Half of the days lie around a turn of a month or of a year, where the mistakes are.
TURNS = [D(2021 + month // 12, month % 12 + 1, 1) for month in range(13)]
EDGES = [day + timedelta(days=shift) for day in TURNS for shift in (-1, 0, 1)]
DAYS = st.sampled_from(EDGES) | st.integers(0, 364).map(lambda n: FIRST + timedelta(days=n))
CODES = st.sampled_from(["VO", "VC", "SB", "AL"])
DEEDS = st.lists(
    st.tuples(st.sampled_from(["join", "leave", "change", "pass_over"]), DAYS, CODES), min_size=1, max_size=8
)


def play(history, codes, names, decision, noted) -> None:
    """Do what the rules allow of a history with two organisations; what they refuse is passed over."""
    present = {}
    for what, day, code in sorted(history, key=lambda deed: deed[1]):
        name = names[0] if code in ("VO", "VC") else names[1]
        other = names[1] if name is names[0] else names[0]
        membership = present.get(name.pk)
        try:
            with transaction.atomic():
                if what == "join":
                    present[name.pk] = mutations.join(
                        name, category=codes[code], first_day=day, decision=decision, **noted
                    )
                elif membership and what == "leave":
                    mutations.dissolve(membership, last_day=day, received_on=day, **noted)
                elif membership and what == "change":
                    mutations.change_category(
                        membership, category=codes[code], first_day=day, decision=decision, **noted
                    )
                elif membership:
                    mutations.pass_over(membership, to=other, first_day=day, received_on=day, **noted)
                    present[other.pk] = present.pop(name.pk)
        except MutationError:
            pass


def seen_by_querysets(begin: Turn, end: Turn) -> dict[str, tuple]:
    during = Period(begin.day, end.day)
    asked = (
        CategoryPeriod.objects.at_turn(begin),
        CategoryPeriod.objects.of_joined(during),
        CategoryPeriod.objects.of_left(during),
        CategoryPeriod.objects.changed_to(during),
        CategoryPeriod.objects.changed_from(during),
        CategoryPeriod.objects.at_turn(end),
    )
    return {
        category.plural: tuple(rows.filter(category=category).count() for rows in asked)
        for category in Category.objects.all()
    }


@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=st.lists(DEEDS, min_size=1, max_size=2))
def test_the_bridge_holds_for_every_history(history, db, by, decision, categories, organisation):
    """Per category and in total, for every pair of month turns; and the statement counts what the querysets count."""
    codes = {code: getattr(categories, code) for code in ("VO", "VC", "SB", "AL")}
    turns = [Turn(day) for day in TURNS]
    with transaction.atomic():
        for number, deeds in enumerate(history):
            names = [organisation(f"Een {number}"), organisation(f"Ander {number}")]
            play(deeds, codes, names, decision, {"by": by, "entered_on": D(2022, 6, 1)})
        members = {turn: Membership.objects.at_turn(turn).count() for turn in turns}

        found = headcounts(list(combinations(turns, 2)))

        assert [line.gap for one in found for line in one.lines if line.gap] == []
        assert [one for one in found if one.total.changed] == []
        assert [(one.total.begin, one.total.end) for one in found] == [
            (members[one.begin], members[one.end]) for one in found
        ]
        for one in (found[0], found[len(TURNS) - 2]):
            assert {line.name: line.counts for line in one.lines} == seen_by_querysets(one.begin, one.end)
        transaction.set_rollback(True)
