"""The predicates of the programmes: what somebody may see, what runs at a moment, what fell in a period."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from nov.kernel.periods import Period, Reference, Turn


def visible(user: Any, path: str = "") -> Q:
    """The condition under which this user may know of a programme, for rows that reach it along `path`.

    Whoever manages programmes sees all; a programme lead the own ones; others who may look at programmes see all but
    the confidential ones. Who may look is in the table of roles (`programmes.view`, `programmes.view_all`).
    """
    if not user.is_authenticated or not user.has_perm("programmes.view"):
        return Q(pk__in=[])
    if user.has_perm("programmes.manage"):
        return Q()
    own = Q(**{f"{path}pk__in": user.programmes.values("pk")})
    return own | Q(**{f"{path}confidential": False}) if user.has_perm("programmes.view_all") else own


class ProgrammeQuerySet(models.QuerySet[Any]):
    """Programmes."""

    def visible_to(self, user: Any) -> Self:
        """The programmes that this user may know of."""
        return self.filter(visible(user))


class OfProgramme(models.QuerySet[Any]):
    """Rows that hang from a programme; `path` says along which relation."""

    path = "programme__"

    def visible_to(self, user: Any) -> Self:
        """The rows of programmes that this user may know of."""
        return self.filter(visible(user, self.path))


class OfRecord(models.QuerySet[Any]):
    """Rows of a record, whose model says along which relations they reach their programme."""

    def visible_to(self, user: Any) -> Self:
        """The rows of programmes that this user may know of."""
        return self.filter(visible(user, f"{self.model.path()}__"))


class IndicatorQuerySet(OfProgramme):
    """Indicators."""

    def measured(self) -> Self:
        """Those that people measure or look up: without norms, and without what is counted from records."""
        return self.exclude(kind="norm").exclude(origin="berekend")


class MeasurementQuerySet(OfProgramme):
    """Measurements, superseded ones included."""

    path = "indicator__programme__"

    def current(self) -> Self:
        """What holds now: without what was corrected since."""
        return self.filter(superseded_at__isnull=True)

    def on_reference(self, indicator: Any, at: Reference) -> Self:
        """What was measured of an indicator on exactly this day, or over exactly this period."""
        return self.filter(indicator=indicator, during=indicator.days(at))

    def about(self, indicator: Any, part: Any, at: Reference) -> Self:
        """What was measured of one part of it, or of the whole with None."""
        return self.on_reference(indicator, at).filter(part=part)


class EventQuerySet(models.QuerySet[Any]):
    """Events."""

    def visible_to(self, user: Any) -> Self:
        """Events whose owner or co-programme this user may know of; each once."""
        shared = self.model.co_programmes.through.objects.filter(visible(user, "programme__"))
        return self.filter(visible(user, "programme__") | Q(pk__in=shared.values("event")))

    def of(self, programme: Any) -> Self:
        """What a programme owns or took part in; each once."""
        shared = self.model.co_programmes.through.objects.filter(programme=programme)
        return self.filter(Q(programme=programme) | Q(pk__in=shared.values("event")))

    def during(self, period: Period) -> Self:
        """What took place in the period."""
        return self.filter(date__gte=period.first, date__lt=period.until)


class DuringQuerySet(models.QuerySet[Any]):
    """Rows that hold over a period `during`."""

    def at_turn(self, at: Turn) -> Self:
        """What held on the day that ends at this moment."""
        return self.on(at.eve)

    def on(self, day: date) -> Self:
        """What holds on a day."""
        return self.filter(during__contains=day)

    def overlapping(self, period: Period) -> Self:
        """What held on some day of the period."""
        return self.filter(during__overlap=(period.first, period.until))


class DeskQuerySet(DuringQuerySet):
    """Desks."""

    def visible_to(self, user: Any) -> Self:
        """The desks of programmes that this user may know of."""
        return self.filter(visible(user, "programme__"))

    def regular(self) -> Self:
        """Without the light ones, which have no structural funding."""
        return self.filter(kind="regulier")


class DeskMonthQuerySet(OfProgramme):
    """Numbers of desks per month."""

    path = "desk__programme__"

    def during(self, period: Period) -> Self:
        """The months that begin in the period."""
        return self.filter(month__gte=period.first, month__lt=period.until)


class AdviserActivityQuerySet(DuringQuerySet):
    """Periods in which advisers are active."""

    def visible_to(self, user: Any) -> Self:
        """Those of programmes that this user may know of."""
        return self.filter(visible(user, "adviser__programme__"))
