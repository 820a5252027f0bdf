"""The rows of a record and what can be done with one: from its page, in one mechanism, with its rules at the field."""

from __future__ import annotations

import re
import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from finance.models import Party
from members.models import Municipality, Organisation
from programmes import advisers, defining, recording
from programmes.models import (
    ApplicationRound,
    AreaParticipation,
    Event,
    GrantScheme,
    Measurement,
    Nominee,
    PrizeEdition,
    Study,
    Survey,
    SurveyOption,
    SurveyQuestion,
    Trajectory,
    WorkingArea,
)
from programmes.records import KINDS, enter
from tests.programmes import making

HOME = "/programmas/meedoen"


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


@pytest.fixture
def elsewhere(db) -> Organisation:
    """Another organisation."""
    about = {"municipality": Municipality.objects.get(name="Hengelo"), "sector": "welzijn"}
    return Organisation.objects.create(party=Party.objects.create(name="De Brug"), name="De Brug", **about)


def marks_are_valid_for_four_years(of) -> None:
    norm = making.indicator(of, "meedoen.geldigheid", "Geldigheid", kind="norm", unit_key="aantal", origin="norm")
    defining.set_norm(norm, first_day=date(2015, 1, 1), value=4, source="Reglement")


def survey(of) -> Survey:
    return enter(
        Survey,
        programme=of,
        title="Enquête",
        first_day=date(2023, 4, 3),
        last_day=date(2023, 6, 30),
        respondents=145,
    )


def question(of, kind="meer", answered=100) -> SurveyQuestion:
    return enter(SurveyQuestion, survey=survey(of), number=1, text="Wat zoek je?", kind=kind, answered=answered)


def edition(of) -> PrizeEdition:
    return enter(
        PrizeEdition, programme=of, year=2023, ceremony_on=date(2023, 12, 7), place="Hengelo", prize_money=Decimal(50)
    )


def study(of) -> Study:
    during = DateRange(date(2022, 1, 1), date(2023, 1, 1))
    return enter(
        Study, programme=of, title="Wie doet mee", researcher="De hogeschool", our_part="partner", during=during
    )


def errors(answer) -> list[str]:
    """What the page says is wrong, with the field it says it at."""
    assert answer.status_code == 422
    found = re.findall(r"<li>(?:<a href=\"#\w+\">(.*?)</a>: )?(.*?)</li>", answer.content.decode(), re.DOTALL)
    return [f"{field}: {message}" for field, message in found if message and "<" not in message]


def test_every_kind_of_row_is_added_on_the_page_of_its_record(as_lead, meedoen, organisation):
    adviser = advisers.train_adviser(meedoen, code="a1", trained_on=date(2022, 3, 1), region="drenthe")
    advisers.pause(adviser, first_day=date(2022, 9, 1))
    trajectory = enter(Trajectory, programme=meedoen, organisation=organisation, started_on=date(2023, 1, 9))
    scheme = enter(GrantScheme, programme=meedoen, name="Kort", funder="VWS")
    asked = question(meedoen)
    rows = {
        f"enquetes/{asked.survey_id}/enquetevragen": {"number": 2, "text": "En?", "kind": "een", "answered": 145},
        f"enquetevragen/{asked.pk}/enqueteantwoorden": {"order": 1, "label": "Ja", "chosen": 75},
        f"edities/{edition(meedoen).pk}/genomineerden": {"organisation": organisation.pk, "winner": "on"},
        f"regelingen/{scheme.pk}/rondes": {
            "name": "Ronde 1",
            "first_day": "01-02-2023",
            "last_day_of_period": "31-03-2023",
        },
        f"trajecten/{trajectory.pk}/taken": {
            "stage": "3-verbetering",
            "doer": "adviseur",
            "task": "De commissie vragen",
            "due_on": "01-06-2023",
        },
        f"adviseurs/{adviser.pk}/actief": {"first_day": "01-02-2023"},
    }
    assert {address.rpartition("/")[2] for address in rows} == {kind.address for kind in KINDS.values() if kind.within}
    for address, said in rows.items():
        parent, _, kind = address.rpartition("/")
        model = KINDS[kind].model
        before = set(model.objects.values_list("pk", flat=True))
        said = {**said, "form_request": str(uuid.uuid4())}
        for _ in range(2):  # a double click
            answer = as_lead.post(f"{HOME}/{address}/nieuw/", said)
        (made,) = model.objects.exclude(pk__in=before)
        goes_on = f"{kind}/{made.pk}" if kind == "enquetevragen" else parent
        assert (answer.status_code, answer["Location"]) == (302, f"{HOME}/{goes_on}/"), address
        page, own = as_lead.get(f"{HOME}/{parent}/").content.decode(), f"{HOME}/{kind}/{made.pk}/"
        assert own in page, address
        history = re.search(r'href="(/[^"]+)">Geschiedenis', as_lead.get(own).content.decode())[1]
        assert "gemaakt" in as_lead.get(history).content.decode().lower()
        assert as_lead.get(f"{own}wijzigen/").status_code == 200
        taken = as_lead.post(f"{own}weghalen/", {})
        assert (taken.status_code, taken["Location"]) == (302, f"{HOME}/{parent}/")
        assert not model.objects.filter(pk=made.pk).exists()


