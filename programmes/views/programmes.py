"""The list of programmes, and the page on which a programme lead sees how things stand."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from nov.kernel import formats
from nov.kernel.checks import Finding
from nov.kernel.clock import today
from nov.kernel.lists import Column, CountColumn, Empty, Table, list_page
from nov.kernel.periods import Year
from nov.kernel.rights import needs
from programmes import checks
from programmes.figures import MEEDOEN
from programmes.models import Event, Programme
from programmes.permissions import may_check, may_enter, visible_programme
from programmes.progress import progress, span
from programmes.records import used

FIRST_YEAR = 2021
RECENT = 5


class ProgrammeTable(Table):
    """Programmes with what was recorded of them."""

    name = Column("Programma", linkify=True)
    people = Column("Programmaleiders", orderable=False, wide=True, empty_values=())
    chapters = Column("Hoofdstuk", orderable=False, wide=True)
    events = CountColumn("Bijeenkomsten dit jaar", accessor="events_held")

    def render_people(self, record: Programme) -> str:
        return ", ".join(user.name for user in record.leads.all()) or "–"

    def render_chapters(self, value: list[int]) -> str:
        return ", ".join(map(str, value))


@needs("programmes.view")
@require_safe
def programmes(request: HttpRequest) -> HttpResponseBase:
    """The programmes this user may know of, with the number of events of this year."""
    year = Year(today().year)
    held = Q(events__date__gte=year.first, events__date__lt=year.until)
    return list_page(
        request,
        title="Programma’s",
        table=ProgrammeTable,
        queryset=Programme.objects.visible_to(request.user)
        .prefetch_related("leads")
        .annotate(events_held=Count("events", filter=held)),
        search=("name", "code"),
        noun=("programma", "programma’s"),
        empty=Empty("Er zijn geen programma’s voor jou", "Een coördinator kan je als programmaleider aanwijzen."),
        per_page=50,
    )


@needs("programmes.view")
@require_safe
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """A programme: what it is, how it does, what is still to be entered, its events and its chapter."""
    found = visible_programme(request.user, code)
    day = today()
    year = asked_year(request, day.year)
    events = Event.objects.of(found).during(year).select_related("programme")
    return render(
        request,
        "programmes/programme.html",
        {
            "programme": found,
            "year": year,
            "years": range(day.year, FIRST_YEAR, -1),
            "span": span_in_words(year, day),
            "whole": span(year, day) == year,
            "rows": progress(found, year, day),
            "open": list(open_points(found, year, day.year)),
            "events": events[:RECENT],
            "count": events.count(),
            "phases": found.phases.select_related("grant"),
            "leads": found.leads.all(),
            "may_enter": may_enter(request.user, found),
            "may_check": may_check(request.user, found),
            "has_desks": found.desks.exists(),
            "records": used(found),
            "crumbs": crumbs(),
        },
    )


def asked_year(request: HttpRequest, otherwise: int) -> Year:
    """The year in the address, as ?jaar=2023; this year when it is none."""
    text = request.GET.get("jaar", "")
    number = int(text) if text.isascii() and text.isdigit() else 0
    return Year(number if FIRST_YEAR <= number <= otherwise else otherwise)


def span_in_words(year: Year, day: object) -> str:
    """ "januari tot en met maart 2024", or "2023" for a year that is over."""
    part = span(year, day)  # type: ignore[arg-type]
    if part == year:
        return str(year)
    return f"januari tot en met {formats.month_name(part.last)} {year}" if part.last.month > 1 else f"januari {year}"


def open_points(of: Programme, year: Year, now: int) -> Iterator[Finding]:
    """What is still to be entered; of a year that runs only what its months bring."""
    if year.number < now:
        yield from checks.unmeasured(of.indicators.all(), year)
    if of.code == MEEDOEN:
        yield from checks.uncounted(year, today())


def crumbs(of: Programme | None = None) -> list[tuple[str, str]]:
    """The pages above one of a programme."""
    above = [("Programma’s", reverse("programmes:programmes"))]
    return above if of is None else [*above, (of.name, of.get_absolute_url())]
