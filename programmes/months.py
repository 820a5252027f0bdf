"""The months of the desks: entered many at a time, each for itself, so that one wrong number does not cost the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from types import EllipsisType

from django.db import transaction

from nov.kernel import formats
from nov.kernel.models import User
from nov.kernel.periods import Month, Period
from programmes.models import Desk, DeskMonth, Programme, UnfilledHours

MOST = 10_000  # a month of a desk counts tens; more is a slip of the keyboard


@dataclass(frozen=True, slots=True)
class Count:
    """What a desk counted in a month of one kind and gender; `matches` None takes the number away.

    `seen` is the number that the user had before them: a change by somebody else in between is not overwritten.
    """

    desk: Desk
    month: Month
    kind: str
    gender: str
    matches: int | None
    unusual: str = ""
    seen: int | EllipsisType | None = ...

    @property
    def place(self) -> tuple[int, object, str, str]:
        """Where it stands: one number per desk, month, kind and gender."""
        return self.desk.pk, self.month.first, self.kind, self.gender


@dataclass(frozen=True, slots=True)
class Refused:
    """A count that was not kept, and why."""

    count: Count
    why: str


@transaction.atomic
def record_months(counts: Sequence[Count], *, by: User) -> list[Refused]:
    """Keep these counts, all that can be kept; returns those that cannot, each with the reason.

    A number that changes loses its check; one that was fixed with the report does not change. The same once more
    changes nothing.
    """
    known = _locked(counts)
    refused, changed, gone = [], {}, []
    for count in counts:
        now = known.get(count.place)
        if _says(now) == (count.matches, count.unusual if count.matches is not None else ""):
            continue
        if why := _wrong(count, now):
            refused.append(Refused(count, why))
        elif count.matches is None:
            gone.append(now.pk)  # type: ignore[union-attr]  # none and none said the same
        else:
            changed[count.place] = _row(count, by)  # the last word counts, should one place come twice
    DeskMonth.objects.filter(pk__in=gone).delete()
    DeskMonth.objects.bulk_create(
        changed.values(),
        update_conflicts=True,
        unique_fields=["desk", "month", "kind", "gender"],
        update_fields=["matches", "unusual", "entered_by", "entered_at", "checked_by"],
    )
    return refused


def _locked(counts: Iterable[Count]) -> dict[object, DeskMonth]:
    """What is kept for these desks and months; their desks stay locked, so that two savings follow each other."""
    desks = {count.desk.pk for count in counts}
    list(Desk.objects.select_for_update().filter(pk__in=desks).order_by("pk").values_list("pk"))
    rows = DeskMonth.objects.filter(desk__in=desks, month__in={count.month.first for count in counts})
    return {(row.desk_id, row.month, row.kind, row.gender): row for row in rows.select_related("entered_by")}


def _says(row: DeskMonth | None) -> tuple[int | None, str]:
    return (None, "") if row is None else (row.matches, row.unusual)


def _row(count: Count, by: User) -> DeskMonth:
    return DeskMonth(
        desk=count.desk,
        month=count.month.first,
        kind=count.kind,
        gender=count.gender,
        matches=count.matches or 0,
        unusual=count.unusual,
        entered_by=by,
    )


def _wrong(count: Count, now: DeskMonth | None) -> str:
    """Why this count cannot be kept; empty when it can."""
    if now is not None and now.fixed:
        return f"{now.matches} is vastgezet met het jaarverslag en verandert niet meer."
    if count.matches is not None and count.matches < 0:
        return f"{formats.number(count.matches)} kan niet: een aantal is nul of meer."
    if count.matches is not None and count.matches > MOST:
        return f"{formats.number(count.matches)} is meer dan een balie in een maand kan tellen."
    if not overlaps(count.desk, count.month):
        return "de balie was in deze maand niet open."
    if count.seen is not ... and count.seen != (now.matches if now else None):
        other = "haalde iemand anders het getal weg" if now is None else f"vulde {now.entered_by} {now.matches} in"
        return f"intussen {other}. Kijk of dat klopt, of vul jouw getal opnieuw in."
    return ""


def overlaps(desk: Desk, period: Period) -> bool:
    """Whether the desk was open on some day of the period."""
    return desk.during.lower < period.until and (desk.during.upper is None or desk.during.upper > period.first)


def unusual(value: int, others: Sequence[int]) -> tuple[int, int] | None:
    """The least and the most of what a desk usually counts, when `value` is far outside; None when it is not.

    Far is more than twice the most plus five, or less than a quarter of the median when that is ten or more. With
    fewer than six other months nothing is usual yet.
    """
    if len(others) < 6:
        return None
    least, most = min(others), max(others)
    too_many = value > 2 * most + 5
    too_few = median(others) >= 10 and value * 4 < median(others)
    return (least, most) if too_many or too_few else None


@transaction.atomic
def check_month(programme: Programme, month: Month, *, by: User) -> int:
    """Mark the numbers of a month as checked; returns how many. Nobody checks what they entered themselves."""
    rows = DeskMonth.objects.filter(desk__programme=programme, month=month.first, checked_by__isnull=True)
    return rows.exclude(entered_by=by).update(checked_by=by)


@transaction.atomic
def fix_months(programme: Programme, period: Period) -> int:
    """Fix the checked numbers of a period, so that they stay as the report printed them; returns how many."""
    rows = DeskMonth.objects.filter(desk__programme=programme).during(period)
    return rows.filter(checked_by__isnull=False, fixed=False).update(fixed=True)


@transaction.atomic
def record_unfilled_hours(desk: Desk, month: Month, *, reason: str, hours: Decimal, by: User) -> UnfilledHours | None:
    """Keep how many hours of a desk nobody could work in a month; 0 takes the number away.

    Raises ValidationError by field.
    """
    if hours == 0:
        desk.unfilled_hours.filter(month=month.first, reason=reason).delete()
        return None
    row = desk.unfilled_hours.filter(month=month.first, reason=reason).first()
    row = row or UnfilledHours(desk=desk, month=month.first, reason=reason)
    row.hours, row.entered_by = hours, by
    row.full_clean()
    row.save()
    return row
