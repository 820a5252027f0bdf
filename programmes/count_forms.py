"""The form on which a counted figure is defined: a field for every condition that its kind of record knows."""

from __future__ import annotations

from typing import Any

from django import forms

from nov.kernel.forms import CountField, Form
from nov.kernel.units import UNITS
from programmes.countable import Condition, Kind
from programmes.models import Count, Indicator

FILTER, SHARE = "voorwaarde-", "deel-"
NAMED = ("key", "label", "definition", "unit_key", "kind", "chapter")
AT = [Indicator.Kind.FLOW, Indicator.Kind.STOCK]


class CountForm(Form):
    """How a figure is reckoned, and for a new one what it is called."""

    key = forms.CharField(label="Sleutel", max_length=80, help_text="Bijvoorbeeld kennisboost.sessies.")
    label = forms.CharField(label="Naam", max_length=120)
    definition = forms.CharField(label="Definitie", max_length=300, help_text="Eén zin: wat telt mee, en wat niet.")
    unit_key = forms.ChoiceField(label="Eenheid", choices=[(key, unit.plural or key) for key, unit in UNITS.items()])
    kind = forms.ChoiceField(label="Soort", choices=[(one.value, one.label) for one in AT])
    chapter = CountField(label="Hoofdstuk", min_value=1, max_value=21, required=False)
    how = forms.ChoiceField(label="Hoe", choices=Count.How.choices)
    column = forms.ChoiceField(label="Kolom", required=False)

    def reckoned(self) -> dict[str, Any]:
        """What the rule functions want to know of the count."""
        said = self.cleaned_data
        return {
            "how": said["how"],
            "column": said["column"],
            "filters": self._conditions(FILTER),
            "share_of": self._conditions(SHARE),
        }

    def named(self) -> dict[str, Any]:
        """What they want to know of the indicator."""
        return {name: self.cleaned_data[name] for name in NAMED}

    def _conditions(self, prefix: str) -> dict[str, str]:
        found = {
            name.removeprefix(prefix): value for name, value in self.cleaned_data.items() if name.startswith(prefix)
        }
        return {name: value.strip() for name, value in found.items() if value.strip()}


def form_of(kind: Kind, *, named: bool = True) -> type[CountForm]:
    """The form for a kind of record; without its name for a figure that has one."""
    columns = [("", "geen"), *((name, column.label) for name, column in kind.columns.items())]
    fields: dict[str, Any] = {"column": forms.ChoiceField(label="Kolom", required=False, choices=columns)}
    for name, condition in kind.conditions.items():
        fields[FILTER + name] = _field(condition, f"Alleen als: {condition.label.lower()}")
    for name, condition in kind.conditions.items():
        fields[SHARE + name] = _field(condition, f"Deel waarvan: {condition.label.lower()}")
    if not named:
        fields.update(dict.fromkeys(NAMED))
    return type("CountOfKindForm", (CountForm,), fields)


def _field(condition: Condition, label: str) -> forms.Field:
    if not condition.values:
        return forms.CharField(label=label, max_length=120, required=False)
    return forms.ChoiceField(label=label, required=False, choices=[("", "maakt niet uit"), *condition.values.items()])


def said_of(count: Count) -> dict[str, str]:
    """What the form shows of a count that is there."""
    said = {"how": count.how, "column": count.column}
    for prefix, conditions in ((FILTER, count.filters), (SHARE, count.share_of)):
        said |= {prefix + name: value for name, value in conditions.items()}
    return said
