"""Invoices and what of them is still open."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from finance import invoices as rules
from finance.banking.advances import advances
from finance.billing import vat
from finance.filters import InvoiceFilter
from finance.models import Invoice, Line
from finance.references import in_fours, payment_reference, rf_reference
from finance.tables import InvoiceTable
from finance.views.requests import UserRequest
from nov.kernel.lists import Action, Empty, list_page
from nov.kernel.rights import needs


def with_open() -> QuerySet[Invoice]:
    """Invoices with what is still to be paid, from the ledger's lines that name them."""
    lines = Line.objects.filter(account__code=rules.DEBTORS, reference=OuterRef("code")).exclude(reference="")
    lines = lines.order_by().values("reference")  # the index has no lines without a reference
    left = Subquery(lines.annotate(left=Sum(F("debit") - F("credit"))).values("left"))
    return Invoice.objects.select_related("party").annotate(
        open=Coalesce(left, Decimal(0), output_field=DecimalField())
    )


@needs("finance.view")
@require_safe
def invoices(request: UserRequest) -> HttpResponseBase:
    """All invoices."""
    return list_page(
        request,
        title="Facturen",
        table=InvoiceTable,
        queryset=with_open(),
        search=("code", "party__name", "reference"),
        filterset=InvoiceFilter,
        empty=Empty("Er zijn nog geen facturen", "Een contributieronde maakt facturen, of maak er zelf een."),
        totals=("total", "open"),
        actions=[
            Action("Facturen versturen", reverse("finance:send"), primary=True, act="members.invoice"),
            Action("Nieuwe factuur en concepten", reverse("finance:invoice_drafts")),
            Action("Wat openstaat en waarom", reverse("finance:outstanding")),
            Action("Herinneringen", reverse("finance:reminders")),
            Action("Verstuurd", reverse("finance:mails")),
            Action("Gegevens van de vereniging", reverse("finance:association"), act="finance.enter"),
        ],
        template="finance/list.html",
    )


@needs("finance.view")
@require_safe
def invoice(request: UserRequest, pk: int) -> HttpResponse:
    """One invoice: its lines, its entry, and what was paid."""
    found = get_object_or_404(with_open().select_related("party", "entry__journal", "credits"), pk=pk)
    of_it = Q(reference=found.code) | Q(entry=found.entry_id)
    movements = Line.objects.filter(of_it, account__code=rules.DEBTORS)
    lines = list(found.lines.select_related("account", "cost_centre").order_by("no"))
    found.open_back = -found.open
    context = {
        "invoice": found,
        "lines": lines,
        "shares": [share for share in vat.shares(lines) if share.vat == vat.STANDARD],
        "mails": found.mails.select_related("message"),
        "hold": found.holds.filter(lifted_on=None).first(),
        "may_send": request.user.has_perm("members.invoice"),
        "credit_notes": found.credit_notes.order_by("pk"),
        "movements": movements.select_related("entry__journal").order_by("entry__date", "entry_id"),
        "references": [in_fours(make(found.code)) for make in (payment_reference, rf_reference)],
        "may_settle": found.open > 0 and request.user.has_perm("finance.bank") and bool(advances([found.party.code])),
        "may_write_off": found.open > 0 and request.user.has_perm("finance.post"),
        "may_credit": found.credits_id is None and request.user.has_perm("finance.reverse"),
    }
    return render(request, "finance/invoice.html", context)
