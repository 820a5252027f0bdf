"""Advisers: trained once, active from then on in periods, until they stop."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from nov.kernel import formats
from nov.kernel.periods import ONE_DAY
from programmes.models import Adviser, AdviserActivity, Event, Programme


@transaction.atomic
def keep(adviser: Adviser) -> Adviser:
    """Save an adviser: active from the training on, and no longer after the day of stopping.

    Raises ValidationError by field.
    """
    if adviser.trained_at is not None and adviser.trained_at.date != adviser.trained_on:
        held = formats.day(adviser.trained_at.date)
        raise ValidationError({"trained_on": f"De training was op {held}. Kies die dag, of geen training."})
    new = adviser.pk is None
    adviser.save()
    if new:
        resume(adviser, first_day=adviser.trained_on)
    if adviser.stopped_on is not None:
        pause(adviser, first_day=adviser.stopped_on)
    return adviser


def train_adviser(
    programme: Programme, *, code: str, trained_on: date, region: str, trained_at: Event | None = None
) -> Adviser:
    """A newly trained adviser, who is active from that day on. Raises ValidationError by field."""
    adviser = Adviser(programme=programme, code=code, trained_on=trained_on, trained_at=trained_at, region=region)
    adviser.full_clean()
    return keep(adviser)


def resume(adviser: Adviser, *, first_day: date) -> AdviserActivity:
    """Active again from a day on. Raises ValidationError when that is before the training or already so."""
    if first_day < adviser.trained_on:
        raise ValidationError({"first_day": f"{adviser} is opgeleid op {formats.day(adviser.trained_on)}."})
    activity = AdviserActivity(adviser=adviser, during=(first_day, None))
    activity.full_clean()
    activity.save()
    return activity


def pause(adviser: Adviser, *, first_day: date) -> None:
    """Not active from this day on; trained remains trained. Periods that had not begun are taken away."""
    for activity in adviser.activities.filter(during__endswith__isnull=True) | adviser.activities.filter(
        during__endswith__gt=first_day
    ):
        begin = activity.during.lower
        if begin >= first_day:
            activity.delete()
            continue
        activity.during = (begin, first_day)
        activity.save()


@transaction.atomic
def stop_adviser(adviser: Adviser, *, last_day: date) -> Adviser:
    """Let an adviser stop, with this as the last day. Raises ValidationError by field."""
    adviser.stopped_on = last_day + ONE_DAY
    adviser.full_clean()
    return keep(adviser)
