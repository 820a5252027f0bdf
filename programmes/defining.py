"""How a programme and its figures come to be without code: prefixes, phases, indicators, their parts, norms and names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from finance.models import Decision, Grant
from nov.kernel import formats
from nov.kernel.models import User
from nov.kernel.periods import ONE_DAY
from programmes import counting, figures
from programmes.indicators import SOURCE
from programmes.models import Count, Indicator, IndicatorPart, KeyAlias, KeyPrefix, Norm, Programme, ProgrammePhase

# The first words of keys that the apps' own code uses. A programme cannot have one of them.
RESERVED = frozenset(
    [
        "aantal",
        "balans",
        "begroting",
        "bestemming",
        "bestuur",
        "bureau",
        "contributie",
        "directie",
        "financien",
        "jaar",
        "leden",
        "mutaties",
        "personeel",
        "programma",
        "rang",
        "reserve",
        "subsidie",
        "team",
        "vergaderingen",
    ]
)


@transaction.atomic
def start_programme(
    *, code: str, name: str, prefixes: Iterable[str] = (), leads: Iterable[User] = (), **fields: object
) -> Programme:
    """A new programme with the first words of its keys and its leads; `fields` as in the model.

    Raises ValidationError by field.
    """
    programme = Programme(code=code, name=name, **fields)
    programme.full_clean()
    programme.save()
    programme.leads.set(leads)
    for prefix in prefixes:
        claim_prefix(programme, prefix)
    return programme


def add_phase(
    programme: Programme, *, name: str, first_day: date, last_day: date | None = None, grant: Grant | None = None
) -> ProgrammePhase:
    """A phase of a programme, with its last day included. Raises ValidationError when it ends before it starts."""
    if last_day is not None and last_day < first_day:
        ends, starts = formats.day(last_day), formats.day(first_day)
        raise ValidationError({"last_day": f"De fase eindigt op {ends}, voor zij begint op {starts}."})
    during = (first_day, None if last_day is None else last_day + ONE_DAY)
    phase = ProgrammePhase(programme=programme, name=name, during=during, grant=grant)
    phase.full_clean()
    phase.save()
    return phase


def claim_prefix(programme: Programme, prefix: str) -> KeyPrefix:
    """Give a programme the first word of its keys. Raises ValidationError when another one has it."""
    if prefix in RESERVED:
        raise ValidationError({"prefix": f"‘{prefix}’ is van de administratie zelf. Kies een ander woord."})
    taken = KeyPrefix.objects.filter(prefix=prefix).select_related("programme").first()
    if taken is not None:
        if taken.programme_id == programme.pk:
            return taken
        raise ValidationError({"prefix": f"‘{prefix}’ is al van {taken.programme}. Kies een ander woord."})
    made = KeyPrefix(programme=programme, prefix=prefix)
    made.full_clean()
    made.save()
    return made


@transaction.atomic
def define_indicator(programme: Programme, *, key: str, **fields: object) -> Indicator:
    """A new indicator of a programme; `fields` as in the model. Raises ValidationError by field."""
    check_key(programme, key)
    indicator = Indicator(programme=programme, key=key, **fields)
    indicator.full_clean()
    indicator.save()
    return indicator


@transaction.atomic
def define_count(
    programme: Programme,
    *,
    source: str,
    how: str = Count.How.COUNT,
    column: str = "",
    filters: Mapping[str, str] | None = None,
    share_of: Mapping[str, str] | None = None,
    **fields: object,
) -> Indicator:
    """A figure that is counted from the programme's records (`countable_kinds.py`); `fields` as of an indicator.

    Raises ValidationError by field.
    """
    count = Count(source=source, how=how, column=column, filters=dict(filters or {}), share_of=dict(share_of or {}))
    counting.check(count, str(fields.get("unit_key", "aantal")))
    indicator = define_indicator(programme, origin=Indicator.Origin.COUNTED, **fields)  # type: ignore[arg-type]
    count.indicator = indicator
    count.save()
    return indicator


def change_count(
    count: Count, *, how: str, column: str = "", filters: Mapping[str, str], share_of: Mapping[str, str]
) -> Count:
    """Reckon a figure in another way; its history keeps the way before. Raises ValidationError by field."""
    count.how, count.column, count.filters, count.share_of = how, column, dict(filters), dict(share_of)
    counting.check(count, count.indicator.unit_key)
    count.save()
    return count


def check_key(programme: Programme, key: str) -> None:
    """Raise ValidationError when this programme cannot have a figure with this key."""
    first = key.partition(".")[0]
    owner = KeyPrefix.objects.filter(prefix=first).select_related("programme").first()
    if owner is None or owner.programme_id != programme.pk:
        own = ", ".join(f"‘{prefix}.’" for prefix in programme.prefixes.all()) or "een eigen voorvoegsel"
        raise ValidationError({"key": f"Een sleutel van {programme} begint met {own}."})
    if key in figures.KEYS or SOURCE.find(key) is not None:
        raise ValidationError({"key": f"Er is al een kengetal ‘{key}’. Sleutels zijn uniek."})


@transaction.atomic
def rename_indicator(indicator: Indicator, key: str) -> Indicator:
    """Give an indicator another key; the old one stays as an alias, since texts and adopted editions hold it."""
    if key == indicator.key:
        return indicator
    check_key(indicator.programme, key)
    KeyAlias.objects.create(key=indicator.key, indicator=indicator)
    indicator.key = key
    indicator.full_clean()
    indicator.save()
    return indicator


def add_part(indicator: Indicator, *, key: str, label: str, **fields: object) -> IndicatorPart:
    """Another page, channel or section that the indicator is measured for. Raises ValidationError by field."""
    if not indicator.dimension:
        raise ValidationError({"indicator": f"‘{indicator}’ is één getal en heeft geen onderdelen."})
    full_key = f"{indicator.key}.{key}"
    if full_key in figures.KEYS or SOURCE.find(full_key) is not None:
        raise ValidationError({"key": f"Er is al een kengetal ‘{full_key}’. Sleutels zijn uniek."})
    part = IndicatorPart(indicator=indicator, key=key, label=label, **fields)
    part.full_clean()
    part.save()
    return part


def set_norm(
    indicator: Indicator,
    *,
    value: Decimal | int,
    first_day: date,
    decision: Decision | None = None,
    source: str = "",
) -> Norm:
    """Let a norm have a value from a day on, by a decision or another source. The same once more changes nothing.

    Raises ValidationError by field.
    """
    if indicator.kind != Indicator.Kind.NORM:
        raise ValidationError({"indicator": f"‘{indicator}’ wordt gemeten en is geen norm."})
    if value < 0:
        raise ValidationError({"value": f"{value} kan niet: een norm is nul of meer."})
    if decision is None and not source.strip():
        raise ValidationError({"source": "Noem het besluit of de bron waar deze norm op rust."})
    there = indicator.norms.filter(first_day=first_day).first()
    if there is not None:
        if there.value == value:
            return there
        raise ValidationError({"first_day": f"Vanaf {first_day:%d-%m-%Y} geldt al {there.value.normalize():f}."})
    norm = Norm(indicator=indicator, value=value, first_day=first_day, decision=decision, source=source.strip())
    norm.full_clean()
    norm.save()
    return norm
