"""Blocks about the working areas of a programme: municipalities, places within one, and regions."""

from __future__ import annotations

from members.models.organisations import Province
from nov.kernel import formats
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Align, Block, Column, Place, Row, RowKind
from programmes.models import AreaParticipation, WorkingArea
from reports.blocks.registry import block, recorded
from reports.context import Context

Role = AreaParticipation.Role
PARTICIPANTS, CONTACTS = "bestuurderscentraal.werkgebieden", "socialebasis.gemeenten"


@block(PARTICIPANTS, "De werkgebieden van BestuurdersCentraal, per provincie")
def participants(context: Context) -> tuple[Block, ...]:
    """The areas that take part at the end of the year."""
    rows = AreaParticipation.objects.filter(
        programme__code="bestuurderscentraal", role=Role.PARTICIPANT, during__contains=context.year.end.eve
    )
    places = list(WorkingArea.objects.filter(participations__in=rows).distinct().select_related("within"))
    return (
        _by_province(
            recorded(places, context),
            context.cell(PARTICIPANTS, "eind"),
            caption="Werkgebieden van BestuurdersCentraal",
            second=f"Gemeenten, plaatsen en regio’s die op {formats.day_long(context.year.last)} meedoen",
        ),
    )


@block(CONTACTS, "De gemeenten die over de sociale basis contact zochten, per provincie")
def contacts(context: Context) -> tuple[Block, ...]:
    """The municipalities with questions or contact in the year."""
    year = (context.year.first, context.year.until)
    rows = AreaParticipation.objects.filter(
        programme__code="socialebasis", role=Role.CONTACT, during__overlap=year, area__kind="gemeente"
    )
    places = list(WorkingArea.objects.filter(participations__in=rows).distinct().select_related("within"))
    return (
        _by_province(
            recorded(places, context),
            context.cell(CONTACTS),
            caption="Gemeenten met vragen en contact",
            second=f"Gemeenten die in {context.year} vragen stelden of contact zochten",
        ),
    )


def _by_province(places: list[WorkingArea], total: blocks.Value, *, caption: str, second: str) -> blocks.Table:
    rows = []
    for code, name in Province.choices:
        here = sorted((each for each in places if each.province == code), key=lambda each: each.name)
        if here:
            rows.append(Row((name, ", ".join(_named(each) for each in here), formats.number(len(here)))))
    rows.append(Row(("Totaal", "", total), RowKind.TOTAL))
    columns = (Column("provincie", width=30), Column("werkgebieden"), Column("aantal", Align.RIGHT, width=16))
    return blocks.Table(columns, tuple(rows), caption=caption, second=second, place=Place.MAIN, dense=True)


def _named(area: WorkingArea) -> str:
    if area.within:
        return f"{area.name} (in {area.within})"
    return f"{area.name} (regio)" if area.kind == WorkingArea.Kind.REGION else area.name
