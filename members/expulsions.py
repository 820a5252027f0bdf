"""Expulsion: the board decides, the member may appeal to the general meeting and is suspended meanwhile (BW 2:35 lid 4)."""

from __future__ import annotations

from datetime import date
from typing import Unpack

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from finance.models import Decision
from members import corrections
from members.models import Expulsion, Mutation
from members.timeline import Noted, refuse, take_lock
from nov.kernel.formats import day
from nov.kernel.periods import ONE_DAY

Outcome = Expulsion.Outcome


@transaction.atomic
def appeal(expulsion: Expulsion, *, on: date) -> Expulsion:
    """Store that the member appealed. Raises MutationError at `on` when that was not in time."""
    expulsion = _open(expulsion)
    if expulsion.appealed_on:
        raise refuse("on", f"Het beroep van {day(expulsion.appealed_on)} is al vastgelegd.")
    if not expulsion.notified_on <= on <= expulsion.appeal_until:
        raise refuse("on", f"Beroep kan van {day(expulsion.notified_on)} tot en met {day(expulsion.appeal_until)}.")
    expulsion.appealed_on = on
    expulsion.save()
    return expulsion


@transaction.atomic
def no_appeal(expulsion: Expulsion, *, on: date) -> Expulsion:
    """Close an expulsion that nobody appealed against. Raises MutationError as long as that is still possible."""
    expulsion = _open(expulsion)
    if expulsion.appealed_on:
        raise refuse("what", "Er is beroep ingesteld; de ALV beslist.")
    if on <= expulsion.appeal_until:
        raise refuse("what", f"Beroep kan nog tot en met {day(expulsion.appeal_until)}.")
    return _settled(expulsion, Outcome.NO_APPEAL, expulsion.appeal_until + ONE_DAY)


@transaction.atomic
def uphold(expulsion: Expulsion, *, decision: Decision) -> Expulsion:
    """The general meeting lets the expulsion stand."""
    expulsion = _appealed(expulsion, decision)
    expulsion.decided_by = decision
    return _settled(expulsion, Outcome.UPHELD, decision.date + ONE_DAY)


@transaction.atomic
def reverse(expulsion: Expulsion, *, decision: Decision, **noted: Unpack[Noted]) -> Mutation:
    """The general meeting reverses the expulsion: a correction, on the timeline, lets the membership run on."""
    expulsion = _appealed(expulsion, decision)
    expulsion.decided_by = decision
    _settled(expulsion, Outcome.REVERSED, decision.date)
    return corrections.void(
        expulsion.mutation,
        reason=f"De ALV vernietigde de ontzetting ({decision.number}, {day(decision.date)})",
        **noted,
    )


def _settled(expulsion: Expulsion, outcome: Outcome, until: date) -> Expulsion:
    """Store the outcome; the suspension ends before a day."""
    expulsion.outcome = outcome
    expulsion.suspended = DateRange(expulsion.suspended.lower, max(until, expulsion.suspended.lower))
    expulsion.save()
    return expulsion


def _open(expulsion: Expulsion) -> Expulsion:
    take_lock()  # before the row's own lock, as every mutation does
    expulsion = Expulsion.objects.select_for_update(of=("self",)).select_related("mutation").get(pk=expulsion.pk)
    if expulsion.outcome:
        raise refuse("what", f"Deze ontzetting is al afgerond: {expulsion.state.lower()}.")
    return expulsion


def _appealed(expulsion: Expulsion, decision: Decision) -> Expulsion:
    expulsion = _open(expulsion)
    if not expulsion.appealed_on:
        raise refuse("what", "Leg eerst vast wanneer het beroep binnenkwam.")
    if decision.body != Decision.Body.ALV:
        raise refuse("decision", "Over een beroep beslist de ALV; kies een besluit daarvan.")
    if decision.date < expulsion.appealed_on:
        raise refuse("decision", f"Het besluit is van voor het beroep, dat op {day(expulsion.appealed_on)} binnenkwam.")
    return expulsion
