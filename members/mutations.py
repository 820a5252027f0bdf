"""What can happen to a membership. Each function is one transaction and stores one mutation with its three dates.

The law is book 2 of the Civil Code, articles 34a to 36. Every function says in Dutch, at the field, what cannot be;
the database has the last word (no overlap, no gap, nothing rewritten). Who gives a `request` may repeat the call: the
repeat answers with what the first one did. All mutations take one lock, before any lock of finance.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any, Unpack

from django.db import transaction

from finance.models import Decision
from members.models import Category, CategoryPeriod, Expulsion, Holder, Membership, Mutation, NoticeNorm, Organisation
from members.timeline import (
    Noted,
    carry_on,
    close,
    give_number,
    last_of,
    locked,
    onward,
    record,
    refuse,
    repeated,
    take_lock,
)
from nov.kernel.formats import day
from nov.kernel.periods import ONE_DAY

Kind, Reason = Mutation.Kind, Mutation.Reason
NOTICE = 4  # weeks, as long as no other term was decided (BW 2:36 lid 1)


def notice_weeks(received_on: date) -> int:
    """How many weeks ahead a notice that comes in on a day has to be, by the term that was decided."""
    norm = NoticeNorm.objects.filter(first_day__lte=received_on).order_by("-first_day").first()
    return norm.weeks if norm else NOTICE


def earliest_last_day(received_on: date, weeks: int = NOTICE) -> date:
    """The end of the financial year in which a notice that came in on a day can take effect, some weeks ahead."""
    end = date(received_on.year, 12, 31)
    return end if received_on + timedelta(weeks=weeks) <= end else date(received_on.year + 1, 12, 31)


def month_later(day: date) -> date:
    """The same day of the next month, or its last when it is shorter."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


# ---------------------------------------------------------------------------------------------- joining


@transaction.atomic
def join(
    organisation: Organisation,
    *,
    category: Category,
    first_day: date,
    decision: Decision,
    received_on: date | None = None,
    **noted: Unpack[Noted],
) -> Membership:
    """Admit an organisation as a member of a category from a day on, and give it a member number if it has none.

    Raises MutationError at `first_day` when it is a member on that day or later already.
    """
    take_lock()
    if done := repeated(noted):
        return done.opened_memberships.get()
    if held := Holder.objects.live().filter(organisation=organisation, during__overlap=onward(first_day)).first():
        raise refuse("first_day", f"{organisation} is al lid vanaf {day(held.first_day)}.")
    mutation = record(
        Kind.JOIN,
        organisation,
        effective_on=first_day,
        decision=decision,
        decided_on=decision.date,
        received_on=received_on,
        **noted,
    )
    shared = {"during": onward(first_day), "opened_by": mutation}
    membership = Membership.objects.create(**shared)
    Holder.objects.create(membership=membership, organisation=organisation, **shared)
    CategoryPeriod.objects.create(membership=membership, category=category, **shared)
    give_number(organisation)
    return membership


# ---------------------------------------------------------------------------------------------- leaving


def resign(
    membership: Membership,
    *,
    last_day: date,
    reason: str,
    received_on: date,
    decision: Decision | None = None,
    **noted: Unpack[Noted],
) -> Mutation:
    """End a membership by the member's own notice: at the end of a year and the term of notice ahead (BW 2:36 lid 1).

    With a decision of the board another last day may be agreed. Raises MutationError at `last_day` when it is too
    early, or when the membership has ended or something is planned after it.
    """
    earliest = earliest_last_day(received_on, notice_weeks(received_on))
    year_end = (last_day.month, last_day.day) == (12, 31)
    if decision is None and not (year_end and last_day >= earliest):
        raise refuse(
            "last_day",
            f"Een opzegging die op {day(received_on)} binnenkomt, gaat op zijn vroegst in na {day(earliest)}, en altijd"
            " aan het einde van een jaar. Kies die dag, of noem het bestuursbesluit waarmee het anders mag.",
        )
    return leave(Kind.RESIGN, membership, last_day, reason, received_on=received_on, decision=decision, **noted)


def terminate(
    membership: Membership, *, last_day: date, reason: str, decision: Decision, **noted: Unpack[Noted]
) -> Mutation:
    """End a membership by notice of the association (BW 2:35 lid 1 c): unpaid, or no longer meeting the statutes."""
    _not_before(decision, last_day)
    return leave(Kind.TERMINATE, membership, last_day, reason, decision=decision, **noted)


@transaction.atomic
def expel(
    membership: Membership,
    *,
    last_day: date,
    decision: Decision,
    notified_on: date | None = None,
    **noted: Unpack[Noted],
) -> Mutation:
    """End a membership by expulsion (BW 2:35 lid 1 d), for acting against the statutes or decisions.

    The member got notice on `notified_on` (by default the day of the decision), may appeal to the general meeting for a
    month and is suspended until it is final (lid 4); `expulsions` has what follows.
    """
    take_lock()
    if done := repeated(noted):
        return done
    _not_before(decision, last_day)
    told = notified_on or decision.date
    if told < decision.date:
        raise refuse("notified_on", f"Het besluit is van {day(decision.date)}; het lid hoort het niet eerder.")
    mutation = leave(Kind.EXPEL, membership, last_day, Reason.CONDUCT, decision=decision, **noted)
    Expulsion.objects.create(
        mutation=mutation, notified_on=told, appeal_until=month_later(told), suspended=onward(told)
    )
    return mutation


