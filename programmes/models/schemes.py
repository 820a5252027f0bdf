"""Grant schemes that organisations apply to: rounds of a scheme, and the applications in each."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from nov.kernel.history import tracked
from programmes.models.records import Record, Row, begins, filled
from programmes.querysets import OfRecord


@tracked()
class GrantScheme(Record):
    """A scheme of a funder, such as the short or the regular one; not a grant of our own (that is in the books)."""

    address = "regelingen"

    name = models.CharField("naam", max_length=80)
    funder = models.CharField("verstrekker", max_length=80)

    class Meta:
        verbose_name = "regeling"
        verbose_name_plural = "regelingen"
        ordering = ["programme", "name"]
        constraints = [
            models.UniqueConstraint(
                "programme", Lower("name"), name="scheme_once", violation_error_message="Deze regeling staat er al."
            ),
            filled("name", "scheme_has_name", "Een regeling heeft een naam."),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class ApplicationRound(Row):
    """A period in which applications to a scheme are taken in."""

    address = "rondes"
    within = "scheme"

    scheme = models.ForeignKey(GrantScheme, on_delete=models.CASCADE, related_name="rounds", verbose_name="regeling")
    name = models.CharField("naam", max_length=60)
    during = DateRangeField("open")

    objects = OfRecord.as_manager()

    class Meta:
        verbose_name = "aanvraagronde"
        verbose_name_plural = "aanvraagrondes"
        ordering = ["scheme", "during"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "name"], name="round_once", violation_error_message="Deze ronde staat er al."
            ),
            begins("round_period_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}, {self.name}"


@tracked()
class Application(Record):
    """An application in a round, and what came of it. Without an outcome it is still under consideration."""

    class Outcome(models.TextChoices):
        AWARDED = "toegekend", "Toegekend"
        REFUSED = "afgewezen", "Afgewezen"
        WITHDRAWN = "ingetrokken", "Ingetrokken"

    address = "aanvragen"

    round = models.ForeignKey(
        ApplicationRound, on_delete=models.PROTECT, related_name="applications", verbose_name="ronde"
    )
    reference = models.CharField("kenmerk", max_length=40)
    organisation = models.ForeignKey(
        "members.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name="organisatie",
        help_text="Als wij die kennen.",
    )
    submitted_on = models.DateField("ingediend op")
    outcome = models.CharField("uitkomst", max_length=11, choices=Outcome, blank=True)
    decided_on = models.DateField("besloten op", null=True, blank=True)

    class Meta:
        verbose_name = "aanvraag"
        verbose_name_plural = "aanvragen"
        ordering = ["-submitted_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "reference"],
                name="application_once",
                violation_error_message="Deze aanvraag staat er in deze ronde al.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_on__isnull=True)
                | ~Q(outcome="") & Q(decided_on__isnull=False, decided_on__gte=models.F("submitted_on")),
                name="application_decided_with_outcome",
                violation_error_message="Een uitkomst heeft een datum, niet voor die van de aanvraag.",
            ),
        ]

    def __str__(self) -> str:
        return f"Aanvraag {self.reference}"
