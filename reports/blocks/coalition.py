"""Blocks about Meer en anders Vrijwilligen: how the money came about, what the plan consists of, and who are in it."""

from __future__ import annotations

from django.db.models import QuerySet

from finance.models import GrantAward
from nov.kernel import formats
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Align, Block, Column, Place, Row, Value
from nov.kernel.periods import ONE_DAY, Period
from programmes.models import Element, Indicator, Measurement, Participation, ProgrammePhase
from reports.blocks.registry import block, recorded
from reports.context import Context, said

PROGRAMME = "mva"
# What others decided about the money: figures, each with its sign.
DECIDED = (("meeranders.amendement", ""), ("meeranders.afgeroomd", formats.MINUS))


@block("meeranders.bedragen", "Van amendement tot toekenning: welk bedrag wanneer")
def amounts(context: Context) -> tuple[Block, ...]:
    """What was voted and taken off, as it was measured, and the awards of the grant: those of the year after too, since
    the report is written then."""
    rows = [row for key, sign in DECIDED for row in _decided(context, key, sign)]
    rows += [
        Row((f"Toekenning {each.number}", formats.day_long(each.dated), formats.money(each.amount)))
        for each in GrantAward.objects.filter(
            grant__in=_phases().values("grant"), dated__lt=context.year.next.until
        ).order_by("dated", "pk")
    ]
    columns = (Column("wat"), Column("wanneer", width=34), Column("bedrag", Align.RIGHT, width=28))
    return (
        blocks.Table(
            columns,
            tuple(recorded(rows, context)),
            caption="Van amendement tot toekenning",
            second="Bedragen voor de hele looptijd van het programma",
            place=Place.MAIN,
        ),
    )


def _decided(context: Context, key: str, sign: str) -> list[Row]:
    """A row for each period that an amount is known of, up to the end of the year."""
    found = Measurement.objects.current().filter(indicator__key=key, during__startswith__lt=context.year.until)
    periods = [Period(each.during.lower, each.during.upper) for each in found.order_by("during")]
    label = Indicator.objects.filter(key=key).values_list("label", flat=True).first() or key
    return [Row((label, said(each), _signed(context.cell(key, each), sign))) for each in periods]


def _signed(value: Value, sign: str) -> Value:
    return Value(f"{sign}{value.text}", value.key, value.href, value.state, value.title)


@block("meeranders.programma", "De looptijd van de subsidie, de actielijnen en de organisaties in de coalitie")
def programme(context: Context) -> tuple[Block, ...]:
    """Three rows: when it runs, what it consists of and who are in it, as recorded for the year."""
    year = (context.year.first, context.year.until)
    lines = Element.objects.filter(programme__code=PROGRAMME, kind="actielijn", during__overlap=year).order_by("title")
    partners = Participation.objects.filter(
        programme__code=PROGRAMME, role=Participation.Role.COALITION, during__overlap=year
    )
    names = partners.values_list("organisation__name", flat=True).order_by("organisation__sort_key")
    rows = (
        Row(("Looptijd van de subsidie", "; ".join(_span(each) for each in _phases()) or blocks.NOUGHT_TEXT)),
        Row(("Actielijnen", ", ".join(each.title for each in recorded(lines, context)))),
        Row(("Coalitie", ", ".join(dict.fromkeys(names)) or blocks.NOUGHT_TEXT)),
    )
    return (
        blocks.Table(
            (Column("gegeven", width=36), Column("zoals vastgelegd")),
            rows,
            caption="Meer en anders Vrijwilligen",
            place=Place.MAIN,
        ),
    )


def _phases() -> QuerySet[ProgrammePhase]:
    return ProgrammePhase.objects.filter(programme__code=PROGRAMME).order_by("during")


def _span(phase: ProgrammePhase) -> str:
    first, until = phase.during.lower, phase.during.upper
    if until is None:
        return f"vanaf {formats.day_long(first)}"
    return f"{formats.day_long(first)} tot en met {formats.day_long(until - ONE_DAY)}"
