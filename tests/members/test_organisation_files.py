"""Organisations and contacts as files: in by the rules of the forms, out so that reading back changes nothing."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from finance.models import Party
from members import organisations as rules
from members.models import Contact, Organisation, Tag
from members.organisation_files import CONTACTS, ORGANISATIONS
from nov.kernel.imports import Effect, ImportRefused, run_import
from nov.kernel.models import TakenList
from tests.members.pages import held_by, text

D = date


def said(command: str, *words: object) -> str:
    out = StringIO()
    call_command(command, *map(str, words), stdout=out)
    return out.getvalue()


@pytest.fixture
def some(organisation, member, by) -> Organisation:
    """Organisations with what is hard in a file: a formula for a name, numbers with noughts, accents, an umbrella, labels."""
    top = organisation("=1+1 Bond", kvk="01234567", postcode="6711 SS", phone="+31 318 123456")
    one = held_by(
        member(
            "Élan; ‘de brug’", municipality="Súdwest-Fryslân", street="Singel", rsin="123456782", email="a@elan.example"
        )
    )
    one.umbrella, one.website, one.listed = top, "https://elan.example", True
    one.save()
    one.tags.set(rules.tags_named(["sport", "jeugd"]))
    rules.keep_address(one, kind="factuur", street="Postbus 7", house_number="", postcode="", place="Ede")
    rules.keep_address(one, kind="post", street="Postbus 8", house_number="", postcode="6700 AA", place="Ede")
    Party.objects.filter(pk=one.party_id).update(invoice_email="f@elan.example", purchase_order="PO-7")
    organisation("Abroad", municipality=None, place="Gent")
    rules.add_contact(one, name="Zoë Çiftçi", email="zoe@elan.example", role="bestuur", title="-voorzitter")
    rules.add_contact(top, name="Anna Bos", email="")
    return one


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_reading_back_what_was_written_changes_nothing(some, kind, tmp_path):
    path = tmp_path / f"alles.{kind}"
    said("export_organisations", path)

    assert said("import_organisations", path) == "3\xa0regels: 3 ongewijzigd\n"
    with pytest.raises(CommandError, match="dit bestand is er al. Kies een andere naam."):
        said("export_organisations", path)


def test_the_list_of_contacts_reads_back_as_well(some, by, bureau, clock):
    url = reverse("members:contacts")
    for kind in ("csv", "xlsx"):
        file = b"".join(bureau.get(url, {"export": kind, "stand": ""}).streaming_content)
        assert [row.effect for row in run_import(CONTACTS, file, by=by).rows] == [Effect.SAME, Effect.SAME]
    assert ";'-voorzitter;" in b"".join(bureau.get(url, {"export": "csv"}).streaming_content).decode()


HEAD = "Kenmerk;Naam;KvK-nummer;RSIN;Plaats;Gemeente;Sector;Labels;E-mail;Kenmerk koepel\n"


def test_a_dry_run_says_of_every_row_what_it_does(some, by, tmp_path):
    path = tmp_path / "bestand.csv"
    path.write_text(
        HEAD
        + f"{some.pk};Élan; ‘de brug’;;123456782;Ede;Ede;Zorg;jeugd;a@elan.example;\n".replace(
            "Élan; ", '"Élan; '
        ).replace("brug’;", 'brug’";')
        + ";De Haven;12345678;;Ede;Ede;Welzijn;;info@haven.example;\n"
    )
    before = Organisation.objects.count()

    assert said("import_organisations", path, "--dry-run") == (
        "Regel 2: Élan; ‘de brug’ – wijzigt (Plaats: Súdwest-Fryslân → Ede; Gemeente: Súdwest-Fryslân → Ede; Sector: welzijn → "
        f"zorg; Kenmerk koepel: {some.umbrella_id} → leeg; Labels: jeugd, sport → jeugd)\n"
        "Regel 3: De Haven – nieuw\n"
        "2\xa0regels: 1 nieuw, 1 wijzigt\n"
    )
    assert (Organisation.objects.count(), Tag.objects.count()) == (before, 2)

    said("import_organisations", path)
    some.refresh_from_db()
    assert (some.sector, some.umbrella, some.website) == ("zorg", None, "https://elan.example")
    assert said("import_organisations", path) == "2\xa0regels: 2 ongewijzigd\n"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (";De Haven;1234;;Ede;Ede;Zorg;;;", "Regel 2, KvK-nummer: Een KvK-nummer heeft acht cijfers."),
        (";De Haven;;123456783;Ede;Ede;Zorg;;;", "Regel 2, RSIN: Dit RSIN klopt niet: er is een cijfer verkeerd. Kijk het na op het uittreksel van de KvK."),
        ("99999999;De Haven;;;Ede;Ede;Zorg;;;", "Regel 2, Kenmerk: Er is geen organisatie met kenmerk 99999999. Laat het leeg voor een nieuwe organisatie."),
        ("{pk};De Haven;;;Ede;Ede;Zorg;;;", "Regel 2, Naam: Hier heet zij ‘Élan; ‘de brug’’. Een andere naam leg je vast op haar pagina, bij ‘Naam wijzigen’."),
        (";De Haven;;;Ede;Weesp;Zorg;;;", "Regel 2, Gemeente: Selecteer een geldige keuze. Deze keuze is niet beschikbaar."),
        ("{top};=1+1 Bond;;;Ede;Ede;Zorg;;;{pk}", "Regel 2, Kenmerk koepel: Élan; ‘de brug’ valt zelf onder =1+1 Bond."),
    ],
)  # fmt: skip
def test_a_row_goes_by_the_rules_of_the_form_and_one_wrong_row_stops_all(some, by, tmp_path, row, problem):
    path = tmp_path / "bestand.csv"
    path.write_text(HEAD + row.format(pk=some.pk, top=some.umbrella_id) + "\n;Goed;;;Ede;Ede;Zorg;;;\n")

    with pytest.raises(CommandError) as refused:
        said("import_organisations", path)

    assert str(refused.value) == f"bestand.csv: er is niets ingelezen.\n{problem}"
    assert not Organisation.objects.filter(name="Goed").exists()


def bomb() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 30_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "Dit bestand is leeg."),
        (b"\x00\x01\x02", "Dit bestand bevat tekens die geen tekst zijn. Is het wel een CSV-bestand?"),
        (b"PK\x03\x04 half", "Het bestand is beschadigd of heeft een ander formaat dan zijn naam zegt."),
        (bomb(), "Het bestand is verdacht sterk ingepakt en wordt daarom niet geopend."),
        (b"\xd0\xcf\x11\xe0", "Dit is een oud Excel-bestand of het is beveiligd."),
        ("Naam;Sector\nDe Haven;Zorg\n".encode("utf-16"), ""),
    ],
)
def test_a_hostile_file_is_refused_by_its_name_and_nothing_is_read_in(by, tmp_path, content, problem):
    path = tmp_path / "vreemd.xlsx"
    path.write_bytes(content)
    if not problem:
        assert said("import_organisations", path, "--dry-run").endswith("1 nieuw\n")
        return
    with pytest.raises(CommandError) as refused:
        said("import_organisations", path)
    assert str(refused.value).startswith(f"vreemd.xlsx: {problem}")
    assert Organisation.objects.count() == 0


APART = "Naam;Sector;Straat;Plaats;Post: straat;Post: plaats;Factuur: straat;Factuur: plaats;Inkoopnummer\n"


def test_postal_and_invoice_addresses_come_in_and_go_again(by):
    def kept(row: str) -> dict[str, str]:
        run_import(ORGANISATIONS, (APART + row).encode(), by=by)
        return {kind: str(one.street) for kind, one in rules.addresses_of(Organisation.objects.get()).items()}

    everywhere = {"bezoek": "Singel", "post": "Postbus 8", "factuur": "Postbus 7"}
    assert kept("De Brug;Zorg;Singel;Ede;Postbus 8;Ede;Postbus 7;Ede;PO-7") == everywhere
    party = Party.objects.get()
    assert (party.street, party.purchase_order) == ("Postbus 7", "PO-7")
    with pytest.raises(ImportRefused, match="Regel 2, Post: straat: Postadres: vul straat en plaats in"):
        kept("De Brug;Zorg;Singel;Ede;Postbus 9;;;;PO-7")
    run_import(ORGANISATIONS, b"Naam;Sector\nDe Brug;Sport\n", by=by)
    assert kept("De Brug;Zorg;Singel;Ede;;;Postbus 7;Ede;") == {"bezoek": "Singel", "factuur": "Postbus 7"}
    assert kept("De Brug;Zorg;Singel;Ede;;;;;") == {"bezoek": "Singel"}


def test_a_contact_is_changed_with_its_role(some, by):
    file = f"Kenmerk;Naam;E-mail;Rol;Functie\n{some.pk};Zoë Çiftçi;z@elan.example;Bestuur;penningmeester\n".encode()

    assert [row.effect for row in run_import(CONTACTS, file, by=by).rows] == [Effect.CHANGES]
    contact = Contact.objects.get(organisation=some)
    assert (contact.person.email, contact.title) == ("z@elan.example", "penningmeester")
    with pytest.raises(ImportRefused, match="Er is geen organisatie met kenmerk 99999999"):
        run_import(CONTACTS, file.replace(str(some.pk).encode(), b"99999999", 1), by=by)


def test_who_took_which_list_is_kept(some, bureau, visit, clock):
    b"".join(bureau.get(reverse("members:contacts"), {"export": "csv", "rol": "bestuur"}).streaming_content)
    b"".join(bureau.get(reverse("members:everything", args=["csv"])).streaming_content)

    found = [(one.title, one.narrowed, one.kind, one.rows, one.by.name) for one in TakenList.objects.order_by("id")]
    assert found == [
        ("Contactpersonen", "Bestuur, Leden", "csv", 1, "bureau"),
        ("Organisaties, alle gegevens", "", "csv", 3, "bureau"),
    ]
    assert "Organisaties, alle gegevens" in text(visit("beheerder").get(reverse("kernel:taken_lists")))
    for sql in ("UPDATE kernel_takenlist SET rows = 0", "DELETE FROM kernel_takenlist"):
        denied = pytest.raises(DatabaseError, match="permission denied for table kernel_takenlist")
        with denied, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_the_website_reads_who_is_a_member_and_may_be_shown(some, client, clock):
    answer = client.get(reverse("members:feed"))

    assert answer.json() == {
        "op": "2024-04-15",
        "leden": [{"naam": "Élan; ‘de brug’", "plaats": "Súdwest-Fryslân", "website": "https://elan.example"}],
    }
    assert (answer["Access-Control-Allow-Origin"], "Set-Cookie" in answer) == ("*", False)


def test_what_is_still_to_be_filled_in_is_a_list(some, bureau, clock):
    url = reverse("members:organisations")
    for what, names in (("kvk", ["Abroad", "Élan; ‘de brug’"]), ("contact", ["Abroad"]), ("gemeente", ["Abroad"])):
        rows = bureau.get(url, {"stand": "", "mist": what}).context["table"].shown
        assert [one.name for one in rows] == names
    assert ORGANISATIONS.act == "members.enter"
