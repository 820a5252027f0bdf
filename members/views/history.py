"""How the page of an organisation tells what happened to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from members.models import Mutation, Organisation
from nov.kernel.formats import day_long

Kind = Mutation.Kind


@dataclass(frozen=True, slots=True)
class Event:
    """A point of the timeline: its day, its heading and sentences, and whether it is a correction or still to come."""

    mutation: Mutation
    heading: str
    sentences: tuple[str, ...]
    css: str
    may_undo: bool


def happened(organisation: Organisation, today: date) -> list[Event]:
    """The mutations of an organisation, and those of others that concern it, newest first."""
    mutations = (
        Mutation.objects.filter(Q(organisation=organisation) | Q(other=organisation))
        .select_related("organisation", "other", "decision", "by", "corrects", "correction")
        .prefetch_related("opened_categoryperiods__category", "closed_categoryperiods__category")
        .order_by("-effective_on", "-id")
    )
    return [_event(one, organisation, today) for one in mutations]


def _event(one: Mutation, organisation: Organisation, today: date) -> Event:
    undone = hasattr(one, "correction")
    fix = one.kind == Kind.CORRECTION or undone
    planned = one.effective_on > today
    return Event(
        one,
        _heading(one, organisation),
        tuple(_sentences(one)),
        "fix" if fix else "plan" if planned else "",
        not fix and one.organisation_id == organisation.pk,
    )


def _heading(one: Mutation, organisation: Organisation) -> str:
    theirs = one.organisation_id != organisation.pk
    match one.kind:
        case Kind.JOIN:
            return f"Nieuw lid: {_names(one.opened_categoryperiods)}"
        case Kind.CATEGORY:
            return f"Categorie: van {_names(one.closed_categoryperiods)} naar {_names(one.opened_categoryperiods)}"
        case Kind.MERGE:
            return f"Fusie: {one.organisation} ging hierin op" if theirs else f"Fusie: ging op in {one.other}"
        case Kind.PASS_OVER:
            return (
                f"Overgang: nam het lidmaatschap over van {one.organisation}"
                if theirs
                else (f"Overgang: het lidmaatschap ging naar {one.other}")
            )
        case Kind.CORRECTION:
            return f"Correctie: {one.corrects.get_kind_display().lower()} ongedaan gemaakt"
        case _:
            return f"{one.get_kind_display()}, laatste dag"


def _names(periods: object) -> str:
    return ", ".join(dict.fromkeys(period.category.name.lower() for period in periods.all())) or "–"  # type: ignore[attr-defined]


def _sentences(one: Mutation) -> Iterator[str]:
    facts = []
    if one.reason:
        facts.append(f"Reden: {one.get_reason_display().lower()}.")
    if one.explanation:
        facts.append(one.explanation if one.explanation.endswith(".") else f"{one.explanation}.")
    if facts:
        yield " ".join(facts)
    received = f"Ontvangen {day_long(one.received_on)}, " if one.received_on else ""
    if one.decision:
        decided = (
            f"besluit {one.decision.get_body_display().lower()} {day_long(one.decided_on)} ({one.decision.number}), "
        )
    else:
        decided = "" if received or one.kind == Kind.CORRECTION else f"besluit {day_long(one.decided_on)}, "
    said = f"{received}{decided}ingevoerd {day_long(one.entered_on)} door {one.by.name}."
    yield said[0].upper() + said[1:]
    if hasattr(one, "correction"):
        yield f"Ongedaan gemaakt op {day_long(one.correction.entered_on)}: {one.correction.explanation}."
