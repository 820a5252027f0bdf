"""The predicates of membership in time, each in one place (architecture, decision 3).

A day asks plain containment: "is lid op 5 maart". A turn of days asks more: who was a member before it and still is
after it. Whoever leaves on 31 December or joins on 1 January is not counted at that turn; so for any two turns
begin + joined − left ± changes of category = end, in total and per category. The category at a turn is the one on the
day before it: on the day itself a change would leave a member in neither.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import DateField, F, Func, Model, Q, QuerySet

from nov.kernel.periods import ONE_DAY, Period, Turn

M = TypeVar("M", bound=Model)


def days(period: Period) -> DateRange:
    """A period as the database stores it."""
    return DateRange(period.first, period.until)


def at_turn(turn: Turn) -> DateRange:
    """What a membership must contain to be counted at a turn: both the day before it and the day itself."""
    return DateRange(turn.eve, turn.day + ONE_DAY)


class DatedQuerySet(QuerySet[M]):
    """Records with a period `during` that may be voided."""

    def live(self) -> DatedQuerySet[M]:
        """What was not voided by a correction."""
        return self.filter(voided_by__isnull=True)

    def on(self, day: date) -> DatedQuerySet[M]:
        """What holds on a day."""
        return self.live().filter(during__contains=day)

    def within(self, period: Period) -> DatedQuerySet[M]:
        """What holds on any day of a period."""
        return self.live().filter(during__overlap=days(period))

    def opened(self, during: Period) -> DatedQuerySet[M]:
        """What has its first day in a period."""
        return self.live().filter(during__startswith__gte=during.first, during__startswith__lt=during.until)

    def closed(self, during: Period) -> DatedQuerySet[M]:
        """What has its last day in a period."""
        return self.live().filter(during__endswith__gt=during.first, during__endswith__lte=during.until)


class MembershipQuerySet(DatedQuerySet[Any]):
    """Memberships at a turn, and those that came and went in a period."""

    def at_turn(self, turn: Turn) -> MembershipQuerySet:
        """Memberships that began before the turn and end after it."""
        return self.live().filter(during__contains=at_turn(turn))  # type: ignore[return-value]


class CategoryPeriodQuerySet(DatedQuerySet[Any]):
    """Categories of memberships at a turn, and their changes in a period."""

    def at_turn(self, turn: Turn) -> CategoryPeriodQuerySet:
        """The category, on the day before the turn, of every membership at the turn."""
        return self.on(turn.eve).filter(  # type: ignore[return-value]
            membership__voided_by__isnull=True, membership__during__contains=at_turn(turn)
        )

    def too_long(self, day: date) -> CategoryPeriodQuerySet:
        """What has lasted longer on a day than the category allows, such as an aspirant past its time."""
        last = Func(
            F("during__startswith"),
            F("category__longest"),
            template="(%(expressions)s)::date",
            arg_joiner=" + interval '1 month' * ",
            output_field=DateField(),
        )
        found = self.on(day).filter(category__longest__isnull=False)
        return found.annotate(ends=last).filter(ends__lte=day)  # type: ignore[return-value]

    def of_joined(self, during: Period) -> CategoryPeriodQuerySet:
        """The first category of every membership that began in a period."""
        return self.opened(during).filter(  # type: ignore[return-value]
            membership__voided_by__isnull=True, membership__during__startswith=F("during__startswith")
        )

    def of_left(self, during: Period) -> CategoryPeriodQuerySet:
        """The last category of every membership that ended in a period."""
        return self.closed(during).filter(  # type: ignore[return-value]
            membership__voided_by__isnull=True, membership__during__endswith=F("during__endswith")
        )

    def changed_to(self, during: Period) -> CategoryPeriodQuerySet:
        """The periods that began in a period by a change of category."""
        return self.opened(during).filter(  # type: ignore[return-value]
            membership__voided_by__isnull=True, membership__during__startswith__lt=F("during__startswith")
        )

    def changed_from(self, during: Period) -> CategoryPeriodQuerySet:
        """The periods that made way for another category in a period; the change counts on the new one's first day."""
        return self.live().filter(  # type: ignore[return-value]
            Q(membership__during__upper_inf=True) | Q(membership__during__endswith__gt=F("during__endswith")),
            membership__voided_by__isnull=True,
            during__endswith__gte=during.first,
            during__endswith__lt=during.until,
        )


class OrganisationQuerySet(QuerySet[Any]):
    """Organisations as members; an organisation holds one membership at a time, so no row comes twice."""

    def numbered(self, number: int) -> OrganisationQuerySet:
        """The organisation with a member number, also one that stood on a record that was merged into it."""
        return self.filter(Q(number=number) | Q(pk__in=self.model.objects.filter(absorbed__number=number)))

    def members_on(self, day: date) -> OrganisationQuerySet:
        """Organisations that are a member on a day."""
        return self.filter(held__voided_by__isnull=True, held__during__contains=day)


class AppointmentQuerySet(QuerySet[Any]):
    """Seats and posts in time."""

    def on(self, day: date) -> AppointmentQuerySet:
        """Who was in a seat or post on a day."""
        return self.filter(during__contains=day)

    def at_turn(self, turn: Turn) -> AppointmentQuerySet:
        """Who was in a seat or post at the end of the day before the turn."""
        return self.on(turn.eve)

    def begun(self, during: Period) -> AppointmentQuerySet:
        """Who came into a seat or post, or was reappointed, in a period."""
        return self.filter(during__startswith__gte=during.first, during__startswith__lt=during.until)


class TermNormQuerySet(QuerySet[Any]):
    """How long a term on the board lasts, by decision."""

    def in_force(self, turn: Turn) -> TermNormQuerySet:
        """The norm that holds on the day before the turn: the last one that began by then; none before the first."""
        begun = self.filter(first_day__lte=turn.eve)
        return self.filter(first_day__in=begun.order_by("-first_day").values("first_day")[:1])
