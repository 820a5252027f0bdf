"""A given file between looking at it and reading it in: its row, and what of the outcome its page shows."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.db.models.functions import Now

from nov.kernel.formats import MINUS
from nov.kernel.history import in_words
from nov.kernel.imports.importer import Effect, Import, Row, named
from nov.kernel.imports.reader import Unreadable, Wrong
from nov.kernel.imports.run import ImportRefused, Outcome, run_import
from nov.kernel.models import ImportRun, User
from nov.kernel.progress import SILENT, Progress
from nov.kernel.uploads import safe_name

LONG = 200_000  # bytes; larger files are read in the background
SHOWN = 200  # rows on the page


def given(importer: Import, file: UploadedFile, *, by: User) -> ImportRun:
    """Keep a file that somebody gave."""
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    run = ImportRun(importer=importer.name, name=safe_name(file.name or "bestand"), sha256=digest.hexdigest(), by=by)
    run.file.save(run.name, file, save=False)
    run.save()
    return run


def is_long(run: ImportRun) -> bool:
    """Whether it is work for the background."""
    return run.file.size > LONG


def read_before(run: ImportRun) -> QuerySet[ImportRun]:
    """Earlier times that this very file was read in."""
    applied = ImportRun.State.APPLIED
    return ImportRun.objects.filter(importer=run.importer, sha256=run.sha256, state=applied).exclude(pk=run.pk)


def look(run: ImportRun, progress: Progress = SILENT) -> None:
    """Find out what the file would do, and keep that on its row."""
    importer = named(run.importer)
    try:
        outcome = run_import(importer, _bytes(run), by=run.by, name=run.name, dry_run=True, progress=progress)
    except Unreadable as error:
        run.state, run.outcome = ImportRun.State.REFUSED, {"problems": [str(error)]}
    else:
        run.outcome = as_shown(importer, outcome)
        run.state = ImportRun.State.READY if outcome.is_good else ImportRun.State.REFUSED
    run.save(update_fields=["state", "outcome"])


def apply(run: ImportRun, *, by: User, progress: Progress = SILENT) -> bool:
    """Read the file in; False, with the reasons on its row, when it no longer fits. A file is read in once."""
    importer = named(run.importer)
    if run.state == ImportRun.State.APPLIED:
        return True
    try:
        outcome = run_import(importer, _bytes(run), by=by, name=run.name, progress=progress)
    except ImportRefused as refused:
        run.state, run.outcome = ImportRun.State.REFUSED, as_shown(importer, refused.outcome)
        run.save(update_fields=["state", "outcome"])
        return False
    ImportRun.objects.filter(pk=run.pk).update(
        state=ImportRun.State.APPLIED, outcome=as_shown(importer, outcome), applied_at=Now()
    )
    return True


def _bytes(run: ImportRun) -> bytes:
    with run.file.open("rb") as file:
        return file.read()


def as_shown(importer: Import, outcome: Outcome) -> dict[str, Any]:
    """The outcome as its page shows it: counts, and the first rows with those that are wrong in front."""
    counts = outcome.counts
    rows = sorted(outcome.rows, key=lambda row: (row.effect != Effect.WRONG, row.effect == Effect.SAME, row.number))
    fields = [column.field for column in importer.columns if any(column.field in row.cells for row in rows[:1])]
    return {
        "counts": {str(effect): counts[effect] for effect in Effect},
        "total": len(outcome.rows),
        "problems": outcome.problems,
        "ignored": outcome.ignored,
        "titles": [importer.title_of(name) for name in fields],
        "rows": [_shown(row, fields) for row in rows[:SHOWN]],
    }


def _shown(row: Row, fields: list[str]) -> dict[str, Any]:
    return {
        "number": row.number,
        "effect": str(row.effect),
        "errors": row.errors.get("", []),
        "cells": [
            {
                "text": _words(row.cells.get(name, "")),
                "before": _words(row.changes[name][0]) or "leeg" if name in row.changes else "",
                "errors": row.errors.get(name, []),
            }
            for name in fields
        ],
    }


def _words(value: Any) -> str:
    if value is None or isinstance(value, Wrong):
        return ""
    return in_words(value).replace(MINUS, "-")[:200] if not isinstance(value, str) else value[:200]
