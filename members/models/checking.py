"""The yearly asking whether the data of a member are still right, and what it answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from members.models.organisations import Organisation
from nov.kernel.history import tracked


@tracked()
class DataCheck(models.Model):
    """One member that was asked in a year. What it wants to change stands here until the bureau takes it over."""

    class State(models.TextChoices):
        ASKED = "gevraagd", "Geen antwoord"
        WAITS = "beoordelen", "Beoordelen"
        CONFIRMED = "bevestigd", "Bevestigd"
        TAKEN_OVER = "overgenomen", "Overgenomen"
        DECLINED = "afgewezen", "Niet overgenomen"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="data_checks", verbose_name="organisatie"
    )
    year = models.PositiveSmallIntegerField("jaar")
    state = models.CharField("stand", max_length=11, choices=State, default=State.ASKED)
    asked_on = models.DateField("gevraagd op")
    last_day = models.DateField("antwoord tot en met")
    sent_to = models.EmailField("gemaild aan", blank=True)
    reminders = models.PositiveSmallIntegerField("keer herinnerd", default=0)
    answered_on = models.DateField("geantwoord op", null=True, blank=True)
    answered_by = models.CharField("geantwoord door", max_length=120, blank=True)
    remark = models.CharField("opmerking", max_length=400, blank=True)
    corrections = models.JSONField("wat anders is", default=dict, blank=True)
    judged_on = models.DateField("beoordeeld op", null=True, blank=True)
    why = models.CharField("waarom niet overgenomen", max_length=400, blank=True)

    class Meta:
        verbose_name = "gegevenscontrole"
        verbose_name_plural = "gegevenscontroles"
        ordering = ["-year", "organisation__sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year"],
                name="datacheck_once_a_year",
                violation_error_message="Deze organisatie is dit jaar al gevraagd.",
            ),
            models.CheckConstraint(
                condition=Q(state="gevraagd", answered_on__isnull=True)
                | ~Q(state="gevraagd") & Q(answered_on__isnull=False),
                name="datacheck_answered",
                violation_error_message="Alleen wat beantwoord is, heeft een dag van antwoord.",
            ),
        ]

    def __str__(self) -> str:
        return f"gegevens van {self.organisation}, {self.year}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("members:data_check", args=[self.pk])
