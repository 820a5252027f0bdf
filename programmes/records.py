"""The kinds of record of a programme that are entered through one mechanism: a list, a page and a form each.

A kind of record is one row here. What it shows in the list and asks in the form are columns of its model; a rule
function stands beside it only where the database and the form cannot keep the rule alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from nov.kernel import formats
from nov.kernel.lists import Column, DayColumn, Table
from nov.kernel.periods import ONE_DAY
from programmes import advisers, trajectories
from programmes.marks import record_mark
from programmes.models import (
    AdviceActivity,
    Adviser,
    Application,
    AreaParticipation,
    Element,
    Enquiry,
    GrantScheme,
    Leader,
    LocalProject,
    Milestone,
    Participation,
    PrizeEdition,
    Programme,
    Publication,
    QualityMark,
    Record,
    Representation,
    Study,
    Survey,
    Trajectory,
)


def words(value: Any) -> str:
    """A value of a record in words: periods with their last day, yes and no, a dash for nothing."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, DateRange):
        last = "heden" if value.upper is None else formats.day(value.upper - ONE_DAY)
        return f"{formats.day(value.lower)} tot en met {last}"
    if isinstance(value, date):
        return formats.day(value)
    return formats.DASH if value in (None, "") else str(value)


class WordsColumn(Column):
    """A column of whatever a record holds, on screen and in a file as people read it."""

    def render(self, value: Any) -> str:
        return words(value)

    def value(self, value: Any) -> str:
        return words(value)


Rule = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record: its form's columns and its list's. The first of `shown` names a row; `rule` saves it."""

    model: type[Record]
    fields: Sequence[str]
    shown: Sequence[str]
    search: Sequence[str] = ()
    rule: Rule | None = None

    @property
    def address(self) -> str:
        """Its word in the site's addresses."""
        return self.model.address

    @property
    def singular(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def plural(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    def rows(self, programme: Programme) -> QuerySet[Any]:
        """The records of a programme, with what its list shows of other tables."""
        related = [name for name in self.shown if isinstance(self.model._meta.get_field(name), models.ForeignKey)]
        return self.model.objects.filter(programme=programme).select_related("programme", *related)

    def save(self, record: Record) -> Record:
        """Keep a record that its form found valid."""
        if self.rule is not None:
            return self.rule(record) or record
        record.save()
        return record

    def table(self) -> type[Table]:
        """The table of its list: the first column leads to the record."""
        columns = {name: self._column(name, first=not place) for place, name in enumerate(self.shown)}
        return type(f"{self.model.__name__}Table", (Table,), columns)

    def _column(self, name: str, *, first: bool) -> Any:
        field: Any = self.model._meta.get_field(name)
        label = field.verbose_name[:1].upper() + field.verbose_name[1:]
        if isinstance(field, models.DateField):
            return DayColumn(label)
        accessor = f"get_{name}_display" if field.choices else name
        order: dict[str, Any] = {"order_by": (name,)} if field.choices else {}
        wide = not first and name not in self.shown[:3]
        return WordsColumn(label, accessor=accessor, wide=wide, linkify=_page if first else False, **order)


def _page(record: Record) -> str:
    return record.get_absolute_url()


KINDS: dict[str, RecordKind] = {
    kind.address: kind
    for kind in (
        RecordKind(
            Publication,
            ("kind", "title", "published_on", "planned_for", "url"),
            ("title", "kind", "published_on", "planned_for"),
            ("title",),
        ),
        RecordKind(Element, ("kind", "title", "publication", "during"), ("title", "kind", "during"), ("title",)),
        RecordKind(
            Participation,
            ("organisation", "role", "during", "account_holder"),
            ("organisation", "role", "during"),
            ("organisation__name",),
        ),
        RecordKind(
            Milestone,
            ("title", "date", "planned", "dossier", "url"),
            ("title", "date", "dossier", "planned"),
            ("title",),
        ),
        RecordKind(
            Representation,
            ("person", "capacity", "network", "during"),
            ("person", "capacity", "network", "during"),
            ("person__name",),
        ),
        RecordKind(
            Leader,
            ("code", "trained_at", "outcome", "design_thinking"),
            ("code", "trained_at", "outcome"),
            ("code",),
        ),
        RecordKind(
            Adviser,
            ("code", "trained_on", "trained_at", "region", "stopped_on"),
            ("code", "region", "trained_on", "stopped_on"),
            ("code",),
            rule=advisers.keep,
        ),
        RecordKind(
            Trajectory,
            ("organisation", "adviser", "started_on", "ended_on"),
            ("organisation", "started_on", "ended_on", "adviser"),
            ("organisation__name",),
            rule=trajectories.keep,
        ),
        RecordKind(
            QualityMark,
            ("organisation", "awarded_on", "renews", "trajectory"),
            ("organisation", "awarded_on", "valid_until"),
            ("organisation__name",),
            rule=record_mark,
        ),
        RecordKind(
            AdviceActivity,
            ("kind", "date", "adviser", "province", "sector", "size", "meeting"),
            ("kind", "date", "adviser", "province", "sector", "meeting"),
        ),
        RecordKind(
            Enquiry,
            ("date", "channel", "subject", "answered_on"),
            ("subject", "date", "channel", "answered_on"),
        ),
        RecordKind(
            LocalProject,
            ("phase", "title", "place", "province", "organisation", "theme", "during"),
            ("title", "place", "organisation", "phase"),
            ("title", "place"),
        ),
        RecordKind(AreaParticipation, ("area", "role", "during"), ("area", "role", "during"), ("area__name",)),
        RecordKind(
            Survey,
            ("title", "first_day", "last_day", "respondents", "areas"),
            ("title", "last_day", "respondents"),
            ("title",),
        ),
        RecordKind(
            PrizeEdition,
            ("year", "ceremony_on", "place", "prize_money"),
            ("year", "ceremony_on", "place"),
        ),
        RecordKind(GrantScheme, ("name", "funder"), ("name", "funder"), ("name",)),
        RecordKind(
            Application,
            ("round", "reference", "organisation", "submitted_on", "outcome", "decided_on"),
            ("reference", "round", "submitted_on", "outcome"),
            ("reference",),
        ),
        RecordKind(
            Study,
            ("kind", "title", "researcher", "commissioner", "our_part", "during", "published_on", "url"),
            ("title", "researcher", "our_part", "published_on"),
            ("title", "researcher"),
        ),
    )
}


def used(programme: Programme) -> list[tuple[RecordKind, int]]:
    """Every kind of record with how many of it this programme has, in one query."""
    numbers = {address: _number(kind.model) for address, kind in KINDS.items()}
    found: dict[str, Any] = Programme.objects.filter(pk=programme.pk).values(**numbers).get()  # type: ignore[assignment]
    return [(kind, found[address]) for address, kind in KINDS.items()]


def _number(model: type[Record]) -> Coalesce:
    rows = model.objects.filter(programme=OuterRef("pk")).order_by().values("programme")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


def enter(model: type[Record], **fields: Any) -> Record:
    """Enter a record as its form would. Raises ValidationError by field."""
    record = model(**fields)
    record.full_clean(exclude=["valid_until"])
    return KINDS[model.address].save(record)
