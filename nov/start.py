"""What stands on the start page beside the work that waits: each block with the act that lets one see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import QuerySet

from members.headcount import Headcount, headcount
from members.models import Meeting, Mutation
from nov.kernel.models import Job, User
from nov.kernel.periods import Turn, Year
from nov.waits import waiting
from programmes.models import Programme
from reports.models import Edition

LATEST = 5
SOFT_HYPHEN = "\N{SOFT HYPHEN}"


def members(user: User, today: date) -> Headcount:
    """The members now, and how they came there from 1 January on, per category."""
    found = headcount(Year(today.year).begin, Turn.after(today))
    return replace(found, lines=tuple(replace(line, name=_breakable(line.name)) for line in found.lines))


def _breakable(name: str) -> str:
    """A long name with the places where it may be broken in a narrow column."""
    return name.replace("organisaties", f"{SOFT_HYPHEN}organisaties").replace("centrales", f"{SOFT_HYPHEN}centrales")


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
