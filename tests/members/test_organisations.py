"""What the bureau keeps of an organisation: numbers with their rules, addresses, contact moments, and being found."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from members import numbers
from members import organisations as rules
from members.fields import NamedOrganisationField, WordsField
from members.models import Address, ContactMoment, Municipality, Organisation, Person
from nov.kernel.folding import folded
from nov.kernel.lists import searched
from nov.waits import Waiting, follow_ups

D = date


@pytest.mark.parametrize(
    ("check", "number", "problem"),
    [
        (numbers.kvk, "01234567", ""),
        (numbers.kvk, "1234567", "Een KvK-nummer heeft acht cijfers."),
        (numbers.kvk, "١٢٣٤٥٦٧٨", "Een KvK-nummer heeft acht cijfers."),
        (numbers.rsin, "123456782", ""),  # 9+16+21+24+25+24+21+16−2 = 154 = 14 × 11
        (
            numbers.rsin,
            "123456783",
            "Dit RSIN klopt niet: er is een cijfer verkeerd. Kijk het na op het uittreksel van de KvK.",
        ),
        (numbers.rsin, "12345678", "Een RSIN heeft negen cijfers."),
        (numbers.oin, "00000001123456782000", ""),
        (numbers.oin, "00000003012345670000", ""),
        (numbers.oin, "00000004003214345001", ""),
        (
            numbers.oin,
            "00000001123456783000",
            "Dit OIN klopt niet: het negende tot en met zeventiende cijfer is geen geldig RSIN.",
        ),
        (numbers.oin, "00000003012345670001", "Dit OIN klopt niet: na het KvK-nummer komen vier nullen."),
        (numbers.oin, "0000000112345678200", "Een OIN heeft twintig cijfers en begint met zes nullen."),
    ],
)
def test_the_numbers_of_the_government_follow_their_rules(check, number, problem):
    try:
        check(number)
    except ValidationError as error:
        assert error.messages == [problem]
    else:
        assert problem == ""


def test_there_are_342_municipalities_in_twelve_provinces(db):
    here = Municipality.objects.on(D(2024, 1, 1))
    assert here.count() == 342
    assert len(set(here.values_list("province", flat=True))) == 12
    assert Municipality.objects.on(D(2022, 3, 23)).filter(name="Weesp").exists()
    assert not Municipality.objects.on(D(2022, 3, 24)).filter(name="Weesp").exists()
    assert [Municipality.objects.on(D(year, 1, 1)).count() for year in (2021, 2022, 2023)] == [352, 345, 342]


def test_the_province_follows_from_the_municipality(organisation):
    assert organisation(municipality="Súdwest-Fryslân").province == "Fryslân"


def test_an_address_for_invoices_leaves_the_visiting_address(organisation):
    one = organisation(street="Kadewal", house_number="12", postcode="6711 SS", place="Ede")
    rules.keep_address(one, kind="factuur", street="Postbus 7", house_number="", postcode="6700 AA", place="Ede")
    assert (str(Address.objects.get()), one.party.street) == ("Kadewal 12, 6711 SS Ede", "Postbus 7")
    rules.keep_address(one, kind="bezoek", street="Dorpsplein", house_number="1", postcode="6711 AB", place="Ede")
    assert (str(Address.objects.get()), one.party.street) == ("Dorpsplein 1, 6711 AB Ede", "Postbus 7")

    rules.drop_address(one, "factuur")

    assert (Address.objects.count(), one.party.street, one.party.house_number) == (0, "Dorpsplein", "1")


def test_an_umbrella_does_not_fall_under_its_own_branch(organisation):
    top, middle, low = organisation("Bond"), organisation("District"), organisation("Afdeling")
    middle.umbrella, low.umbrella = top, middle
    middle.save()
    low.save()
    with pytest.raises(ValidationError, match="Afdeling valt zelf onder Bond"):
        rules.branch_of(top, low)
    top.umbrella = top
    with pytest.raises(IntegrityError), transaction.atomic():
        top.save()


def test_what_was_promised_is_done_once_and_may_come_back(organisation, by):
    moment = ContactMoment.objects.create(
        organisation=organisation(),
        kind="gebeld",
        on=D(2024, 4, 2),
        text="Belt terug",
        follow_up_on=D(2024, 4, 9),
        by=by,
    )
    again = rules.follow_up(moment, on=D(2024, 4, 10), text="Nog geen besluit", again_on=D(2024, 5, 1), by=by)
    moment.refresh_from_db()
    assert (moment.done_on, again.follow_up_on, again.done_on) == (D(2024, 4, 10), D(2024, 5, 1), None)
    with pytest.raises(ValidationError, match="Dit is al afgehandeld."):
        rules.follow_up(moment, on=D(2024, 4, 11), text="", again_on=None, by=by)


@pytest.mark.parametrize(
    "text",
    [
        "Ĳsbrand  Élan",
        "Súdwest-Fryslân",
        "Łódź Ærø Straße Œuvre",
        "’t Gooi\t`x",
        "Stichting De Brug",
        "Çiftçi Ğ ñ ﬁ",
        "",
    ],
)
def test_the_database_folds_as_the_program_does(db, text):
    with connection.cursor() as cursor:
        cursor.execute("select members_folded(%s)", [text])
        assert cursor.fetchone()[0] == folded(text)


def test_an_organisation_is_found_by_all_that_is_known_of_it(organisation):
    one = organisation(
        "Élan", municipality="Súdwest-Fryslân", kvk="01234567", email="post@elan.example", rsin="123456782",
        postcode="8601 AB", place="Snits", short_name="EL", website="https://elan.example",
    )  # fmt: skip
    organisation("De Brug")
    contact = rules.add_contact(one, name="Zoë Çiftçi", email="zoe@elan.example")
    rules.rename(one, name="Nieuw Élan", first_day=D(2024, 1, 1))
    rules.keep_address(one, kind="post", street="Postbus 12", house_number="", postcode="8600 AA", place="Sneek")

    def found(text):
        return list(searched(Organisation.objects.all(), text, (), "search_key"))

    words = (
        "elan",
        "sudwest-fryslan",
        "01234567",
        "post@elan",
        "123456782",
        "8601 ab",
        "snits",
        "zoe ciftci",
        "12 sneek",
    )
    assert [word for word in words if found(word) != [one]] == []
    Person.objects.filter(pk=contact.person_id).update(name="Anna")
    one.party.kvk = "07654321"
    one.party.save()
    assert (found("ciftci"), found("01234567"), found("anna 07654321")) == ([], [], [one])
    contact.delete()
    assert found("anna") == []
    assert [event.pgh_label for event in one.history.order_by("pgh_id")] == ["gemaakt", "gewijzigd"]


def test_an_organisation_is_named_by_number_name_or_words(organisation, member):
    first = member("De Brug").holders.get().organisation
    organisation("De Brug Oost")
    field = NamedOrganisationField()
    assert [field.clean(text).name for text in ("1", "0001", "de brug", "oost")] == [
        "De Brug",
        "De Brug",
        "De Brug",
        "De Brug Oost",
    ]
    for text, problem in (
        ("0007", "Er is geen organisatie met lidnummer 0007."),
        ("Nergens", "‘Nergens’ staat niet in de administratie. Kijk de naam na of voer haar eerst in."),
        ("brug", "‘brug’ kan meer organisaties zijn: De Brug Oost (Ede), De Brug (0001). Gebruik het lidnummer."),
    ):
        with pytest.raises(ValidationError) as refused:
            field.clean(text)
        assert refused.value.messages == [problem]
    assert field.prepare_value(first.pk) == "0001"
    assert WordsField().clean(" sport, Jeugd,sport ,") == ["Jeugd", "sport"]


def test_what_somebody_promised_waits_from_its_day_on(organisation, by):
    ContactMoment.objects.create(
        organisation=organisation(),
        kind="gebeld",
        on=D(2024, 4, 2),
        text="Belt terug",
        follow_up_on=D(2024, 4, 9),
        by=by,
    )
    assert list(follow_ups(by, D(2024, 4, 8))) == []
    assert list(follow_ups(by, D(2024, 4, 11))) == [
        Waiting(
            1,
            "Terugkomen op een afspraak",
            "/leden/terugkomen/?voor=11-04-2024",
            "De Brug als eerste, op 09-04-2024.",
            "2\xa0dagen te laat",
            "wait",
        )
    ]
