"""Fields of Leden that read what people type: an organisation by its name or number, labels with commas."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from members.models import Organisation
from nov.kernel.lists import searched

SHOWN = 4


class NamedOrganisationField(forms.CharField):
    """One organisation, by its whole name, its member number or words that only it is found by."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", "De naam of het lidnummer.")
        super().__init__(max_length=160, **options)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if isinstance(value, Organisation):
            return value
        text = str(value).strip()
        if text.isascii() and text.isdigit() and len(text) < 9 and int(text):
            if numbered := Organisation.objects.numbered(int(text)).first():
                return numbered
            raise ValidationError(f"Er is geen organisatie met lidnummer {text}.")
        named = list(Organisation.objects.filter(name__iexact=text)[:SHOWN])
        found = named or list(searched(Organisation.objects.all(), text, (), "search_key")[:SHOWN])
        if not found:
            raise ValidationError(f"‘{text}’ staat niet in de administratie. Kijk de naam na of voer haar eerst in.")
        if len(found) > 1:
            names = ", ".join(
                f"{one.name} ({one.code or one.municipality or 'geen lid'})" for one in found[: SHOWN - 1]
            )
            raise ValidationError(f"‘{text}’ kan meer organisaties zijn: {names}. Gebruik het lidnummer.")
        return found[0]

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """What was found needs no more."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = Organisation.objects.filter(pk=value).first()
        return (value.code or value.name) if isinstance(value, Organisation) else value


class WordsField(forms.CharField):
    """Words with commas between them, each once, in the order of the alphabet."""

    longest = 40

    def to_python(self, value: Any) -> Any:
        words = value if isinstance(value, list) else str(value or "").split(",")
        found = {" ".join(word.split()) for word in words} - {""}
        if too_long := next((word for word in found if len(word) > self.longest), None):
            raise ValidationError(f"‘{too_long[:20]}…’ is langer dan {self.longest} tekens.")
        return sorted(found, key=str.casefold)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value
