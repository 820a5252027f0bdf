"""A file is looked at and read in by one way, the screen's form and rule included."""

import io

import openpyxl
import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.urls import reverse

from nov.kernel.forms import DayField, Form
from nov.kernel.history import history_of
from nov.kernel.imports import Column, Effect, Import, ImportRefused, Unreadable, each, named, run_import
from nov.kernel.imports.template import template
from nov.kernel.models import ImportRun, User

pytestmark = pytest.mark.django_db


class PersonForm(Form):
    email = forms.EmailField(label="E-mail")
    name = forms.CharField(label="Naam", max_length=20)
    role = forms.ChoiceField(
        label="Rol", choices=[("bureau", "Bureau"), ("coordinator", "Coördinator")], required=False
    )
    active = forms.BooleanField(label="Actief", required=False)
    since = DayField(label="Sinds", required=False)

    def clean(self):
        if self.cleaned_data.get("name") == "Niemand":
            raise ValidationError("Niemand is geen naam.")
        return self.cleaned_data


def person_from_row(data, *, by):
    """The rule: a name is never taken back, and nobody is called Verboden."""
    if data["name"] == "Verboden":
        raise ValidationError({"name": "Die naam mag niet."})
    User.objects.update_or_create(
        email=data["email"],
        defaults={"name": data["name"], "is_active": data["active"], "roles": [data["role"]] if data["role"] else []},
    )


def people_now(rows):
    found = User.objects.filter(email__in=[row.data["email"] for row in rows])
    return {
        (user.email,): {"name": user.name, "active": user.is_active, "role": (user.roles or [""])[0]} for user in found
    }


PEOPLE = Import(
    name="mensen",
    title="Mensen",
    act="nov.manage_users",
    form_class=PersonForm,
    columns=(
        Column("E-mail", "email", example="fenna@x.example", also=("E-mailadres",)),
        Column("Naam", "name", example="Fenna Bakker"),
        Column("Rol", "role"),
        Column("Actief", "active", help="ja of nee"),
        Column("Sinds", "since"),
    ),
    key=("email",),
    present=people_now,
    apply=each(person_from_row),
)
IMPORTS = (PEOPLE,)
GOOD = "E-mail;Naam;Rol;Actief\nfenna@x.example;Fenna;Bureau;ja\njoris@x.example;Joris;coördinator;nee\n".encode()


@pytest.fixture
def beheer(db):
    return User.objects.create_user("bram@nov.example", name="Bram", roles=["beheerder"])


@pytest.fixture
def wired(settings):
    settings.NOV_IMPORTS = f"{__name__}.IMPORTS"


def effects(outcome):
    return [(row.number, str(row.effect)) for row in outcome.rows]


def errors(outcome):
    return {row.number: row.errors for row in outcome.rows if row.errors}


def test_a_good_file_is_read_in(beheer):
    outcome = run_import(PEOPLE, GOOD, by=beheer)

    assert effects(outcome) == [(2, "nieuw"), (3, "nieuw")]
    assert list(User.objects.filter(email__endswith="x.example").values_list("name", "roles", "is_active")) == [
        ("Fenna", ["bureau"], True),
        ("Joris", ["coordinator"], False),
    ]


def test_the_same_file_again_changes_nothing(beheer):
    run_import(PEOPLE, GOOD, by=beheer)
    before = list(User.objects.values())

    outcome = run_import(PEOPLE, GOOD, by=beheer)

    assert effects(outcome) == [(2, "ongewijzigd"), (3, "ongewijzigd")]
    assert list(User.objects.values()) == before


def test_a_row_that_differs_changes_what_is_there_and_leaves_what_the_file_lacks(beheer):
    run_import(PEOPLE, GOOD, by=beheer)

    outcome = run_import(PEOPLE, b"Naam,e-mailadres\nFenna Bakker,fenna@x.example\n", by=beheer)

    assert effects(outcome) == [(2, "wijzigt")]
    assert outcome.rows[0].changes == {"name": ("Fenna", "Fenna Bakker")}
    fenna = User.objects.get(email="fenna@x.example")
    assert (fenna.name, fenna.roles, fenna.is_active) == ("Fenna Bakker", ["bureau"], True)


def test_looking_first_changes_nothing_and_finds_what_the_rule_would_refuse(beheer):
    content = GOOD + b"v@x.example;Verboden;;ja\n"

    outcome = run_import(PEOPLE, content, by=beheer, dry_run=True)

    assert effects(outcome) == [(2, "nieuw"), (3, "nieuw"), (4, "fout")]
    assert errors(outcome) == {4: {"name": ["Die naam mag niet."]}}
    assert list(User.objects.values_list("name", flat=True)) == ["Bram"]


def test_looking_at_a_good_file_changes_nothing(beheer):
    assert effects(run_import(PEOPLE, GOOD, by=beheer, dry_run=True)) == [(2, "nieuw"), (3, "nieuw")]
    assert list(User.objects.values_list("name", flat=True)) == ["Bram"]


