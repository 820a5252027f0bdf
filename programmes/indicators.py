"""Figures that live in rows: the indicators that users define, their parts, and the norms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property, reduce
from operator import or_

from django.db.models import Q

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
from programmes import counting, ranks
from programmes.models import Indicator, IndicatorPart, KeyAlias, Measurement, Norm

KINDS: dict[str, Kind] = {"stand": STOCK, "stroom": FLOW, "norm": NORM}
UNKNOWN = "onbekend"


Place = tuple[Indicator, IndicatorPart | None]


class Indicators:
    """The source of the catalogue for what is measured: a figure per indicator, one per part of it, and the ranks of pages."""

    def keys(self) -> Iterator[str]:
        """Every indicator that is one number or adds up to one, and every part; without old keys."""
        yield from Indicator.objects.filter(Q(dimension="") | Q(adds_up=True)).values_list("key", flat=True)
        for head, tail in IndicatorPart.objects.values_list("indicator__key", "key"):
            yield f"{head}.{tail}"
        yield from ranks.keys()

    def find(self, key: str) -> Figure | None:
        """The figure with this key, or with this old key; it carries the present one."""
        place = self.located(key)
        if place is None:
            return ranks.find(key, self)
        indicator, part = place
        return self._figure(indicator, part) if part or indicator.adds_up or not indicator.dimension else None

    def located(self, key: str) -> Place | None:
        """The indicator, and the part of it, that a key or an old key stands for."""
        return located(key)

    def measurements(self, indicator: Indicator, at: Reference) -> Sequence[Measurement]:
        """What holds of an indicator on exactly this day or over exactly this period: the whole and its parts."""
        return list(Measurement.objects.current().on_reference(indicator, at).select_related("part"))

    def opened(self) -> Indicators:
        """The source for one assembly."""
        return Opened()

    def _figure(self, indicator: Indicator, part: IndicatorPart | None) -> Figure:
        def compute(at: Turn | Period) -> Reading:
            if indicator.origin == Indicator.Origin.COUNTED:
                return counting.read(indicator, at)
            return _measured(indicator, part, self.measurements(indicator, at))

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
            agreed=indicator.origin == Indicator.Origin.COUNTED and counting.agreed(indicator),
        )


class Opened(Indicators):
    """The same within one picture of the records: all definitions are read at once, and all measurements of some days."""

    def __init__(self) -> None:
        self._by_days: dict[tuple[date, date], dict[int, list[Measurement]]] = {}

    def located(self, key: str) -> Place | None:
        """The indicator, and the part of it, that a key or an old key stands for."""
        return self._places.get(key)

    @cached_property
    def _places(self) -> dict[str, Place]:
        """What every key and old key stands for; an indicator comes before a part, a present key before an old one."""
        indicators = Indicator.objects.select_related("programme", "count").in_bulk()
        names = [(old, indicators[of]) for old, of in KeyAlias.objects.values_list("key", "indicator_id")]
        names += [(each.key, each) for each in indicators.values()]
        parts: dict[int, list[IndicatorPart]] = {}
        for part in IndicatorPart.objects.all():
            part.indicator = indicators[part.indicator_id]
            parts.setdefault(part.indicator_id, []).append(part)
        found: dict[str, Place] = {
            f"{name}.{part.key}": (indicator, part) for name, indicator in names for part in parts.get(indicator.pk, ())
        }
        return found | {name: (indicator, None) for name, indicator in names}

    def measurements(self, indicator: Indicator, at: Reference) -> Sequence[Measurement]:
        """What holds of an indicator on exactly this day or over exactly this period: the whole and its parts."""
        days = indicator.days(at)
        if days not in self._by_days:
            found = self._by_days[days] = {}
            for row in Measurement.objects.current().filter(during=days).select_related("part"):
                found.setdefault(row.indicator_id, []).append(row)
        return self._by_days[days].get(indicator.pk, ())


SOURCE = Indicators()


def located(key: str) -> Place | None:
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


def measured(indicator: Indicator, part: IndicatorPart | None, at: Reference) -> Reading:
    """What was measured on exactly this day or over exactly this period."""
    return _measured(indicator, part, SOURCE.measurements(indicator, at))


def _measured(indicator: Indicator, part: IndicatorPart | None, rows: Sequence[Measurement]) -> Reading:
    if part is None and indicator.adds_up:
        return _added_up(rows)
    return _reading(next((row for row in rows if row.part == part), None))


def _reading(row: Measurement | None) -> Reading:
    if row is None:
        return missing("Er is nog geen meting.")
    if row.value is None:
        return not_applicable(row.not_applicable)
    trail = Rows(Measurement.objects.filter(pk=row.pk), "sum", "value", label=row.source)
    return Reading(plain(row.value), mark=row.mark, trail=trail, note=row.note)


def _added_up(rows: Sequence[Measurement]) -> Reading:
    """The whole, with its parts: measured itself, else the sum of the parts that were measured."""
    parts = {row.part.label: _reading(row) for row in rows if row.part is not None}
    known = [part for part in parts.values() if part.known]
    whole = next((row for row in rows if row.part is None), None)
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
