"""What a column shows and what it exports: text on screen, the plain value in a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from nov.kernel.formats import cents, day, moment, number


class Column(tables.Column):
    """A column of words. `wide` hides it on a phone; `under` is the line under the name that a phone shows instead."""

    css = ""

    def __init__(
        self,
        verbose_name: str | None = None,
        *,
        wide: bool = False,
        under: Callable[[Any], str] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(verbose_name, **options)
        self.under = under
        self.classes = " ".join(filter(None, [self.css, "wide-only" if wide else ""]))

    def value(self, value: Any) -> Any:
        """What goes into an exported file."""
        return value


class CountColumn(Column):
    """Whole numbers, or with `decimals` others, right-aligned."""

    css = "num"

    def __init__(self, verbose_name: str | None = None, *, decimals: int = 0, **options: Any) -> None:
        super().__init__(verbose_name, **options)
        self.decimals = decimals

    def render(self, value: int | Decimal) -> str:
        return number(value, self.decimals)


class MoneyColumn(Column):
    """Euros and cents, right-aligned."""

    css = "num"

    def render(self, value: Decimal) -> str:
        return cents(value)


class DayColumn(Column):
    """A date as 31-12-2023, never broken."""

    css = "nowrap"

    def render(self, value: date) -> str:
        return day(value)


class MomentColumn(Column):
    """A moment as 15-04-2024 om 14.32 uur, in Dutch time."""

    css = "nowrap"

    def render(self, value: datetime) -> str:
        return moment(timezone.localtime(value))

    def value(self, value: datetime) -> datetime:
        return timezone.localtime(value).replace(tzinfo=None)


class YesNoColumn(Column):
    """A yes or no in words."""

    def __init__(self, verbose_name: str | None = None, *, yes: str = "ja", no: str = "nee", **options: Any) -> None:
        super().__init__(verbose_name, **options)
        self.words = {True: yes, False: no}

    def render(self, value: bool) -> str:
        return self.words[value]

    def value(self, value: bool) -> str:
        return self.words[value]


class TagColumn(Column):
    """A state in words with its mark. `tags` gives for a stored value the mark: good, wait, bad or none."""

    def __init__(self, verbose_name: str | None = None, *, tags: Mapping[Any, str], **options: Any) -> None:
        super().__init__(verbose_name, **options)
        self.tags = tags

    def render(self, value: Any, record: Any, bound_column: Any) -> SafeString:
        stored = bound_column.accessor.resolve(record)
        return format_html('<span class="tag {}">{}</span>', self.tags.get(stored, ""), value)
