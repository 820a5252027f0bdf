"""Blocks about what took place in weeks and abroad: the Kennisboostweken, and workshops in other countries."""

from __future__ import annotations

from django.db.models import QuerySet

from nov.kernel import formats
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Align, Block, Column, Row, RowKind
from nov.kernel.periods import Period, Year
from programmes.models import Element, Event
from reports.blocks.registry import block, recorded
from reports.context import Context

BEST = 3
SESSIONS, ATTENDED = "kennisboost.sessies", "kennisboost.deelnemers"


def held(code: str, during: Period, kind: Event.Kind) -> QuerySet[Event]:
    """What a programme held of a kind, the earliest first."""
    rows = Event.objects.filter(programme__code=code, kind=kind).during(during)
    return rows.order_by("date", "subject").select_related("programme")


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
    columns = (
        Column("week"),
        Column("eerste dag", Align.RIGHT, width=26),
        Column("laatste dag", Align.RIGHT, width=26),
        Column("sessies", Align.RIGHT, width=22),
        Column("deelnames", Align.RIGHT, width=24),
    )
    note = "Een sessie van meer programma’s telt één keer. Wie aan drie sessies meedeed, telt drie keer."
    return (
        blocks.Table(
            columns,
            tuple(recorded(rows, context)),
            "Kennisboostweken",
            "Aantal sessies en deelnames",
            note,
            dense=True,
            row_heads=False,
        ),
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
        sessions = held("kennisboost", Period(week.during.lower, week.during.upper), Event.Kind.SESSION)
        best = sessions.filter(attendance__isnull=False).order_by("-attendance", "subject").prefetch_related("hosts")
        rows.append(Row((week.title,), RowKind.GROUP))
        rows += [
            Row((each.subject, _given_by(each), formats.day(each.date), formats.number(each.attendance or 0)))
            for each in best[:BEST]
        ]
    columns = (
        Column("sessie"),
        Column("verzorgd door"),
        Column("datum", Align.RIGHT, width=26),
        Column("deelnemers", Align.RIGHT, strong=True, width=24),
    )
    return (
        blocks.Table(
            columns,
            tuple(recorded(rows, context)),
            caption="Best bezochte sessies",
            second="De eerste drie van elke week, naar aantal deelnemers; bij gelijk aantal beslist het alfabet",
            dense=True,
        ),
    )


def _given_by(event: Event) -> str:
    return ", ".join(sorted(str(host) for host in event.hosts.all())) or "Vereniging NOV"


# --------------------------------------------------------------------------------------- internationaal


@block("internationaal.workshops", "Deelnemers aan de workshops in andere landen, per land")
def workshops_abroad(context: Context) -> tuple[Block, ...]:
    """A bar per country, the most attended first; a country where nobody counted is a gap."""
    abroad = held("internationaal", context.year, Event.Kind.WORKSHOP).exclude(country="")
    by_country: dict[str, list[int | None]] = {}
    for event in abroad:
        by_country.setdefault(event.country, []).append(event.attendance)
    recorded(by_country, context)
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
    return blocks.Bar(land, blocks.Point.counted(sum(known)))


def _by_value(bar: blocks.Bar) -> tuple[int, str]:
    return -int(bar.point.value or 0), bar.label
