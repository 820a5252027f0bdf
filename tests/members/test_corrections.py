"""Putting right: what was wrong stays visible, and the periods read as if it had not been."""

from __future__ import annotations

from datetime import date

import pytest

from members import mutations
from members.corrections import correct, void
from members.models import CategoryPeriod, Holder, Membership, Mutation
from members.timeline import MutationError

D = date


@pytest.fixture
def resigned(member, noted):
    """A membership from 2020 that was given notice per the end of 2023, and the notice."""
    membership = member()
    notice = mutations.resign(membership, last_day=D(2023, 12, 31), reason="kosten", received_on=D(2023, 6, 1), **noted)
    return membership, notice


def test_a_notice_withdrawn_lets_the_membership_run_on(resigned, noted):
    membership, notice = resigned

    correction = void(notice, reason="Opzegging ingetrokken", **noted)

    membership.refresh_from_db()
    assert (membership.last_day, membership.closed_by) == (None, None)
    assert [p.last_day for p in CategoryPeriod.objects.all()] == [None]
    assert [p.last_day for p in Holder.objects.all()] == [None]
    assert (correction.corrects, correction.explanation) == (notice, "Opzegging ingetrokken")
    assert Mutation.objects.count() == 3


def test_undoing_a_join_voids_everything_it_opened(member, noted):
    membership = member()

    correction = void(membership.opened_by, reason="Verkeerde organisatie", **noted)

    for model in (Membership, Holder, CategoryPeriod):
        assert [row.voided_by for row in model.objects.all()] == [correction]
        assert model.objects.live().count() == 0


def test_undoing_a_join_with_later_mutations_is_refused(resigned, noted):
    membership, notice = resigned

    with pytest.raises(MutationError) as error:
        void(membership.opened_by, reason="Verkeerd", **noted)

    assert error.value.messages == [
        "Maak eerst de latere mutatie ongedaan: Opzegging door het lid De Brug per 31-12-2023."
    ]


def test_undoing_a_change_of_category_restores_the_former_one(member, noted, categories, decision):
    membership = member()
    change = mutations.change_category(
        membership, category=categories.VC, first_day=D(2023, 7, 1), decision=decision, **noted
    )
    mutations.resign(membership, last_day=D(2024, 12, 31), reason="kosten", received_on=D(2024, 1, 1), **noted)

    void(change, reason="Verkeerd lid", **noted)

    assert [(p.category.code, p.first_day, p.last_day) for p in CategoryPeriod.objects.live()] == [
        ("VO", D(2020, 1, 1), D(2024, 12, 31))
    ]


def test_undoing_the_first_of_two_changes_is_refused(member, noted, categories, decision):
    membership = member()
    new = {"decision": decision, **noted}
    first = mutations.change_category(membership, category=categories.VC, first_day=D(2023, 7, 1), **new)
    mutations.change_category(membership, category=categories.VO, first_day=D(2023, 10, 1), **new)

    with pytest.raises(MutationError) as error:
        void(first, reason="Verkeerd lid", **noted)

    assert error.value.messages == ["Maak eerst de latere mutatie ongedaan: Andere categorie De Brug per 01-10-2023."]


def test_undoing_a_passing_over_returns_the_membership(member, organisation, noted):
    membership = member()
    passing = mutations.pass_over(
        membership, to=organisation("De Haven"), first_day=D(2023, 1, 1), received_on=D(2022, 11, 1), **noted
    )

    void(passing, reason="Ging niet door", **noted)

    assert [(h.organisation.name, h.last_day) for h in Holder.objects.live()] == [("De Brug", None)]


def test_undoing_twice_is_refused(resigned, noted):
    void(resigned[1], reason="Ingetrokken", **noted)

    with pytest.raises(MutationError) as error:
        void(resigned[1], reason="Ingetrokken", **noted)

    assert error.value.messages == ["Deze mutatie is al ongedaan gemaakt."]


