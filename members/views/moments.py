"""Contact moments and what somebody promised to come back to; the addresses and numbers on an organisation's page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from members import organisations as rules
from members.contact_filters import FollowUpFilter
from members.deed_forms import DeedOnlyForm
from members.models import ContactMoment, Organisation, Strength
from members.organisation_forms import AddressForm, FollowUpForm, MomentForm, StrengthForm
from members.tables import FollowUpTable
from members.views.organisations import crumbs
from members.views.requests import UserRequest
from nov.kernel.clock import today
from nov.kernel.formats import day_long
from nov.kernel.forms import form_page
from nov.kernel.lists import Empty, list_page
from nov.kernel.rights import needs


@needs("members.view")
@require_safe
def follow_ups(request: UserRequest) -> HttpResponseBase:
    """What somebody promised to come back to; what is due stands first."""
    rows = ContactMoment.objects.filter(done_on=None, follow_up_on__isnull=False)
    return list_page(
        request,
        title="Terugkomen op",
        lead=f"Afspraken om op terug te komen, de oudste eerst. Vandaag is het {day_long(today())}.",
        table=FollowUpTable,
        queryset=rows.select_related("organisation", "by").order_by("follow_up_on", "id"),
        search=("organisation__search_key", "person", "text"),
        filterset=FollowUpFilter,
        noun=("afspraak", "afspraken"),
        empty=Empty(
            "Er is niets om op terug te komen",
            "Leg een contactmoment vast op de pagina van een organisatie, met een dag om terug te komen.",
        ),
        template="members/list.html",
    )


def _organisation(pk: int) -> Organisation:
    return get_object_or_404(Organisation.objects.select_related("party"), pk=pk)


@needs("members.enter")
def moment_new(request: UserRequest, pk: int) -> HttpResponseBase:
    """What was said with an organisation."""
    found = _organisation(pk)

    def save(form: MomentForm) -> Organisation:
        ContactMoment.objects.create(organisation=found, by=request.user, **form.cleaned_data)
        return found

    return form_page(
        request,
        MomentForm,
        title="Contactmoment vastleggen",
        save=save,
        initial={"on": today(), "kind": "gebeld"},
        done="Het contactmoment is vastgelegd.",
        back=found.get_absolute_url(),
        crumbs=crumbs(found),
    )


@needs("members.enter")
def follow_up(request: UserRequest, pk: int) -> HttpResponseBase:
    """Come back to what was said, once or once more."""
    moment = get_object_or_404(ContactMoment.objects.select_related("organisation"), pk=pk)

    def save(form: FollowUpForm) -> ContactMoment:
        return rules.follow_up(moment, on=today(), by=request.user, **form.cleaned_data)

    return form_page(
        request,
        FollowUpForm,
        title="Terugkomen op een contactmoment",
        lead=f"{moment}: {moment.text}",
        save=save,
        done="Het is vastgelegd en afgehandeld.",
        button="Afhandelen",
        back=moment.get_absolute_url(),
        crumbs=crumbs(moment.organisation),
    )


@needs("members.enter")
def address(request: UserRequest, pk: int, kind: str) -> HttpResponseBase:
    """A postal or invoice address of its own."""
    found = _organisation(pk)
    if kind not in rules.APART:
        raise Http404(kind)
    there: Any = rules.addresses_of(found).get(kind)

    def save(form: AddressForm) -> Organisation:
        rules.keep_address(found, kind=kind, **form.cleaned_data)
        return found

    return form_page(
        request,
        AddressForm,
        title=f"{rules.APART[kind]} van {found}",
        lead="Als het hetzelfde is als het bezoekadres, hoef je het niet in te vullen.",
        save=save,
        guard=there,
        initial={name: getattr(there, name) for name in rules.WHERE} if there else {},
        done="Het adres is bewaard.",
        back=found.get_absolute_url(),
        crumbs=crumbs(found),
    )


@needs("members.enter")
def address_drop(request: UserRequest, pk: int, kind: str) -> HttpResponseBase:
    """From now on the visiting address does."""
    found = _organisation(pk)
    if kind not in rules.APART:
        raise Http404(kind)

    def save(form: DeedOnlyForm) -> Organisation:
        rules.drop_address(found, kind)
        return found

    return form_page(
        request,
        DeedOnlyForm,
        title=f"{rules.APART[kind]} weghalen",
        lead=f"Daarna geldt het bezoekadres van {found}.",
        save=save,
        done="Het adres is weggehaald.",
        button="Weghalen",
        danger=True,
        back=found.get_absolute_url(),
        crumbs=crumbs(found),
    )


@needs("members.enter")
def strength(request: UserRequest, pk: int) -> HttpResponseBase:
    """How many volunteers and branches; a second time for one day replaces it."""
    found = _organisation(pk)
    last = found.strengths.first()

    def save(form: StrengthForm) -> Organisation:
        data = dict(form.cleaned_data)
        Strength.objects.update_or_create(organisation=found, counted_on=data.pop("counted_on"), defaults=data)
        return found

    return form_page(
        request,
        StrengthForm,
        title="Omvang opgeven",
        lead="Voor een peildatum die er al is, vervangt deze opgave de vorige.",
        save=save,
        initial={
            "counted_on": today(),
            "volunteers": last and last.volunteers,
            "branches": last and last.branches,
        },
        done="De omvang is bewaard.",
        back=found.get_absolute_url(),
        crumbs=crumbs(found),
    )
