"""Which forms were already handled, so that a double click has one effect."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class FormRequest(models.Model):
    """A form that was sent and did its work: the id it was shown with, what was in it and where its result stands."""

    id = models.UUIDField(primary_key=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="door")
    digest = models.BinaryField(max_length=32)
    url = models.CharField(max_length=500)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "verwerkt formulier"
        verbose_name_plural = "verwerkte formulieren"
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return str(self.id)
