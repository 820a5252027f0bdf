"""Files that programme leads and the bureau read in: matches of desks, events, measurements.

A line is about what its giver may change; what is not theirs does not exist for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from nov.kernel.imports import Column, Import, Row, each
from nov.kernel.models import User
from nov.kernel.periods import Month
from nov.kernel.progress import Progress
from programmes import recording
from programmes.forms import MONTHS, CountsRow, EventRow, MeasurementRow
from programmes.indicators import located
from programmes.models import Desk, DeskMonth, Event, Measurement, Programme
from programmes.months import Count, record_months
from programmes.permissions import may_enter

# --------------------------------------------------------------------------------------------------- matches


def _desks() -> dict[str, Desk]:
    """All desks, by name and by code."""
    found = Desk.objects.select_related("programme")
    return {word: desk for desk in found for word in (desk.name.casefold(), desk.code)}


def _counts_now(rows: Sequence[Row]) -> Mapping[Any, Mapping[str, Any]]:
    """What is kept for the months that a line fills in; a cell left empty leaves its month as it is."""
    desks = _desks()
    kept: dict[tuple[int, int, str, str], dict[str, int]] = {}
    for row in DeskMonth.objects.filter(month__year__in={row.data["year"] for row in rows}):
        kept.setdefault((row.desk_id, row.month.year, row.kind, row.gender), {})[MONTHS[row.month.month - 1]] = (
            row.matches
        )
    found = {}
    for row in rows:
        desk = desks.get(row.data["desk"].casefold())
        now = kept.get((desk.pk, row.data["year"], row.data["kind"], row.data["gender"])) if desk else None
        if now is not None:
            filled = {month for month in MONTHS if row.data[month] is not None}
            found[COUNTS.key_of(row.data)] = {month: now.get(month) for month in filled}
    return found


def _apply_counts(rows: Sequence[Row], by: User, progress: Progress) -> None:
    desks, may = _desks(), {}
    of: dict[tuple[Any, ...], tuple[Row, str]] = {}
    counts = []
    for row in progress.each(rows):
        desk = desks.get(row.data["desk"].casefold())
        if desk is not None and desk.programme_id not in may:
            may[desk.programme_id] = may_enter(by, desk.programme)
        if desk is None or not may[desk.programme_id]:
            row.refuse(ValidationError({"desk": f"Er is geen balie ‘{row.data['desk']}’ waarvoor jij invoert."}))
            continue
        for number, name in enumerate(MONTHS, start=1):
            if row.data[name] is not None:
                month = Month(row.data["year"], number)
                count = Count(desk, month, row.data["kind"], row.data["gender"], row.data[name])
                of[count.place] = (row, name)
                counts.append(count)
    for refused in record_months(counts, by=by):
        row, name = of[refused.count.place]
        row.refuse(ValidationError({name: refused.why}))


COUNTS = Import(
    name="koppelingen",
    title="Koppelingen van de balies",
    act="programmes.enter",
    lead="Eén regel per balie, jaar, soort en geslacht. Een lege maand blijft zoals die is.",
    form_class=CountsRow,
    columns=(
        Column("Balie", "desk", example="Hengelo", help="De naam van de balie."),
        Column("Jaar", "year", example="2024"),
        Column("Soort", "kind", example="Activiteit"),
        Column(
            "Bewoners", "gender", example="Vrouwen", help="Vrouwen, Mannen of Onbekend. Alleen aantallen, nooit namen."
        ),
        *(Column(month, month, example="12") for month in MONTHS),
    ),
    key=("desk", "year", "kind", "gender"),
    present=_counts_now,
    apply=_apply_counts,
)


# ---------------------------------------------------------------------------------------------------- events


MORE = ("theme", "series", "organisations", "country")


def _programme(code: str, by: User) -> Programme:
    programme = Programme.objects.filter(code=code).first()
    if programme is None or not may_enter(by, programme):
        raise ValidationError({"programme": f"Er is geen programma ‘{code}’ waarvoor jij invoert."})
    return programme


def _events_now(rows: Sequence[Row]) -> Mapping[Any, Mapping[str, Any]]:
    codes = {row.data["programme"] for row in rows}
    dates = {row.data["date"] for row in rows}
    found = Event.objects.filter(programme__code__in=codes, date__in=dates).select_related("programme", "desk")
    found = found.prefetch_related("co_programmes")
    now = {
        (event.programme.code, event.kind, event.date, event.subject, event.desk.code if event.desk else ""): {
            "mode": event.mode,
            "attendance": event.attendance,
            "counterpart": event.counterpart,
            "co_programmes": " ".join(sorted(one.code for one in event.co_programmes.all())),
            **{name: getattr(event, name) for name in MORE},
        }
        for event in found
    }
    for row in rows:  # what a line leaves open stays as it is
        for name in ("co_programmes", *MORE):
            if not row.data[name] and EVENTS.key_of(row.data) in now:
                now[EVENTS.key_of(row.data)].pop(name, None)
    return now


def _record_event(data: dict[str, Any], by: User) -> None:
    programme = _programme(data["programme"], by)
    desk = programme.desks.filter(code=data["desk"]).first() if data["desk"] else None
    if data["desk"] and desk is None:
        raise ValidationError({"desk": f"{programme} heeft geen balie ‘{data['desk']}’."})
    said = {name: data[name] for name in ("kind", "date", "subject", "mode", "attendance", "counterpart", *MORE)}
    shared = [_shared(code, by) for code in data["co_programmes"].split()]
    there = Event.objects.filter(
        programme=programme, kind=data["kind"], date=data["date"], subject=data["subject"], desk=desk
    ).first()
    if there is None:
        recording.record_event(programme, **said, desk=desk, co_programmes=shared, by=by)
    else:
        said |= {name: getattr(there, name) for name in MORE if not said[name]}
        if not shared:
            shared = list(there.co_programmes.visible_to(by))
        hidden = there.co_programmes.exclude(pk__in=Programme.objects.visible_to(by))
        recording.change_event(there, **said, desk=desk, co_programmes=[*shared, *hidden], hosts=there.hosts.all())


def _shared(code: str, by: User) -> Programme:
    found = Programme.objects.visible_to(by).filter(code=code).first()
    if found is None:
        raise ValidationError({"co_programmes": f"Er is geen programma ‘{code}’."})
    return found


EVENTS = Import(
    name="bijeenkomsten",
    title="Bijeenkomsten",
    act="programmes.enter",
    form_class=EventRow,
    columns=(
        Column("Programma", "programme", example="meedoen", help="De code van het programma."),
        Column("Soort", "kind", example="Werkochtend"),
        Column("Datum", "date", example="09-02-2023"),
        Column("Onderwerp", "subject", example="Werken met tolken"),
        Column("Vorm", "mode", example="Op locatie"),
        Column("Deelnemers", "attendance", example="41", help="Leeg is onbekend."),
        Column("Met", "counterpart", example="COA", help="Een organisatie, geen namen van personen."),
        Column("Balie", "desk", example="hengelo", help="De code van de balie, bij een gesprek met een balie."),
        Column(
            "Samen met", "co_programmes", example="goedgeregeld", help="Codes van programma’s, met een spatie ertussen."
        ),
        Column("Thema", "theme"),
        Column("Reeks", "series", example="Kennisboostweek juni 2023"),
        Column("Organisaties", "organisations", help="Als organisaties zijn geteld in plaats van mensen."),
        Column("Land", "country", help="Alleen buiten Nederland."),
    ),
    key=("programme", "kind", "date", "subject", "desk"),
    present=_events_now,
    apply=each(_record_event),
)


# ---------------------------------------------------------------------------------------------- measurements


def _measured_now(rows: Sequence[Row]) -> Mapping[Any, Mapping[str, Any]]:
    found: dict[Any, Mapping[str, Any]] = {}
    for row in rows:
        place = located(row.data["key"])
        now = place and Measurement.objects.current().about(*place, row.data["at"]).first()
        if now:
            names = ("value", "not_applicable", "mark", "source", "evidence", "note")
            found[MEASUREMENTS.key_of(row.data)] = {name: getattr(now, name) for name in names}
    return found


def _record_measurement(data: dict[str, Any], by: User) -> None:
    place = located(data["key"])
    if place is None or not may_enter(by, place[0].programme):
        raise ValidationError({"key": f"Er is geen kengetal ‘{data['key']}’ waarvoor jij invoert."})
    indicator, part = place
    said = {name: data[name] for name in ("at", "value", "not_applicable", "mark", "source", "evidence", "note")}
    recording.record_measurement(indicator, part=part, **said, by=by)


MEASUREMENTS = Import(
    name="metingen",
    title="Metingen",
    act="programmes.enter",
    form_class=MeasurementRow,
    columns=(
        Column("Sleutel", "key", example="platform.bezoekers"),
        Column("Referentie", "at", example="2023", help="Een jaar, maand of dag: 2023, 2023-11 of 2023-12-31."),
        Column("Waarde", "value", example="12300"),
        Column("Niet van toepassing want", "not_applicable", example="extern gehost"),
        Column("Nauwkeurigheid", "mark", example="exact"),
        Column("Bron", "source", example="Webstatistiek"),
        Column("Vindplaats", "evidence"),
        Column("Toelichting", "note"),
    ),
    key=("key", "at"),
    present=_measured_now,
    apply=each(_record_measurement),
)
