"""The sentence that says why a member owes what it owes for a year; it is kept with the amount."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from members.models import Category, DeclaredBase, Reduction, Tariff
from members.models.memberships import Measure
from nov.kernel.formats import cents, day, money, month_name, number

if TYPE_CHECKING:
    from members.billing import Charge


def base_in_words(category: Category, amount: Decimal) -> str:
    """A base in the measure of its category: "€ 310.000", "4,6 fte", "1.200 vrijwilligers"."""
    whole = amount == int(amount)
    if category.measure == Measure.EURO:
        return money(amount) if whole else cents(amount)
    return f"{number(amount, 0 if whole else 1)} {category.measure}".strip()


def is_estimate(base: DeclaredBase, year: int) -> bool:
    """Whether a base that counts for the contribution of a year is an estimate.

    It is when the bureau made it, and when nothing is known of the year before: then the last known one counts.
    """
    return base.source == DeclaredBase.Source.ESTIMATE or base.year < year - 1


def class_in_words(category: Category, tariff: Tariff, base: DeclaredBase | None, year: int) -> str:
    """The class with the base it follows from; of an estimate it is said that it is one, and why."""
    if base is None or not category.base:
        return ""
    amount = base_in_words(category, base.amount)
    source = "opgave" if base.source == DeclaredBase.Source.DECLARED else base.get_source_display().lower()
    said = f"{source} van {day(base.declared_on)}"
    if not is_estimate(base, year):
        said = f"grondslag {amount} over {base.year}, {said}"
    elif base.year < year - 1:
        said = f"grondslag geschat op {amount}: over {year - 1} is niets opgegeven, dus de laatst bekende, over {base.year}, {said}"
    else:
        said = f"grondslag geschat op {amount} over {base.year}, {said}"
    return f", klasse {tariff.klass} ({said})"


def part_in_words(first: date, year: int, share: Decimal, half_from: int | None, reduction: Reduction | None) -> str:
    """Why the whole amount is owed, or a part of it."""
    if reduction is not None:
        decision = reduction.decision
        part = reduction.get_share_display().lower()
        return f"{part} volgens besluit {decision.number} van {day(decision.date)}: {reduction.reason}"
    if first <= date(year, 1, 1):
        return "heel jaar lid"
    month = month_name(date(year, half_from, 1)) if half_from else ""
    if share < 1:
        return f"half jaar vanwege lidmaatschap vanaf {day(first)}, op of na 1 {month}"
    return f"lid vanaf {day(first)}{f', voor 1 {month}' if month else ''}, dus het hele bedrag"


def explained(charge: Charge, year: int) -> str:
    """The sentence of one charge; "" when it cannot be charged yet."""
    tariff = charge.tariff
    if tariff is None:
        return ""
    klass = class_in_words(charge.category, tariff, charge.base, year)
    part = part_in_words(charge.first_day, year, charge.share, tariff.table.half_from, charge.reduction)
    decision = tariff.table.decision
    return (
        f"Contributie {year} als {charge.category.name.lower()}{klass}: tarief {cents(tariff.amount)},"
        f" besloten op {day(decision.date)} ({decision.number}); {part}: {cents(charge.amount)}."
    )
