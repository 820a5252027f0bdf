"""The ranks of pages: figures that follow from the views of all pages, one per page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Lower

from nov.kernel.figures import FLOW, Figure, Reading, Rows, missing, not_applicable
from nov.kernel.units import RANG
from programmes.models import IndicatorPart, Measurement

if TYPE_CHECKING:
    from programmes.indicators import Indicators

PAGES = "pagina"
RANK = "rang"


def keys() -> Iterator[str]:
    """The rank of every page."""
    for name in IndicatorPart.objects.filter(indicator__key=PAGES).values_list("key", flat=True):
        yield f"{RANK}.{name}"


def find(key: str, indicators: Indicators) -> Figure | None:
    """The figure with this key if it is the rank of a page; the views are those that this source of indicators gives."""
    prefix, _, name = key.partition(".")
    place = indicators.located(f"{PAGES}.{name}") if prefix == RANK and name else None
    if place is None or place[1] is None:
        return None
    indicator, part = place[0], place[1]
    return Figure(
        f"{RANK}.{part.key}",
        f"Rang van de pagina {part.label}",
        RANG,
        FLOW,
        lambda during: _rank(part, indicators.measurements(indicator, during)),
        definition="Plaats van de pagina naar aantal weergaven; bij gelijke weergaven alfabetisch.",
        chapter=indicator.chapter,
    )


def _rank(part: IndicatorPart, measured: Sequence[Measurement]) -> Reading:
    rows = [row for row in measured if row.part_id is not None]
    own = next((row for row in rows if row.part_id == part.pk), None)
    if own is None:
        return missing("De weergaven van deze pagina zijn nog niet gemeten.")
    if own.value is None:
        return not_applicable(own.not_applicable)
    trail = Rows(standing(own, part.label))
    above = [row for row in rows if row.value is not None and row.value >= own.value]
    tied = sum(row.value == own.value for row in above) > 1  # the database knows the alphabet
    return Reading(trail.total() if tied else len(above), trail=trail)


def standing(own: Measurement, label: str) -> QuerySet[Measurement]:
    """The views of all pages that stand at or above this one in its period; their number is its rank."""
    rows = Measurement.objects.current().filter(indicator=own.indicator_id, during=own.during, value__isnull=False)
    return (
        rows.filter(part__isnull=False)
        .annotate(name=Lower("part__label"))
        .filter(Q(value__gt=own.value) | Q(value=own.value, name__lte=Lower(Value(label))))
    )