def test_one_wrong_row_keeps_the_whole_file_out(beheer):
    with pytest.raises(ImportRefused) as refused:
        run_import(PEOPLE, GOOD + b"v@x.example;Verboden;;ja\ngeen adres;;Koning;misschien\n", by=beheer)

    assert refused.value.messages == [
        "Regel 4, Naam: Die naam mag niet.",
        "Regel 5, E-mail: Voer een geldig e-mailadres in.",
        "Regel 5, Naam: Vul dit in.",
        "Regel 5, Rol: Selecteer een geldige keuze. Koning is geen beschikbare keuze.",
    ]
    assert list(User.objects.values_list("name", flat=True)) == ["Bram"]


def test_the_forms_own_rules_hold_for_a_row_as_a_whole(beheer):
    outcome = run_import(PEOPLE, b"E-mail;Naam\na@x.example;Niemand\n", by=beheer, dry_run=True)

    assert errors(outcome) == {2: {"": ["Niemand is geen naam."]}}


def test_the_same_record_twice_in_a_file_is_wrong(beheer):
    content = b"E-mail;Naam\na@x.example;Al\nb@x.example;Bo\na@x.example;Ali\n"

    outcome = run_import(PEOPLE, content, by=beheer, dry_run=True)

    assert errors(outcome) == {4: {"email": ["Dit staat ook op regel 2. Haal er een weg."]}}


def test_a_line_with_more_cells_than_headings_is_wrong(beheer):
    outcome = run_import(PEOPLE, b"E-mail;Naam\na@x.example;Al;extra\n", by=beheer, dry_run=True)

    assert errors(outcome) == {2: {"": ["Deze regel heeft meer cellen dan er koppen zijn."]}}


def test_headings_that_lack_or_stand_twice_are_problems_and_strange_ones_are_passed_over(beheer):
    lacking = run_import(PEOPLE, b"E-MAIL;Schoenmaat\na@x.example;43\n", by=beheer, dry_run=True)
    double = run_import(PEOPLE, b"E-mail;Naam;e-mailadres\nx;y;z\n", by=beheer, dry_run=True)

    assert lacking.problems == ["De kolom ‘Naam’ ontbreekt. De koppen staan op de eerste regel."]
    assert lacking.ignored == ["Schoenmaat"]
    assert double.problems == ["De kolom ‘E-mail’ staat er twee keer in. Haal er een weg."]
    assert (lacking.rows, double.rows) == ([], [])


def test_a_file_with_headings_only_does_nothing(beheer):
    assert run_import(PEOPLE, b"E-mail;Naam\n", by=beheer).rows == []


def test_what_is_no_file_is_unreadable(beheer):
    with pytest.raises(Unreadable):
        run_import(PEOPLE, b"", by=beheer)


def test_a_row_the_database_refuses_is_said_in_its_words(beheer):
    def rule(data, *, by):
        User.objects.bulk_create([User(email=data["email"], name=data["name"])])

    importer = Import(
        **{name: getattr(PEOPLE, name) for name in ("name", "title", "act", "form_class", "columns", "key")},
        apply=each(rule),
    )

    outcome = run_import(importer, b"E-mail;Naam\nA@x.example;Al\nb@x.example;Bo\n", by=beheer, dry_run=True)

    assert errors(outcome) == {2: {"": ["Schrijf het e-mailadres in kleine letters."]}}


def test_a_rule_for_the_whole_file_may_refuse_it(beheer):
    def apply(rows, by, progress):
        raise ValidationError(f"Deze {len(rows)} regels zijn niet in evenwicht.")

    importer = Import(
        **{name: getattr(PEOPLE, name) for name in ("name", "title", "act", "form_class", "columns", "key")},
        apply=apply,
    )

    assert run_import(importer, GOOD, by=beheer, dry_run=True).problems == ["Deze 2 regels zijn niet in evenwicht."]


def test_who_read_it_in_stands_in_the_history(beheer):
    run_import(PEOPLE, GOOD, by=beheer, name="mensen.csv")

    change = history_of(User.objects.get(email="fenna@x.example"))[0]
    assert (change.who, change.what, change.why) == ("Bram", "gemaakt", "Ingelezen: mensen.csv")


@pytest.mark.parametrize("rows", [1, 3])
def test_what_is_there_is_asked_once_for_all_rows(beheer, django_assert_num_queries, rows):
    content = b"E-mail;Naam\n" + b"".join(b"bram%d@nov.example;Bram\n" % number for number in range(rows))
    run_import(PEOPLE, content, by=beheer)

    with django_assert_num_queries(6):  # what is there, two savepoints around the rule, forgetting who did it
        run_import(PEOPLE, content, by=beheer)


def test_an_importer_that_names_an_unknown_field_is_refused():
    with pytest.raises(ValueError, match="kent geen veld schoenmaat"):
        Import(
            name="x",
            title="x",
            act="x",
            form_class=PersonForm,
            columns=(Column("S", "schoenmaat"),),
            key=("email",),
            apply=each(print),
        )


