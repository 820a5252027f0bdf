"""Who changed what: triggers in the database write a row for each change of a tracked record, bulk and raw SQL included.

    @tracked()
    class Organisation(models.Model): ...

The rows are for reading only: the application may add to them (by the triggers) and never change them. Who did it stands
on the row itself; in a request the middleware puts it there, elsewhere `acting(by)` does. The ledger is not tracked: it
cannot change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

import pghistory
from django.apps import apps
from django.db import connection, models
from django.db.backends.postgresql.psycopg_any import Range
from django.utils import timezone

from nov.kernel import formats
from nov.kernel.periods import ONE_DAY

Model = TypeVar("Model", bound=type[models.Model])
MADE, CHANGED, REMOVED = "gemaakt", "gewijzigd", "weggehaald"
MOST = 500
FORGET = "select set_config('pghistory.context_id', '', true), set_config('pghistory.context_metadata', '', true)"


def tracked(*, without: Sequence[str] = ()) -> Callable[[Model], Model]:
    """Keep the history of a model. `without` names columns that are nobody's business or noise, such as a password."""
    return pghistory.track(
        pghistory.InsertEvent(MADE),
        pghistory.UpdateEvent(CHANGED),
        pghistory.DeleteEvent(REMOVED),
        exclude=list(without) or None,
        obj_field=pghistory.ObjForeignKey(related_name="history", related_query_name="history"),
        meta={"verbose_name": "wijziging", "verbose_name_plural": "wijzigingen"},
    )


@contextmanager
def acting(by: models.Model, why: str = "") -> Iterator[None]:
    """Put the name of whoever acts on what is changed inside: for jobs, commands and imports."""
    with pghistory.context() as now:
        before = dict(now.metadata)
        now.metadata.update(user=by.pk, **({"why": why} if why else {}))
        try:
            yield
        finally:
            now.metadata.clear()
            now.metadata.update(before)
    if not before and connection.in_atomic_block:  # the database would remember it until the end of the transaction
        with connection.cursor() as cursor:
            cursor.execute(FORGET)


def event_tables() -> list[str]:
    """The tables with history, which nobody may change."""
    return sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, pghistory.models.Event))


@dataclass(frozen=True, slots=True)
class Difference:
    """One column that changed: its name and both values as a reader sees them."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One moment at which a record was made, changed or taken away."""

    at: datetime
    who: str
    what: str
    why: str
    differences: tuple[Difference, ...]


def history_of(record: models.Model) -> list[Change]:
    """The changes of a record, newest first, at most MOST of them; empty for a model that is not tracked."""
    events = getattr(record, "history", None)
    if events is None:
        return []
    rows = list(events.order_by("-pgh_id")[: MOST + 1])
    shown = _Shown(type(record), rows)
    names = _names(rows)
    pairs = zip(rows, [*rows[1:], None], strict=True)
    return [
        Change(
            at=row.pgh_created_at,
            who=names.get((row.pgh_context or {}).get("user", 0), "het systeem"),
            what=row.pgh_label,
            why=(row.pgh_context or {}).get("why", ""),
            differences=tuple(shown.differences(before, row)) if row.pgh_label == CHANGED and before else (),
        )
        for row, before in pairs
    ][:MOST]


def _names(rows: Sequence[Any]) -> dict[int, str]:
    from nov.kernel.models import User  # the accounts are tracked themselves

    ids = {row.pgh_context["user"] for row in rows if row.pgh_context and row.pgh_context.get("user")}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))


class _Shown:
    """Values of the tracked columns in words; what a foreign key points at is fetched once per column."""

    def __init__(self, model: type[models.Model], rows: Sequence[Any]) -> None:
        kept = {field.name for field in rows[0]._meta.concrete_fields} if rows else set()
        self.fields = [field for field in model._meta.concrete_fields if field.name in kept and not field.primary_key]
        wanted: dict[models.Field, set[Any]] = defaultdict(set)
        for field in self.fields:
            if field.is_relation:
                wanted[field] = {getattr(row, field.attname) for row in rows} - {None}
        self.targets = {
            field: {one.pk: str(one) for one in field.related_model._base_manager.filter(pk__in=ids)}  # type: ignore[union-attr]
            for field, ids in wanted.items()
        }

    def differences(self, before: Any, after: Any) -> Iterator[Difference]:
        for field in self.fields:
            old, new = getattr(before, field.attname), getattr(after, field.attname)
            if old != new:
                label = str(field.verbose_name)
                yield Difference(label[:1].upper() + label[1:], self.words(field, old), self.words(field, new))

    def words(self, field: models.Field, value: Any) -> str:
        if value is None or value == "":
            return "leeg"
        if field.is_relation:
            return self.targets[field].get(value, f"nummer {value} (weg)")
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        return in_words(value)


def in_words(value: Any) -> str:
    """A stored value as a reader sees it."""
    match value:
        case bool():
            return "ja" if value else "nee"
        case datetime():
            return formats.moment(timezone.localtime(value))
        case date():
            return formats.day(value)
        case Decimal():
            return formats.number(value, max(0, -int(value.as_tuple().exponent)))
        case Range():
            return _range_in_words(value)
        case list():
            return ", ".join(in_words(one) for one in value) or "geen"
        case _:
            return str(value)


def _range_in_words(value: Range) -> str:
    """Ranges of days are stored up to a day that is not in it; people name the last day that is."""
    first = in_words(value.lower) if value.lower is not None else "het begin"
    if value.upper is None:
        return f"vanaf {first}"
    last = value.upper - ONE_DAY if isinstance(value.upper, date) else value.upper
    return f"{first} tot en met {in_words(last)}"
