"""The balances that statements, figures and checks read: which rows, and with which sign.

This is the one place with a sign: income, equity and liabilities count credit less debit, expenses and assets debit
less credit, so that every amount in a statement is positive when it is what its heading says.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db.models import Case, F, Q, QuerySet, Sum, When
from django.db.models.expressions import Combinable

from finance.models import Balance, CostCentre, Kind
from nov.kernel.periods import Period, Turn

ZERO = Decimal(0)
RESULT_ACCOUNT = "0590"
CREDIT_KINDS = (Kind.INCOME, Kind.EQUITY, Kind.LIABILITY)
AS_CREDIT: Combinable = F("credit") - F("debit")
AS_DEBIT: Combinable = F("debit") - F("credit")
Amounts = Mapping[int, Decimal]  # by account


class NotByMonth(ValueError):
    """A statement was asked for days that do not make whole months: balances are kept per month."""


def posted(during: Period, *, cost_centre: CostCentre | None = None) -> QuerySet[Balance]:
    """The balances of the months of a period, without appropriation (period 13). Raises NotByMonth."""
    if during.first.day != 1 or during.until.day != 1:
        raise NotByMonth("Een staat gaat over hele maanden.")
    first, last = during.first, during.last
    rows = Balance.objects.filter(
        Q(year__gt=first.year) | Q(year=first.year, period__gte=first.month),
        Q(year__lt=last.year) | Q(year=last.year, period__lte=last.month),
        period__lte=12,
    )
    return rows.filter(cost_centre=cost_centre) if cost_centre else rows


def standing(at: Turn, *, appropriated: bool = True) -> QuerySet[Balance]:
    """All balances up to a moment; unless `appropriated`, without the appropriation of the year that ends there."""
    if at.day.day != 1:
        raise NotByMonth("Een balans is er aan het eind van een maand.")
    last = at.eve
    months = 13 if appropriated and last.month == 12 else last.month
    return Balance.objects.filter(Q(year__lt=last.year) | Q(year=last.year, period__lte=months))


def under(caption: str) -> Q:
    """The accounts of a caption and of the captions below it, as a filter on balances and budget lines."""
    return Q(account__caption__code=caption) | Q(account__caption__parent__code=caption)


def summed(rows: QuerySet[Balance]) -> dict[int, Decimal]:
    """The total per account, positive on the side where the account's kind stands."""
    signed = Case(When(account__kind__in=CREDIT_KINDS, then=AS_CREDIT), default=AS_DEBIT)
    return dict(rows.values_list("account").annotate(total=Sum(signed)).order_by())
