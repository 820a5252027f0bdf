"""The association's own agenda: what falls due this year, the rooster van aftreden, the team, the register of decisions."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from finance.models import Decision
from members import governance as rules
from members.assembly_forms import DecisionForm, TaskForm
from members.filters import DecisionFilter
from members.models import AppointmentTask
from members.tables import DecisionTable
from members.views.requests import UserRequest
from nov.kernel.clock import today
from nov.kernel.forms import DayField, form_page
from nov.kernel.lists import Action, Empty, list_page
from nov.kernel.rights import needs

CRUMBS = [("Leden", "/leden/"), ("Besluiten", "/leden/besluiten/")]


@needs("members.view")
@require_safe
def overview(request: UserRequest) -> HttpResponse:
    """What falls due this year, and board and team today or on another day."""
    day = today()
    try:
        on = DayField(required=False).clean(request.GET.get("op", "")) or day
    except ValidationError:
        on = day
    context = {"today": day, "on": on, "due": rules.due(day), "rooster": rules.rooster(on), "team": rules.team(on)}
    return render(request, "members/governance.html", context)


@needs("members.view")
@require_safe
def decisions(request: UserRequest) -> HttpResponseBase:
    """The register of decisions, the newest first."""
    return list_page(
        request,
        title="Besluiten",
        table=DecisionTable,
        queryset=Decision.objects.all(),
        search=("number", "subject"),
        filterset=DecisionFilter,
        empty=Empty("Er is nog geen besluit vastgelegd"),
        actions=[Action("Nieuw besluit", reverse("members:decision_new"), True, "members.meetings")],
        template="members/list.html",
    )


@needs("members.meetings")
def decision_new(request: UserRequest) -> HttpResponseBase:
    """A decision more."""
    return _decision(request, title="Nieuw besluit", initial={"date": today()})


@needs("members.meetings")
def decision_change(request: UserRequest, pk: int) -> HttpResponseBase:
    """Put a decision right."""
    found = get_object_or_404(Decision, pk=pk)
    return _decision(request, title=f"Besluit {found.number}", form_kwargs={"instance": found})


def _decision(request: UserRequest, **options: Any) -> HttpResponseBase:
    def save(form: DecisionForm) -> str:
        form.save()
        return reverse("members:decisions")

    return form_page(
        request,
        DecisionForm,
        save=save,
        done="Het besluit is bewaard.",
        back=reverse("members:decisions"),
        crumbs=CRUMBS,
        **options,
    )


@needs("members.meetings")
def task(request: UserRequest, pk: int) -> HttpResponseBase:
    """What a change on the board brought along was done."""
    found = get_object_or_404(AppointmentTask.objects.select_related("appointment__person"), pk=pk)

    def save(form: TaskForm) -> AppointmentTask:
        found.done_on = form.cleaned_data["done_on"]
        found.save()
        return found

    return form_page(
        request,
        TaskForm,
        title=f"{found}: {found.appointment.person}",
        save=save,
        guard=found,
        initial={"done_on": found.done_on or today()},
        done="Vastgelegd.",
        back=found.get_absolute_url(),
        crumbs=[("Leden", "/leden/"), ("Besturen", reverse("members:governance"))],
    )
