"""How a mutation is written down: one lock, one row with three dates, and the periods it closes and opens."""

from __future__ import annotations

from datetime import date
from typing import Any, Required, TypedDict, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max

from members.models import CategoryPeriod, Holder, Membership, Mutation, Organisation
from nov.kernel.models import User

P = TypeVar("P", Membership, Holder, CategoryPeriod)


class MutationError(ValidationError):
    """Something that cannot happen to a membership, said in Dutch at the field where it can be mended."""


class Noted(TypedDict, total=False):
    """Who entered a mutation on which day, and what they want to be remembered."""

    by: Required[User]
    entered_on: Required[date]
    explanation: str
    request: UUID | None


def refuse(field: str, message: str) -> MutationError:
    """The error that stands at a field."""
    return MutationError({field: message})


def take_lock() -> None:
    """One lock for everything that happens to memberships and contribution, held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7200)")


def locked(membership: Membership) -> Membership:
    """The membership as it is now, with the lock taken. Raises MutationError when it was voided."""
    take_lock()
    membership = Membership.objects.get(pk=membership.pk)
    if membership.voided_by_id:
        raise MutationError("Dit lidmaatschap is met een correctie vervallen.")
    return membership


def repeated(noted: Noted) -> Mutation | None:
    """What an earlier call with the same request did."""
    request = noted.get("request")
    return Mutation.objects.filter(request=request).first() if request else None


def record(kind: Mutation.Kind, organisation: Organisation, **fields: Any) -> Mutation:
    """Store a mutation. Raises ValidationError at the field when a value is too long or not one of the choices."""
    mutation = Mutation(kind=kind, organisation=organisation, **fields)
    mutation.clean_fields(exclude=["organisation", "other", "decision", "corrects", "by"])
    mutation.save(force_insert=True)
    return mutation


def give_number(organisation: Organisation) -> None:
    """Give an organisation the next member number if it has none."""
    if organisation.number is None:
        last = Organisation.objects.aggregate(own=Max("number"), old=Max("absorbed__number"))
        organisation.number = max(last["own"] or 0, last["old"] or 0) + 1
        organisation.save()


def onward(first_day: date) -> DateRange:
    """From a day on, without end."""
    return DateRange(first_day, None)


def last_of(parts: Any) -> Any:
    """The last live holder or category of a membership."""
    return parts.filter(voided_by__isnull=True).latest("during")


def close(period: P, until: date | None, by: Mutation | None) -> None:
    """Let a period run until a day, by a mutation; or let it run on."""
    period.during = DateRange(period.first_day, until)
    period.closed_by = by
    period.save(update_fields=["during", "closed_by"])


def carry_on(present: Any, first_day: date, mutation: Mutation, **new: Any) -> None:
    """Close a holder or category and open the next one, which ends as the present one would have."""
    until, closed_by = present.during.upper, present.closed_by
    close(present, first_day, mutation)
    type(present).objects.create(
        membership=present.membership,
        during=DateRange(first_day, until),
        opened_by=mutation,
        closed_by=closed_by,
        **new,
    )