def test_a_correction_is_not_corrected(resigned, noted):
    correction = void(resigned[1], reason="Ingetrokken", **noted)

    with pytest.raises(MutationError) as error:
        void(correction, reason="Toch niet", **noted)

    assert error.value.messages == ["Een correctie wordt niet zelf gecorrigeerd. Voer de mutatie opnieuw in."]


def test_undoing_without_a_reason_is_refused(resigned, noted):
    with pytest.raises(MutationError) as error:
        void(resigned[1], reason=" ", **noted)

    assert error.value.message_dict == {"reason": ["Schrijf op waarom dit wordt gecorrigeerd."]}


def test_undoing_a_departure_after_joining_again_is_refused(resigned, noted, categories, decision):
    membership, notice = resigned
    organisation = membership.holders.get().organisation
    mutations.join(organisation, category=categories.VO, first_day=D(2024, 5, 1), decision=decision, **noted)

    with pytest.raises(MutationError) as error:
        void(notice, reason="Ingetrokken", **noted)

    assert error.value.messages == ["De Brug is opnieuw lid vanaf 01-05-2024."]


def test_correcting_the_first_day_makes_a_new_membership(member, noted):
    wrong = member(first_day=D(2020, 1, 1)).opened_by

    right = correct(wrong, effective_on=D(2020, 7, 1), reason="Brief gevonden", **noted)

    assert [m.first_day for m in Membership.objects.live()] == [D(2020, 7, 1)]
    assert [m.kind for m in Mutation.objects.order_by("id")] == ["aanmelding", "correctie", "aanmelding"]
    assert (right.effective_on, right.decision, right.entered_on) == (D(2020, 7, 1), wrong.decision, D(2023, 6, 1))


def test_correcting_keeps_the_rules_of_the_mutation(resigned, noted):
    membership, notice = resigned

    with pytest.raises(MutationError) as error:
        correct(notice, effective_on=D(2023, 11, 30), reason="Typefout", **noted)

    assert list(error.value.message_dict) == ["effective_on"]
    membership.refresh_from_db()
    assert (membership.last_day, Mutation.objects.count()) == (D(2023, 12, 31), 2)


@pytest.mark.parametrize(
    "kind", ["resign", "terminate", "expel", "dissolve", "merge_into", "change_category", "pass_over"]
)
def test_every_kind_can_be_corrected(kind, member, organisation, noted, categories, decision):
    membership = member()
    told = {"received_on": D(2022, 6, 1), **noted}
    decided = {"decision": decision, **noted}
    wrong, right = D(2022, 12, 31), D(2023, 12, 31)
    made = {
        "resign": lambda m: mutations.resign(m, last_day=wrong, reason="kosten", **told),
        "terminate": lambda m: mutations.terminate(m, last_day=wrong, reason="niet_betaald", **decided),
        "expel": lambda m: mutations.expel(m, last_day=wrong, **decided),
        "dissolve": lambda m: mutations.dissolve(m, last_day=wrong, **told),
        "merge_into": lambda m: mutations.merge_into(
            m, into=member("De Haven").holders.get().organisation, last_day=wrong, **told
        ),
        "change_category": lambda m: mutations.change_category(m, category=categories.VC, first_day=wrong, **decided),
        "pass_over": lambda m: mutations.pass_over(m, to=organisation("De Haven"), first_day=wrong, **told),
    }[kind](membership)

    again = correct(made, effective_on=right, reason="Typefout", **noted)

    same = ("kind", "reason", "other", "decision", "received_on", "decided_on")
    assert again.effective_on == right
    assert [getattr(again, name) for name in same] == [getattr(made, name) for name in same]


def test_correcting_to_the_same_day_is_refused(resigned, noted):
    with pytest.raises(MutationError) as error:
        correct(resigned[1], effective_on=D(2023, 12, 31), reason="Typefout", **noted)

    assert error.value.message_dict == {"effective_on": ["De mutatie gaat al in op 31-12-2023."]}
