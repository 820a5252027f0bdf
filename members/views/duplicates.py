"""Records that may be one organisation: the list, what merging two would do, and what somebody decides about them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from members import merging
from members.fields import NamedOrganisationField
from members.models import Distinct, LikelyDuplicate, Organisation
from members.organisations import addresses_of
from members.tables import DuplicateTable
from members.views.organisations import crumbs, latest_membership
from members.views.requests import UserRequest
from nov.kernel.clock import today
from nov.kernel.formats import day
from nov.kernel.forms import Form, form_page
from nov.kernel.lists import Empty, list_page
from nov.kernel.rights import needs

TOGETHER, APART = "samen", "geen"


class VerdictForm(Form):
    """What somebody found about two records."""

    verdict = forms.ChoiceField(
        label="Wat is het?",
        choices=[(TOGETHER, "Eén organisatie: voeg de records samen"), (APART, "Geen dubbele: laat beide staan")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="Waaraan zie je dat?", max_length=400)


class OtherForm(Form):
    """Which other record is of the same organisation."""

    other = NamedOrganisationField(label="Het record dat verdwijnt", help_text="De naam of het lidnummer.")


@needs("members.view")
@require_safe
def duplicates(request: UserRequest) -> HttpResponseBase:
    """Pairs that are alike in name, number, account or domain, the likeliest first."""
    return list_page(
        request,
        title="Mogelijke dubbelen",
        lead="Organisaties met dezelfde naam, hetzelfde nummer of hetzelfde domein. Kies een paar en leg vast wat het is.",
        table=DuplicateTable,
        queryset=LikelyDuplicate.objects.shown(),
        search=("first__search_key", "second__search_key"),
        noun=("paar", "paren"),
        empty=Empty(
            "Er zijn geen mogelijke dubbelen", "Wat op een andere organisatie lijkt, komt hier vanzelf te staan."
        ),
        template="members/list.html",
    )


@needs("members.mutate")
def choose(request: UserRequest, pk: int) -> HttpResponseBase:
    """Another record of this organisation, that the list did not find."""
    found = get_object_or_404(Organisation, pk=pk)

    def save(form: OtherForm) -> str:
        other = form.cleaned_data["other"]
        if other == found:
            raise ValidationError({"other": "Kies een ander record dan dit zelf."})
        return reverse("members:duplicate", args=[found.pk, other.pk])

    return form_page(
        request,
        OtherForm,
        title=f"Samenvoegen met {found}",
        lead="Je ziet eerst wat er zou gebeuren. Er verandert nog niets.",
        save=save,
        button="Bekijken",
        back=found.get_absolute_url(),
        crumbs=crumbs(found),
    )


@needs("members.mutate")
def duplicate(request: UserRequest, pk: int, origin: int) -> HttpResponseBase:
    """Two records beside each other, what merging would do, and the decision."""
    keep, other = (get_object_or_404(Organisation.objects.select_related("party"), pk=one) for one in (pk, origin))
    if keep == other:
        raise Http404(origin)

    def save(form: VerdictForm) -> str:
        data = form.cleaned_data
        if data["verdict"] == APART:
            apart = Distinct(first=keep, second=other, reason=data["reason"], on=today(), by=request.user)
            apart.full_clean()
            apart.save()
            return reverse("members:duplicates")
        merging.merge(keep, other, reason=data["reason"], on=today(), by=request.user)
        return keep.get_absolute_url()

    preview, problem = None, ""
    if request.method == "GET":
        try:
            preview = merging.foresee(keep, other, on=today(), by=request.user)
        except ValidationError as error:
            problem = " ".join(error.messages)
    return form_page(
        request,
        VerdictForm,
        title=f"{other} samenvoegen met {keep}",
        save=save,
        guard=other,
        done="Het is vastgelegd.",
        button="Vastleggen",
        danger=True,
        back=reverse("members:duplicates"),
        crumbs=[("Leden", reverse("members:organisations")), ("Mogelijke dubbelen", reverse("members:duplicates"))],
        template="members/duplicate.html",
        context={"keep": keep, "other": other, "facts": _beside(keep, other), "preview": preview, "problem": problem},
    )


def _beside(*both: Organisation) -> list[tuple[str, list[str]]]:
    """What both records say, line by line; a line that is empty in both is left out."""
    lines = [(label, [str(found(one) or "") for one in both]) for label, found in FACTS]
    return [(label, values) for label, values in lines if any(values)]


def _place(one: Organisation) -> str:
    where: Any = addresses_of(one)["bezoek"]
    return " ".join(filter(None, [where.street, where.house_number, where.postcode, where.place]))


def _membership(one: Organisation) -> str:
    held = latest_membership(one)
    if held is None:
        return "nooit"
    return f"sinds {day(held.first_day)}" + (f" tot en met {day(held.last_day)}" if held.last_day else "")


FACTS: tuple[tuple[str, Any], ...] = (
    ("Lidnummer", lambda one: one.code),
    ("Lid", _membership),
    ("Statutaire naam", lambda one: one.statutory_name),
    ("KvK", lambda one: one.party.kvk),
    ("RSIN", lambda one: one.rsin),
    ("IBAN", lambda one: one.party.iban),
    ("E-mail", lambda one: one.party.email),
    ("Website", lambda one: one.website),
    ("Adres", _place),
    ("Gemeente", lambda one: one.municipality),
    ("Contactpersonen", lambda one: ", ".join(str(each.person) for each in one.contacts.select_related("person"))),
)
