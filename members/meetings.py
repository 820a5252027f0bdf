"""Meetings as they are recorded: with their agenda and decisions, and what members talked about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from finance.models import Decision
from members.models import AgendaItem, ConsultedActionLine, DialogueGroup, InterviewPlan, Meeting

Item = str | tuple[str, Decision]
ASIDE = 10_000  # where the numbers of an agenda stand while they are given out anew


@transaction.atomic
def record_meeting(
    kind: str,
    on: date,
    *,
    place: str = "",
    next_to: Meeting | None = None,
    convened_on: date | None = None,
    agenda: Iterable[Item] = (),
    dialogue_groups: Sequence[str] = (),
    action_lines: Sequence[str] = (),
) -> Meeting:
    """Store a meeting; its agenda is a list of subjects, each with the decision it led to if there was one.

    `dialogue_groups` are the themes members talked about in groups, `action_lines` those they were consulted on.
    Raises ValidationError when there is such a meeting on that day already.
    """
    meeting = Meeting(kind=kind, date=on, place=place, next_to=next_to, convened_on=convened_on)
    meeting.full_clean()
    meeting.save()
    pairs = [(item, None) if isinstance(item, str) else item for item in agenda]
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, number=number, subject=subject, decision=decision)
        for number, (subject, decision) in enumerate(pairs, start=1)
    )
    set_talks(meeting, dialogue_groups, action_lines)
    return meeting


@transaction.atomic
def set_agenda(meeting: Meeting, subjects: Sequence[str]) -> None:
    """Give a meeting these subjects in this order; a subject that was there already keeps its decision and votes.

    Raises ValidationError at `agenda` for a subject that would go while something was voted on it.
    """
    there = {item.subject: item for item in meeting.items.all()}
    gone = meeting.items.exclude(subject__in=subjects)
    if voted := gone.filter(ballots__isnull=False).first():
        raise ValidationError({"agenda": f"Over ‘{voted.subject}’ is gestemd; dat onderwerp blijft staan."})
    gone.delete()
    meeting.items.update(number=F("number") + ASIDE)
    for number, subject in enumerate(subjects, start=1):
        item = there.get(subject) or AgendaItem(meeting=meeting, subject=subject)
        item.number = number
        item.save()


@transaction.atomic
def set_talks(meeting: Meeting, dialogue_groups: Sequence[str], action_lines: Sequence[str]) -> None:
    """Store what members talked about at a meeting: the themes of the groups, the action lines they were asked about."""
    meeting.dialogue_groups.all().delete()
    meeting.action_lines.all().delete()
    DialogueGroup.objects.bulk_create(DialogueGroup(meeting=meeting, theme=theme) for theme in dialogue_groups)
    ConsultedActionLine.objects.bulk_create(ConsultedActionLine(meeting=meeting, name=name) for name in action_lines)


def plan_interviews(year: int, *, subject: str, count: int, source: str, about: bool = False) -> InterviewPlan:
    """Store how many interviews are planned in a year; with `about` the number is a rough one."""
    mark = InterviewPlan.Mark.ABOUT if about else InterviewPlan.Mark.EXACT
    plan = InterviewPlan(year=year, subject=subject, count=count, mark=mark, source=source)
    plan.full_clean()
    plan.save()
    return plan
