"""The municipalities of the Netherlands with their province, since 2021: some end, others begin."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q, QuerySet


class Province(models.TextChoices):
    """The twelve provinces."""

    DRENTHE = "drenthe", "Drenthe"
    FLEVOLAND = "flevoland", "Flevoland"
    FRYSLAN = "fryslan", "Fryslân"
    GELDERLAND = "gelderland", "Gelderland"
    GRONINGEN = "groningen", "Groningen"
    LIMBURG = "limburg", "Limburg"
    NOORD_BRABANT = "noord-brabant", "Noord-Brabant"
    NOORD_HOLLAND = "noord-holland", "Noord-Holland"
    OVERIJSSEL = "overijssel", "Overijssel"
    UTRECHT = "utrecht", "Utrecht"
    ZEELAND = "zeeland", "Zeeland"
    ZUID_HOLLAND = "zuid-holland", "Zuid-Holland"


class MunicipalityQuerySet(QuerySet[Any]):
    """Municipalities in time."""

    def on(self, day: date) -> MunicipalityQuerySet:
        """The municipalities that there are on a day."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gt=day))


class Municipality(models.Model):
    """A municipality; `since` is empty for what was there before 2021, `until` is the first day without it."""

    name = models.CharField("gemeente", max_length=60, unique=True)
    province = models.CharField("provincie", max_length=13, choices=Province)
    since = models.DateField("vanaf", null=True, blank=True)
    until = models.DateField("tot", null=True, blank=True, help_text="De eerste dag dat de gemeente er niet meer is.")

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = "gemeente"
        verbose_name_plural = "gemeenten"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gt=F("since")),
                name="municipality_ends_after_it_begins",
                violation_error_message="Een gemeente eindigt niet voor zij begint.",
            )
        ]

    def __str__(self) -> str:
        return self.name
