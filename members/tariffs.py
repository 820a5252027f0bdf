"""Tariffs by decision, declared bases, and the class that follows from both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from itertools import groupby
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from finance.models import Decision
from members.models import Category, Contribution, DeclaredBase, Tariff, TariffTable
from members.timeline import take_lock
from nov.kernel.periods import Year


class Obstacle(Enum):
    """What is in the way of charging a member."""

    NO_TARIFF = "geen tarief"
    NO_BASE = "geen grondslag"
    TO_JUDGE = "te beoordelen opgave"


class ContributionError(ValidationError):
    """Something that cannot be charged, said in Dutch."""


class TariffRow(NamedTuple):
    """A row of a table of tariffs: a class of a category, the base it begins at, and the amount for a year."""

    category: Category
    klass: str
    minimum: Decimal
    amount: Decimal


@transaction.atomic
def adopt_tariffs(
    *, first_day: date, decision: Decision, rows: Iterable[TariffRow], half_from: int | None = 7
) -> TariffTable:
    """Store a table of tariffs that the general meeting decided on, in force from a day on.

    Raises ContributionError when a category has no class that begins at nought: then some member would have none; and
    when a year it would apply to was invoiced.
    """
    take_lock()
    rows = list(rows)
    first_year = first_day.year + (first_day > Year(first_day.year).first)
    charged = Contribution.objects.filter(year__gte=first_year).order_by("year").first()
    if charged is not None:
        raise ContributionError(
            f"De contributie van {charged.year} is al gefactureerd; de tarieven staan daarmee vast."
        )
    lowest: dict[Category, Decimal] = {}
    for row in rows:
        lowest[row.category] = min(row.minimum, lowest.get(row.category, row.minimum))
    for category, minimum in lowest.items():
        if minimum != 0:
            raise ContributionError(
                f"De laagste klasse van {category.plural.lower()} begint bij 0, niet bij {minimum}."
            )
    table = TariffTable(first_day=first_day, decision=decision, half_from=half_from)
    table.full_clean()
    table.save()
    Tariff.objects.bulk_create(Tariff(table=table, **row._asdict()) for row in rows)
    return table


def indexed(year: int, percentage: Decimal, step: Decimal) -> list[tuple[Tariff, Decimal]]:
    """The tariffs of before a year, each with its new amount: so much per cent more, rounded to a multiple of `step`.

    Half a step is rounded up. Raises ContributionError when there is nothing to start from.
    """
    table = _before(year)
    rows = table.tariffs.select_related("category").order_by("category__position", "minimum")
    return [(row, _stepped(row.amount * (1 + percentage / 100), step)) for row in rows]


def _stepped(amount: Decimal, step: Decimal) -> Decimal:
    return (amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def _before(year: int) -> TariffTable:
    table = TariffTable.objects.filter(first_day__lt=Year(year).first).order_by("-first_day").first()
    if table is None:
        raise ContributionError(f"Er zijn geen tarieven van voor {year} om van uit te gaan.")
    return table


def adopt_indexed(*, year: int, percentage: Decimal, step: Decimal, decision: Decision) -> TariffTable:
    """Store the indexed tariffs of a year, as the general meeting decided. Raises as `adopt_tariffs` and `indexed` do."""
    rows = [TariffRow(old.category, old.klass, old.minimum, new) for old, new in indexed(year, percentage, step)]
    first_day = Year(year).first
    return adopt_tariffs(first_day=first_day, decision=decision, rows=rows, half_from=_before(year).half_from)


def declare_bases(bases: Iterable[DeclaredBase]) -> None:
    """Store what organisations declared for a year; a later declaration for the same year replaces the former."""
    DeclaredBase.objects.bulk_create(
        bases,
        update_conflicts=True,
        unique_fields=["organisation", "category", "year"],
        update_fields=["amount", "declared_on", "source"],
    )


def tariffs_of(year: int) -> dict[int, list[Tariff]]:
    """The tariffs in force on 1 January, by category, from the highest class to the lowest."""
    table = TariffTable.objects.filter(first_day__lte=Year(year).first).order_by("-first_day").first()
    if table is None:
        raise ContributionError(f"Er zijn geen tarieven voor {year}. Leg eerst het tarievenbesluit vast.")
    rows = table.tariffs.select_related("category", "table__decision").order_by("category", "-minimum")
    return {category: list(of) for category, of in groupby(rows, key=lambda row: row.category_id)}


def latest_bases(year: int) -> dict[tuple[int, int], DeclaredBase]:
    """The latest base up to a year, by organisation and category."""
    declared = DeclaredBase.objects.filter(year__lte=year).order_by("organisation_id", "category_id", "-year")
    latest = declared.distinct("organisation_id", "category_id")
    return {(base.organisation_id, base.category_id): base for base in latest}


def class_of(
    category: Category, base: DeclaredBase | None, tariffs: Sequence[Tariff]
) -> tuple[Tariff | None, Obstacle | None]:
    """The tariff of the class that a base falls in, from the highest class to the lowest; or what is in the way."""
    if not tariffs:
        return None, Obstacle.NO_TARIFF
    if not category.base:
        return tariffs[-1], None
    if base is None:
        return None, Obstacle.NO_BASE
    return next(tariff for tariff in tariffs if tariff.minimum <= base.amount), None
