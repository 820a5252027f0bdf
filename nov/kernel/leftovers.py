"""What may go after a while: files without a row, handled forms, files that were read in, links that lapsed."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models.functions import Now

from nov.kernel.models import Attachment, FormRequest, ImportRun, LinkPlace, PersonalLink

KEEP_FORMS = timedelta(days=30)
KEEP_IMPORT_FILES = timedelta(days=7)
KEEP_LAPSED_LINKS = timedelta(days=90)
KEEP_PLACES = timedelta(days=1)
KEEP_STRAY_FILES = 24 * 60 * 60  # seconds


def clear() -> None:
    """Take away everything that nobody needs any more. Doing it twice changes nothing."""
    FormRequest.objects.filter(at__lt=Now() - KEEP_FORMS).delete()
    PersonalLink.objects.filter(last_day__lt=Now() - KEEP_LAPSED_LINKS).delete()
    LinkPlace.objects.filter(since__lt=Now() - KEEP_PLACES).delete()
    for run in ImportRun.objects.filter(at__lt=Now() - KEEP_IMPORT_FILES).exclude(file=""):
        run.file.delete(save=False)
        run.outcome.pop("rows", None)  # the counts stay, the persons in the file do not
        run.save(update_fields=["file", "outcome"])
    _stray("attachments", set(Attachment.objects.values_list("file", flat=True)))
    _stray("imports", set(ImportRun.objects.exclude(file="").values_list("file", flat=True)))


def _stray(folder: str, known: set[str]) -> None:
    """Delete files whose row was never committed; a young file may still get its row."""
    root = Path(settings.MEDIA_ROOT)
    for path in (root / folder).rglob("*"):
        name = path.relative_to(root).as_posix()
        if path.is_file() and name not in known and path.stat().st_mtime < time.time() - KEEP_STRAY_FILES:
            path.unlink()
