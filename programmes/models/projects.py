"""Local projects: an experiment or learning practice in one place, in a phase of the programme, run by somebody."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from members.models.organisations import Province
from nov.kernel.history import tracked
from programmes.models.elements import Element
from programmes.models.programmes import ProgrammePhase
from programmes.models.records import Record, begins, filled


@tracked()
class LocalProject(Record):
    """A project in a place; places are counted apart from projects, since one place may have two."""

    address = "projecten"

    phase = models.ForeignKey(
        ProgrammePhase, on_delete=models.PROTECT, related_name="projects", verbose_name="fase van het programma"
    )
    title = models.CharField("naam", max_length=120)
    place = models.CharField("plaats", max_length=60)
    province = models.CharField("provincie", max_length=13, choices=Province)
    organisation = models.ForeignKey(
        "members.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="local_projects",
        verbose_name="uitvoerende organisatie",
    )
    theme = models.ForeignKey(
        Element, on_delete=models.PROTECT, null=True, blank=True, related_name="projects", verbose_name="thema"
    )
    during = DateRangeField("periode")

    class Meta:
        verbose_name = "lokaal project"
        verbose_name_plural = "lokale projecten"
        ordering = ["programme", "phase", "place", "title"]
        constraints = [
            models.UniqueConstraint(
                "phase",
                Lower("title"),
                Lower("place"),
                name="project_once",
                violation_error_message="Dit project staat er in deze fase al.",
            ),
            begins("project_period_begins"),
            filled("place", "project_has_place", "Vul de plaats in."),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.place}"

    def clean(self) -> None:
        """A project belongs to a phase of its own programme."""
        super().clean()
        if self.phase_id and self.phase.programme_id != self.programme_id:
            raise ValidationError({"phase": f"{self.phase} is geen fase van {self.programme}."})