def dissolve(membership: Membership, *, last_day: date, received_on: date, **noted: Unpack[Noted]) -> Mutation:
    """End a membership because the organisation is no more (BW 2:35 lid 1 a); it was told on `received_on`."""
    return leave(Kind.DISSOLVE, membership, last_day, Reason.MERGED, received_on=received_on, **noted)


@transaction.atomic
def merge_into(
    membership: Membership, *, into: Organisation, last_day: date, received_on: date, **noted: Unpack[Noted]
) -> Mutation:
    """End a membership because its organisation merges into another member.

    Raises MutationError at `into` when that is not a member on the day after: then the membership passes over.
    """
    take_lock()
    after = last_day + ONE_DAY
    if not Holder.objects.on(after).filter(organisation=into).exclude(membership=membership).exists():
        raise refuse(
            "into", f"{into} is op {day(after)} geen ander lid. Gaat het lidmaatschap over, kies dan ‘Overgang’."
        )
    return leave(Kind.MERGE, membership, last_day, Reason.MERGED, other=into, received_on=received_on, **noted)


@transaction.atomic
def leave(
    kind: Mutation.Kind,
    membership: Membership,
    last_day: date,
    reason: str,
    *,
    other: Organisation | None = None,
    decision: Decision | None = None,
    received_on: date | None = None,
    **noted: Unpack[Noted],
) -> Mutation:
    """End a membership after a day, in one of the ways in which it can end. What the verbs above have in common."""
    membership = locked(membership)
    if done := repeated(noted):
        return done
    _still_open(membership)
    holder, category = last_of(membership.holders), last_of(membership.categories)
    if last_day < membership.first_day:
        raise refuse("last_day", f"Het lidmaatschap begint pas op {day(membership.first_day)}.")
    if planned := next((part for part in (holder, category) if last_day < part.first_day), None):
        raise refuse("last_day", f"Op {day(planned.first_day)} is er nog een wijziging; maak die eerst ongedaan.")
    mutation = record(
        kind,
        holder.organisation,
        effective_on=last_day,
        reason=reason,
        other=other,
        decision=decision,
        decided_on=decision.date if decision else received_on,
        received_on=received_on,
        **noted,
    )
    for part in (holder, category, membership):
        close(part, last_day + ONE_DAY, mutation)
    return mutation


# --------------------------------------------------------------------------------- while being a member


@transaction.atomic
def change_category(
    membership: Membership, *, category: Category, first_day: date, decision: Decision, **noted: Unpack[Noted]
) -> Mutation:
    """Give a member another category from a day on.

    Raises MutationError when it has that category already, is no member on that day, or a later change is known.
    """
    membership = locked(membership)
    if done := repeated(noted):
        return done
    present = _running(membership, membership.categories, first_day)
    if present.category_id == category.pk:
        raise refuse("category", f"Het lid is al {category.name.lower()} vanaf {day(present.first_day)}.")
    holder = Holder.objects.on(first_day).get(membership=membership)
    mutation = record(
        Kind.CATEGORY,
        holder.organisation,
        effective_on=first_day,
        decision=decision,
        decided_on=decision.date,
        **noted,
    )
    carry_on(present, first_day, mutation, category=category)
    return mutation


@transaction.atomic
def pass_over(
    membership: Membership, *, to: Organisation, first_day: date, received_on: date, **noted: Unpack[Noted]
) -> Mutation:
    """Let a membership pass to another organisation without a break: a merger into a new body (BW 2:309).

    Raises MutationError at `to` when that organisation is a member itself on that day or later.
    """
    membership = locked(membership)
    if done := repeated(noted):
        return done
    present = _running(membership, membership.holders, first_day)
    if Holder.objects.live().filter(organisation=to, during__overlap=onward(first_day)).exists():
        raise refuse("to", f"{to} is zelf lid. Gaat de ander daarin op, kies dan ‘Fusie’.")
    mutation = record(
        Kind.PASS_OVER,
        present.organisation,
        other=to,
        effective_on=first_day,
        decided_on=received_on,
        received_on=received_on,
        **noted,
    )
    carry_on(present, first_day, mutation, organisation=to)
    give_number(to)
    return mutation


def _running(membership: Membership, parts: Any, first_day: date) -> Any:
    """The last holder or category, if it runs on a day and began before it."""
    part = last_of(parts)
    if membership.last_day and first_day > membership.last_day:
        raise refuse("first_day", f"Het lidmaatschap eindigt op {day(membership.last_day)}.")
    if first_day <= part.first_day:
        raise refuse(
            "first_day", f"De vorige wijziging ging in op {day(part.first_day)}; kies een dag daarna, of corrigeer die."
        )
    return part


def _still_open(membership: Membership) -> None:
    if membership.last_day:
        raise refuse(
            "last_day",
            f"Het lidmaatschap is al beëindigd, met {day(membership.last_day)} als laatste dag."
            " Maak die mutatie eerst ongedaan.",
        )


def _not_before(decision: Decision, last_day: date) -> None:
    if last_day < decision.date:
        raise refuse("last_day", f"Het besluit is van {day(decision.date)}; het lidmaatschap eindigt niet eerder.")
