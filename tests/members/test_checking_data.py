"""Once a year a member looks at its own data, behind a link, and the bureau takes over what it corrects."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from members import checking_data
from members import organisations as rules
from members.models import DataCheck, Organisation
from nov.kernel.models import Message, User
from nov.waits import corrections
from tests.members.pages import held_by, sent, text

D = date


@pytest.fixture
def one(member, organisation, clock) -> Organisation:
    """A member with a contact, another without an address, and one that is no member."""
    found = held_by(
        member("De Brug", street="Kadewal", house_number="12", place="Ede", kvk="01234567", email="info@brug.example")
    )
    rules.add_contact(found, name="Anna Bos", email="anna@brug.example")
    member("Stil")
    organisation("Geen lid", email="info@geen.example")
    return found


@pytest.fixture
def page(one, bureau) -> str:
    """The address in the mail to the contact."""
    assert (
        sent(
            bureau, "data_ask", last_day="1-6-2024", subject="Kloppen de gegevens?", text="Beste {naam}, {link}"
        ).status_code
        == 302
    )
    message = Message.objects.get()
    assert (message.to, message.body[:16]) == ("anna@brug.example", "Beste Anna Bos, ")
    return re.search(r"/leden/nakijken/\S+", message.body)[0]


def shown(client: Client, page: str) -> dict:
    """What the form of the page holds, as a browser would send it."""
    form = client.get(page).context["form"]
    held = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: "on" if value is True else value for name, value in held.items() if value not in (None, False)}


def test_who_sends_the_form_as_it_stands_confirms(one, page, client):
    assert {check.organisation.name: (check.state, check.sent_to) for check in DataCheck.objects.all()} == {
        "De Brug": ("gevraagd", "anna@brug.example"),
        "Stil": ("gevraagd", ""),
    }
    answer = client.post(page, {**shown(client, page), "name": "Anna Bos"})

    assert (answer.status_code, answer.url) == (302, page)
    assert "De gegevens kloppen." in text(client.get(page))
    one.refresh_from_db()
    assert (DataCheck.objects.get(organisation=one).state, one.verified_on) == ("bevestigd", D(2024, 4, 15))


def test_what_is_corrected_counts_once_the_bureau_takes_it_over(one, page, client, bureau, by):
    said = {**shown(client, page), "name": "Anna Bos", "street": "Dorpsplein", "listed": "on", "volunteers": "1.200"}
    assert client.post(page, {**said, "kvk": "12"}).status_code == 422
    client.post(page, {**said, "contact_name": "Bo Dam", "contact_email": "bo@brug.example"})

    check = DataCheck.objects.get(organisation=one)
    assert (check.state, check.corrections) == (
        "beoordelen",
        {
            "street": "Dorpsplein", "listed": True, "volunteers": 1200, "contact_name": "Bo Dam",
            "contact_email": "bo@brug.example",
        },
    )  # fmt: skip
    assert [(each.count, each.url) for each in corrections(by, D(2024, 4, 15))] == [
        (1, "/leden/gegevens/?stand=beoordelen")
    ]
    one.party.refresh_from_db()
    assert one.party.street == "Kadewal"
    assert "Straat Kadewal Dorpsplein" in text(bureau.get(check.get_absolute_url()))

    sent(bureau, "data_check", check.pk, verdict="ja")

    one = Organisation.objects.get(pk=one.pk)
    assert (one.party.street, one.party.kvk, one.listed, one.verified_on) == (
        "Dorpsplein",
        "01234567",
        True,
        D(2024, 4, 15),
    )
    assert [(each.person.name, each.person.email) for each in one.contacts.all()] == [("Bo Dam", "bo@brug.example")]
    assert one.strengths.get().volunteers == 1200
    assert "Het bureau heeft jullie antwoord verwerkt." in text(client.get(page))
    with pytest.raises(ValidationError, match="Hier valt niets te beoordelen: overgenomen."):
        checking_data.take_over(check, on=D(2024, 4, 16), by=by)


def test_what_is_not_taken_over_has_a_reason_and_changes_nothing(one, page, client, bureau):
    client.post(page, {**shown(client, page), "name": "Anna Bos", "place": "Rommeldam"})
    check = DataCheck.objects.get(organisation=one)

    assert sent(bureau, "data_check", check.pk, verdict="nee").status_code == 422
    sent(bureau, "data_check", check.pk, verdict="nee", why="Die plaats bestaat niet")

    check.refresh_from_db()
    one.refresh_from_db()
    assert (check.state, check.why, one.verified_on, one.party.place) == (
        "afgewezen", "Die plaats bestaat niet", None, "Ede",
    )  # fmt: skip


def test_asking_again_reminds_only_who_did_not_answer(one, page, client, by, member):
    client.post(page, {**shown(client, page), "name": "Anna Bos"})
    new = held_by(member("Nieuw", first_day=D(2024, 4, 1), email="post@nieuw.example"))
    asked = {"on": D(2024, 5, 1), "last_day": D(2024, 6, 15), "subject": "Nog eens", "text": "{organisatie} {link}"}

    assert [checking_data.ask(**asked, by=by) for _ in range(2)] == [1, 1]

    assert list(DataCheck.objects.order_by("id").values_list("organisation__name", "reminders")) == [
        ("De Brug", 0), ("Stil", 2), ("Nieuw", 1),
    ]  # fmt: skip
    assert list(Message.objects.filter(subject="Nog eens").values_list("to", flat=True)) == ["post@nieuw.example"] * 2
    assert DataCheck.objects.get(organisation=new).last_day == D(2024, 6, 15)


def test_the_link_opens_one_page_until_its_last_day(page, client, settings):
    assert client.get(page[:-3] + "aaa/").status_code == 404
    settings.NOV_TODAY = D(2024, 6, 2)
    assert client.get(page).status_code == 404
    assert not User.objects.filter(last_login__isnull=False, email="anna@brug.example").exists()
