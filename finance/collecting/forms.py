"""The forms of direct debit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from stdnum import iban as ibans

from finance.models import BankAccount, Party
from nov.kernel.forms import DayField, Form


class MandateForm(Form):
    """A mandate as it was signed."""

    party = forms.CharField(
        label="Relatie", max_length=160, help_text="Het nummer (R00012) of precies de naam, zoals op de facturen."
    )
    name = forms.CharField(label="Tenaamstelling van de rekening", max_length=70)
    iban = forms.CharField(label="IBAN", max_length=42, help_text="Bijvoorbeeld NL91 ABNA 0417 1643 00.")
    signed_on = DayField(label="Getekend op")

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_party(self) -> Party:
        """The one party that is meant."""
        said = self.cleaned_data["party"].strip()
        by_number = said[:1] in "Rr" and said[1:].isdecimal()
        found = Party.objects.filter(pk=int(said[1:])) if by_number else Party.objects.filter(name__iexact=said)
        if len(parties := list(found[:2])) != 1:
            raise ValidationError(
                "Er zijn meer relaties die zo heten; gebruik het nummer." if parties
                else "Die relatie is er niet. Schrijf het nummer (R00012) of precies de naam."
            )  # fmt: skip
        return parties[0]

    def clean_iban(self) -> str:
        """Without blanks, and with check digits that fit."""
        given = ibans.compact(self.cleaned_data["iban"])
        if not ibans.is_valid(given):
            raise ValidationError("Dit is geen IBAN: de controlecijfers kloppen niet. Kijk het na op het formulier.")
        return str(given)

    def clean_signed_on(self) -> Any:
        """Not in the future."""
        if (day := self.cleaned_data["signed_on"]) > self.today:
            raise ValidationError("Deze dag moet nog komen. Vul de datum van de handtekening in.")
        return day


class BatchForm(Form):
    """Of which account and when is collected."""

    account = forms.ModelChoiceField(
        label="Bankrekening", queryset=BankAccount.objects.exclude(creditor_id=""), empty_label=None,
        error_messages={"required": "Vul eerst bij een bankrekening het incassant-ID in."},
    )  # fmt: skip
    collect_on = DayField(label="Incassodatum")


class DayAndReasonForm(Form):
    """When and why."""

    date = DayField(label="Datum")
    reason = forms.CharField(label="Waarom", max_length=200)
