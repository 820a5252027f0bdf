"""Events of a programme: the list, one event, recording, changing and taking one away."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import Value
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from nov.kernel.forms import Form, form_page
from nov.kernel.lists import Action, Column, CountColumn, DayColumn, Empty, Table, list_page
from nov.kernel.rights import needs
from programmes import recording
from programmes.forms import EventForm
from programmes.models import Event, Programme
from programmes.permissions import may_enter, own_programme, visible_programme
from programmes.views.measurements import NothingToFillIn
from programmes.views.programmes import crumbs

MORE = ("theme", "series", "organisations", "country")


class EventTable(Table):
    """Events, the newest first."""

    subject = Column("Onderwerp", linkify=lambda record: reverse("programmes:event", args=[record.here, record.pk]))
    date = DayColumn("Datum")
    kind = Column("Soort")
    mode = Column("Vorm", wide=True)
    counterpart = Column("Met", wide=True)
    desk = Column("Balie", wide=True, accessor="desk__name")
    attendance = CountColumn("Deelnemers")


class EventFilter(django_filters.FilterSet):
    """Events of one kind or one year."""

    kind = django_filters.ChoiceFilter(label="Soort", choices=Event.Kind.choices, empty_label="Alle soorten")
    jaar = django_filters.NumberFilter(
        field_name="date", lookup_expr="year", label="Jaar", widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )

    class Meta:
        model = Event
        fields: tuple[str, ...] = ()


@needs("programmes.view")
@require_safe
def events(request: HttpRequest, code: str) -> HttpResponseBase:
    """What a programme held or took part in."""
    programme = visible_programme(request.user, code)
    new = Action("Bijeenkomst vastleggen", reverse("programmes:event_new", args=[code]), primary=True)
    return list_page(
        request,
        title=f"Bijeenkomsten van {programme}",
        table=EventTable,
        queryset=Event.objects.of(programme).select_related("desk").annotate(here=Value(code)),
        search=("subject", "counterpart"),
        filterset=EventFilter,
        actions=[new] if may_enter(request.user, programme) else [],
        crumbs=crumbs(programme),
        totals=("attendance",),
        empty=Empty("Er zijn nog geen bijeenkomsten", "Wat hier wordt vastgelegd, telt mee in het jaarverslag."),
    )


@needs("programmes.view")
@require_safe
def event(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One event, on the page of its owner or of a programme that took part."""
    programme = visible_programme(request.user, code)
    found = get_object_or_404(Event.objects.of(programme).select_related("programme", "desk", "recorded_by"), pk=pk)
    visible = Programme.objects.visible_to(request.user)
    context = {
        "programme": programme,
        "event": found,
        "owner": visible.filter(pk=found.programme_id).first(),
        "co_programmes": visible.filter(shared_events=found),
        "hosts": found.hosts.all(),
        "may_enter": found.programme_id == programme.pk and may_enter(request.user, programme),
        "crumbs": [*crumbs(programme), ("Bijeenkomsten", reverse("programmes:events", args=[code]))],
    }
    return render(request, "programmes/event.html", context)


@needs("programmes.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def event_new(request: HttpRequest, code: str) -> HttpResponse:
    """Record an event."""
    programme = own_programme(request.user, code)

    def save(form: EventForm) -> Event:
        return recording.record_event(programme, **form.cleaned_data, by=request.user)

    return form_page(
        request,
        EventForm,
        title="Bijeenkomst vastleggen",
        save=save,
        done="De bijeenkomst is vastgelegd.",
        form_kwargs={"programme": programme, "user": request.user},
        back=reverse("programmes:events", args=[code]),
        crumbs=crumbs(programme),
    )


@needs("programmes.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def event_change(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Correct what is known of an event. Co-programmes that this user may not see stay as they are."""
    programme = own_programme(request.user, code)
    found = get_object_or_404(programme.events.all(), pk=pk)

    def save(form: EventForm) -> Event:
        hidden = found.co_programmes.exclude(pk__in=Programme.objects.visible_to(request.user))
        chosen = [*form.cleaned_data.pop("co_programmes"), *hidden]
        return recording.change_event(found, **form.cleaned_data, co_programmes=chosen)

    names = ("kind", "date", "subject", "mode", "attendance", "counterpart", "desk", *MORE)
    return form_page(
        request,
        EventForm,
        title="Bijeenkomst wijzigen",
        save=save,
        guard=found,
        initial={
            **{name: getattr(found, name) for name in names},
            "co_programmes": found.co_programmes.all(),
            "hosts": found.hosts.all(),
        },
        done="De bijeenkomst is gewijzigd.",
        form_kwargs={"programme": programme, "user": request.user},
        back=found.get_absolute_url(),
        crumbs=crumbs(programme),
    )


@needs("programmes.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def event_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take an event away that did not take place, after asking."""
    programme = own_programme(request.user, code)
    found = get_object_or_404(programme.events.all(), pk=pk)

    def save(form: Form) -> str:
        found.delete()
        return reverse("programmes:events", args=[code])

    return form_page(
        request,
        NothingToFillIn,
        title=f"Bijeenkomst weghalen: {found.subject}",
        lead="Doe dit als de bijeenkomst niet doorging of dubbel is vastgelegd. Zij telt dan nergens meer mee.",
        save=save,
        guard=found,
        done="De bijeenkomst is weggehaald.",
        button="Weghalen",
        danger=True,
        back=found.get_absolute_url(),
        crumbs=crumbs(programme),
    )
