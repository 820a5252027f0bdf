"""Board, bureau and audit committee: who sits where, and until when."""

from __future__ import annotations

from django.db.models.functions import Lower
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from members import appointments as rules
from members.filters import AppointmentFilter
from members.forms import AppointmentForm, ReappointForm, StepDownForm
from members.models import Appointment
from members.tables import AppointmentTable
from members.views.requests import UserRequest
from nov.kernel.clock import today
from nov.kernel.formats import day_long
from nov.kernel.forms import form_page
from nov.kernel.lists import Action, Empty, list_page
from nov.kernel.rights import needs

CRUMBS = [("Leden", "/leden/"), ("Bestuur en bureau", "/leden/benoemingen/")]


@needs("members.view")
@require_safe
def appointments(request: UserRequest) -> HttpResponseBase:
    """All seats and posts, the newest first."""
    return list_page(
        request,
        title="Bestuur en bureau",
        table=AppointmentTable,
        queryset=Appointment.objects.select_related("person", "elected_at").order_by(
            "body", Lower("during").desc(), "person__name"
        ),
        search=("person__name", "role"),
        filterset=AppointmentFilter,
        empty=Empty("Er is nog niemand benoemd"),
        actions=[Action("Nieuwe benoeming", reverse("members:appointment_new"), True, "members.meetings")],
        template="members/list.html",
    )


@needs("members.view")
@require_safe
def appointment(request: UserRequest, pk: int) -> HttpResponse:
    """One seat or post, with the other ones of the same person."""
    found = get_object_or_404(Appointment.objects.select_related("person", "elected_at", "on_behalf_of"), pk=pk)
    others = found.person.appointments.exclude(pk=found.pk).order_by("-during")
    context = {
        "appointment": found,
        "others": others,
        "tasks": found.tasks.all(),
        "may_end": found.last_day is None,
        "may_reappoint": found.last_day is None and found.body == Appointment.Body.BOARD,
    }
    return render(request, "members/appointment.html", context)


@needs("members.meetings")
def new(request: UserRequest) -> HttpResponseBase:
    """Somebody in a seat or post."""

    def save(form: AppointmentForm) -> str:
        data = dict(form.cleaned_data)
        person = data.pop("person")
        if person.pk is None:
            person.save()
        rules.appoint(person, **data)
        return reverse("members:appointments")

    return form_page(
        request,
        AppointmentForm,
        title="Nieuwe benoeming",
        lead="Wie in het bestuur blijft, krijgt met ‘Herbenoemen’ een volgende termijn.",
        save=save,
        initial={"first_day": today()},
        done="De benoeming is vastgelegd.",
        back=reverse("members:appointments"),
        crumbs=CRUMBS,
    )


@needs("members.meetings")
def reappoint(request: UserRequest, pk: int) -> HttpResponseBase:
    """The next term of a board member."""
    seat = get_object_or_404(Appointment.objects.select_related("person"), pk=pk)

    def save(form: ReappointForm) -> str:
        rules.reappoint(seat, meeting=form.cleaned_data["meeting"])
        return reverse("members:appointments")

    return form_page(
        request,
        ReappointForm,
        title=f"Herbenoemen: {seat.person}",
        lead=f"{seat.role.capitalize()}, sinds {day_long(seat.first_day)}. De volgende termijn begint op de vergadering.",
        save=save,
        guard=seat,
        done="De herbenoeming is vastgelegd.",
        button="Herbenoemen",
        back=reverse("members:appointments"),
        crumbs=CRUMBS,
    )


@needs("members.meetings")
def step_down(request: UserRequest, pk: int) -> HttpResponseBase:
    """The end of a seat or post."""
    seat = get_object_or_404(Appointment.objects.select_related("person"), pk=pk)

    def save(form: StepDownForm) -> str:
        rules.step_down(seat, last_day=form.cleaned_data["last_day"])
        return reverse("members:appointments")

    return form_page(
        request,
        StepDownForm,
        title=f"Aftreden: {seat.person}",
        lead=f"{seat.role.capitalize()}, sinds {day_long(seat.first_day)}.",
        save=save,
        guard=seat,
        initial={"last_day": seat.last_day or today()},
        done="Het einde is vastgelegd.",
        button="Aftreden",
        danger=True,
        back=reverse("members:appointments"),
        crumbs=CRUMBS,
    )