def test_rows_of_other_programmes_do_not_exist(as_lead, client, meedoen):
    theirs = edition(making.programme("prijzen", "Prijzen"))
    ours = survey(meedoen)
    for address in (
        f"meedoen/edities/{theirs.pk}/genomineerden/nieuw",
        f"prijzen/edities/{theirs.pk}/genomineerden/nieuw",
        f"meedoen/enquetes/{ours.pk}/genomineerden/nieuw",
        f"meedoen/enquetes/{ours.pk}/bevinding",
    ):
        assert as_lead.get(f"/programmas/{address}/").status_code == 404, address
    client.force_login(making.user("bureau@example.nl", "Iris Vos", "bureau"))
    assert client.get(f"{HOME}/enquetes/{ours.pk}/").status_code == 200
    assert client.get(f"{HOME}/enquetes/{ours.pk}/enquetevragen/nieuw/").status_code == 403


def test_a_record_with_three_rows_costs_as_many_queries_as_with_one(as_lead, meedoen):
    asked, costs = question(meedoen), []
    for place in (1, 2, 3):
        enter(SurveyOption, question=asked, order=place, label=f"Antwoord {place}", chosen=place)
        with CaptureQueriesContext(connection) as queries:
            as_lead.get(f"{HOME}/enquetevragen/{asked.pk}/")
        costs.append(len(queries))
    assert costs == [costs[0]] * 3


# ---------------------------------------------------------------------------------------- surveys


def answer(client, asked, **said):
    return client.post(f"{HOME}/enquetevragen/{asked.pk}/enqueteantwoorden/nieuw/", {"order": 9, **said})


def test_the_next_answer_gets_the_next_place(as_lead, meedoen):
    asked = question(meedoen)
    enter(SurveyOption, question=asked, order=4, label="Ja", chosen=1)
    form = as_lead.get(f"{HOME}/enquetevragen/{asked.pk}/enqueteantwoorden/nieuw/")
    assert form.context["form"]["order"].value() == 5


@pytest.mark.parametrize(
    ("kind", "said", "wrong"),
    [
        ("meer", {"label": "Ja", "chosen": 101}, "Gekozen door: ‘Ja’ is vaker gekozen dan de 100 die antwoordden."),
        (
            "meer",
            {"label": "Geen van beide", "exclusive": "on", "chosen": 41},
            "Gekozen door: ‘Een gids’ en wat andere antwoorden uitsluit zijn samen 101 keer gekozen: "
            "meer dan de 100 die antwoordden.",
        ),
        (
            "een",
            {"label": "Ja", "chosen": 41},
            "Gekozen door: De antwoorden zijn samen meer dan de 100 die antwoordden.",
        ),
    ],
)
def test_an_answer_that_cannot_be_is_refused_at_its_field(as_lead, meedoen, kind, said, wrong):
    asked = question(meedoen, kind)
    enter(SurveyOption, question=asked, order=1, label="Een gids", chosen=60)
    assert errors(answer(as_lead, asked, **said)) == [wrong]
    assert asked.options.count() == 1


