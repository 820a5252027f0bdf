"""The ways a membership ends that take more than one day: expulsion with its appeal, mergers, aspirants, and terms of notice."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from finance.models import Decision
from members import expulsions, mutations
from members.corrections import correct, void
from members.headcount import headcount
from members.mergers import merge
from members.models import CategoryPeriod, Expulsion, Holder, Mutation, NoticeNorm
from members.timeline import MutationError
from nov.kernel.periods import Year
from nov.waits import aspirants
from nov.waits import expulsions as waiting
from tests.members.pages import errors, held_by, sent, text

D = date


@pytest.fixture
def assembly(database) -> Decision:
    return Decision.objects.create(body="alv", date=D(2023, 6, 16), number="ALV-1", subject="Beroep")


@pytest.fixture
def expelled(member, noted):
    board = Decision.objects.create(body="bestuur", date=D(2023, 3, 1), number="B-9", subject="Ontzetting")
    mutation = mutations.expel(member(), last_day=D(2023, 4, 30), decision=board, notified_on=D(2023, 3, 31), **noted)
    return mutation.expulsion


def at(found: Expulsion) -> tuple:
    """How far an expulsion is: outcome, first and last moment of the suspension."""
    found.refresh_from_db()
    return found.outcome, found.suspended.lower, found.suspended.upper


def members(day: date) -> int:
    return Holder.objects.on(day).count()


def said(error: pytest.ExceptionInfo) -> dict:
    return error.value.message_dict


# ------------------------------------------------------------------------------------ expulsion


def test_who_is_expelled_is_suspended_and_may_appeal_for_a_month(expelled):
    assert (expelled.appeal_until, at(expelled)) == (D(2023, 4, 30), ("", D(2023, 3, 31), None))


def test_a_reversal_restores_the_membership_visibly(expelled, noted, assembly):
    expulsions.appeal(expelled, on=D(2023, 4, 30))
    assert (members(D(2023, 5, 1)), headcount(Year(2023).begin, Year(2023).end).total.left) == (0, 1)

    correction = expulsions.reverse(expelled, decision=assembly, **noted)

    assert (members(D(2023, 5, 1)), headcount(Year(2023).begin, Year(2023).end).total.left) == (1, 0)
    assert (correction.kind, correction.corrects, correction.explanation) == (
        "correctie",
        expelled.mutation,
        "De ALV vernietigde de ontzetting (ALV-1, 16-06-2023)",
    )
    assert at(expelled) == ("vernietigd", D(2023, 3, 31), D(2023, 6, 16))


def test_an_expulsion_that_is_upheld_stands(expelled, assembly):
    expulsions.appeal(expelled, on=D(2023, 4, 3))
    expulsions.uphold(expelled, decision=assembly)

    assert (members(D(2023, 5, 1)), at(expelled)) == (0, ("bekrachtigd", D(2023, 3, 31), D(2023, 6, 17)))


def test_nobody_decides_what_was_not_appealed(expelled, decision, assembly):
    with pytest.raises(MutationError) as error:
        expulsions.uphold(expelled, decision=assembly)
    assert said(error) == {"what": ["Leg eerst vast wanneer het beroep binnenkwam."]}

    with pytest.raises(MutationError) as error:
        expulsions.appeal(expelled, on=D(2023, 5, 1))
    assert said(error) == {"on": ["Beroep kan van 31-03-2023 tot en met 30-04-2023."]}

    with pytest.raises(MutationError) as error:
        expulsions.no_appeal(expelled, on=D(2023, 4, 30))
    assert said(error) == {"what": ["Beroep kan nog tot en met 30-04-2023."]}

    assert list(waiting(None, D(2023, 4, 30))) == []
    assert [one.about for one in waiting(None, D(2023, 5, 1))] == [
        "De Brug: beroep staat open, termijn tot en met 30-04-2023."
    ]
    expulsions.no_appeal(expelled, on=D(2023, 5, 1))
    assert at(expelled) == ("geen_beroep", D(2023, 3, 31), D(2023, 5, 1))


def test_the_board_does_not_decide_on_an_appeal(expelled, decision):
    expulsions.appeal(expelled, on=D(2023, 4, 3))

    with pytest.raises(MutationError) as error:
        expulsions.uphold(expelled, decision=decision)

    assert said(error) == {"decision": ["Over een beroep beslist de ALV; kies een besluit daarvan."]}


def test_an_expulsion_that_is_undone_suspends_nobody(expelled, noted):
    void(expelled.mutation, reason="Verkeerde organisatie", **noted)

    assert at(expelled) == ("ingetrokken", D(2023, 3, 31), D(2023, 6, 1))


def test_another_last_day_keeps_the_appeal(expelled, noted):
    expulsions.appeal(expelled, on=D(2023, 4, 3))

    again = correct(expelled.mutation, effective_on=D(2023, 5, 31), reason="Typefout", **noted)

    assert (again.expulsion.notified_on, again.expulsion.appealed_on) == (D(2023, 3, 31), D(2023, 4, 3))
    assert (again.explanation, at(expelled)[0]) == ("Typefout", "ingetrokken")


@pytest.mark.usefixtures("clock")
def test_the_appeal_on_its_page(visit, expelled, assembly):
    director = visit("bureau", "directeur")

    assert errors(sent(director, "expulsion", expelled.pk, what="beroep", on="")) == [
        "Vul in wanneer het beroep binnenkwam."
    ]
    sent(director, "expulsion", expelled.pk, what="beroep", on="3-4-2023")
    sent(director, "expulsion", expelled.pk, what="vernietigd", decision=assembly.pk)

    page = text(director.get(expelled.mutation.get_absolute_url()))
    assert members(D(2024, 4, 15)) == 1
    assert "Kennisgeving ontvangen 31 maart 2023; beroep bij de ALV tot en met 30 april 2023." in page
    assert (
        "Beroep ontvangen 3 april 2023. Door de ALV vernietigd op 16 juni 2023 (ALV-1). Geschorst vanaf 31 maart 2023 tot"
        " en met 15 juni 2023."
    ) in page


# --------------------------------------------------------------------------------------- notice


def test_another_term_of_notice_by_decision(member, noted, decision):
    NoticeNorm.objects.create(weeks=13, first_day=D(2023, 1, 1), decision=decision)

    assert [mutations.notice_weeks(day) for day in (D(2022, 12, 31), D(2023, 1, 1))] == [4, 13]
    with pytest.raises(MutationError, match="op zijn vroegst in na 31-12-2024"):
        mutations.resign(member(), last_day=D(2023, 12, 31), reason="kosten", received_on=D(2023, 10, 2), **noted)


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(("received", "last_day"), [("3-12-2023", D(2023, 12, 31)), ("4-12-2023", D(2024, 12, 31))])
def test_the_last_day_follows_from_the_day_of_receipt(bureau, member, received, last_day):
    membership = member()

    sent(bureau, "resign", held_by(membership).pk, received_on=received, last_day="", reason="kosten", decision="")

    membership.refresh_from_db()
    assert membership.last_day == last_day


# -------------------------------------------------------------------------------------- mergers


def merged(membership, into, noted, **more) -> str:
    return merge(membership, into=into, last_day=D(2023, 6, 30), received_on=D(2023, 6, 1), **more, **noted).kind


def bridge() -> tuple:
    total = headcount(Year(2023).begin, Year(2023).end).total
    assert total.gap == 0
    return total.begin, total.joined, total.left, total.end


def test_into_a_member_one_leaves(member, noted):
    one, other = member("Een"), member("Twee")

    assert (merged(one, held_by(other), noted), bridge()) == ("fusie", (2, 0, 1, 1))


def test_into_a_body_that_is_no_member_nobody_leaves(member, organisation, noted):
    assert (merged(member("Een"), organisation("Nieuw"), noted), bridge()) == ("overgang", (1, 0, 0, 1))


def test_two_into_a_new_body_one_passes_over_and_one_leaves(member, organisation, noted):
    one, other, new = member("Een"), member("Twee"), organisation("Nieuw")

    kind = merged(one, new, noted, together_with=held_by(other))

    assert (kind, bridge()) == ("overgang", (2, 0, 1, 1))
    assert [holder.organisation for holder in Holder.objects.on(D(2023, 7, 1))] == [new]
    with pytest.raises(MutationError, match="Maak eerst de latere mutatie ongedaan"):
        void(Mutation.objects.get(kind="overgang"), reason="Toch niet", **noted)


@pytest.mark.parametrize(
    ("into", "together", "where"),
    [("Twee", "Drie", "together_with"), ("Nieuw", "Nieuw", "together_with"), ("Nieuw", "Een", "together_with")],
)
def test_a_merger_that_does_not_fit(member, organisation, noted, into, together, where):
    by_name = {name: held_by(member(name)) for name in ("Een", "Twee", "Drie")} | {"Nieuw": organisation("Nieuw")}
    one = by_name["Een"].held.get().membership

    with pytest.raises(MutationError) as error:
        merged(one, by_name[into], noted, together_with=by_name[together])

    assert (list(said(error)), bridge()) == ([where], (3, 0, 0, 3))


# ------------------------------------------------------------------------------------- aspirants


@pytest.mark.usefixtures("clock")
def test_an_aspirant_past_its_time(bureau, member, noted, categories, decision):
    late = member("Laat", "AL", D(2022, 4, 15))
    member("Vroeg", "AL", D(2022, 4, 16))
    member("Gewoon", "VO", D(2010, 1, 1))

    found = CategoryPeriod.objects.too_long(D(2024, 4, 15))
    assert [one.membership for one in found] == [late]
    listed = text(bureau.get(reverse("members:organisations"), {"langer": "ja"}))
    assert ("Laat" in listed, "Vroeg" in listed, "1 van 3 organisaties" in listed) == (True, False, True)
    assert [(one.what, one.about) for one in aspirants(None, D(2024, 4, 15))] == [
        ("Aspiranten die gewoon lid worden of vertrekken", "Het eerste is te lang aspirant-lid sinds 15-04-2024.")
    ]

    mutations.change_category(late, category=categories.VO, first_day=D(2024, 4, 1), decision=decision, **noted)
    assert list(CategoryPeriod.objects.too_long(D(2024, 4, 15))) == []
