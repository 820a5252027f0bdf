"""A meeting from its call to its votes: the term, the papers, who is there for whom, proxies, ballots."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max, Sum

from members.models import (
    AgendaItem,
    Attendance,
    Ballot,
    Meeting,
    MeetingDocument,
    MeetingRule,
    Organisation,
    Person,
)
from nov.kernel.formats import day
from nov.kernel.models import Attachment

DAYS = {Meeting.Kind.ALV: 14, Meeting.Kind.BOARD: 7, Meeting.Kind.AUDIT: 7}  # as long as nothing else was decided


def days_ahead(kind: str, on: date) -> int:
    """How many days ahead a meeting of a kind on a day has to be called."""
    rule = MeetingRule.objects.filter(kind=kind, first_day__lte=on).order_by("-first_day").first()
    return rule.days if rule else DAYS[Meeting.Kind(kind)]


def call_by(meeting: Meeting) -> date:
    """The last day on which a meeting can be called in time."""
    return meeting.date - timedelta(days=days_ahead(meeting.kind, meeting.date))


def called_late(meeting: Meeting) -> bool:
    """Whether it was called later than the statutes ask."""
    return meeting.convened_on is not None and meeting.convened_on > call_by(meeting)


@transaction.atomic
def add_document(meeting: Meeting, title: str, number: int | None = None) -> MeetingDocument:
    """Add a paper to a meeting, under the next number unless another is named."""
    last = meeting.documents.aggregate(last=Max("number"))["last"] or 0
    document = MeetingDocument(meeting=meeting, number=number or last + 1, title=title)
    document.full_clean()
    document.save()
    return document


def papers(meeting: Meeting) -> list[tuple[MeetingDocument, list[Attachment]]]:
    """The numbered papers of a meeting, each with its files."""
    documents = list(meeting.documents.all())
    kind = ContentType.objects.get_for_model(MeetingDocument)
    files = Attachment.objects.filter(content_type=kind, object_id__in=[one.pk for one in documents])
    on: dict[int, list[Attachment]] = {one.pk: [] for one in documents}
    for file in files.order_by("pk") if documents else []:
        on[file.object_id].append(file)
    return [(one, on[one.pk]) for one in documents]


def votes(meeting: Meeting, organisation: Organisation | None, person: Person | None) -> int | None:
    """The votes of a member at a general meeting, or of a person at a meeting of their own body; None: not at all."""
    with connection.cursor() as cursor:
        ids = [meeting.pk, organisation.pk if organisation else None, person.pk if person else None]
        cursor.execute("SELECT members_votes(%s, %s, %s)", ids)
        (found,) = cursor.fetchone()
    return found


@transaction.atomic
def register(
    meeting: Meeting, *, person: Person, organisation: Organisation | None = None, through: Attendance | None = None
) -> Attendance:
    """Note that a person is there, for a member or of the body itself, or carries a member's proxy (`through`).

    Raises ValidationError in Dutch when that member or person has no place at the meeting.
    """
    if meeting.kind == Meeting.Kind.ALV and organisation is None:
        raise ValidationError({"organisation": "Op de ALV is iemand er namens een lid."})
    if through and through.person_id != person.pk:
        raise ValidationError({"through": "De volmacht is van een ander."})
    weight = votes(meeting, organisation, person)
    if weight is None:
        who = f"{organisation} is op {day(meeting.date)} geen lid." if organisation else (
            f"{person} zit op {day(meeting.date)} niet in dit orgaan."
        )  # fmt: skip
        raise ValidationError({"organisation" if organisation else "person": who})
    if through and weight == 0:
        raise ValidationError({"organisation": f"{organisation} stemt niet en geeft geen volmacht."})
    one = Attendance(meeting=meeting, organisation=organisation, person=person, through=through, weight=weight)
    one.full_clean()
    one.save()
    return one


def present_votes(meeting: Meeting) -> int:
    """The votes that are present, proxies included."""
    return meeting.present.aggregate(votes=Sum("weight"))["votes"] or 0


def vote(item: AgendaItem, **counted: Any) -> Ballot:
    """Store a ballot on a subject of the agenda. Raises ValidationError when more votes were cast than are present."""
    ballot = Ballot(item=item, **counted)
    ballot.full_clean()
    there = present_votes(ballot.item.meeting)
    if ballot.cast + ballot.abstained > there:
        raise ValidationError(f"Er zijn {there} stemmen aanwezig; er zijn er niet meer uitgebracht.")
    ballot.save()
    return ballot
