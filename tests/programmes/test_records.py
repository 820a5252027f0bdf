"""The one mechanism for all kinds of record: its list, page and form, and what the form and the database refuse."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from programmes.models import Participation, Publication
from programmes.records import KINDS
from tests.programmes import making


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


def publication(of, title, **given):
    return Publication.objects.create(
        **{"programme": of, "kind": "film", "published_on": date(2023, 5, 1), **given}, title=title
    )


@pytest.mark.parametrize("address", KINDS)
def test_every_kind_has_a_list_and_a_form(as_lead, meedoen, address):
    assert as_lead.get(f"/programmas/meedoen/{address}/").status_code == 200
    form = as_lead.get(f"/programmas/meedoen/{address}/nieuw/")
    rows = KINDS[address].within  # these are entered from the record they belong to
    assert (form.status_code, "---" in form.content.decode()) == (404 if rows else 200, False)


def test_the_columns_of_a_list_stand_in_their_order(as_lead, meedoen):
    publication(meedoen, "Gids")
    shown = as_lead.get("/programmas/meedoen/publicaties/").context["table"]
    assert [column.name for column in shown.columns] == ["title", "kind", "published_on", "planned_for"]


def test_a_record_is_entered_once_per_form_changed_and_taken_away(as_lead, meedoen):
    said = {
        "kind": "film",
        "title": "Meedoen in beeld",
        "published_on": "01-05-2023",
        "form_request": str(uuid.uuid4()),
    }
    for _ in range(2):
        answer = as_lead.post("/programmas/meedoen/publicaties/nieuw/", said)
    made = Publication.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/programmas/meedoen/publicaties/{made.pk}/")

    page = f"/programmas/meedoen/publicaties/{made.pk}/"
    assert "Meedoen in beeld" in as_lead.get(page).content.decode()
    as_lead.post(f"{page}wijzigen/", {"kind": "film", "title": "Meedoen!", "planned_for": "2024"})
    made.refresh_from_db()
    assert (made.title, made.published_on, made.planned_for) == ("Meedoen!", None, 2024)
    as_lead.post(f"{page}weghalen/", {})
    assert not Publication.objects.exists()


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"title": "Nieuw"}, "Vul in wanneer het verscheen, of voor welk jaar het gepland is."),
        ({"title": "EEN film", "published_on": "01-05-2023"}, "Dit programma heeft al een publicatie met deze titel."),
        ({"title": "Nieuw", "published_on": "31-02-2023"}, "‘31-02-2023’ is geen datum."),
    ],
)
def test_a_bad_record_says_what_is_wrong_and_is_not_kept(as_lead, meedoen, said, message):
    publication(meedoen, "Een film")
    answer = as_lead.post("/programmas/meedoen/publicaties/nieuw/", {"kind": "film", **said})
    assert (answer.status_code, message in answer.content.decode()) == (422, True)
    assert Publication.objects.count() == 1


def test_a_period_has_a_first_and_last_day_and_does_not_overlap(as_lead, meedoen, organisation):
    address = "/programmas/meedoen/deelnemers/nieuw/"
    said = {"organisation": organisation.pk, "role": "partner", "first_day": "01-01-2023"}
    wrong = as_lead.post(address, {**said, "last_day_of_period": "31-12-2022"}).content.decode()
    assert "Dit eindigt op 31-12-2022, voor het begint op 01-01-2023." in wrong
    assert as_lead.post(address, {**said, "last_day_of_period": "31-12-2023"}).status_code == 302
    assert Participation.objects.get().during == DateRange(date(2023, 1, 1), date(2024, 1, 1))
    twice = as_lead.post(address, {**said, "first_day": "01-06-2023"}).content.decode()
    assert "Deze organisatie doet in deze periode al in deze rol mee." in twice


def test_records_of_other_programmes_do_not_exist(as_lead, meedoen):
    other = making.programme("academie", "Academie")
    theirs = publication(other, "Van hen")
    for address in (
        "academie/publicaties/",
        "academie/publicaties/nieuw/",
        f"academie/publicaties/{theirs.pk}/",
        f"meedoen/publicaties/{theirs.pk}/",
        f"meedoen/publicaties/{theirs.pk}/wijzigen/",
        "meedoen/feesten/",
    ):
        assert as_lead.get(f"/programmas/{address}").status_code == 404, address


def test_a_list_costs_as_many_queries_for_three_as_for_one(as_lead, meedoen):
    costs = []
    for title in ("Een", "Twee", "Drie"):
        publication(meedoen, title)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            as_lead.get("/programmas/meedoen/publicaties/")
        costs.append(len(queries))
    assert costs == [costs[0]] * 3


def test_who_may_look_does_not_enter(client, meedoen):
    client.force_login(making.user("bureau@example.nl", "Iris Vos", "bureau"))
    assert client.get("/programmas/meedoen/publicaties/").status_code == 200
    assert client.get("/programmas/meedoen/publicaties/nieuw/").status_code == 403


def test_a_count_is_defined_and_changed_on_screen(client, meedoen, coordinator):
    client.force_login(coordinator)
    publication(meedoen, "Een film")
    publication(meedoen, "Een boek", kind="e-book")
    address = "/programmas/meedoen/kengetallen/nieuwe-telling/"
    assert "Publicaties" in client.get(address).content.decode()
    said = {
        "key": "meedoen.films",
        "label": "Films",
        "definition": "Films die in de periode verschenen.",
        "unit_key": "aantal",
        "kind": "stroom",
        "how": "aantal",
        "voorwaarde-soort": "film",
    }
    assert client.post(f"{address}?bron=publicaties", said).status_code == 302
    from nov.kernel.periods import Year
    from programmes.indicators import SOURCE

    assert SOURCE.find("meedoen.films").read(Year(2023)).value == 1
    assert client.post("/programmas/meedoen/kengetallen/meedoen.films/telling/", {"how": "aantal"}).status_code == 302
    assert SOURCE.find("meedoen.films").read(Year(2023)).value == 2
    wrong = client.post(f"{address}?bron=publicaties", {**said, "key": "elders.films"})
    assert "Een sleutel van #Meedoen begint met ‘meedoen.’." in wrong.content.decode()
