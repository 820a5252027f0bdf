"""Who votes at a meeting, for whom and for how much; what was voted; and what the association has to do in a year."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from finance.models import Decision
from members import assemblies, governance, mutations
from members.appointments import appoint, reappoint, set_term, step_down
from members.meetings import record_meeting, set_agenda
from members.models import Appointment, AppointmentTask, Attendance, Ballot, Meeting, MeetingRule, Person
from tests.members.pages import errors, held_by, sent, text

D = date
DAY = D(2023, 6, 16)


@pytest.fixture
def assembly(database) -> Meeting:
    return record_meeting("alv", DAY, place="Utrecht", convened_on=D(2023, 6, 2), agenda=["Opening", "Begroting"])


@pytest.fixture
def person(database):
    return lambda name: Person.objects.get_or_create(name=name)[0]


@pytest.fixture
def there(assembly, member, person):
    """there("De Brug") is a member that is at the meeting with somebody called after it."""

    def come(name: str, code: str = "VO", **more) -> Attendance:
        held = held_by(member(name, code))
        return assemblies.register(assembly, person=person(f"Iemand van {name}"), organisation=held, **more)

    return come


def refused(one: Attendance) -> str:
    """What the database says to a row that goes around the rules."""
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        Attendance.objects.bulk_create([one])
    return str(error.value).splitlines()[0]


def test_a_member_votes_by_its_category_and_an_aspirant_does_not(there, categories):
    categories.SB.weight = 3
    categories.SB.save()

    assert [there(name, code).weight for name, code in (("Een", "VO"), ("Bond", "SB"), ("Nieuw", "AL"))] == [1, 3, 0]


@pytest.fixture
def suspended(member, noted):
    board = Decision.objects.create(body="bestuur", date=D(2023, 6, 1), number="B-9", subject="Ontzetting")
    membership = member("Geschorst")
    mutations.expel(membership, last_day=D(2023, 7, 10), decision=board, notified_on=D(2023, 6, 10), **noted)
    return held_by(membership)


def test_the_database_lets_no_aspirant_and_no_suspended_member_vote(assembly, member, person, suspended):
    aspirant, somebody = held_by(member("Nieuw", "AL")), person("Iemand")
    assert [assemblies.votes(assembly, one, somebody) for one in (aspirant, suspended)] == [0, 0]

    for one in (aspirant, suspended):
        seat = Attendance(meeting=assembly, organisation=one, person=somebody, weight=1)
        assert refused(seat) == (
            "Een aspirant-lid of een geschorst lid stemt niet, en een ander niet vaker dan zijn categorie mag."
        )
        Attendance.objects.create(meeting=assembly, organisation=one, person=somebody, weight=0)


def test_who_is_no_member_has_no_place(assembly, organisation, person):
    stranger, somebody = organisation("Vreemd"), person("Iemand")

    with pytest.raises(ValidationError) as error:
        assemblies.register(assembly, person=somebody, organisation=stranger)

    assert error.value.message_dict == {"organisation": ["Vreemd is op 16-06-2023 geen lid."]}
    assert refused(Attendance(meeting=assembly, organisation=stranger, person=somebody, weight=0)) == (
        "Alleen wie op die dag lid is, of van het orgaan zelf, stemt op deze vergadering."
    )


def test_proxies_have_a_maximum(assembly, there, member, decision):
    carrier = there("Een")
    MeetingRule.objects.create(kind="alv", days=14, proxies=1, first_day=D(2023, 1, 1), decision=decision)
    assemblies.register(assembly, person=carrier.person, organisation=held_by(member("Twee")), through=carrier)

    third = held_by(member("Drie"))
    proxy = Attendance(meeting=assembly, organisation=third, person=carrier.person, through=carrier, weight=1)

    assert refused(proxy) == "Deze persoon heeft al 1 volmachten, meer mag niet."
    assert assemblies.present_votes(assembly) == 2


def test_a_proxy_goes_to_who_is_there_and_an_aspirant_gives_none(assembly, there, member, person):
    carrier, aspirant, other = there("Een"), held_by(member("Nieuw", "AL")), held_by(member("Twee"))

    with pytest.raises(ValidationError) as error:
        assemblies.register(assembly, person=carrier.person, organisation=aspirant, through=carrier)
    assert error.value.message_dict == {"organisation": ["Nieuw stemt niet en geeft geen volmacht."]}
    stray = Attendance(meeting=assembly, organisation=other, person=person("Iemand"), through=carrier, weight=1)
    assert refused(stray) == "Een volmacht gaat naar iemand die er zelf namens een lid is."


def test_no_more_votes_than_there_are(assembly, there):
    there("Een"), there("Twee")
    item = assembly.items.get(subject="Begroting")

    with pytest.raises(ValidationError, match="Er zijn 2 stemmen aanwezig"):
        assemblies.vote(item, question="Begroting", in_favour=2, against=1)
    with pytest.raises(DatabaseError, match="Er zijn 2 stemmen aanwezig"), transaction.atomic():
        Ballot.objects.create(item=item, question="Begroting", in_favour=1, against=1, abstained=1)
    assert assemblies.vote(item, question="Begroting", in_favour=1, against=1).adopted is False

    with pytest.raises(DatabaseError, match="Er is al gestemd"), transaction.atomic():
        assembly.present.all().delete()
    with pytest.raises(ValidationError, match="Over ‘Begroting’ is gestemd"):
        set_agenda(assembly, ["Opening"])
    set_agenda(assembly, ["Begroting", "Opening"])
    assert list(assembly.items.values_list("number", "subject")) == [(1, "Begroting"), (2, "Opening")]


@pytest.mark.parametrize(
    ("majority", "in_favour", "against", "adopted"),
    [("gewoon", 2, 1, True), ("gewoon", 1, 1, False), ("tweederde", 2, 1, True), ("tweederde", 3, 2, False)],
)
def test_what_carries(majority, in_favour, against, adopted):
    assert Ballot(majority=majority, in_favour=in_favour, against=against, abstained=9).adopted is adopted


def test_the_call_has_a_term(assembly, decision):
    assert (assemblies.call_by(assembly), assemblies.called_late(assembly)) == (D(2023, 6, 2), False)

    MeetingRule.objects.create(kind="alv", days=21, first_day=D(2023, 1, 1), decision=decision)

    assert (assemblies.call_by(assembly), assemblies.called_late(assembly)) == (D(2023, 5, 26), True)


def test_the_board_votes_at_its_own_meeting(person):
    meeting = record_meeting("bestuur", DAY)
    appoint(person("Irene"), body="bestuur", role="lid", first_day=D(2023, 1, 1))

    assert assemblies.register(meeting, person=person("Irene")).weight == 1
    with pytest.raises(ValidationError, match="Daan zit op 16-06-2023 niet in dit orgaan"):
        assemblies.register(meeting, person=person("Daan"))


# ------------------------------------------------------------------------- the board and the year


def test_the_audit_committee_comes_for_members(member, organisation, person):
    seat = {"body": "kascommissie", "role": "lid", "kind": "vrijwilliger", "first_day": DAY}
    with pytest.raises(ValidationError, match="In de kascommissie zit iemand namens een lid"):
        appoint(person("Jurre"), **seat)
    with pytest.raises(ValidationError, match="Vreemd is op 16-06-2023 geen lid"):
        appoint(person("Jurre"), on_behalf_of=organisation("Vreemd"), **seat)

    assert appoint(person("Jurre"), on_behalf_of=held_by(member()), **seat).pk


def test_the_rooster_and_the_tasks_of_a_change(person, decision, assembly):
    set_term(3, first_day=D(2010, 1, 1), decision=decision).delete()
    norm = set_term(3, first_day=D(2010, 1, 1), decision=decision)
    norm.most = 2
    norm.save()
    old = appoint(person("Hassan"), body="bestuur", role="penningmeester", first_day=D(2020, 6, 19))
    appoint(person("Irene"), body="bestuur", role="voorzitter", first_day=D(2021, 6, 18))
    reappoint(old, meeting=assembly)

    seats = [(seat.appointment.person.name, seat.ends, seat.again) for seat in governance.rooster(D(2023, 6, 16))]
    assert seats == [("Irene", D(2024, 6, 18), True), ("Hassan", D(2026, 6, 16), False)]
    assert {kind: len(ones) for kind, ones in governance.team(D(2021, 6, 1)).items()} == {"Bestuur": 1}

    step_down(Appointment.objects.get(term=2), last_day=D(2023, 9, 1))
    tasks = AppointmentTask.objects.values_list("appointment__person__name", "moment", "what", "due")
    assert sorted(tasks) == [
        ("Hassan", "begin", "bank", D(2020, 6, 26)),
        ("Hassan", "begin", "kvk", D(2020, 6, 26)),
        ("Hassan", "einde", "bank", D(2023, 9, 8)),
        ("Hassan", "einde", "kvk", D(2023, 9, 8)),
        ("Irene", "begin", "bank", D(2021, 6, 25)),
        ("Irene", "begin", "kvk", D(2021, 6, 25)),
    ]


def test_what_falls_due_this_year(person, decision):
    set_term(3, first_day=D(2010, 1, 1), decision=decision)
    seat = appoint(person("Irene"), body="bestuur", role="voorzitter", first_day=D(2021, 6, 18))
    seat.tasks.filter(what="bank").update(done_on=D(2021, 6, 20))
    record_meeting("alv", D(2024, 6, 14))
    for number, kind in enumerate(("jaarrekening", "jaarverslag", "resultaat", "decharge", "kascommissie")):
        Decision.objects.create(body="alv", date=D(2024, 4, 1), number=f"A-{number}", kind=kind, subject=kind)

    assert [(one.by, one.what) for one in governance.due(D(2024, 4, 15))] == [
        (D(2021, 6, 25), "Handelsregister (KvK), bij aantreden"),
        (D(2024, 5, 31), "Oproep: algemene ledenvergadering"),
        (D(2024, 6, 18), "Termijn van Irene"),
        (D(2024, 12, 31), "Begroting"),
        (D(2024, 12, 31), "Tarieven"),
    ]


# --------------------------------------------------------------------------------------- the pages


@pytest.mark.usefixtures("clock")
def test_a_meeting_from_papers_to_votes_on_its_page(bureau, assembly, member):
    one, two = held_by(member("Een")), held_by(member("Twee"))
    at = reverse("members:meeting", args=[assembly.pk])

    def note(what: str, **fields):
        return bureau.post(reverse("members:meeting_note", args=[assembly.pk, what]), fields)

    note("bijlage", title="Agenda", number="")
    note("bijlage", title="Jaarverslag 2022", number="")
    twice = note("bijlage", title="Nog een", number="2")
    assert "Deze vergadering heeft al een bijlage met dit nummer." in text(twice)
    note("aanwezig", organisation=one.pk, name="Ada  Bron")
    note("volmacht", organisation=two.pk, through=Attendance.objects.get().pk)
    item = assembly.items.get(subject="Begroting")
    sent(
        bureau, "item_ballot", item.pk, question="Begroting vaststellen", majority="gewoon", in_favour="2", against="0",
        abstained="0",
    )  # fmt: skip

    page = text(bureau.get(at))
    assert "Bijlage 1: Agenda" in page and "Bijlage 2: Jaarverslag 2022" in page
    assert "Aanwezig (2 stemmen)" in page
    assert "Ada Bron Een 1" in page and "Weghalen" not in page
    assert "Begroting vaststellen: 2 voor, 0 tegen Aangenomen" in page
    gone = sent(bureau, "attendance_remove", Attendance.objects.earliest("pk").pk)
    assert errors(gone) == [] and "Er is al gestemd" in text(gone)


@pytest.mark.usefixtures("clock")
def test_a_decision_and_a_task_on_their_pages(bureau, person):
    seat = appoint(person("Irene"), body="bestuur", role="voorzitter", first_day=D(2024, 4, 1))
    sent(
        bureau, "decision_new", kind="begroting", body="alv", date="12-4-2024", number="ALV-9", subject="Begroting 2025"
    )
    assert "12-04-2024 ALV-9 Begroting Algemene ledenvergadering Begroting 2025" in text(
        bureau.get(reverse("members:decisions"), {"soort": "begroting"})
    )

    page = text(bureau.get(reverse("members:governance")))
    assert "Handelsregister (KvK), bij aantreden Irene, voorzitter. Irene, voorzitter. 08-04-2024 voorbij" in page
    sent(bureau, "appointment_task", seat.tasks.get(what="kvk").pk, done_on="5-4-2024")
    assert "Handelsregister (KvK), bij aantreden: gedaan op 5 april 2024" in text(bureau.get(seat.get_absolute_url()))
