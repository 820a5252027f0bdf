"""The work of chapters 9 to 13, 17 and 21 in the demo year: advice, questions, surveys, prizes, marks and studies.

Made by rule functions and by the same files that users read in. What is there already is left as it is.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from members import organisations
from nov.demo import chapters_marks, people
from nov.demo.chapters_general import conditions, members_in_order
from nov.kernel.imports import run_import
from nov.kernel.models import User
from nov.kernel.periods import ONE_DAY, reference
from programmes import advisers, defining, imports, recording, surveys
from programmes.models import (
    AdviceActivity,
    Adviser,
    Application,
    ApplicationRound,
    AreaParticipation,
    Enquiry,
    Event,
    GrantScheme,
    Indicator,
    Nominee,
    Participation,
    PrizeEdition,
    Programme,
    Study,
    Survey,
    WorkingArea,
)
from programmes.records import enter

DATA = Path(__file__).parent / "data" / "programmas-bijzonder"
PREFIXES = (("bestuurderscentraal", "enquete"), ("onderzoek", "cbs"))
PARTNERS = ("Hotelgroep Zonneveld", "Omroep Lindeland", "Stichting Vuurtoren", "Drukkerij De Brink")
QUESTIONS = {
    "1": ("Wil je kennis delen en meedenken?", "meer"),
    "2": ("In hoeveel organisaties ben je actief?", "een"),
    "3": ("Over welke onderwerpen wil je kennis krijgen of geven?", "onderwerpen"),
}
RESPONDENTS = 145
STUDIES = (
    # title, researcher, commissioner, our part, first and last day
    ("Vrijwilligerswerk 2019", "CBS", "", "gebruiker", "2019-01-01", "2019-12-31"),
    ("Vrijwilligerswerk 2021", "CBS", "", "gebruiker", "2021-01-01", "2021-12-31"),
    ("Vrijwilligerswerk 2022", "CBS", "Ministerie van VWS", "partner", "2022-01-01", "2022-12-31"),
    ("Vrijwillige inzet in Nederland", "Motivaction", "NOV", "opdrachtgever", "2023-01-01", "2023-12-31"),
    ("Verwonderonderzoek", "NOV", "NOV", "uitvoerder", "2023-01-01", "2023-12-31"),
)


@transaction.atomic
def load(by: User) -> None:
    """Make all of it, unless it is there already."""
    if AdviceActivity.objects.exists():
        return
    coordinator = User.objects.get(email=people.email("Esra Yildirim"))
    of = {programme.code: programme for programme in Programme.objects.all()}
    for code, prefix in PREFIXES:
        defining.claim_prefix(of[code], prefix)
    _indicators(of)
    run_import(imports.EVENTS, DATA / "bijeenkomsten.csv", by=coordinator)
    _studies(of["onderzoek"])
    _measurements(coordinator)
    _advisers(of)
    _advice(of["preventie"])
    _enquiries(of["wetregelgeving"])
    _areas(of["bestuurderscentraal"])
    _survey(of["bestuurderscentraal"])
    _prize(of["prijzen"])
    _schemes(of["mdt"], coordinator)
    chapters_marks.load(of["goedgeregeld"])


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _during(first: str, last: str | None = None) -> DateRange:
    return DateRange(date.fromisoformat(first), date.fromisoformat(last) + ONE_DAY if last else None)


def _indicators(of: dict[str, Programme]) -> None:
    for row in _rows("kengetallen.csv"):
        indicator = defining.define_indicator(of[row["programma"]], origin=row["herkomst"], **_named(row))
        if indicator.kind == Indicator.Kind.NORM:
            defining.set_norm(indicator, value=int(row["norm"]), first_day=date(2015, 1, 1), source=row["bron"])
    for row in _rows("tellingen.csv"):
        defining.define_count(
            of[row["programma"]],
            source=row["bron"],
            how=row["hoe"],
            column=row["kolom"],
            filters=conditions(row["voorwaarden"]),
            share_of=conditions(row["deel"]),
            **_named(row),
        )


def _named(row: dict[str, str]) -> dict[str, object]:
    return {
        "key": row["sleutel"],
        "label": row["naam"],
        "unit_key": row["eenheid"],
        "kind": row["soort"],
        "chapter": int(row["hoofdstuk"]),
        "definition": row["definitie"],
    }


def _studies(onderzoek: Programme) -> None:
    for title, researcher, commissioner, part, first, last in STUDIES:
        enter(
            Study,
            programme=onderzoek,
            title=title,
            researcher=researcher,
            commissioner=commissioner,
            our_part=part,
            during=_during(first, last),
        )


def _measurements(by: User) -> None:
    studies = {study.title: study for study in Study.objects.all()}
    indicators = {indicator.key: indicator for indicator in Indicator.objects.all()}
    for row in _rows("metingen.csv"):
        recording.record_measurement(
            indicators[row["sleutel"]],
            at=reference(row["referentie"]),
            value=Decimal(row["waarde"]),
            mark=row["nauwkeurigheid"],
            source=row["bron"],
            study=_study(studies, row),
            by=by,
        )


def _study(studies: dict[str, Study], row: dict[str, str]) -> Study | None:
    """The study of a finding. What was found of an earlier year stands in the study of its own year, if we have it."""
    external = row["sleutel"].startswith(("cbs.", "onderzoek."))
    return studies.get(row["onderzoek"]) if external else None


def _advisers(of: dict[str, Programme]) -> None:
    trainings = {event.subject: event for event in Event.objects.filter(kind="training")}
    for row in _rows("adviseurs.csv"):
        adviser = advisers.train_adviser(
            of[row["programma"]],
            code=row["code"],
            trained_on=date.fromisoformat(row["opgeleid op"]),
            trained_at=trainings.get(row["training"]),
            region=row["provincie"],
        )
        if row["actief tot"]:
            advisers.pause(adviser, first_day=date.fromisoformat(row["actief tot"]))
        if row["laatste dag"]:
            advisers.stop_adviser(adviser, last_day=date.fromisoformat(row["laatste dag"]))


def _advice(preventie: Programme) -> None:
    by_code = {adviser.code: adviser for adviser in Adviser.objects.filter(programme=preventie)}
    for row in _rows("activiteiten.csv"):
        enter(
            AdviceActivity,
            programme=preventie,
            kind=row["soort"],
            date=date.fromisoformat(row["datum"]),
            adviser=by_code[row["adviseur"]],
            province=row["provincie"],
            sector=row["sector"],
            size=row["omvang"],
            meeting=row["bijeenkomst"],
        )


def _enquiries(wetregelgeving: Programme) -> None:
    for row in _rows("vragen.csv"):
        enter(
            Enquiry,
            programme=wetregelgeving,
            date=date.fromisoformat(row["gesteld op"]),
            channel=row["kanaal"],
            subject=row["onderwerp"],
            answered_on=date.fromisoformat(row["beantwoord op"]),
        )


def _areas(bestuurderscentraal: Programme) -> None:
    rows = sorted(_rows("werkgebieden.csv"), key=lambda row: bool(row["ligt in"]))  # what others lie in comes first
    areas: dict[str, WorkingArea] = {}
    for row in rows:
        area, _ = WorkingArea.objects.get_or_create(
            name=row["naam"],
            kind=row["soort"],
            defaults={"province": row["provincie"], "within": areas.get(row["ligt in"])},
        )
        areas[row["naam"]] = area
        enter(
            AreaParticipation, programme=bestuurderscentraal, area=area, role="deelnemer", during=_during("2022-09-01")
        )


def _survey(bestuurderscentraal: Programme) -> None:
    survey = enter(
        Survey,
        programme=bestuurderscentraal,
        title="Enquête onder besturen 2023",
        first_day=date(2023, 4, 3),
        last_day=date(2023, 6, 30),
        respondents=RESPONDENTS,
    )
    answers: dict[str, list[surveys.Answer]] = {number: [] for number in QUESTIONS}
    for row in _rows("antwoorden.csv"):
        chosen, get, give = (int(row[name]) if row[name] else None for name in ("gekozen", "krijgen", "geven"))
        answer = surveys.Answer(row["antwoord"], chosen, get, give, exclusive=row["sluit uit"] == "ja")
        answers[row["vraag"]].append(answer)
    for number, (text, kind) in QUESTIONS.items():
        surveys.ask(
            survey,  # type: ignore[arg-type]
            number=int(number),
            text=text,
            kind=kind,
            answered=RESPONDENTS,
            answers=answers[number],
        )


def _prize(prijzen: Programme) -> None:
    """The edition of 2023, of which nobody has written down yet who won."""
    edition = enter(
        PrizeEdition,
        programme=prijzen,
        year=2023,
        ceremony_on=date(2023, 12, 7),
        place="Utrecht",
        prize_money=Decimal(15000),
    )
    for organisation in members_in_order()[210:216]:
        nominee = Nominee(edition=edition, organisation=organisation)
        nominee.full_clean()
        nominee.save()
    for name in PARTNERS:
        partner = organisations.register(name=name, municipality="Utrecht", sector="overig")
        enter(
            Participation,
            programme=prijzen,
            organisation=partner,
            role="partner",
            during=_during("2023-01-01", "2023-12-31"),
        )


def _schemes(mdt: Programme, account_holder: User) -> None:
    rounds: dict[tuple[str, str], ApplicationRound] = {}
    for row in _rows("aanvragen.csv"):
        place = row["regeling"], row["ronde"]
        submitted = date.fromisoformat(row["ingediend op"])
        if place not in rounds:
            rounds[place] = _round(mdt, *place, first=submitted.replace(day=1))
        enter(
            Application,
            programme=mdt,
            round=rounds[place],
            reference=row["kenmerk"],
            submitted_on=submitted,
            outcome=row["uitkomst"],
            decided_on=date.fromisoformat(row["besloten op"]),
        )
    for organisation in members_in_order()[220:260]:
        enter(
            Participation,
            programme=mdt,
            organisation=organisation,
            role="deelnemer",
            during=_during("2022-01-01"),
            account_holder=account_holder,
        )


def _round(mdt: Programme, scheme: str, name: str, *, first: date) -> ApplicationRound:
    found = GrantScheme.objects.filter(programme=mdt, name=scheme).first()
    of = found or enter(GrantScheme, programme=mdt, name=scheme, funder="ZonMw")
    made = ApplicationRound(scheme=of, name=name, during=DateRange(first, first.replace(month=first.month + 1)))
    made.full_clean()
    made.save()
    return made
