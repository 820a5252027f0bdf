"""The forms of what the bureau keeps of an organisation: its data, addresses, size, and what was said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from finance.models import Party
from members import numbers
from members import organisations as rules
from members.fields import NamedOrganisationField, WordsField
from members.models import ContactMoment, Municipality, Organisation, Strength
from nov.kernel.clock import today
from nov.kernel.forms import DayField, Form, ModelForm, dutch_field


class Numbers:
    """What every form with numbers of the government reads them by: the form on screen and the line of a file."""

    cleaned_data: dict[str, Any]

    def clean_kvk(self) -> str:
        """Eight digits or nothing."""
        return _number(self.cleaned_data["kvk"], numbers.kvk)

    def clean_rsin(self) -> str:
        """Nine digits that pass the eleven test, or nothing."""
        return _number(self.cleaned_data["rsin"], numbers.rsin)

    def clean_oin(self) -> str:
        """Twenty digits, or nothing."""
        return _number(self.cleaned_data["oin"], numbers.oin)


class OrganisationForm(Numbers, ModelForm):
    """An organisation with its visiting address. The name of one that is there already has a form of its own."""

    website = forms.URLField(label="Website", required=False, assume_scheme="https")
    rsin = forms.CharField(label="RSIN", required=False, max_length=20)
    oin = forms.CharField(label="OIN", required=False, max_length=30)
    umbrella = NamedOrganisationField(
        label="Koepel", required=False, help_text="De organisatie waar zij onder valt: de naam of het lidnummer."
    )
    labels = WordsField(label="Labels", required=False, help_text="Met een komma ertussen.")

    class Meta:
        model = Organisation
        fields = (
            "name", "statutory_name", "short_name", "sector", "municipality", "website", "phone", "rsin", "oin",
            "umbrella", "listed",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        one = self.instance
        party = one.party if one.pk else Party()
        if one.pk:
            del self.fields["name"]
            self.initial["labels"] = [tag.name for tag in one.tags.all()]
        here = Municipality.objects.on(today()) | Municipality.objects.filter(pk=one.municipality_id)
        municipality: Any = self.fields["municipality"]
        municipality.queryset = here
        visiting = rules.addresses_of(one)["bezoek"] if one.pk else party
        for name in (*rules.WHERE, *rules.REACHED):
            column: Any = Party._meta.get_field(name)
            source = visiting if name in rules.WHERE else party
            field: Any = dutch_field(column, initial=getattr(source, name))
            self.fields[name] = field
        self.order_fields(ORDER)

    def clean_umbrella(self) -> Organisation | None:
        """Another organisation that does not itself fall under this one."""
        umbrella = self.cleaned_data["umbrella"]
        try:
            rules.branch_of(self.instance, umbrella)
        except ValidationError as error:
            raise ValidationError(error.message_dict["umbrella"]) from None
        return umbrella

    def save(self, commit: bool = True) -> Organisation:
        """Save the organisation, its party, its visiting address and its labels."""
        data = self.cleaned_data
        organisation = super().save(commit)
        party = organisation.party
        for name in rules.REACHED:
            setattr(party, name, data[name])
        party.save()
        rules.keep_address(organisation, kind="bezoek", **{name: data[name] for name in rules.WHERE})
        organisation.tags.set(rules.tags_named(data["labels"]))
        return organisation

    def register(self) -> Organisation:
        """Enter it as a new one."""
        data = {**self.cleaned_data, "tags": rules.tags_named(self.cleaned_data["labels"])}
        del data["labels"]
        return rules.register(**data)


ORDER = (
    "name", "statutory_name", "short_name", "kvk", "rsin", "oin", "street", "house_number", "postcode", "place",
    "municipality", "email", "invoice_email", "purchase_order", "phone", "website", "sector", "umbrella", "labels",
    "listed",
)  # fmt: skip


def _number(text: str, check: Callable[[str], None]) -> str:
    """A number of the government without spaces and points, or nothing."""
    found = numbers.bare(text)
    if found:
        check(found)
    return found


class AddressForm(Form):
    """Where post or invoices go when that is not the visiting address."""

    street = forms.CharField(label="Straat of postbus", max_length=120)
    house_number = forms.CharField(label="Huisnummer", max_length=16, required=False)
    postcode = forms.CharField(label="Postcode", max_length=10, required=False)
    place = forms.CharField(label="Plaats", max_length=80)


class StrengthForm(ModelForm):
    """How many volunteers and branches on a day."""

    class Meta:
        model = Strength
        fields = ("counted_on", "volunteers", "branches")


class MomentForm(ModelForm):
    """What was said, and when somebody comes back to it."""

    text = forms.CharField(
        label="Wat er is gezegd of afgesproken", max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )

    class Meta:
        model = ContactMoment
        fields = ("kind", "on", "person", "text", "follow_up_on")


class FollowUpForm(Form):
    """What came of it, and whether it comes back once more."""

    text = forms.CharField(
        label="Wat er uit kwam", max_length=4000, initial="", widget=forms.Textarea(attrs={"rows": 5})
    )
    again_on = DayField(label="Nog eens terugkomen op", required=False)
