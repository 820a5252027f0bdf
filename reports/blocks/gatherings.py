"""Blocks about what took place: weeks of sessions, meetings of networks, journeys and workshops abroad."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.db.models import QuerySet

from nov.kernel import formats
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Align, Block, Cell, Column, Row, RowKind
from nov.kernel.periods import Period, Year
from programmes.models import Element, Event, Programme
from reports.blocks.registry import block
from reports.context import Context

BEST = 3
SESSIONS, ATTENDED = "kennisboost.sessies", "kennisboost.deelnemers"


def held(code: str, during: Period, kinds: Iterable[str] = ()) -> QuerySet[Event]:
    """What a programme held or took part in, the earliest first; of these kinds only, when some are named."""
    programme = Programme.objects.filter(code=code).first()
    if programme is None:
        return Event.objects.none()
    found = Event.objects.of(programme).during(during).order_by("date", "subject").select_related("programme")
    return found.filter(kind__in=tuple(kinds)) if kinds else found


def attended(event: Event) -> blocks.Value:
    """How many came, people or organisations, with the way to the event; what nobody counted is no nought."""
    number = event.attendance if event.attendance is not None else event.organisations
    if number is None:
        return blocks.Value.unmeasured(href=event.get_absolute_url())
    return blocks.Value(formats.number(number), href=event.get_absolute_url(), title=str(event))


def nothing(context: Context, what: str) -> tuple[Block, ...]:
    """What stands where a year has no such records."""
    return (blocks.OpenTask(f"{what} nog in te vullen", f"Over {context.year} is hier niets vastgelegd."),)


# ------------------------------------------------------------------------------------- Kennisboostweek


def weeks(during: Period) -> list[Element]:
    """The weeks that were held, the earliest first."""
    rows = Element.objects.filter(programme__code="kennisboost", kind=Element.Kind.EDITION)
    return list(rows.filter(during__overlap=(during.first, during.until)).order_by("during"))


@block("kennisboost.weken", "De Kennisboostweken van dit jaar en vorig jaar, met sessies en deelnames")
def weeks_of_two_years(context: Context) -> tuple[Block, ...]:
    """A row per week, this year first, and the total of each year."""
    rows: list[Row] = []
    for year in (context.year, context.year.previous):
        rows += _weeks(context, year)
    if not rows:
        return nothing(context, "Kennisboostweken")
    columns = (
        Column("week"),
        Column("eerste dag", Align.RIGHT, width=26),
        Column("laatste dag", Align.RIGHT, width=26),
        Column("sessies", Align.RIGHT, width=22),
        Column("deelnames", Align.RIGHT, width=24),
    )
    note = "Een sessie van meer programma’s telt één keer. Wie aan drie sessies meedeed, telt drie keer."
    return (
        blocks.Table(columns, tuple(rows), "Kennisboostweken", "Aantal sessies en deelnames", note, row_heads=False),
    )


def _weeks(context: Context, year: Year) -> list[Row]:
    rows = []
    for week in weeks(year):
        of = Period(week.during.lower, week.during.upper)
        days = (formats.day(of.first), formats.day(of.last))
        rows.append(Row((week.title, *days, context.cell(SESSIONS, of), context.cell(ATTENDED, of))))
    if rows:
        total = (context.cell(SESSIONS, year), context.cell(ATTENDED, year))
        rows.append(Row((f"Samen in {year}", "", "", *total), RowKind.SUBTOTAL))
    return rows


@block("kennisboost.top", "Per week de drie sessies met de meeste deelnemers, en wie ze verzorgden")
def best_attended(context: Context) -> tuple[Block, ...]:
    """The first three of each week by attendance; who gave it is a member, or the association itself."""
    rows: list[Row] = []
    for week in weeks(context.year):
        sessions = held("kennisboost", Period(week.during.lower, week.during.upper), (Event.Kind.SESSION,))
        best = sessions.filter(attendance__isnull=False).order_by("-attendance", "subject").prefetch_related("hosts")
        rows.append(Row((week.title,), RowKind.GROUP))
        rows += [Row((each.subject, _given_by(each), formats.day(each.date), attended(each))) for each in best[:BEST]]
    if not rows:
        return nothing(context, "Best bezochte sessies")
    columns = (
        Column("sessie"),
        Column("verzorgd door"),
        Column("datum", Align.RIGHT, width=26),
        Column("deelnemers", Align.RIGHT, strong=True, width=24),
    )
    return (
        blocks.Table(
            columns,
            tuple(rows),
            caption="Best bezochte sessies",
            second="De eerste drie van elke week, naar aantal deelnemers; bij gelijk aantal beslist het alfabet",
        ),
    )


def _given_by(event: Event) -> str:
    return ", ".join(sorted(str(host) for host in event.hosts.all())) or "Vereniging NOV"


# ------------------------------------------------------------------------------------------- networks


@block("lovz.overleggen", "De overleggen van het LOVZ, met onderwerp en aantal deelnemers")
def lovz_meetings(context: Context) -> tuple[Block, ...]:
    """A row per meeting of the network."""
    return _list(context, held("lovz", context.year), "Overleggen van het LOVZ")


@block("novi.bijeenkomsten", "De bijeenkomsten van NOVi, met hoeveel er kwamen")
def novi_meetings(context: Context) -> tuple[Block, ...]:
    """A row per meeting of the centres; how many came to the session on visibility is a measurement of its own."""
    note = "Waar centrales zijn geteld in plaats van mensen, staat dat aantal."
    apart = {"Zichtbaarheid": "novi.zichtbaarheid"}
    return _list(context, held("novi", context.year), "Bijeenkomsten van NOVi", note=note, apart=apart)


@block("goedgeregeld.bijeenkomsten", "Trainingen, opfrissessies, intervisies en andere bijeenkomsten van Goed Geregeld")
def goedgeregeld_meetings(context: Context) -> tuple[Block, ...]:
    """A row per event that the programme held or took part in."""
    return _list(context, held("goedgeregeld", context.year), "Bijeenkomsten van Goed Geregeld", kind=True)


@block("internationaal.reizen", "De bijeenkomsten in het buitenland waar NOV zelf bij was")
def journeys(context: Context) -> tuple[Block, ...]:
    """A row per journey."""
    found = list(held("internationaal", context.year, (Event.Kind.JOURNEY,)))
    if not found:
        return nothing(context, "Bijeenkomsten in het buitenland")
    columns = (Column("datum", width=26), Column("bijeenkomst"), Column("land", width=40))
    rows = tuple(Row((formats.day(each.date), each.subject, each.country)) for each in found)
    return (blocks.Table(columns, rows, "Bijeenkomsten in het buitenland", f"In {context.year}", row_heads=False),)


@block("internationaal.workshops", "Deelnemers aan de workshops in andere landen, per land")
def workshops_abroad(context: Context) -> tuple[Block, ...]:
    """A bar per country, the most attended first; a country where nobody counted is a gap."""
    abroad = held("internationaal", context.year, (Event.Kind.WORKSHOP,)).exclude(country="")
    by_country: dict[str, list[int | None]] = {}
    for event in abroad:
        by_country.setdefault(event.country, []).append(event.attendance)
    if not by_country:
        return nothing(context, "Workshops in andere landen")
    bars = sorted((_bar(land, came) for land, came in by_country.items()), key=_by_value)
    countries = context.value("internationaal.landen").text
    return (
        blocks.BarChart(
            title="Workshops in andere landen",
            unit=f"Aantal deelnemers per land in {context.year}",
            description=f"In {countries} landen waren er workshops. De meeste deelnemers: {bars[0].label}.",
            bars=tuple(bars),
        ),
    )


def _bar(land: str, came: list[int | None]) -> blocks.Bar:
    known = [number for number in came if number is not None]
    if not known:
        return blocks.Bar(land, blocks.NOT_MEASURED)
    return blocks.Bar(land, blocks.Point(sum(known), formats.number(sum(known))))


def _by_value(bar: blocks.Bar) -> tuple[int, str]:
    return -int(bar.point.value or 0), bar.label


def _list(
    context: Context,
    found: QuerySet[Event],
    caption: str,
    *,
    kind: bool = False,
    note: str = "",
    apart: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Block, ...]:
    """A table of events by date; `kind` adds what each was. `apart`: by theme, the figure that says how many came."""
    rows = tuple(
        Row((*_event(event, kind), context.cell(apart[event.theme]) if event.theme in apart else attended(event)))
        for event in found
    )
    if not rows:
        return nothing(context, caption)
    kinds = (Column("soort", width=38),) if kind else ()
    columns = (
        Column("datum", width=26),
        *kinds,
        Column("onderwerp"),
        Column("vorm", width=34),
        Column("deelnemers", Align.RIGHT, width=24),
    )
    return (blocks.Table(columns, rows, caption, f"In {context.year}", note, dense=len(rows) > 10, row_heads=False),)


def _event(event: Event, kind: bool) -> tuple[Cell, ...]:
    kinds = (event.get_kind_display(),) if kind else ()
    return formats.day(event.date), *kinds, event.subject, event.get_mode_display()
