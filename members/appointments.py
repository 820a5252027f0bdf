"""Seats and posts: somebody comes, is reappointed for another term, or goes."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from finance.models import Decision
from members.models import Appointment, Meeting, Person, TermNorm
from nov.kernel.formats import day
from nov.kernel.periods import ONE_DAY

BOARD = Appointment.Body.BOARD


def appoint(
    person: Person,
    *,
    body: str,
    role: str,
    first_day: date,
    kind: str = Appointment.Kind.BOARD,
    last_day: date | None = None,
    elected_at: Meeting | None = None,
    term: int | None = None,
) -> Appointment:
    """Put a person in a seat or post from a day on; on the board for a first term unless another is named.

    Raises ValidationError when the person has a place in that period already.
    """
    appointment = Appointment(
        person=person,
        body=body,
        role=role,
        kind=kind,
        during=DateRange(first_day, last_day and last_day + ONE_DAY),
        term=(term or 1) if body == BOARD else None,
        elected_at=elected_at,
    )
    appointment.full_clean()
    appointment.save()
    return appointment


@transaction.atomic
def reappoint(seat: Appointment, *, meeting: Meeting) -> Appointment:
    """Give a board member the next term, from the meeting that reappointed them.

    Raises ValidationError when the seat is not of the board, or has ended.
    """
    if seat.body != BOARD or seat.last_day:
        raise ValidationError("Herbenoemen kan alleen wie nu in het bestuur zit.")
    step_down(seat, last_day=meeting.date - ONE_DAY)
    return appoint(
        seat.person, body=BOARD, role=seat.role, first_day=meeting.date, elected_at=meeting, term=(seat.term or 0) + 1
    )


def step_down(seat: Appointment, *, last_day: date) -> None:
    """End a seat or post after a day. Raises ValidationError when that lies before its first day."""
    if last_day < seat.first_day:
        raise ValidationError({"last_day": f"De benoeming begint pas op {day(seat.first_day)}."})
    seat.during = DateRange(seat.first_day, last_day + ONE_DAY)
    seat.save(update_fields=["during"])


def set_term(years: int, *, first_day: date, decision: Decision) -> TermNorm:
    """Lay down how many years a term on the board lasts, from a day on."""
    norm = TermNorm(years=years, first_day=first_day, decision=decision)
    norm.full_clean()
    norm.save()
    return norm
