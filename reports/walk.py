"""The way back from a value to the records behind it, as far as whoever walks it may look."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.urls import NoReverseMatch

from nov.kernel import formats
from nov.kernel.figures import Formula, Rows, Trail, Value
from nov.kernel.models import User
from nov.kernel.records import acts_of

SHOWN = 100
_HOW = {"count": "Geteld", "sum": "Opgeteld", "max": "De hoogste van", "min": "De laagste van"}


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it is listed: what it is called, where its page is, and what it adds."""

    name: str
    url: str
    adds: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step back: what was done, with what outcome, and either the records or the steps before it.

    `closed`: the records are there, and are not for this user. `more`: how many are not listed.
    """

    how: str
    total: str
    records: list[Record] = field(default_factory=list)
    parts: list[Step] = field(default_factory=list)
    more: int = 0
    closed: bool = False


def back(trail: Trail, user: User) -> Step:
    """The way back along a trail."""
    if isinstance(trail, Formula):
        return Step(trail.sentence, written(trail.total()), parts=[back(part, user) for part in trail.parts])
    return _rows(trail, user)


def _rows(trail: Rows, user: User) -> Step:
    name = trail.rows.model._meta
    how = f"{_HOW[trail.how]}: {trail.label or name.verbose_name_plural}"
    total = written(trail.total())
    if not _may_look(trail.rows.model, user):
        return Step(how, total, closed=True)
    rows = _visible(trail.rows, user)
    listed = list(rows[: SHOWN + 1])
    records = [Record(str(row), _url(row), _adds(row, trail)) for row in listed[:SHOWN]]
    more = rows.count() - SHOWN if len(listed) > SHOWN else 0
    return Step(how, total, records, more=more)


def _may_look(model: type[models.Model], user: User) -> bool:
    acts = acts_of(model)
    return user.has_perm(acts.view if acts else f"{model._meta.app_label}.view")


def _visible(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    """The rows in the order of their kind; only those that this user may know of."""
    if hasattr(rows, "visible_to"):
        rows = rows.filter(pk__in=rows.model._default_manager.visible_to(user).values("pk"))
    return rows if rows.query.is_sliced or rows.query.combinator else rows.select_related()


def _url(row: models.Model) -> str:
    try:
        return row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
    except NoReverseMatch:
        return ""


def _adds(row: models.Model, trail: Rows) -> str:
    return written(getattr(row, trail.column, None)) if isinstance(trail.column, str) else ""


def written(value: Value | None) -> str:
    """A bare value of a step, whatever its unit."""
    if value is None:
        return ""
    if isinstance(value, date):
        return formats.day(value)
    whole = formats.rounded(value, 2)
    return formats.number(value, 0 if whole == whole.to_integral_value() else 2)
