"""The bridge: worked out by hand, against the querysets, and over a thousand histories that nobody thought of."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import combinations

import pytest
from django.db import connection, transaction
from django.db.models import Count, F, Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finance.models import Decision
from members import corrections, expulsions, mutations
from members.headcount import Line, headcount, headcounts
from members.mergers import merge
from members.models import CategoryPeriod, Expulsion, Holder, Membership, Mutation
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
ACTS = ["join", "leave", "change", "pass_over", "resign", "merge", "expel", "reverse", "void", "correct"]
DEEDS = st.lists(st.tuples(st.sampled_from(ACTS), DAYS, CODES), min_size=1, max_size=8)


def play(history, codes, names, decision, assembly, noted) -> None:
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
                elif membership and what == "pass_over":
                    mutations.pass_over(membership, to=other, first_day=day, received_on=day, **noted)
                elif membership and what == "resign":
                    end = mutations.earliest_last_day(day)
                    mutations.resign(membership, last_day=end, reason="kosten", received_on=day, **noted)
                elif membership and what == "merge":
                    merge(membership, into=other, last_day=day, received_on=day, **noted)
                elif membership and what == "expel":
                    mutations.expel(membership, last_day=day, decision=decision, notified_on=day, **noted)
                elif what != "join":
                    afterwards(what, name, day, assembly, noted)
        except MutationError:
            pass
        if what not in ("leave", "change", "resign", "expel"):
            held = Holder.objects.live().filter(organisation__in=names).select_related("membership").order_by("during")
            present = {holder.organisation_id: holder.membership for holder in held}


def afterwards(what, name, day, assembly, noted) -> None:
    """Put right the last thing that happened to an organisation, or reverse its expulsion."""
    if what == "reverse":
        for expulsion in Expulsion.objects.filter(mutation__organisation=name, outcome=""):
            expulsions.appeal(expulsion, on=expulsion.notified_on)
            expulsions.reverse(expulsion, decision=assembly, **noted)
    last = Mutation.objects.filter(organisation=name, correction=None).exclude(kind="correctie").order_by("id").last()
    if last and what == "void":
        corrections.void(last, reason="Verkeerd", **noted)
    elif last and what == "correct":
        corrections.correct(last, effective_on=day, reason="Verkeerde dag", **noted)


STRETCHES = [Period(TURNS[0], TURNS[1]), Period(TURNS[0], TURNS[-1])]


@cache
def asked_of_querysets() -> tuple[str, tuple]:
    """One statement that counts, under a number each, the members at every turn and what happened in the stretches."""
    asked = [Membership.objects.at_turn(Turn(day)).annotate(of=Value("")) for day in TURNS]
    for during in STRETCHES:
        asked += [
            rows.annotate(of=F("category__plural"))
            for rows in (
                CategoryPeriod.objects.at_turn(during.begin),
                CategoryPeriod.objects.of_joined(during),
                CategoryPeriod.objects.of_left(during),
                CategoryPeriod.objects.changed_to(during),
                CategoryPeriod.objects.changed_from(during),
                CategoryPeriod.objects.at_turn(during.end),
            )
        ]
    each = [
        rows.order_by().annotate(place=Value(place)).values_list("place", "of").annotate(number=Count("pk"))
        for place, rows in enumerate(asked)
    ]
    return each[0].union(*each[1:], all=True).query.sql_with_params()


def seen_by_querysets(categories: list[str]) -> tuple[list[int], list[dict[str, tuple]]]:
    """The members at each turn, and per stretch what `Line.counts` says of each category."""
    with connection.cursor() as cursor:
        cursor.execute(*asked_of_querysets())
        found = {(place, of): number for place, of, number in cursor.fetchall()}
    members = [found.get((place, ""), 0) for place in range(len(TURNS))]
    firsts = range(len(TURNS), len(TURNS) + 6 * len(STRETCHES), 6)
    return members, [
        {name: tuple(found.get((first + kind, name), 0) for kind in range(6)) for name in categories}
        for first in firsts
    ]


@pytest.mark.parametrize("together", [1, 2])
@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_bridge_holds_for_every_history(data, together, by, decision, assembly, categories, pairs):
    """Per category and in total, for every pair of month turns; and the statement counts what the querysets count.

    A thousand histories: five hundred of two organisations, five hundred of two such pairs together.
    """
    history = data.draw(st.lists(DEEDS, min_size=together, max_size=together))
    codes = {code: getattr(categories, code) for code in ("VO", "VC", "SB", "AL")}
    turns = [Turn(day) for day in TURNS]
    with transaction.atomic():
        for deeds, names in zip(history, pairs, strict=False):
            play(deeds, codes, names, decision, assembly, {"by": by, "entered_on": D(2022, 6, 1)})

        found = {(one.begin.day, one.end.day): one for one in headcounts(list(combinations(turns, 2)))}

        present, seen = seen_by_querysets([category.plural for category in vars(categories).values()])
        members = dict(zip(TURNS, present, strict=True))
        totals = {stretch: one.total for stretch, one in found.items()}
        assert [line.gap for one in found.values() for line in one.lines if line.gap] == []
        assert [total for total in totals.values() if total.changed] == []
        assert {stretch: (total.begin, total.end) for stretch, total in totals.items()} == {
            (begin, end): (members[begin], members[end]) for begin, end in combinations(TURNS, 2)
        }
        assert [
            {line.name: line.counts for line in found[during.first, during.until].lines} for during in STRETCHES
        ] == seen
        transaction.set_rollback(True)


@pytest.fixture
def assembly(database) -> Decision:
    return Decision.objects.create(body="alv", date=D(2023, 6, 16), number="ALV-1", subject="Beroep")


@pytest.fixture
def pairs(organisation) -> list[list]:
    """Organisations for two histories; what happens to them is undone after each."""
    return [[organisation(f"Een {number}"), organisation(f"Ander {number}")] for number in range(2)]
