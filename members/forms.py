"""The forms of the records of Leden: organisations, contacts, meetings, appointments, rounds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from finance.models import Decision
from members.assembly_forms import person_named
from members.deed_forms import DecisionField
from members.models import (
    Appointment,
    Category,
    Contact,
    DeclaredBase,
    Meeting,
    Organisation,
    Person,
)
from members.models.contributions import SHARES
from nov.kernel.forms import DayField, Form, ModelForm, NumberField


class RenameForm(Form):
    """Another name, from when."""

    name = forms.CharField(label="Nieuwe naam", max_length=160)
    first_day = DayField(label="Eerste dag met deze naam")


class ContactForm(Form):
    """Somebody who is contact of an organisation."""

    name = forms.CharField(label="Naam", max_length=120)
    email = forms.EmailField(label="E-mailadres", max_length=254)
    role = forms.ChoiceField(label="Rol", choices=Contact.Role.choices)
    title = forms.CharField(label="Functie", max_length=80, required=False)


class IndexForm(Form):
    """By how much the tariffs of a year go up, and how they are rounded."""

    year = forms.IntegerField(label="Contributiejaar", min_value=2000, max_value=2199)
    percentage = NumberField(label="Verhoging in procent", min_value=-50, max_value=100)
    step = forms.TypedChoiceField(
        label="Afronden op",
        choices=[("1", "hele euro’s"), ("5", "veelvouden van € 5"), ("0.01", "centen")],
        coerce=Decimal,
    )


class AdoptTariffsForm(IndexForm):
    """The same, with the decision it rests on."""

    decision = forms.ModelChoiceField(
        label="Besluit van de ledenvergadering",
        queryset=Decision.objects.filter(body=Decision.Body.ALV),
        empty_label="Kies een besluit",
        help_text="Staat het er niet bij? Leg het eerst vast, onder Beheer bij Besluiten.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in IndexForm.base_fields:
            self.fields[name].widget = forms.HiddenInput()


class ReductionForm(Form):
    """That a member owes less of a year than the rule says."""

    year = forms.IntegerField(label="Contributiejaar", min_value=2000, max_value=2199)
    share = forms.TypedChoiceField(label="Te betalen deel", choices=SHARES, coerce=Decimal)
    reason = forms.CharField(label="Reden", max_length=120, help_text="Komt in de uitleg bij het bedrag.")
    decision = DecisionField()


class BaseForm(ModelForm):
    """The yearly figure from which the class follows."""

    amount = NumberField(label="Grondslag")

    class Meta:
        model = DeclaredBase
        fields = ("category", "year", "amount", "declared_on", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.exclude(base="")


LINES = {"widget": forms.Textarea(attrs={"rows": 5}), "required": False}


class MeetingForm(ModelForm):
    """A meeting with its agenda, and what members talked about."""

    agenda = forms.CharField(label="Agenda", help_text="Een onderwerp per regel.", **LINES)
    dialogue_groups = forms.CharField(label="Dialooggroepen", help_text="Een thema per regel.", **LINES)
    action_lines = forms.CharField(
        label="Geraadpleegd over de actielijnen", help_text="Een actielijn per regel.", **LINES
    )

    class Meta:
        model = Meeting
        fields = ("kind", "date", "place", "convened_on", "next_to")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["next_to"].queryset = Meeting.objects.exclude(pk=self.instance.pk)
            self.initial |= {
                "agenda": _lines(self.instance.items.values_list("subject", flat=True)),
                "dialogue_groups": _lines(self.instance.dialogue_groups.values_list("theme", flat=True)),
                "action_lines": _lines(self.instance.action_lines.values_list("name", flat=True)),
            }

    def _clean_lines(self, name: str, longest: int) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data[name].splitlines() if line.strip()]
        if too_long := next((line for line in lines if len(line) > longest), None):
            raise ValidationError(f"‘{too_long[:40]}…’ is langer dan {longest} tekens.")
        if twice := next((line for line in lines if lines.count(line) > 1), None):
            raise ValidationError(f"‘{twice}’ staat er twee keer.")
        return lines

    def clean_agenda(self) -> list[str]:
        """One subject a line."""
        return self._clean_lines("agenda", 160)

    def clean_dialogue_groups(self) -> list[str]:
        """One theme a line."""
        return self._clean_lines("dialogue_groups", 120)

    def clean_action_lines(self) -> list[str]:
        """One action line a line."""
        return self._clean_lines("action_lines", 120)


def _lines(texts: Any) -> str:
    return "\n".join(texts)


class ItemForm(Form):
    """The decision that a subject led to."""

    decision = DecisionField(required=False)


class AppointmentForm(Form):
    """Who comes into which seat or post."""

    person = forms.CharField(
        label="Naam", max_length=120, help_text="Wie er al in staat, hoef je niet opnieuw in te voeren."
    )
    body = forms.ChoiceField(label="Orgaan", choices=Appointment.Body.choices)
    role = forms.CharField(label="Functie", max_length=60)
    kind = forms.ChoiceField(label="Soort", choices=Appointment.Kind.choices)
    first_day = DayField(label="Eerste dag")
    last_day = DayField(label="Laatste dag", required=False)
    elected_at = forms.ModelChoiceField(
        label="Gekozen op", queryset=Meeting.objects.filter(kind=Meeting.Kind.ALV), required=False, empty_label="Geen"
    )
    on_behalf_of = forms.ModelChoiceField(
        label="Namens het lid",
        queryset=Organisation.objects.filter(number__isnull=False),
        required=False,
        empty_label="Geen",
        help_text="Voor de kascommissie: daarin zit iemand namens een lid.",
    )

    def clean_person(self) -> Person:
        """The person with this name; a new one when there is none."""
        return person_named(self.cleaned_data["person"])


class ReappointForm(Form):
    """At which meeting."""

    meeting = forms.ModelChoiceField(
        label="Herbenoemd op",
        queryset=Meeting.objects.filter(kind=Meeting.Kind.ALV),
        empty_label="Kies een vergadering",
    )


class StepDownForm(Form):
    """Until when."""

    last_day = DayField(label="Laatste dag")


class RunForm(Form):
    """A round of contribution."""

    year = forms.IntegerField(label="Contributiejaar", min_value=2000, max_value=2199)
    invoice_date = DayField(label="Factuurdatum")
    due = DayField(label="Vervaldatum")
    category = forms.ModelChoiceField(
        label="Alleen de categorie",
        queryset=Category.objects.all(),
        required=False,
        empty_label="Alle categorieën",
        help_text="Zonder keuze krijgt ieder lid een factuur dat nog geen contributie voor dit jaar heeft.",
    )
