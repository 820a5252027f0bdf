"""Reminders: who gets which step today and why, sending them, what keeps them back, and what the board decides."""

from __future__ import annotations

import hashlib
from typing import Any

import django_filters as filters
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from finance.billing import reminding
from finance.billing.reminding import SEND, STATES, Case
from finance.billing_forms import EndProposalForm, HoldForm, LevelForm, SendForm
from finance.billing_tables import CaseTable, EndProposalTable, LevelTable
from finance.forms import DeedForm
from finance.models import EndProposal, Hold, Invoice, ReminderLevel
from finance.views.invoices import with_open
from finance.views.requests import UserRequest
from nov.kernel.clock import today
from nov.kernel.formats import cents, counted
from nov.kernel.forms import form_page
from nov.kernel.lists import Action, Empty, list_page
from nov.kernel.rights import needs

CHANGED = "De lijst is intussen veranderd. Hieronder staat hoe hij nu is; kijk hem na en verstuur opnieuw."


class CaseFilter(filters.FilterSet):
    """Overdue invoices by what happens to them today."""

    stand = filters.ChoiceFilter(choices=list(STATES.items()), label="Vandaag", method="by_state")

    def by_state(self, rows: QuerySet[Invoice], name: str, state: str) -> QuerySet[Invoice]:
        """Those of which the rule says so."""
        return rows.filter(pk__in=[case.invoice.pk for case in self.request.cases if case.state == state])


def _table(cases: list[Case]) -> type[CaseTable]:
    """The table with what the rule said of each invoice."""
    by_key = {case.invoice.pk: case for case in cases}

    class Table(CaseTable):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)

        def body(self) -> Any:
            shown = list(self.data.data if self.shown is None else self.shown)
            for record in shown:
                record.case = by_key[record.pk]
            self.shown = shown
            return super().body()

    return Table


@needs("finance.view")
@require_safe
def cases(request: UserRequest) -> HttpResponseBase:
    """Every overdue invoice with what happens to it today and why."""
    request.cases = reminding.cases(today())
    due = sum(case.state == SEND for case in request.cases)
    return list_page(
        request,
        title="Herinneringen",
        table=_table(request.cases),
        queryset=with_open().filter(pk__in=[case.invoice.pk for case in request.cases]).order_by("due", "code"),
        search=("code", "party__name", "reference"),
        filterset=CaseFilter,
        lead=f"{counted(due, 'factuur krijgt', 'facturen krijgen')} vandaag een herinnering.",
        empty=Empty("Geen enkele factuur is te laat", "Wat na de vervaldatum nog open staat, komt hier te staan."),
        totals=("open",),
        actions=[
            Action("Herinneringen versturen", reverse("finance:reminders_send"), primary=True, act="members.invoice"),
            Action("Voorstellen aan het bestuur", reverse("finance:end_proposals")),
            Action("Stappen en teksten", reverse("finance:reminder_levels"), act="finance.enter"),
        ],
        exports=False,
        template="finance/list.html",
    )


@needs("members.invoice")
def send(request: UserRequest) -> HttpResponseBase:
    """Send what is due today, as it was looked at."""
    due = [case for case in reminding.cases(today()) if case.state == SEND]
    words = "|".join(f"{case.invoice.code} {case.level.no} {case.open}" for case in due)
    mark = hashlib.sha256(words.encode()).hexdigest()[:32]

    def save(form: SendForm) -> str:
        if form.cleaned_data["seen"] != mark:
            raise ValidationError(CHANGED)
        reminding.send(today(), by=request.user, only={case.invoice.code for case in due})
        return reverse("finance:mails") + "?soort=herinnering"

    return form_page(
        request, SendForm, title="Herinneringen versturen", save=save, initial={"seen": mark},
        lead=f"{counted(len(due), 'herinnering gaat', 'herinneringen gaan')} naar de postbus, over samen "
        f"{cents(sum(case.open for case in due))}.",
        button=f"Verstuur {counted(len(due), 'herinnering', 'herinneringen')}", done="De herinneringen staan klaar.",
        back=reverse("finance:reminders"), crumbs=[("Herinneringen", reverse("finance:reminders"))],
        template="finance/reminders_send.html", context={"due": due},
    )  # fmt: skip


