"""Applications for membership: the list, the page of one, and what is decided about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from members import application_forms as forms
from members import applications as rules
from members.deed_forms import ReasonForm
from members.filters import ApplicationFilter
from members.models import Application, Organisation
from members.tables import ApplicationTable
from members.views.organisations import crumbs as crumbs_of
from members.views.requests import UserRequest
from nov.kernel.clock import today
from nov.kernel.formats import day_long
from nov.kernel.forms import form_page
from nov.kernel.lists import Empty, list_page
from nov.kernel.rights import needs

CRUMBS = [("Leden", "/leden/"), ("Aanmeldingen", "/leden/aanmeldingen/")]


@needs("members.view")
@require_safe
def applications(request: UserRequest) -> HttpResponseBase:
    """All applications, the newest first."""
    return list_page(
        request,
        title="Aanmeldingen",
        table=ApplicationTable,
        queryset=Application.objects.select_related("organisation", "category"),
        search_key="organisation__search_key",
        filterset=ApplicationFilter,
        noun=("aanmelding", "aanmeldingen"),
        empty=Empty(
            "Er is nog geen aanmelding",
            "Voer de organisatie in bij Leden en kies op haar pagina ‘Aanmelding’.",
        ),
        template="members/list.html",
    )


@needs("members.view")
@require_safe
def application(request: UserRequest, pk: int) -> HttpResponse:
    """One application: what was looked at, and what was decided."""
    found = _found(pk)
    return render(request, "members/application.html", {"application": found})


@needs("members.enter")
def new(request: UserRequest, pk: int) -> HttpResponseBase:
    """An organisation asks to be a member."""
    organisation = get_object_or_404(Organisation, pk=pk)
    return form_page(
        request,
        forms.ApplyForm,
        title=f"Aanmelding van {organisation}",
        lead="Lid wordt zij pas als het bestuur haar toelaat.",
        save=lambda form: rules.apply(organisation, **form.cleaned_data),
        guard=organisation,
        initial={"received_on": today()},
        done="De aanmelding is vastgelegd.",
        back=organisation.get_absolute_url(),
        crumbs=crumbs_of(organisation),
    )


@needs("members.enter")
def assess(request: UserRequest, pk: int) -> HttpResponseBase:
    """What was looked at."""
    found = _found(pk)

    def save(form: forms.AssessForm) -> Application:
        return rules.assess(found, **form.cleaned_data)

    return form_page(
        request,
        forms.AssessForm,
        title=f"Beoordelen: {found.organisation}",
        save=save,
        form_kwargs={"instance": found},
        done="De beoordeling is bewaard.",
        back=found.get_absolute_url(),
        crumbs=_crumbs(found),
    )


@needs("members.decide")
def admit(request: UserRequest, pk: int) -> HttpResponseBase:
    """The board admits."""
    return _decided(request, pk, forms.AdmitForm, rules.admit, title="Toelaten", noted=True)


@needs("members.decide")
def admit_after_all(request: UserRequest, pk: int) -> HttpResponseBase:
    """The general meeting admits what the board declined."""
    return _decided(request, pk, forms.AdmitForm, rules.admit_after_all, title="Alsnog toelaten", noted=True)


@needs("members.decide")
def decline(request: UserRequest, pk: int) -> HttpResponseBase:
    """The board declines."""
    return _decided(request, pk, forms.DeclineForm, rules.decline, title="Afwijzen", danger=True)


@needs("members.decide")
def withdraw(request: UserRequest, pk: int) -> HttpResponseBase:
    """The organisation took it back."""
    return _decided(request, pk, ReasonForm, rules.withdraw, title="Intrekken", danger=True)


def _decided(
    request: UserRequest,
    pk: int,
    form_class: type[BaseForm],
    rule: Callable[..., Any],
    *,
    title: str,
    noted: bool = False,
    danger: bool = False,
) -> HttpResponseBase:
    """The page of a decision; `noted`: it makes a mutation, with who entered it and when."""
    found = _found(pk)

    def save(form: Any) -> Application:
        who = {"by": request.user, "entered_on": today(), "request": form.request_id} if noted else {}
        rule(found, **form.cleaned_data, **who)
        return found

    return form_page(
        request,
        form_class,
        title=f"{title}: {found.organisation}",
        lead=f"{found.category}, aangemeld op {day_long(found.received_on)}.",
        save=save,
        guard=found,
        initial={"first_day": today()} if noted else None,
        done=f"Vastgelegd: {title.lower()}.",
        button=title,
        danger=danger,
        back=found.get_absolute_url(),
        crumbs=_crumbs(found),
    )


def _found(pk: int) -> Application:
    related = ("organisation", "category", "decision", "overruled_by", "membership")
    return get_object_or_404(Application.objects.select_related(*related), pk=pk)


def _crumbs(found: Application) -> list[tuple[str, str]]:
    return [*CRUMBS, (found.organisation.name, reverse("members:application", args=[found.pk]))]
