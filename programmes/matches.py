"""Sums of the matches with what they consist of: by kind, in it by gender, in it by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from nov.kernel import formats
from nov.kernel.figures import Reading, Rows
from programmes.models import DeskMonth, Gender, MatchKind

DIMENSIONS = ("kind", "gender", "month")
LABELS: Mapping[str, Any] = {
    "kind": dict(MatchKind.choices).__getitem__,
    "gender": dict(Gender.choices).__getitem__,
    "month": lambda first_day: f"{formats.month_name(first_day)} {first_day.year}",
}


def matches(rows: QuerySet[DeskMonth], split: tuple[str, ...] = DIMENSIONS) -> Reading:
    """The sum of the matches, with parts within parts: by kind, in it by gender, in it by month."""
    sums = list(rows.order_by(*split).values_list(*split).annotate(Sum("matches")))
    return added(rows, sum(row[-1] for row in sums), "matches", split_up(rows, sums, split))


def split_up(rows: QuerySet[DeskMonth], sums: list[Any], split: tuple[str, ...]) -> dict[str, Reading]:
    if not split:
        return {}
    groups: dict[str | date, list[Any]] = defaultdict(list)
    for first, *rest in sums:
        groups[first].append(rest)
    return {
        LABELS[split[0]](value): added(
            inside := rows.filter(**{split[0]: value}),
            sum(row[-1] for row in group),
            "matches",
            split_up(inside, group, split[1:]),
        )
        for value, group in groups.items()
    }


def added(rows: QuerySet[Any], value: Any, column: str, parts: Mapping[str, Reading] | None = None) -> Reading:
    """A sum that is known already, with the rows it came from."""
    return Reading(value, trail=Rows(rows, "sum", column), parts=parts or {})
