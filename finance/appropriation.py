"""Appropriation of the result: the one way in which reserves move. It books itself in period 13."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from finance import statements
from finance.balances import RESULT_ACCOUNT
from finance.ledger import lock, post
from finance.models import Appropriation, AppropriationLine, Decision, Reserve
from finance.specs import ZERO, EntrySpec, LedgerError, LineSpec
from nov.kernel import formats

if TYPE_CHECKING:
    from nov.kernel.models import User

JOURNAL = "BST"


@dataclass(frozen=True, slots=True)
class AppropriationLineSpec:
    """What is added to a reserve (by its code), or with a minus taken from it."""

    reserve: str
    amount: Decimal
    note: str = ""


@transaction.atomic
def appropriate(
    year: int, *, decision: Decision, lines: Sequence[AppropriationLineSpec], by: User
) -> Appropriation:  # fmt: skip
    """Move what is left of a year's result to the reserves; a repeat with the same decision answers with the first.

    The lines add up to what is not appropriated yet, to the cent: the whole result the first time, nought when a later
    decision moves between reserves. Raises LedgerError when they do not, for an unknown reserve, and when period 13 is
    shut.
    """
    lock()
    if there := Appropriation.objects.filter(year=year, decision=decision).first():
        return there
    reserves = {reserve.code: reserve for reserve in Reserve.objects.select_related("account")}
    for line in lines:
        if line.reserve not in reserves:
            raise LedgerError({"lines": f"Er is geen reserve ‘{line.reserve}’."})
    total = sum((line.amount for line in lines), ZERO)
    if (left := statements.unappropriated(year)) != total:
        raise LedgerError(
            {"lines": f"Te bestemmen is {formats.cents(left)}; de regels komen samen op {formats.cents(total)}."}
        )
    spec = EntrySpec(
        JOURNAL, date(year, 12, 31), f"Bestemming van het resultaat over {year}", f"Besluit {decision.number}",
        (
            *((_line(RESULT_ACCOUNT, -total, ""),) if total else ()),
            *(_line(reserves[line.reserve].account.code, line.amount, line.note) for line in lines),
        ),
        period=13,
    )  # fmt: skip
    entry = post([spec], by=by)[0]
    appropriation = Appropriation.objects.create(year_id=year, decision=decision, entry=entry)
    AppropriationLine.objects.bulk_create(
        AppropriationLine(
            appropriation=appropriation, reserve=reserves[line.reserve], amount=line.amount, note=line.note
        )
        for line in lines
    )
    return appropriation


def _line(account: str, amount: Decimal, description: str) -> LineSpec:
    """A line that adds an amount to equity: a credit, or below nought a debit."""
    return LineSpec(account, max(-amount, ZERO), max(amount, ZERO), description=description)
