"""The pages of a programme as its lead, and as somebody else, meets them; and that what is not yours is not there."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nov.kernel.imports import ImportRefused, run_import
from nov.kernel.periods import Year
from programmes import defining, imports, months, recording
from programmes.models import DeskMonth, Event, Indicator, Measurement, Programme
from tests.programmes import making

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def spring(settings):
    settings.NOV_TODAY = date(2024, 4, 15)


@pytest.fixture
def as_user(client):
    def log_in(user):
        client.force_login(user, BACKEND)
        return client

    return log_in


@pytest.fixture
def other(db):
    """A programme of another lead, with something to leak: each word of it holds "geheim"."""
    programme = making.programme("academie", "Geheim Academie")
    indicator = making.indicator(programme, "academie.geheim", "Geheim kengetal")
    by = making.user("ander@example.nl", "Ander", "programmaleider")
    programme.leads.add(by)
    recording.record_measurement(indicator, at=Year(2023), value=77123, source="Geheime bron", by=by)
    recording.record_event(programme, kind="sessie", date=date(2024, 2, 1), subject="Geheim overleg", by=by)
    desk = making.desk(programme, "geheimdorp", "Geheimdorp")
    months.record_months([making.count(desk, "2024-01", 7712)], by=by)
    return programme


def text(response) -> str:
    """What the page says, a space where a tag stood."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_lead_sees_only_own_programmes(as_user, lead, meedoen, other):
    client = as_user(lead)

    shown = text(client.get("/programmas/"))
    assert "#Meedoen" in shown
    assert "Geheim" not in shown
    assert "1 programma" in shown
    for kind in ("csv", "xlsx"):
        file = client.get(f"/programmas/?export={kind}")
        assert b"Geheim" not in (b"".join(file.streaming_content) if file.streaming else file.content)
    assert "Geheim" not in text(client.get("/programmas/?q=geheim")).replace("“geheim”", "")


def urls_of(programme) -> list[str]:
    code = programme.code
    event, measurement = Event.objects.get(programme=programme), Measurement.objects.get(indicator__programme=programme)
    return [
        f"/programmas/{code}/",
        f"/programmas/{code}/metingen/",
        f"/programmas/{code}/metingen/{measurement.pk}/",
        f"/programmas/{code}/metingen/{measurement.pk}/intrekken/",
        f"/programmas/{code}/kengetallen/academie.geheim/",
        f"/programmas/{code}/bijeenkomsten/",
        f"/programmas/{code}/bijeenkomsten/?export=csv",
        f"/programmas/{code}/bijeenkomsten/nieuw/",
        f"/programmas/{code}/bijeenkomsten/{event.pk}/",
        f"/programmas/{code}/bijeenkomsten/{event.pk}/wijzigen/",
        f"/programmas/{code}/bijeenkomsten/{event.pk}/weghalen/",
        f"/programmas/{code}/balies/",
        f"/programmas/{code}/balies/geheimdorp/",
        f"/programmas/{code}/koppelingen/",
    ]


def test_what_is_not_yours_does_not_exist(as_user, lead, meedoen, other):
    client = as_user(lead)

    for url in urls_of(other):
        response = client.get(url)
        assert response.status_code == 404, url
        assert "Geheim" not in text(response), url
        assert client.post(url, {"geheimdorp-01": "1"}).status_code in (404, 405), url
    assert Event.objects.count() == 1
    assert DeskMonth.objects.get().matches == 7712


def test_the_same_addresses_work_for_its_own_lead(as_user, other):
    client = as_user(other.leads.get())

    answers = {url: client.get(url).status_code for url in urls_of(other)}

    assert set(answers.values()) == {200}


def test_records_of_other_programmes_are_not_reached_through_an_own_one(as_user, lead, meedoen, other):
    client = as_user(lead)
    event, measurement = Event.objects.get(), Measurement.objects.get()

    for url in (
        f"/programmas/meedoen/bijeenkomsten/{event.pk}/",
        f"/programmas/meedoen/bijeenkomsten/{event.pk}/wijzigen/",
        f"/programmas/meedoen/metingen/{measurement.pk}/",
        "/programmas/meedoen/kengetallen/academie.geheim/",
        "/programmas/meedoen/balies/geheimdorp/",
    ):
        assert client.get(url).status_code == 404, url


def test_the_choice_of_co_programmes_names_own_ones_only(as_user, lead, meedoen, other):
    html = as_user(lead).get("/programmas/meedoen/bijeenkomsten/nieuw/").content.decode()

    assert "Geheim" not in html


def test_a_shared_event_does_not_tell_whose_it_is(as_user, lead, meedoen, other):
    shared = recording.record_event(
        other, kind="sessie", date=date(2024, 3, 1), subject="Samen", co_programmes=[meedoen], by=other.leads.get()
    )
    client = as_user(lead)

    listed = client.get("/programmas/meedoen/bijeenkomsten/").content.decode()
    page = text(client.get(f"/programmas/meedoen/bijeenkomsten/{shared.pk}/"))

    assert f'href="/programmas/meedoen/bijeenkomsten/{shared.pk}/"' in listed
    assert "academie" not in listed
    assert "Programma een ander programma" in page
    assert "Geheim" not in page
    assert client.get(f"/programmas/meedoen/bijeenkomsten/{shared.pk}/wijzigen/").status_code == 404


def test_a_file_cannot_write_into_another_programme(lead, meedoen, other):
    files = {
        imports.MEASUREMENTS: "Sleutel;Referentie;Waarde;Bron\nacademie.geheim;2022;1;x\n",
        imports.EVENTS: "Programma;Soort;Datum;Onderwerp;Vorm\nacademie;sessie;2024-01-01;X;live\n",
        imports.COUNTS: "Balie;Jaar;Soort;Bewoners;feb\ngeheimdorp;2024;activiteit;vrouw;3\n",
    }

    for importer, content in files.items():
        with pytest.raises(ImportRefused):
            run_import(importer, content.encode(), by=lead)

    assert (Measurement.objects.count(), Event.objects.count(), DeskMonth.objects.count()) == (1, 1, 1)


def test_a_confidential_programme_is_for_its_leads_and_who_manages_programmes(db):
    programme = making.programme("preventie", "In veilige handen", confidential=True)
    open_one = making.programme("academie", "Academie")
    lead = making.user("leider@example.nl", "Leider", "programmaleider")
    programme.leads.add(lead)
    people = {
        role: making.user(f"{role}@example.nl", role, role)
        for role in ("bureau", "auteur", "bestuur", "coordinator", "directeur", "privacy", "beheerder")
    }

    seen = {role: {one.code for one in Programme.objects.visible_to(user)} for role, user in people.items()}

    assert {one.code for one in Programme.objects.visible_to(lead)} == {"preventie"}
    assert seen == {
        "bureau": {"academie"},
        "auteur": {"academie"},
        "bestuur": {"academie"},
        "coordinator": {"academie", "preventie"},
        "directeur": {"academie", "preventie"},
        "privacy": set(),
        "beheerder": set(),
    }
    assert open_one.code == "academie"


def test_an_author_who_leads_one_programme_enters_in_that_one_only(as_user, meedoen, other):
    both = making.user("beide@example.nl", "Beide", "programmaleider", "auteur")
    meedoen.leads.add(both)
    client = as_user(both)

    assert client.get("/programmas/meedoen/metingen/").status_code == 200
    assert client.get("/programmas/academie/").status_code == 200
    assert client.get("/programmas/academie/metingen/").status_code == 403
    assert client.get("/programmas/academie/bijeenkomsten/nieuw/").status_code == 403
    for record in (other, Event.objects.get(), Measurement.objects.get()):
        address = reverse("kernel:attachment_add", args=[record._meta.label_lower, record.pk])
        assert client.get(address).status_code == 403, address
    address = reverse("kernel:attachment_add", args=["programmes.programme", meedoen.pk])
    assert client.get(address).status_code == 200


def test_the_admin_shows_a_lead_own_records_only(as_user, lead, meedoen, other):
    making.indicator(meedoen, "meedoen.azc", "Azc’s")
    client = as_user(lead)

    for model in ("programme", "indicator", "desk"):
        response = client.get(f"/beheer/programmes/{model}/")
        assert response.status_code == 200, model
        assert "Geheim" not in text(response), model
    assert client.get(f"/beheer/programmes/programme/{other.pk}/change/", follow=True).redirect_chain != []


# The page of a programme


def test_the_page_puts_this_year_beside_the_same_months_of_last_year(as_user, meedoen, lead):
    hengelo = making.desk(meedoen, "hengelo", "Hengelo")
    months.record_months(
        [
            making.count(hengelo, "2023-02", 8),
            making.count(hengelo, "2023-09", 100),
            making.count(hengelo, "2024-02", 12),
            making.count(hengelo, "2024-04", 1),
        ],
        by=lead,
    )

    response = as_user(lead).get("/programmas/meedoen/")

    rows = {row.key: (row.now, row.before, row.whole) for row in response.context["rows"]}
    assert response.context["span"] == "januari tot en met maart 2024"
    assert rows["meedoen.koppelingen"] == ("12", "8", "108")
    assert rows["meedoen.balies"] == ("1", "1", "1")
    assert [finding.what for finding in response.context["open"]] == [
        "Balie Hengelo: januari, februari en maart 2024 nog in te vullen."
    ]


def test_the_page_of_last_year_names_what_the_report_still_needs(as_user, meedoen, lead):
    making.indicator(
        meedoen, "meedoen.azc", "Asielzoekerscentra", kind="stand", origin="extern", required_from=2023, chapter=3
    )

    response = as_user(lead).get("/programmas/meedoen/?jaar=2023")

    rows = {row.key: (row.now, row.before, row.whole) for row in response.context["rows"]}
    assert rows["meedoen.azc"] == ("nog in te vullen", "–", "–")

    assert [finding.what for finding in response.context["open"]] == [
        "‘Asielzoekerscentra’ (meedoen.azc) is voor 2023 nog in te vullen."
    ]
    assert '<a href="/programmas/meedoen/metingen/?jaar=2023#meedoen.azc">' in response.content.decode()


def test_lists_cost_as_many_queries_for_three_as_for_one(as_user, coordinator, meedoen):
    client = as_user(coordinator)

    def queries(url):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    recording.record_event(meedoen, kind="sessie", date=date(2024, 1, 1), subject="1", by=coordinator)
    making.desk(meedoen, "hengelo", "Hengelo")
    urls = ("/programmas/", "/programmas/meedoen/bijeenkomsten/", "/programmas/meedoen/balies/")
    [queries(url) for url in urls]
    one = [queries(url) for url in urls]
    for number in ("2", "3"):
        programme = making.programme(f"p{number}", f"P{number}")
        programme.leads.add(coordinator)
        recording.record_event(meedoen, kind="sessie", date=date(2024, 1, 1), subject=number, by=coordinator)
        making.desk(meedoen, f"balie-{number}", f"Balie {number}")

    assert one == [5, 6, 7]
    assert [queries(url) for url in urls] == [5, 6, 7]


# Events


def test_an_event_is_recorded_changed_and_taken_away(as_user, lead, meedoen):
    client = as_user(lead)
    form = client.get("/programmas/meedoen/bijeenkomsten/nieuw/")
    typed = {
        "form_request": form.context["request_id"],
        "kind": "werkochtend",
        "date": "09-02-2024",
        "subject": "Werken met tolken",
        "mode": "live",
        "attendance": "",
    }

    answers = [client.post("/programmas/meedoen/bijeenkomsten/nieuw/", typed) for _ in range(2)]

    event = Event.objects.get()
    assert [answer.url for answer in answers] == [event.get_absolute_url()] * 2
    assert (event.attendance, event.recorded_by) == (None, lead)
    assert "Deelnemers niet geteld" in text(client.get(event.get_absolute_url()))

    client.post(f"{event.get_absolute_url()}wijzigen/", {**typed, "form_request": "", "attendance": "1.041"})
    event.refresh_from_db()
    assert event.attendance == 1041
    client.post(f"{event.get_absolute_url()}weghalen/", {})
    assert Event.objects.count() == 0


def test_a_bad_event_says_what_is_wrong_at_the_field_and_is_not_stored(as_user, lead, meedoen):
    response = as_user(lead).post(
        "/programmas/meedoen/bijeenkomsten/nieuw/",
        {"kind": "werkochtend", "date": "31-02-2024", "subject": "", "mode": "live", "attendance": "-3"},
    )

    assert response.status_code == 422
    assert {name: list(messages) for name, messages in response.context["form"].errors.items()} == {
        "date": ["‘31-02-2024’ is geen datum. Schrijf dag, maand en jaar, bijvoorbeeld 31-12-2023."],
        "subject": ["Vul dit in."],
        "attendance": response.context["form"].errors["attendance"],
    }
    assert Event.objects.count() == 0


# Measurements


@pytest.fixture
def visitors(meedoen):
    return making.indicator(meedoen, "meedoen.bezoekers", "Bezoekers", required_from=2023)


@pytest.fixture
def channels(meedoen):
    indicator = making.indicator(meedoen, "meedoen.volgers", "Volgers", kind="stand", dimension="kanaal")
    for key in ("facebook", "x"):
        defining.add_part(indicator, key=key, label=key.title(), required_from=2023)
    return indicator


PAGE = "/programmas/meedoen/metingen/?jaar=2023"


def test_measurements_are_filled_in_and_only_what_changed_is_kept(as_user, lead, visitors, channels):
    client = as_user(lead)
    assert (client.get(PAGE).context["open"], client.get(PAGE).context["required"]) == (3, 3)

    response = client.post(
        PAGE,
        {
            "meedoen.bezoekers-value": "1.282",
            "meedoen.bezoekers-mark": "circa",
            "meedoen.bezoekers-source": "teller",
            "meedoen.volgers.facebook-value": "",
            "meedoen.volgers.facebook-mark": "exact",
            "meedoen.volgers.facebook-source": "",
        },
    )

    assert response.status_code == 302
    kept = Measurement.objects.get()
    assert (kept.value, kept.mark, kept.source, str(kept)) == (1282, "circa", "teller", "Bezoekers, 2023")
    response = client.get(PAGE)
    assert (response.context["open"], response.context["required"]) == (2, 3)
    assert 'value="1.282"' in response.content.decode()


