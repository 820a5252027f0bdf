"""The block about the Nationale Vrijwilligersprijzen: the edition of the year."""

from __future__ import annotations

from nov.kernel import formats
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Block, Cell, Column, Place, Row
from programmes.models import Participation, PrizeEdition
from reports.blocks.registry import block, recorded
from reports.context import Context

PROGRAMME = "prijzen"


@block("prijzen.editie", "De editie van het jaar: uitreiking, hoofdprijs, genomineerden, winnaar en partners")
def edition(context: Context) -> tuple[Block, ...]:
    """What is known of the editions whose ceremony was in the year; a winner that nobody recorded stands out."""
    held = PrizeEdition.objects.filter(
        programme__code=PROGRAMME, ceremony_on__gte=context.year.first, ceremony_on__lt=context.year.until
    )
    found = list(held.order_by("ceremony_on").prefetch_related("nominees__organisation"))
    return tuple(_edition(context, each) for each in recorded(found, context))


def _edition(context: Context, held: PrizeEdition) -> blocks.Table:
    nominees = list(held.nominees.all())
    partners = Participation.objects.filter(
        programme=held.programme_id, role=Participation.Role.PARTNER, during__contains=held.ceremony_on
    )
    winner = next((str(each) for each in nominees if each.winner), None)
    rows: tuple[tuple[str, Cell], ...] = (
        ("Uitreiking", f"{formats.day_long(held.ceremony_on)}, {held.place}"),
        ("Hoofdprijs", formats.money(held.prize_money)),
        ("Genomineerd", _names(nominees)),
        ("Winnaar", _unknown(context, held) if winner is None else winner),
        ("Partners", _names(each.organisation for each in partners.select_related("organisation"))),
    )
    return blocks.Table(
        (Column("gegeven", width=26), Column(f"editie {held.year}")),
        tuple(Row(cells) for cells in rows),
        caption=f"Nationale Vrijwilligersprijzen {held.year}",
        place=Place.MAIN,
    )


def _names(found: object) -> str:
    return ", ".join(sorted(str(each) for each in found)) or blocks.NOUGHT_TEXT  # type: ignore[attr-defined]


def _unknown(context: Context, held: PrizeEdition) -> blocks.Value:
    """Still to be filled in; in an adopted report, not recorded."""
    if context.final:
        return blocks.Value("niet vastgelegd", state=blocks.State.UNMEASURED)
    return blocks.Value.missing(href=held.get_absolute_url(), title="Winnaar")
