"""Standard letters: a text that is looked at before it goes, once, with nothing in it that is not known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from members import applications, letters, mutations
from members.models import LetterTemplate, Mutation
from members.organisations import add_contact
from nov.kernel.models import Message
from tests.members.pages import errors, held_by, text

D = date
TODAY = D(2024, 4, 15)


@pytest.mark.parametrize("kind", LetterTemplate.Kind.values)
def test_every_text_that_comes_along_can_be_filled_in(db, kind):
    template = LetterTemplate.objects.get(kind=kind)
    template.full_clean()

    assert "{" not in letters.filled(template.subject + template.body, letters.EXAMPLE)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "Beste {naam}, {voornaam}",
            "‘{voornaam}’ is er niet in deze brief. Je kunt gebruiken: {naam}, {contactpersoon}, {lidnummer}, {vandaag},"
            " {categorie}, {eerste_dag}.",
        ),
        (
            "Beste {naam.__class__}",
            "‘{naam.__class__}’ is er niet in deze brief. Je kunt gebruiken: {naam}, {contactpersoon}, {lidnummer},"
            " {vandaag}, {categorie}, {eerste_dag}.",
        ),
        (
            "Beste {naam",
            "Er staat een accolade te veel of te weinig. Schrijf een naam als {naam}, met een accolade aan elke kant.",
        ),
    ],
)
def test_a_name_that_is_not_known_is_refused_on_saving(bureau, body, said):
    url = reverse("members:letter_template", args=["welkom"])

    assert errors(bureau.post(url, {"subject": "Welkom", "body": body})) == [said]

    bureau.post(url, {"subject": "Welkom", "body": "Dag {naam}, lid {lidnummer}"})
    assert "Dag Vereniging De Brug, lid 0187" in text(bureau.get(url))


@pytest.fixture
def notice(member, noted, monkeypatch) -> Mutation:
    """A notice in time, by a member that still owes."""
    membership = member("De Brug", place="Ede")
    add_contact(held_by(membership), name="Ada Bron", email="ada@brug.example", role="algemeen", title="")
    monkeypatch.setattr(letters, "owed", lambda organisation, today: Decimal("250"))
    given = {"received_on": D(2024, 3, 3), "last_day": D(2024, 12, 31), "reason": "kosten"}
    return mutations.resign(membership, **given, by=noted["by"], entered_on=TODAY)


@pytest.mark.usefixtures("clock")
def test_the_confirmation_of_a_notice_goes_once(bureau, notice):
    page = text(bureau.get(reverse("members:letter", args=["mutatie", notice.pk])))
    assert "de opzegging van De Brug (lidnummer 0001). De laatste dag als lid is 31 december 2024." in page
    assert "staat nog open: € 250,00" in page
    assert "Bevestiging van de opzegging nog te sturen" in text(bureau.get(notice.get_absolute_url()))

    written = letters.write(notice, TODAY)
    filled = {"to": written.to, "subject": written.subject, "body": written.body}
    for _ in range(2):
        answer = bureau.post(reverse("members:letter", args=["mutatie", notice.pk]), filled)

    assert errors(answer) == [] and "Deze brief is al klaargezet" in text(answer)
    assert list(Message.objects.values_list("to", "subject")) == [
        ("ada@brug.example", "Bevestiging van jullie opzegging")
    ]
    assert "Aan ada@brug.example, wacht." in text(bureau.get(notice.get_absolute_url()))


def test_the_other_letters_say_what_happened(member, organisation, noted, categories, decision):
    one, heir = member("De Brug"), organisation("De Haven")
    passed = mutations.pass_over(one, to=heir, first_day=D(2024, 5, 1), received_on=D(2024, 4, 1), **noted)
    applied = applications.apply(organisation("Nieuw"), category=categories.VO, received_on=D(2019, 12, 1))
    declined = applications.decline(applied, decision=decision, reason="Geen vrijwilligers.")

    def body(about) -> str:
        return letters.write(about, TODAY).body.replace("\N{NO-BREAK SPACE}", " ")

    assert letters.write(passed, TODAY).subject == "Het lidmaatschap gaat over op De Haven"
    assert "Het lidmaatschap van De Brug gaat vanaf 1 mei 2024 over op De Haven." in body(passed)
    assert "vanaf 1 januari 2020 lid van NOV, als vrijwilligersorganisatie." in body(one.opened_by)
    assert "(besluit B-1 van 6 januari 2020). De reden: Geen vrijwilligers." in body(declined)
    gone = mutations.dissolve(one, last_day=D(2024, 6, 1), received_on=D(2024, 5, 1), **noted)
    with pytest.raises(ValidationError, match="Hier hoort geen standaardbrief bij"):
        letters.write(gone, TODAY)