def test_a_subject_is_counted_twice(as_lead, meedoen):
    asked = question(meedoen, "onderwerpen")
    form = as_lead.get(f"{HOME}/enquetevragen/{asked.pk}/enqueteantwoorden/nieuw/").context["form"]
    assert list(form.fields) == ["order", "label", "get", "give"]
    assert errors(answer(as_lead, asked, label="Werven", get=101, give=3)) == [
        "Wil krijgen: ‘Werven’ is vaker gekozen dan de 100 die antwoordden."
    ]
    assert errors(answer(as_lead, asked, label="Werven", get=-1, give=3)) == [
        "Wil krijgen: Zorg ervoor dat deze waarde minstens 0 is."
    ]
    assert answer(as_lead, asked, label="Werven", get=61, give=12).status_code == 302
    with pytest.raises(ValidationError, match="Laat dit leeg bij een vraag van de soort ‘Per onderwerp"):
        enter(SurveyOption, question=asked, order=2, label="Geld", chosen=1)


def test_a_question_with_answers_keeps_its_sort(as_lead, meedoen):
    asked = question(meedoen)
    enter(SurveyOption, question=asked, order=1, label="Een gids", chosen=60)
    said = {"number": 1, "text": "Wat zoek je?", "answered": 100}
    change = f"{HOME}/enquetevragen/{asked.pk}/wijzigen/"
    assert errors(as_lead.post(change, {**said, "kind": "onderwerpen"})) == [
        "Soort: Bij deze vraag staan al antwoorden van een andere soort. Haal die eerst weg."
    ]
    assert as_lead.post(change, {**said, "kind": "een"}).status_code == 302


def test_a_question_shows_its_answers_as_the_report_prints_them(as_lead, meedoen):
    asked = question(meedoen)
    enter(SurveyOption, question=asked, order=1, label="Een gids", chosen=60)
    enter(SurveyOption, question=asked, order=2, label="Een cursus")

    (part,) = as_lead.get(f"{HOME}/enquetevragen/{asked.pk}/").context["parts"]
    assert [head.label for head in part["heads"]] == [
        "Antwoord of onderwerp",
        "Gekozen door",
        "Sluit andere antwoorden uit",
        "Aandeel",
    ]
    assert [[fact.value for fact in facts] for _, facts in part["rows"]] == [
        ["Een gids", "60", "nee", "60,0%"],
        ["Een cursus", "–", "nee", "–"],
    ]

    SurveyOption.objects.update(chosen=0)
    SurveyQuestion.objects.update(answered=0)
    (part,) = as_lead.get(f"{HOME}/enquetevragen/{asked.pk}/").context["parts"]
    assert [facts[-1].value for _, facts in part["rows"]] == ["geen antwoorden"] * 2


def test_one_answer_after_another_is_entered_without_leaving_the_form(as_lead, meedoen):
    asked = question(meedoen)
    address = f"{HOME}/enquetevragen/{asked.pk}/enqueteantwoorden/nieuw/"
    assert "Bewaren en nog een" in as_lead.get(address).content.decode()
    said = {"order": 1, "label": "Een gids", "chosen": 60}
    assert as_lead.post(address, {**said, "another": "1"})["Location"] == address
    assert "Bewaren en nog een" not in as_lead.get(f"{HOME}/enquetes/nieuw/").content.decode()


def test_who_did_not_answer_skipped_it(as_lead, meedoen):
    asked = question(meedoen)
    assert asked.skipped == 45
    said = {"title": "Enquête", "first_day": "03-04-2023", "last_day": "30-06-2023"}
    change = f"{HOME}/enquetes/{asked.survey_id}/wijzigen/"
    assert errors(as_lead.post(change, {**said, "respondents": 99})) == [
        "Ingevuld door: Vraag 1 is door 100 mensen beantwoord: meer dan dit."
    ]
    assert as_lead.post(change, {**said, "respondents": 130}).status_code == 302
    asked.refresh_from_db()
    assert asked.skipped == 30
    more = {"number": 1, "text": "Wat zoek je?", "kind": "meer", "answered": 131}
    assert errors(as_lead.post(f"{HOME}/enquetevragen/{asked.pk}/wijzigen/", more)) == [
        "Beantwoord door: De enquête is door 130 mensen ingevuld: dit zijn er meer."
    ]


