"""A file that somebody gave to be read in, and what came of it."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from nov.kernel.models.jobs import Job


def _place(run: ImportRun, filename: str) -> str:
    return f"imports/{secrets.token_hex(20)}"


class ImportRun(models.Model):
    """One file for one importer: looked at first (`outcome`), then applied or not. The file itself goes afterwards."""

    class State(models.TextChoices):
        READING = "reading", "wordt bekeken"
        READY = "ready", "bekeken"
        REFUSED = "refused", "niet te lezen"
        APPLIED = "applied", "ingelezen"

    importer = models.CharField("soort", max_length=60)
    name = models.CharField("bestandsnaam", max_length=120)
    file = models.FileField("bestand", upload_to=_place, max_length=120, blank=True)
    sha256 = models.CharField(max_length=64)
    state = models.CharField("stand", max_length=10, choices=State, default=State.READING)
    outcome = models.JSONField("uitkomst", default=dict)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, verbose_name="taak")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="door")
    at = models.DateTimeField("gegeven op", db_default=Now())
    applied_at = models.DateTimeField("ingelezen op", null=True, blank=True)

    class Meta:
        verbose_name = "ingelezen bestand"
        verbose_name_plural = "ingelezen bestanden"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["importer", "sha256"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("kernel:import_run", args=[self.pk])
