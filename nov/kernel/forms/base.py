"""The two kinds of form, and the renderer that makes them look the same everywhere (templates/kernel/field.html)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.forms.models import ModelFormMetaclass
from django.forms.renderers import TemplatesSetting

from nov.kernel.forms.fields import CountField, DayField, MoneyField, NumberField

REQUIRED = "Vul dit in."
POSITIVE = (models.PositiveSmallIntegerField, models.PositiveIntegerField, models.PositiveBigIntegerField)


class Renderer(TemplatesSetting):
    """Setting FORM_RENDERER: a form and a field are drawn by the kernel's templates."""

    form_template_name = "kernel/form.html"
    field_template_name = "kernel/field.html"


def dutch_field(column: models.Field, **options: Any) -> forms.Field | None:
    """The form field for a column: dates, amounts and numbers read and written in the Dutch way."""
    if isinstance(column, models.DateField) and not isinstance(column, models.DateTimeField):
        return column.formfield(form_class=DayField, **options)
    if isinstance(column, models.DecimalField) and not column.choices:
        kind: dict[str, Any] = {} if column.decimal_places == 2 else {"decimals": column.decimal_places}
        return _plain(column, MoneyField if column.decimal_places == 2 else NumberField, {**kind, **options})
    if isinstance(column, models.IntegerField) and not column.choices:
        lowest = 0 if isinstance(column, POSITIVE) else None
        return _plain(column, CountField, {"min_value": lowest, **options})
    if isinstance(column, models.URLField):
        return column.formfield(assume_scheme="https", **options)
    return column.formfield(**options)


def _plain(column: models.Field, kind: type[forms.Field], options: dict[str, Any]) -> forms.Field:
    """A field of ours for a column whose own would bring arguments that ours does not take."""
    about: dict[str, Any] = {
        "label": str(column.verbose_name)[:1].upper() + str(column.verbose_name)[1:],
        "required": not column.blank,
        "help_text": column.help_text,
    }
    if column.has_default():
        about["initial"] = column.get_default()
    return kind(**{**about, **options})


class _Shared:
    """What both kinds of form do: no browser bubbles but messages of our own, a colon-free label, one required text."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.error_messages["required"] = REQUIRED

    def problems(self) -> list[tuple[str, str, str]]:
        """Every error for the list at the top: the id of its field (or nothing), the field's label, what is wrong."""
        return [
            (self[name].id_for_label, self[name].label, str(message))  # type: ignore[index]
            if name in self.fields  # type: ignore[attr-defined]
            else ("", "", str(message))
            for name, messages in self.errors.items()  # type: ignore[attr-defined]
            for message in messages
        ]


class Form(_Shared, forms.Form):
    """A form that stands for a deed; what it does is a rule function."""


class _DutchColumns(ModelFormMetaclass):
    """Gives every model form the Dutch fields, also when its Meta inherits nothing."""

    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> Any:
        meta = attrs.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(dutch_field)
        return super().__new__(mcs, name, bases, attrs)


class ModelForm(_Shared, forms.ModelForm, metaclass=_DutchColumns):
    """A plain edit of a record."""
