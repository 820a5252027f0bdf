"""Representation: who speaks for the association in a network, and when."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from nov.kernel.history import tracked
from programmes.models.elements import Element
from programmes.models.records import Record, begins


@tracked()
class Representation(Record):
    """A person who represents the association in a network of the programme."""

    class Capacity(models.TextChoices):
        VOLUNTEER = "vrijwilliger", "Vrijwilliger"
        DIRECTOR = "directeur", "Directeur"
        STAFF = "medewerker", "Medewerker"
        BOARD = "bestuur", "Bestuurslid"

    address = "vertegenwoordiging"

    person = models.ForeignKey(
        "members.Person", on_delete=models.PROTECT, related_name="representations", verbose_name="wie"
    )
    capacity = models.CharField("als", max_length=12, choices=Capacity)
    network = models.ForeignKey(
        Element, on_delete=models.PROTECT, related_name="representations", verbose_name="netwerk"
    )
    during = DateRangeField("periode")

    class Meta:
        verbose_name = "vertegenwoordiging"
        verbose_name_plural = "vertegenwoordiging"
        ordering = ["programme", "network", "person"]
        constraints = [
            ExclusionConstraint(
                name="representation_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("network", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Deze persoon vertegenwoordigt ons in deze periode al in dit netwerk.",
            ),
            begins("representation_period_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.network}"
