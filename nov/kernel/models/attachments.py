"""A file that hangs on a record of any app."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse


def _place(attachment: Attachment, filename: str) -> str:
    """A random name outside the web root: it tells nothing, and what was called report.html is not served as such."""
    name = secrets.token_hex(20)
    return f"attachments/{name[:2]}/{name}"


class Attachment(models.Model):
    """A file with who put it where. Who may read it follows from the record it hangs on."""

    content_type = models.ForeignKey(ContentType, models.PROTECT, verbose_name="soort")
    object_id = models.BigIntegerField("nummer")
    record = GenericForeignKey()
    name = models.CharField("bestandsnaam", max_length=120)
    note = models.CharField("omschrijving", max_length=200, blank=True)
    file = models.FileField("bestand", upload_to=_place, max_length=120)
    kind = models.CharField("type", max_length=100)
    size = models.PositiveIntegerField("grootte")
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="toegevoegd door")
    added_at = models.DateTimeField("toegevoegd op", db_default=Now())

    class Meta:
        verbose_name = "bijlage"
        verbose_name_plural = "bijlagen"
        ordering = ["-added_at", "-id"]
        indexes = [models.Index(fields=["content_type", "object_id"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$") & models.Q(size__gt=0),
                name="attachment_whole",
                violation_error_message="Dit bestand is leeg.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("kernel:attachment", args=[self.pk])
