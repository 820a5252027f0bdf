"""Advisers of a programme: when they were trained, in which region, and when they were active. By code, no names."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from members.models.organisations import Province
from nov.kernel.history import tracked
from programmes.models.events import Event
from programmes.models.records import Record, Row, begins
from programmes.querysets import AdviserActivityQuerySet


@tracked()
class Adviser(Record):
    """Trained and active are two things: somebody is active in periods, all of them from the training on."""

    address = "adviseurs"

    code = models.SlugField("code", max_length=12, help_text="Een volgnummer, geen naam.")
    trained_on = models.DateField("opgeleid op")
    trained_at = models.ForeignKey(
        Event,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="advisers",
        verbose_name="bij de training",
        help_text="Als die hier is vastgelegd.",
    )
    stopped_on = models.DateField("gestopt op", null=True, blank=True, help_text="Telt vanaf deze dag niet meer mee.")
    region = models.CharField("provincie", max_length=13, choices=Province)

    class Meta:
        verbose_name = "adviseur"
        verbose_name_plural = "adviseurs"
        ordering = ["programme", "code"]
        constraints = [
            models.UniqueConstraint(
                "programme",
                Lower("code"),
                name="adviser_code_once",
                violation_error_message="Deze code is al van een andere adviseur.",
            ),
            models.CheckConstraint(
                condition=Q(stopped_on__isnull=True) | Q(stopped_on__gt=models.F("trained_on")),
                name="adviser_stopped_after_training",
                violation_error_message="Een adviseur stopt na de dag van de opleiding.",
            ),
        ]

    def __str__(self) -> str:
        return f"Adviseur {self.code}"


@tracked()
class AdviserActivity(Row):
    """A period in which an adviser takes on work (guarded in `sql/records.sql`: not before the training)."""

    address = "actief"
    within = "adviser"

    adviser = models.ForeignKey(Adviser, on_delete=models.CASCADE, related_name="activities", verbose_name="adviseur")
    during = DateRangeField("actief")

    objects = AdviserActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "actieve periode"
        verbose_name_plural = "actieve periodes"
        ordering = ["adviser", "during"]
        constraints = [
            ExclusionConstraint(
                name="adviser_active_once_at_a_time",
                expressions=[("adviser", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                violation_error_message="Deze adviseur is in deze periode al actief.",
            ),
            begins("adviser_activity_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.adviser} actief"
