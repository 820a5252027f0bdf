"""Who leaves the board when, who is in the team on a day, and what the association still has to do this year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from finance.models import Decision
from members.appointments import term_end
from members.assemblies import call_by
from members.models import Appointment, AppointmentTask, Meeting, TermNorm
from nov.kernel.formats import day
from nov.kernel.periods import Turn

Kind = Decision.Kind
# What the general meeting decides each year, and until when: the accounts within half a year (BW 2:48), the next year's
# budget and contribution before it begins.
YEARLY = (
    (Kind.ACCOUNTS, (6, 30)),
    (Kind.REPORT, (6, 30)),
    (Kind.RESULT, (6, 30)),
    (Kind.DISCHARGE, (6, 30)),
    (Kind.AUDIT, (6, 30)),
    (Kind.BUDGET, (12, 31)),
    (Kind.TARIFFS, (12, 31)),
)


@dataclass(frozen=True, slots=True)
class Due:
    """Something that has to happen by a day."""

    by: date
    what: str
    about: str
    url: str


@dataclass(frozen=True, slots=True)
class Seat:
    """A line of the rooster van aftreden: a seat, when its term is over, and whether there may be another."""

    appointment: Appointment
    ends: date | None
    again: bool


def rooster(on: date) -> list[Seat]:
    """The board on a day, whoever's term is over first at the top."""
    norm = TermNorm.objects.in_force(Turn.after(on)).first()
    board = Appointment.objects.on(on).filter(body=Appointment.Body.BOARD).select_related("person", "elected_at")
    most = norm.most if norm else None
    seats = [Seat(one, term_end(one, norm), most is None or (one.term or 1) < most) for one in board]
    return sorted(seats, key=lambda seat: (seat.ends or date.max, str(seat.appointment.person)))


def team(on: date) -> dict[str, list[Appointment]]:
    """Board and bureau on a day, by kind, in the order of the kinds."""
    found = list(_team(on))
    kinds = [(str(kind.label), [one for one in found if one.kind == kind.value]) for kind in Appointment.Kind]
    return {label: ones for label, ones in kinds if ones}


def _team(on: date) -> QuerySet[Appointment]:
    present = Appointment.objects.on(on).filter(body__in=Appointment.TEAM)
    return present.select_related("person").order_by("person__name")


def due(today: date, *, seats: bool = True) -> list[Due]:
    """What falls due this year and was not done, soonest first; without the seats of the board on request."""
    found = [*(_seats(today) if seats else ()), *_decisions(today), *_calls(today), *_tasks()]
    return sorted(found, key=lambda one: (one.by, one.what))


def _seats(today: date) -> Iterator[Due]:
    for seat in rooster(today):
        if seat.ends and seat.ends.year <= today.year:
            one = seat.appointment
            about = (
                f"{one.role.capitalize()}, termijn {one.term}; {'herkiesbaar' if seat.again else 'niet herkiesbaar'}."
            )
            yield Due(seat.ends, f"Termijn van {one.person}", about, one.get_absolute_url())


def _decisions(today: date) -> Iterator[Due]:
    taken = Decision.objects.filter(body=Decision.Body.ALV, date__year=today.year)
    done = set(taken.values_list("kind", flat=True))
    for kind, (month, number) in YEARLY:
        if kind not in done:
            about = "Besluit van de ALV, nog niet in het register."
            yield Due(date(today.year, month, number), str(kind.label), about, "")


def _calls(today: date) -> Iterator[Due]:
    for meeting in Meeting.objects.filter(date__gte=today, convened_on__isnull=True):
        about = f"Vergadering van {day(meeting.date)}."
        yield Due(call_by(meeting), f"Oproep: {meeting.get_kind_display().lower()}", about, meeting.get_absolute_url())


def _tasks() -> Iterator[Due]:
    for task in AppointmentTask.objects.filter(done_on__isnull=True).select_related("appointment__person"):
        yield Due(task.due, str(task), f"{task.appointment}.", task.get_absolute_url())
