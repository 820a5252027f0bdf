"""Invoices: issued in one batch, numbered per year without a gap, posted in the debtors' journal."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.db.models import F, Max, Sum

from finance.billing import vat
from finance.ledger import copy_rows, lock, post
from finance.models import Account, CostCentre, Entry, Invoice, InvoiceLine, Line, Party
from finance.specs import ZERO, EntrySpec, LedgerError, LineSpec
from nov.kernel.formats import cents
from nov.kernel.periods import Turn

if TYPE_CHECKING:
    from nov.kernel.models import User

DEBTORS = "1300"
VAT_DUE = "1710"
JOURNAL = "VRK"
CREDITS = UUID("6f0c1d5e-3f0a-4f1f-8f44-2b7f5f1c9a10")  # names the credit of an invoice, so that there is one


@dataclass(frozen=True, slots=True)
class InvoiceLineSpec:
    """A line of an invoice: what for, how much without VAT (a credit has a minus), and the income account by its code.

    Without more it is exempt from VAT, as contributie is. `credits` is the line that a line of a credit note takes back.
    """

    description: str
    amount: Decimal
    account: str
    cost_centre: str | None = None
    vat: str = vat.EXEMPT
    rate: Decimal = ZERO
    credits: int | None = None


@dataclass(frozen=True, slots=True)
class InvoiceSpec:
    """An invoice to issue. With `request` a repeat answers with the first invoice.

    A credit note names the invoice it lowers, and how much of that is still open and so needs no payment any more.
    """

    party: Party
    date: datetime.date
    due: datetime.date
    lines: tuple[InvoiceLineSpec, ...]
    reference: str = ""
    request: UUID | None = None
    credits: Invoice | None = None
    settles: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """What the debtor owes by it, with VAT; negative for a credit."""
        return sum((line.amount for line in self.lines), ZERO) + vat.tax(self.lines)


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
        if len({line.vat == vat.OUTSIDE for line in spec.lines}) > 1:
            raise LedgerError({"lines": vat.ALONE})
    _lock_numbers()
    requests = [spec.request for spec in invoices if spec.request]
    known: dict[UUID | int, Invoice] = {
        invoice.request: invoice for invoice in Invoice.objects.filter(request__in=requests) if invoice.request
    }
    new = {spec.request or place: spec for place, spec in enumerate(invoices) if spec.request not in known}
    known.update(zip(new, _write(list(new.values()), by), strict=True))
    return [known[spec.request or place] for place, spec in enumerate(invoices)]


@transaction.atomic
def credit(
    invoice: Invoice,
    *,
    on: datetime.date,
    reason: str,
    by: User,
    amounts: Mapping[int, Decimal] | None = None,
    request: UUID | None = None,
) -> Invoice:
    """Lower an invoice by a credit note, or withdraw all that is left of it; a repeat answers with the first one.

    `amounts` says by line number how much, without VAT; without it everything. What was not paid yet of the invoice
    needs no payment any more; what was, the association owes by the credit note. Raises LedgerError when a line would
    be credited for more than it is, when the date lies before the invoice's own, or when its period is shut.
    """
    if invoice.credits_id:
        raise LedgerError("Een creditfactuur wordt niet zelf gecrediteerd. Maak een nieuwe factuur.")
    if on < invoice.date:
        raise LedgerError({"date": "Een creditfactuur is niet van voor de factuur zelf."})
    request = request or uuid5(CREDITS, invoice.code)
    _lock_numbers()
    if first := Invoice.objects.filter(request=request).first():
        return first
    lock()  # what is open stays so until the credit is posted
    lines = tuple(_credit_lines(invoice, amounts))
    open_now = outstanding_of(invoice)
    due = -(sum((line.amount for line in lines), ZERO) + vat.tax(lines))
    settles = min(due, open_now) if invoice.total > 0 else max(due, open_now)
    if settles * invoice.total < 0:
        settles = ZERO
    words = f"Credit van {invoice.code}: {reason}"[:80]
    return issue([InvoiceSpec(invoice.party, on, on, lines, words, request, invoice, settles)], by=by)[0]


def _credit_lines(invoice: Invoice, amounts: Mapping[int, Decimal] | None) -> list[InvoiceLineSpec]:
    """The lines of a credit note: what is asked of each line, or all that is left of it."""
    lines = []
    for line, left in creditable(invoice):
        amount = left if amounts is None else amounts.get(line.no, ZERO)
        if amount * left < 0 or abs(amount) > abs(left):
            raise LedgerError(f"Van regel {line.no} is nog {cents(left)} te crediteren.")
        if amount:
            centre = line.cost_centre.code if line.cost_centre else None
            lines.append(
                InvoiceLineSpec(line.description, -amount, line.account.code, centre, line.vat, line.rate, line.pk)
            )
    if not lines:
        raise LedgerError("Er is niets te crediteren: de factuur is al helemaal gecrediteerd, of je vulde niets in.")
    return lines


def creditable(invoice: Invoice) -> list[tuple[InvoiceLine, Decimal]]:
    """The lines of an invoice with what of each, without VAT, was not credited yet."""
    lines = invoice.lines.select_related("account", "cost_centre").annotate(taken=Sum("credit_lines__amount"))
    return [(line, line.amount + (line.taken or ZERO)) for line in lines.order_by("no")]


def outstanding_of(invoice: Invoice) -> Decimal:
    """What is open of one invoice by all that is posted."""
    lines = Line.objects.filter(account__code=DEBTORS, reference=invoice.code)
    return lines.aggregate(open=Sum(F("debit") - F("credit")))["open"] or ZERO


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


def _lock_numbers() -> None:
    """Let nobody else number an invoice until the transaction ends; a repeat waits here for the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7300)")


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
    owed = [(spec.total + spec.settles, code)]
    if spec.credits:
        owed.append((-spec.settles, spec.credits.code))
    lines = (
        *(LineSpec(DEBTORS, *_sides(part), relation=relation, reference=of) for part, of in owed if part),
        *(
            LineSpec(line.account, *_sides(-line.amount), line.cost_centre, None, line.description, relation, code)
            for line in spec.lines
            if line.amount
        ),
        *(
            LineSpec(VAT_DUE, *_sides(-share.tax), None, None, f"Btw {share.name}", relation, code)
            for share in vat.shares(spec.lines)
            if share.tax
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
        "finance_invoiceline (invoice_id, no, description, amount, account_id, cost_centre_id, vat, rate, credits_id)",
        (
            (pk, no, line.description, line.amount, accounts[line.account], cost_centres.get(line.cost_centre),
             line.vat, line.rate, line.credits)
            for pk, spec in zip(ids, specs, strict=True)
            for no, line in enumerate(spec.lines, start=1)
        ),
    )  # fmt: skip
    copy_rows(
        "finance_invoice (id, year_id, number, code, party_id, date, due, reference, total, request, entry_id, credits_id)",
        (
            (pk, spec.date.year, number, _code(spec, number), spec.party.pk, spec.date, spec.due, spec.reference, spec.total, spec.request,
             entry.pk, spec.credits.pk if spec.credits else None)
            for pk, spec, number, entry in zip(ids, specs, numbers, entries, strict=True)
        ),
    )  # fmt: skip
