"""Figures that live in rows: the indicators that users define, their parts, and the norms."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from nov.kernel.figures import (
    FLOW,
    NORM,
    STOCK,
    Figure,
    Kind,
    Origin,
    Reading,
    Rows,
    derived,
    missing,
    not_applicable,
)
from nov.kernel.periods import Period, Reference, Turn
from programmes import counting
from programmes.models import Indicator, IndicatorPart, Measurement, Norm

KINDS: dict[str, Kind] = {"stand": STOCK, "stroom": FLOW, "norm": NORM}
UNKNOWN = "onbekend"


class Indicators:
    """The source of the catalogue for what is measured: a figure per indicator, and one per part of it."""

    def keys(self) -> Iterator[str]:
        """Every indicator that is one number or adds up to one, and every part; without old keys."""
        yield from Indicator.objects.filter(Q(dimension="") | Q(adds_up=True)).values_list("key", flat=True)
        for head, tail in IndicatorPart.objects.values_list("indicator__key", "key"):
            yield f"{head}.{tail}"

    def find(self, key: str) -> Figure | None:
        """The figure with this key, or with this old key; it carries the present one."""
        place = located(key)
        if place is None:
            return None
        indicator, part = place
        return _figure(indicator, part) if part or indicator.adds_up or not indicator.dimension else None


def located(key: str) -> tuple[Indicator, IndicatorPart | None] | None:
    """The indicator, and the part of it, that a key or an old key stands for."""
    indicator = Indicator.objects.filter(Q(key=key) | Q(aliases__key=key)).select_related("programme", "count").first()
    if indicator is not None:
        return indicator, None
    words = key.split(".")
    splits = [(".".join(words[:place]), ".".join(words[place:])) for place in range(1, len(words))]
    if not splits:
        return None
    found = reduce(
        or_, (Q(indicator__key=head, key=tail) | Q(indicator__aliases__key=head, key=tail) for head, tail in splits)
    )
    part = IndicatorPart.objects.filter(found).select_related("indicator__programme").first()
    return None if part is None else (part.indicator, part)


SOURCE = Indicators()


def _figure(indicator: Indicator, part: IndicatorPart | None = None) -> Figure:
    def compute(at: Turn | Period) -> Reading:
        if indicator.origin == Indicator.Origin.COUNTED:
            return counting.read(indicator, at)
        return measured(indicator, part, at)

    return Figure(
        key=part.full_key if part else indicator.key,
        label=part.label if part else indicator.label,
        unit=indicator.unit,
        kind=KINDS[indicator.kind],
        compute=compute if indicator.kind != Indicator.Kind.NORM else lambda at: norm(indicator, at),
        origin=Origin(indicator.origin),
        definition=indicator.definition,
        by=(indicator.dimension,) if indicator.dimension and part is None else (),
        chapter=indicator.chapter,
    )


def measured(indicator: Indicator, part: IndicatorPart | None, at: Reference) -> Reading:
    """What was measured on exactly this day or over exactly this period."""
    rows = Measurement.objects.current().on_reference(indicator, at)
    if part is None and indicator.adds_up:
        return _added_up(indicator, rows)
    return _reading(rows.filter(part=part).first())


def _reading(row: Measurement | None) -> Reading:
    if row is None:
        return missing("Er is nog geen meting.")
    if row.value is None:
        return not_applicable(row.not_applicable)
    trail = Rows(Measurement.objects.filter(pk=row.pk), "sum", "value", label=row.source)
    return Reading(plain(row.value), mark=row.mark, trail=trail, note=row.note)


def _added_up(indicator: Indicator, rows: QuerySet[Measurement]) -> Reading:
    """The whole, with its parts: measured itself, else the sum of the parts that were measured."""
    parts = {row.part.label: _reading(row) for row in rows.select_related("part") if row.part is not None}
    known = [part for part in parts.values() if part.known]
    whole = rows.filter(part=None).first()
    if whole is None:
        if not known:
            return missing("Er is nog geen meting.")
        added = derived("de onderdelen samen", lambda *values: sum(values), *known)
        return Reading(added.value, trail=added.trail, parts=parts)
    reading = _reading(whole)
    if not reading.known or not known:
        return reading
    rest = derived("het geheel zonder de onderdelen", lambda of, *less: of - sum(less), reading, *known)
    if rest.value != 0:
        parts[UNKNOWN] = rest
    return Reading(reading.value, mark=reading.mark, trail=reading.trail, parts=parts, note=reading.note)


def norm(indicator: Indicator, at: Turn) -> Reading:
    """The value that holds on the day before the turn: the last one set by then."""
    found = indicator.norms.filter(first_day__lt=at.day).select_related("decision").first()
    if found is None:
        return missing("Er geldt dan nog geen norm.")
    trail = Rows(Norm.objects.filter(pk=found.pk), "sum", "value")
    return Reading(plain(found.value), trail=trail, note=str(found.decision or found.source))


def plain(value: Decimal) -> int | Decimal:
    """A measured value as people would write it: whole numbers whole, others without trailing noughts."""
    return int(value) if value == value.to_integral_value() else value.normalize()
