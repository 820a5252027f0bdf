"""What people write down: measurements and events. Corrections are new rows; doing it twice is doing it once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from types import EllipsisType

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now

from members.models import Organisation
from nov.kernel import formats
from nov.kernel.models import User
from nov.kernel.periods import Reference
from programmes.models import Desk, Event, Indicator, IndicatorPart, Mark, Measurement, Programme, Study

PLACES = Decimal("0.0001")


@transaction.atomic
def record_measurement(
    indicator: Indicator,
    *,
    at: Reference,
    value: Decimal | int | None = None,
    not_applicable: str = "",
    mark: str = Mark.EXACT,
    source: str,
    evidence: str = "",
    note: str = "",
    study: Study | None = None,
    part: IndicatorPart | None = None,
    seen: int | EllipsisType | None = ...,
    by: User,
) -> Measurement:
    """Keep what was measured: a value, or the reason why none is to be had. Returns the measurement that now holds.

    A stock is measured on a day (a period means its last day), a flow over a period. When there is one already for
    this day or period, the new one supersedes it; the same once more changes nothing. With `seen` (the measurement
    that the user had before them, None for none) a correction by somebody else in between is not overwritten.
    Raises ValidationError by field.
    """
    indicator = Indicator.objects.select_for_update().get(pk=indicator.pk)
    during = _days(indicator, at)
    _check_value(indicator, value, not_applicable)
    _check_part(indicator, part)
    if not source.strip():
        raise ValidationError({"source": "Noem de bron: waar komt dit getal vandaan?"})
    new = Measurement(
        indicator=indicator,
        part=part,
        during=during,
        value=None if value is None else Decimal(value).quantize(PLACES),
        not_applicable=not_applicable.strip(),
        mark=mark,
        source=source.strip(),
        evidence=evidence.strip(),
        note=note.strip(),
        study=study,
        recorded_by=by,
    )
    new.clean_fields()
    now = Measurement.objects.current().about(indicator, part, at).first()
    if now is not None and _says(now) == _says(new):
        return now
    if seen is not ... and seen != (now.pk if now else None):
        raise ValidationError({"value": _overtaken(now)})
    if now is not None:
        Measurement.objects.filter(pk=now.pk).update(superseded_at=Now())
    new.save()
    return new


def _days(indicator: Indicator, at: Reference) -> tuple[date, date]:
    if indicator.origin == Indicator.Origin.COUNTED:
        raise ValidationError(f"‘{indicator}’ volgt uit wat is vastgelegd en wordt niet gemeten.")
    if indicator.kind == Indicator.Kind.NORM:
        raise ValidationError(f"‘{indicator}’ is een norm: leg het besluit vast, geen meting.")
    try:
        return indicator.days(at)
    except ValueError as error:
        raise ValidationError({"at": str(error)}) from error


def _check_value(indicator: Indicator, value: Decimal | int | None, not_applicable: str) -> None:
    if (value is None) == (not not_applicable.strip()):
        raise ValidationError({"value": "Vul een waarde in, of de reden waarom het niet van toepassing is."})
    if value is None:
        return
    if not Decimal(value).is_finite() or value < 0:
        raise ValidationError({"value": f"{value} kan niet: een gemeten waarde is nul of meer."})
    if value >= 10**12:
        raise ValidationError({"value": f"{formats.number(value)} is te groot. Kijk of er geen cijfers te veel staan."})
    if indicator.unit.form == "aantal" and value != int(value):
        raise ValidationError({"value": f"{indicator} is een aantal. Vul een heel getal in."})


def _check_part(indicator: Indicator, part: IndicatorPart | None) -> None:
    if part is None and indicator.dimension and not indicator.adds_up:
        raise ValidationError({"part": f"‘{indicator}’ wordt per {indicator.dimension} gemeten. Kies er een."})
    if part is not None and part.indicator_id != indicator.pk:
        raise ValidationError({"part": f"‘{part}’ is geen onderdeel van ‘{indicator}’."})


def _says(measurement: Measurement) -> tuple[object, ...]:
    of = measurement
    return of.value, of.not_applicable, of.mark, of.source, of.evidence, of.note, of.study_id


def _overtaken(now: Measurement | None) -> str:
    if now is None:
        return "Deze meting is intussen vervallen. Kijk opnieuw en vul haar dan in."
    value = now.not_applicable if now.value is None else f"{now.value.normalize():f}"
    return f"{now.recorded_by} vulde intussen ‘{value}’ in. Kijk of dat klopt, of vul jouw waarde opnieuw in."


def withdraw_measurement(measurement: Measurement) -> None:
    """Take back a measurement that should not have been there; the row stays, as superseded by nothing."""
    Measurement.objects.current().filter(pk=measurement.pk).update(superseded_at=Now())


@transaction.atomic
def record_event(
    programme: Programme,
    *,
    kind: str,
    date: date,
    subject: str,
    mode: str = Event.Mode.LIVE,
    attendance: int | None = None,
    counterpart: str = "",
    desk: Desk | None = None,
    co_programmes: Collection[Programme] = (),
    hosts: Collection[Organisation] = (),
    theme: str = "",
    series: str = "",
    organisations: int | None = None,
    country: str = "",
    by: User,
) -> Event:
    """Keep that something took place. `attendance` None is unknown, not nought. Raises ValidationError by field."""
    event = Event(programme=programme, recorded_by=by)
    return change_event(
        event,
        kind=kind,
        date=date,
        subject=subject,
        mode=mode,
        attendance=attendance,
        counterpart=counterpart,
        desk=desk,
        co_programmes=co_programmes,
        hosts=hosts,
        theme=theme,
        series=series,
        organisations=organisations,
        country=country,
    )


@transaction.atomic
def change_event(
    event: Event,
    *,
    kind: str,
    date: date,
    subject: str,
    mode: str,
    attendance: int | None,
    counterpart: str = "",
    desk: Desk | None = None,
    co_programmes: Collection[Programme] = (),
    hosts: Collection[Organisation] = (),
    theme: str = "",
    series: str = "",
    organisations: int | None = None,
    country: str = "",
) -> Event:
    """Correct what is known of an event; the history table keeps what stood there."""
    event.kind, event.date, event.subject, event.mode = kind, date, subject.strip(), mode
    event.attendance, event.counterpart, event.desk = attendance, counterpart.strip(), desk
    event.theme, event.series, event.country = theme.strip(), series.strip(), country.strip()
    event.organisations = organisations
    if desk is not None and desk.programme_id != event.programme_id:
        raise ValidationError({"desk": f"Balie {desk} hoort niet bij {event.programme}."})
    if event.programme in co_programmes:
        raise ValidationError({"co_programmes": f"{event.programme} is al de eigenaar van deze bijeenkomst."})
    event.clean_fields(exclude=["programme", "recorded_by"])
    event.save()
    event.co_programmes.set(co_programmes)
    event.hosts.set(hosts)
    return event


def earlier_same(programme: Programme, kind: str, date: date, subject: str) -> Event | None:
    """An event of this programme that says the same: probably the one that is being entered for the second time."""
    return Event.objects.filter(programme=programme, kind=kind, date=date, subject__iexact=subject.strip()).first()
