"""Budgets: written as a whole with the decision that adopted them; a change is a new version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from finance.ledger import lock
from finance.models import Account, Budget, BudgetLine, CostCentre, Decision, Grant, Kind
from finance.specs import LedgerError


@dataclass(frozen=True, slots=True)
class BudgetLineSpec:
    """What a version allows for an account (by its code), as a positive amount; "p.m." is a note on nought."""

    account: str
    amount: Decimal
    cost_centre: str | None = None
    grant: str | None = None
    note: str = ""


@transaction.atomic
def adopt(year: int, *, name: str, decision: Decision, lines: Sequence[BudgetLineSpec]) -> Budget:
    """Store the next version of a year's budget; a repeat with the same decision answers with the version there is.

    Raises LedgerError for accounts that are no income or expense, unknown codes and amounts below nought.
    """
    lock()
    if there := Budget.objects.filter(year=year, decision=decision).first():
        return there
    accounts = {account.code: account for account in Account.objects.filter(kind__in=(Kind.INCOME, Kind.EXPENSE))}
    cost_centres = {cost_centre.code: cost_centre for cost_centre in CostCentre.objects.all()}
    grants = {grant.code: grant for grant in Grant.objects.all()}
    for line in lines:
        if line.account not in accounts:
            raise LedgerError({"lines": f"‘{line.account}’ is geen rekening voor baten of lasten."})
        if line.cost_centre and line.cost_centre not in cost_centres:
            raise LedgerError({"lines": f"Er is geen kostenplaats ‘{line.cost_centre}’."})
        if line.grant and line.grant not in grants:
            raise LedgerError({"lines": f"Er is geen subsidie ‘{line.grant}’."})
        if line.amount < 0:
            raise LedgerError({"lines": f"{line.account}: een begroot bedrag is nul of meer."})
    version = Budget.objects.filter(year=year).count() + 1
    budget = Budget.objects.create(year_id=year, version=version, name=name, decision=decision)
    BudgetLine.objects.bulk_create(
        BudgetLine(
            budget=budget,
            account=accounts[line.account],
            cost_centre=cost_centres.get(line.cost_centre or ""),
            grant=grants.get(line.grant or ""),
            amount=line.amount,
            note=line.note,
        )
        for line in lines
    )
    return budget


def of_year(year: int) -> QuerySet[Budget]:
    """The versions of a year's budget, the first one first."""
    return Budget.objects.filter(year=year).select_related("decision").order_by("version")
