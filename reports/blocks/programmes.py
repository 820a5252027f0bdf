"""Blocks about the programmes: the platform and its channels, and #Meedoen."""

from __future__ import annotations

from django.db.models import Count
from django.db.models.functions import Lower

from nov.kernel import formats
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Align, Block, Cell, Column, Place, Row, RowKind
from nov.kernel.figures import Reading, State
from nov.kernel.periods import Month, Period
from programmes.models import Desk, Indicator, IndicatorPart, Measurement
from programmes.models.desks import Province
from reports.blocks.registry import block
from reports.context import Context

TOP = 10
PAGES, SECTIONS, CHANNELS = "pagina", "onderdeel", "volgers"


# ------------------------------------------------------------------------------------------- the platform


@block("platform.rangorde", "De best bekeken pagina’s van dit jaar, en wat uit de eerste tien van vorig jaar viel")
def page_ranking(context: Context) -> tuple[Block, ...]:
    """This year's first ten, then last year's that fell out with the place they have now. Ranks are computed."""
    now, then = _top(context.year), _top(context.year.previous)
    fallen = sorted((each for each in then if each not in now), key=lambda each: _rank(context, each))
    rows = [Row(_page(context, each)) for each in now]
    if fallen:
        rows.append(Row(("Vorig jaar bij de eerste tien",), RowKind.ASIDE))
        rows += [Row(_page(context, each)) for each in fallen]
    this, last = str(context.year), str(context.year.previous)
    columns = (
        Column("nr.", width=8),
        Column("pagina"),
        Column(this, Align.RIGHT, strong=True, width=20),
        Column(last, Align.RIGHT, soft=True, width=20),
        Column("verschil", Align.RIGHT, soft=True, width=22),
        Column(f"nr. in\n{last}", Align.RIGHT, soft=True, width=14),
        Column("plaatsen", Align.RIGHT, width=18),
    )
    return (
        blocks.Table(
            columns,
            tuple(rows),
            caption="Meest bekeken pagina’s",
            second=f"Weergaven per kalenderjaar; de eerste tien van {this}",
            note="Bij gelijke weergaven beslist het alfabet. n.v.t.: in dat jaar stond de pagina op een andere site.",
            dense=True,
            row_heads=False,
        ),
    )


def _top(during: Period) -> list[IndicatorPart]:
    indicator = Indicator.objects.filter(key=PAGES).first()
    if indicator is None:
        return []
    rows = Measurement.objects.current().on_reference(indicator, during).filter(part__isnull=False, value__isnull=False)
    rows = rows.select_related("part").order_by("-value", Lower("part__label"))
    return [row.part for row in rows[:TOP] if row.part]


def _rank(context: Context, page: IndicatorPart) -> int:
    value = context.read(f"rang.{page.key}").value
    return int(value) if isinstance(value, int) else 10**6


def _page(context: Context, page: IndicatorPart) -> tuple[Cell, ...]:
    views, rank = context.read(f"{PAGES}.{page.key}"), context.read(f"rang.{page.key}")
    before = context.read(f"rang.{page.key}", "vorig")
    return (
        _place(context, rank),
        page.label,
        context.cell(views),
        context.cell(context.before(views)),
        context.signed_growth(views),
        _place(context, before),
        _move(rank, before),
    )


def _place(context: Context, rank: Reading) -> Cell:
    """A rank; none where the views are missing, which is said beside it."""
    return "" if rank.state is State.MISSING else context.cell(rank)


def _move(rank: Reading, before: Reading) -> blocks.Move | str:
    if not rank.known:
        return ""
    if not before.known:
        return blocks.Move(None) if before.state is State.NOT_APPLICABLE else blocks.NOT_APPLICABLE_TEXT
    return blocks.Move(int(before.value) - int(rank.value))  # type: ignore[arg-type]


@block("platform.onderdelen", "Weergaven per onderdeel van het platform, naast vorig jaar")
def sections(context: Context) -> tuple[Block, ...]:
    """A row per section, the most viewed first."""
    found = [(part, context.read(f"{SECTIONS}.{part.key}")) for part in _parts(SECTIONS)]
    rows = [
        Row((part.label, context.cell(views), context.cell(context.before(views)), context.signed_growth(views)))
        for part, views in sorted(found, key=lambda each: -_views(each[1]))
    ]
    columns = (
        Column("onderdeel"),
        Column(str(context.year), Align.RIGHT, strong=True, width=22),
        Column(str(context.year.previous), Align.RIGHT, soft=True, width=22),
        Column("verschil", Align.RIGHT, soft=True, width=20),
    )
    return (
        blocks.Table(
            columns,
            tuple(rows),
            caption="Weergaven per onderdeel van het platform",
            second="Weergaven per kalenderjaar, van meer naar minder",
            place=Place.MAIN,
        ),
    )


def _views(reading: Reading) -> int:
    return int(reading.value) if reading.known else -1  # type: ignore[arg-type]


