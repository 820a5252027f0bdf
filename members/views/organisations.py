"""Organisations: the list, the page of one, and its plain edits."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Case, OuterRef, QuerySet, Subquery, Value, When
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from members import organisations as rules
from members.declarations import settle
from members.deed_forms import DeedOnlyForm
from members.filters import OrganisationFilter
from members.forms import BaseForm, ContactForm, RenameForm
from members.models import (
    Absorbed,
    CategoryPeriod,
    Contact,
    Contribution,
    DeclaredBase,
    Holder,
    Membership,
    Organisation,
)
from members.organisation_forms import OrganisationForm
from members.tables import OrganisationTable
from members.views.history import happened
from members.views.requests import UserRequest
from nov.kernel.clock import today
from nov.kernel.formats import counted, day_long
from nov.kernel.forms import DayField, form_page
from nov.kernel.lists import Action, Empty, list_page
from nov.kernel.rights import needs

MOMENTS = 20


def on_day(day: date) -> QuerySet[Organisation]:
    """Organisations with what they are on a day: category, since when, until when, and what they owe for the year."""
    holder = Holder.objects.on(day).filter(organisation=OuterRef("pk"))
    category = CategoryPeriod.objects.on(day).filter(
        membership__holders__organisation=OuterRef("pk"),
        membership__holders__voided_by__isnull=True,
        membership__holders__during__contains=day,
    )
    fee = Contribution.objects.filter(organisation=OuterRef("pk"), year=day.year)
    return Organisation.objects.select_related("municipality").annotate(
        category=Subquery(category.values("category__name")[:1]),
        since=Subquery(holder.values("membership__during__startswith")[:1]),
        until=Subquery(holder.values("membership__during__endswith")[:1]),
        fee=Subquery(fee.values("amount")[:1]),
        state=Case(
            When(since__isnull=True, then=Value("Geen lid")),
            When(until__isnull=False, then=Value("Vertrekt")),
            default=Value("Lid"),
        ),
    )


@needs("members.view")
@require_safe
def organisations(request: UserRequest) -> HttpResponseBase:
    """The members today, or on another day; with the filter off all organisations."""
    day = _asked_day(request)
    members = counted(Organisation.objects.members_on(day).count(), "lid", "leden")
    return list_page(
        request,
        title="Leden",
        lead=f"{members} op {day_long(day)}. Leden zijn organisaties; mensen vind je als contactpersoon.",
        table=OrganisationTable,
        queryset=on_day(day),
        search_key="search_key",
        filterset=OrganisationFilter,
        totals=("fee",),
        noun=("organisatie", "organisaties"),
        empty=Empty("Er zijn nog geen organisaties", "Een organisatie komt hier te staan als je haar invoert."),
        actions=[
            Action("Alle gegevens (Excel)", reverse("members:everything", args=["xlsx"])),
            Action("Inlezen", reverse("kernel:import", args=["organisaties"]), act="members.enter"),
            Action("Nieuwe organisatie", reverse("members:organisation_new"), True, "members.enter"),
        ],
        template="members/list.html",
    )


def _asked_day(request: UserRequest) -> date:
    """The day of the list: as asked, or today."""
    try:
        return DayField(required=False).clean(request.GET.get("op", "")) or today()
    except ValidationError:
        return today()


@needs("members.view")
@require_safe
def organisation(request: UserRequest, pk: int) -> HttpResponse:
    """One organisation: its membership, contribution, timeline, contacts and data, with the deeds that fit.

    The address of a record that was merged into another leads to that one.
    """
    if merged := Absorbed.objects.filter(record=pk).first():
        return redirect(merged.organisation)
    related = Organisation.objects.select_related("party", "municipality", "umbrella").prefetch_related("former_names")
    found = get_object_or_404(related, pk=pk)
    membership = latest_membership(found)
    day = today()
    contributions = list(
        found.contributions.select_related("tariff__category", "tariff__table__decision", "invoice__year", "membership")
    )
    context = {
        "organisation": found,
        "membership": membership,
        "is_member": membership is not None and day in membership,
        "category": membership and membership.categories.live().select_related("category").latest("during").category,
        "contributions": contributions,
        "explained": contributions[0].explanation if contributions else "",
        "timeline": happened(found, day),
        "holders": found.held.live().select_related("membership"),
        "categories": CategoryPeriod.objects.live()
        .filter(membership__holders__in=found.held.live())
        .select_related("category"),
        "contacts": found.contacts.select_related("person").order_by("role", "person__name"),
        "bases": found.bases.select_related("category").order_by("-year"),
        "former_names": found.former_names.all(),
        "absorbed": found.absorbed.all(),
        "addresses": rules.addresses_of(found),
        "strength": found.strengths.first(),
        "moments": found.moments.select_related("by")[:MOMENTS],
        "open_moments": found.moments.filter(done_on=None, follow_up_on__isnull=False).order_by("follow_up_on"),
        "branches": found.branches.all()[:MOMENTS],
    }
    return render(request, "members/organisation.html", context)


def latest_membership(organisation: Organisation) -> Membership | None:
    """The last membership that an organisation holds or held last."""
    held = Holder.objects.live().filter(organisation=organisation).select_related("membership")
    last = held.order_by("during").last()
    return last.membership if last else None


def crumbs(organisation: Organisation) -> list[tuple[str, str]]:
    """The pages above a form about an organisation."""
    return [("Leden", reverse("members:organisations")), (organisation.name, organisation.get_absolute_url())]


@needs("members.enter")
def new(request: UserRequest) -> HttpResponseBase:
    """An organisation that is not there yet."""

    def save(form: OrganisationForm) -> Organisation:
        return form.register()

    return form_page(
        request,
        OrganisationForm,
        title="Nieuwe organisatie",
        lead="Lid wordt zij daarna, met ‘Aanmelding’ op haar pagina.",
        save=save,
        done="De organisatie is ingevoerd.",
        back=reverse("members:organisations"),
        crumbs=[("Leden", reverse("members:organisations"))],
    )


@needs("members.enter")
def change(request: UserRequest, pk: int) -> HttpResponseBase:
    """Its data, and the address of its party."""
    found = get_object_or_404(Organisation.objects.select_related("party"), pk=pk)
    return form_page(
        request,
        OrganisationForm,
        title="Gegevens wijzigen",
        save=lambda form: form.save(),
        form_kwargs={"instance": found},
        done="De gegevens zijn bewaard.",
        back=found.get_absolute_url(),
        crumbs=crumbs(found),
    )


@needs("members.enter")
def rename(request: UserRequest, pk: int) -> HttpResponseBase:
    """Another name; it stays found under the old one."""
    found = get_object_or_404(Organisation.objects.select_related("party"), pk=pk)

    def save(form: RenameForm) -> Organisation:
        rules.rename(found, **form.cleaned_data)
        return found

    return form_page(
        request,
        RenameForm,
        title="Naam wijzigen",
        save=save,
        guard=found,
        initial={"name": found.name, "first_day": today()},
        done="De nieuwe naam is bewaard.",
        back=found.get_absolute_url(),
        crumbs=crumbs(found),
    )


@needs("members.enter")
def contact_new(request: UserRequest, pk: int) -> HttpResponseBase:
    """A contact more."""
    found = get_object_or_404(Organisation, pk=pk)

    def save(form: ContactForm) -> Organisation:
        rules.add_contact(found, **form.cleaned_data)
        return found

    return form_page(
        request,
        ContactForm,
        title="Contactpersoon toevoegen",
        save=save,
        done="De contactpersoon is toegevoegd.",
        back=found.get_absolute_url(),
        crumbs=crumbs(found),
    )


@needs("members.enter")
def contact_change(request: UserRequest, pk: int) -> HttpResponseBase:
    """What a contact is called, where they are reached and what they are for."""
    contact = get_object_or_404(Contact.objects.select_related("organisation", "person"), pk=pk)

    def save(form: ContactForm) -> Organisation:
        rules.change_contact(contact, **form.cleaned_data)
        return contact.organisation

    return form_page(
        request,
        ContactForm,
        title="Contactpersoon wijzigen",
        lead="Een persoon die ook bij een ander contact is, verandert daar mee.",
        save=save,
        guard=contact.person,
        initial={
            "name": contact.person.name,
            "email": contact.person.email,
            "role": contact.role,
            "title": contact.title,
        },
        done="De contactpersoon is bewaard.",
        back=contact.organisation.get_absolute_url(),
        crumbs=crumbs(contact.organisation),
    )


@needs("members.enter")
def contact_remove(request: UserRequest, pk: int) -> HttpResponseBase:
    """A contact that is none any more."""
    contact = get_object_or_404(Contact.objects.select_related("organisation", "person"), pk=pk)

    def save(form: DeedOnlyForm) -> Organisation:
        contact.delete()
        return contact.organisation

    return form_page(
        request,
        DeedOnlyForm,
        title=f"{contact.person} weghalen als contactpersoon",
        lead=f"{contact.get_role_display()} van {contact.organisation}.",
        save=save,
        done="De contactpersoon is weggehaald.",
        button="Weghalen",
        danger=True,
        back=contact.organisation.get_absolute_url(),
        crumbs=crumbs(contact.organisation),
    )


@needs("members.enter")
def base(request: UserRequest, pk: int) -> HttpResponseBase:
    """The yearly figure that an organisation declares; again for the same year replaces it."""
    found = get_object_or_404(Organisation, pk=pk)
    membership = latest_membership(found)
    category = membership and membership.categories.live().latest("during").category_id

    def save(form: BaseForm) -> Organisation:
        settle(DeclaredBase(organisation=found, **form.cleaned_data))
        return found

    return form_page(
        request,
        BaseForm,
        title="Grondslag opgeven",
        lead="Voor een jaar dat er al is, vervangt deze opgave de vorige.",
        save=save,
        initial={"category": category, "year": request.GET.get("jaar") or today().year, "declared_on": today()},
        done="De opgave is bewaard.",
        back=found.get_absolute_url(),
        crumbs=crumbs(found),
    )
