"""Fields that read what Dutch people type, on a screen and in a file alike."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import flatten_choices

from nov.kernel.formats import MINUS, NBSP, day, number
from nov.kernel.periods import FIRST_YEAR, LAST_YEAR

# "1.234.567,89": points only between groups of three; or, as machines write, one point before one or two decimals.
_DUTCH = re.compile(r"(-?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?")
_MACHINE = re.compile(r"(-?)(\d+)\.(\d{1,2})")


def parsed_number(text: str) -> Decimal | None:
    """The number in "1.234,56", "−12,5" or "1234.5"; None when it is none. "1.234" is a thousand and more."""
    bare = text.replace(MINUS, "-").replace(NBSP, "").replace(" ", "")
    if not bare.isascii():
        return None
    found = _DUTCH.fullmatch(bare) or _MACHINE.fullmatch(bare)
    if found is None:
        return None
    sign, whole, decimals = found.groups()
    return Decimal(f"{sign}{whole.replace('.', '')}.{decimals or '0'}")


class DutchTextInput(forms.TextInput):
    """A text box as wide as its answer, with the numbers in front on a phone."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", "class": "short", **(attrs or {})})


class DayField(forms.DateField):
    """A date typed as 31-12-2023; 2023-12-31 is understood as well. Two-digit years are refused."""

    widget = DutchTextInput

    def __init__(self, **options: Any) -> None:
        options["help_text"] = options.get("help_text") or "Bijvoorbeeld 31-12-2023."
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = str(value).strip()
        found = _read_day(text)
        if found is None:
            raise ValidationError(
                f"‘{text[:40]}’ is geen datum. Schrijf dag, maand en jaar, bijvoorbeeld 31-12-2023.", code="invalid"
            )
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise ValidationError(f"Het jaar {found.year} kan niet kloppen. Kijk de datum na.", code="year")
        return found

    def prepare_value(self, value: Any) -> Any:
        return day(value) if isinstance(value, date) else value


def _read_day(text: str) -> date | None:
    for pattern in (r"(?P<d>\d{1,2})-(?P<m>\d{1,2})-(?P<y>\d{4})", r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"):
        if found := re.fullmatch(pattern, text, re.ASCII):
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None


class NumberField(forms.DecimalField):
    """A number with a decimal comma and at most `decimals` decimals."""

    widget = DutchTextInput
    example = "12,5"
    kind = "getal"

    def __init__(self, *, decimals: int = 2, digits: int = 14, **options: Any) -> None:
        self.decimals = decimals
        super().__init__(max_digits=digits, decimal_places=decimals, **options)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if value in self.empty_values:
            return None
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return Decimal(value)
        text = str(value).strip()
        found = parsed_number(self.bare(text))
        if found is None:
            raise ValidationError(
                f"‘{text[:40]}’ is geen {self.kind}. Vul een {self.kind} in, bijvoorbeeld {self.example}.",
                code="invalid",
            )
        return found

    def bare(self, text: str) -> str:
        """The text without what may stand around the number."""
        return text

    def prepare_value(self, value: Any) -> Any:
        return number(value, self.decimals) if isinstance(value, int | Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal"}


class MoneyField(NumberField):
    """Euros: "1.234,56", "€ 1.234,56", "1234,5"; more than two decimals are refused, never rounded."""

    example = "1.234,56"
    kind = "bedrag"

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {}).setdefault(
            "max_decimal_places", "Een bedrag heeft ten hoogste twee cijfers achter de komma."
        )
        super().__init__(decimals=2, digits=14, **options)

    def bare(self, text: str) -> str:
        return re.sub(rf"^([-{MINUS}]?)\s*€\s*", r"\1", text)


class CountField(forms.IntegerField):
    """A whole number, with or without points between the thousands: "9.846"."""

    widget = DutchTextInput

    def __init__(self, *, min_value: int | None = 0, max_value: int | None = 2_147_483_647, **options: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **options)

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        found = value if isinstance(value, int | Decimal) else parsed_number(str(value).strip())
        if found is None or isinstance(value, bool) or found != int(found):
            raise ValidationError(
                f"‘{str(value).strip()[:40]}’ is geen heel getal. Vul een heel getal in, bijvoorbeeld 10.",
                code="invalid",
            )
        return int(found)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


def choices_of(field: forms.ChoiceField) -> list[tuple[Any, str]]:
    """What one can choose in a field, without its groups: the value that is sent and the words that are shown."""
    given: Any = field.choices
    flat: Any = flatten_choices(given)
    return [(value, str(label)) for value, label in flat]