def test_the_template_has_the_headings_and_explains_them():
    book = openpyxl.load_workbook(io.BytesIO(template(PEOPLE)))

    assert [[cell.value for cell in row] for row in book["Invullen"].iter_rows()] == [
        ["E-mail", "Naam", "Rol", "Actief", "Sinds"]
    ]
    assert [[cell.value for cell in row] for row in book["Uitleg"].iter_rows()] == [
        ["Kolom", "Verplicht", "Voorbeeld", "Uitleg"],
        ["E-mail", "ja", "fenna@x.example", None],
        ["Naam", "ja", "Fenna Bakker", None],
        ["Rol", "nee", None, "Een van: Bureau, Coördinator"],
        ["Actief", "nee", None, "ja of nee"],
        ["Sinds", "nee", None, "Bijvoorbeeld 31-12-2023."],
    ]


def test_an_importer_is_found_by_name(wired):
    assert named("mensen") is PEOPLE
    with pytest.raises(Http404):
        named("dieren")


# The pages


def give(client, content, name="mensen.csv"):
    return client.post(
        reverse("kernel:import", args=["mensen"]), {"file": SimpleUploadedFile(name, content)}, follow=True
    )


def test_from_file_to_effect_through_the_pages(client, beheer, wired):
    client.force_login(beheer)

    preview = give(client, GOOD)
    run = ImportRun.objects.get()
    assert (run.state, run.outcome["counts"]) == ("ready", {"nieuw": 2, "wijzigt": 0, "ongewijzigd": 0, "fout": 0})
    assert "Nog niets veranderd" in preview.content.decode()
    assert User.objects.count() == 1

    done = client.post(run.get_absolute_url(), follow=True)
    run.refresh_from_db()
    assert run.state == "applied"
    assert "mensen.csv is ingelezen." in done.content.decode()
    assert User.objects.count() == 3
    assert 'type="submit">Inlezen' not in done.content.decode()

    client.post(run.get_absolute_url())
    assert "Precies dit bestand is al ingelezen" in give(client, GOOD).content.decode()
    assert User.objects.count() == 3


def test_a_wrong_file_shows_what_is_wrong_and_has_no_button(client, beheer, wired):
    client.force_login(beheer)

    html = give(client, b"E-mail;Naam\ngeen adres;<script>x</script>\n").content.decode()

    assert "Voer een geldig e-mailadres in." in html
    assert 'type="submit">Inlezen' not in html
    assert "<script>x" not in html
    assert client.post(ImportRun.objects.get().get_absolute_url()).status_code == 302
    assert User.objects.count() == 1


def test_an_unreadable_file_says_why(client, beheer, wired):
    client.force_login(beheer)

    assert "Dit is een oud Excel-bestand" in give(client, b"\xd0\xcf\x11\xe0 oud").content.decode()


def test_what_changed_between_looking_and_reading_in_is_noticed(client, beheer, wired):
    client.force_login(beheer)
    give(client, GOOD)
    run = ImportRun.objects.get()
    ImportRun.objects.filter(pk=run.pk).update(sha256="0" * 64)
    run.file.storage.delete(run.file.name)
    run.file.storage.save(run.file.name, io.BytesIO(b"E-mail;Naam\nv@x.example;Verboden\n"))

    html = client.post(run.get_absolute_url(), follow=True).content.decode()

    assert "Er is intussen iets veranderd" in html
    assert "Die naam mag niet." in html
    assert User.objects.count() == 1


def test_the_pages_are_for_who_may(client, bureau, beheer, wired):
    client.force_login(beheer)
    give(client, GOOD)
    run = ImportRun.objects.get()
    client.force_login(bureau)

    paths = [
        reverse("kernel:import", args=["mensen"]),
        reverse("kernel:import_template", args=["mensen"]),
        run.get_absolute_url(),
    ]
    assert [client.get(path).status_code for path in paths] == [403, 403, 403]
    assert client.post(run.get_absolute_url()).status_code == 403
    assert "Mensen" not in client.get(reverse("kernel:imports")).content.decode()
    assert client.get(reverse("kernel:import", args=["dieren"])).status_code == 404
    client.logout()
    assert client.get(paths[0])["Location"].startswith("/account/inloggen/")


def test_the_template_is_a_download(client, beheer, wired):
    client.force_login(beheer)

    response = client.get(reverse("kernel:import_template", args=["mensen"]))

    assert response["Content-Disposition"] == 'attachment; filename="mensen.xlsx"'
    assert b"".join(response.streaming_content).startswith(b"PK")


def test_the_first_rows_on_the_page_are_the_wrong_ones(beheer):
    from nov.kernel.imports.keeping import as_shown

    content = b"E-mail;Naam\n" + b"".join(b"p%d@x.example;Pim\n" % number for number in range(300)) + b"fout;Bo\n"
    outcome = run_import(PEOPLE, content, by=beheer, dry_run=True)

    shown = as_shown(PEOPLE, outcome)

    assert (shown["total"], len(shown["rows"]), shown["rows"][0]["number"]) == (301, 200, 302)
    assert shown["rows"][0] == {
        "number": 302,
        "effect": "fout",
        "errors": [],
        "cells": [
            {"text": "fout", "before": "", "errors": ["Voer een geldig e-mailadres in."]},
            {"text": "Bo", "before": "", "errors": []},
        ],
    }
    assert Effect.WRONG == "fout"
