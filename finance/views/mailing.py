"""Sending invoices: looked at before, in the outbox after, with what failed or came back in sight."""

from __future__ import annotations

import hashlib
from typing import Any

import django_filters as filters
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from finance import tasks
from finance.billing import mailing, reminding
from finance.billing.mailing import Ready
from finance.billing_forms import MailForm, SendForm
from finance.billing_tables import STATE_TAGS, MailTable, ReadyTable
from finance.models import Invoice, InvoiceMail
from finance.views.invoices import with_open
from finance.views.requests import UserRequest
from nov.kernel import outbox
from nov.kernel.formats import cents, counted
from nov.kernel.forms import form_page
from nov.kernel.lists import Action, Empty, list_page
from nov.kernel.models import Message
from nov.kernel.rights import needs

CHANGED = "De lijst is intussen veranderd. Hieronder staat hoe hij nu is; kijk hem na en verstuur opnieuw."
AT_MOST = 1000


def _asked(request: UserRequest) -> QuerySet[Invoice]:
    """One invoice, all of what one round was for, or none: those that are still to be sent."""
    if pk := request.GET.get("factuur", ""):
        return Invoice.objects.filter(pk=pk if pk.isdecimal() else 0)
    reference = request.GET.get("kenmerk", "")
    return (
        with_open().filter(reference=reference, total__gt=0, open__gt=0).order_by("code")[:AT_MOST]
        if reference
        else Invoice.objects.none()
    )


def _mark(ready: list[Ready]) -> str:
    return hashlib.sha256("|".join(f"{one.invoice.code} {one.to}" for one in ready).encode()).hexdigest()[:32]


@needs("members.invoice")
def send(request: UserRequest) -> HttpResponseBase:
    """What would go out, to whom; and confirmed, out it goes."""
    asked = _asked(request)
    ready = mailing.looked_at(Invoice.objects.filter(pk__in=[one.pk for one in asked]).order_by("code"))
    going = [one for one in ready if not one.problem]

    def save(form: SendForm) -> Any:
        if form.cleaned_data["seen"] != _mark(ready):
            raise ValidationError(CHANGED)
        if not going:
            raise ValidationError("Er is niets te versturen.")
        if len(going) == 1:
            list(mailing.send([going[0].invoice], by=request.user))
            return going[0].invoice
        return tasks.send_invoices.start(
            by=request.user, what=f"{counted(len(going), 'factuur', 'facturen')} klaarzetten om te versturen",
            invoices=[one.invoice.pk for one in going], user=request.user.pk,
        )  # fmt: skip

    waiting = with_open().filter(total__gt=0, open__gt=0, mails=None).exclude(reference="")
    rounds = waiting.values("reference").annotate(invoices=Count("pk")).order_by("-reference")
    stopped = len(ready) - len(going)
    lead = f"{counted(len(going), 'factuur gaat', 'facturen gaan')} naar de postbus, samen {cents(sum(one.invoice.total for one in going))}."
    if stopped:
        lead += f" {counted(stopped, 'factuur kan', 'facturen kunnen')} niet: kijk in de laatste kolom waarom."
    return form_page(
        request, SendForm, title="Facturen versturen", save=save, initial={"seen": _mark(ready)},
        lead=lead if ready else "", button=f"Verstuur {counted(len(going), 'factuur', 'facturen')}",
        back=reverse("finance:invoices"), crumbs=[("Facturen", reverse("finance:invoices"))],
        template="finance/send.html",
        context={
            "ready": ReadyTable(ready) if ready else None,
            "going": going,
            "rounds": [(row["reference"], row["invoices"], urlencode({"kenmerk": row["reference"]})) for row in rounds],
            "one": request.GET.get("factuur", ""),
        },
    )  # fmt: skip


class MailFilter(filters.FilterSet):
    """Messages by state and kind."""

    stand = filters.ChoiceFilter(field_name="message__state", choices=Message.State.choices, label="Stand")
    soort = filters.ChoiceFilter(field_name="kind", choices=InvoiceMail.Kind.choices, label="Soort")


@needs("finance.view")
@require_safe
def mails(request: UserRequest) -> HttpResponseBase:
    """Every message about an invoice: what waits, what went, what failed."""
    return list_page(
        request,
        title="Verstuurde facturen en herinneringen",
        table=MailTable,
        queryset=InvoiceMail.objects.select_related("message", "invoice"),
        search=("message__to", "message__subject", "invoice__code"),
        filterset=MailFilter,
        empty=Empty("Er is nog niets verstuurd", "Facturen en herinneringen die je verstuurt, komen hier te staan."),
        actions=[Action("Facturen versturen", reverse("finance:send"), primary=True, act="members.invoice")],
        template="finance/list.html",
    )


@needs("members.invoice")
def mail(request: UserRequest, pk: int) -> HttpResponseBase:
    """One message as it goes or went, and what can be done about it."""
    found = get_object_or_404(
        InvoiceMail.objects.select_related("message__by", "invoice__party", "invoice__credits"), pk=pk
    )
    message = found.message
    unsure = outbox.uncertain().filter(pk=message.pk).exists()  # the worker stopped while it went
    deeds = {
        "terughalen": ("Terughalen: het gaat niet", message.can_be_taken_out),
        "terug": ("Het kwam terug: de ontvanger kreeg het niet", message.state == Message.State.SENT or unsure),
        "opnieuw": ("Opnieuw versturen aan het adres van nu", message.state in (Message.State.FAILED, Message.State.SENT)),
    }  # fmt: skip
    choices = [(name, label) for name, (label, possible) in deeds.items() if possible]

    def save(form: MailForm) -> Any:
        deed = form.cleaned_data["deed"]
        if deed == "opnieuw":
            again = reminding.again if found.kind == InvoiceMail.Kind.REMINDER else mailing.again
            return again(found, by=request.user)
        in_time = (
            outbox.take_out(message) if deed == "terughalen"
            else outbox.came_back(message, form.cleaned_data["reason"] or "onbestelbaar")
        )  # fmt: skip
        if not in_time:
            raise ValidationError("Dit bericht is intussen verder. Kijk hieronder hoe het ermee staat.")
        return found

    return form_page(
        request, MailForm, title=message.subject, save=save, form_kwargs={"deeds": choices}, button="Doen",
        done="Vastgelegd.", back=found.invoice.get_absolute_url(), template="finance/mail.html",
        crumbs=[("Facturen", reverse("finance:invoices")), ("Verstuurd", reverse("finance:mails"))],
        context={
            "mail": found,
            "message": message,
            "choices": choices,
            "tag": STATE_TAGS[message.state],
            "files": message.files.defer("content"),
        },
    )  # fmt: skip
