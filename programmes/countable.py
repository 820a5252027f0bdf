"""What it takes to count a kind of record without code; the kinds themselves are in `countable_kinds.py`.

A kind says which rows are a programme's, how a row lies in time, what it can be chosen by and what can be added up.
Nothing outside its list is reached: a condition is a name, never a path into the database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable

from nov.kernel.periods import Period, Reference
from programmes.models import Programme


@dataclass(frozen=True, slots=True)
class Point:
    """Rows of one day: a flow takes those of the period, a stock all until the moment."""

    column: str

    def within(self, rows: QuerySet[Any], at: Reference) -> QuerySet[Any]:
        """The rows that count at this reference."""
        if isinstance(at, Period):
            return rows.filter(**{f"{self.column}__gte": at.first, f"{self.column}__lt": at.until})
        return rows.filter(**{f"{self.column}__lt": at.day})


@dataclass(frozen=True, slots=True)
class Held:
    """Rows that begin on a day and may end: a flow takes what began in the period, a stock what still holds."""

    begin: str
    end: str

    def within(self, rows: QuerySet[Any], at: Reference) -> QuerySet[Any]:
        """The rows that count at this reference."""
        if isinstance(at, Period):
            return Point(self.begin).within(rows, at)
        still = Q(**{f"{self.end}__isnull": True}) | Q(**{f"{self.end}__gte": at.day})
        return rows.filter(still, **{f"{self.begin}__lt": at.day})

    def touching(self, rows: QuerySet[Any], period: Period) -> QuerySet[Any]:
        """The rows that held on some day of the period, whenever they began."""
        held = Q(**{f"{self.end}__isnull": True}) | Q(**{f"{self.end}__gt": period.first})
        return rows.filter(held, **{f"{self.begin}__lt": period.until})


@dataclass(frozen=True, slots=True)
class Span:
    """Rows that last: a flow takes what held on some day of the period, a stock what holds at the moment."""

    column: str = "during"

    def within(self, rows: QuerySet[Any], at: Reference) -> QuerySet[Any]:
        """The rows that count at this reference."""
        if isinstance(at, Period):
            return rows.filter(**{f"{self.column}__overlap": (at.first, at.until)})
        return rows.filter(**{f"{self.column}__contains": at.eve})


@dataclass(frozen=True, slots=True)
class Ahead:
    """Rows that are planned as well: a flow takes what holds in the period, a stock all that is not over yet."""

    column: str = "during"

    def within(self, rows: QuerySet[Any], at: Reference) -> QuerySet[Any]:
        """The rows that count at this reference."""
        if isinstance(at, Period):
            return Span(self.column).within(rows, at)
        return rows.filter(Q(**{f"{self.column}__upper_inf": True}) | Q(**{f"{self.column}__endswith__gt": at.eve}))


@dataclass(frozen=True, slots=True)
class Condition:
    """What rows can be chosen by: one of a list of values, yes or no, or a text. `find` makes it a condition in SQL.

    `column` holds the value of each row, so that what is counted can also be split by it.
    """

    label: str
    find: Callable[[Any], Q]
    values: Mapping[str, str] = field(default_factory=dict)
    column: str = ""


def choice(label: str, column: str, values: Any) -> Condition:
    """One of the values of a column."""
    return Condition(label, lambda value: Q(**{column: value}), dict(values.choices), column)


def yes_no(label: str, yes: Q) -> Condition:
    """Whether something is so."""
    return Condition(label, lambda value: yes if value == "ja" else ~yes, {"ja": "ja", "nee": "nee"})


def text(label: str, column: str) -> Condition:
    """A text, without regard to capitals."""
    return Condition(label, lambda value: Q(**{f"{column}__iexact": value}), column=column)


Use = Literal["getal", "waarde", "dag"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column that can be added up ("getal"), of which the different values count ("waarde"), or that is a day.

    `out_of` is the column that a number is a part of: who chose an answer, out of who answered the question.
    """

    label: str
    of: str | Combinable
    use: Use
    out_of: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record that can be counted. `complete`: where there is no record, there was nothing."""

    label: str
    rows: Callable[[Programme], QuerySet[Any]]
    time: Point | Held | Span | Ahead
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    columns: Mapping[str, Column] = field(default_factory=dict)
    complete: bool = False
