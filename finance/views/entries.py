"""Posted entries and their lines: found, read, exported, and reversed."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from finance import ledger
from finance.filters import EntryFilter, LineFilter
from finance.forms import ReverseForm
from finance.models import Entry, Line
from finance.tables import EntryTable, LineTable
from finance.views.requests import UserRequest
from nov.kernel.clock import today
from nov.kernel.forms import form_page
from nov.kernel.lists import Action, Empty, list_page
from nov.kernel.rights import needs


@needs("finance.view")
@require_safe
def entries(request: UserRequest) -> HttpResponseBase:
    """All posted entries."""
    return list_page(
        request,
        title="Boekstukken",
        table=EntryTable,
        queryset=Entry.objects.select_related("journal"),
        search=("description", "source", "journal__code"),
        filterset=EntryFilter,
        empty=Empty("Er is nog niets geboekt", "Een boeking komt hier te staan als een concept is geboekt."),
        actions=[Action("Nieuwe boeking", reverse("finance:draft_new"), primary=True, act="finance.enter")],
        totals=("total",),
        template="finance/list.html",
    )


@needs("finance.view")
@require_safe
def lines(request: UserRequest) -> HttpResponseBase:
    """The lines behind a number of a statement, or all of them."""
    return list_page(
        request,
        title="Boekingsregels",
        table=LineTable,
        queryset=Line.objects.select_related("entry__journal", "account", "cost_centre").order_by("-entry__date"),
        search=("description", "reference", "relation", "document", "entry__description"),
        filterset=LineFilter,
        empty=Empty("Er is nog niets geboekt"),
        totals=("debit", "credit"),
        template="finance/list.html",
    )


@needs("finance.view")
@require_safe
def entry(request: UserRequest, pk: int) -> HttpResponse:
    """One entry with its lines and what belongs to it."""
    found = get_object_or_404(
        Entry.objects.select_related("journal", "posted_by", "reverses__journal", "invoice", "bank_booking__line"),
        pk=pk,
    )
    reversal = Entry.objects.select_related("journal").filter(reverses=found).first()
    owned = any(hasattr(found, owner) for owner in ("invoice", "appropriation", "bank_booking"))
    context = {
        "entry": found,
        "lines": found.lines.select_related("account", "cost_centre", "grant").order_by("no"),
        "reversal": reversal,
        "may_reverse": not reversal and not owned and request.user.has_perm("finance.reverse"),
    }
    return render(request, "finance/entry.html", context)


@needs("finance.reverse")
def reverse_entry(request: UserRequest, pk: int) -> HttpResponseBase:
    """Post the opposite of an entry."""
    found = get_object_or_404(Entry.objects.select_related("journal"), pk=pk)

    def save(form: ReverseForm) -> Entry:
        return ledger.reverse(found, on=form.cleaned_data["date"], reason=form.cleaned_data["reason"], by=request.user)

    return form_page(
        request, ReverseForm, title=f"{found.code} terugboeken", save=save, initial={"date": today()},
        done="Het boekstuk is teruggeboekt.", button="Terugboeken", danger=True, back=found.get_absolute_url(),
        lead="Een boekstuk verandert niet: er komt een tegengesteld boekstuk bij.",
        crumbs=[("Boekstukken", reverse("finance:entries")), (found.code, found.get_absolute_url())],
        template="finance/form_page.html",
    )  # fmt: skip
