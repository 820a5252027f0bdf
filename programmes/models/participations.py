"""Participations: which organisation takes part in a programme, in which role and when."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from nov.kernel.history import tracked
from programmes.models.records import Record, begins


@tracked()
class Participation(Record):
    """An organisation in a programme; thanks and lists of partners are drawn from these."""

    class Role(models.TextChoices):
        PARTICIPANT = "deelnemer", "Deelnemer"
        EXECUTOR = "uitvoerder", "Uitvoerder"
        COALITION = "coalitiepartner", "Coalitiepartner"
        PROVIDER = "aanbieder", "Aanbieder"
        FUND = "fonds", "Fonds"
        MEMBER = "netwerklid", "Lid van het netwerk"
        PARTNER = "partner", "Partner"
        CONSULTED = "overlegpartner", "Overlegpartner"

    address = "deelnemers"

    organisation = models.ForeignKey(
        "members.Organisation", on_delete=models.PROTECT, related_name="participations", verbose_name="organisatie"
    )
    role = models.CharField("rol", max_length=15, choices=Role)
    during = DateRangeField("periode")
    account_holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="accounthouder",
        help_text="De collega bij wie de organisatie terecht kan.",
    )

    class Meta:
        verbose_name = "deelname"
        verbose_name_plural = "deelnemende organisaties"
        ordering = ["programme", "role", "organisation__sort_key", "during"]
        constraints = [
            ExclusionConstraint(
                name="participation_once_at_a_time",
                expressions=[
                    ("programme", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Deze organisatie doet in deze periode al in deze rol mee.",
            ),
            begins("participation_period_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display().lower()})"