@pytest.mark.parametrize(
    ("table", "column", "value", "words"),
    [
        ("surveyoption", "chosen", 101, "vaker gekozen dan er mensen antwoordden"),
        ("surveyoption", "chosen", 61, "kan niet samen met een ander"),
        ("surveyoption", "chosen", -1, "chosen_check"),
        ("surveyquestion", "answered", 59, "vaker gekozen|kan niet samen"),
        ("surveyquestion", "answered", 146, "niet vaker beantwoord dan de enquête is ingevuld"),
        ("survey", "respondents", 99, "niet vaker beantwoord dan de enquête is ingevuld"),
    ],
)
def test_the_database_refuses_answers_that_cannot_be(meedoen, table, column, value, words):
    asked = question(meedoen)
    enter(SurveyOption, question=asked, order=1, label="Geen", chosen=40, exclusive=True)
    enter(SurveyOption, question=asked, order=2, label="Een gids", chosen=60)
    where = {"surveyoption": '"order" = 2', "surveyquestion": "number = 1", "survey": "true"}[table]
    raw = f"UPDATE programmes_{table} SET {column} = %s WHERE {where}"
    with pytest.raises(IntegrityError, match=words), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(raw, [value])


# ---------------------------------------------------------------------------------------- the others


def test_an_edition_has_one_winner_on_screen(as_lead, meedoen, organisation, elsewhere):
    of = edition(meedoen)
    enter(Nominee, edition=of, organisation=organisation, winner=True)
    address = f"{HOME}/edities/{of.pk}/genomineerden/nieuw/"
    assert errors(as_lead.post(address, {"organisation": elsewhere.pk, "winner": "on"})) == [
        ": Deze editie heeft al een winnaar."
    ]
    assert errors(as_lead.post(address, {"organisation": organisation.pk})) == [": Deze organisatie is al genomineerd."]
    assert as_lead.post(address, {"organisation": elsewhere.pk}).status_code == 302


def test_what_applications_are_in_stays_and_says_so(as_lead, meedoen):
    scheme = enter(GrantScheme, programme=meedoen, name="Kort", funder="VWS")
    during = DateRange(date(2023, 2, 1), date(2023, 4, 1))
    of = enter(ApplicationRound, scheme=scheme, name="1", during=during)
    said = {"round": of.pk, "reference": "A-1", "submitted_on": "15-02-2023"}
    assert as_lead.post(f"{HOME}/aanvragen/nieuw/", said).status_code == 302
    used = ": Dit wordt nog ergens anders gebruikt en kan daarom niet weg."
    assert errors(as_lead.post(f"{HOME}/rondes/{of.pk}/weghalen/", {})) == [used]
    assert of.applications.count() == 1


def test_a_stage_is_finished_on_a_day_and_its_tasks_with_it(as_lead, meedoen, organisation):
    of = enter(Trajectory, programme=meedoen, organisation=organisation, started_on=date(2023, 4, 1))
    page = f"{HOME}/trajecten/{of.pk}/"
    assert "<dd>Aanmelding en intake</dd>" in as_lead.get(page).content.decode()
    assert errors(as_lead.post(f"{page}fase-afronden/", {"on": "31-03-2023"})) == [
        "Klaar op: Deze fase is niet klaar voor 01-04-2023."
    ]
    said = {"on": "10-04-2023", "form_request": str(uuid.uuid4())}
    for _ in range(2):
        assert as_lead.post(f"{page}fase-afronden/", said)["Location"] == page
    assert list(of.steps.filter(done_on=date(2023, 4, 10)).values_list("stage", flat=True)) == ["1-aanmelding"] * 2
    assert "<dd>Zelfevaluatie</dd>" in as_lead.get(page).content.decode()
    step = of.steps.filter(done_on=None)[0]
    said = {"stage": step.stage, "doer": step.doer, "task": step.task, "due_on": "31-03-2023"}
    assert errors(as_lead.post(f"{HOME}/taken/{step.pk}/wijzigen/", said)) == [
        "Uiterlijk op: Het traject begon op 01-04-2023, na deze dag."
    ]


