"""Files that hang on a record: kept under a random name outside the web root, given out only after asking the right."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.http import FileResponse

from nov.kernel.models import Attachment, User
from nov.kernel.uploads import accepted


def attach(record: models.Model, file: UploadedFile, *, by: User, note: str = "") -> Attachment:
    """Hang a file on a record. Raises ValidationError for a file that is too large, of another kind or unsafe."""
    upload = accepted(file)
    attachment = Attachment(
        record=record,
        name=upload.name,
        note=note,
        kind=upload.kind,
        size=upload.size,
        sha256=upload.sha256,
        added_by=by,
    )
    attachment.file.save(upload.name, upload.content, save=False)
    place = str(attachment.file.name)
    try:
        with transaction.atomic():
            attachment.save()
    except Exception:
        default_storage.delete(place)
        raise
    return attachment


def detach(attachment: Attachment) -> None:
    """Take a file away for good: its row now, its bytes when that is certain."""
    place = str(attachment.file.name)
    attachment.delete()
    transaction.on_commit(lambda: default_storage.delete(place))


def attached_to(record: models.Model) -> models.QuerySet[Attachment]:
    """The files on a record, newest first, with who put them there."""
    kind = ContentType.objects.get_for_model(record)
    return Attachment.objects.filter(content_type=kind, object_id=record.pk).select_related("added_by")


def download(attachment: Attachment) -> FileResponse:
    """The file as a download that a browser never shows or runs as a page of ours."""
    answer: Any = FileResponse(
        attachment.file.open("rb"), as_attachment=True, filename=attachment.name, content_type=attachment.kind
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer
