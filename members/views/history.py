"""How the page of an organisation tells what happened to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from members import letters
from members.models import Application, Expulsion, FormerName, LetterTemplate, Mutation, Organisation
from nov.kernel.formats import day_long
from nov.kernel.models import Message
from nov.kernel.periods import ONE_DAY

Kind = Mutation.Kind
LATELY = timedelta(days=92)  # after which no letter is expected any more


@dataclass(frozen=True, slots=True)
class Event:
    """A point of the timeline: its day, heading and sentences, how it is marked, and what can still be done about it."""

    day: date
    heading: str
    sentences: tuple[str, ...]
    css: str = ""
    mutation: Mutation | None = None  # if it can be put right
    link: tuple[str, str] = ("", "")  # address and words of where to go on


def happened(organisation: Organisation, today: date) -> list[Event]:
    """All that happened to an organisation as a member, newest first: mutations, applications, former names."""
    mutations = (
        Mutation.objects.filter(Q(organisation=organisation) | Q(other=organisation))
        .select_related("organisation", "other", "decision", "by", "corrects", "correction", "expulsion__decided_by")
        .prefetch_related("opened_categoryperiods__category", "closed_categoryperiods__category")
        .order_by("-effective_on", "-id")
    )
    applications = organisation.membership_applications.select_related("category", "decision", "overruled_by")
    events = [_event(one, organisation, today) for one in mutations]
    events += [_applied(one) for one in applications]
    events += [_renamed(one) for one in organisation.former_names.all()]
    about = {letters.key_of(one): one for one in (*mutations, *applications) if letters.kind_for(one)}
    sent = {one.key: one for one in Message.objects.filter(key__in=about)}
    events += [_wrote(sent[key], about[key]) for key in about if key in sent]
    events += [
        _to_write(one)
        for key, one in about.items()
        if key not in sent and isinstance(one, Mutation) and _fresh(one, organisation, today)
    ]
    return sorted(events, key=lambda event: event.day, reverse=True)


def _fresh(one: Mutation, organisation: Organisation, today: date) -> bool:
    """Whether a letter about it can still be expected: entered lately, not undone, and this organisation gets it."""
    whose = one.other_id if one.kind == Kind.PASS_OVER else one.organisation_id
    return whose == organisation.pk and not hasattr(one, "correction") and today - one.entered_on <= LATELY


def _to_write(one: Mutation) -> Event:
    kind = LetterTemplate.Kind(letters.kind_for(one))
    url = reverse("members:letter", args=["mutatie", one.pk])
    return Event(one.entered_on, f"{kind.label} nog te sturen", (), "plan", link=(url, "Brief bekijken en versturen"))


def _wrote(message: Message, about: Mutation | Application) -> Event:
    kind = LetterTemplate.Kind(letters.kind_for(about))
    on = timezone.localtime(message.created_at).date()
    return Event(on, str(kind.label), (f"Aan {message.to}, {message.get_state_display()}.",))


def _event(one: Mutation, organisation: Organisation, today: date) -> Event:
    undone = hasattr(one, "correction")
    fix = one.kind == Kind.CORRECTION or undone
    planned = one.effective_on > today
    expulsion = getattr(one, "expulsion", None)
    return Event(
        one.effective_on,
        _heading(one, organisation),
        tuple(_sentences(one)),
        "fix" if fix else "plan" if planned else "",
        one if not fix and one.organisation_id == organisation.pk else None,
        (expulsion.get_absolute_url(), "Beroep vastleggen") if expulsion and not expulsion.outcome else ("", ""),
    )


def _applied(one: Application) -> Event:
    decision = one.overruled_by or one.decision
    by = f", {decision.get_body_display().lower()} {day_long(decision.date)} ({decision.number})" if decision else ""
    reason = f" {_full_stop(one.reason)}" if one.reason else ""
    said = f"Als {one.category.name.lower()}. {one.state}{by}.{reason}"
    return Event(one.received_on, "Aanmelding ontvangen", (said,), link=(one.get_absolute_url(), "De aanmelding"))


def _renamed(one: FormerName) -> Event:
    return Event(one.until, "Andere naam", (f"Heette tot die dag {one.name}.",))


def _full_stop(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


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
        facts.append(_full_stop(one.explanation))
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
    if expulsion := getattr(one, "expulsion", None):
        yield from _after_expulsion(expulsion)
    if hasattr(one, "correction"):
        yield f"Ongedaan gemaakt op {day_long(one.correction.entered_on)}: {one.correction.explanation}."


def _after_expulsion(one: Expulsion) -> Iterator[str]:
    """What the member was told, whether it appealed, and what came of that."""
    told = f"Kennisgeving ontvangen {day_long(one.notified_on)}; beroep bij de ALV tot en met {day_long(one.appeal_until)}."
    yield told
    appeal = f"Beroep ontvangen {day_long(one.appealed_on)}. " if one.appealed_on else ""
    by = f" op {day_long(one.decided_by.date)} ({one.decided_by.number})" if one.decided_by else ""
    last = one.suspended.upper
    until = f"tot en met {day_long(last - ONE_DAY)}" if last and last > one.suspended.lower else "tot de uitkomst"
    suspended = (
        "" if last and last <= one.suspended.lower else f" Geschorst vanaf {day_long(one.suspended.lower)} {until}."
    )
    yield f"{appeal}{one.state}{by}.{suspended}"