def test_a_trajectory_leads_to_a_mark_that_is_renewed(as_lead, meedoen, organisation):
    marks_are_valid_for_four_years(meedoen)
    of = enter(Trajectory, programme=meedoen, organisation=organisation, started_on=date(2019, 4, 1))
    page = f"{HOME}/trajecten/{of.pk}/"
    for month in (4, 5, 6, 7, 8):
        assert "keurmerk/" not in as_lead.get(page).content.decode()
        assert as_lead.post(f"{page}fase-afronden/", {"on": f"10-{month:02}-2019"})["Location"] == page
    of.refresh_from_db()
    assert of.ended_on == date(2019, 8, 10)
    assert errors(as_lead.post(f"{page}keurmerk/", {"awarded_on": "31-03-2019"})) == [
        "Toegekend op: Het traject naar dit keurmerk begon op 01-04-2019, na deze dag."
    ]
    assert as_lead.post(f"{page}keurmerk/", {"awarded_on": "11-08-2019"})["Location"] == page
    first = meedoen.qualitymark_set.get()
    assert "<dd>toegekend op 11-08-2019, geldig tot 11-08-2023</dd>" in as_lead.get(page).content.decode()

    own = f"{HOME}/keurmerken/{first.pk}/"
    assert f'<a href="{page}">' in as_lead.get(own).content.decode()
    assert errors(as_lead.post(f"{own}verlengen/", {"awarded_on": "10-08-2019"})) == [
        "Toegekend op: Een verlenging komt na het keurmerk van 11-08-2019 dat zij verlengt."
    ]
    assert as_lead.post(f"{own}verlengen/", {"awarded_on": "01-08-2023"})["Location"] == own
    again = meedoen.qualitymark_set.get(renews=first)
    assert (again.awarded_on, again.valid_until) == (date(2023, 8, 1), date(2027, 8, 1))
    assert "<dd>01-08-2023</dd>" in as_lead.get(own).content.decode()
    assert "verlengen/" not in as_lead.get(own).content.decode()
    assert errors(as_lead.post(f"{own}verlengen/", {"awarded_on": "02-08-2023"})) == [": Dit keurmerk is al verlengd."]
    assert errors(as_lead.post(f"{page}keurmerk/", {"awarded_on": "02-08-2023"})) == [
        ": Dit traject is nog niet doorlopen, of het leidde al tot een keurmerk."
    ]


def test_a_mark_and_its_trajectory_are_of_one_organisation(as_lead, meedoen, organisation, elsewhere):
    of = enter(Trajectory, programme=meedoen, organisation=organisation, started_on=date(2019, 4, 1))
    said = {"organisation": elsewhere.pk, "awarded_on": "11-08-2023", "trajectory": of.pk}
    assert errors(as_lead.post(f"{HOME}/keurmerken/nieuw/", said)) == [
        "Traject: Kies een traject van dezelfde organisatie."
    ]


def test_an_adviser_rests_and_comes_back_on_screen(as_lead, meedoen):
    of = advisers.train_adviser(meedoen, code="a1", trained_on=date(2023, 3, 1), region="drenthe")
    page = f"{HOME}/adviseurs/{of.pk}/"
    assert "hervatten" not in as_lead.get(page).content.decode()
    assert as_lead.post(f"{page}pauzeren/", {"first_day": "01-06-2023"})["Location"] == page
    assert "pauzeren" not in as_lead.get(page).content.decode()
    assert errors(as_lead.post(f"{page}hervatten/", {"first_day": "01-05-2023"})) == [
        ": Deze adviseur is in deze periode al actief."
    ]
    assert as_lead.post(f"{page}hervatten/", {"first_day": "01-09-2023"}).status_code == 302
    active = [of.activities.filter(during__contains=date(2023, month, 1)).count() for month in (5, 7, 10)]
    assert active == [1, 0, 1]


def test_a_finding_is_a_measurement_that_names_its_study(as_lead, meedoen, lead):
    share = making.indicator(
        meedoen, "meedoen.deelname", "Deelname", unit_key="procent", origin="extern", definition="Wie meedoet."
    )
    of = study(meedoen)
    page = f"{HOME}/onderzoeken/{of.pk}/"
    said = {"indicator": share.pk, "at": "2022", "value": "40,5", "mark": "bijna", "source": "De hogeschool, 2022"}
    assert as_lead.post(f"{page}bevinding/", said)["Location"] == page
    found = Measurement.objects.get()
    assert (found.value, found.mark, found.study) == (Decimal("40.5"), "bijna", of)
    assert "Deelname" in as_lead.get(page).content.decode()
    assert errors(as_lead.post(f"{page}bevinding/", {**said, "at": "ooit"}))[0].startswith("Dag of periode: ")

    typed = {f"{share.key}-{name}": value for name, value in said.items()} | {
        f"{share.key}-value": "41",
        f"{share.key}-seen": found.pk,
    }
    as_lead.post(f"{HOME}/metingen/?jaar=2022", typed)
    corrected = Measurement.objects.current().get()
    assert (corrected.value, corrected.study) == (41, of)


