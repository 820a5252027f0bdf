"""A member that merges, in the three cases there are (BW 2:309 to 311 and 2:34): what happens follows from who is a member.

into another member                    the membership ends (one leaves)
into a body that is no member          the membership passes over (nobody leaves or joins)
two members into such a body           one membership passes over, the other ends (one leaves)
"""

from __future__ import annotations

from datetime import date
from typing import Unpack

from django.db import transaction

from members import mutations
from members.models import Holder, Membership, Mutation, Organisation
from members.timeline import MutationError, Noted, refuse, repeated, take_lock
from nov.kernel.formats import day
from nov.kernel.periods import ONE_DAY


@transaction.atomic
def merge(
    membership: Membership,
    *,
    into: Organisation,
    last_day: date,
    received_on: date,
    together_with: Organisation | None = None,
    **noted: Unpack[Noted],
) -> Mutation:
    """Store a merger; `last_day` is the last day before it, `together_with` the other member that goes into a new body.

    Answers with what happened to the membership itself. Raises MutationError at the field that does not fit.
    """
    take_lock()
    if done := repeated(noted):
        return done
    after = last_day + ONE_DAY
    told: dict = {"received_on": received_on}
    if Holder.objects.on(after).filter(organisation=into).exists():
        if together_with:
            raise refuse("together_with", f"{into} is zelf al lid; leg van elk van beide een eigen fusie vast.")
        return mutations.merge_into(membership, into=into, last_day=last_day, **told, **noted)
    other = _other(together_with, into, membership, after) if together_with else None
    try:
        passed = mutations.pass_over(membership, to=into, first_day=after, **told, **noted)
        if other:
            noted["request"] = None  # the first of the two answers to a repetition
            mutations.merge_into(other, into=into, last_day=last_day, **told, **noted)
    except MutationError as error:
        raise _at_our_fields(error) from error
    return passed


def _other(organisation: Organisation, into: Organisation, membership: Membership, after: date) -> Membership:
    """The membership of the other member that merges as well."""
    if organisation == into:
        raise refuse("together_with", "Kies een ander lid dan waarin zij opgaan.")
    held = Holder.objects.on(after).filter(organisation=organisation).select_related("membership").first()
    if held is None or held.membership_id == membership.pk:
        raise refuse("together_with", f"{organisation} is op {day(after)} geen ander lid.")
    return held.membership


def _at_our_fields(error: MutationError) -> MutationError:
    names = {"to": "into", "first_day": "last_day"}
    return MutationError({names.get(name, name): each for name, each in error.error_dict.items()})
