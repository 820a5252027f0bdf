"""What a kind of record is: its model with the columns of its list, its page and its form, and how it is reached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.urls import reverse

from nov.kernel import formats
from nov.kernel.lists import Column, CountColumn, DayColumn, MoneyColumn, Table
from nov.kernel.periods import ONE_DAY
from programmes.models import Programme, Record, Row, WorkingArea


def words(value: Any) -> str:
    """A value of a record in words: periods with their last day, amounts, yes and no, a dash for nothing."""
    if isinstance(value, Decimal):
        return formats.cents(value)
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, DateRange):
        last = "heden" if value.upper is None else formats.day(value.upper - ONE_DAY)
        return f"{formats.day(value.lower)} tot en met {last}"
    if isinstance(value, date):
        return formats.day(value)
    return formats.DASH if value in (None, "") else str(value)


def is_amount(field: Any) -> bool:
    """Whether a column counts something: people or euros, not a year or the place of a row."""
    return isinstance(field, models.PositiveIntegerField | models.DecimalField)


class WordsColumn(Column):
    """A column of whatever a record holds, on screen and in a file as people read it."""

    def render(self, value: Any) -> str:
        return words(value)

    def value(self, value: Any) -> str:
        return words(value)


Rule = Callable[[Any], Any]
Kept = Record | Row | WorkingArea


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record: its form's columns and its list's. The first of `shown` names a row; `rule` saves it.

    `numbered` is the column that says the place of a row among the others; `unasked` names columns that do not belong
    to this very record; `told` is what follows from a record, in words. `own` finds what may be changed of records that
    programmes share; of other records that is all of the programme.
    """

    model: type[Kept]
    fields: Sequence[str]
    shown: Sequence[str]
    search: Sequence[str] = ()
    rule: Rule | None = None
    numbered: str = ""
    unasked: Callable[[Any], Sequence[str]] | None = None
    told: Sequence[tuple[str, Callable[[Any], str]]] = ()
    own: Callable[[Programme], QuerySet[Any]] | None = None

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

    @property
    def within(self) -> str:
        """Of the rows of another kind the relation to it; else nothing."""
        return self.model.within if issubclass(self.model, Row) else ""

    @property
    def path(self) -> str:
        """Along which relations a record reaches its programme."""
        if issubclass(self.model, Row):
            return self.model.path()
        return "programme" if issubclass(self.model, Record) else "participations__programme"

    def label(self, name: str) -> str:
        """What a column is called on screen."""
        said = str(self.model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        return said[:1].upper() + said[1:]

    def rows(self, programme: Programme) -> QuerySet[Any]:
        """The records of a programme, with what its list shows of other tables; shared ones are there for all."""
        related = [name for name in self.shown if isinstance(self.model._meta.get_field(name), models.ForeignKey)]
        if self.own is not None:
            return self.model._default_manager.select_related(*related)
        return self.model._default_manager.filter(**{self.path: programme}).select_related(self.path, *related)

    def changeable(self, programme: Programme) -> QuerySet[Any]:
        """The records that may be changed from a programme."""
        return self.own(programme) if self.own is not None else self.rows(programme)

    def rows_of(self, record: Kept) -> QuerySet[Any]:
        """The rows of this kind of one record."""
        return self.rows(record.programme).filter(**{self.within: record})  # type: ignore[union-attr]

    def save(self, record: Kept) -> Kept:
        """Keep a record that its form found valid."""
        if self.rule is not None:
            return self.rule(record) or record
        record.save()
        return record

    def page(self, programme: Programme, record: Kept) -> str:
        """The address of the page of a record, on the side of this programme."""
        return reverse("programmes:record", args=[programme.code, self.address, record.pk])

    def table(self, programme: Programme) -> type[Table]:
        """The table of its list: the first column leads to the record."""
        leads = {self.shown[0]: lambda record: self.page(programme, record)}
        columns = {name: self._column(name, linkify=leads.get(name, False)) for name in self.shown}
        return type(f"{self.model.__name__}Table", (Table,), columns)

    def _column(self, name: str, *, linkify: Any = False) -> Any:
        field: Any = self.model._meta.get_field(name)
        label = self.label(name)
        if isinstance(field, models.DateField):
            return DayColumn(label, linkify=linkify)
        if isinstance(field, models.DecimalField):
            return MoneyColumn(label, linkify=linkify)
        if is_amount(field):
            return CountColumn(label, linkify=linkify)
        accessor = f"get_{name}_display" if field.choices else name
        order: dict[str, Any] = {"order_by": (name,)} if field.choices else {}
        wide = name not in self.shown[:3]
        return WordsColumn(label, accessor=accessor, wide=wide, linkify=linkify, **order)
