"""What stands on the start page beside the work that waits: each block with the act that lets one see it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet

from members.models import Category, CategoryPeriod, Meeting, Mutation
from nov.kernel.models import Job, User
from nov.kernel.periods import Period, Turn, Year
from nov.waits import waiting
from programmes.models import Programme
from reports.models import Edition

LATEST = 5


class Row(NamedTuple):
    """The bridge of one category: members at the begin, who came, who left, balance of changes, members now."""

    name: str
    begin: int
    joined: int
    left: int
    changed: int
    now: int

    @property
    def gone(self) -> int:
        """Who left, as it is shown in a column: with a minus."""
        return -self.left


def members(user: User, today: date) -> dict[str, Any]:
    """The members now, and how they came there from 1 January on, per category; the sum of the rows is the total."""
    year = Period(Year(today.year).first, Turn.after(today).day)
    of = CategoryPeriod.objects
    begin, now = _by_category(of.at_turn(year.begin)), _by_category(of.at_turn(year.end))
    joined, left = _by_category(of.of_joined(year)), _by_category(of.of_left(year))
    to, away = _by_category(of.changed_to(year)), _by_category(of.changed_from(year))
    rows = [
        Row(one.plural, begin[one.pk], joined[one.pk], left[one.pk], to[one.pk] - away[one.pk], now[one.pk])
        for one in Category.objects.all()
    ]
    total = Row("Totaal", *(sum(column) for column in zip(*(row[1:] for row in rows), strict=True))) if rows else None
    return {"rows": [row for row in rows if any(row[1:])], "total": total}


def _by_category(rows: QuerySet[CategoryPeriod]) -> dict[int, int]:
    counts = dict.fromkeys(Category.objects.values_list("pk", flat=True), 0)
    return counts | dict(rows.values_list("category").annotate(Count("pk")).order_by())


def mutations(user: User, today: date) -> QuerySet[Mutation]:
    """What was entered last."""
    return Mutation.objects.select_related("organisation").order_by("-entered_on", "-id")[:LATEST]


def meetings(user: User, today: date) -> QuerySet[Meeting]:
    """The meetings to come."""
    return Meeting.objects.filter(date__gte=today).order_by("date")[:LATEST]


def programmes(user: User, today: date) -> QuerySet[Programme]:
    """The programmes that this user leads."""
    return Programme.objects.filter(leads=user)


def edition(user: User, today: date) -> Edition | None:
    """The report that is being made, or the last one that there is."""
    return Edition.objects.filter(year__lt=today.year).order_by("-year").first()


def jobs(user: User, today: date) -> list[Job]:
    """What runs for this user."""
    return [job for job in Job.objects.with_life().filter(started_by=user)[:LATEST] if job.is_open]


BLOCKS: tuple[tuple[str, str, Callable[[User, date], Any]], ...] = (
    ("members", "members.view", members),
    ("mutations", "members.view", mutations),
    ("meetings", "members.view", meetings),
    ("programmes", "programmes.enter", programmes),
    ("edition", "reports.view", edition),
    ("jobs", "", jobs),
)


def blocks(user: User, today: date) -> dict[str, Any]:
    """The work that waits, and the blocks that this user's roles allow, by name; the template decides where they stand."""
    shown = {name: found(user, today) for name, act, found in BLOCKS if not act or user.has_perm(act)}
    return {"waiting": waiting(user, today), **shown}
