"""What programme leads fill in, on a screen or in a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from members.models import Organisation
from nov.kernel.forms import CountField, DayField, Form, NumberField
from nov.kernel.periods import Reference, reference
from programmes.models import Desk, Event, Gender, Mark, MatchKind, Programme

MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


class ReferenceField(forms.CharField):
    """A year, a month, a day or a period: "2023", "2023-11", "2023-12-31", "2021/2023"."""

    def clean(self, value: Any) -> Reference | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return reference(str(text))
        except ValueError as error:
            raise ValidationError(str(error)) from error


class OrganisationsField(forms.CharField):
    """Organisations by name, one on a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> list[Organisation]:
        names = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        return list({found.pk: found for found in map(self.named, names)}.values())

    def named(self, name: str) -> Organisation:
        """The organisation with this name. Raises ValidationError for none, with those that it may be."""
        found = list(Organisation.objects.filter(name__iexact=name)[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(f"Er zijn meer organisaties die ‘{name}’ heten. Kies er een met een andere naam.")
        near = list(Organisation.objects.filter(name__icontains=name).values_list("name", flat=True)[:3])
        said = f" Bedoel je: {', '.join(near)}?" if near else " Schrijf de naam zoals die bij de leden staat."
        raise ValidationError(f"‘{name}’ is geen organisatie die we kennen.{said}")

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else "\n".join(each.name for each in value)


class EventForm(Form):
    """An event of a programme."""

    kind = forms.ChoiceField(label="Soort", choices=Event.Kind.choices)
    date = DayField(label="Datum")
    subject = forms.CharField(label="Onderwerp", max_length=200)
    mode = forms.ChoiceField(label="Vorm", choices=Event.Mode.choices)
    attendance = CountField(
        label="Deelnemers", required=False, help_text="Laat leeg als het niet is geteld: leeg is onbekend, geen nul."
    )
    counterpart = forms.CharField(
        label="Overleg met", max_length=80, required=False, help_text="De organisatie, bijvoorbeeld COA."
    )
    desk = forms.ModelChoiceField(Desk.objects.none(), label="Balie", required=False, empty_label="Geen balie")
    co_programmes = forms.ModelMultipleChoiceField(
        Programme.objects.none(),
        label="Samen met",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="De bijeenkomst telt ook bij deze programma’s, en in totalen één keer.",
    )

    theme = forms.CharField(label="Thema", max_length=80, required=False)
    series = forms.CharField(
        label="Reeks", max_length=80, required=False, help_text="Wat bij elkaar hoort heet hetzelfde, zoals een week."
    )
    organisations = CountField(
        label="Aanwezige organisaties", required=False, help_text="Als organisaties zijn geteld in plaats van mensen."
    )
    country = forms.CharField(label="Land", max_length=40, required=False, help_text="Alleen buiten Nederland.")
    hosts = OrganisationsField(
        label="Verzorgd door", required=False, help_text="De organisaties die het verzorgden, elke naam op een regel."
    )

    def __init__(self, *args: Any, programme: Programme, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["desk"].queryset = programme.desks.all()
        fields["co_programmes"].queryset = Programme.objects.visible_to(user).exclude(pk=programme.pk)
        if not programme.desks.exists():
            del self.fields["desk"]


class EventRow(Form):
    """A line of a file with events."""

    programme = forms.CharField(max_length=40)
    kind = forms.ChoiceField(choices=Event.Kind.choices)
    date = DayField()
    subject = forms.CharField(max_length=200)
    mode = forms.ChoiceField(choices=Event.Mode.choices)
    attendance = CountField(required=False)
    counterpart = forms.CharField(max_length=80, required=False)
    desk = forms.CharField(max_length=40, required=False)
    co_programmes = forms.CharField(max_length=200, required=False)
    theme = forms.CharField(max_length=80, required=False)
    series = forms.CharField(max_length=80, required=False)
    organisations = CountField(required=False)
    country = forms.CharField(max_length=40, required=False)


class MeasurementRow(Form):
    """A line of a file with measurements."""

    key = forms.CharField(max_length=150)
    at = ReferenceField()
    value = NumberField(decimals=4, digits=16, required=False)
    not_applicable = forms.CharField(max_length=200, required=False)
    mark = forms.ChoiceField(choices=Mark.choices, required=False)
    source = forms.CharField(max_length=200)
    evidence = forms.CharField(max_length=300, required=False)
    note = forms.CharField(max_length=300, required=False)

    def clean_mark(self) -> str:
        """Without a mark a number is exact."""
        return self.cleaned_data["mark"] or Mark.EXACT


class CountsRow(Form):
    """A line of a file with the matches of a desk in a year, of one kind and one gender."""

    desk = forms.CharField(max_length=60)
    year = CountField(min_value=2015, max_value=2100)
    kind = forms.ChoiceField(choices=MatchKind.choices)
    gender = forms.ChoiceField(choices=Gender.choices)


for _month in MONTHS:
    CountsRow.base_fields[_month] = CountField(required=False)
