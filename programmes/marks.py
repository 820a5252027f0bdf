"""Awarding a quality mark: how long it holds follows from the norm of the day of the award."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from nov.kernel import formats
from nov.kernel.periods import Turn
from programmes import indicators, trajectories
from programmes.models import Indicator, QualityMark, Trajectory

TERM = "geldigheid"  # the last word of the key of the norm, in years


def record_mark(mark: QualityMark) -> QualityMark:
    """Keep a mark that is valid for the term that held on its day. A renewal comes after the mark it renews.

    Raises ValidationError by field.
    """
    if mark.trajectory is not None and mark.trajectory.organisation_id != mark.organisation_id:
        raise ValidationError({"trajectory": "Kies een traject van dezelfde organisatie."})
    if mark.trajectory is not None and mark.awarded_on < mark.trajectory.started_on:
        began = formats.day(mark.trajectory.started_on)
        raise ValidationError({"awarded_on": f"Het traject naar dit keurmerk begon op {began}, na deze dag."})
    if mark.renews is not None and mark.renews.organisation_id != mark.organisation_id:
        raise ValidationError({"renews": "Kies een eerder keurmerk van dezelfde organisatie."})
    if mark.renews is not None and mark.awarded_on <= mark.renews.awarded_on:
        earlier = formats.day(mark.renews.awarded_on)
        raise ValidationError({"awarded_on": f"Een verlenging komt na het keurmerk van {earlier} dat zij verlengt."})
    norm = Indicator.objects.filter(
        programme=mark.programme, kind=Indicator.Kind.NORM, key__endswith=f".{TERM}"
    ).first()
    term = indicators.norm(norm, Turn.after(mark.awarded_on)) if norm else None
    if term is None or not term.known:
        on = formats.day(mark.awarded_on)
        raise ValidationError(
            {"awarded_on": f"Op {on} geldt voor {mark.programme} nog geen geldigheid van het keurmerk."}
        )
    mark.valid_until = years_after(mark.awarded_on, int(term.value))  # type: ignore[arg-type]
    mark.save()
    return mark


def award(trajectory: Trajectory, *, awarded_on: date) -> QualityMark:
    """The mark that a trajectory led to; whoever has one already renews it.

    Raises ValidationError, by field, and for a trajectory that is not finished or led to one before.
    """
    if not may_award(trajectory):
        raise ValidationError("Dit traject is nog niet doorlopen, of het leidde al tot een keurmerk.")
    held = QualityMark.objects.filter(programme=trajectory.programme, organisation=trajectory.organisation)
    return _new(trajectory, awarded_on, trajectory=trajectory, renews=held.filter(renewal=None).first())


def may_award(trajectory: Trajectory) -> bool:
    """Whether a trajectory is finished and did not lead to a mark yet."""
    return trajectories.stage_of(trajectory) is None and not trajectory.marks.exists()


def renew(mark: QualityMark, *, awarded_on: date) -> QualityMark:
    """The mark after this one, of the same organisation. Raises ValidationError by field."""
    return _new(mark, awarded_on, renews=mark)


def _new(of: Trajectory | QualityMark, awarded_on: date, **more: Any) -> QualityMark:
    made = QualityMark(programme=of.programme, organisation=of.organisation, awarded_on=awarded_on, **more)
    made.full_clean(exclude=["valid_until"])
    return record_mark(made)


def awarded_in_words(trajectory: Trajectory) -> str:
    """Which mark a trajectory led to."""
    mark = trajectory.marks.first()
    if mark is None:
        return formats.DASH
    return f"toegekend op {formats.day(mark.awarded_on)}, geldig tot {formats.day(mark.valid_until)}"


def renewed_in_words(mark: QualityMark) -> str:
    """When a mark was renewed."""
    following = QualityMark.objects.filter(renews=mark).first()
    return formats.DASH if following is None else formats.day(following.awarded_on)


def years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 1 March in a year without one."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
