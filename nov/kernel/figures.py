"""Figures: numbers that are read from records at a moment or over a period, and can be walked back to them.

A figure has a Dutch key that authors type (`leden.totaal`), and a function from a reference to a `Reading`. A stock is
asked at a `Turn`, a flow over a `Period`, a norm at the `Turn` at which it should hold. Nothing here knows a domain
word: the apps define their figures in `<app>/figures.py`, `reports/catalogue.py` lists those modules in plain sight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, Literal

from django.db.models import Count, Max, Min, QuerySet, Sum
from django.db.models.expressions import Combinable

from nov.kernel.periods import Period, Reference
from nov.kernel.units import Unit

Value = int | Decimal | Fraction | date


class Kind(Enum):
    """What a figure is asked with."""

    STOCK = "stand"
    FLOW = "stroom"
    NORM = "norm"


STOCK, FLOW, NORM = Kind.STOCK, Kind.FLOW, Kind.NORM


class Origin(Enum):
    """How a figure comes about: only `BEREKEND` follows from records alone and is never a stored number."""

    BEREKEND = "berekend"
    GEMETEN = "gemeten"
    EXTERN = "extern"
    NORM = "norm"
    GEPLAND = "gepland"


class State(Enum):
    """Whether there is a value. A value that is not there is never 0."""

    KNOWN = "gemeten"
    NOT_APPLICABLE = "nvt"
    MISSING = "ontbreekt"


class WrongReference(ValueError):
    """A figure was asked with a moment where it needs a period, or for a scope it cannot be split by."""


# ---------------------------------------------------------------------------------------------- trails


@dataclass(frozen=True, slots=True)
class Rows:
    """The records behind a value and how they make it: their number, or the sum or an extreme of a column."""

    rows: QuerySet[Any]
    how: Literal["count", "sum", "max", "min"] = "count"
    column: str | Combinable | None = None
    label: str = ""

    def total(self) -> Value | None:
        """The value these records make; None when there are none to take an extreme of."""
        if self.how == "count":
            return self.rows.count()
        aggregate = {"sum": Sum, "max": Max, "min": Min}[self.how]
        found = self.rows.aggregate(total=aggregate(self.column))["total"]
        return 0 if found is None and self.how == "sum" else found

    def leaves(self) -> Iterator[Rows]:
        """This set of records itself."""
        yield self


@dataclass(frozen=True, slots=True)
class Formula:
    """A value made from other values: the sentence that says how, and the trails it was made from."""

    sentence: str
    compute: Callable[..., Value]
    parts: tuple[Trail, ...]

    def total(self) -> Value | None:
        """The value the parts make; None when one of them has none."""
        totals = [part.total() for part in self.parts]
        return None if None in totals else self.compute(*totals)

    def leaves(self) -> Iterator[Rows]:
        """Every set of records that has a say in the value."""
        for part in self.parts:
            yield from part.leaves()


Trail = Rows | Formula


# -------------------------------------------------------------------------------------------- readings


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of a figure at one reference.

    `mark` is knowledge about the value ("circa": it was itself recorded so), `parts` are readings per label of a
    dimension, `note` says what a reader should know ("n = 40", "extern gehost"). `figure` and `reference` are filled
    in by the catalogue.
    """

    value: Value | None
    state: State = State.KNOWN
    mark: str = "exact"
    trail: Trail | None = None
    parts: Mapping[str, Reading] = field(default_factory=dict)
    note: str = ""
    figure: Figure | None = None
    reference: Reference | None = None

    @property
    def known(self) -> bool:
        """Whether there is a value to print or to reckon with."""
        return self.state is State.KNOWN


def counted(rows: QuerySet[Any], *, parts: Mapping[str, Reading] | None = None, note: str = "") -> Reading:
    """The number of records in `rows`."""
    trail = Rows(rows)
    return Reading(trail.total(), trail=trail, parts=parts or {}, note=note)


def summed(
    rows: QuerySet[Any], column: str | Combinable, *, parts: Mapping[str, Reading] | None = None, note: str = ""
) -> Reading:
    """The sum of `column` over `rows`; 0 when there are no rows, since nothing recorded adds up to nothing."""
    trail = Rows(rows, "sum", column)
    return Reading(trail.total(), trail=trail, parts=parts or {}, note=note)


def divided(rows: QuerySet[Any], by: str, labels: Mapping[Any, str]) -> dict[str, Reading]:
    """How many of the records have each of the values of a field, under its label and in that order; one statement."""
    number = dict(rows.order_by().values_list(by).annotate(Count("pk")))
    return {
        label: Reading(number.get(value, 0), trail=Rows(rows.filter(**{by: value}))) for value, label in labels.items()
    }


