"""Applications: what is looked at, what the board decides, and what the general meeting may still do."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from finance.models import Decision
from members import applications
from members.models import Application, Holder, Mutation
from members.timeline import MutationError
from nov.kernel.models import User

D = date


@pytest.fixture
def board(database) -> Decision:
    return Decision.objects.create(body="bestuur", date=D(2024, 3, 5), number="B-24-3", subject="Toelating De Brug")


@pytest.fixture
def meeting(database) -> Decision:
    return Decision.objects.create(body="alv", date=D(2024, 6, 20), number="ALV-24-1", subject="Alsnog toelaten")


@pytest.fixture
def pending(organisation, categories) -> Application:
    return applications.apply(organisation(), category=categories.VO, received_on=D(2024, 2, 1))


@pytest.fixture
def ready(pending) -> Application:
    pending.statutes_seen_on, pending.kvk_seen_on = D(2024, 2, 8), D(2024, 2, 9)
    pending.save()
    return pending


def admit(application, decision, by):
    noted = {"by": by, "entered_on": D(2024, 3, 6)}
    return applications.admit(application, decision=decision, first_day=D(2024, 4, 1), **noted)


def said(caught) -> dict[str, list[str]]:
    return caught.value.message_dict


def test_the_board_admits_and_the_mutation_has_its_three_dates(ready, board, by):
    membership = admit(ready, board, by)
    ready.refresh_from_db()
    assert (ready.state, ready.decision, ready.membership) == ("Toegelaten", board, membership)
    mutation = Mutation.objects.get()
    assert (mutation.kind, mutation.received_on, mutation.decided_on, mutation.effective_on, mutation.entered_on) == (
        "aanmelding", D(2024, 2, 1), D(2024, 3, 5), D(2024, 4, 1), D(2024, 3, 6)
    )  # fmt: skip


def test_nobody_is_admitted_before_statutes_and_extract_were_seen(pending, board, by):
    with pytest.raises(MutationError) as caught:
        admit(pending, board, by)
    assert said(caught) == {"": ["Leg eerst vast wanneer de statuten en het KvK-uittreksel zijn bekeken."]}
    assert not Holder.objects.exists()


def test_only_the_board_admits_at_first(ready, meeting, by):
    with pytest.raises(MutationError) as caught:
        admit(ready, meeting, by)
    assert said(caught) == {"decision": ["Hierover beslist het bestuur; kies een besluit daarvan."]}


def test_a_decision_from_before_the_application_is_another_one(ready, decision, by):
    with pytest.raises(MutationError) as caught:
        admit(ready, decision, by)
    assert said(caught) == {
        "decision": ["Het besluit is van voor de aanmelding, die op 01-02-2024 binnenkwam."],
    }


def test_what_the_board_declined_the_general_meeting_admits(ready, board, meeting, by):
    applications.decline(ready, decision=board, reason="Geen vrijwilligersorganisatie")
    with pytest.raises(MutationError) as caught:
        admit(ready, board, by)
    assert said(caught) == {"": ["Over deze aanmelding is al beslist: afgewezen."]}
    membership = applications.admit_after_all(
        ready, decision=meeting, first_day=D(2024, 7, 1), by=by, entered_on=D(2024, 6, 21)
    )
    ready.refresh_from_db()
    assert (ready.state, ready.outcome, ready.membership) == ("Alsnog toegelaten", "afgewezen", membership)
    assert membership.opened_by.decision == meeting


def test_what_was_not_declined_the_general_meeting_has_no_say_in(ready, meeting, by):
    with pytest.raises(MutationError) as caught:
        applications.admit_after_all(ready, decision=meeting, first_day=D(2024, 7, 1), by=by, entered_on=D(2024, 7, 1))
    assert said(caught) == {"decision": ["Alleen een afgewezen aanmelding kan de ALV alsnog toelaten."]}


def test_one_application_at_a_time_and_none_of_a_member(pending, ready, board, by, categories):
    with pytest.raises(ValidationError) as caught:
        applications.apply(pending.organisation, category=categories.VO, received_on=D(2024, 2, 2))
    assert caught.value.messages == ["Er is al een aanmelding van deze organisatie in behandeling."]
    admit(ready, board, by)
    with pytest.raises(MutationError) as caught:
        applications.apply(pending.organisation, category=categories.VO, received_on=D(2024, 5, 1))
    assert said(caught) == {"received_on": ["De Brug is al lid sinds 01-04-2024."]}


@pytest.mark.parametrize(
    ("change", "guard"),
    [
        ("outcome = 'ingetrokken'", "application_reason"),
        ("outcome = 'afgewezen', reason = 'x'", "application_decided_by_board"),
        ("outcome = 'toegelaten', decision_id = {board}", "application_admitted_is_member"),
        ("outcome = 'toegelaten', decision_id = {board}, membership_id = {membership}, kvk_seen_on = NULL",
         "application_seen_before_admitted"),
        ("outcome = 'ingetrokken', reason = 'x', overruled_by_id = {board}, membership_id = {membership}",
         "application_overruled_when_declined"),
    ],
)  # fmt: skip
def test_the_database_holds_what_the_rules_say(ready, board, member, change, guard):
    membership = member("De Ander")
    written = change.format(board=board.pk, membership=membership.pk)
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE members_application SET {written} WHERE id = %s", [ready.pk])  # noqa: S608
    assert caught.value.__cause__.diag.constraint_name == guard


def test_the_database_takes_what_the_rules_allow(ready, board, member):
    membership = member("De Ander")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE members_application SET outcome = 'toegelaten', decision_id = %s, membership_id = %s WHERE id = %s",
            [board.pk, membership.pk, ready.pk],
        )
        assert cursor.rowcount == 1


def test_what_was_decided_is_not_assessed_any_more(ready, board, categories):
    applications.decline(ready, decision=board, reason="Geen vrijwilligersorganisatie")
    with pytest.raises(MutationError) as caught:
        applications.assess(
            ready, category=categories.VC, statutes_seen_on=None, kvk_seen_on=None, remark="toch een ander soort lid"
        )
    assert said(caught) == {"": ["Over deze aanmelding is al beslist: afgewezen."]}
    ready.refresh_from_db()
    assert ready.category == categories.VO


def test_the_bureau_takes_an_application_from_the_organisation_to_membership(organisation, categories, board, settings):
    settings.NOV_TODAY = D(2024, 3, 6)
    brug = organisation()
    bureau = Client()
    user = User.objects.create_user("bo@example.org", "wachtwoord-van-bo", name="Bo", roles=["bureau"])
    bureau.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    given = {"category": categories.VO.pk, "received_on": "01-02-2024", "remark": ""}
    answer = bureau.post(reverse("members:application_new", args=[brug.pk]), given)
    application = Application.objects.get()
    assert answer.url == application.get_absolute_url()

    page = bureau.get(application.get_absolute_url()).content.decode()
    assert ">Toelaten<" not in page and "Toelaten kan zodra beide bekeken zijn." in page
    seen = {"category": categories.VO.pk, "statutes_seen_on": "08-02-2024", "kvk_seen_on": "09-02-2024", "remark": ""}
    bureau.post(reverse("members:application_assess", args=[application.pk]), seen)
    assert ">Toelaten<" in bureau.get(application.get_absolute_url()).content.decode()

    admitted = {"decision": board.pk, "first_day": "01-04-2024", "explanation": ""}
    answer = bureau.post(reverse("members:application_admit", args=[application.pk]), admitted)
    assert answer.status_code == 302
    assert Holder.objects.get().first_day == D(2024, 4, 1)
    listed = bureau.get(reverse("members:applications") + "?uitkomst=toegelaten").content.decode()
    assert "De Brug" in listed
    assert "De Brug" not in bureau.get(reverse("members:applications") + "?uitkomst=open").content.decode()
