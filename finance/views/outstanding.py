"""What is open of invoices: why, set off against what was paid too much, or written off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import BooleanField, Case, OuterRef, Prefetch, Subquery, Value, When
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from finance import write_off as rules
from finance.banking.advances import advances, use
from finance.collecting.tables import OpenTable
from finance.models import Collection, Hold, Invoice, Proposal
from finance.specs import ZERO
from finance.views.invoices import with_open
from finance.views.requests import UserRequest
from nov.kernel.clock import today
from nov.kernel.formats import cents
from nov.kernel.forms import DayField, Form, form_page
from nov.kernel.lists import Empty, list_page
from nov.kernel.rights import needs


class SettleForm(Form):
    """When an advance is used."""

    date = DayField(label="Datum")


class WriteOffForm(SettleForm):
    """When, and by which decision, an invoice is written off."""

    reason = forms.CharField(label="Welk besluit", max_length=80, help_text="Bijvoorbeeld: besluit 12 van het bestuur.")


@needs("finance.view")
@require_safe
def outstanding(request: UserRequest) -> HttpResponseBase:
    """What is open, and why."""
    parts = Proposal.objects.values_list("parts", flat=True)
    waiting = {part["invoice"] for one in parts for part in one if "invoice" in part}
    codes = {f"R{pk:05d}": pk for pk in with_open().filter(open__gt=0).values_list("party", flat=True)}
    credit = [codes[relation] for relation in advances(codes)]
    own = Collection.objects.filter(invoice=OuterRef("pk"))
    stands, back = own.filter(stands=True), own.exclude(return_code="").order_by("-returned_on")
    rows = with_open().exclude(open=0).annotate(
        waiting=_whether(code__in=waiting),
        credit=_whether(party__in=credit),
        collect_on=Subquery(stands.values("batch__collect_on")[:1]),
        returned_on=Subquery(back.values("returned_on")[:1]),
        return_code=Subquery(back.values("return_code")[:1]),
    ).prefetch_related(Prefetch("holds", Hold.objects.on(today())))  # fmt: skip
    return list_page(
        request, title="Wat openstaat", table=OpenTable, queryset=rows.order_by("due", "code"),
        search=("code", "party__name"), totals=("total", "open"), crumbs=[("Facturen", reverse("finance:invoices"))],
        empty=Empty("Er staat niets open", "Alle facturen zijn betaald."), template="finance/list.html",
    )  # fmt: skip


def _whether(**condition: Any) -> Case:
    return Case(When(**condition, then=Value(True)), default=Value(False), output_field=BooleanField())


@needs("finance.bank")
def settle(request: UserRequest, pk: int) -> HttpResponseBase:
    """Let what the party paid too much before go off an invoice."""
    found = get_object_or_404(with_open(), pk=pk)
    held = advances([found.party.code]).get(found.party.code, ZERO)

    def save(form: SettleForm) -> Invoice:
        use(found, on=form.cleaned_data["date"], by=request.user)
        return found

    return form_page(
        request, SettleForm, title=f"Tegoed verrekenen met {found.code}", save=save, initial={"date": today()},
        lead=f"{found.party} heeft een tegoed van {cents(held)}; van de factuur staat {cents(found.open)} open.",
        done="Het tegoed is verrekend.", button="Verrekenen", back=found.get_absolute_url(), crumbs=_crumbs(found),
        template="finance/form_page.html",
    )  # fmt: skip


def _crumbs(invoice: Invoice) -> list[tuple[str, str]]:
    return [("Facturen", reverse("finance:invoices")), (invoice.code, invoice.get_absolute_url())]


@needs("finance.post")
def write_off(request: UserRequest, pk: int) -> HttpResponseBase:
    """Write off what is open of an invoice against the provision for bad debts."""
    found = get_object_or_404(with_open(), pk=pk)

    def save(form: WriteOffForm) -> Invoice:
        rules.write_off(found, on=form.cleaned_data["date"], reason=form.cleaned_data["reason"], by=request.user)
        return found

    return form_page(
        request, WriteOffForm, title=f"Factuur {found.code} afboeken", save=save, initial={"date": today()}, danger=True,
        lead=f"Er staat {cents(found.open)} open. Dat gaat van de voorziening af, waarop {cents(rules.provision(today()))} staat; "
        "de baten blijven zoals zij zijn.",
        done="De factuur is afgeboekt.", button="Afboeken", back=found.get_absolute_url(),
        crumbs=_crumbs(found), template="finance/form_page.html",
    )  # fmt: skip
