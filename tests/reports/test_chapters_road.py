"""For each chapter: what is entered in a screen changes a printed number of that chapter, down to the text of the PDF.

The rows of a record have their roads as well: an answer of a survey, a nominee, a round, a task, an adviser's period.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pypdfium2
from django.test import Client

from members.models import Organisation
from nov.demo import people
from nov.kernel.documents import blocks, pdf
from nov.kernel.models import User
from nov.kernel.periods import Year
from programmes.models import (
    Adviser,
    ApplicationRound,
    Event,
    GrantScheme,
    Measurement,
    PrizeEdition,
    SurveyOption,
    Trajectory,
    WorkingArea,
)
from reports.assemble import annual_report
from reports.models import Edition

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ON = date(2024, 4, 15)


@dataclass(frozen=True)
class Road:
    """Who enters what in which screen, and how a figure is printed before and after; callables ask the records."""

    chapter: int
    url: str | Callable[[], str]
    said: dict[str, str | int | Callable[[], Any]]
    key: str
    before: str
    after: str
    when: str = "2023"
    who: str = "Esra"


def event(kind: str, on: str, subject: str, **more: str) -> dict[str, Any]:
    return {"kind": kind, "date": on, "subject": subject, "mode": "live", **more}


def publication(kind: str, title: str, on: str) -> dict[str, Any]:
    return {"kind": kind, "title": title, "published_on": on}


def member(place: int) -> Callable[[], int]:
    """One of the members of that year, by order of joining."""
    return lambda: Organisation.objects.members_on(date(2023, 1, 1)).order_by("pk")[place].pk


def measured(key: str, year: int) -> Callable[[], int | str]:
    """The measurement that the screen showed, which is sent back with what is typed over it."""

    def seen() -> int | str:
        rows = Measurement.objects.current().filter(indicator__key=key)
        return rows.about(rows[0].indicator, None, Year(year)).get().pk

    return seen


ROADS = (
    Road(
        1,
        "/leden/vergaderingen/nieuw/",
        {"kind": "bestuur", "date": "13-12-2023", "place": "Utrecht"},
        "bestuur.vergaderingen",
        "7",
        "8",
        who="Anouk",
    ),
    Road(
        2,
        "/programmas/platform/metingen/?jaar=2023",
        {"volgers.x.nov-value": "4321", "volgers.x.nov-mark": "exact", "volgers.x.nov-source": "X Analytics"},
        "volgers.x.nov",
        "nog in te vullen",
        "4.321",
        "1 januari 2024",
    ),
    Road(
        3,
        "/programmas/meedoen/bijeenkomsten/nieuw/",
        event("werkochtend", "14-12-2023", "Terugblik op het jaar"),
        "meedoen.werkochtenden",
        "6",
        "7",
        who="Chantal",
    ),
    Road(
        4,
        "/programmas/expedities/begeleiders/nieuw/",
        {
            "code": "b-999",
            "trained_at": lambda: Event.objects.filter(programme__code="expedities", kind="training")[0].pk,
            "outcome": "niet",
        },
        "expedities.begeleiders",
        "207",
        "208",
        "2021–2023",
        who="Chantal",
    ),
    Road(
        5,
        "/programmas/goodbusy/publicaties/nieuw/",
        publication("whitepaper", "Vrijwillig na het pensioen", "11-12-2023"),
        "goodbusy.whitepapers",
        "1",
        "2",
    ),
    Road(
        6,
        "/programmas/goodwork/bijeenkomsten/nieuw/",
        event("bijeenkomst", "11-12-2023", "Kerstmarkt", theme="Live event", attendance="40"),
        "goodwork.live",
        "2",
        "3",
    ),
    Road(
        7,
        "/programmas/lobby/metingen/?jaar=2023",
        {
            "lobby.film-value": "12",
            "lobby.film-mark": "exact",
            "lobby.film-source": "De film zelf",
            "lobby.film-seen": measured("lobby.film", 2023),
        },
        "lobby.film",
        "7",
        "12",
    ),
    Road(
        8,
        "/programmas/sow/publicaties/nieuw/",
        publication("special", "Aan tafel", "11-12-2023"),
        "sow.specials",
        "2",
        "3",
    ),
    Road(
        9,
        "/programmas/mdt/deelnemers/nieuw/",
        {"organisation": member(5), "role": "deelnemer", "first_day": "01-12-2023"},
        "mdt.accounthouders",
        "100%",
        "97,6%",
        "1 januari 2024",
    ),
    Road(
        10,
        "/programmas/bestuurderscentraal/werkgebieden/nieuw/",
        {
            "area": lambda: WorkingArea.objects.get(name="Breda").pk,
            "role": "deelnemer",
            "first_day": "01-12-2023",
        },
        "bestuurderscentraal.werkgebieden",
        "21",
        "22",
        "1 januari 2024",
    ),
    Road(
        11,
        "/programmas/prijzen/deelnemers/nieuw/",
        {"organisation": member(5), "role": "partner", "first_day": "01-12-2023"},
        "prijzen.partners",
        "4",
        "5",
    ),
    Road(
        12,
        "/programmas/preventie/activiteiten/nieuw/",
        {
            "kind": "advies",
            "date": "11-12-2023",
            "adviser": lambda: Adviser.objects.filter(programme__code="preventie")[0].pk,
            "province": "utrecht",
        },
        "preventie.activiteiten",
        "314",
        "315",
    ),
    Road(
        13,
        "/programmas/wetregelgeving/vragen/nieuw/",
        {"date": "11-12-2023", "channel": "e-mail", "subject": "privacy", "answered_on": "12-12-2023"},
        "wetregelgeving.vragen",
        "89",
        "90",
    ),
    Road(
        14,
        "/programmas/socialebasis/publicaties/nieuw/",
        publication("mailing", "Het nieuwe jaar", "11-12-2023"),
        "socialebasis.mailings",
        "2",
        "3",
    ),
    Road(
        15,
        "/programmas/mva/deelnemers/nieuw/",
        {"organisation": member(0), "role": "coalitiepartner", "first_day": "01-12-2023"},
        "meeranders.coalitie",
        "9",
        "10",
    ),
    Road(
        16,
        "/programmas/kennisboost/bijeenkomsten/nieuw/",
        event("sessie", "03-11-2023", "Toegift", series="Kennisboostweek najaar 2023", attendance="25"),
        "kennisboost.sessies_najaar",
        "13",
        "14",
        "30-10-2023 tot en met 03-11-2023",
    ),
    Road(
        17,
        "/programmas/goedgeregeld/keurmerken/nieuw/",
        {"organisation": member(5), "awarded_on": "11-12-2023"},
        "goedgeregeld.keurmerken",
        "15",
        "16",
    ),
    Road(
        18,
        "/programmas/lovz/bijeenkomsten/nieuw/",
        event("overleg", "11-12-2023", "Vooruitblik", mode="online"),
        "lovz.overleggen",
        "4",
        "5",
    ),
    Road(
        19,
        "/programmas/novi/publicaties/nieuw/",
        publication("nieuwsbrief", "Nieuwsbrief van december, extra", "11-12-2023"),
        "novi.nieuwsbrieven",
        "12",
        "13",
    ),
    Road(
        20,
        "/programmas/internationaal/onderdelen/nieuw/",
        {"kind": "netwerk", "title": "Netwerk Noordzee", "first_day": "01-12-2023"},
        "internationaal.netwerken",
        "3",
        "4",
    ),
    Road(
        21,
        "/programmas/onderzoek/metingen/?jaar=2022",
        {
            "cbs.deelname-value": "42,5",
            "cbs.deelname-mark": "exact",
            "cbs.deelname-source": "Vrijwilligerswerk 2022, herzien",
            "cbs.deelname-seen": measured("cbs.deelname", 2022),
        },
        "cbs.deelname",
        "41%",
        "42,5%",
        "2022",
    ),
)


def of_answer(question: int, label: str) -> Callable[[], str]:
    """The form of an answer of the survey."""
    rows = SurveyOption.objects.filter(question__number=question, label=label)
    return lambda: f"/programmas/bestuurderscentraal/enqueteantwoorden/{rows.get().pk}/wijzigen/"


def resting() -> str:
    """The form of a new active period of an adviser who has none at the end of the year."""
    rows = Adviser.objects.filter(programme__code="goedgeregeld", stopped_on=None)
    found = rows.exclude(activities__during__upper_inf=True)[0]
    return f"/programmas/goedgeregeld/adviseurs/{found.pk}/actief/nieuw/"


def evaluating() -> str:
    """The form of a new task of a trajectory that is at its self-evaluation."""
    welcomed = Trajectory.objects.filter(steps__stage="1-aanmelding", steps__done_on__isnull=False)
    running = welcomed.filter(steps__stage="2-zelfevaluatie", steps__done_on=None)
    return f"/programmas/goedgeregeld/trajecten/{running.order_by('pk')[0].pk}/taken/nieuw/"


ROUND = Road(
    9,
    lambda: f"/programmas/mdt/regelingen/{GrantScheme.objects.get(name='Korte regeling').pk}/rondes/nieuw/",
    {"name": "Winterronde", "first_day": "01-12-2023", "last_day_of_period": "31-12-2023"},
    "",
    "",
    "",
)

ROWS = (
    Road(
        9,
        "/programmas/mdt/aanvragen/nieuw/",
        {
            "round": lambda: ApplicationRound.objects.get(name="Winterronde").pk,
            "reference": "K-999",
            "submitted_on": "11-12-2023",
        },
        "mdt.aanvragen_kort",
        "48",
        "49",
    ),
    Road(
        10,
        of_answer(1, "Ja, kennis en ervaring delen"),
        {"order": 1, "label": "Ja, kennis en ervaring delen", "chosen": 80},
        "enquete.kennis_delen",
        "51,7%",
        "55,2%",
    ),
    Road(
        11,
        lambda: f"/programmas/prijzen/edities/{PrizeEdition.objects.get(year=2023).pk}/genomineerden/nieuw/",
        {"organisation": member(5)},
        "prijzen.genomineerd",
        "6",
        "7",
    ),
    Road(
        17,
        resting,
        {"first_day": "01-12-2023"},
        "goedgeregeld.adviseurs_expedities",
        "61",
        "62",
        "eind 2023",
    ),
)

# A task brings a trajectory back to the first stage: one fewer at its self-evaluation, in the table of the stages.
TASK = Road(
    17,
    evaluating,
    {"stage": "1-aanmelding", "doer": "adviseur", "task": "Nog eens kennismaken"},
    "",
    "De zelfevaluatie invullen De uitkomst bespreken 5",
    "De zelfevaluatie invullen De uitkomst bespreken 4",
)


def enter(road: Road) -> int:
    """Send the form of a road as the person whose work it is; the answer's status."""
    client = Client()
    client.force_login(User.objects.get(email=people.email(road.who)), backend=BACKEND)
    said = {name: value() if callable(value) else value for name, value in road.said.items()}
    return client.post(road.url() if callable(road.url) else road.url, said).status_code