@block("platform.volgers", "Volgers per kanaal; wat niet gemeten is, is nog in te vullen")
def followers(context: Context) -> tuple[Block, ...]:
    """A row per page or group; a total would count people twice."""
    rows = tuple(Row((part.label, context.cell(f"{CHANNELS}.{part.key}", "eind"))) for part in _parts(CHANNELS))
    return (
        blocks.Table(
            (Column("kanaal"), Column("volgers", Align.RIGHT, width=30)),
            rows,
            caption="Volgers per kanaal",
            second=f"Aantal op {formats.day_long(context.year.last)}",
            place=Place.MAIN,
        ),
    )


def _parts(indicator: str) -> list[IndicatorPart]:
    return list(IndicatorPart.objects.filter(indicator__key=indicator).order_by("key"))


# ------------------------------------------------------------------------------------------------ #Meedoen


@block("meedoen.per_maand", "Koppelingen per maand, naar activiteit en vrijwilligerswerk")
def matches_by_month(context: Context) -> tuple[Block, ...]:
    """A column per month in two parts, with the month's total above it."""
    months = list(context.year.months)
    kinds = (
        ("vrijwilligerswerk", "meedoen.koppelingen_vrijwilligerswerk"),
        ("activiteit", "meedoen.koppelingen_activiteit"),
    )
    series = tuple(
        blocks.Series(
            name,
            tuple(_counted(context, key, month) for month in months),
            f"{context.value(key).text} in het jaar",
        )
        for name, key in kinds
    )
    totals = tuple(_counted(context, "meedoen.koppelingen", month) for month in months)
    measured = [(month, total) for month, total in zip(months, totals, strict=True) if total.value is not None]
    most = max(measured, key=lambda each: each[1].value or 0, default=None)
    busiest = f"De meeste in {formats.month_name(most[0].first)}: {most[1].printed}." if most else ""
    return (
        blocks.ColumnChart(
            title="Koppelingen per maand",
            unit="Aantal koppelingen van alle balies, naar soort; boven de kolom het totaal van de maand",
            description=f"In het jaar {context.value('meedoen.koppelingen').text} koppelingen. {busiest}".strip(),
            categories=tuple(short(month) for month in months),
            series=series,
            totals=totals,
        ),
    )


def _counted(context: Context, key: str, month: Month) -> blocks.Point:
    """A month's count; a month without a single record was not measured."""
    reading = context.read(key, month)
    return context.point(reading) if reading.parts else blocks.NOT_MEASURED


@block("meedoen.vrouwen", "Aandeel vrouwen in de koppelingen, per maand")
def share_of_women(context: Context) -> tuple[Block, ...]:
    """A line over the months; a month in which no gender was recorded is a gap."""
    months = list(context.year.months)
    readings = [context.read("meedoen.aandeel_vrouwen", month) for month in months]
    points = tuple(_share(context, reading) for reading in readings)
    known = [point.value for point in points if point.value is not None]
    top = 100 if known and max(known) > 50 else 50
    whole = context.value("meedoen.aandeel_vrouwen").text
    return (
        blocks.LineChart(
            title="Aandeel vrouwen per maand",
            unit=f"Deel van de koppelingen waarvan het geslacht is vastgelegd; in het hele jaar {whole}",
            description=f"Over het hele jaar ging {whole} van de koppelingen om een vrouw.",
            categories=tuple(short(month) for month in months),
            series=(blocks.Series("aandeel vrouwen", points),),
            top=top,
            marks=("0%", f"{top // 2}%", f"{top}%"),
        ),
    )


def _share(context: Context, reading: Reading) -> blocks.Point:
    if not reading.known:
        return blocks.NOT_MEASURED
    point = context.point(reading)
    return blocks.Point(point.value, formats.percent(reading.value, 0))  # type: ignore[arg-type]


def short(month: Month) -> str:
    """A month's name in three letters, as it stands below a chart."""
    name = formats.month_name(month.first)
    return "mrt" if name == "maart" else name[:3]


@block("meedoen.kaart", "Balies per provincie, op een tegelkaart met tabel")
def desk_map(context: Context) -> tuple[Block, ...]:
    """The regular desks at the end of the year, by the province of their centre."""
    rows = Desk.objects.regular().filter(programme__code="meedoen").at_turn(context.latest)
    counts = dict(rows.order_by().values_list("centre__province").annotate(Count("pk")))
    names = dict(Province.choices)
    by_name = {names[province]: number for province, number in counts.items()}
    values = {code: blocks.Point.counted(by_name.get(name, 0)) for code, name in blocks.PROVINCES.items()}
    total = context.value("meedoen.balies", context.latest).text
    return (
        blocks.TileMap(
            title="Balies per provincie",
            unit=f"Aantal Meedoenbalies op {formats.day_long(context.latest.eve)} (n = {total}); hoe donkerder, hoe meer",
            description=f"Elke provincie is één vak, ongeveer op haar plaats. Samen {total} balies.",
            values=values,
            value_head="balies",
        ),
    )
