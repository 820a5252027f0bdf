"""What can happen to a membership, each rule at its edges."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from members import mutations
from members.models import Membership, Mutation
from members.timeline import MutationError

D = date


def said(error: pytest.ExceptionInfo) -> dict:
    return error.value.message_dict


def periods(membership: Membership) -> list:
    """The categories of a membership with their days, voided ones left out."""
    return [(p.category.code, p.first_day, p.last_day) for p in membership.categories.live()]


@pytest.mark.parametrize(
    ("received_on", "last_day"),
    [
        (D(2023, 12, 3), D(2023, 12, 31)),
        (D(2023, 12, 4), D(2024, 12, 31)),
        (D(2023, 1, 1), D(2023, 12, 31)),
        (D(2023, 12, 31), D(2024, 12, 31)),
    ],
)
def test_notice_of_four_weeks_before_the_end_of_the_year(received_on, last_day):
    assert mutations.earliest_last_day(received_on) == last_day


def test_join_opens_membership_holder_and_category(member, by, decision):
    membership = member("De Brug", "VC", D(2023, 1, 1))

    mutation = Mutation.objects.get()
    assert (mutation.kind, mutation.effective_on, mutation.decided_on) == ("aanmelding", D(2023, 1, 1), D(2020, 1, 6))
    assert (mutation.entered_on, mutation.by, mutation.decision) == (D(2023, 1, 1), by, decision)
    assert (membership.first_day, membership.last_day) == (D(2023, 1, 1), None)
    assert periods(membership) == [("VC", D(2023, 1, 1), None)]
    assert [h.organisation.code for h in membership.holders.all()] == ["0001"]


def test_join_while_being_a_member_is_refused_at_the_first_day(member, noted, categories, decision):
    organisation = member("De Brug", first_day=D(2023, 1, 1)).holders.get().organisation

    with pytest.raises(MutationError) as error:
        mutations.join(organisation, category=categories.VO, first_day=D(2022, 5, 1), decision=decision, **noted)

    assert said(error) == {"first_day": ["De Brug is al lid vanaf 01-01-2023."]}


def test_join_again_on_the_next_day_keeps_the_number(member, noted, categories, decision):
    membership = member("De Brug", first_day=D(2020, 1, 1))
    organisation = membership.holders.get().organisation
    mutations.dissolve(membership, last_day=D(2022, 12, 31), received_on=D(2022, 10, 1), **noted)

    again = mutations.join(organisation, category=categories.VO, first_day=D(2023, 1, 1), decision=decision, **noted)

    assert (again.first_day, again.holders.get().organisation.code) == (D(2023, 1, 1), "0001")


def test_resign_in_time_ends_with_the_year(member, noted):
    membership = member()

    mutation = mutations.resign(
        membership, last_day=D(2023, 12, 31), reason="geen_gebruik", received_on=D(2023, 12, 3), **noted
    )

    membership.refresh_from_db()
    assert (membership.last_day, membership.closed_by) == (D(2023, 12, 31), mutation)
    assert periods(membership) == [("VO", D(2020, 1, 1), D(2023, 12, 31))]
    assert (mutation.effective_on, mutation.decided_on) == (D(2023, 12, 31), D(2023, 12, 3))


@pytest.mark.parametrize("last_day", [D(2023, 12, 31), D(2024, 6, 30)])
def test_resign_too_late_or_in_mid_year_is_refused(member, noted, last_day):
    with pytest.raises(MutationError) as error:
        mutations.resign(member(), last_day=last_day, reason="kosten", received_on=D(2023, 12, 4), **noted)

    assert said(error) == {
        "last_day": [
            "Een opzegging die op 04-12-2023 binnenkomt, gaat op zijn vroegst in na 31-12-2024, en altijd aan het einde"
            " van een jaar. Kies die dag, of noem het bestuursbesluit waarmee het anders mag."
        ]
    }
    assert Mutation.objects.filter(kind="opzegging").count() == 0


def test_resign_with_a_decision_may_end_on_another_day(member, noted, decision):
    membership = member()

    mutations.resign(
        membership, last_day=D(2023, 6, 30), reason="kosten", received_on=D(2023, 6, 1), decision=decision, **noted
    )

    membership.refresh_from_db()
    assert membership.last_day == D(2023, 6, 30)


def test_leaving_twice_is_refused(member, noted):
    membership = member()
    mutations.dissolve(membership, last_day=D(2023, 6, 30), received_on=D(2023, 6, 1), **noted)

    with pytest.raises(MutationError) as error:
        mutations.dissolve(membership, last_day=D(2023, 7, 31), received_on=D(2023, 6, 1), **noted)

    assert said(error) == {
        "last_day": [
            "Het lidmaatschap is al beëindigd, met 30-06-2023 als laatste dag. Maak die mutatie eerst ongedaan."
        ]
    }


def test_a_membership_of_one_day(member, noted):
    membership = member(first_day=D(2023, 5, 1))

    mutations.dissolve(membership, last_day=D(2023, 5, 1), received_on=D(2023, 5, 1), **noted)

    assert periods(membership) == [("VO", D(2023, 5, 1), D(2023, 5, 1))]


def test_leaving_before_the_first_day_is_refused(member, noted):
    with pytest.raises(MutationError) as error:
        mutations.dissolve(member(first_day=D(2023, 5, 1)), last_day=D(2023, 4, 30), received_on=D(2023, 4, 1), **noted)

    assert said(error) == {"last_day": ["Het lidmaatschap begint pas op 01-05-2023."]}


def test_leaving_before_a_planned_change_is_refused(member, noted, categories, decision):
    membership = member()
    mutations.change_category(membership, category=categories.VC, first_day=D(2024, 1, 1), decision=decision, **noted)

    with pytest.raises(MutationError) as error:
        mutations.dissolve(membership, last_day=D(2023, 12, 31), received_on=D(2023, 6, 1), **noted)

    assert said(error) == {"last_day": ["Op 01-01-2024 is er nog een wijziging; maak die eerst ongedaan."]}


def test_terminate_not_before_its_decision(member, noted, decision):
    with pytest.raises(MutationError) as error:
        mutations.terminate(
            member(first_day=D(2019, 1, 1)), last_day=D(2020, 1, 5), reason="niet_betaald", decision=decision, **noted
        )

    assert said(error) == {"last_day": ["Het besluit is van 06-01-2020; het lidmaatschap eindigt niet eerder."]}


def test_expel_has_its_own_reason(member, noted, decision):
    mutation = mutations.expel(member(), last_day=D(2020, 1, 6), decision=decision, **noted)

    assert (mutation.kind, mutation.reason) == ("ontzetting", "handelwijze")


def test_merge_into_another_member(member, noted):
    into = member("De Haven").holders.get().organisation

    mutation = mutations.merge_into(
        member("De Brug"), into=into, last_day=D(2023, 12, 31), received_on=D(2023, 9, 1), **noted
    )

    assert (mutation.organisation.name, mutation.other, mutation.reason) == ("De Brug", into, "fusie")


def test_merge_into_a_non_member_is_refused(member, organisation, noted):
    with pytest.raises(MutationError) as error:
        mutations.merge_into(
            member(), into=organisation("De Haven"), last_day=D(2023, 12, 31), received_on=D(2023, 9, 1), **noted
        )

    assert said(error) == {
        "into": ["De Haven is op 01-01-2024 geen ander lid. Gaat het lidmaatschap over, kies dan ‘Overgang’."]
    }


def test_merge_into_itself_is_refused(member, noted):
    membership = member()

    with pytest.raises(MutationError):
        mutations.merge_into(
            membership,
            into=membership.holders.get().organisation,
            last_day=D(2023, 12, 31),
            received_on=D(2023, 9, 1),
            **noted,
        )


def test_pass_over_keeps_the_membership(member, organisation, noted):
    membership = member()
    haven = organisation("De Haven")

    mutations.pass_over(membership, to=haven, first_day=D(2023, 1, 1), received_on=D(2022, 11, 1), **noted)

    membership.refresh_from_db()
    haven.refresh_from_db()
    assert [(h.organisation.name, h.first_day, h.last_day) for h in membership.holders.live()] == [
        ("De Brug", D(2020, 1, 1), D(2022, 12, 31)),
        ("De Haven", D(2023, 1, 1), None),
    ]
    assert (membership.first_day, membership.last_day, haven.code) == (D(2020, 1, 1), None, "0002")


def test_pass_over_after_notice_keeps_the_end(member, organisation, noted):
    membership = member()
    mutations.dissolve(membership, last_day=D(2024, 12, 31), received_on=D(2023, 6, 1), **noted)

    mutations.pass_over(
        membership, to=organisation("De Haven"), first_day=D(2024, 1, 1), received_on=D(2023, 11, 1), **noted
    )

    assert [(h.organisation.name, h.last_day) for h in membership.holders.live()] == [
        ("De Brug", D(2023, 12, 31)),
        ("De Haven", D(2024, 12, 31)),
    ]


def test_pass_over_to_a_member_is_refused(member, noted):
    haven = member("De Haven").holders.get().organisation

    with pytest.raises(MutationError) as error:
        mutations.pass_over(member(), to=haven, first_day=D(2023, 1, 1), received_on=D(2022, 11, 1), **noted)

    assert said(error) == {"to": ["De Haven is zelf lid. Gaat de ander daarin op, kies dan ‘Fusie’."]}


def test_change_category_closes_one_period_and_opens_the_next(member, noted, categories, decision):
    membership = member("De Brug", "AL")

    mutations.change_category(membership, category=categories.VO, first_day=D(2023, 7, 1), decision=decision, **noted)

    assert periods(membership) == [("AL", D(2020, 1, 1), D(2023, 6, 30)), ("VO", D(2023, 7, 1), None)]


def test_change_to_the_same_category_is_refused(member, noted, categories, decision):
    with pytest.raises(MutationError) as error:
        mutations.change_category(member(), category=categories.VO, first_day=D(2023, 7, 1), decision=decision, **noted)

    assert said(error) == {"category": ["Het lid is al vrijwilligersorganisatie vanaf 01-01-2020."]}


def test_change_category_on_the_first_day_or_before_the_last_change_is_refused(member, noted, categories, decision):
    with pytest.raises(MutationError) as error:
        mutations.change_category(member(), category=categories.VC, first_day=D(2020, 1, 1), decision=decision, **noted)

    assert said(error) == {
        "first_day": ["De vorige wijziging ging in op 01-01-2020; kies een dag daarna, of corrigeer die."]
    }


def test_change_category_after_the_end_is_refused(member, noted, categories, decision):
    membership = member()
    mutations.dissolve(membership, last_day=D(2023, 6, 30), received_on=D(2023, 6, 1), **noted)

    with pytest.raises(MutationError) as error:
        mutations.change_category(
            membership, category=categories.VC, first_day=D(2023, 7, 1), decision=decision, **noted
        )

    assert said(error) == {"first_day": ["Het lidmaatschap eindigt op 30-06-2023."]}


def test_a_repeated_request_answers_with_the_first_result(member, organisation, noted, categories, decision):
    request = uuid4()
    new = {"category": categories.VO, "first_day": D(2023, 1, 1), "decision": decision, "request": request, **noted}
    brug = organisation("De Brug")

    first, second = mutations.join(brug, **new), mutations.join(brug, **new)

    assert (first.pk, Membership.objects.count()) == (second.pk, 1)


def test_a_repeated_notice_answers_with_the_first_result(member, noted):
    membership, request = member(), uuid4()
    told = {"last_day": D(2023, 6, 30), "received_on": D(2023, 6, 1), "request": request, **noted}

    assert mutations.dissolve(membership, **told) == mutations.dissolve(membership, **told)
