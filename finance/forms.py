"""The forms of Financiën. What they do is a rule function; a form only reads what was typed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms

from finance.appropriation import AppropriationLineSpec
from finance.models import Account, CostCentre, Decision, DraftEntry, DraftLine, Grant, Reserve
from nov.kernel.forms import DayField, Form, ModelForm, MoneyField

FEWEST, MOST = 4, 40


class ReverseForm(Form):
    """When and why an entry is reversed."""

    date = DayField(label="Datum")
    reason = forms.CharField(label="Waarom", max_length=200)


class ReasonForm(Form):
    """Why something is done."""

    reason = forms.CharField(label="Waarom", max_length=200)


class DeedForm(Form):
    """A deed that needs no more than to be confirmed."""


class PeriodForm(Form):
    """Which period of a year; none is the whole year."""

    period = forms.TypedChoiceField(
        label="Periode", coerce=int, empty_value=None, required=False,
        choices=[("", "Het hele jaar"), *((n, f"Periode {n}") for n in range(1, 14))],
        help_text="1 tot en met 12 zijn de maanden; 13 is de resultaatbestemming.",
    )  # fmt: skip


class UnlockForm(PeriodForm):
    """Which period is unlocked, and why."""

    reason = forms.CharField(label="Waarom", max_length=200)


class AppropriationForm(Form):
    """How a result is appropriated: a decision, and an amount per reserve."""

    decision = forms.ModelChoiceField(label="Besluit", queryset=Decision.objects.all())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for reserve in Reserve.objects.select_related("account"):
            self.fields[f"amount_{reserve.code}"] = MoneyField(
                label=reserve.name, required=False, help_text="Een onttrekking met een min."
            )

    def lines(self) -> list[AppropriationLineSpec]:
        """What was filled in."""
        amounts = {
            name.removeprefix("amount_"): value for name, value in self.cleaned_data.items() if name != "decision"
        }
        return [AppropriationLineSpec(code, amount) for code, amount in amounts.items() if amount]


class DraftForm(ModelForm):
    """A draft with its lines, each line six fields of this one form."""

    class Meta:
        model = DraftEntry
        fields = ("journal", "date", "period", "description", "source")

    def __init__(self, *args: Any, rows: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = list(self.instance.lines.all()) if self.instance.pk else []
        typed = self.data.get("rows", "") if self.is_bound else ""
        wanted = int(typed) if typed.isdecimal() else max(rows, len(stored) + 1)
        self.rows = min(max(wanted, FEWEST), MOST)
        choices: dict[str, Any] = {
            "account": Account.objects.filter(blocked=False),
            "cost_centre": CostCentre.objects.filter(blocked=False),
            "grant": Grant.objects.all(),
        }
        options = {name: [("", ""), *((one.pk, str(one)) for one in rows)] for name, rows in choices.items()}
        for place in range(self.rows):
            line = stored[place] if place < len(stored) else None
            self._add_line(place, line, choices, options)

    def _add_line(self, place: int, line: DraftLine | None, choices: dict[str, Any], options: dict[str, Any]) -> None:
        for name, label in (("account", "Rekening"), ("cost_centre", "Kostenplaats"), ("grant", "Subsidie")):
            field = forms.ModelChoiceField(choices[name], label=f"{label}, regel {place + 1}", required=False)
            field.widget.choices = options[name]  # the same list for every line: read once
            field.initial = getattr(line, f"{name}_id", None)
            self.fields[f"{name}_{place}"] = field
        for name, label in (("debit", "Debet"), ("credit", "Credit")):
            self.fields[f"{name}_{place}"] = MoneyField(
                label=f"{label}, regel {place + 1}", required=False, initial=getattr(line, name, None)
            )
        self.fields[f"words_{place}"] = forms.CharField(
            label=f"Omschrijving, regel {place + 1}", required=False, max_length=200,
            initial=getattr(line, "description", ""),
        )  # fmt: skip

    def head_fields(self) -> Iterator[Any]:
        """The fields above the lines."""
        return (self[name] for name in self.Meta.fields)

    def line_fields(self) -> Iterator[list[Any]]:
        """The fields of each line, in the order of the columns."""
        names = ("account", "words", "cost_centre", "grant", "debit", "credit")
        return ([self[f"{name}_{place}"] for name in names] for place in range(self.rows))

    def clean(self) -> dict[str, Any]:
        """Every line that has something has an account and one amount."""
        cleaned = super().clean() or self.cleaned_data
        for place in range(self.rows):
            account, debit, credit = (cleaned.get(f"{name}_{place}") for name in ("account", "debit", "credit"))
            if not any((account, debit, credit, cleaned.get(f"words_{place}"))):
                continue
            if account is None and f"account_{place}" not in self.errors:
                self.add_error(f"account_{place}", "Kies een rekening.")
            if bool(debit) == bool(credit) and not {f"debit_{place}", f"credit_{place}"} & self.errors.keys():
                self.add_error(f"debit_{place}", "Vul debet of credit in, een van de twee.")
            for side in ("debit", "credit"):
                if (amount := cleaned.get(f"{side}_{place}")) and amount < 0:
                    self.add_error(f"{side}_{place}", "Een bedrag is meer dan nul; een min is de andere kant.")
        return cleaned

    def store(self, by: Any) -> DraftEntry:
        """Save the draft and put these lines in the place of those it had; what the form does not show is kept."""
        draft: DraftEntry = self.save(commit=False)
        if draft.pk is None:
            draft.made_by = by
        else:
            draft.revision += 1
        before = list(draft.lines.all()) if draft.pk else []
        draft.save()
        draft.lines.all().delete()
        DraftLine.objects.bulk_create(self._lines(draft, before))
        return draft

    def _lines(self, draft: DraftEntry, before: list[DraftLine]) -> Iterator[DraftLine]:
        no = 0
        for place in range(self.rows):
            value = {name: self.cleaned_data.get(f"{name}_{place}") for name in ("account", "cost_centre", "grant")}
            if value["account"] is None:
                continue
            no += 1
            kept = before[place] if place < len(before) else DraftLine()
            sides: dict[str, Decimal | None] = {
                s: self.cleaned_data[f"{s}_{place}"] or None for s in ("debit", "credit")
            }
            yield DraftLine(
                draft=draft, no=no, description=self.cleaned_data[f"words_{place}"], relation=kept.relation,
                reference=kept.reference, document=kept.document, **value, **sides,
            )  # fmt: skip
