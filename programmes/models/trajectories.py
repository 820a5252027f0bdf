"""Trajectories towards a quality mark: fixed stages, with tasks for the organisation and the adviser in each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nov.kernel.history import tracked
from programmes.models.advisers import Adviser
from programmes.models.records import Record, Row
from programmes.querysets import OfRecord


class Stage(models.TextChoices):
    """The stages, in their order."""

    INTAKE = "1-aanmelding", "Aanmelding en intake"
    SELF_EVALUATION = "2-zelfevaluatie", "Zelfevaluatie"
    IMPROVEMENT = "3-verbetering", "Verbeterplan en uitvoering"
    ASSESSMENT = "4-beoordeling", "Beoordeling"
    MARK = "5-keurmerk", "Keurmerk"


@tracked()
class Trajectory(Record):
    """An organisation on its way to the mark, with an adviser. How far it is follows from its steps."""

    address = "trajecten"

    organisation = models.ForeignKey(
        "members.Organisation", on_delete=models.PROTECT, related_name="trajectories", verbose_name="organisatie"
    )
    adviser = models.ForeignKey(
        Adviser, on_delete=models.PROTECT, null=True, blank=True, related_name="trajectories", verbose_name="adviseur"
    )
    started_on = models.DateField("gestart op")
    ended_on = models.DateField("afgesloten op", null=True, blank=True)

    class Meta:
        verbose_name = "traject"
        verbose_name_plural = "trajecten"
        ordering = ["-started_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "organisation"],
                condition=Q(ended_on__isnull=True),
                name="trajectory_one_open",
                violation_error_message="Deze organisatie heeft al een lopend traject.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("started_on")),
                name="trajectory_ends_after_start",
                violation_error_message="Een traject eindigt niet voor het begint.",
            ),
        ]

    def __str__(self) -> str:
        return f"Traject van {self.organisation}"


@tracked()
class TrajectoryStep(Row):
    """A task of a stage, of the organisation or the adviser; done on a day, or still to do."""

    class Doer(models.TextChoices):
        ORGANISATION = "organisatie", "Organisatie"
        ADVISER = "adviseur", "Adviseur"

    address = "taken"
    within = "trajectory"

    trajectory = models.ForeignKey(Trajectory, on_delete=models.CASCADE, related_name="steps", verbose_name="traject")
    stage = models.CharField("fase", max_length=15, choices=Stage)
    doer = models.CharField("wie", max_length=11, choices=Doer)
    task = models.CharField("taak", max_length=160)
    due_on = models.DateField("uiterlijk op", null=True, blank=True)
    done_on = models.DateField("gedaan op", null=True, blank=True)

    objects = OfRecord.as_manager()

    class Meta:
        verbose_name = "taak"
        verbose_name_plural = "taken"
        ordering = ["trajectory", "stage", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["trajectory", "stage", "doer", "task"],
                name="trajectory_task_once",
                violation_error_message="Deze taak staat er al.",
            )
        ]

    def __str__(self) -> str:
        return self.task
