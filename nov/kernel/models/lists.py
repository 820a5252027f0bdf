"""Who took which list along as a file."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class TakenList(models.Model):
    """A list that left the site as a file: which one, how it was narrowed, how many rows, who and when. It only grows."""

    title = models.CharField("lijst", max_length=200)
    narrowed = models.CharField("zoekwoord en filters", max_length=400, blank=True)
    kind = models.CharField("soort bestand", max_length=4)
    rows = models.PositiveIntegerField("rijen")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="door")
    at = models.DateTimeField("op", db_default=Now())

    class Meta:
        verbose_name = "meegenomen lijst"
        verbose_name_plural = "meegenomen lijsten"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.title
