"""Invoices for other things: items, drafts, and from draft to invoice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from finance.billing import drafting, vat
from finance.draft_invoice_forms import InvoiceDraftForm, ItemForm
from finance.draft_invoice_tables import InvoiceDraftTable, ItemTable
from finance.forms import DeedForm
from finance.models import Association, InvoiceDraft, Item
from finance.views.requests import UserRequest
from nov.kernel.clock import today
from nov.kernel.formats import cents, day
from nov.kernel.forms import form_page
from nov.kernel.lists import Action, Empty, list_page
from nov.kernel.rights import needs


def _drafts() -> QuerySet[InvoiceDraft]:
    return InvoiceDraft.objects.select_related("party", "made_by").prefetch_related("lines__item")


@needs("finance.view")
@require_safe
def drafts(request: UserRequest) -> HttpResponseBase:
    """All invoices that are being written."""
    return list_page(
        request,
        title="Conceptfacturen",
        table=InvoiceDraftTable,
        queryset=_drafts(),
        search=("party__name", "reference"),
        crumbs=[("Facturen", reverse("finance:invoices"))],
        empty=Empty("Er wachten geen conceptfacturen", "Maak er een voor een training, een keurmerk of iets anders."),
        actions=[
            Action("Nieuwe factuur", reverse("finance:invoice_draft", args=[0]), primary=True, act="members.invoice"),
            Action("Artikelen", reverse("finance:items")),
        ],
    )


@needs("members.invoice")
def draft(request: UserRequest, pk: int) -> HttpResponseBase:
    """Write an invoice; 0 is a new one. Nothing is numbered or posted before it is issued."""
    found = _drafts().filter(pk=pk).first() if pk else InvoiceDraft()
    if found is None:  # somebody issued it, or threw it away
        return redirect("finance:invoice_drafts")
    lines = list(found.lines.all()) if pk else []
    term = timedelta(days=Association.only().term)
    return form_page(
        request, InvoiceDraftForm, title=str(found) if pk else "Nieuwe factuur",
        save=lambda form: form.store(request.user), form_kwargs={"instance": found},
        initial={} if pk else {"date": today(), "due": today() + term},
        done="Het concept is bewaard.", button="Concept bewaren", back=reverse("finance:invoice_drafts"),
        crumbs=[("Facturen", reverse("finance:invoices")), ("Concepten", reverse("finance:invoice_drafts"))],
        template="finance/invoice_draft.html",
        context={
            "draft": found,
            "shares": [share for share in vat.shares(lines) if share.vat == vat.STANDARD],
            "total": drafting.total(lines),
        },
    )  # fmt: skip


@needs("members.invoice")
def deed(request: UserRequest, pk: int, deed: str) -> HttpResponseBase:
    """Make the invoice of a draft, or throw the draft away."""
    if deed not in ("factureren", "weggooien"):
        raise Http404
    found = _drafts().filter(pk=pk).first()
    if found is None:
        return redirect("finance:invoice_drafts")
    total = cents(drafting.total(found.lines.all()))
    shared: dict[str, Any] = {
        "guard": found,
        "back": found.get_absolute_url(),
        "crumbs": [("Concepten", reverse("finance:invoice_drafts")), (str(found), found.get_absolute_url())],
        "template": "finance/form_page.html",
    }
    if deed == "factureren":
        return form_page(
            request, DeedForm, title=f"Factuur maken voor {found.party}", button="Factuur maken",
            save=lambda form: drafting.issue_draft(found, by=request.user),
            lead=f"De factuur van {total}, gedateerd {day(found.date)}, krijgt het volgende nummer en wordt geboekt. Daarna"
            " verandert zij niet meer; een vergissing crediteer je. Versturen doe je daarna.",
            done="De factuur is gemaakt en geboekt.", **shared,
        )  # fmt: skip

    def discard(form: DeedForm) -> str:
        found.delete()
        return reverse("finance:invoice_drafts")

    return form_page(
        request, DeedForm, title="Concept weggooien", save=discard, button="Weggooien", danger=True,
        lead=f"Het concept voor {found.party} van {total}. Er is nog niets gefactureerd.",
        done="Het concept is weg.", **shared,
    )  # fmt: skip


@needs("finance.view")
@require_safe
def items(request: UserRequest) -> HttpResponseBase:
    """What can be invoiced, with price, account and VAT."""
    return list_page(
        request,
        title="Artikelen",
        table=ItemTable,
        queryset=Item.objects.select_related("account", "cost_centre"),
        search=("name",),
        crumbs=[("Facturen", reverse("finance:invoices")), ("Concepten", reverse("finance:invoice_drafts"))],
        empty=Empty("Er zijn nog geen artikelen", "Een artikel heeft een prijs, een rekening en een btw-tarief."),
        actions=[Action("Artikel toevoegen", reverse("finance:item", args=[0]), primary=True, act="finance.enter")],
    )


@needs("finance.enter")
def item(request: UserRequest, pk: int) -> HttpResponseBase:
    """Price, account and VAT of an item; 0 is a new one."""
    found = get_object_or_404(Item, pk=pk) if pk else Item()

    def save(form: ItemForm) -> str:
        form.save()
        return reverse("finance:items")

    return form_page(
        request, ItemForm, title=found.name if pk else "Artikel toevoegen", save=save, form_kwargs={"instance": found},
        done="Het artikel is bewaard. Facturen die er al zijn, veranderen niet.", back=reverse("finance:items"),
        crumbs=[("Facturen", reverse("finance:invoices")), ("Artikelen", reverse("finance:items"))],
        template="finance/form_page.html",
    )  # fmt: skip