def appendix(document: blocks.Document) -> dict[tuple[str, str], blocks.Row]:
    """The row of each figure at each moment, as the report explains it."""
    rows = (row for row in document.back[0].blocks[0].rows if row.kind is blocks.RowKind.NORMAL)
    return {(row.cells[3].key, plain(row.cells[2])): row for row in rows}


def plain(words: Any) -> str:
    return blocks.plain(words).replace("\u00a0", " ")


def line(row: blocks.Row) -> str:
    """A row as it stands in the text of the PDF, without spaces and hyphens, which the lines decide."""
    entry, origin, when, value = row.cells
    return squeezed("".join(plain(part) for part in (entry.head, entry.detail, origin, when, value)))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad-]", "", text)


def text_of(document: blocks.Document) -> str:
    made = pypdfium2.PdfDocument(pdf.render(document))
    return squeezed("".join(made[place].get_textpage().get_text_range() for place in range(len(made))))


def test_every_chapter_has_its_road():
    assert [road.chapter for road in ROADS] == list(range(1, 22))


def test_what_is_entered_in_a_screen_of_each_chapter_is_read_in_the_pdf(demo):
    edition = Edition.objects.get(year=2023)
    listed = set(edition.figures.values_list("chapter", "key"))
    assert [road.key for road in ROADS if (road.chapter, road.key) not in listed] == []
    first = annual_report(edition, on=ON)

    answers = [enter(road) for road in (*ROADS, ROUND, *ROWS, TASK)]

    assert answers == [302] * 27
    second = annual_report(edition, on=ON)
    for document, said in ((first, "before"), (second, "after")):
        rows, text = appendix(document), text_of(document)
        roads = (*ROADS, *ROWS)
        found = {(road.chapter, road.key): plain(rows[road.key, road.when].cells[3]) for road in roads}
        assert found == {(road.chapter, road.key): getattr(road, said) for road in roads}
        assert [road.key for road in roads if line(rows[road.key, road.when]) not in text] == []
        assert squeezed(getattr(TASK, said)) in text
    unchanged = [
        was.number for was, now in zip(first.chapters, second.chapters, strict=True) if was.blocks == now.blocks
    ]
    assert unchanged == []
