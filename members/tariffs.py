"""Tariffs by decision, declared bases, and the class that follows from both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from finance.models import Decision
from members.models import Category, DeclaredBase, Tariff, TariffTable
from nov.kernel.periods import Year


class ContributionError(ValidationError):
    """Something that cannot be charged, said in Dutch."""


class TariffRow(NamedTuple):
    """A row of a table of tariffs: a class of a category, the base it begins at, and the amount for a year."""

    category: Category
    klass: str
    minimum: Decimal
    amount: Decimal


@transaction.atomic
def adopt_tariffs(*, first_day: date, decision: Decision, rows: Iterable[TariffRow]) -> TariffTable:
    """Store a table of tariffs that the general meeting decided on, in force from a day on.

    Raises ContributionError when a category has no class that begins at nought: then some member would have none.
    """
    rows = list(rows)
    lowest: dict[Category, Decimal] = {}
    for row in rows:
        lowest[row.category] = min(row.minimum, lowest.get(row.category, row.minimum))
    for category, minimum in lowest.items():
        if minimum != 0:
            raise ContributionError(
                f"De laagste klasse van {category.plural.lower()} begint bij 0, niet bij {minimum}."
            )
    table = TariffTable.objects.create(first_day=first_day, decision=decision)
    Tariff.objects.bulk_create(Tariff(table=table, **row._asdict()) for row in rows)
    return table


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
    rows = table.tariffs.select_related("category").order_by("category", "-minimum")
    return {category: list(of) for category, of in groupby(rows, key=lambda row: row.category_id)}


def latest_bases(year: int) -> dict[tuple[int, int], DeclaredBase]:
    """The latest base up to a year, by organisation and category."""
    declared = DeclaredBase.objects.filter(year__lte=year).order_by("organisation_id", "category_id", "-year")
    latest = declared.distinct("organisation_id", "category_id")
    return {(base.organisation_id, base.category_id): base for base in latest}


def class_of(category: Category, base: DeclaredBase | None, tariffs: Sequence[Tariff]) -> tuple[Tariff | None, str]:
    """The tariff of the class that a base falls in, from the highest class to the lowest; or what is in the way."""
    if not tariffs:
        return None, f"er is geen tarief voor {category.plural.lower()}"
    if not category.base:
        return tariffs[-1], ""
    if base is None:
        return None, f"de grondslag ({category.base}) is niet opgegeven"
    return next(tariff for tariff in tariffs if tariff.minimum <= base.amount), ""
