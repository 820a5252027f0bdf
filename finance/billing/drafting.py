"""Invoices for other things than contributie: written as a draft, issued once."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from finance.billing import vat
from finance.invoices import InvoiceLineSpec, InvoiceSpec, issue
from finance.models import Invoice, InvoiceDraft, InvoiceDraftLine
from nov.kernel.formats import cents, number

if TYPE_CHECKING:
    from nov.kernel.models import User


def total(lines: Iterable[InvoiceDraftLine]) -> Decimal:
    """What lines come to with VAT."""
    kept = list(lines)
    return sum((line.amount for line in kept), Decimal(0)) + vat.tax(kept)


@transaction.atomic
def issue_draft(draft: InvoiceDraft, *, by: User) -> Invoice:
    """Make the invoice of a draft and take the draft away; a repeat, also at the same moment, answers with the invoice.

    Raises LedgerError as `issue` does; the draft then stays as it was.
    """
    kept = InvoiceDraft.objects.select_for_update(of=["self"]).select_related("party").filter(pk=draft.pk).first()
    if kept is None:
        return Invoice.objects.get(request=draft.request)
    lines = kept.lines.select_related("item__account", "item__cost_centre").order_by("no")
    specs = tuple(_spec(line) for line in lines)
    spec = InvoiceSpec(kept.party, kept.date, kept.due, specs, kept.reference, kept.request)
    kept.delete()
    return issue([spec], by=by)[0]


def _spec(line: InvoiceDraftLine) -> InvoiceLineSpec:
    """The line as it is issued: more than one says how many at which price."""
    words = str(line)
    if line.quantity != 1:
        many = number(line.quantity, 0 if line.quantity == int(line.quantity) else 2)
        words = f"{many} × {words} à {cents(line.price)}"
    centre = line.item.cost_centre
    return InvoiceLineSpec(
        words[:200], line.amount, line.item.account.code, centre.code if centre else None, line.vat, line.rate
    )
