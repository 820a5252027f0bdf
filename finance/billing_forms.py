"""Forms around an invoice: the association's own details, a credit note."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from finance.invoices import creditable
from finance.models import Association, EndProposal, Hold, Invoice, ReminderLevel
from finance.models.reminders import PLACES
from nov.kernel.formats import cents
from nov.kernel.forms import DayField, Form, ModelForm, MoneyField

PLACES_SAID = "Wat je kunt laten invullen: " + ", ".join(f"{{{name}}}" for name in PLACES) + "."


class AssociationForm(ModelForm):
    """What stands on every invoice about who sends it."""

    class Meta:
        model = Association
        fields = (
            "name", "street", "house_number", "postcode", "place", "kvk", "vat_number", "iban", "email", "phone",
            "website", "term", "exemption",
        )  # fmt: skip


class CreditForm(Form):
    """When and why an invoice is credited, and of each line how much: at first all that is left of it."""

    date = DayField(label="Datum")
    reason = forms.CharField(label="Waarom", max_length=60, help_text="Staat op de creditfactuur.")

    def __init__(self, *args: Any, invoice: Invoice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line, left in creditable(invoice):
            if left:
                self.fields[f"amount_{line.no}"] = MoneyField(
                    label=line.description, required=False, initial=left,
                    help_text=f"Nog te crediteren: {cents(left)}, btw: {line.vat_name}. Leeg is niets.",
                )  # fmt: skip

    def amounts(self) -> dict[int, Decimal]:
        """What is credited, by the number of the line."""
        named = {name: value for name, value in self.cleaned_data.items() if name.startswith("amount_")}
        return {int(name.removeprefix("amount_")): value for name, value in named.items() if value}


class SendForm(Form):
    """Confirms the list that was looked at: what is sent is what was shown, or nothing."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class MailForm(Form):
    """What has to happen with a message that went, waits or failed."""

    deed = forms.ChoiceField(label="Wat wil je doen?", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Wat zei het bericht dat terugkwam?", max_length=200, required=False,
        help_text="Alleen als het terugkwam, bijvoorbeeld: mailbox bestaat niet.",
    )  # fmt: skip

    def __init__(self, *args: Any, deeds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deed"].choices = deeds  # type: ignore[attr-defined]
        if not any(value == "terug" for value, _ in deeds):
            del self.fields["reason"]


class HoldForm(ModelForm):
    """An arrangement or a dispute."""

    class Meta:
        model = Hold
        fields = ("kind", "reason", "first_day", "last_day")


class LevelForm(ModelForm):
    """A step of reminding."""

    class Meta:
        model = ReminderLevel
        fields = ("no", "name", "days", "subject", "text", "proposes_end")
        help_texts = {"text": PLACES_SAID}


class EndProposalForm(ModelForm):
    """What the board decided."""

    class Meta:
        model = EndProposal
        fields = ("decided_on", "outcome", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("decided_on", "outcome"):
            self.fields[name].required = True
