"""The forms of the bank: files that are given, and how a line is divided by hand."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from finance.banking.allocating import Part, left_open
from finance.models import Account, BankLine, CostCentre, Grant, Invoice, Party
from finance.specs import ZERO
from nov.kernel.forms import Form, MoneyField
from nov.kernel.uploads import LARGEST, megabytes

ROWS, MOST = 4, 40


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files."""

    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each file looked at; one that is too large is named."""
        given = data if isinstance(data, list | tuple) else [data]
        for file in given:
            super().clean(file, initial)
            if file.size > LARGEST:
                raise ValidationError(
                    f"{file.name} is {megabytes(file.size)} groot; ten hoogste 10 MB kan. Haal het per maand op bij de bank."
                )
        return list(given)


class BankFilesForm(Form):
    """Files of the bank."""

    statements = FilesField(
        label="Bestanden",
        help_text="CAMT.053 (.xml) of MT940 (.sta, .940), los of in een zip, ten hoogste 10 MB per bestand. "
        "Je mag een bestand gerust twee keer geven: een regel komt er maar één keer in.",
        error_messages={"empty": "Dit bestand is leeg. Haal het opnieuw op bij de bank."},
    )


class AllocateForm(Form):
    """How a line is divided: parts on invoices, as credit of a party, or on accounts."""

    NAMES = ("to", "account", "cost_centre", "grant", "amount")

    def __init__(self, *args: Any, line: BankLine, first: list[Part] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.line = line
        given = first or []
        typed = self.data.get("rows", "") if self.is_bound else ""
        self.rows = min(max(int(typed) if typed.isdecimal() else 0, len(given) + 1, ROWS), MOST)
        choices: dict[str, Any] = {
            "account": Account.objects.filter(blocked=False),
            "cost_centre": CostCentre.objects.filter(blocked=False),
            "grant": Grant.objects.all(),
        }
        options = {name: [("", ""), *((one.pk, str(one)) for one in rows)] for name, rows in choices.items()}
        labels = {"account": "Rekening", "cost_centre": "Kostenplaats", "grant": "Subsidie"}
        for place in range(self.rows):
            part = given[place] if place < len(given) else None
            self.fields[f"to_{place}"] = forms.CharField(
                label=f"Factuur of relatie, deel {place + 1}", required=False, max_length=160,
                initial=(part.invoice or (f"R{part.party:05d}" if part.party else "")) if part else "",
            )  # fmt: skip
            for name, label in labels.items():
                code = getattr(part, name) if part else ""
                field = forms.ModelChoiceField(choices[name], label=f"{label}, deel {place + 1}", required=False)
                field.widget.choices = options[name]  # the same list for every part: read once
                field.initial = next((one.pk for one in choices[name] if code and one.code == code), None)
                self.fields[f"{name}_{place}"] = field
            self.fields[f"amount_{place}"] = MoneyField(
                label=f"Bedrag, deel {place + 1}", required=False, initial=part.amount if part else None
            )

    def part_fields(self) -> Iterator[list[Any]]:
        """The fields of each part, in the order of the columns."""
        return ([self[f"{name}_{place}"] for name in self.NAMES] for place in range(self.rows))

    def clean(self) -> dict[str, Any]:
        """Parts with one destination each; what is more than an invoice has open is a credit of who owed it."""
        cleaned = super().clean() or self.cleaned_data
        self.parts: list[Part] = []
        for place in range(self.rows):
            given = {name: cleaned.get(f"{name}_{place}") for name in self.NAMES}
            if any(given.values()) and not any(f"{name}_{place}" in self.errors for name in self.NAMES):
                self.parts += self._part(place, given)
        if not self.errors and not self.parts:
            raise ValidationError("Vul minstens één deel in: een factuur, een relatie of een rekening.")
        return cleaned

    def _part(self, place: int, given: dict[str, Any]) -> list[Part]:
        amount: Decimal = given["amount"]
        if not amount:
            amount = self.line.amount - sum((part.amount for part in self.parts), ZERO)
        if not amount:
            self.add_error(f"amount_{place}", "Er is niets meer te verdelen. Vul een bedrag in of maak dit deel leeg.")
            return []
        if bool(given["to"]) == bool(given["account"]):
            self.add_error(f"to_{place}", "Vul een factuur of relatie in, of kies een rekening; een van de twee.")
            return []
        if given["account"]:
            centre, grant = (getattr(given[name], "code", "") for name in ("cost_centre", "grant"))
            return [Part(amount, account=given["account"].code, cost_centre=centre, grant=grant)]
        return self._owed(place, given["to"].strip(), amount)

    def _owed(self, place: int, said: str, amount: Decimal) -> list[Part]:
        """On an invoice by its number, or as credit of a party by its number or name."""
        if invoice := Invoice.objects.filter(code__iexact=said).first():
            left = left_open([invoice.code]).get(invoice.code, ZERO)
            left -= sum((part.amount for part in self.parts if part.invoice == invoice.code), ZERO)
            if amount <= left or left < 0:
                return [Part(amount, invoice=invoice.code)]
            paid = [Part(left, invoice=invoice.code)] if left else []
            return [*paid, Part(amount - left, party=invoice.party_id)]
        number = said[1:] if said[:1] in "Rr" and said[1:].isdecimal() else ""
        found = Party.objects.filter(pk=int(number)) if number else Party.objects.filter(name__iexact=said)
        if len(parties := list(found[:2])) != 1:
            what = (
                "Er zijn meer relaties die zo heten; gebruik het nummer"
                if parties
                else "Die factuur of relatie is er niet"
            )
            self.add_error(
                f"to_{place}", f"{what}. Schrijf het nummer van een factuur (F2023-0001) of relatie (R00001)."
            )
            return []
        return [Part(amount, party=parties[0].pk)]
