"""Quality marks: awarded on a day, valid for a term, renewed by a next one that points back."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from nov.kernel.history import tracked
from programmes.models.records import Record
from programmes.models.trajectories import Trajectory


@tracked()
class QualityMark(Record):
    """A mark of an organisation. A renewal names the mark before it: of the same organisation, awarded earlier.

    `valid_until` (the first day it no longer holds) is written at the award by the norm that held then: another term
    later does not shorten a mark that was given. The guard of renewals is in `sql/records.sql`.
    """

    address = "keurmerken"

    organisation = models.ForeignKey(
        "members.Organisation", on_delete=models.PROTECT, related_name="quality_marks", verbose_name="organisatie"
    )
    awarded_on = models.DateField("toegekend op")
    valid_until = models.DateField("geldig tot", editable=False)
    renews = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="renewal",
        verbose_name="verlengt",
        error_messages={"unique": "Dit keurmerk is al verlengd."},
    )
    trajectory = models.ForeignKey(
        Trajectory, on_delete=models.PROTECT, null=True, blank=True, related_name="marks", verbose_name="traject"
    )

    class Meta:
        verbose_name = "keurmerk"
        verbose_name_plural = "keurmerken"
        ordering = ["-awarded_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "organisation", "awarded_on"],
                name="mark_once_a_day",
                violation_error_message="Deze organisatie kreeg het keurmerk op deze dag al.",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gt=models.F("awarded_on")),
                name="mark_valid_after_award",
                violation_error_message="Een keurmerk geldt vanaf de toekenning.",
            ),
            models.CheckConstraint(
                condition=Q(renews__isnull=True) | ~Q(renews=models.F("id")), name="mark_renews_another"
            ),
        ]

    def __str__(self) -> str:
        return f"Keurmerk {self.organisation}, {self.awarded_on:%d-%m-%Y}"

    def valid_on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.awarded_on <= day < self.valid_until
