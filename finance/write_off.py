"""A bad debt is written off against its provision: the invoice is closed and the income of its year stands as it was.

The cost was taken when the provision was made; a write-off that goes beyond the provision would be a new cost and is refused.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Sum

from finance import ledger
from finance.invoices import DEBTORS, outstanding_of
from finance.models import Entry, Invoice, Line
from finance.specs import ZERO, EntrySpec, LedgerError, LineSpec
from nov.kernel import formats

if TYPE_CHECKING:
    from nov.kernel.models import User

PROVISION = "1390"
JOURNAL = "MEM"


def provision(on: date) -> Decimal:
    """What the provision for bad debts holds at the end of a day."""
    rows = Line.objects.filter(account__code=PROVISION, entry__date__lte=on)
    return rows.aggregate(held=Sum(F("credit") - F("debit")))["held"] or ZERO


@transaction.atomic
def write_off(invoice: Invoice, *, on: date, reason: str, by: User) -> Entry:
    """Write off what is open of an invoice; `reason` names the decision it rests on. A repeat finds nothing open.

    Raises LedgerError when nothing is open, the provision holds less, or posting is refused (see `ledger.post`).
    """
    ledger.lock()
    left = outstanding_of(invoice)
    if left <= 0:
        raise LedgerError(f"Van factuur {invoice.code} staat niets open.")
    if on < invoice.date:
        raise LedgerError({"date": "Afboeken kan niet voor de factuurdatum."})
    if left > (held := provision(on)):
        raise LedgerError(
            f"Op de voorziening staat {formats.cents(held)} en afboeken kost {formats.cents(left)}. "
            "Verhoog eerst de voorziening met een boeking."
        )
    spec = EntrySpec(
        JOURNAL, on, f"Afgeboekt: {invoice.code}", reason,
        (
            LineSpec(PROVISION, debit=left),
            LineSpec(DEBTORS, credit=left, relation=invoice.party.code, reference=invoice.code),
        ),
    )  # fmt: skip
    return ledger.post([spec], by=by)[0]
