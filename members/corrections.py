"""Putting right what was entered wrongly: a mutation is undone, or undone and entered again with another day.

Nothing disappears: the wrong mutation stays, a correction names it, and periods that should not have been are voided.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Unpack

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from members import mutations
from members.models import Expulsion, Holder, Membership, Mutation
from members.timeline import MutationError, Noted, close, onward, record, refuse, repeated, take_lock
from nov.kernel.formats import day
from nov.kernel.periods import ONE_DAY

Kind = Mutation.Kind


@transaction.atomic
def void(mutation: Mutation, *, reason: str, **noted: Unpack[Noted]) -> Mutation:
    """Undo a mutation: a notice that was withdrawn, an entry that was wrong. Answers with the correction.

    What it opened is voided; what it closed runs on as if it had not been. Raises MutationError when it was undone
    before, when later mutations of the membership rest on it, or when the organisation became a member again since.
    """
    take_lock()
    if done := repeated(noted):
        return done
    _can_be_undone(mutation, reason)
    noted["explanation"] = reason
    _lift_suspension(mutation, noted["entered_on"])
    correction = record(
        Kind.CORRECTION,
        mutation.organisation,
        corrects=mutation,
        effective_on=mutation.effective_on,
        decided_on=noted["entered_on"],
        **noted,
    )
    for opened, closed in _parts(mutation):
        successor = opened.first()
        if successor:
            successor.voided_by = correction
            successor.save(update_fields=["voided_by"])
        if predecessor := closed.first():
            close(
                predecessor,
                successor and successor.during.upper,
                successor and successor.closed_by,
            )
    return correction


@transaction.atomic
def correct(mutation: Mutation, *, effective_on: date, reason: str, **noted: Unpack[Noted]) -> Mutation:
    """Undo a mutation and enter it again with another day. Answers with the new mutation.

    Raises MutationError as `void` and the mutation itself do; a day that cannot be stands at `effective_on`.
    """
    take_lock()
    if done := repeated(noted):
        return done
    if effective_on == mutation.effective_on:
        raise refuse("effective_on", f"De mutatie gaat al in op {day(effective_on)}.")
    request = noted.pop("request", None)
    again = _repetition(mutation)
    void(mutation, reason=reason, **noted)
    noted["request"], noted["explanation"] = request, mutation.explanation or reason
    try:
        return again(effective_on, noted)
    except MutationError as error:
        raise MutationError({"effective_on": error.messages}) from error


def _lift_suspension(mutation: Mutation, on: date) -> None:
    """Close what followed an expulsion that is undone before it was final."""
    for expulsion in Expulsion.objects.filter(mutation=mutation, outcome=""):
        expulsion.outcome = Expulsion.Outcome.WITHDRAWN
        expulsion.suspended = DateRange(expulsion.suspended.lower, max(on, expulsion.suspended.lower))
        expulsion.save()


def _parts(mutation: Mutation) -> list[tuple[Any, Any]]:
    """The live periods that a mutation opened and closed: of the membership, its holders and its categories."""
    return [
        (getattr(mutation, f"opened_{name}").live(), getattr(mutation, f"closed_{name}").live())
        for name in ("memberships", "holders", "categoryperiods")
    ]


def _can_be_undone(mutation: Mutation, reason: str) -> None:
    if not reason.strip():
        raise refuse("reason", "Schrijf op waarom dit wordt gecorrigeerd.")
    if mutation.kind == Kind.CORRECTION:
        raise MutationError("Een correctie wordt niet zelf gecorrigeerd. Voer de mutatie opnieuw in.")
    if Mutation.objects.filter(corrects=mutation).exists():
        raise MutationError("Deze mutatie is al ongedaan gemaakt.")
    for opened, closed in _parts(mutation):
        for period in opened.filter(closed_by__isnull=False):
            later = period.closed_by
            if mutation.kind == Kind.JOIN or not later.leaves:
                raise MutationError(f"Maak eerst de latere mutatie ongedaan: {later}.")
        for period in closed:
            _organisation_is_free(period, mutation)
    if mutation.kind == Kind.PASS_OVER:
        _nobody_merged_into(mutation)


def _nobody_merged_into(mutation: Mutation) -> None:
    """Whether no other member went into the body that would not be a member any more."""
    merged = Mutation.objects.filter(
        kind=Kind.MERGE, other=mutation.other, effective_on__gte=mutation.effective_on - ONE_DAY, correction=None
    )
    if later := merged.first():
        raise MutationError(f"Maak eerst de latere mutatie ongedaan: {later}.")


def _organisation_is_free(period: Any, mutation: Mutation) -> None:
    """Whether the organisation of a holder that would run on did not become a member again meanwhile."""
    if not isinstance(period, Holder):
        return
    others = Holder.objects.live().filter(organisation=period.organisation).exclude(pk=period.pk)
    if again := others.filter(during__overlap=onward(period.during.upper)).first():
        raise MutationError(f"{period.organisation} is opnieuw lid vanaf {day(again.first_day)}.")


def _repetition(mutation: Mutation) -> Callable[[date, Noted], Mutation]:
    """How to enter the same mutation again with another day."""
    was: Any = mutation  # of each kind what its rule asks is there
    held = Membership.objects.filter(holders__closed_by=mutation) | Membership.objects.filter(
        categories__closed_by=mutation
    )
    if mutation.kind == Kind.JOIN:
        category = mutation.opened_categoryperiods.get().category
        joined: dict[str, Any] = {"category": category, "decision": was.decision, "received_on": was.received_on}
        return lambda on, noted: mutations.join(mutation.organisation, first_day=on, **joined, **noted).opened_by
    membership = held.live().distinct().get()
    if mutation.kind == Kind.CATEGORY:
        category = mutation.opened_categoryperiods.get().category
        return lambda on, noted: mutations.change_category(
            membership, category=category, first_day=on, decision=was.decision, **noted
        )
    if mutation.kind == Kind.PASS_OVER:
        return lambda on, noted: mutations.pass_over(
            membership, to=was.other, first_day=on, received_on=was.received_on, **noted
        )
    return lambda on, noted: _leave_again(mutation, membership, on, noted)


def _leave_again(mutation: Any, membership: Membership, last_day: date, noted: Noted) -> Mutation:
    """Enter a departure again, by the rules of its kind."""
    rest: dict[str, Any] = {"last_day": last_day, **noted}
    match mutation.kind:
        case Kind.RESIGN:
            rest |= {"reason": mutation.reason, "received_on": mutation.received_on, "decision": mutation.decision}
            return mutations.resign(membership, **rest)
        case Kind.TERMINATE:
            return mutations.terminate(membership, reason=mutation.reason, decision=mutation.decision, **rest)
        case Kind.EXPEL:
            return _expel_again(mutation, membership, rest)
        case Kind.DISSOLVE:
            return mutations.dissolve(membership, received_on=mutation.received_on, **rest)
        case _:
            return mutations.merge_into(membership, into=mutation.other, received_on=mutation.received_on, **rest)


def _expel_again(mutation: Any, membership: Membership, rest: dict[str, Any]) -> Mutation:
    """Enter an expulsion again; its appeal and what came of it go along."""
    was = Expulsion.objects.filter(mutation=mutation).first()
    again = mutations.expel(
        membership, decision=mutation.decision, notified_on=was.notified_on if was else None, **rest
    )
    if was and was.appealed_on:
        again.expulsion.appealed_on = was.appealed_on
        again.expulsion.save()
    return again
