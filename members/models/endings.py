"""How a membership ends: how long notice is, and what follows an expulsion until it is final."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from finance.models import Decision
from members.models.mutations import Mutation
from nov.kernel.history import tracked
from nov.kernel.records import Acts


@tracked()
class NoticeNorm(models.Model):
    """How many weeks before the end of a financial year a member gives notice, from a day on; four before the first."""

    weeks = models.PositiveSmallIntegerField("weken", validators=[MaxValueValidator(52)])
    first_day = models.DateField("geldt vanaf", unique=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+", verbose_name="besluit")

    class Meta:
        verbose_name = "opzegtermijn"
        verbose_name_plural = "opzegtermijnen"
        ordering = ["-first_day"]

    def __str__(self) -> str:
        return f"{self.weeks} weken vanaf {self.first_day:%d-%m-%Y}"


@tracked()
class Expulsion(models.Model):
    """What follows the decision to expel: the member was told, may appeal to the general meeting, is suspended meanwhile.

    `suspended` is `[day it was told, day after the last)`, without end until it is final (BW 2:35 lid 4).
    """

    class Outcome(models.TextChoices):
        NO_APPEAL = "geen_beroep", "Geen beroep ingesteld"
        UPHELD = "bekrachtigd", "Door de ALV bekrachtigd"
        REVERSED = "vernietigd", "Door de ALV vernietigd"
        WITHDRAWN = "ingetrokken", "Ongedaan gemaakt"

    PENDING = "Beroep staat open"
    APPEALED = "In beroep"

    mutation = models.OneToOneField(
        Mutation, on_delete=models.PROTECT, related_name="expulsion", verbose_name="ontzetting", editable=False
    )
    notified_on = models.DateField("kennisgeving ontvangen op", editable=False)
    appeal_until = models.DateField("beroep tot en met", editable=False)
    appealed_on = models.DateField("beroep ontvangen op", null=True, editable=False)
    outcome = models.CharField("uitkomst", max_length=11, choices=Outcome, blank=True, editable=False)
    decided_by = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="besluit van de ALV",
        editable=False,
    )  # fmt: skip
    suspended = DateRangeField("geschorst", editable=False)

    acts = Acts(view="members.view", change="members.decide")

    class Meta:
        verbose_name = "ontzetting"
        verbose_name_plural = "ontzettingen"
        ordering = ["-notified_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(appeal_until__gte=F("notified_on"))
                & (Q(appealed_on__isnull=True) | Q(appealed_on__range=(F("notified_on"), F("appeal_until")))),
                name="expulsion_appealed_in_time",
                violation_error_message="Beroep kan vanaf de kennisgeving tot en met de laatste dag van de termijn.",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["bekrachtigd", "vernietigd"], decided_by__isnull=False)
                & Q(appealed_on__isnull=False)
                | Q(outcome__in=["", "geen_beroep", "ingetrokken"], decided_by__isnull=True),
                name="expulsion_decided_by_meeting",
                violation_error_message="Over een beroep beslist de ALV.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="geen_beroep") | Q(appealed_on__isnull=True),
                name="expulsion_without_appeal",
                violation_error_message="Er is beroep ingesteld; de ALV beslist.",
            ),
        ]

    def __str__(self) -> str:
        return f"ontzetting van {self.mutation.organisation}"

    def get_absolute_url(self) -> str:
        """Where its appeal is kept."""
        return reverse("members:expulsion", args=[self.pk])

    @property
    def state(self) -> str:
        """How far it is, in words."""
        return self.get_outcome_display() or (self.APPEALED if self.appealed_on else self.PENDING)
