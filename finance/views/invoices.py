"""Invoices sent, what of them is still open, and their credit."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import DecimalField, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from finance import invoices as rules
from finance.banking.advances import advances
from finance.filters import InvoiceFilter
from finance.forms import ReverseForm
from finance.models import Invoice, Line
from finance.references import in_fours, payment_reference, rf_reference
from finance.tables import InvoiceTable
from finance.views.requests import UserRequest
from nov.kernel.clock import today
from nov.kernel.forms import form_page
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
        empty=Empty("Er zijn nog geen facturen", "Een contributieronde maakt facturen."),
        actions=[Action("Wat openstaat en waarom", reverse("finance:outstanding"))],
        totals=("total", "open"),
        template="finance/list.html",
    )


@needs("finance.view")
@require_safe
def invoice(request: UserRequest, pk: int) -> HttpResponse:
    """One invoice: its lines, its entry, and what was paid."""
    found = get_object_or_404(with_open().select_related("party", "entry__journal"), pk=pk)
    movements = Line.objects.filter(account__code=rules.DEBTORS, reference=found.code)
    context = {
        "invoice": found,
        "lines": found.lines.select_related("account", "cost_centre").order_by("no"),
        "movements": movements.select_related("entry__journal").order_by("entry__date", "entry_id"),
        "references": [in_fours(make(found.code)) for make in (payment_reference, rf_reference)],
        "may_settle": found.open > 0 and request.user.has_perm("finance.bank") and bool(advances([found.party.code])),
        "may_write_off": found.open > 0 and request.user.has_perm("finance.post"),
        "may_credit": found.total > 0 and request.user.has_perm("finance.reverse"),
    }
    return render(request, "finance/invoice.html", context)


@needs("finance.reverse")
def credit(request: UserRequest, pk: int) -> HttpResponseBase:
    """Withdraw an invoice by a credit invoice."""
    found = get_object_or_404(Invoice, pk=pk)

    def save(form: ReverseForm) -> Invoice:
        return rules.credit(found, on=form.cleaned_data["date"], reason=form.cleaned_data["reason"], by=request.user)

    return form_page(
        request, ReverseForm, title=f"Factuur {found.code} crediteren", save=save, initial={"date": today()},
        done="De creditfactuur is gemaakt.", button="Crediteren", danger=True, back=found.get_absolute_url(),
        crumbs=[("Facturen", reverse("finance:invoices")), (found.code, found.get_absolute_url())],
        template="finance/form_page.html",
    )  # fmt: skip