def extreme(rows: QuerySet[Any], column: str, how: Literal["max", "min"] = "max") -> Reading:
    """The largest or smallest `column` of `rows`, or a missing reading when there are none."""
    trail = Rows(rows, how, column)
    value = trail.total()
    return missing("Er is nog niets vastgelegd.") if value is None else Reading(value, trail=trail)


def derived(sentence: str, compute: Callable[..., Value | None], *of: Reading, note: str = "") -> Reading:
    """A value made from other readings; missing or not applicable when one of those is, "circa" when one is not exact.

    `compute` gets the values in order and may give None where no value exists (a share of nothing): not applicable.
    """
    for reading in of:
        if not reading.known:
            return replace(reading, trail=None, parts={}, figure=None, reference=None)
    value = compute(*(reading.value for reading in of))
    if value is None:
        return not_applicable(sentence)
    trails = tuple(reading.trail for reading in of if reading.trail)
    whole = len(trails) == len(of)
    mark = "exact" if all(reading.mark == "exact" for reading in of) else "circa"
    return Reading(value, mark=mark, trail=Formula(sentence, compute, trails) if whole else None, note=note)  # type: ignore[arg-type]


def difference(of: Reading, less: Reading, sentence: str) -> Reading:
    """`of` − `less`."""
    return derived(sentence, lambda a, b: a - b, of, less)


def missing(why: str) -> Reading:
    """No value where one is required: printed as "nog in te vullen", and a finding."""
    return Reading(None, State.MISSING, note=why)


def not_applicable(why: str) -> Reading:
    """No value, and rightly so: neither nought nor missing."""
    return Reading(None, State.NOT_APPLICABLE, note=why)


# --------------------------------------------------------------------------------------------- figures


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as authors know it. `scopes` names what it may be asked for apart ("programma", "subsidie").

    `at_begin` is for a stock that is about how a period begins ("leden op 1 januari"). `agreed` is for a stock that follows
    from what was agreed, as how long a grant runs: it is known before its moment has come.
    """

    key: str
    label: str
    unit: Unit
    kind: Kind
    compute: Callable[..., Reading]
    origin: Origin = Origin.BEREKEND
    definition: str = ""
    by: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    decimals: int | None = None
    chapter: int | None = None
    at_begin: bool = False
    agreed: bool = False

    def read(self, at: Reference, scope: Any = None) -> Reading:
        """The reading at a reference. A stock or a norm asked over a period is read at the period's end,
        or its begin if that is what it is about.

        Raises WrongReference when a flow is asked at a moment, or a scope is given that the figure is not split by.
        """
        if scope is not None and not self.scopes:
            raise WrongReference(f"‘{self.key}’ kan niet per onderdeel worden gevraagd.")
        asked = self._asked(at)
        found = self.compute(asked) if scope is None else self.compute(asked, scope)
        return replace(found, figure=self, reference=at)

    def _asked(self, at: Reference) -> Reference:
        """The period of a flow, or the moment of a stock or a norm."""
        if self.kind is not FLOW:
            return (at.begin if self.at_begin else at.end) if isinstance(at, Period) else at
        if not isinstance(at, Period):
            raise WrongReference(f"‘{self.key}’ loopt over een periode, niet op een peildatum.")
        return at

    def lies_after(self, day: date, at: Reference) -> bool:
        """Whether on this day nobody can know it: a stock of a later moment, a flow that has not begun. Norms, plans
        and what was agreed are about what comes."""
        if self.agreed or self.kind is NORM or self.origin in (Origin.NORM, Origin.GEPLAND):
            return False
        asked = self._asked(at)
        return asked.first > day if isinstance(asked, Period) else asked.eve > day

    def unknown_yet(self, at: Reference) -> Reading:
        """The reading of what lies ahead."""
        return replace(missing("Dit is pas later bekend."), figure=self, reference=at)


def figure(
    key: str,
    label: str,
    *,
    unit: Unit,
    kind: Kind,
    origin: Origin = Origin.BEREKEND,
    by: tuple[str, ...] = (),
    scopes: tuple[str, ...] = (),
    decimals: int | None = None,
    chapter: int | None = None,
    at_begin: bool = False,
    agreed: bool = False,
) -> Callable[[Callable[..., Reading]], Figure]:
    """Make a figure of a function; its docstring is the definition that the report prints, so it must have one."""

    def made(compute: Callable[..., Reading]) -> Figure:
        definition = " ".join((compute.__doc__ or "").split())
        if not definition:
            raise ValueError(f"Het kengetal ‘{key}’ heeft geen definitie.")
        return Figure(
            key, label, unit, kind, compute, origin, definition, by, scopes, decimals, chapter, at_begin, agreed
        )

    return made
