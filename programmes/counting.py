"""Figures that the bureau defines by saying what is to be counted: checked when defined, read with their trail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count as Number
from django.db.models import Min, Q, QuerySet, Sum

from nov.kernel import formats
from nov.kernel.figures import Reading, Rows, counted, derived, missing, not_applicable, summed
from nov.kernel.periods import Period, Reference
from programmes.countable import Ahead, Column, Held, Kind, Point, Use
from programmes.countable_kinds import KINDS
from programmes.models import Count, Indicator, Programme

How = Count.How
# Which columns fit which way of reckoning; a number of rows and a share need none.
USES: dict[str, Use] = {
    How.SUM: "getal",
    How.AVERAGE: "getal",
    How.RATE: "getal",
    How.DISTINCT: "waarde",
    How.PER: "waarde",
    How.LAST_DAY: "dag",
}
PARTS = {"procent", "breuk"}


# ------------------------------------------------------------------------------------------ checking


def check(count: Count, unit_key: str) -> None:
    """Raise ValidationError, by field, for a count that names what there is not."""
    kind = KINDS.get(count.source)
    if kind is None:
        raise ValidationError({"source": f"‘{count.source}’ kan niet worden geteld. Kies uit: {', '.join(KINDS)}."})
    if count.how not in How.values:
        raise ValidationError({"how": f"‘{count.how}’ is geen manier van tellen. Kies uit: {', '.join(How.values)}."})
    _check_column(kind, count)
    _check_filters(kind, count.filters, "filters")
    _check_filters(kind, count.share_of, "share_of")
    if (count.how == How.SHARE) != bool(count.share_of):
        needs = (
            "Noem waaraan het deel voldoet." if count.how == How.SHARE else "Alleen een deel heeft extra voorwaarden."
        )
        raise ValidationError({"share_of": needs})
    _check_unit(count, unit_key)


def _check_column(kind: Kind, count: Count) -> None:
    use = USES.get(count.how)
    if use is None:
        if count.column:
            raise ValidationError({"column": "Bij een aantal en een deel hoort geen kolom."})
        return
    fitting = [
        name for name, column in kind.columns.items() if column.use == use and (count.how != How.RATE or column.out_of)
    ]
    if count.column not in fitting:
        there = f"Kies uit: {', '.join(fitting)}." if fitting else f"{kind.label} hebben zo’n kolom niet."
        raise ValidationError({"column": f"‘{count.column}’ past hier niet. {there}"})


def _check_filters(kind: Kind, filters: Mapping[str, Any], name: str) -> None:
    for field, value in filters.items():
        condition = kind.conditions.get(field)
        if condition is None:
            there = ", ".join(kind.conditions) or "er zijn er geen"
            raise ValidationError({name: f"‘{field}’ is geen voorwaarde bij {kind.label.lower()}. Kies uit: {there}."})
        if not isinstance(value, str) or not value.strip():
            raise ValidationError({name: f"Vul bij ‘{condition.label}’ een waarde in, of laat de voorwaarde weg."})
        if condition.values and value not in condition.values:
            there = ", ".join(condition.values)
            raise ValidationError({name: f"‘{value}’ bestaat niet bij ‘{condition.label}’. Kies uit: {there}."})


def _check_unit(count: Count, unit_key: str) -> None:
    """A day is written as a date and a share as a percentage or fraction, and nothing else is."""
    form = {How.LAST_DAY: {"datum"}, How.SHARE: PARTS, How.RATE: PARTS}.get(How(count.how))
    if form is not None and unit_key not in form:
        raise ValidationError({"unit_key": f"Kies hier als eenheid: {' of '.join(sorted(form))}."})
    if form is None and unit_key in {"datum", "procent", "breuk"}:
        raise ValidationError({"unit_key": f"‘{unit_key}’ past niet bij {count.get_how_display().lower()}."})


# ------------------------------------------------------------------------------------------- reading


def read(indicator: Indicator, at: Reference) -> Reading:
    """What an indicator counts at a moment or over a period, with the records behind it.

    Nought over a period says that there was nothing. It can be said only of a year in which the programme kept such
    records at all: else nobody recorded it, and the value is missing.
    """
    count: Count | None = getattr(indicator, "count", None)
    if count is None:
        return missing("Er is nog niet vastgelegd wat hier wordt geteld.")
    kind = KINDS[count.source]
    rows = kind.time.within(kind.rows(indicator.programme), at).filter(_all(kind, count.filters))
    column = kind.columns.get(count.column)
    found = READERS[How(count.how)](rows, column, indicator, count)
    nothing = found.note == formats.NO_ANSWERS or (found.known and not found.value)
    if nothing and isinstance(at, Period) and not _kept(kind, indicator.programme, at):
        return missing(f"{kind.label}: over deze periode is niets vastgelegd.")
    return found


def agreed(indicator: Indicator) -> bool:
    """Whether an indicator counts what is planned as well, so that it is known before its moment has come."""
    count: Count | None = getattr(indicator, "count", None)
    return count is not None and isinstance(KINDS[count.source].time, Ahead)


def _kept(kind: Kind, programme: Programme, at: Period) -> bool:
    """Whether a programme kept records of a kind in the years that a period touches."""
    if kind.complete:
        return True
    years = Period(date(at.first.year, 1, 1), date(at.last.year + 1, 1, 1))
    within = kind.time.touching if isinstance(kind.time, Held) else kind.time.within
    return within(kind.rows(programme), years).exists()


@dataclass(frozen=True, slots=True)
class Split:
    """What was counted, by the values of one condition: (value, how it is called, how much), and what has no value."""

    parts: tuple[tuple[str, str, int], ...]
    blank: int


def split(indicator: Indicator, reading: Reading, by: str) -> Split:
    """A counted reading in parts by one of the conditions of its kind of record, in the order of the condition's
    values; texts in the order of their first day, or of the alphabet where records last.

    Raises ValueError, in Dutch, when this figure is no number or sum of records, or cannot be split like that.
    """
    count: Count | None = getattr(indicator, "count", None)
    if count is None or not isinstance(reading.trail, Rows) or reading.trail.how not in ("count", "sum"):
        raise ValueError(f"‘{indicator.key}’ telt geen dingen die te verdelen zijn.")
    conditions = {name: each for name, each in KINDS[count.source].conditions.items() if each.column}
    if by not in conditions:
        raise ValueError(f"‘{indicator.key}’ is niet te verdelen naar ‘{by}’. Kies uit: {', '.join(conditions)}.")
    column, names = conditions[by].column, conditions[by].values
    trail = reading.trail
    amount: Any = Number("pk") if trail.how == "count" else Sum(trail.column)
    time = KINDS[count.source].time
    first: Any = Min(time.column if isinstance(time, Point) else column)
    rows = trail.rows.order_by().values(column).annotate(first=first, amount=amount).order_by("first", column)
    found = {row[column]: row["amount"] for row in rows}
    blank = sum(found.pop(value, None) or 0 for value in (None, ""))
    order = [value for value in names or found if value in found]
    return Split(tuple((value, names.get(value, value), found[value] or 0) for value in order), blank)


def _all(kind: Kind, filters: Mapping[str, str]) -> Q:
    found = Q()
    for name, value in filters.items():
        found &= kind.conditions[name].find(value)
    return found


def _count(rows: QuerySet[Any], column: Column | None, indicator: Indicator, count: Count) -> Reading:
    return counted(rows)


def _sum(rows: QuerySet[Any], column: Column, indicator: Indicator, count: Count) -> Reading:
    """The sum of what is known; how many rows do not say is told, and nothing known is no nought."""
    found = rows.aggregate(total=Sum(column.of), known=Number(column.of), all=Number("pk"))
    unknown = found["all"] - found["known"]
    if unknown and not found["known"]:
        return missing(f"{column.label}: nog niet ingevuld.")
    note = f"van {unknown} niet bekend" if unknown else ""
    return Reading(found["total"] or 0, trail=Rows(rows, "sum", column.of), note=note)


def _distinct(rows: QuerySet[Any], column: Column, indicator: Indicator, count: Count) -> Reading:
    """The number of different values, with the first record of each as its trail."""
    field: Any = rows.model._meta.get_field(str(column.of))
    name = field.attname  # of a relation its key: ordering by the relation would order by what it points at
    named = rows.exclude(**{f"{name}__isnull": True})
    if field.get_internal_type() == "CharField":
        named = named.exclude(**{name: ""})
    firsts = named.order_by(name, "pk").distinct(name).values("pk")
    return counted(rows.model._default_manager.filter(pk__in=firsts))


def _share(rows: QuerySet[Any], column: Column | None, indicator: Indicator, count: Count) -> Reading:
    of = counted(rows)
    if of.value == 0:
        return not_applicable(formats.NO_ANSWERS)
    part = counted(rows.filter(_all(KINDS[count.source], count.share_of)))
    return _part_of(part, of, indicator)


def _rate(rows: QuerySet[Any], column: Column, indicator: Indicator, count: Count) -> Reading:
    """What a column adds up to, of what it is a part of; rows of which it is not known have no say."""
    known = rows.filter(**{f"{column.of}__isnull": False})
    if rows.exists() and not known.exists():
        return missing(f"{column.label}: nog niet ingevuld.")
    of = summed(known, column.out_of)
    return _part_of(summed(known, column.of), of, indicator) if of.value else not_applicable(formats.NO_ANSWERS)


def _part_of(part: Reading, of: Reading, indicator: Indicator) -> Reading:
    times = 1 if indicator.unit.form == "breuk" else 100
    sentence = "het deel ÷ het geheel" + ("" if times == 1 else " × 100")
    return derived(sentence, lambda some, all_: Fraction(times * some, all_) if all_ else None, part, of)


def _average(rows: QuerySet[Any], column: Column, indicator: Indicator, count: Count) -> Reading:
    known = rows.filter(**{f"{column.of}__isnull": False})
    if not known.exists():
        return not_applicable(formats.NO_ANSWERS)
    return derived("som ÷ aantal", _ratio, summed(known, column.of), counted(known))


def _per(rows: QuerySet[Any], column: Column, indicator: Indicator, count: Count) -> Reading:
    distinct = _distinct(rows, column, indicator, count)
    if distinct.value == 0:
        return not_applicable(formats.NO_ANSWERS)
    return derived("aantal ÷ aantal verschillende", _ratio, counted(rows), distinct)


def _ratio(a: Any, b: int) -> Any:
    """a ÷ b, whole when it is whole; None when there is nothing to divide by."""
    if not b:
        return None
    found = Fraction(a) / b
    return int(found) if found.denominator == 1 else found


def _last_day(rows: QuerySet[Any], column: Column, indicator: Indicator, count: Count) -> Reading:
    trail = Rows(rows, "max", column.of)
    value = trail.total()
    return missing("Er is nog geen laatste dag bekend.") if value is None else Reading(value, trail=trail)


READERS: dict[How, Callable[..., Reading]] = {
    How.COUNT: _count,
    How.SUM: _sum,
    How.AVERAGE: _average,
    How.DISTINCT: _distinct,
    How.PER: _per,
    How.SHARE: _share,
    How.RATE: _rate,
    How.LAST_DAY: _last_day,
}
