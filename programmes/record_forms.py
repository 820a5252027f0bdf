"""The form of a record, made of its model's columns; periods are typed as a first and a last day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max, Q

from nov.kernel import formats
from nov.kernel.forms import DayField, ModelForm
from nov.kernel.periods import ONE_DAY
from programmes.models import Programme, Record
from programmes.record_kind import Kept, RecordKind, is_amount, words

FIRST, LAST = "first_day", "last_day_of_period"


class RecordForm(ModelForm):
    """A record of a programme, or a row of one. What hangs from other programmes is not to be chosen."""

    def __init__(self, *args: Any, kind: RecordKind, programme: Programme, above: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of = kind
        if above is not None:
            setattr(self.instance, kind.within, above)
        elif isinstance(self.instance, Record):
            self.instance.programme = programme
        if kind.numbered and not self.instance.pk:
            last = kind.model._default_manager.filter(**{kind.within: above}).aggregate(last=Max(kind.numbered))["last"]
            self.initial[kind.numbered] = (last or 0) + 1
        for name in kind.unasked(self.instance) if kind.unasked else ():
            del self.fields[name]
        for field in self.fields.values():
            _name_nothing(field)
            rows = getattr(field, "queryset", None)
            if rows is not None and _of_programme(rows.model):
                field.queryset = rows.filter(programme=programme)
        if "person" in self.fields:  # whoever speaks for the association already; not every contact of every member
            ours = Q(representations__isnull=False) | Q(appointments__isnull=False)
            self.fields["person"].queryset = self.fields["person"].queryset.filter(ours).distinct()
        if "round" in self.fields:
            self.fields["round"].queryset = self.fields["round"].queryset.filter(scheme__programme=programme)
        if self._period() and self.instance.pk:
            during = self.instance.during
            self.initial.setdefault(FIRST, during.lower)
            self.initial.setdefault(LAST, during.upper and during.upper - ONE_DAY)

    def _period(self) -> bool:
        return "during" in self.of.fields  # a survey has a first day of its own

    def clean(self) -> dict[str, Any]:
        """Make the period of its two days."""
        said = super().clean() or self.cleaned_data
        if self._period() and said.get(FIRST):
            first: date = said[FIRST]
            last: date | None = said.get(LAST)
            if last is not None and last < first:
                ends, begins = formats.day(last), formats.day(first)
                self.add_error(LAST, f"Dit eindigt op {ends}, voor het begint op {begins}.")
            else:
                self.instance.during = DateRange(first, None if last is None else last + ONE_DAY)
        return said

    def save(self, commit: bool = True) -> Any:
        """Keep the record by the rule of its kind."""
        kept = self.of.save(self.instance)
        self._save_m2m()
        return kept

    def _get_validation_exclusions(self) -> set[str]:
        """What it hangs from and the period are not typed as such, but their guards speak here all the same."""
        named = super()._get_validation_exclusions() - {self.of.within or "programme"}
        return named - {"during"} if self._period() and self.instance.during else named


def _name_nothing(field: Any) -> None:
    """Say in words what choosing nothing means, where Django draws a line."""
    word = "Kies" if field.required else "Geen"
    if isinstance(field, forms.ModelChoiceField) and field.empty_label is not None:
        field.empty_label = word
    elif isinstance(field, forms.TypedChoiceField) and field.choices and field.choices[0][0] == "":
        field.choices = [("", word), *field.choices[1:]]


def _of_programme(model: type[models.Model]) -> bool:
    return any(field.name == "programme" for field in model._meta.fields)


def form_of(kind: RecordKind) -> type[RecordForm]:
    """The form class of a kind of record."""
    period = "during" in kind.fields
    columns = [name for name in kind.fields if name != "during"]
    widgets = {
        field.name: forms.CheckboxSelectMultiple for field in kind.model._meta.many_to_many if field.name in columns
    }
    meta = type("Meta", (), {"model": kind.model, "fields": columns, "widgets": widgets})
    attributes: dict[str, Any] = {"Meta": meta, "__module__": __name__}
    if period:
        attributes[FIRST] = DayField(label="Eerste dag")
        attributes[LAST] = DayField(label="Laatste dag", required=False, help_text="Leeg: het loopt nog.")
    return type(f"{kind.model.__name__}Form", (RecordForm,), attributes)


class Fact(NamedTuple):
    """Something a record says: what it is called, its value as people read it, how that stands in a table, its page."""

    label: str
    value: str
    css: str = ""
    url: str = ""


def shown(kind: RecordKind, record: Kept, names: Sequence[str]) -> list[Fact]:
    """What a record says in these columns, and what follows from it."""
    fields: list[Any] = [record._meta.get_field(name) for name in names]
    said = [Fact(kind.label(field.name), _words(field, record), _css(field), _page(field, record)) for field in fields]
    return said + [Fact(label, tell(record), "num") for label, tell in kind.told]


def _css(field: Any) -> str:
    """Amounts stand at the right; days are not broken."""
    return "num" if is_amount(field) else "nowrap" if isinstance(field, models.DateField) else ""


def _page(field: Any, record: Kept) -> str:
    """The page of another record that is named."""
    other = getattr(record, field.name) if field.many_to_one or field.one_to_one else None
    return other.get_absolute_url() if isinstance(other, Record) else ""


def _words(field: Any, record: Kept) -> str:
    if field.many_to_many:
        return ", ".join(str(one) for one in getattr(record, field.name).all()) or formats.DASH
    if field.choices:
        return getattr(record, f"get_{field.name}_display")() or formats.DASH
    value = getattr(record, field.name)
    return formats.number(value) if is_amount(field) and isinstance(value, int) else words(value)
