"""Invoices: issued in one batch, numbered per year without a gap, posted in the debtors' journal."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.db.models import F, Max, Sum

from finance.ledger import copy_rows, post
from finance.models import Account, CostCentre, Entry, Invoice, Line, Party
from finance.specs import ZERO, EntrySpec, LedgerError, LineSpec
from nov.kernel.periods import Turn

if TYPE_CHECKING:
    from nov.kernel.models import User

DEBTORS = "1300"
JOURNAL = "VRK"
CREDITS = UUID("6f0c1d5e-3f0a-4f1f-8f44-2b7f5f1c9a10")  # names the credit of an invoice, so that there is one


@dataclass(frozen=True, slots=True)
class InvoiceLineSpec:
    """A line of an invoice: what for, how much (a credit has a minus), and the income account by its code."""

    description: str
    amount: Decimal
    account: str
    cost_centre: str | None = None


@dataclass(frozen=True, slots=True)
class InvoiceSpec:
    """An invoice to issue. With `request` a repeat answers with the first invoice."""

    party: Party
    date: datetime.date
    due: datetime.date
    lines: tuple[InvoiceLineSpec, ...]
    reference: str = ""
    request: UUID | None = None

    @property
    def total(self) -> Decimal:
        """What the debtor owes by it; negative for a credit."""
        return sum((line.amount for line in self.lines), ZERO)


@transaction.atomic
def issue(invoices: Sequence[InvoiceSpec], *, by: User) -> list[Invoice]:
    """Issue all of the invoices or none, with the next numbers of their years, and post them in one batch.

    Raises LedgerError as `ledger.post` does, and for an invoice that comes to nought or is due before its date.
    """
    for spec in invoices:
        if spec.total == 0:
            raise LedgerError({"lines": f"De factuur aan {spec.party} komt uit op nul."})
        if spec.due < spec.date:
            raise LedgerError({"due": f"De factuur aan {spec.party} vervalt voor de factuurdatum."})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7300)")
    requests = [spec.request for spec in invoices if spec.request]
    known: dict[UUID | int, Invoice] = {
        invoice.request: invoice for invoice in Invoice.objects.filter(request__in=requests) if invoice.request
    }
    new = {spec.request or place: spec for place, spec in enumerate(invoices) if spec.request not in known}
    known.update(zip(new, _write(list(new.values()), by), strict=True))
    return [known[spec.request or place] for place, spec in enumerate(invoices)]


@transaction.atomic
def credit(invoice: Invoice, *, on: datetime.date, reason: str, by: User) -> Invoice:
    """Withdraw an invoice by a credit invoice of the same lines; a repeat answers with the first one.

    Raises LedgerError when the date lies before the invoice's own or its period is shut.
    """
    if on < invoice.date:
        raise LedgerError({"date": "Een creditfactuur is niet van voor de factuur zelf."})
    lines = tuple(
        InvoiceLineSpec(
            line.description, -line.amount, line.account.code, line.cost_centre.code if line.cost_centre else None
        )
        for line in invoice.lines.select_related("account", "cost_centre")
    )
    request = uuid5(CREDITS, invoice.code)
    return issue(
        [InvoiceSpec(invoice.party, on, on, lines, f"Credit van {invoice.code}: {reason}"[:80], request)], by=by
    )[0]


def outstanding(at: Turn) -> dict[str, Decimal]:
    """What debtors owe at a moment, by invoice number; what is paid in full is left out."""
    rows = (
        Line.objects.filter(account__code=DEBTORS, entry__date__lt=at.day)
        .values("reference")
        .annotate(open=Sum(F("debit") - F("credit")))
        .exclude(open=0)
        .order_by("reference")
    )
    return {row["reference"]: row["open"] for row in rows}


def _write(specs: Sequence[InvoiceSpec], by: User) -> list[Invoice]:
    """Number, post and store new invoices; the lock on the numbers is held already."""
    if not specs:
        return []
    last = dict(Invoice.objects.values_list("year").annotate(Max("number")).order_by())
    numbers: list[int] = []
    for spec in specs:
        last[spec.date.year] = last.get(spec.date.year, 0) + 1
        numbers.append(last[spec.date.year])
    entries = post([_entry(spec, number) for spec, number in zip(specs, numbers, strict=True)], by=by)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('finance_invoice', 'id')) FROM generate_series(1, %s)", [len(specs)]
        )
        ids = [row[0] for row in cursor.fetchall()]
    _store(specs, numbers, entries, ids)
    stored = Invoice.objects.in_bulk(ids)
    return [stored[one] for one in ids]


def _code(spec: InvoiceSpec, number: int) -> str:
    return f"F{spec.date.year}-{number:04d}"


def _entry(spec: InvoiceSpec, number: int) -> EntrySpec:
    code = _code(spec, number)
    relation = spec.party.code
    lines = (
        LineSpec(DEBTORS, *_sides(spec.total), relation=relation, reference=code),
        *(
            LineSpec(line.account, *_sides(-line.amount), line.cost_centre, None, line.description, relation, code)
            for line in spec.lines
            if line.amount
        ),
    )
    return EntrySpec(JOURNAL, spec.date, f"Factuur {code} {spec.reference}".strip(), f"Factuur {code}", lines)


def _sides(amount: Decimal) -> tuple[Decimal, Decimal]:
    """An amount as debit and credit: what is below nought stands on the other side."""
    return (amount, ZERO) if amount > 0 else (ZERO, -amount)


def _store(
    specs: Sequence[InvoiceSpec], numbers: Sequence[int], entries: Sequence[Entry], ids: Sequence[int]
) -> None:  # fmt: skip
    accounts = dict(Account.objects.values_list("code", "id"))
    cost_centres: dict[str | None, int] = dict(CostCentre.objects.values_list("code", "id"))
    copy_rows(
        "finance_invoiceline (invoice_id, no, description, amount, account_id, cost_centre_id)",
        (
            (pk, no, line.description, line.amount, accounts[line.account], cost_centres.get(line.cost_centre))
            for pk, spec in zip(ids, specs, strict=True)
            for no, line in enumerate(spec.lines, start=1)
        ),
    )
    copy_rows(
        "finance_invoice (id, year_id, number, code, party_id, date, due, reference, total, request, entry_id)",
        (
            (pk, spec.date.year, number, _code(spec, number), spec.party.pk, spec.date, spec.due, spec.reference, spec.total, spec.request,
             entry.pk)
            for pk, spec, number, entry in zip(ids, specs, numbers, entries, strict=True)
        ),
    )  # fmt: skip
