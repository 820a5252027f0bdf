"""Seats and posts: somebody comes, is reappointed for another term, or goes."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from finance.models import Decision
from members.models import Appointment, AppointmentTask, Holder, Meeting, Organisation, Person, TermNorm
from nov.kernel.formats import day
from nov.kernel.periods import ONE_DAY

BOARD = Appointment.Body.BOARD
Moment = AppointmentTask.Moment
TOLD_WITHIN = timedelta(weeks=1)  # Handelsregisterwet 2007, article 20


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
    on_behalf_of: Organisation | None = None,
) -> Appointment:
    """Put a person in a seat or post from a day on; on the board for a first term unless another is named.

    Who comes on the board for the first time brings tasks along (KvK, bank). Raises ValidationError when the person has a
    place in that period already, or for the audit committee when they come for no member.
    """
    if on_behalf_of and not Holder.objects.on(first_day).filter(organisation=on_behalf_of).exists():
        raise ValidationError({"on_behalf_of": f"{on_behalf_of} is op {day(first_day)} geen lid."})
    appointment = Appointment(
        person=person,
        body=body,
        role=role,
        kind=kind,
        during=DateRange(first_day, last_day and last_day + ONE_DAY),
        term=(term or 1) if body == BOARD else None,
        elected_at=elected_at,
        on_behalf_of=on_behalf_of,
    )
    appointment.full_clean()
    appointment.save()
    if body == BOARD and (term or 1) == 1:
        _bring_along(appointment, Moment.IN, first_day)
    if body == BOARD and last_day:
        _bring_along(appointment, Moment.OUT, last_day)
    return appointment


@transaction.atomic
def reappoint(seat: Appointment, *, meeting: Meeting) -> Appointment:
    """Give a board member the next term, from the meeting that reappointed them.

    Raises ValidationError when the seat is not of the board, or has ended.
    """
    if seat.body != BOARD or seat.last_day:
        raise ValidationError("Herbenoemen kan alleen wie nu in het bestuur zit.")
    _end(seat, meeting.date - ONE_DAY)
    return appoint(
        seat.person, body=BOARD, role=seat.role, first_day=meeting.date, elected_at=meeting, term=(seat.term or 0) + 1
    )


@transaction.atomic
def step_down(seat: Appointment, *, last_day: date) -> None:
    """End a seat or post after a day; leaving the board brings tasks along. Raises ValidationError before its first day."""
    _end(seat, last_day)
    if seat.body == BOARD:
        _bring_along(seat, Moment.OUT, last_day)


def _bring_along(seat: Appointment, moment: str, on: date) -> None:
    """What has to be told elsewhere about a change on the board, within a week (the trade register asks that)."""
    for what in AppointmentTask.What:
        AppointmentTask.objects.update_or_create(
            appointment=seat, moment=moment, what=what, defaults={"due": on + TOLD_WITHIN}
        )


def term_end(seat: Appointment, norm: TermNorm | None) -> date | None:
    """When a seat on the board ends: as was laid down, or when its term is over; None when neither is known."""
    if seat.last_day or norm is None:
        return seat.last_day
    try:
        return seat.first_day.replace(year=seat.first_day.year + norm.years)
    except ValueError:  # 29 February
        return date(seat.first_day.year + norm.years, 3, 1)


def _end(seat: Appointment, last_day: date) -> None:
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
