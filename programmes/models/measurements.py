"""What was measured: a number with its day or period, its source and its precision."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from programmes.models.indicators import Indicator, IndicatorPart
from programmes.models.programmes import ACTS
from programmes.models.studies import Study
from programmes.querysets import MeasurementQuerySet


class Mark(models.TextChoices):
    """What is known about the precision of a number that was recorded so."""

    EXACT = "exact", "exact"
    CIRCA = "circa", "circa"
    NEARLY = "bijna", "bijna"
    AMPLY = "ruim", "ruim"
    OVER = "meer dan", "meer dan"
    AT_LEAST = "minstens", "minstens"
    UNDER = "minder dan", "minder dan"
    ROUNDED = "afgerond", "afgerond"


class Measurement(models.Model):
    """A value of an indicator on a day or over a period, or the reason why there is none to be had.

    Never changed: a correction is a new row, and the old one keeps the moment it was superseded
    (`migrations/sql/guards.sql`). A stock stores its day as a period of one day.
    """

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="measurements", verbose_name="kengetal"
    )
    part = models.ForeignKey(
        IndicatorPart,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measurements",
        verbose_name="onderdeel",
    )
    during = DateRangeField("dag of periode")
    value = models.DecimalField("waarde", max_digits=16, decimal_places=4, null=True, blank=True)
    not_applicable = models.CharField("niet van toepassing, want", max_length=200, blank=True)
    mark = models.CharField("nauwkeurigheid", max_length=10, choices=Mark, default=Mark.EXACT)
    source = models.CharField("bron", max_length=200)
    evidence = models.CharField(
        "vindplaats", max_length=300, blank=True, help_text="Waar het is na te zien: een rapport, een adres."
    )
    note = models.CharField("toelichting", max_length=300, blank=True)
    study = models.ForeignKey(
        Study,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name="uit het onderzoek",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )
    recorded_at = models.DateTimeField("vastgelegd op", auto_now_add=True)
    superseded_at = models.DateTimeField("vervangen op", null=True, blank=True, editable=False)

    objects = MeasurementQuerySet.as_manager()
    acts = ACTS

    class Meta:
        verbose_name = "meting"
        verbose_name_plural = "metingen"
        ordering = ["indicator", "part", "during", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "part", "during"],
                condition=Q(superseded_at__isnull=True),
                nulls_distinct=False,
                name="measurement_once",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) & ~Q(not_applicable="") | Q(value__isnull=False, not_applicable=""),
                name="measurement_value_or_reason",
                violation_error_message="Vul een waarde in, of de reden waarom het niet van toepassing is.",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0),
                name="measurement_not_negative",
                violation_error_message="Een gemeten waarde is niet negatief.",
            ),
            models.CheckConstraint(
                condition=Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False),
                name="measurement_period_closed",
                violation_error_message="Een meting heeft een eerste en een laatste dag.",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="measurement_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.part or self.indicator}, {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("programmes:measurement", args=[self.indicator.programme.code, self.pk])

    def changeable_by(self, user: Any) -> bool:
        """Whether this user may enter results of its programme."""
        return self.indicator.programme.changeable_by(user)

    @property
    def last_day(self) -> date:
        """The last day it is about; for a stock the day itself."""
        return self.during.upper - date.resolution

    @property
    def reference(self) -> str:
        """The day or period in words."""
        first, last = self.during.lower, self.last_day
        if first == last:
            return f"{last:%d-%m-%Y}"
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return str(first.year) if first.year == last.year else f"{first.year} tot en met {last.year}"
        return f"{first:%d-%m-%Y} tot en met {last:%d-%m-%Y}"
