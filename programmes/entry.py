"""The page on which a programme's measurements of a year are filled in, all indicators under each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from nov.kernel.forms import Form, NumberField
from nov.kernel.models import User
from nov.kernel.periods import Year
from nov.kernel.refusals import put
from programmes.indicators import plain
from programmes.models import Indicator, IndicatorPart, Mark, Measurement, Programme
from programmes.recording import record_measurement


class MeasurementForm(Form):
    """One measurement: a value, or the reason why there is none."""

    value = NumberField(label="Waarde", decimals=4, digits=16, required=False)
    mark = forms.ChoiceField(label="Nauwkeurigheid", choices=Mark.choices, initial=Mark.EXACT)
    source = forms.CharField(label="Bron", max_length=200, required=False)
    not_applicable = forms.CharField(label="Niet van toepassing, want", max_length=200, required=False)
    note = forms.CharField(label="Toelichting", max_length=300, required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, prefix=place.key, initial=place.initial, **kwargs)
        value: Any = self.fields["value"]
        value.decimals = place.indicator.unit.decimals
        for name, field in self.fields.items():
            if name != "seen":
                field.widget.attrs["aria-label"] = f"{place.label}: {field.label}"

    def has_changed(self) -> bool:
        """Whether it says something else than what was shown; the row it was made from is no content."""
        return bool(set(self.changed_data) - {"seen"})


@dataclass(slots=True)
class Place:
    """Where one measurement goes, what is there now, what was there a year before, and its form."""

    indicator: Indicator
    part: IndicatorPart | None
    now: Measurement | None
    before: Measurement | None
    required: bool
    form: MeasurementForm | None = None

    @property
    def key(self) -> str:
        return self.part.full_key if self.part else self.indicator.key

    @property
    def label(self) -> str:
        return self.part.label if self.part else self.indicator.label

    @property
    def open(self) -> bool:
        """Whether the annual report needs it and it is not there yet."""
        return self.required and self.now is None

    @property
    def initial(self) -> dict[str, Any]:
        """What the form shows: what is there now, else the source that was used a year before."""
        if self.now is None:
            return {"mark": Mark.EXACT, "source": self.before.source if self.before else ""}
        names = ("mark", "source", "not_applicable", "note")
        value = None if self.now.value is None else plain(self.now.value)
        return {**{name: getattr(self.now, name) for name in names}, "value": value, "seen": self.now.pk}


def places(programme: Programme, year: Year) -> list[Place]:
    """Everything of this programme that is measured, with what there is for the year and the year before."""
    indicators = list(programme.indicators.measured().prefetch_related("parts"))
    now, before = _measured(indicators, year), _measured(indicators, year.previous)
    found = []
    for indicator in indicators:
        parts: list[IndicatorPart | None] = [*indicator.parts.all()] if indicator.dimension else [None]
        for part in parts:
            if part is not None:
                part.indicator = indicator
            place = (indicator.pk, part.pk if part else None)
            required = (part or indicator).required_in(year.number)
            found.append(Place(indicator, part, now.get(place), before.get(place), required))
    return found


def _measured(indicators: list[Indicator], year: Year) -> dict[tuple[int, int | None], Measurement]:
    """The measurements of a year, of stocks those of its last day."""
    periods = {indicator.pk: indicator.days(year) for indicator in indicators}
    rows = Measurement.objects.current().filter(indicator__in=indicators, during__in=set(periods.values()))
    return {
        (row.indicator_id, row.part_id): row
        for row in rows
        if (row.during.lower, row.during.upper) == periods[row.indicator_id]
    }


def save(found: list[Place], year: Year, typed: Mapping[str, str], *, by: User) -> tuple[int, int]:
    """Keep every measurement that was changed; returns how many were kept and how many were refused.

    What is refused keeps its form with what is wrong; it does not cost the others.
    """
    kept = refused = 0
    for place in found:
        if f"{place.key}-value" not in typed:
            continue
        place.form = MeasurementForm(typed, place=place)
        if not place.form.has_changed():
            continue
        if place.form.is_valid() and _kept(place, year, by):
            kept += 1
        else:
            refused += 1
    return kept, refused


def _kept(place: Place, year: Year, by: User) -> bool:
    form = place.form
    assert form is not None
    said = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
    if said["value"] is None and not said["not_applicable"] and place.now is None:
        return True  # only a source: nothing was measured yet
    if place.now is not None:  # what is not asked here stays as it was
        said |= {"study": place.now.study, "evidence": place.now.evidence}
    try:
        with transaction.atomic():
            record_measurement(place.indicator, part=place.part, at=year, **said, seen=form.cleaned_data["seen"], by=by)
    except ValidationError as error:
        put(form, error)
        return False
    return True
