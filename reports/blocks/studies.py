"""Blocks about research: the studies, and what others found, each with its source and its year."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Align, Block, Cell, Column, Place, Row, RowKind
from nov.kernel.figures import Reading
from nov.kernel.periods import ONE_DAY, Period, Year
from programmes.models import Indicator, Measurement, Study
from reports.blocks.gatherings import nothing
from reports.blocks.registry import block
from reports.context import Context

YEARS = 5  # how far back the list of studies goes
TAKES_PART = "cbs.deelname"
MOTIVES = "cbs.motief."
FOUND = (("cbs.corona_", "Corona"), ("cbs.online_", "Online"), ("cbs.bestuur_", "Besturen"))


@block("onderzoek.studies", "De onderzoeken van de laatste vijf jaar: door wie, voor wie, en wat NOV eraan deed")
def studies(context: Context) -> tuple[Block, ...]:
    """A row per study, the newest first, with how many of its findings we keep."""
    first = Year(context.year.number - YEARS + 1).first
    rows = Study.objects.filter(programme__code="onderzoek", during__overlap=(first, context.year.until))
    found = list(rows.order_by("-during", "title"))
    if not found:
        return nothing(context, "Onderzoeken")
    columns = (
        Column("onderzoek"),
        Column("uitvoerder", width=26),
        Column("opdrachtgever", width=38),
        Column("rol van NOV", width=40),
        Column("jaar", Align.RIGHT, width=14),
    )
    return (
        blocks.Table(
            columns,
            tuple(Row(_study(each)) for each in found),
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
    if not found:
        return nothing(context, "Wie er meedoen")
    readings = [(year, context.read(TAKES_PART, Year(year))) for year in found]
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
    if not found:
        return nothing(context, "Motieven")
    title = "Motief: "
    bars = [blocks.Bar(_short(reading, title), context.point(reading)) for reading in found]
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
    rows: list[Row] = []
    readings: list[Reading] = []
    for head, name in FOUND:
        group = _findings(context, head)
        readings += group
        if group:
            rows.append(Row((name,), RowKind.GROUP))
        rows += [Row((_short(reading), context.cell(reading))) for reading in group]
    if not rows:
        return nothing(context, "Bevindingen")
    return (
        blocks.Table(
            (Column("bevinding"), Column("deel", Align.RIGHT, width=34)),
            tuple(rows),
            caption="Corona, online en besturen",
            second=f"Bevindingen over {context.year.previous}",
            note=_source(readings),
            dense=True,
            place=Place.MAIN,
        ),
    )


def _findings(context: Context, head: str) -> list[Reading]:
    """The findings over last year under the keys that begin so: from more to less, what is not known last."""
    keys = Indicator.objects.filter(key__startswith=head).values_list("key", flat=True)
    found = [context.read(key, "vorig") for key in keys]
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
