"""Working areas: municipalities, places within one, regions of several. They are not all municipalities."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from members.models.organisations import Province
from nov.kernel.history import tracked
from programmes.models.programmes import ACTS
from programmes.models.records import Record, begins


@tracked()
class WorkingArea(models.Model):
    """An area in which something takes place. A place lies within another area; a municipality or region stands alone."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "gemeente", "Gemeente"
        PLACE = "plaats", "Plaats binnen een gemeente"
        REGION = "regio", "Regio"

    address = "gebieden"
    acts = ACTS

    name = models.CharField("naam", max_length=60)
    kind = models.CharField("soort", max_length=8, choices=Kind, default=Kind.MUNICIPALITY)
    within = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="places", verbose_name="ligt in"
    )
    province = models.CharField("provincie", max_length=13, choices=Province)

    objects = models.Manager()

    class Meta:
        verbose_name = "werkgebied"
        verbose_name_plural = "werkgebieden"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), "kind", name="area_name_once", violation_error_message="Dit werkgebied staat er al."
            ),
            models.CheckConstraint(
                condition=Q(kind="plaats", within__isnull=False) | ~Q(kind="plaats"),
                name="area_place_lies_within",
                violation_error_message="Kies de gemeente waar deze plaats in ligt.",
            ),
            models.CheckConstraint(
                condition=Q(within__isnull=True) | ~Q(within=models.F("id")),
                name="area_not_within_itself",
                violation_error_message="Een werkgebied ligt niet in zichzelf.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class AreaParticipation(Record):
    """A working area that takes part in a programme, or that the programme is in contact with."""

    class Role(models.TextChoices):
        PARTICIPANT = "deelnemer", "Doet mee"
        CONTACT = "contact", "Vragen en contact"

    address = "werkgebieden"

    area = models.ForeignKey(
        WorkingArea, on_delete=models.PROTECT, related_name="participations", verbose_name="werkgebied"
    )
    role = models.CharField("rol", max_length=9, choices=Role, default=Role.PARTICIPANT)
    during = DateRangeField("periode")

    class Meta:
        verbose_name = "deelnemend werkgebied"
        verbose_name_plural = "deelnemende werkgebieden"
        ordering = ["programme", "area__name", "during"]
        constraints = [
            ExclusionConstraint(
                name="area_once_at_a_time",
                expressions=[
                    ("programme", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Dit werkgebied doet in deze periode al mee.",
            ),
            begins("area_period_begins"),
        ]

    def __str__(self) -> str:
        return str(self.area)
