"""Blocks that list what took place in groups: the meetings of each bootcamp, and what was held about laws and rules."""

from __future__ import annotations

from collections.abc import Iterable

from nov.kernel import formats
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Align, Block, Column, Place, Row, RowKind
from nov.kernel.formats import NBSP
from programmes.models import Event, Programme
from programmes.querysets import EventQuerySet
from reports.blocks.registry import block, recorded
from reports.context import Context

Kind = Event.Kind
UNKNOWN = "niet bekend"


@block("bestuurderscentraal.bootcamps", "De bijeenkomsten van elke bootcamp, met hun deelnemers")
def bootcamps(context: Context) -> tuple[Block, ...]:
    """A group per bootcamp, in the order in which they began."""
    held = list(_held(context, "bestuurderscentraal", Kind.BOOTCAMP))
    series = dict.fromkeys(event.series for event in held)
    rows = _groups((name, [event for event in held if event.series == name]) for name in series)
    return (
        _table(recorded(rows, context), caption=f"Bootcamps in {context.year}", second="Deelnemers per bijeenkomst"),
    )


@block("wetregelgeving.bijeenkomsten", "Webinars, workshops en breed overleg over wetten en regels, met wie er was")
def about_rules(context: Context) -> tuple[Block, ...]:
    """A group per kind: online, in the country, and with other umbrella organisations."""
    kinds = ((Kind.WEBINAR, "Webinars"), (Kind.WORKSHOP, "Workshops in de regio"), (Kind.MEETING, "Breed overleg"))
    rows = _groups((name, list(_held(context, "wetregelgeving", kind))) for kind, name in kinds)
    return (
        _table(
            recorded(rows, context),
            caption=f"Uitleg en overleg in {context.year}",
            second="Deelnemers; bij het breed overleg het aantal organisaties",
        ),
    )


def _held(context: Context, programme: str, kind: Kind) -> EventQuerySet:
    """What a programme owned or took part in, of one kind, by date."""
    of = Programme.objects.filter(code=programme).first()
    held = Event.objects.of(of) if of else Event.objects.none()
    return held.during(context.year).filter(kind=kind).order_by("date", "pk")


def _groups(groups: Iterable[tuple[str, list[Event]]]) -> list[Row]:
    """A heading and the rows of each group that has any."""
    rows: list[Row] = []
    for name, events in groups:
        if events:
            rows.append(Row((name,), RowKind.GROUP))
            rows += [_row(event) for event in events]
    return rows


def _row(event: Event) -> Row:
    return Row((formats.day(event.date), event.subject, _present(event)))


def _present(event: Event) -> str:
    """How many were there: people, or organisations where those were counted."""
    if event.attendance is not None:
        return formats.number(event.attendance)
    if event.organisations is not None:
        return f"{formats.number(event.organisations)}{NBSP}{'organisatie' if event.organisations == 1 else 'organisaties'}"
    return UNKNOWN


def _table(rows: list[Row], *, caption: str, second: str) -> blocks.Table:
    columns = (
        Column("datum", width=18),
        Column("onderwerp"),
        Column("aanwezig", Align.RIGHT, width=26),
    )
    return blocks.Table(columns, tuple(rows), caption=caption, second=second, place=Place.MAIN, row_heads=False)