def test_a_place_within_an_area_takes_part(as_lead, meedoen):
    address = f"{HOME}/gebieden/"
    said = {"name": "Hengelo", "kind": "gemeente", "province": "overijssel"}
    assert as_lead.post(f"{address}nieuw/", said).status_code == 302
    town = WorkingArea.objects.get()
    place = {"name": "Beckum", "kind": "plaats", "province": "overijssel"}
    assert errors(as_lead.post(f"{address}nieuw/", place)) == [": Kies de gemeente waar deze plaats in ligt."]
    assert as_lead.post(f"{address}nieuw/", {**place, "within": town.pk}).status_code == 302
    beckum = WorkingArea.objects.get(within=town)
    part = {"area": beckum.pk, "role": "deelnemer", "first_day": "01-01-2023"}
    assert as_lead.post(f"{HOME}/werkgebieden/nieuw/", part).status_code == 302
    assert "Beckum" in as_lead.get(f"{HOME}/werkgebieden/").content.decode()

    assert as_lead.get(f"{address}{beckum.pk}/wijzigen/").status_code == 200
    other = making.programme("academie", "Academie")
    enter(AreaParticipation, programme=other, area=beckum, role="contact", during=DateRange(date(2023, 1, 1), None))
    assert as_lead.get(f"{address}{beckum.pk}/").status_code == 200
    assert as_lead.get(f"{address}{beckum.pk}/wijzigen/").status_code == 404


def test_who_hosted_an_event_is_typed_by_name(as_lead, meedoen, organisation):
    said = {"kind": "sessie", "date": "01-11-2023", "subject": "Samen werven", "mode": "online"}
    address = f"{HOME}/bijeenkomsten/nieuw/"
    assert errors(as_lead.post(address, {**said, "hosts": "Veldkamp"})) == [
        "Verzorgd door: ‘Veldkamp’ is geen organisatie die we kennen. Bedoel je: Centrale Veldkamp?"
    ]
    assert as_lead.post(address, {**said, "hosts": "centrale veldkamp\nCentrale Veldkamp\n"}).status_code == 302
    event = Event.objects.get()
    assert list(event.hosts.all()) == [organisation]
    page = f"{HOME}/bijeenkomsten/{event.pk}/"
    assert "Centrale Veldkamp" in as_lead.get(page).content.decode()
    assert as_lead.get(f"{page}wijzigen/").context["form"]["hosts"].value() == "Centrale Veldkamp"
    as_lead.post(f"{page}wijzigen/", {**said, "hosts": ""})
    assert not event.hosts.exists()


# ---------------------------------------------------------------------------------------- bad input


def test_attendance_is_not_below_nought(as_lead, meedoen, lead):
    said = {"kind": "sessie", "date": "01-11-2023", "subject": "Samen werven", "mode": "online"}
    assert errors(as_lead.post(f"{HOME}/bijeenkomsten/nieuw/", {**said, "attendance": "-1"})) == [
        "Deelnemers: Zorg ervoor dat deze waarde minstens 0 is."
    ]
    recording.record_event(meedoen, kind="sessie", date=date(2023, 11, 1), subject="Samen werven", by=lead)
    with pytest.raises(IntegrityError, match="attendance_check"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE programmes_event SET attendance = -1")


def test_a_mark_is_not_renewed_before_its_award(as_lead, meedoen, organisation):
    marks_are_valid_for_four_years(meedoen)
    address = f"{HOME}/keurmerken/nieuw/"
    assert as_lead.post(address, {"organisation": organisation.pk, "awarded_on": "01-05-2019"}).status_code == 302
    first = meedoen.qualitymark_set.get()
    said = {"organisation": organisation.pk, "awarded_on": "30-04-2019", "renews": first.pk}
    assert errors(as_lead.post(address, said)) == [
        "Toegekend op: Een verlenging komt na het keurmerk van 01-05-2019 dat zij verlengt."
    ]
    assert as_lead.post(address, {**said, "awarded_on": "02-05-2023"}).status_code == 302
    raw = "UPDATE programmes_qualitymark SET awarded_on = '2019-04-30' WHERE renews_id IS NOT NULL"
    with pytest.raises(IntegrityError, match="komt na het keurmerk"), transaction.atomic():
        connection.cursor().execute(raw)
    raw = "UPDATE programmes_qualitymark SET valid_until = awarded_on"
    with pytest.raises(IntegrityError, match="mark_valid_after_award"), transaction.atomic():
        connection.cursor().execute(raw)