@needs("members.invoice")
def hold(request: UserRequest, pk: int) -> HttpResponseBase:
    """Keep reminders of an invoice back by an arrangement or a dispute, or let them go on again."""
    invoice = get_object_or_404(Invoice.objects.select_related("party"), pk=pk)
    now = Hold.objects.filter(invoice=invoice, lifted_on=None).first()
    shared: dict[str, Any] = {
        "back": invoice.get_absolute_url(),
        "crumbs": [("Facturen", reverse("finance:invoices")), (invoice.code, invoice.get_absolute_url())],
        "template": "finance/form_page.html",
    }

    def lift(form: DeedForm) -> Hold:
        Hold.objects.filter(pk=now.pk, lifted_on=None).update(lifted_on=today())
        return now

    def keep(form: HoldForm) -> Hold:
        form.instance.invoice, form.instance.by = invoice, request.user
        form.instance.validate_constraints()
        return form.save()

    if now:
        return form_page(
            request, DeedForm, title=f"{now} opheffen", save=lift, guard=now, button="Opheffen",
            lead=f"{now.reason}. Daarna gaan herinneringen voor {invoice.code} weer door.",
            done="Opgeheven. Herinneringen gaan weer door.", **shared,
        )  # fmt: skip
    return form_page(
        request, HoldForm, title="Geen herinneringen sturen", save=keep, initial={"first_day": today()},
        lead=f"Voor factuur {invoice.code} van {invoice.party}: zolang de regeling of het geschil duurt.",
        done="Vastgelegd. Zolang dit duurt gaan er geen herinneringen.", **shared,
    )  # fmt: skip


@needs("finance.enter")
@require_safe
def levels(request: UserRequest) -> HttpResponseBase:
    """The steps of reminding."""
    return list_page(
        request,
        title="Stappen van herinneren",
        table=LevelTable,
        queryset=ReminderLevel.objects.all(),
        crumbs=[("Herinneringen", reverse("finance:reminders"))],
        actions=[Action("Stap toevoegen", reverse("finance:reminder_level", args=[0]), primary=True)],
    )


@needs("finance.enter")
def level(request: UserRequest, pk: int) -> HttpResponseBase:
    """Term and text of a step; 0 is a new one."""
    found = get_object_or_404(ReminderLevel, pk=pk) if pk else ReminderLevel()

    def save(form: LevelForm) -> str:
        form.save()
        return reverse("finance:reminder_levels")

    return form_page(
        request, LevelForm, title=f"Stap: {found.name}" if pk else "Stap toevoegen", save=save,
        form_kwargs={"instance": found}, done="De stap is bewaard. Wat al verstuurd is, verandert niet.",
        back=reverse("finance:reminder_levels"), template="finance/form_page.html",
        crumbs=[("Herinneringen", reverse("finance:reminders")), ("Stappen", reverse("finance:reminder_levels"))],
    )  # fmt: skip


@needs("finance.view")
@require_safe
def end_proposals(request: UserRequest) -> HttpResponseBase:
    """Who the association might give notice because nothing was paid; the board decides."""
    return list_page(
        request,
        title="Voorstellen tot opzegging",
        table=EndProposalTable,
        queryset=EndProposal.objects.select_related("reminder__invoice__party"),
        search=("reminder__invoice__party__name", "reminder__invoice__code"),
        lead="Na de laatste stap ligt bij het bestuur de vraag of de vereniging opzegt. Er gebeurt niets vanzelf.",
        empty=Empty("Er ligt geen voorstel", "De laatste stap van herinneren legt er een bij het bestuur neer."),
        crumbs=[("Herinneringen", reverse("finance:reminders"))],
    )


@needs("members.decide")
def end_proposal(request: UserRequest, pk: int) -> HttpResponseBase:
    """Record what the board decided."""
    found = get_object_or_404(EndProposal.objects.select_related("reminder__invoice__party"), pk=pk)

    def save(form: EndProposalForm) -> str:
        form.save()
        return reverse("finance:end_proposals")

    invoice = found.reminder.invoice
    return form_page(
        request, EndProposalForm, title=str(found), save=save, form_kwargs={"instance": found},
        lead=f"Van {invoice.code} stond bij de laatste stap {cents(found.reminder.open)} open. Besluit het bestuur tot "
        "opzegging, leg die dan vast bij de organisatie: hier gebeurt dat niet vanzelf.",
        done="Het besluit is vastgelegd.", back=reverse("finance:end_proposals"), template="finance/form_page.html",
        crumbs=[("Voorstellen", reverse("finance:end_proposals")), (invoice.code, invoice.get_absolute_url())],
    )  # fmt: skip
