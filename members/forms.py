"""The forms of Leden. A form of a deed has the fields that its rule function asks; the rule decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from finance.models import Decision, Party
from members.models import Appointment, Category, Contact, DeclaredBase, Meeting, Mutation, Organisation, Person
from members.organisations import ADDRESS
from nov.kernel.formats import day
from nov.kernel.forms import DayField, Form, ModelForm, NumberField, dutch_field
from nov.kernel.periods import ONE_DAY

Reason = Mutation.Reason


class DecisionField(forms.ModelChoiceField):
    """A decision that was recorded; the newest first."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", "Staat het er niet bij? Leg het eerst vast, onder Beheer bij Besluiten.")
        options.setdefault("label", "Besluit")
        options.setdefault("empty_label", "Kies een besluit" if options.get("required", True) else "Geen")
        super().__init__(queryset=Decision.objects.all(), **options)


class DeedForm(Form):
    """What is asked about every deed, after its own fields."""

    explanation = forms.CharField(label="Toelichting", max_length=400, required=False)
    field_order: list[str] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "explanation"])


class ReceivedForm(DeedForm):
    """A deed that an organisation told us about."""

    received_on = DayField(label="Bericht ontvangen op")


class JoinForm(DeedForm):
    """Who becomes a member, as what, from when, by which decision."""

    received_on = DayField(label="Aanmelding ontvangen op", required=False)
    category = forms.ModelChoiceField(
        label="Categorie", queryset=Category.objects.all(), empty_label="Kies een categorie"
    )
    decision = DecisionField(label="Besluit tot toelating")
    first_day = DayField(label="Eerste dag als lid")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def clean_first_day(self) -> Any:
        """Whoever would join on the very next day never left: then the notice is undone."""
        first_day = self.cleaned_data["first_day"]
        if self.organisation.held.live().filter(during__endswith=first_day).exists():
            raise ValidationError(
                f"Het vorige lidmaatschap eindigt op {day(first_day - ONE_DAY)} en zou zo zonder onderbreking doorlopen."
                " Maak dan de opzegging ongedaan, op de tijdlijn; anders telt het lid op de overgang niet mee."
            )
        return first_day


class ResignForm(ReceivedForm):
    """The member's own notice."""

    last_day = DayField(label="Laatste dag als lid")
    reason = forms.ChoiceField(label="Reden", choices=[("", "Kies een reden"), *Reason.choices])
    decision = DecisionField(label="Bestuursbesluit dat een andere dag toestaat", required=False)


class TerminateForm(DeedForm):
    """Notice by the association."""

    decision = DecisionField()
    last_day = DayField(label="Laatste dag als lid")
    reason = forms.ChoiceField(
        label="Reden",
        choices=[
            ("", "Kies een reden"),
            *((one.value, one.label) for one in (Reason.UNPAID, Reason.CONDUCT, Reason.OTHER)),
        ],
    )


class ExpelForm(DeedForm):
    """Expulsion."""

    decision = DecisionField()
    last_day = DayField(label="Laatste dag als lid")


class DissolveForm(ReceivedForm):
    """The organisation is no more."""

    last_day = DayField(label="Laatste dag als lid")


class OrganisationField(forms.ModelChoiceField):
    """Another organisation than the one at hand."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Organisation.objects.none(), empty_label="Kies een organisatie", **options)

    def label_from_instance(self, obj: Organisation) -> str:
        return ", ".join(filter(None, [obj.name, obj.municipality, obj.code]))


class MergeForm(ReceivedForm):
    """A merger into another member."""

    into = OrganisationField(label="Gaat op in")
    last_day = DayField(label="Laatste dag als lid")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Organisation.objects.filter(number__isnull=False).exclude(pk=organisation.pk)


class PassOverForm(ReceivedForm):
    """A membership that passes to another body."""

    to = OrganisationField(
        label="Lidmaatschap gaat naar",
        help_text="Een organisatie die zelf geen lid is. Staat zij er niet bij? Voer haar eerst in.",
    )
    first_day = DayField(label="Eerste dag met de nieuwe houder")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Organisation.objects.exclude(pk=organisation.pk)


class CategoryForm(DeedForm):
    """Another category."""

    category = forms.ModelChoiceField(
        label="Nieuwe categorie", queryset=Category.objects.all(), empty_label="Kies een categorie"
    )
    decision = DecisionField()
    first_day = DayField(label="Eerste dag in deze categorie")


class ReasonForm(Form):
    """Why something is put right."""

    reason = forms.CharField(label="Waarom", max_length=400)


class CorrectForm(ReasonForm):
    """The right day, and why."""

    effective_on = DayField(label="De juiste dag")


class DeedOnlyForm(Form):
    """A deed that needs no more than to be confirmed."""


class FinaliseForm(Form):
    """The preview that was looked at."""

    seen = forms.CharField(widget=forms.HiddenInput)


class RenameForm(Form):
    """Another name, from when."""

    name = forms.CharField(label="Nieuwe naam", max_length=160)
    first_day = DayField(label="Eerste dag met deze naam")


class OrganisationForm(ModelForm):
    """An organisation with the address of its party. The name of one that is there already has a form of its own."""

    website = forms.URLField(label="Website", required=False, assume_scheme="https")

    class Meta:
        model = Organisation
        fields = ("name", "statutory_name", "short_name", "sector", "municipality", "province", "website", "phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        party = self.instance.party if self.instance.pk else Party()
        if self.instance.pk:
            del self.fields["name"]
        for name in (name for name in ADDRESS if name != "iban"):
            field = dutch_field(Party._meta.get_field(name), initial=getattr(party, name))
            self.fields[name] = field

    def clean_kvk(self) -> str:
        """Eight digits or nothing."""
        kvk = self.cleaned_data["kvk"].replace(" ", "")
        if kvk and not (kvk.isascii() and kvk.isdigit() and len(kvk) == 8):
            raise ValidationError("Een KvK-nummer heeft acht cijfers.")
        return kvk

    def save(self, commit: bool = True) -> Organisation:
        """Save both."""
        organisation = super().save(commit)
        for name in (name for name in ADDRESS if name != "iban"):
            setattr(organisation.party, name, self.cleaned_data[name])
        organisation.party.save()
        return organisation


class ContactForm(Form):
    """Somebody who is contact of an organisation."""

    name = forms.CharField(label="Naam", max_length=120)
    email = forms.EmailField(label="E-mailadres", max_length=254)
    role = forms.ChoiceField(label="Rol", choices=Contact.Role.choices)
    title = forms.CharField(label="Functie", max_length=80, required=False)


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
        fields = ("kind", "date", "place", "next_to")

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

    def clean_person(self) -> Person:
        """The person with this name; a new one when there is none."""
        name = " ".join(self.cleaned_data["person"].split())
        return Person.objects.filter(name=name).first() or Person(name=name)


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
