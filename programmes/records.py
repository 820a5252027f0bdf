"""The kinds of record of a programme that are entered through one mechanism: a list, a page and a form each.

A kind of record is one row here. What it shows in the list and asks in the form are columns of its model; a rule
function stands beside it only where the database and the form cannot keep the rule alone. A kind may be the rows of
another kind, such as the questions of a survey: those are entered from the page of the record they belong to.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from programmes import advisers, areas, marks, surveys, trajectories
from programmes.models import (
    AdviceActivity,
    Adviser,
    AdviserActivity,
    Application,
    ApplicationRound,
    AreaParticipation,
    Element,
    Enquiry,
    GrantScheme,
    Leader,
    LocalProject,
    Milestone,
    Nominee,
    Participation,
    PrizeEdition,
    Programme,
    Publication,
    QualityMark,
    Representation,
    Study,
    Survey,
    SurveyOption,
    SurveyQuestion,
    Trajectory,
    TrajectoryStep,
    WorkingArea,
)
from programmes.record_kind import Kept, RecordKind

KINDS: dict[str, RecordKind] = {
    kind.address: kind
    for kind in (
        RecordKind(
            Publication,
            ("kind", "title", "published_on", "planned_for", "url"),
            ("title", "kind", "published_on", "planned_for"),
            ("title",),
        ),
        RecordKind(Element, ("kind", "title", "publication", "during"), ("title", "kind", "during"), ("title",)),
        RecordKind(
            Participation,
            ("organisation", "role", "during", "account_holder"),
            ("organisation", "role", "during"),
            ("organisation__name",),
        ),
        RecordKind(
            Milestone,
            ("title", "date", "planned", "dossier", "url"),
            ("title", "date", "dossier", "planned"),
            ("title",),
        ),
        RecordKind(
            Representation,
            ("person", "capacity", "network", "during"),
            ("person", "capacity", "network", "during"),
            ("person__name",),
        ),
        RecordKind(
            Leader,
            ("code", "trained_at", "outcome", "design_thinking"),
            ("code", "trained_at", "outcome"),
            ("code",),
        ),
        RecordKind(
            Adviser,
            ("code", "trained_on", "trained_at", "region", "stopped_on"),
            ("code", "region", "trained_on", "stopped_on"),
            ("code",),
            rule=advisers.keep,
        ),
        RecordKind(AdviserActivity, ("during",), ("during",)),
        RecordKind(
            Trajectory,
            ("organisation", "adviser", "started_on", "ended_on"),
            ("organisation", "started_on", "ended_on", "adviser"),
            ("organisation__name",),
            rule=trajectories.keep,
            told=(("Fase", trajectories.stage_in_words), ("Keurmerk", marks.awarded_in_words)),
        ),
        RecordKind(
            TrajectoryStep,
            ("stage", "doer", "task", "due_on", "done_on"),
            ("task", "stage", "done_on", "due_on", "doer"),
            ("task",),
            rule=trajectories.keep_step,
        ),
        RecordKind(
            QualityMark,
            ("organisation", "awarded_on", "renews", "trajectory"),
            ("organisation", "awarded_on", "valid_until"),
            ("organisation__name",),
            rule=marks.record_mark,
            told=(("Verlengd op", marks.renewed_in_words),),
        ),
        RecordKind(
            AdviceActivity,
            ("kind", "date", "adviser", "province", "sector", "size", "meeting"),
            ("kind", "date", "adviser", "province", "sector", "meeting"),
        ),
        RecordKind(
            Enquiry,
            ("date", "channel", "subject", "answered_on"),
            ("subject", "date", "channel", "answered_on"),
        ),
        RecordKind(
            LocalProject,
            ("phase", "title", "place", "province", "organisation", "theme", "during"),
            ("title", "place", "organisation", "phase"),
            ("title", "place"),
        ),
        RecordKind(AreaParticipation, ("area", "role", "during"), ("area", "role", "during"), ("area__name",)),
        RecordKind(
            WorkingArea,
            ("name", "kind", "within", "province"),
            ("name", "kind", "within", "province"),
            ("name",),
            own=areas.own,
        ),
        RecordKind(
            Survey,
            ("title", "first_day", "last_day", "respondents", "areas"),
            ("title", "last_day", "respondents"),
            ("title",),
            rule=surveys.keep,
        ),
        RecordKind(
            SurveyQuestion,
            ("number", "text", "kind", "answered"),
            ("text", "answered", "skipped", "kind"),
            ("text",),
            rule=surveys.keep_question,
            numbered="number",
        ),
        RecordKind(
            SurveyOption,
            ("order", "label", "exclusive", "chosen", "get", "give"),
            ("label", "chosen", "get", "give", "exclusive"),
            ("label",),
            rule=surveys.keep_option,
            numbered="order",
            unasked=surveys.unasked,
            told=(("Aandeel", surveys.share_in_words),),
        ),
        RecordKind(
            PrizeEdition,
            ("year", "ceremony_on", "place", "prize_money"),
            ("year", "ceremony_on", "place"),
        ),
        RecordKind(Nominee, ("organisation", "winner"), ("organisation", "winner"), ("organisation__name",)),
        RecordKind(GrantScheme, ("name", "funder"), ("name", "funder"), ("name",)),
        RecordKind(ApplicationRound, ("name", "during"), ("name", "during"), ("name",)),
        RecordKind(
            Application,
            ("round", "reference", "organisation", "submitted_on", "outcome", "decided_on"),
            ("reference", "round", "submitted_on", "outcome"),
            ("reference",),
        ),
        RecordKind(
            Study,
            ("kind", "title", "researcher", "commissioner", "our_part", "during", "published_on", "url"),
            ("title", "researcher", "our_part", "published_on"),
            ("title", "researcher"),
        ),
    )
}


def parent_of(kind: RecordKind) -> RecordKind | None:
    """The kind that these are rows of."""
    above: Any = kind.model._meta.get_field(kind.within).related_model if kind.within else None
    return KINDS[above.address] if above else None


def children_of(kind: RecordKind) -> list[RecordKind]:
    """The kinds that are rows of this one."""
    return [each for each in KINDS.values() if parent_of(each) is kind]


def used(programme: Programme) -> list[tuple[RecordKind, int]]:
    """Every kind of record with how many of it this programme has, in one query; rows of another kind aside."""
    kinds = {address: kind for address, kind in KINDS.items() if not kind.within}
    numbers = {address: _number(kind) for address, kind in kinds.items()}
    found: dict[str, Any] = Programme.objects.filter(pk=programme.pk).values(**numbers).get()  # type: ignore[assignment]
    return [(kind, found[address]) for address, kind in kinds.items()]


def _number(kind: RecordKind) -> Coalesce:
    rows = kind.model._default_manager.filter(**{kind.path: OuterRef("pk")}).order_by().values(kind.path)
    return Coalesce(Subquery(rows.annotate(number=Count("pk", distinct=True)).values("number")), 0)


def enter(model: type[Kept], **fields: Any) -> Any:
    """Enter a record as its form would. Raises ValidationError by field."""
    record = model(**fields)
    record.full_clean(exclude=["valid_until"])
    return KINDS[model.address].save(record)
