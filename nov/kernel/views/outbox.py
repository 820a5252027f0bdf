"""The outbox: what went out, what waits and what did not arrive."""

from __future__ import annotations

import django_filters
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from nov.kernel import outbox
from nov.kernel.forms import Form, form_page
from nov.kernel.lists import Column, Empty, MomentColumn, Table, TagColumn, list_page
from nov.kernel.models import Message
from nov.kernel.rights import UserRequest, needs

TAGS = {"waiting": "wait", "sending": "wait", "sent": "good", "failed": "bad"}


class MessageTable(Table):
    subject = Column("Onderwerp", linkify=True)
    to = Column("Aan")
    state = TagColumn("Stand", tags=TAGS)
    created_at = MomentColumn("Klaargezet op", wide=True)


class MessageFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="Stand", choices=Message.State.choices, empty_label="Alle")


@require_GET
@needs("nov.manage_users")
def messages(request: UserRequest) -> HttpResponseBase:
    """All mail, newest first."""
    return list_page(
        request,
        title="Berichten",
        table=MessageTable,
        queryset=Message.objects.all(),
        search=("to", "subject"),
        filterset=MessageFilter,
        empty=Empty("Er zijn geen berichten", "E-mail die het systeem verstuurt komt hier te staan."),
    )


@require_http_methods(["GET", "POST"])
@needs("nov.manage_users")
def message(request: UserRequest, pk: str) -> HttpResponseBase:
    """One mail; what failed or is uncertain can be put back."""
    found = get_object_or_404(Message, pk=pk)

    def save(form: Form) -> str:
        outbox.put_back([found])
        return found.get_absolute_url()

    return form_page(
        request,
        Form,
        title=found.subject,
        crumbs=[("Berichten", reverse("kernel:messages"))],
        save=save,
        guard=found,
        button="Opnieuw klaarzetten",
        done="Het bericht wordt opnieuw verstuurd.",
        template="kernel/message.html",
        context={"message": found, "tag": TAGS[found.state]},
    )
