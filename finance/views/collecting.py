"""Direct debit on screen: mandates, and batches of collections with their second person."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from finance.collecting import batches, mandates
from finance.collecting.forms import BatchForm, DayAndReasonForm, MandateForm
from finance.collecting.tables import BatchTable, CollectedTable, MandateTable, batch_state
from finance.forms import DeedForm
from finance.models import BankAccount, CollectionBatch, Mandate
from finance.views.requests import UserRequest
from nov.kernel.clock import today
from nov.kernel.formats import cents
from nov.kernel.forms import form_page
from nov.kernel.lists import Action, Empty, list_page
from nov.kernel.rights import needs

BANK = [("Financiën", "/financien/"), ("Bank", "/financien/bank/")]
MANDATES = [*BANK, ("Machtigingen", "/financien/bank/machtigingen/")]
BATCHES = [*BANK, ("Incasso", "/financien/bank/incasso/")]


@needs("finance.view")
@require_safe
def mandate_list(request: UserRequest) -> HttpResponseBase:
    """All mandates."""
    return list_page(
        request, title="Machtigingen", table=MandateTable, queryset=Mandate.objects.select_related("party"),
        search=("party__name", "reference", "iban", "name"), crumbs=BANK, template="finance/list.html",
        empty=Empty("Er zijn nog geen machtigingen", "Leg vast wie toestemming gaf om de contributie af te schrijven."),
        actions=[Action("Nieuwe machtiging", reverse("finance:mandate_new"), True, "finance.collect")],
    )  # fmt: skip


@needs("finance.collect")
def mandate_new(request: UserRequest) -> HttpResponseBase:
    """Keep a mandate that was signed."""
    return form_page(
        request, MandateForm, title="Nieuwe machtiging", save=lambda form: mandates.give(**form.cleaned_data),
        form_kwargs={"today": today()}, initial={"party": request.GET.get("relatie", "")}, crumbs=MANDATES,
        done="De machtiging is vastgelegd.", back=reverse("finance:mandates"), template="finance/form_page.html",
        lead="Bewaar het getekende formulier zolang er geïncasseerd wordt en nog veertien maanden daarna.",
    )  # fmt: skip


@needs("finance.view")
@require_safe
def mandate(request: UserRequest, pk: int) -> HttpResponse:
    """One mandate: what it is today, and what was collected with it."""
    found = get_object_or_404(Mandate.objects.select_related("party"), pk=pk)
    context = {
        "mandate": found,
        "state": mandates.states([found], today())[found.pk],
        "collections": found.collections.select_related("batch", "invoice").order_by("-id"),
        "may": request.user.has_perm("finance.collect"),
    }
    return render(request, "finance/mandate.html", context)


@needs("finance.collect")
def mandate_end(request: UserRequest, pk: int, deed: str) -> HttpResponseBase:
    """Revoke a mandate, or say that what the bank returned was settled with the payer."""
    found = get_object_or_404(Mandate, pk=pk)
    if deed not in ("intrekken", "nagekeken"):
        raise Http404
    revokes = deed == "intrekken"

    def save(form: Any) -> Mandate:
        if revokes:
            mandates.revoke(found, on=form.cleaned_data["date"], reason=form.cleaned_data["reason"])
        else:
            mandates.settle(found, on=today())
        return found

    return form_page(
        request, DayAndReasonForm if revokes else DeedForm, save=save, guard=found, danger=revokes, crumbs=MANDATES,
        title=f"Machtiging {found} {'intrekken' if revokes else 'is nagekeken'}", initial={"date": today()},
        lead="Er wordt niets meer mee geïncasseerd. Een nieuwe machtiging mag daarna." if revokes
        else "Je hebt met de betaler besproken waarom de bank terugboekte; er mag weer geïncasseerd worden.",
        button="Intrekken" if revokes else "Nagekeken", back=found.get_absolute_url(),
        done="De machtiging is ingetrokken." if revokes else "De machtiging kan weer gebruikt worden.",
        template="finance/form_page.html",
    )  # fmt: skip


@needs("finance.view")
@require_safe
def batch_list(request: UserRequest) -> HttpResponseBase:
    """All orders to collect."""
    return list_page(
        request, title="Incasso", table=BatchTable, queryset=CollectionBatch.objects.defer("content"), search=("code",),
        empty=Empty("Er is nog geen incasso-opdracht", "Een opdracht neemt alle openstaande facturen met een machtiging mee."),
        actions=[
            Action("Nieuwe opdracht", reverse("finance:collection_new"), True, "finance.collect"),
            Action("Machtigingen", reverse("finance:mandates")),
        ],
        crumbs=BANK, template="finance/list.html",
    )  # fmt: skip


@needs("finance.collect")
def batch_new(request: UserRequest) -> HttpResponseBase:
    """Make an order; below the form what it takes, and what it leaves and why."""
    account = BankAccount.objects.exclude(creditor_id="").first()
    day = batches.earliest(account, today()) if account else today()
    found = batches.candidates(day)

    def save(form: BatchForm) -> CollectionBatch:
        return batches.make(**form.cleaned_data, today=today(), by=request.user)

    taken = [one for one in found if not one.why_not]
    return form_page(
        request, BatchForm, title="Nieuwe incasso-opdracht", save=save, initial={"account": account, "collect_on": day},
        button="Opdracht maken", done="De opdracht staat klaar. Een ander moet haar goedkeuren.", crumbs=BATCHES,
        lead="Betalers krijgen bericht zodra een tweede persoon de opdracht goedkeurt. Daarna verandert zij niet meer.",
        back=reverse("finance:collections"), template="finance/collection_new.html",
        context={
            "taken": taken, "left": [one for one in found if one.why_not], "total": sum(one.amount for one in taken),
        },
    )  # fmt: skip


@needs("finance.view")
@require_safe
def batch(request: UserRequest, pk: int) -> HttpResponseBase:
    """One order with its collections; the deeds that are still possible stand above it."""
    found = get_object_or_404(
        CollectionBatch.objects.select_related("account", "made_by", "approved_by", "withdrawn_by"), pk=pk
    )
    mark, word = batch_state(found)
    open_still = not found.approved_by_id and not found.withdrawn_by_id
    actions = []
    if open_still and found.made_by_id != request.user.pk:
        actions.append(Action("Goedkeuren", reverse("finance:collection_approve", args=[pk]), True, "finance.approve"))
    if open_still:
        actions.append(Action("Intrekken", reverse("finance:collection_withdraw", args=[pk]), False, "finance.collect"))
    if found.approved_by_id:
        actions.append(
            Action("Bestand voor de bank", reverse("finance:collection_file", args=[pk]), True, "finance.collect")
        )
    return list_page(
        request, title=str(found), table=CollectedTable, search=("invoice__code", "invoice__party__name"),
        queryset=found.collections.select_related("invoice__party", "mandate"), totals=("amount",), crumbs=BATCHES,
        actions=actions, template="finance/collection.html", context={"batch": found, "mark": mark, "word": word},
        noun=("incasso", "incasso’s"),
    )  # fmt: skip


@needs("finance.approve")
def batch_approve(request: UserRequest, pk: int) -> HttpResponseBase:
    """Approve an order as the second person."""
    found = get_object_or_404(CollectionBatch, pk=pk)
    return form_page(
        request, DeedForm, title=f"{found} goedkeuren", button="Goedkeuren", crumbs=BATCHES, back=found.get_absolute_url(),
        save=lambda form: batches.approve(found, today=today(), by=request.user), template="finance/form_page.html",
        done="De opdracht is goedgekeurd; de aankondigingen staan klaar bij Berichten.",
        lead=f"{found.count} incasso’s, samen {cents(found.total)}, op {found.collect_on:%d-%m-%Y}. "
        "Elke betaler krijgt een aankondiging. Daarna kan het bestand naar de bank.",
    )  # fmt: skip


@needs("finance.collect")
def batch_withdraw(request: UserRequest, pk: int) -> HttpResponseBase:
    """Take an order back that was not approved."""
    found = get_object_or_404(CollectionBatch, pk=pk)
    return form_page(
        request, DeedForm, title=f"{found} intrekken", button="Intrekken", danger=True, crumbs=BATCHES,
        save=lambda form: batches.withdraw(found, by=request.user), back=found.get_absolute_url(),
        done="De opdracht is ingetrokken; de facturen kunnen in een andere.", template="finance/form_page.html",
    )  # fmt: skip


@needs("finance.collect")
@require_safe
def batch_file(request: UserRequest, pk: int) -> HttpResponseBase:
    """The file for the bank, of an order that was approved."""
    found = get_object_or_404(CollectionBatch, pk=pk)
    if not found.approved_by_id:
        return redirect(found)
    return HttpResponse(
        bytes(found.content), content_type="application/xml",
        headers={"Content-Disposition": f'attachment; filename="{found.code}.xml"'},
    )  # fmt: skip
