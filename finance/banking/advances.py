"""What a party paid beyond its invoices: how much it is, and that it goes off an invoice of the same party."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Sum

from finance import ledger
from finance.banking.allocating import ADVANCES
from finance.invoices import DEBTORS, outstanding_of
from finance.models import Entry, Invoice, Line
from finance.specs import ZERO, EntrySpec, LedgerError, LineSpec

if TYPE_CHECKING:
    from nov.kernel.models import User

JOURNAL = "MEM"


def advances(relations: Iterable[str]) -> dict[str, Decimal]:
    """What is still owed to parties of what they paid too much, by what the ledger calls them."""
    rows = Line.objects.filter(account__code=ADVANCES, relation__in=set(relations)).order_by().values_list("relation")
    return {relation: left for relation, left in rows.annotate(left=Sum(F("credit") - F("debit"))) if left > 0}


@transaction.atomic
def use(invoice: Invoice, *, on: date, by: User) -> Entry:
    """Let the advance of the party go off the invoice, as far as both reach. A repeat finds nothing to set off.

    Raises LedgerError when nothing is open, there is no advance, or posting is refused (see `ledger.post`).
    """
    ledger.lock()
    relation = invoice.party.code
    amount = min(advances([relation]).get(relation, ZERO), outstanding_of(invoice))
    if amount <= 0:
        raise LedgerError(f"Er is niets te verrekenen: {invoice.party} heeft geen tegoed, of de factuur is al betaald.")
    spec = EntrySpec(
        JOURNAL, on, f"Tegoed verrekend met {invoice.code}", f"Factuur {invoice.code}",
        (
            LineSpec(ADVANCES, debit=amount, relation=relation, reference=invoice.code),
            LineSpec(DEBTORS, credit=amount, relation=relation, reference=invoice.code),
        ),
    )  # fmt: skip
    return ledger.post([spec], by=by)[0]
