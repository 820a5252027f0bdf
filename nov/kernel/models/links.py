"""Links with which somebody outside opens one page, without an account."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Now


class PersonalLink(models.Model):
    """A link that was given for one purpose and one record. What is in this table does not open it: the signature does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField("doel", max_length=40)
    content_type = models.ForeignKey(ContentType, models.PROTECT, verbose_name="soort")
    object_id = models.BigIntegerField("nummer")
    record = GenericForeignKey()
    last_day = models.DateField("laatste dag")
    once = models.BooleanField("eenmalig", default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="gegeven door")
    given_at = models.DateTimeField("gegeven op", db_default=Now())
    uses = models.PositiveIntegerField("keer gebruikt", default=0)
    used_at = models.DateTimeField("laatst gebruikt op", null=True, blank=True)
    revoked_at = models.DateTimeField("ingetrokken op", null=True, blank=True)

    class Meta:
        verbose_name = "persoonlijke link"
        verbose_name_plural = "persoonlijke links"
        ordering = ["-given_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "content_type", "object_id"],
                condition=models.Q(revoked_at__isnull=True),
                name="personallink_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.object_id}, tot en met {self.last_day:%d-%m-%Y}"

    def is_open(self, on: date) -> bool:
        """Whether it opens its page on a day."""
        return self.revoked_at is None and on <= self.last_day and not (self.once and self.uses)


class LinkPlace(models.Model):
    """How often a place outside asked for pages behind links lately. It stands here by a digest: nobody can read where."""

    place = models.CharField(max_length=32, primary_key=True)
    since = models.DateTimeField()
    asked = models.PositiveIntegerField()

    class Meta:
        verbose_name = "plek die links opent"
        verbose_name_plural = "plekken die links openen"

    def __str__(self) -> str:
        return self.place
