"""What money is booked with and for: parties, decisions, cost centres, grants with their awards, reserves.

Each function stores one thing and is safe to repeat: what is there under the same name, number or code is answered.
All raise ValidationError in Dutch for what does not fit.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model

from finance.models import (
    Account,
    CostCentre,
    Decision,
    Grant,
    GrantAward,
    Party,
    Reserve,
    ReserveTarget,
)
from nov.kernel.periods import ONE_DAY

Stored = TypeVar("Stored", bound=Model)


def _stored(model: type[Stored], key: dict[str, Any], **values: Any) -> Stored:
    there = model._default_manager.filter(**key).first()
    if there is None:
        there = model(**key, **values)
        there.full_clean()
        there.save()
    return there


def party(name: str, **details: str) -> Party:
    """A party with this name; `details` are its other fields."""
    return _stored(Party, {"name": name}, **details)


def decision(body: str, number: str, *, on: date, subject: str, kind: str = Decision.Kind.OTHER) -> Decision:
    """A decision of a body (alv, bestuur, directie) under its number."""
    return _stored(Decision, {"body": body, "number": number}, date=on, subject=subject, kind=kind)


def cost_centre(code: str, name: str) -> CostCentre:
    """A cost centre under its code: a programme, or the bureau."""
    return _stored(CostCentre, {"code": code}, name=name)


def grant(code: str, name: str, *, funder: Party, cost_centre: CostCentre, first: date, last: date) -> Grant:
    """A grant under its code, to be spent from its first up to and including its last day."""
    during = DateRange(first, last + ONE_DAY)
    return _stored(Grant, {"code": code}, name=name, funder=funder, cost_centre=cost_centre, during=during)


def award(grant: Grant, number: str, *, dated: date, amount: Decimal, kind: str = GrantAward.Kind.AWARD) -> GrantAward:
    """An amount awarded by a letter of one date, under the letter's number."""
    return _stored(GrantAward, {"grant": grant, "number": number}, dated=dated, amount=amount, kind=kind)


def reserve(
    code: str, name: str, *, kind: str, account: str, purpose: str, restricted_by: str, decision: Decision | None = None
) -> Reserve:
    """A reserve under its code, with the account (by its number) that holds it."""
    return _stored(
        Reserve, {"code": code}, name=name, kind=kind, account=Account.objects.get(code=account), purpose=purpose,
        restricted_by=restricted_by, decision=decision,
    )  # fmt: skip


def target(reserve: Reserve, *, percentage: Decimal, first_day: date, decision: Decision) -> ReserveTarget:
    """How large a reserve should be from a day on, as a percentage of the fixed expenses."""
    return _stored(
        ReserveTarget, {"reserve": reserve, "first_day": first_day}, percentage=percentage, decision=decision
    )  # fmt: skip
