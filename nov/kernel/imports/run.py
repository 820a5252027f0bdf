"""From the lines of a file to what is there afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from nov.kernel.folding import folded
from nov.kernel.forms.fields import choices_of
from nov.kernel.history import acting
from nov.kernel.imports.importer import Effect, Import, Key, Row
from nov.kernel.imports.reader import Line, Unreadable, Wrong, lines
from nov.kernel.models import User
from nov.kernel.progress import SILENT, Progress

YES, NO = {"ja", "j", "waar", "true", "1", "x", "yes"}, {"nee", "n", "onwaar", "false", "0", "", "no"}


@dataclass(slots=True)
class Outcome:
    """What reading a file in did or would do; `problems` are of the file as a whole, `ignored` columns nobody knows."""

    rows: list[Row] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    @property
    def counts(self) -> Counter[Effect]:
        """How many rows have which effect."""
        return Counter(row.effect for row in self.rows)

    @property
    def is_good(self) -> bool:
        """Whether the file can be read in."""
        return not self.problems and not self.counts[Effect.WRONG]


class ImportRefused(ValidationError):
    """Nothing was read in, because something in the file is wrong; `outcome` says what."""

    def __init__(self, importer: Import, outcome: Outcome) -> None:
        self.outcome = outcome
        super().__init__([*outcome.problems, *sentences(importer, outcome)][:20])


def sentences(importer: Import, outcome: Outcome) -> Iterator[str]:
    """What is wrong with the rows, each with its line and column."""
    for row in outcome.rows:
        for name, messages in row.errors.items():
            title = importer.title_of(name)
            yield f"Regel {row.number}{f', {title}' if title else ''}: {' '.join(messages)}"


class _Undo(Exception):
    """Leaves the transaction without a trace."""


def run_import(
    importer: Import,
    file: BinaryIO | Path | bytes,
    *,
    by: User,
    name: str = "",
    dry_run: bool = False,
    progress: Progress = SILENT,
) -> Outcome:
    """Read a file in, as `by`; what it did, row by row.

    Raises Unreadable for a file that is none, and ImportRefused when any row is wrong: then nothing was read in. With
    `dry_run` everything is tried and undone, and what is wrong stands in the outcome.
    """
    content, name = _content(file, name)
    outcome = _checked(importer, content, progress)
    try:
        with acting(by, f"Ingelezen: {name or importer.title}"), transaction.atomic():
            if not outcome.problems:
                _apply(importer, outcome, by, progress)
            if dry_run or not outcome.is_good:
                raise _Undo
    except _Undo:
        pass
    if not outcome.is_good and not dry_run:
        raise ImportRefused(importer, outcome)
    return outcome


def _content(file: BinaryIO | Path | bytes, name: str) -> tuple[bytes, str]:
    if isinstance(file, Path):
        return file.read_bytes(), name or file.name
    return (file if isinstance(file, bytes) else file.read()), name


def _apply(importer: Import, outcome: Outcome, by: User, progress: Progress) -> None:
    """Do the rows that do something; the rule sees the good ones also when others are wrong, to find what else is."""
    todo = [row for row in outcome.rows if row.effect in (Effect.NEW, Effect.CHANGES)]
    try:
        with transaction.atomic():
            importer.apply(todo, by, progress)
    except ValidationError as error:
        outcome.problems.extend(error.messages)


def _checked(importer: Import, content: bytes, progress: Progress) -> Outcome:
    """The rows as the form sees them, with what each would do."""
    titles = [title for column in importer.columns for title in (column.title, *column.also)]
    found = lines(content, titles)
    head = next(found, None)
    if head is None:
        raise Unreadable("Dit bestand is leeg.")
    outcome = Outcome()
    places = _places(importer, head, outcome)
    if outcome.problems:
        return outcome
    body = list(found)
    progress.total(len(body))
    translate = _translations(importer)
    for line in body:
        outcome.rows.append(_row(importer, line, places, len(head.cells), translate))
        progress.step("Regels nakijken")
    _twice(importer, outcome.rows)
    _compare(importer, outcome.rows, set(places.values()))
    return outcome


def _places(importer: Import, head: Line, outcome: Outcome) -> dict[int, str]:
    """Which field each place of a line fills; what is missing or double goes to the problems."""
    known = {folded(title): column for column in importer.columns for title in (column.title, *column.also)}
    places: dict[int, str] = {}
    for place, cell in enumerate(head.cells):
        title = "" if isinstance(cell, Wrong) else str(cell)
        column = known.get(folded(title))
        if column is None:
            outcome.ignored += [title] if title else []
        elif column.field in places.values():
            outcome.problems.append(f"De kolom ‘{column.title}’ staat er twee keer in. Haal er een weg.")
        else:
            places[place] = column.field
    for column in importer.columns:
        if column.field not in places.values() and importer.form_class.base_fields[column.field].required:
            outcome.problems.append(f"De kolom ‘{column.title}’ ontbreekt. De koppen staan op de eerste regel.")
    return places


Translate = Mapping[str, Callable[[Any], Any]]


def _row(importer: Import, line: Line, places: Mapping[int, str], width: int, translate: Translate) -> Row:
    cells = {name: line.cells[place] if place < len(line.cells) else "" for place, name in places.items()}
    row = Row(line.number, cells)
    if len(line.cells) > width:
        row.errors[""] = ["Deze regel heeft meer cellen dan er koppen zijn."]
    data = {}
    for name, cell in cells.items():
        if isinstance(cell, Wrong):
            row.errors[name] = [cell.why]
        else:
            data[name] = translate[name](cell) if name in translate else cell
    if row.errors:
        return row
    form = importer.form_class(data=data)
    if form.is_valid():
        row.data = form.cleaned_data
    else:
        for name, messages in form.errors.items():
            where = name if name in importer.form_class.base_fields else ""
            row.errors[where] = [str(message) for message in messages]
    return row


def _translations(importer: Import) -> dict[str, Callable[[Any], Any]]:
    """For fields in which a screen sends something else than it shows: from the words in the file to what it sends."""
    made: dict[str, Callable[[Any], Any]] = {}
    for name, one in importer.form_class().fields.items():
        if isinstance(one, forms.ModelChoiceField):
            made[name] = _chosen(
                {one.label_from_instance(record): one.prepare_value(record) for record in one.queryset or ()}
            )
        elif isinstance(one, forms.ChoiceField):
            made[name] = _chosen({label: value for value, label in choices_of(one)})
        elif isinstance(one, forms.BooleanField) and not isinstance(one, forms.NullBooleanField):
            made[name] = _yes
    return made


def _chosen(words: Mapping[str, Any]) -> Callable[[Any], Any]:
    known = {folded(label): value for label, value in words.items()}
    return lambda cell: known.get(folded(str(cell)), str(cell))


def _yes(cell: Any) -> Any:
    word = folded(str(cell))
    return True if word in YES else False if word in NO else cell


def _twice(importer: Import, rows: Sequence[Row]) -> None:
    """The same record on two lines: nobody can say which of them counts."""
    first: dict[Key, int] = {}
    for row in rows:
        if row.errors:
            continue
        key = importer.key_of(row.data)
        if key in first:
            row.errors[importer.key[0]] = [f"Dit staat ook op regel {first[key]}. Haal er een weg."]
        else:
            first[key] = row.number


def _compare(importer: Import, rows: Sequence[Row], columns: set[str]) -> None:
    """What is there already, and which columns of the file differ from it; columns the file lacks stay as they are."""
    good = [row for row in rows if not row.errors]
    present = importer.present(good) if importer.present and good else {}
    for row in good:
        there = present.get(importer.key_of(row.data))
        if there is None:
            continue
        row.known = True
        for name, before in there.items():
            if name not in columns:
                row.data[name] = before
            elif row.data[name] != before:
                row.changes[name] = (before, row.data[name])
