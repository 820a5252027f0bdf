"""From application to membership: the board admits or declines, and the general meeting may admit after all (BW 2:33)."""

from __future__ import annotations

from datetime import date
from typing import Unpack

from django.db import transaction

from finance.models import Decision
from members import mutations
from members.models import Application, Category, Holder, Membership, Organisation
from members.timeline import Noted, refuse, take_lock
from nov.kernel.formats import day

Outcome, Body = Application.Outcome, Decision.Body


def apply(organisation: Organisation, *, category: Category, received_on: date, remark: str = "") -> Application:
    """Store an application. Raises ValidationError when one is pending, MutationError when the organisation is a member."""
    if held := Holder.objects.on(received_on).filter(organisation=organisation).first():
        raise refuse("received_on", f"{organisation} is al lid sinds {day(held.first_day)}.")
    application = Application(organisation=organisation, category=category, received_on=received_on, remark=remark)
    application.full_clean()
    application.save()
    return application


@transaction.atomic
def assess(
    application: Application,
    *,
    category: Category,
    statutes_seen_on: date | None,
    kvk_seen_on: date | None,
    remark: str,
) -> Application:
    """Store what was looked at, as long as nothing was decided. Raises MutationError afterwards."""
    application = _pending(application)
    application.category, application.remark = category, remark
    application.statutes_seen_on, application.kvk_seen_on = statutes_seen_on, kvk_seen_on
    application.full_clean()
    application.save()
    return application


@transaction.atomic
def admit(application: Application, *, decision: Decision, first_day: date, **noted: Unpack[Noted]) -> Membership:
    """Admit by a decision of the board. Raises MutationError when it was decided before or not everything was looked at."""
    application = _pending(application)
    _ready(application, decision, Body.BOARD)
    application.outcome, application.decision = Outcome.ADMITTED, decision
    return _joined(application, decision, first_day, noted)


@transaction.atomic
def decline(application: Application, *, decision: Decision, reason: str) -> Application:
    """Decline by a decision of the board; the general meeting may still admit."""
    application = _pending(application)
    _by(decision, Body.BOARD, application)
    application.outcome, application.decision, application.reason = Outcome.DECLINED, decision, reason
    application.save()
    return application


@transaction.atomic
def withdraw(application: Application, *, reason: str) -> Application:
    """Close an application that the organisation took back."""
    application = _pending(application)
    application.outcome, application.reason = Outcome.WITHDRAWN, reason
    application.save()
    return application


@transaction.atomic
def admit_after_all(
    application: Application, *, decision: Decision, first_day: date, **noted: Unpack[Noted]
) -> Membership:
    """Admit by a decision of the general meeting what the board declined."""
    application = _locked(application)
    if not application.may_be_overruled:
        raise refuse("decision", "Alleen een afgewezen aanmelding kan de ALV alsnog toelaten.")
    _ready(application, decision, Body.ALV)
    application.overruled_by = decision
    return _joined(application, decision, first_day, noted)


def _joined(application: Application, decision: Decision, first_day: date, noted: Noted) -> Membership:
    application.membership = mutations.join(
        application.organisation,
        category=application.category,
        first_day=first_day,
        decision=decision,
        received_on=application.received_on,
        **noted,
    )
    application.save()
    return application.membership


def _locked(application: Application) -> Application:
    take_lock()  # before the row's own lock, as every mutation does
    of = Application.objects.select_for_update(of=("self",)).select_related("organisation", "category")
    return of.get(pk=application.pk)


def _pending(application: Application) -> Application:
    application = _locked(application)
    if application.outcome:
        raise refuse("", f"Over deze aanmelding is al beslist: {application.state.lower()}.")
    return application


def _ready(application: Application, decision: Decision, body: Decision.Body) -> None:
    _by(decision, body, application)
    if not application.is_seen:
        raise refuse("", "Leg eerst vast wanneer de statuten en het KvK-uittreksel zijn bekeken.")


def _by(decision: Decision, body: Decision.Body, application: Application) -> None:
    if decision.body != body:
        raise refuse(
            "decision",
            f"Hierover beslist {'het bestuur' if body == Body.BOARD else 'de ALV'}; kies een besluit daarvan.",
        )
    if decision.date < application.received_on:
        raise refuse(
            "decision", f"Het besluit is van voor de aanmelding, die op {day(application.received_on)} binnenkwam."
        )
