"""How far a long piece of work is, for the person who asked for it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now
from django.urls import reverse

# The first of the two numbers of the advisory lock that a running job holds; the second is its own number.
JOB_LOCK = 7302


class JobQuerySet(models.QuerySet["Job"]):
    def with_life(self) -> Self:
        """Each job with `alive`: whether a worker is at it now. The lock goes when the worker does, however it goes."""
        return self.annotate(
            alive=RawSQL(
                "exists (select from pg_locks where locktype = 'advisory' and classid = %s and objid = kernel_job.id"
                " and database = (select oid from pg_database where datname = current_database()))",
                [JOB_LOCK],
                models.BooleanField(),
            )
        )


class Job(models.Model):
    """A piece of work that runs outside the page that asked for it."""

    class State(models.TextChoices):
        WAITING = "waiting", "wacht"
        RUNNING = "running", "bezig"
        DONE = "done", "klaar"
        FAILED = "failed", "niet gelukt"

    id = models.AutoField(primary_key=True)  # fits in the second number of an advisory lock
    what = models.CharField("wat", max_length=200)
    task = models.CharField("taak", max_length=200)
    arguments = models.JSONField("gegevens", default=dict)
    state = models.CharField("stand", max_length=10, choices=State, default=State.WAITING)
    step = models.CharField("stap", max_length=200, blank=True)
    done = models.PositiveIntegerField("gedaan", default=0)
    total = models.PositiveIntegerField("van", null=True, blank=True)
    result_url = models.CharField("resultaat", max_length=500, blank=True)
    problem = models.TextField("waarom niet", blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="gestart door")
    created_at = models.DateTimeField("gevraagd op", db_default=Now())
    started_at = models.DateTimeField("begonnen op", null=True, blank=True)
    finished_at = models.DateTimeField("klaar op", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)

    objects: ClassVar[JobQuerySet] = JobQuerySet.as_manager()  # type: ignore[assignment]
    alive: bool | None = None

    class Meta:
        verbose_name = "taak"
        verbose_name_plural = "taken"
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["started_by", "-created_at"])]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("kernel:job", args=[self.pk])

    @property
    def is_broken_off(self) -> bool:
        """Whether its worker died halfway. Ask it of a job from `with_life()`."""
        return self.state == self.State.RUNNING and self.alive is False

    @property
    def is_open(self) -> bool:
        """Whether there is still something to wait for."""
        return self.state in (self.State.WAITING, self.State.RUNNING) and not self.is_broken_off

    @property
    def words(self) -> str:
        """How it stands, in a word."""
        return "afgebroken" if self.is_broken_off else str(self.get_state_display())
