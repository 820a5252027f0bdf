"""Board, bureau and meetings of the demo year. All persons are invented; some have an account as well."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import F

from finance import registers
from finance.models import Decision
from members.appointments import appoint, reappoint, set_term, step_down
from members.assemblies import add_document, register, vote
from members.meetings import plan_interviews, record_meeting
from members.models import Appointment, AppointmentTask, Meeting, NoticeNorm, Organisation, Person

TARIFFS_DECIDED = {2022: date(2021, 11, 26), 2023: date(2022, 11, 25), 2024: date(2023, 11, 24)}

KINDS_OF_DECISIONS = (
    ("Jaarverslag", Decision.Kind.REPORT),
    ("Jaarrekening", Decision.Kind.ACCOUNTS),
    ("Begroting", Decision.Kind.BUDGET),
    ("Contributie", Decision.Kind.TARIFFS),
    ("Twee leden gekozen", Decision.Kind.APPOINT),
)
# name, role, first meeting (June), reappointed, gone
BOARD = (
    ("Irene Vos", "voorzitter", 2021, None, None),
    ("Hassan el Amrani", "penningmeester", 2020, 2023, None),
    ("Willemijn ter Horst", "lid", 2020, 2023, None),
    ("Anton Blaauwgeers", "lid", 2020, None, 2023),
    ("Sevda Karaca", "lid", 2020, None, 2023),
    ("Tjerk Hoogstra", "lid", 2021, None, None),
    ("Marguerite Joosen", "lid", 2021, None, None),
    ("Rutger van Schie", "lid", 2022, None, None),
    ("Nadia Benhaddou", "lid", 2022, None, None),
    ("Ellen Wijnstra", "lid", 2023, None, None),
    ("Olaf Kuipers", "lid", 2023, None, None),
)
# name, role, kind, first day, last day
BUREAU = (
    ("Marloes Dijkgraaf", "directeur", "vast", "2014-09-01", "2024-02-29"),
    ("Frank Oosterhof", "directeur", "vast", "2024-03-01", None),
    ("Anouk Terpstra", "medewerker bureau", "vast", "2016-03-01", None),
    ("Greetje Mulder", "medewerker financiën", "vast", "2011-01-01", None),
    ("Esra Yildirim", "coördinator programma’s", "vast", "2018-05-01", None),
    ("Chantal de Ruiter", "programmaleider", "vast", "2019-02-01", None),
    ("Bram Hoekstra", "beheerder platform", "vast", "2020-10-01", None),
    ("Daan Wolters", "communicatieadviseur", "vast", "2021-04-01", None),
    ("Hilde Graafland", "programmaleider", "vast", "2015-08-01", None),
    ("Rik Tammes", "adviseur", "vast", "2017-11-01", None),
    ("Soraya Lachmon", "programmaleider", "vast", "2020-01-01", None),
    ("Peter-Jan Stuut", "beleidsadviseur", "vast", "2013-06-01", None),
    ("Mirthe Vogelzang", "adviseur", "vast", "2022-02-01", None),
    ("Joris Kampstra", "kennismedewerker", "vast", "2021-09-01", None),
    ("Fenna Uilenburg", "redacteur", "vast", "2018-01-01", "2023-03-31"),
    ("Tarik Aydemir", "redacteur", "vast", "2023-04-15", None),
    ("Wilma Oldenhof", "officemanager", "vast", "2010-02-01", None),
    ("Naomi Scholtens", "projectmedewerker #Meedoen", "tijdelijk", "2022-01-01", None),
    ("Giel Rademaker", "projectmedewerker #Meedoen", "tijdelijk", "2023-02-01", None),
    ("Asli Demirtas", "projectmedewerker MDT", "tijdelijk", "2022-09-01", None),
    ("Koen Verschoor", "projectmedewerker", "tijdelijk", "2021-03-01", "2023-08-31"),
    ("Lotte Hiemstra", "projectmedewerker", "tijdelijk", "2023-09-01", None),
    ("Ruben Castelein", "onderzoeker", "tijdelijk", "2023-01-01", None),
    ("Iris Mooiweer", "eventmanager", "tijdelijk", "2023-03-01", None),
    ("Stijn Boomgaard", "trainee", "tijdelijk", "2023-09-01", None),
    ("Corrie Steenbeek", "gastvrouw", "vrijwilliger", "2012-01-01", None),
    ("Theo Wiegersma", "archivaris", "vrijwilliger", "2015-01-01", None),
    ("Hanneke Prins-Aarts", "redactie", "vrijwilliger", "2019-04-01", None),
    ("Gerrit Jan Loman", "adviseur", "vrijwilliger", "2020-06-01", None),
    ("Maud Evers", "fotograaf", "vrijwilliger", "2022-05-01", None),
)
AUDIT = (("Jurre Postma", "2022-06-17"), ("Liesbeth Kroon", "2021-06-18"))

THEMES = (
    "Jongeren vasthouden", "Vrijwilligers en betaalde krachten", "De gemeente als partner", "Een bestuur vinden",
)  # fmt: skip
ACTION_LINES = (
    "Een sterke basis in elke gemeente", "Iedereen kan meedoen", "Besturen en organiseren", "Ruimte in regels",
    "Weten wat werkt",
)  # fmt: skip
GENERAL_MEETINGS_BEFORE = (date(2020, 6, 19), date(2021, 6, 18), date(2022, 6, 17))
# day, and the subjects besides what was decided
BOARD_MEETINGS = (
    ("2023-02-06", ("Jaarplan 2023", "Evaluatie van het platform")),
    ("2023-04-17", ("Jaarrekening 2022", "Meerjarenprogramma")),
    ("2023-06-16", ("Voorbereiding van de ledenvergadering",)),
    ("2023-09-12", ("Opvolging van de directeur", "Halfjaarcijfers")),
    ("2023-11-13", ("Begroting 2024",)),
    ("2023-11-24", ("Voorbereiding van de ledenvergadering",)),
    ("2023-12-12", ("Benoeming van de directeur", "Risico’s en reserves")),
)


def load() -> None:
    """Meetings first, then who was chosen at them, then the bureau."""
    held = {day.year: record_meeting("alv", day, place="Utrecht") for day in GENERAL_MEETINGS_BEFORE}
    held[2023] = _general_meeting_of_june(date(2023, 6, 16))
    autumn = record_meeting(
        "alv", date(2023, 11, 24), place="Amersfoort", dialogue_groups=THEMES,
        agenda=[
            "Opening en mededelingen",
            ("Begroting 2024", registers.decision("alv", "ALV-2023-11/3", on=date(2023, 11, 24), subject="Begroting 2024")),
            ("Contributie 2024", tariffs_decided(2024)),
            "Het meerjarenprogramma in dialoog",
            "Rondvraag",
        ],
    )  # fmt: skip
    beside = {meeting.date: meeting for meeting in (held[2023], autumn)}
    for day, subjects in BOARD_MEETINGS:
        _board_meeting(date.fromisoformat(day), beside, subjects)
    statutes = decided(
        "alv", "2009-11-20", 4, "Statuten: een termijn duurt drie jaar, opzeggen kan tot vier weken vooraf"
    )
    set_term(3, first_day=date(2010, 1, 1), decision=statutes)
    NoticeNorm.objects.create(weeks=4, first_day=date(2010, 1, 1), decision=statutes)
    for subject, kind in KINDS_OF_DECISIONS:
        Decision.objects.filter(body="alv", subject__startswith=subject).update(kind=kind)
    Meeting.objects.filter(kind="alv").update(convened_on=F("date") - timedelta(days=21))
    _voted(autumn)
    _board(held)
    _bureau()
    plan_interviews(
        2024,
        subject="Meerjarenstrategie 2025-2028",
        count=20,
        about=True,
        source="Bestuursvergadering 12 december 2023",
    )


def _voted(meeting: Meeting) -> None:
    """Twelve members are there, two others gave a proxy, and the budget is carried."""
    members = list(Organisation.objects.members_on(meeting.date).order_by("number")[:14])
    there = [register(meeting, person=one.contacts.earliest("pk").person, organisation=one) for one in members[:12]]
    for one in members[12:]:
        register(meeting, person=there[0].person, organisation=one, through=there[0])
    for number, title in enumerate(("Agenda", "Begroting 2024", "Contributie 2024"), start=1):
        add_document(meeting, title, number)
    budget = meeting.items.get(subject="Begroting 2024")
    vote(budget, question="Begroting 2024 vaststellen", in_favour=13, against=0, abstained=1)


def decided(body: str, on: str, number: int, subject: str) -> Decision:
    """A decision under the number of its meeting: "B-2023-09/2"."""
    series = "B" if body == "bestuur" else "ALV"
    return registers.decision(body, f"{series}-{on[:7]}/{number}", on=date.fromisoformat(on), subject=subject)


def tariffs_decided(year: int) -> Decision:
    """The decision of the general meeting on the contribution of a year."""
    return decided("alv", TARIFFS_DECIDED[year].isoformat(), 6, f"Contributie {year}")


def _general_meeting_of_june(day: date) -> Meeting:
    accounts = registers.decision(
        "alv", "ALV-2023-06/4", on=day, subject="Jaarrekening 2022 en bestemming van het saldo"
    )
    return record_meeting(
        "alv", day, place="Utrecht", action_lines=ACTION_LINES,
        agenda=[
            "Opening en mededelingen",
            ("Jaarverslag 2022", decided("alv", day.isoformat(), 3, "Jaarverslag 2022")),
            ("Jaarrekening 2022", accounts),
            ("Benoemingen in het bestuur", decided("alv", day.isoformat(), 5, "Twee leden gekozen, twee herbenoemd")),
            "Raadpleging over de actielijnen van het meerjarenprogramma",
            "Rondvraag",
        ],
    )  # fmt: skip


def _board_meeting(day: date, beside: dict[date, Meeting], subjects: tuple[str, ...]) -> None:
    taken = [(one.subject, one) for one in Decision.objects.filter(body="bestuur", date=day)]
    record_meeting(
        "bestuur", day, place="Utrecht", next_to=beside.get(day), agenda=["Verslag en actiepunten", *subjects, *taken]
    )


def _board(held: dict[int, Meeting]) -> None:
    for name, role, since, again, gone in BOARD:
        meeting = held[since]
        seat = appoint(_person(name), body="bestuur", role=role, first_day=meeting.date, elected_at=meeting)
        if again:
            reappoint(seat, meeting=held[again])
        if gone:
            step_down(seat, last_day=_before(held[gone].date))
    for place, (name, first_day) in enumerate(AUDIT):
        since = date.fromisoformat(first_day)
        appoint(
            _person(name), body="kascommissie", role="lid", kind="vrijwilliger", first_day=since,
            on_behalf_of=Organisation.objects.members_on(since).order_by("number")[place],
        )  # fmt: skip
    AppointmentTask.objects.update(done_on=F("due"))


def _bureau() -> None:
    for name, role, kind, first_day, last_day in BUREAU:
        appoint(
            _person(name), body=Appointment.Body.BUREAU, role=role, kind=kind, first_day=date.fromisoformat(first_day),
            last_day=date.fromisoformat(last_day) if last_day else None,
        )  # fmt: skip


def _person(name: str) -> Person:
    return Person.objects.get_or_create(name=name, email="")[0]


def _before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)
