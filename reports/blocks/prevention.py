"""Blocks about the prevention of misconduct: the log of advice and meetings, each chart over what is known of its field."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractMonth

from members.models.organisations import Sector
from nov.kernel import formats
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Bar, Block, Place, Point
from nov.kernel.periods import Period
from programmes.models import AdviceActivity
from reports.blocks.programmes import short
from reports.blocks.registry import block, recorded
from reports.context import Context

Kind, Meeting, Size = AdviceActivity.Kind, AdviceActivity.Meeting, AdviceActivity.Size
BLANK = "niet ingevuld"


@block("preventie.per_maand", "Adviezen en bijeenkomsten per maand")
def by_month(context: Context) -> tuple[Block, ...]:
    """A column per month in two parts, with the month's total above it."""
    months = _log(context.year).order_by().annotate(month=ExtractMonth("date"))
    rows = months.values_list("kind", "month").annotate(Count("pk"))
    counts = recorded({(kind, month): number for kind, month, number in rows}, context)
    numbers = range(1, 13)
    series = tuple(
        blocks.Series(
            name,
            tuple(Point.counted(counts.get((kind, month), 0)) for month in numbers),
            f"{formats.number(sum(counts.get((kind, month), 0) for month in numbers))} in het jaar",
        )
        for kind, name in ((Kind.ADVICE, "advies"), (Kind.MEETING, "bijeenkomst"))
    )
    totals = tuple(Point.counted(sum(counts.get((kind, month), 0) for kind in Kind.values)) for month in numbers)
    whole = context.value("preventie.activiteiten").text
    return (
        blocks.ColumnChart(
            title="Adviezen en bijeenkomsten per maand",
            unit=f"Aantal activiteiten in {context.year} (n = {whole}); boven de kolom het totaal van de maand",
            description=f"In het jaar {whole} activiteiten, verdeeld over twaalf maanden.",
            categories=tuple(short(month) for month in context.year.months),
            series=series,
            totals=totals,
        ),
    )


@block("preventie.sector_en_omvang", "Adviezen per sector en naar aantal vrijwilligers, naast elkaar")
def by_sector_and_size(context: Context) -> tuple[Block, ...]:
    """Two charts on one scale, each over the advice of which its own field is known."""
    sectors, no_sector = _advice(context.year, "sector")
    recorded(sectors, context)
    ordered = sorted(
        (each for each in Sector.choices if sectors.get(each[0])),
        key=lambda each: (each[0] == Sector.OTHER, -sectors[each[0]], each[1]),
    )
    sizes, no_size = _advice(context.year, "size")
    top = max(*sectors.values(), *sizes.values(), 0)
    return (
        blocks.Pair(
            _bars(
                "Adviezen per sector",
                f"Aantal, n = {context.value('preventie.met_sector').text}",
                tuple(Bar(label, Point.counted(sectors[code])) for code, label in ordered),
                no_sector,
                top,
            ),
            _bars(
                "Adviezen naar aantal vrijwilligers",
                f"Aantal, n = {context.value('preventie.met_omvang').text}",
                tuple(Bar(label, Point.counted(sizes.get(code, 0))) for code, label in Size.choices),
                no_size,
                top,
            ),
            f"Adviezen in {context.year}. Elke figuur gaat over de adviezen waarvan het gegeven bekend is.",
        ),
    )


@block("preventie.bijeenkomsten", "Collectieve bijeenkomsten naar soort, naast vorig jaar")
def by_meeting(context: Context) -> tuple[Block, ...]:
    """A row per kind of meeting, the most frequent first, with last year beside it."""
    now, then = _meetings(context.year), _meetings(context.year.previous)
    kinds = sorted(Meeting.choices, key=lambda each: (-now.get(each[0], 0), each[1]))
    recorded(now, context)
    rows = [
        blocks.Row((label, Point.counted(now.get(code, 0)).printed, Point.counted(then.get(code, 0)).printed))
        for code, label in kinds
        if now.get(code) or then.get(code)
    ]
    whole = "preventie.bijeenkomsten"
    rows.append(blocks.Row(("Totaal", context.cell(whole), context.cell(whole, "vorig")), blocks.RowKind.TOTAL))
    columns = (
        blocks.Column("soort bijeenkomst"),
        blocks.Column(str(context.year), blocks.Align.RIGHT, strong=True, width=22),
        blocks.Column(str(context.year.previous), blocks.Align.RIGHT, soft=True, width=22),
    )
    return (
        blocks.Table(
            columns,
            tuple(rows),
            caption="Collectieve bijeenkomsten naar soort",
            second="Aantal bijeenkomsten waarvan de soort is vastgelegd. VCP: vertrouwenscontactpersoon",
            place=Place.MAIN,
            dense=True,
        ),
    )


# ---- counts


def _log(during: Period) -> QuerySet[AdviceActivity]:
    return AdviceActivity.objects.filter(programme__code="preventie", date__gte=during.first, date__lt=during.until)


def _advice(during: Period, field: str) -> tuple[dict[str, int], int]:
    """How often each value of a field was recorded with advice, and how often none was."""
    counts = _counted(_log(during).filter(kind=Kind.ADVICE), field)
    return counts, counts.pop("", 0)


def _meetings(during: Period) -> dict[str, int]:
    return _counted(_log(during).filter(kind=Kind.MEETING).exclude(meeting=""), "meeting")


def _counted(rows: QuerySet[AdviceActivity], field: str) -> dict[str, int]:
    found: Any = rows.order_by().values_list(field).annotate(Count("pk"))
    return dict(found)


# ---- printed


def _bars(title: str, unit: str, bars: tuple[Bar, ...], blank: int, top: int) -> blocks.BarChart:
    said = "; ".join(f"{bar.label}: {bar.point.printed}" for bar in bars)
    return blocks.BarChart(
        title=title,
        unit=unit,
        description=f"{said}.",
        place=Place.HALF,
        bars=bars,
        blank=Bar(BLANK, Point.counted(blank)) if blank else None,
        top=top,
    )
