"""The work of chapters 4 to 8, 14 to 16 and 18 to 20 in the demo year: events, publications, partners, what is counted.

Made by rule functions and by the same files that users read in. What is there already is left as it is.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from members import organisations
from members.models import Category, Holder, Organisation, Person
from nov.demo import people
from nov.kernel.imports import run_import
from nov.kernel.models import User
from nov.kernel.periods import ONE_DAY
from programmes import defining, imports, recording
from programmes.models import (
    AreaParticipation,
    Element,
    Event,
    Indicator,
    Leader,
    LocalProject,
    Milestone,
    Participation,
    Programme,
    ProgrammePhase,
    Publication,
    Representation,
    Study,
    WorkingArea,
)
from programmes.records import enter

DATA = Path(__file__).parent / "data" / "programmas-4-21"
MEMBERS_ON = date(2023, 1, 1)

FUNDS = ("Fonds Lindeland", "Fonds Nieuwe Wegen", "Stichting Zilverduin Fonds")
# Programme, role, which members (by order of joining), from, until and with which day.
TAKE_PART = (
    ("goodwork", "deelnemer", slice(0, 124), "2022-01-01", None),
    ("goodbusy", "aanbieder", slice(60, 103), "2021-06-01", None),
    ("goodbusy", "aanbieder", slice(103, 166), "2023-03-01", None),
    ("lovz", "netwerklid", slice(0, 23), "2020-01-01", None),
    ("mva", "coalitiepartner", slice(0, 9), "2023-01-01", "2027-12-31"),
)
OF_CARERS = ("lovz", "mva")  # among the organisations in care and welfare that are no centre
CARE = ("zorg", "welzijn")  # the sectors of which the first members carry out what older people need
HOSTS = slice(5, None, 12)  # every twelfth member
OWN_SESSIONS = ("goedgeregeld", "socialebasis")
CONTACTS = {
    "Deventer": "overijssel",
    "Zwolle": "overijssel",
    "Enschede": "overijssel",
    "Arnhem": "gelderland",
    "Ede": "gelderland",
    "Rotterdam": "zuid-holland",
    "Schiedam": "zuid-holland",
    "Vlaardingen": "zuid-holland",
    "Leeuwarden": "fryslan",
    "Breda": "noord-brabant",
}
THESES = (
    "Waarom medewerkers meedoen",
    "Vrijwillige inzet en binding met de werkgever",
    "Wat een teamdag oplevert voor een organisatie",
    "Pensioen en vrijwillige inzet",
)
SPEAK = (
    ("Ilse Vermeulen", "vrijwilliger", "CEV", "2021-01-01"),
    ("Ruben Haverkamp", "vrijwilliger", "IAVE", "2022-01-01"),
    ("Margriet Oosterwijk", "directeur", "CEV", "2020-01-01"),
    ("Margriet Oosterwijk", "directeur", "Volonteurope", "2020-01-01"),
)


def load(by: User) -> None:
    """Make all of it, unless it is there already."""
    if Publication.objects.exists():
        return
    coordinator = User.objects.get(email=people.email("Esra Yildirim"))
    of = {programme.code: programme for programme in Programme.objects.all()}
    defining.claim_prefix(of["expedities"], "zelfevaluatie")
    defining.add_phase(of["goodbusy"], name="Good Busy", first_day=date(2021, 1, 1))
    _indicators(of)
    run_import(imports.EVENTS, DATA / "bijeenkomsten.csv", by=coordinator)
    run_import(imports.MEASUREMENTS, DATA / "metingen.csv", by=coordinator)
    _published(of)
    _organisations(of)
    _hosts(of["kennisboost"])
    _leaders(of["expedities"])
    _projects(of["sow"])
    _areas(of["socialebasis"])
    _studies(of["goodbusy"])
    _representation(of["internationaal"])


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _during(first: str, last: str | None) -> DateRange:
    """The stored range of a first day and a last one, or none."""
    return DateRange(date.fromisoformat(first), date.fromisoformat(last) + ONE_DAY if last else None)


def conditions(text: str) -> dict[str, str]:
    """ "soort=sessie; vorm=online" as the rule wants it."""
    return dict(part.strip().split("=", 1) for part in text.split(";")) if text else {}


def _indicators(of: dict[str, Programme]) -> None:
    for row in _rows("kengetallen.csv"):
        indicator = defining.define_indicator(of[row["programma"]], origin=row["herkomst"], **_named(row))
        if indicator.kind == Indicator.Kind.NORM:
            source = "Plan dat in 2023 is ingediend"
            defining.set_norm(indicator, value=5, first_day=date(2023, 1, 1), source=source)
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


def _named(row: dict[str, str]) -> dict[str, Any]:
    return {
        "key": row["sleutel"],
        "label": row["naam"],
        "unit_key": row["eenheid"],
        "kind": row["soort"],
        "chapter": int(row["hoofdstuk"]),
        "definition": row["definitie"],
    }


def _published(of: dict[str, Programme]) -> None:
    for row in _rows("publicaties.csv"):
        enter(
            Publication,
            programme=of[row["programma"]],
            kind=row["soort"],
            title=row["titel"],
            published_on=_day(row["verschenen op"]),
            planned_for=int(row["gepland voor"]) if row["gepland voor"] else None,
            url=row["adres"],
        )
    published = {publication.title: publication for publication in Publication.objects.all()}
    for row in _rows("onderdelen.csv"):
        enter(
            Element,
            programme=of[row["programma"]],
            kind=row["soort"],
            title=row["naam"],
            publication=published.get(row["publicatie"]),
            during=_during(row["eerste dag"], row["laatste dag"]),
        )
    for row in _rows("mijlpalen.csv"):
        programme = of[row["programma"]]
        enter(
            Milestone,
            programme=programme,
            title=row["wat"],
            date=_day(row["datum"]),
            planned=row["gepland"] == "ja",
            dossier=Element.objects.filter(programme=programme, title=row["dossier"]).first(),
        )


def members_in_order() -> list[Organisation]:
    return list(Organisation.objects.members_on(MEMBERS_ON).order_by("pk"))


def _carers() -> list[Organisation]:
    """The members in care and welfare that are voluntary organisations themselves."""
    of = Category.objects.get(key="vrijwilligersorganisaties")
    held = Holder.objects.on(MEMBERS_ON).filter(membership__categories__category=of)
    rows = Organisation.objects.members_on(MEMBERS_ON).filter(sector__in=("zorg", "welzijn"))
    return list(rows.filter(pk__in=held.values("organisation")).order_by("pk"))


def _organisations(of: dict[str, Programme]) -> None:
    members, carers = members_in_order(), _carers()
    for code, role, which, first, last in TAKE_PART:
        for organisation in (carers if code in OF_CARERS else members)[which]:
            during = _during(first, last)
            enter(Participation, programme=of[code], organisation=organisation, role=role, during=during)
    for organisation in [each for each in members if each.sector in CARE][:10]:
        during = _during("2023-10-01", "2026-12-31")
        enter(Participation, programme=of["sow"], organisation=organisation, role="uitvoerder", during=during)
    for name in FUNDS:
        fund = organisations.register(name=name, municipality="Utrecht", sector="overig")
        during = _during("2021-01-01", "2023-12-31")
        enter(Participation, programme=of["expedities"], organisation=fund, role="fonds", during=during)


def _hosts(kennisboost: Programme) -> None:
    """The sessions of 2023 are given by members, but for those that a programme gave itself."""
    members = iter(members_in_order()[HOSTS])
    sessions = Event.objects.filter(programme=kennisboost, date__year=2023).order_by("date", "subject")
    for session in sessions.prefetch_related("co_programmes"):
        shared = list(session.co_programmes.all())
        if any(programme.code in OWN_SESSIONS for programme in shared):
            continue
        recording.change_event(
            session,
            kind=session.kind,
            date=session.date,
            subject=session.subject,
            mode=session.mode,
            attendance=session.attendance,
            series=session.series,
            co_programmes=shared,
            hosts=[next(members)],
        )


def _leaders(expedities: Programme) -> None:
    trainings = {event.subject: event for event in Event.objects.filter(programme=expedities, kind="training")}
    for row in _rows("begeleiders.csv"):
        enter(
            Leader,
            programme=expedities,
            code=row["code"],
            trained_at=trainings[row["training"]],
            outcome=row["uitkomst"],
            design_thinking=row["design thinking"] == "ja",
        )


def _projects(sow: Programme) -> None:
    phases = {phase.name: phase for phase in ProgrammePhase.objects.filter(programme=sow)}
    themes = {element.title: element for element in Element.objects.filter(programme=sow, kind="thema")}
    executors = [one.organisation for one in Participation.objects.filter(programme=sow, role="uitvoerder")]
    for row in _rows("projecten.csv"):
        enter(
            LocalProject,
            programme=sow,
            phase=phases[row["fase"]],
            title=row["naam"],
            place=row["plaats"],
            province=row["provincie"],
            organisation=executors[int(row["uitvoerder"]) - 1] if row["uitvoerder"] else None,
            theme=themes.get(row["thema"]),
            during=_during(row["eerste dag"], row["laatste dag"]),
        )


def _areas(socialebasis: Programme) -> None:
    for name, province in CONTACTS.items():
        area, _ = WorkingArea.objects.get_or_create(name=name, kind="gemeente", defaults={"province": province})
        during = _during("2023-01-01", "2023-12-31")
        enter(AreaParticipation, programme=socialebasis, area=area, role="contact", during=during)


def _studies(goodbusy: Programme) -> None:
    for title in THESES:
        enter(
            Study,
            programme=goodbusy,
            kind="masteronderzoek",
            title=title,
            researcher="Universiteit van Brinkstede",
            commissioner="Good Busy",
            our_part="opdrachtgever",
            during=_during("2023-02-01", "2023-08-31"),
        )


def _representation(internationaal: Programme) -> None:
    networks = {element.title: element for element in Element.objects.filter(programme=internationaal, kind="netwerk")}
    for name, capacity, network, first in SPEAK:
        person = Person.objects.filter(name=name).first() or Person.objects.create(name=name)
        enter(
            Representation,
            programme=internationaal,
            person=person,
            capacity=capacity,
            network=networks[network],
            during=_during(first, None),
        )
