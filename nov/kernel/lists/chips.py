"""What is filtered on, in words, each with the address of the list without it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django_filters import FilterSet

from nov.kernel.formats import day
from nov.kernel.forms.fields import choices_of
from nov.kernel.lists.tables import changed


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on: what it says and where the list without it is."""

    label: str
    url: str


def chips(query: QueryDict, text: str, filters: FilterSet | None) -> list[Chip]:
    """The search text and every filter that narrows the list, in the order of the form."""
    found = [Chip(f"“{text}”", changed(query, "q", "page"))] if text else []
    if filters is None or not filters.is_bound:
        return found
    cleaned = filters.form.cleaned_data if filters.is_valid() or hasattr(filters.form, "cleaned_data") else {}
    for name, field in filters.form.fields.items():
        value = cleaned.get(name)
        if value in (None, "", []) or (hasattr(value, "exists") and not value):
            continue
        # A filter that is on by itself has to be named to be taken off.
        off = {name: ""} if filters.filters[name].extra.get("initial") is not None else {}
        found.append(Chip(_words(field, value), changed(query, name, "page", **off)))
    return found


def _words(field: forms.Field, value: Any) -> str:
    """What a chosen value is called: the choice's own words, else "Label waarde"."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(field.label_from_instance(one) for one in value)
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value)
    if isinstance(field, forms.ChoiceField):
        chosen = {str(one) for one in (value if isinstance(value, list) else [value])}
        return ", ".join(label for key, label in choices_of(field) if str(key) in chosen)
    if isinstance(value, bool):
        return f"{field.label}: {'ja' if value else 'nee'}"
    if isinstance(value, date):
        return f"{field.label} {day(value)}"
    return f"{field.label}: {value}"
