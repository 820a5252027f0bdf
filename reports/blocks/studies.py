"""Blocks about research: the studies, and what others found, each with its source and its year."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from nov.kernel import formats
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Align, Block, Cell, Column, Place, Row, RowKind
from nov.kernel.figures import Reading
from nov.kernel.periods import ONE_DAY, Period, Year
from programmes.models import Indicator, Measurement, Study
from reports.blocks.registry import block, recorded
from reports.context import Context

YEARS = 5  # how far back the list of studies goes
TAKES_PART = "cbs.deelname"
MOTIVES = "cbs.motief."
CORONA = (("cbs.corona_", ""),)
ONLINE_AND_BOARDS = (("cbs.online_", "Online"), ("cbs.bestuur_", "Besturen"))


@block("onderzoek.studies", "De onderzoeken van de laatste vijf jaar: door wie, voor wie, en wat NOV eraan deed")
def studies(context: Context) -> tuple[Block, ...]:
    """A row per study, the newest first, with how many of its findings we keep."""
    first = Year(context.year.number - YEARS + 1).first
    rows = Study.objects.filter(programme__code="onderzoek", during__overlap=(first, context.year.until))
    found = list(rows.order_by("-during", "title"))
    columns = (
        Column("onderzoek"),
        Column("uitvoerder", width=26),
        Column("opdrachtgever", width=35),
        Column("rol van NOV", width=49),
        Column("jaar", Align.RIGHT, width=14),
    )
    return (
        blocks.Table(
            columns,
            tuple(Row(_study(each)) for each in recorded(found, context)),
            caption="Onderzoeken",
            second=f"Van {first.year} tot en met {context.year}",
        ),
    )


def _study(study: Study) -> tuple[Cell, ...]:
    last = study.during.upper - ONE_DAY if study.during.upper else study.during.lower
    years = sorted({study.during.lower.year, last.year})
    part = study.get_our_part_display()
    return study.title, study.researcher, study.commissioner, part, "–".join(str(year) for year in years)


@block("onderzoek.deelname", "Het deel van de bevolking dat vrijwilligerswerk doet, over de jaren die zijn gemeten")
def taking_part(context: Context) -> tuple[Block, ...]:
    """A bar per year in which it was found, up to this one."""
    rows = Measurement.objects.current().filter(indicator__key=TAKES_PART, part=None, value__isnull=False)
    found = sorted({row.during.lower.year for row in rows if row.during.lower < context.year.until})
    readings = [(year, context.read(TAKES_PART, Year(year))) for year in recorded(found, context)]
    year, last = readings[-1]
    return (
        blocks.BarChart(
            title="Inwoners die vrijwilligerswerk doen",
            unit="Deel van de inwoners van 15 jaar en ouder, per jaar van het onderzoek",
            description=f"In {year}: {context.dressed(last).text}. Alleen jaren waarvan een uitkomst is vastgelegd.",
            note=_source([each for _, each in readings]),
            bars=tuple(blocks.Bar(str(each), context.point(reading)) for each, reading in readings),
            top=100,
        ),
    )


@block("onderzoek.motieven", "Waarom mensen vrijwilligerswerk doen, volgens het CBS")
def motives(context: Context) -> tuple[Block, ...]:
    """A bar per motive, the most named first."""
    found = _findings(context, MOTIVES)
    title = "Motief: "
    bars = [blocks.Bar(_short(reading, title), _in_tenths(context.point(reading))) for reading in found]
    return (
        blocks.BarChart(
            title="Waarom mensen vrijwilligerswerk doen",
            unit=f"Deel van de vrijwilligers in {context.year.previous}; wie meer redenen noemde, telt bij elk mee",
            description=f"Het vaakst genoemd: {bars[0].label.lower()}, {bars[0].point.printed}.",
            note=_source(found),
            bars=tuple(bars),
        ),
    )


@block("onderzoek.bevindingen", "Wat het CBS vond over corona, online vrijwilligerswerk en besturen")
def findings(context: Context) -> tuple[Block, ...]:
    """A row per finding, by subject, from more to less."""
    left = _shares(context, "Corona", CORONA)
    right = _shares(context, "Online en besturen", ONLINE_AND_BOARDS)
    keys = [head for head, _ in (*CORONA, *ONLINE_AND_BOARDS)]
    return (blocks.Pair(left, right, _source([found for head in keys for found in _findings(context, head)])),)


def _shares(context: Context, caption: str, groups: tuple[tuple[str, str], ...]) -> blocks.Table:
    """A table of findings; a group that has a name has it above its rows."""
    rows: list[Row] = []
    for head, name in groups:
        found = _findings(context, head)
        rows += [Row((name,), RowKind.GROUP)] if name else []
        rows += [Row((_short(reading), context.cell(reading))) for reading in found]
    columns = (Column("bevinding"), Column("deel", Align.RIGHT, width=24))
    second = f"Bevindingen over {context.year.previous}"
    return blocks.Table(columns, tuple(rows), caption, second, dense=True, place=Place.HALF)


def _in_tenths(point: blocks.Point) -> blocks.Point:
    """A percentage with one decimal, as all motives were found."""
    return point if point.value is None else replace(point, printed=formats.percent(point.value))


def _findings(context: Context, head: str) -> list[Reading]:
    """The findings over last year under the keys that begin so: from more to less, what is not known last.

    Raises ValueError when nothing of it is known.
    """
    keys = Indicator.objects.filter(key__startswith=head).values_list("key", flat=True)
    found = [context.read(key, "vorig") for key in keys]
    recorded([reading for reading in found if reading.known], context)
    return sorted(found, key=lambda reading: (not reading.known, -_percent(reading), _short(reading)))


def _short(reading: Reading, head: str = "") -> str:
    """The label of a finding without the words that all of them begin with."""
    assert reading.figure is not None
    label = reading.figure.label.removeprefix(head)
    return label[:1].upper() + label[1:]


def _percent(reading: Reading) -> Fraction:
    """A share in percents, whichever way it was written down."""
    value = reading.value
    if not reading.known or not isinstance(value, int | Decimal | Fraction):
        return Fraction(0)
    fraction = reading.figure is not None and reading.figure.unit.form == "breuk"
    return Fraction(value) * (100 if fraction else 1)


def _source(readings: list[Reading]) -> str:
    """The studies that these findings are of: "Bron: CBS, Vrijwilligerswerk 2022." """
    keys = [reading.figure.key for reading in readings if reading.figure]
    days = [reading.reference.first for reading in readings if isinstance(reading.reference, Period)]
    rows = Measurement.objects.current().filter(indicator__key__in=keys, during__startswith__in=days)
    names = rows.exclude(study=None).values_list("study__researcher", "study__title").distinct()
    named = "; ".join(f"{who}, {title}" for who, title in names.order_by("study__title"))
    return f"Bron: {named}." if named else ""
