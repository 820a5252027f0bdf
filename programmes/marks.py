"""Awarding a quality mark: how long it holds follows from the norm of the day of the award."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError

from nov.kernel import formats
from nov.kernel.periods import Turn
from programmes import indicators
from programmes.models import Indicator, QualityMark

TERM = "geldigheid"  # the last word of the key of the norm, in years


def record_mark(mark: QualityMark) -> QualityMark:
    """Keep a mark that is valid for the term that held on its day. A renewal comes after the mark it renews.

    Raises ValidationError by field.
    """
    norm = Indicator.objects.filter(
        programme=mark.programme, kind=Indicator.Kind.NORM, key__endswith=f".{TERM}"
    ).first()
    term = indicators.norm(norm, Turn.after(mark.awarded_on)) if norm else None
    if term is None or not term.known:
        on = formats.day(mark.awarded_on)
        raise ValidationError(
            {"awarded_on": f"Op {on} geldt voor {mark.programme} nog geen geldigheid van het keurmerk."}
        )
    if mark.renews is not None and mark.renews.organisation_id != mark.organisation_id:
        raise ValidationError({"renews": "Kies een eerder keurmerk van dezelfde organisatie."})
    if mark.renews is not None and mark.awarded_on <= mark.renews.awarded_on:
        earlier = formats.day(mark.renews.awarded_on)
        raise ValidationError({"awarded_on": f"Een verlenging komt na het keurmerk van {earlier} dat zij verlengt."})
    mark.valid_until = years_after(mark.awarded_on, int(term.value))  # type: ignore[arg-type]
    mark.save()
    return mark


def years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 1 March in a year without one."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