def test_one_bad_measurement_does_not_cost_the_others(as_user, lead, visitors, channels):
    response = as_user(lead).post(
        PAGE,
        {
            "meedoen.bezoekers-value": "veel",
            "meedoen.bezoekers-mark": "exact",
            "meedoen.bezoekers-source": "teller",
            "meedoen.volgers.facebook-value": "924",
            "meedoen.volgers.facebook-mark": "exact",
            "meedoen.volgers.facebook-source": "teller",
            "meedoen.volgers.x-value": "106",
            "meedoen.volgers.x-mark": "exact",
            "meedoen.volgers.x-source": "",
        },
    )

    assert response.status_code == 422
    assert str(Measurement.objects.get()) == "Facebook, 31-12-2023"
    html = response.content.decode()
    assert 'value="veel"' in html
    errors = {place.key: place.form.problems() for place in response.context["refused"]}
    assert errors == {
        "meedoen.bezoekers": [
            ("id_meedoen.bezoekers-value", "Waarde", "‘veel’ is geen getal. Vul een getal in, bijvoorbeeld 12,5.")
        ],
        "meedoen.volgers.x": [("id_meedoen.volgers.x-source", "Bron", "Noem de bron: waar komt dit getal vandaan?")],
    }


def test_two_windows_do_not_overwrite_a_measurement(as_user, lead, visitors, coordinator):
    client = as_user(lead)
    client.get(PAGE)
    recording.record_measurement(visitors, at=Year(2023), value=5, source="teller", by=coordinator)

    response = client.post(
        PAGE, {"meedoen.bezoekers-value": "6", "meedoen.bezoekers-mark": "exact", "meedoen.bezoekers-source": "teller"}
    )

    assert response.status_code == 422
    assert Measurement.objects.current().get().value == 5
    assert "Noor Bakker vulde intussen ‘5’ in." in text(response)


def test_a_measurement_has_a_page_and_can_be_taken_back(as_user, lead, visitors):
    recording.record_measurement(visitors, at=Year(2023), value=5, source="teller", by=lead)
    kept = recording.record_measurement(visitors, at=Year(2023), value=6, source="teller", by=lead)
    client = as_user(lead)

    page = text(client.get(kept.get_absolute_url()))
    assert "Waarde 6" in page
    assert "Andere waarden voor 2023 5" in page
    client.post(f"{kept.get_absolute_url()}intrekken/", {})
    assert Measurement.objects.current().count() == 0
    assert "Nog geen meting" in text(client.get(Indicator.objects.get().get_absolute_url()))


# Files


def test_a_file_with_matches_says_what_it_would_do_and_does_it_once(lead, meedoen):
    making.desk(meedoen, "hengelo", "Hengelo")
    file = b"Balie;Jaar;Soort;Bewoners;jan;feb;mrt\nHengelo;2024;Activiteit;Vrouwen;10;;12\n"

    first = run_import(imports.COUNTS, file, by=lead)
    again = run_import(imports.COUNTS, file, by=lead)

    assert [str(row.effect) for row in (*first.rows, *again.rows)] == ["nieuw", "ongewijzigd"]
    assert sorted(DeskMonth.objects.values_list("month", "matches")) == [(date(2024, 1, 1), 10), (date(2024, 3, 1), 12)]
    changed = b"Balie;Jaar;Soort;Bewoners;feb;mrt\nhengelo;2024;activiteit;vrouw;3;12\n"
    assert [row.changes for row in run_import(imports.COUNTS, changed, by=lead).rows] == [{"feb": (None, 3)}]
    assert DeskMonth.objects.count() == 3


def test_a_file_with_one_wrong_cell_reads_nothing_in(lead, meedoen):
    making.desk(meedoen, "hengelo", "Hengelo")
    file = b"Balie;Jaar;Soort;Bewoners;jan;feb\nHengelo;2024;Activiteit;Vrouwen;10;20000\n"

    with pytest.raises(ImportRefused) as refused:
        run_import(imports.COUNTS, file, by=lead)

    assert refused.value.messages == ["Regel 2, feb: 20.000 is meer dan een balie in een maand kan tellen."]
    assert DeskMonth.objects.count() == 0


def test_every_page_has_one_heading(as_user, coordinator, other):
    client = as_user(coordinator)
    for url in urls_of(other):
        if "export" not in url:
            assert len(re.findall("<h1", client.get(url).content.decode())) == 1, url
