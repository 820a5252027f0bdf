"""Entries in the making: written, looked over, posted or thrown away."""

from __future__ import annotations

from typing import Any

from django.db.models import Sum
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from finance import ledger
from finance.forms import DeedForm, DraftForm
from finance.models import DraftEntry, Entry
from finance.problems import Codes, check
from finance.tables import DraftTable
from finance.views.requests import UserRequest
from nov.kernel.clock import today
from nov.kernel.forms import form_page
from nov.kernel.lists import Action, Empty, list_page
from nov.kernel.rights import needs


@needs("finance.view")
@require_safe
def drafts(request: UserRequest) -> HttpResponseBase:
    """All entries that are not posted yet."""
    return list_page(
        request,
        title="Concepten",
        table=DraftTable,
        queryset=DraftEntry.objects.select_related("journal", "made_by").annotate(total=Sum("lines__debit")),
        search=("description", "source"),
        empty=Empty("Er wachten geen concepten", "Wat je voorbereidt, staat hier tot het geboekt is."),
        actions=[Action("Nieuwe boeking", reverse("finance:draft_new"), primary=True, act="finance.enter")],
        template="finance/list.html",
    )


@needs("finance.enter")
def new(request: UserRequest) -> HttpResponseBase:
    """Write a new draft."""
    return _form(request, DraftEntry(), "Nieuwe boeking")


@needs("finance.enter")
def edit(request: UserRequest, pk: int) -> HttpResponseBase:
    """Change a draft."""
    return _form(request, get_object_or_404(DraftEntry, pk=pk), "Concept wijzigen")


def _form(request: UserRequest, draft: DraftEntry, title: str) -> HttpResponseBase:
    asked = request.GET.get("regels", "")
    rows = int(asked) if asked.isdecimal() else 0
    return form_page(
        request, DraftForm, title=title, save=lambda form: form.store(request.user),
        form_kwargs={"instance": draft, "rows": rows}, initial={} if draft.pk else {"date": today()},
        done="Het concept is bewaard.", back=draft.get_absolute_url() if draft.pk else reverse("finance:drafts"),
        crumbs=[("Concepten", reverse("finance:drafts"))], template="finance/draft_form.html",
    )  # fmt: skip


@needs("finance.view")
@require_safe
def draft(request: UserRequest, pk: int) -> HttpResponse:
    """One draft: its lines, and what still stands in the way of posting it."""
    found = DraftEntry.objects.select_related("journal", "made_by").filter(pk=pk).first()
    if found is None:
        return redirect("finance:drafts")
    lines = list(found.lines.select_related(*ledger.DIMENSIONS).order_by("no"))
    problems: list[str] = []
    try:
        spec = ledger.draft_spec(found, lines)
        check([spec], Codes([spec]))
    except ledger.LedgerError as error:
        problems = error.messages
    totals: dict[str, Any] = {
        side: sum((getattr(line, side) or ledger.ZERO for line in lines), ledger.ZERO) for side in ("debit", "credit")
    }
    return render(request, "finance/draft.html", {"draft": found, "lines": lines, "problems": problems, **totals})


@needs("finance.post")
def post(request: UserRequest, pk: int) -> HttpResponseBase:
    """Post a draft: it becomes an entry that never changes."""
    found = get_object_or_404(DraftEntry.objects.select_related("journal"), pk=pk)

    def save(form: DeedForm) -> Entry:
        return ledger.post_draft(found, by=request.user)

    return form_page(
        request, DeedForm, title=f"Boeken: {found.description}", save=save, done="Het boekstuk is geboekt.",
        guard=found, button="Boeken", back=found.get_absolute_url(), template="finance/form_page.html",
        lead="Een boekstuk verandert daarna niet meer; een vergissing boek je terug.",
        crumbs=[("Concepten", reverse("finance:drafts")), (found.description, found.get_absolute_url())],
    )  # fmt: skip


@needs("finance.enter")
def discard(request: UserRequest, pk: int) -> HttpResponseBase:
    """Throw a draft away."""
    found = get_object_or_404(DraftEntry, pk=pk)

    def save(form: DeedForm) -> str:
        found.delete()
        return reverse("finance:drafts")

    return form_page(
        request, DeedForm, title=f"Weggooien: {found.description}", save=save, done="Het concept is weg.", guard=found,
        button="Weggooien", danger=True, back=found.get_absolute_url(), template="finance/form_page.html",
        crumbs=[("Concepten", reverse("finance:drafts")), (found.description, found.get_absolute_url())],
    )  # fmt: skip
