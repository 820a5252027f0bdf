"""What happens to a membership: each deed a page of its own, all made the same way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404

from members import deed_forms as forms
from members import mutations as rules
from members.models import Organisation
from members.views.organisations import crumbs, latest_membership
from members.views.requests import UserRequest
from nov.kernel.clock import today
from nov.kernel.formats import day_long
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
    """The member's own notice; the earliest last day is proposed."""
    day = today()
    earliest = rules.earliest_last_day(day)
    return _deed(
        request,
        pk,
        forms.ResignForm,
        rules.resign,
        title="Opzegging",
        lead=f"Een opzegging die vandaag binnenkomt, gaat op zijn vroegst in na {day_long(earliest)}: aan het einde van"
        " het jaar, met vier weken opzegtermijn. De contributie voor het hele jaar blijft verschuldigd.",
        initial={"received_on": day, "last_day": earliest},
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
        lead="Alleen wegens handelen in strijd met de statuten, reglementen of besluiten, of onredelijke benadeling.",
    )  # fmt: skip


@needs("members.mutate")
def dissolve(request: UserRequest, pk: int) -> HttpResponseBase:
    """The organisation is no more."""
    return _deed(
        request, pk, forms.DissolveForm, rules.dissolve, title="Opheffing",
        lead="De organisatie houdt op te bestaan; het lidmaatschap eindigt op die dag.",
        initial={"received_on": today()},
    )  # fmt: skip


@needs("members.mutate")
def merge_into(request: UserRequest, pk: int) -> HttpResponseBase:
    """A merger into another member."""
    return _deed(
        request, pk, forms.MergeForm, rules.merge_into, title="Fusie",
        lead="De organisatie gaat op in een ander lid en haar lidmaatschap eindigt. Is de ander geen lid, kies dan"
        " ‘Overgang’: dan loopt het lidmaatschap door.",
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
        done=f"Vastgelegd: {title.lower()}.",
        button=title,
        danger=danger,
        back=organisation.get_absolute_url(),
        crumbs=crumbs(organisation),
    )
