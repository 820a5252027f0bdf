"""The pages of Leden as the bureau meets them: forms with their messages, lists, the timeline."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse

from finance.models import Decision, FiscalYear
from members import mutations
from members.applications import apply
from members.contributions import draft_run, finalise_run
from members.models import (
    AgendaItem,
    Appointment,
    CategoryPeriod,
    Contact,
    DataCheck,
    DeclaredBase,
    Meeting,
    Municipality,
    Mutation,
    Organisation,
    Person,
)
from members.organisations import add_contact, register
from members.tariffs import TariffRow, adopt_tariffs
from tests.members.pages import TODAY, errors, held_by, sent, text

D = date
pytestmark = pytest.mark.usefixtures("clock")


# ----------------------------------------------------------------------------------------------- deeds


def test_an_organisation_is_entered_and_becomes_a_member(bureau, decision, categories):
    answer = sent(
        bureau, "organisation_new", name="De Brug", sector="welzijn", municipality=Municipality.objects.get(name="Ede").pk,
        kvk="00123456", email="info@debrug.example", place="Ede",
    )  # fmt: skip
    organisation = Organisation.objects.get()
    assert answer.url == organisation.get_absolute_url()

    sent(
        bureau, "join", organisation.pk, category=categories.VO.pk, decision=decision.pk, first_day="1-5-2024",
        received_on="",
    )  # fmt: skip

    mutation = Mutation.objects.get()
    assert (mutation.kind, mutation.effective_on, mutation.entered_on) == ("aanmelding", D(2024, 5, 1), TODAY)
    organisation.refresh_from_db()
    assert (organisation.code, organisation.party.kvk) == ("0001", "00123456")


def test_a_wrong_kvk_number_is_said_at_its_field(bureau):
    answer = sent(
        bureau, "organisation_new", name="De Brug", sector="welzijn", municipality=Municipality.objects.get(name="Ede").pk,
        kvk="1234", place="Ede",
    )  # fmt: skip

    assert errors(answer) == ["Een KvK-nummer heeft acht cijfers."]


def test_the_notice_says_the_earliest_last_day(bureau, member):
    page = text(bureau.get(reverse("members:resign", args=[held_by(member()).pk])))

    assert (
        "Opzeggen kan tot 4 weken voor het einde van het boekjaar. Wat vandaag binnenkomt, gaat op zijn vroegst in na 31"
        " december 2024."
    ) in page


def test_a_notice_that_is_too_late_is_said_at_the_last_day(bureau, member):
    membership = member()

    answer = sent(
        bureau, "resign", held_by(membership).pk, received_on="4-12-2023", last_day="31-12-2023", reason="kosten",
        decision="",
    )  # fmt: skip

    assert errors(answer) == [
        "Een opzegging die op 04-12-2023 binnenkomt, gaat op zijn vroegst in na 31-12-2024, en altijd aan het einde van"
        " een jaar. Kies die dag, of noem het bestuursbesluit waarmee het anders mag."
    ]
    membership.refresh_from_db()
    assert membership.last_day is None


def test_a_notice_ends_the_membership(bureau, member):
    membership = member()

    answer = sent(
        bureau, "resign", held_by(membership).pk, received_on="3-12-2023", last_day="31-12-2023",
        reason="geen_gebruik", decision="", explanation="Per brief",
    )  # fmt: skip

    assert answer.url == held_by(membership).get_absolute_url()
    notice = Mutation.objects.get(kind="opzegging")
    assert (notice.effective_on, notice.explanation, notice.by.name) == (D(2023, 12, 31), "Per brief", "bureau")


def test_a_notice_sent_twice_is_one(bureau, member):
    organisation = held_by(member())
    url = reverse("members:dissolve", args=[organisation.pk])
    hidden = dict(re.findall(r'name="(form_\w+)" value="([^"]*)"', bureau.get(url).content.decode()))
    filled = {**hidden, "received_on": "1-3-2024", "last_day": "31-3-2024", "explanation": ""}

    answers = [bureau.post(url, filled), bureau.post(url, filled)]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, organisation.get_absolute_url())] * 2
    assert Mutation.objects.filter(kind="opheffing").count() == 1


def test_joining_on_the_day_after_the_last_is_no_new_membership(bureau, member, noted, categories, decision):
    membership = member()
    mutations.dissolve(membership, last_day=D(2024, 3, 31), received_on=D(2024, 3, 1), **noted)

    answer = sent(
        bureau, "join", held_by(membership).pk, category=categories.VO.pk, decision=decision.pk,
        first_day="1-4-2024", received_on="",
    )  # fmt: skip

    assert errors(answer) == [
        "Het vorige lidmaatschap eindigt op 31-03-2024 en zou zo zonder onderbreking doorlopen. Maak dan de opzegging"
        " ongedaan, op de tijdlijn; anders telt het lid op de overgang niet mee."
    ]


@pytest.mark.parametrize(
    ("name", "fields", "kind"),
    [
        ("terminate", {"last_day": "12-4-2024", "reason": "niet_betaald"}, "opzegging_nov"),
        ("expel", {"notified_on": "12-4-2024", "last_day": "12-4-2024"}, "ontzetting"),
        ("change_category", {"first_day": "1-5-2024"}, "categorie"),
        ("merge_into", {"received_on": "1-4-2024", "last_day": "31-12-2024"}, "fusie"),
        ("pass_over", {"received_on": "1-4-2024", "first_day": "1-5-2024"}, "overgang"),
    ],
)
def test_every_deed_has_its_form(bureau, member, organisation, decision, categories, name, fields, kind):
    membership = member()
    chosen = {
        "terminate": {"decision": decision.pk},
        "expel": {"decision": decision.pk},
        "change_category": {"decision": decision.pk, "category": categories.VC.pk},
        "merge_into": {"into": held_by(member("De Haven")).pk},
        "pass_over": {"to": organisation("De Haven").pk},
    }[name]

    answer = sent(bureau, name, held_by(membership).pk, explanation="", **fields, **chosen)

    assert answer.status_code == 302
    assert Mutation.objects.order_by("id").last().kind == kind


def test_a_category_it_has_already_is_said_at_the_category(bureau, member, decision, categories):
    answer = sent(
        bureau, "change_category", held_by(member()).pk, category=categories.VO.pk, decision=decision.pk,
        first_day="1-5-2024",
    )  # fmt: skip

    assert errors(answer) == ["Het lid is al vrijwilligersorganisatie vanaf 01-01-2020."]
    assert CategoryPeriod.objects.count() == 1


def test_a_date_that_is_none_is_said_at_its_field(bureau, member):
    answer = sent(bureau, "dissolve", held_by(member()).pk, received_on="31-2-2024", last_day="31-3-2024")

    assert errors(answer) == ["‘31-2-2024’ is geen datum. Schrijf dag, maand en jaar, bijvoorbeeld 31-12-2023."]


def test_a_mutation_is_undone_and_corrected(bureau, member, noted):
    membership = member()
    notice = mutations.dissolve(membership, last_day=D(2024, 3, 31), received_on=D(2024, 3, 1), **noted)

    sent(bureau, "correct", notice.pk, effective_on="30-4-2024", reason="Typefout")
    again = Mutation.objects.get(kind="opheffing", correction__isnull=True)
    sent(bureau, "void", again.pk, reason="Ging niet door")

    membership.refresh_from_db()
    assert (again.effective_on, membership.last_day) == (D(2024, 4, 30), None)


def test_undoing_without_a_reason_is_refused(bureau, member):
    assert errors(sent(bureau, "void", member().opened_by_id, reason="")) == ["Vul dit in."]


# -------------------------------------------------------------------------------- the page of a member


def test_the_page_tells_the_story_with_three_dates(bureau, member, noted, categories, decision):
    membership = member("De Brug", "AL", D(2020, 1, 1))
    mutations.change_category(membership, category=categories.VO, first_day=D(2023, 7, 1), decision=decision, **noted)
    mutations.resign(membership, last_day=D(2024, 12, 31), reason="kosten", received_on=D(2024, 2, 1), **noted)

    page = bureau.get(held_by(membership).get_absolute_url())
    story = re.search(r'<ol class="timeline".*?</ol>', page.content.decode(), re.DOTALL)[0]

    assert re.findall(r"<li[^>]*>", story) == ['<li class="plan">', "<li>", "<li>"]
    assert [unescape(one) for one in re.findall(r"<h3>(.*?)</h3>", story)] == [
        "Opzegging door het lid, laatste dag",
        "Categorie: van aspirant-lid naar vrijwilligersorganisatie",
        "Nieuw lid: aspirant-lid",
    ]
    assert [unescape(one).replace("\xa0", " ") for one in re.findall(r"<p>([^<]*)</p>", story)] == [
        "Reden: kosten van het lidmaatschap.",
        "Ontvangen 1 februari 2024, ingevoerd 1 juni 2023 door Anouk.",
        "Besluit bestuur 6 januari 2020 (B-1), ingevoerd 1 juni 2023 door Anouk.",
        "Besluit bestuur 6 januari 2020 (B-1), ingevoerd 1 januari 2020 door Anouk.",
    ]
    assert "Lid tot en met 31 december 2024" in text(page)


def test_the_page_offers_only_the_deeds_that_fit_and_are_allowed(visit, member, organisation):
    def buttons(client, of):
        page = client.get(of.get_absolute_url()).content.decode()
        head = re.search(r'<header class="page-head">.*?</header>', page, re.DOTALL)[0]
        return re.findall(r'class="button[^"]*" href="[^"]*">([^<]*)<', head)

    held, stranger, bureau = held_by(member()), organisation("Vreemd"), visit("bureau")

    assert buttons(bureau, held) == ["Gegevens wijzigen", "Categorie wijzigen", "Fusie", "Opzegging"]
    assert buttons(bureau, stranger) == ["Gegevens wijzigen", "Aanmelding", "Meteen lid maken"]
    assert buttons(visit("bestuur"), held) == []


def test_contacts_are_added_changed_and_taken_away(bureau, member):
    organisation = held_by(member())

    sent(
        bureau, "contact_new", organisation.pk, name="Wietske", email="w@x.example", role="algemeen", title="Directeur"
    )
    contact = Contact.objects.get()
    sent(bureau, "contact_change", contact.pk, name="Wietske B", email="w@x.example", role="facturen", title="")
    contact.refresh_from_db()
    assert (contact.person.name, contact.role) == ("Wietske B", "facturen")

    sent(bureau, "contact_remove", contact.pk)
    assert (Contact.objects.count(), Person.objects.count()) == (0, 1)


def test_a_contact_twice_in_one_role_is_refused(bureau, member):
    organisation = held_by(member())
    add_contact(organisation, name="Wietske", email="w@x.example")

    answer = sent(bureau, "contact_new", organisation.pk, name="Wietske", email="w@x.example", role="algemeen")

    assert "Deze persoon heeft deze rol al bij deze organisatie." in text(answer)
    assert Contact.objects.count() == 1


def test_another_name_is_found_under_the_old_one(bureau, member):
    organisation = held_by(member("De Brug"))

    sent(bureau, "organisation_rename", organisation.pk, name="Élan", first_day="1-4-2024")

    organisation.refresh_from_db()
    assert (organisation.name, organisation.party.name, organisation.sort_key) == ("Élan", "Élan", "elan")
    assert "Élan" in text(bureau.get(reverse("members:organisations"), {"q": "brug"}))


def test_data_are_changed_with_the_address(bureau, member):
    organisation = held_by(member())

    sent(
        bureau, "organisation_change", organisation.pk, sector="zorg", municipality=Municipality.objects.get(name="Tiel").pk,
        street="Kadewal", house_number="12", place="Tiel", invoice_email="f@brug.example", purchase_order="PO-7",
    )  # fmt: skip

    organisation.refresh_from_db()
    party = organisation.party
    assert (organisation.sector, organisation.name, party.street) == ("zorg", "De Brug", "Kadewal")
    assert (party.billed_at, party.purchase_order) == ("f@brug.example", "PO-7")
    assert "Facturen f@brug.example Inkoopnummer PO-7" in text(bureau.get(organisation.get_absolute_url()))


def test_a_base_is_declared(bureau, member, categories):
    organisation = held_by(member())

    sent(
        bureau, "base", organisation.pk, category=categories.VO.pk, year="2024", amount="150.000,50",
        declared_on="15-4-2024", source="opgave",
    )  # fmt: skip

    assert DeclaredBase.objects.get().amount == Decimal("150000.50")


def test_a_negative_base_is_refused_at_its_field(bureau, member, categories):
    answer = sent(
        bureau, "base", held_by(member()).pk, category=categories.VO.pk, year="2024", amount="-1",
        declared_on="15-4-2024", source="opgave",
    )  # fmt: skip

    assert errors(answer) == ["Zorg ervoor dat deze waarde minstens 0 is."]
    assert DeclaredBase.objects.count() == 0


# ------------------------------------------------------------------------------------------------ lists


def test_the_list_is_of_a_day(bureau, member, noted):
    mutations.dissolve(member("Weg"), last_day=D(2024, 3, 31), received_on=D(2024, 3, 1), **noted)
    member("De Zon")
    member("Ander", first_day=D(2024, 4, 15))
    member("Later", first_day=D(2024, 4, 16))

    def names(**asked):
        page = bureau.get(reverse("members:organisations"), asked).content.decode()
        return re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a>', page)

    assert names() == ["Ander", "De Zon"]
    assert names(op="31-3-2024") == ["Weg", "De Zon"]
    assert names(stand="geen") == ["Later", "Weg"]
    assert names(stand="") == ["Ander", "Later", "Weg", "De Zon"]
    assert names(stand="lid", categorie="VC") == []


LISTS = {
    "organisations": 9,
    "mutations": 4,
    "runs": 4,
    "contributions": 6,
    "meetings": 4,
    "appointments": 4,
    "applications": 5,
    "contacts": 7,
    "duplicates": 4,
    "data_checks": 4,
}


@pytest.fixture
def filled(member, by, categories, decision):
    """filled(3) puts so many rows in every list."""

    def fill(rows: int) -> None:
        for year in (2022, 2023, 2024):
            FiscalYear.objects.create(year=year)
        adopt_tariffs(
            first_day=D(2023, 1, 1), decision=decision,
            rows=[TariffRow(categories.SB, "–", Decimal(0), Decimal(195))],
        )  # fmt: skip
        for number in range(rows):
            first_day = D(2024, 1, 2 + number)
            bond = held_by(member(f"Bond {number}", "SB", first_day))
            add_contact(bond, name="Anna Bos", email="anna@bond.example")
            DataCheck.objects.create(organisation=bond, year=2024, asked_on=first_day, last_day=first_day)
            register(name=f"Dubbel {number}", municipality="Ede", sector="zorg")
            register(name=f"Stichting Dubbel {number}", municipality="Ede", sector="zorg")
            finalise_run(draft_run(2024, invoice_date=first_day, due=first_day, by=by), on=first_day, by=by)
            applicant = register(name=f"Stichting {number}", municipality="Ede", sector="zorg")
            apply(applicant, category=categories.VO, received_on=first_day)
            meeting = Meeting.objects.create(kind="alv", date=first_day)
            AgendaItem.objects.create(meeting=meeting, number=1, subject="Opening", decision=decision)
            Appointment.objects.create(
                person=Person.objects.create(name=f"Lid {number}"), body="bestuur", role="lid", kind="bestuur", term=1,
                during=(first_day, None), elected_at=meeting,
            )  # fmt: skip

    return fill


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", list(LISTS))
def test_a_list_takes_as_many_queries_with_three_rows_as_with_one(
    bureau, filled, name, rows, django_assert_num_queries
):
    filled(rows)
    bureau.get(reverse(f"members:{name}"))

    with django_assert_num_queries(LISTS[name]):
        page = bureau.get(reverse(f"members:{name}"))

    assert len(re.findall(r'<th scope="row"', page.content.decode())) == rows + (
        name in ("organisations", "contributions")
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_member_takes_as_many_queries_with_three_mutations(
    bureau, member, noted, categories, decision, rows, django_assert_num_queries
):
    membership = member()
    for number in range(rows):
        category = categories.VC if number % 2 == 0 else categories.VO
        mutations.change_category(
            membership, category=category, first_day=D(2023, 7, 1 + number), decision=decision, **noted
        )
    url = held_by(membership).get_absolute_url()
    bureau.get(url)

    with django_assert_num_queries(27):
        bureau.get(url)


# ------------------------------------------------------------------------------------------------ rights


def test_looking_is_not_touching(visit, member):
    organisation, client = held_by(member()), visit("bestuur")

    assert client.get(organisation.get_absolute_url()).status_code == 200
    for name in ("resign", "join", "change_category", "organisation_change", "contact_new", "base"):
        assert client.get(reverse(f"members:{name}", args=[organisation.pk])).status_code == 403
        assert client.post(reverse(f"members:{name}", args=[organisation.pk])).status_code == 403
    assert Mutation.objects.count() == 1


def test_a_programme_lead_does_not_see_the_members(visit, member):
    client = visit("programmaleider")

    assert client.get(reverse("members:organisations")).status_code == 403
    assert client.get(held_by(member()).get_absolute_url()).status_code == 403


def test_a_deed_on_who_was_never_a_member_is_not_found(bureau, organisation):
    assert bureau.get(reverse("members:resign", args=[organisation("Vreemd").pk])).status_code == 404


def test_the_admin_shows_an_organisation_with_its_periods(bureau, member):
    organisation = held_by(member())

    page = bureau.get(f"/beheer/members/organisation/{organisation.pk}/change/")

    assert page.status_code == 200
    assert "Tijdlijn · Aanmelding · Opzegging · Categorie wijzigen · Fusie · Naam wijzigen" in text(page)
    assert "01-01-2020" in text(page)
    assert bureau.get(f"/beheer/members/organisation/{organisation.pk}/delete/").status_code == 403


@pytest.mark.parametrize("model", ["organisation", "person", "mutation", "category", "tarifftable", "declaredbase"])
def test_the_admin_lists(bureau, member, model):
    member()

    assert bureau.get(f"/beheer/members/{model}/").status_code == 200


def test_decisions_are_looked_up_newest_first(bureau, member, decision):
    Decision.objects.create(body="alv", date=D(2024, 1, 1), number="A-2", subject="Later")

    page = bureau.get(reverse("members:terminate", args=[held_by(member()).pk])).content.decode()

    assert re.findall(r">([^<]*: \w+)</option>", page) == [
        "Algemene ledenvergadering 01-01-2024, A-2: Later",
        "Bestuur 06-01-2020, B-1: Toelating",
    ]


def test_contact_moments_addresses_and_size_are_kept_on_the_page(bureau, organisation):
    one = organisation(street="Kadewal", house_number="12", place="Ede")

    sent(bureau, "moment_new", one.pk, kind="gebeld", on="12-4-2024", text="Belt terug", follow_up_on="15-4-2024")
    sent(bureau, "strength", one.pk, counted_on="1-1-2024", volunteers="1.250", branches="3")
    url = reverse("members:address", args=[one.pk, "factuur"])
    bureau.post(url, {"street": "Postbus 7", "place": "Tiel"})

    page = text(bureau.get(one.get_absolute_url()))
    assert "Terugkomen op 15 april 2024: Belt terug" in page
    assert "Omvang 1.250 vrijwilligers, 3 afdelingen op 01-01-2024" in page
    assert ("Adres Kadewal 12, Ede" in page, "Factuuradres Postbus 7, Tiel" in page) == (True, True)
    moment = one.moments.get()
    assert "Belt terug" in text(bureau.get(reverse("members:follow_ups"), {"mijn": "ja"}))
    sent(bureau, "follow_up", moment.pk, text="Gesproken")
    assert "Er is niets om op terug te komen" in text(bureau.get(reverse("members:follow_ups")))


def test_a_koepel_is_named_by_words_and_a_wrong_rsin_is_said_at_its_field(bureau, organisation):
    organisation("Bond voor Buurten")
    ede = Municipality.objects.get(name="Ede").pk
    given = {
        "name": "De Brug",
        "sector": "welzijn",
        "municipality": ede,
        "umbrella": "bond voor",
        "labels": "sport, jeugd",
    }

    assert errors(sent(bureau, "organisation_new", **given, rsin="123456783")) == [
        "Dit RSIN klopt niet: er is een cijfer verkeerd. Kijk het na op het uittreksel van de KvK."
    ]
    sent(bureau, "organisation_new", **given, rsin="1234.56.782")

    made = Organisation.objects.get(name="De Brug")
    assert (made.rsin, made.umbrella.name) == ("123456782", "Bond voor Buurten")
    assert [tag.name for tag in made.tags.all()] == ["jeugd", "sport"]
