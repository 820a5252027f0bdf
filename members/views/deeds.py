"""What happens to a membership: each deed a page of its own, all made the same way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from members import deed_forms as forms
from members import expulsions, mergers
from members import mutations as rules
from members.models import Expulsion, Organisation
from members.views.organisations import crumbs, latest_membership
from members.views.requests import UserRequest
from nov.kernel.clock import today
from nov.kernel.formats import counted, day_long
from nov.kernel.forms import form_page
from nov.kernel.rights import needs


@needs("members.mutate")
def join(request: UserRequest, pk: int) -> HttpResponseBase:
    """Admit an organisation."""
    organisation = get_object_or_404(Organisation, pk=pk)

    def save(form: Any) -> Organisation:
        rules.join(organisation, **form.cleaned_data, by=request.user, entered_on=today(), request=form.request_id)
        return organisation

    return form_page(
        request,
        forms.JoinForm,
        title="Aanmelding",
        lead=f"{organisation} wordt lid.",
        save=save,
        guard=organisation,
        form_kwargs={"organisation": organisation},
        initial={"first_day": today()},
        done=f"{organisation} is als lid vastgelegd.",
        button="Lid maken",
        back=organisation.get_absolute_url(),
        crumbs=crumbs(organisation),
    )


@needs("members.mutate")
def resign(request: UserRequest, pk: int) -> HttpResponseBase:
    """The member's own notice; the last day follows from the day it was received."""
    day = today()
    weeks = rules.notice_weeks(day)
    return _deed(
        request,
        pk,
        forms.ResignForm,
        rules.resign,
        title="Opzegging",
        lead=f"Opzeggen kan tot {counted(weeks, 'week', 'weken')} voor het einde van het boekjaar. Wat vandaag binnenkomt,"
        f" gaat op zijn vroegst in na {day_long(rules.earliest_last_day(day, weeks))}. De contributie voor het hele jaar"
        " blijft verschuldigd.",
        initial={"received_on": day},
    )


@needs("members.mutate")
def terminate(request: UserRequest, pk: int) -> HttpResponseBase:
    """Notice by the association."""
    return _deed(
        request, pk, forms.TerminateForm, rules.terminate, title="Opzegging door de vereniging",
        lead="Het bestuur zegt het lidmaatschap op.",
    )  # fmt: skip


@needs("members.mutate")
def expel(request: UserRequest, pk: int) -> HttpResponseBase:
    """Expulsion."""
    return _deed(
        request, pk, forms.ExpelForm, rules.expel, title="Ontzetting",
        lead="Alleen wegens handelen in strijd met de statuten, reglementen of besluiten, of onredelijke benadeling. Wie"
        " niet betaalt, zegt de vereniging op. Tot de ontzetting vaststaat, is het lid geschorst en stemt het niet.",
    )  # fmt: skip


@needs("members.mutate")
def dissolve(request: UserRequest, pk: int) -> HttpResponseBase:
    """The organisation is no more."""
    return _deed(
        request, pk, forms.DissolveForm, rules.dissolve, title="Ophouden te bestaan",
        lead="De organisatie houdt op te bestaan; het lidmaatschap eindigt op die dag.",
        initial={"received_on": today()},
    )  # fmt: skip


@needs("members.mutate")
def merge(request: UserRequest, pk: int) -> HttpResponseBase:
    """A merger, in each of its three cases."""
    return _deed(
        request, pk, forms.MergeForm, mergers.merge, title="Fusie",
        lead="Gaat de organisatie op in een ander lid, dan eindigt haar lidmaatschap. Gaat zij op in een organisatie die"
        " geen lid is, dan gaat het lidmaatschap over en vertrekt er niemand.",
        initial={"received_on": today(), "last_day": date(today().year, 12, 31)}, choose=True,
    )  # fmt: skip


@needs("members.mutate")
def pass_over(request: UserRequest, pk: int) -> HttpResponseBase:
    """A membership that passes to another body."""
    return _deed(
        request, pk, forms.PassOverForm, rules.pass_over, title="Overgang",
        lead="Het lidmaatschap gaat zonder onderbreking over op een organisatie die zelf geen lid is.",
        initial={"received_on": today()}, choose=True, danger=False,
    )  # fmt: skip


@needs("members.mutate")
def change_category(request: UserRequest, pk: int) -> HttpResponseBase:
    """Another category."""
    return _deed(
        request, pk, forms.CategoryForm, rules.change_category, title="Categorie wijzigen",
        lead="De contributie van dit jaar verandert er niet door: die volgt de categorie op 1 januari.", danger=False,
    )  # fmt: skip


@needs("members.decide")
def expulsion(request: UserRequest, pk: int) -> HttpResponseBase:
    """The appeal against an expulsion, and what the general meeting decided."""
    found = get_object_or_404(Expulsion.objects.select_related("mutation__organisation", "decided_by"), pk=pk)
    organisation = found.mutation.organisation
    if found.outcome:
        messages.info(request, f"De {found} is afgerond: {found.state.lower()}.")
        return redirect(organisation)

    def save(form: Any) -> Organisation:
        asked = form.cleaned_data
        match asked["what"]:
            case "beroep":
                expulsions.appeal(found, on=asked["on"])
            case "geen_beroep":
                expulsions.no_appeal(found, on=today())
            case "bekrachtigd":
                expulsions.uphold(found, decision=asked["decision"])
            case "vernietigd":
                who: Any = {"by": request.user, "entered_on": today(), "request": form.request_id}
                expulsions.reverse(found, decision=asked["decision"], **who)
        return organisation

    return form_page(
        request,
        forms.AppealForm,
        title=f"Beroep tegen ontzetting: {organisation}",
        lead=f"Kennisgeving ontvangen op {day_long(found.notified_on)}. Beroep bij de ALV kan tot en met"
        f" {day_long(found.appeal_until)}; tot de uitkomst is het lid geschorst.",
        save=save,
        form_kwargs={"appealed": found.appealed_on is not None},
        done="Vastgelegd.",
        back=organisation.get_absolute_url(),
        crumbs=crumbs(organisation),
    )


def _deed(
    request: UserRequest,
    pk: int,
    form_class: type[BaseForm],
    rule: Callable[..., Any],
    *,
    title: str,
    lead: str,
    initial: Mapping[str, Any] | None = None,
    choose: bool = False,
    danger: bool = True,
) -> HttpResponseBase:
    """The page of a deed: its form, its rule, and back to the organisation. `choose`: another organisation is chosen."""
    organisation = get_object_or_404(Organisation, pk=pk)
    membership = latest_membership(organisation)
    if membership is None:
        raise Http404("geen lid")

    def save(form: Any) -> Organisation:
        rule(membership, **form.cleaned_data, by=request.user, entered_on=today(), request=form.request_id)
        last = form.cleaned_data.get("last_day")
        until = f" Laatste dag: {day_long(last)}." if last else ""
        messages.success(request, f"Vastgelegd: {title.lower()}.{until}")
        return organisation

    return form_page(
        request,
        form_class,
        title=f"{title}: {organisation}",
        lead=lead,
        save=save,
        guard=membership,
        form_kwargs={"organisation": organisation} if choose else None,
        initial=initial,
        button=title,
        danger=danger,
        back=organisation.get_absolute_url(),
        crumbs=crumbs(organisation),
    )
