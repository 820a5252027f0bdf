"""What an app says about a file it can read in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError, transaction
from django.http import Http404
from django.utils.module_loading import import_string

from nov.kernel.models import User
from nov.kernel.progress import Progress
from nov.kernel.refusals import refusal

Key = tuple[Any, ...]


class Effect(StrEnum):
    """What reading a row in does."""

    NEW = "nieuw"
    CHANGES = "wijzigt"
    SAME = "ongewijzigd"
    WRONG = "fout"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: its heading, the field of the form it fills, and what the template says about it.

    `also` are other headings under which the column is recognised; capitals and accents do not matter.
    """

    title: str
    field: str
    example: str = ""
    help: str = ""
    also: tuple[str, ...] = ()


@dataclass(slots=True)
class Row:
    """A row of the file: where it stands, what was in it, what the form made of it and what is wrong with it."""

    number: int
    cells: Mapping[str, Any]
    data: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    known: bool = False

    @property
    def effect(self) -> Effect:
        if self.errors:
            return Effect.WRONG
        if not self.known:
            return Effect.NEW
        return Effect.CHANGES if self.changes else Effect.SAME

    def refuse(self, error: ValidationError) -> None:
        """Note why this row cannot be read in, at its cells where the error names fields."""
        by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for name, messages in by_field.items():
            self.errors.setdefault("" if name == NON_FIELD_ERRORS else name, []).extend(messages)


Apply = Callable[[Sequence[Row], User, Progress], None]
Present = Callable[[Sequence[Row]], Mapping[Key, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """A kind of file that can be read in.

    `name` stands in addresses and is never changed. `key` names the fields that together say which record a row is
    about; the same key twice in one file is an error. `present` gives for the rows of a file what is there already, by
    key; without it every row is new. `apply` does the work for the rows that are new or change something, and may
    refuse a row (`row.refuse`) or all of it (raise ValidationError).
    """

    name: str
    title: str
    act: str
    form_class: type[forms.Form]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    apply: Apply
    present: Present | None = None
    lead: str = ""

    def __post_init__(self) -> None:
        fields = {column.field for column in self.columns}
        if unknown := (fields | set(self.key)) - set(self.form_class.base_fields):
            raise ValueError(f"{self.name}: het formulier kent geen veld {', '.join(sorted(unknown))}.")
        if len(fields) < len(self.columns):
            raise ValueError(f"{self.name}: twee kolommen vullen hetzelfde veld.")

    def key_of(self, data: Mapping[str, Any]) -> Key:
        """The key of a row's data."""
        return tuple(data[name] for name in self.key)

    def title_of(self, name: str) -> str:
        """The heading of the column that fills a field; empty for the row as a whole."""
        return next((column.title for column in self.columns if column.field == name), "")


def each(rule: Callable[..., Any]) -> Apply:
    """Apply row by row: `rule(data, by=user)`. A row it refuses does not hide what is wrong with the next."""

    def apply(rows: Sequence[Row], by: User, progress: Progress) -> None:
        for row in progress.each(rows):
            try:
                with transaction.atomic():
                    rule(row.data, by=by)
            except ValidationError as error:
                row.refuse(error)
            except DatabaseError as error:
                refused = refusal(error)
                if refused is None:
                    raise
                row.refuse(refused)

    return apply


def importers() -> tuple[Import, ...]:
    """All importers, in the order of the list in nov/imports.py (setting NOV_IMPORTS)."""
    return import_string(settings.NOV_IMPORTS)


def named(name: str) -> Import:
    """The importer of that name. Raises Http404 when there is none."""
    for importer in importers():
        if importer.name == name:
            return importer
    raise Http404(name)
