"""#Meedoen: desks at reception centres, who runs them, and with how many people. Never a resident's record."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.urls import reverse

from members.models.organisations import Province
from nov.kernel.history import tracked
from programmes.models.programmes import ACTS, Programme
from programmes.querysets import DeskQuerySet, DuringQuerySet


class ReceptionCentre(models.Model):
    """A reception centre of the COA (azc), as far as a desk stands at it."""

    name = models.CharField("naam", max_length=80, unique=True)
    municipality = models.CharField("gemeente", max_length=60)
    province = models.CharField("provincie", max_length=13, choices=Province)

    class Meta:
        verbose_name = "azc"
        verbose_name_plural = "azc’s"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@tracked()
class Desk(models.Model):
    """A desk that brings residents together with activities and volunteering. "Light": without structural funding."""

    class Kind(models.TextChoices):
        REGULAR = "regulier", "Regulier"
        LIGHT = "light", "Light (zonder structurele financiering)"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="desks", verbose_name="programma")
    code = models.SlugField("code", max_length=40, unique=True)
    name = models.CharField("naam", max_length=60, unique=True)
    municipality = models.CharField("gemeente", max_length=60)
    province = models.CharField("provincie", max_length=13, choices=Province)
    centre = models.ForeignKey(ReceptionCentre, on_delete=models.PROTECT, related_name="desks", verbose_name="azc")
    kind = models.CharField("soort", max_length=8, choices=Kind, default=Kind.REGULAR)
    during = DateRangeField("open")

    objects = DeskQuerySet.as_manager()
    acts = ACTS

    class Meta:
        verbose_name = "Meedoenbalie"
        verbose_name_plural = "Meedoenbalies"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(during__isempty=False, during__lower_inf=False),
                name="desk_period_begins",
                violation_error_message="Een balie gaat open op een dag en sluit niet voor die dag.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programmes:desk", args=[self.programme.code, self.code])

    def changeable_by(self, user: Any) -> bool:
        """Whether this user may enter results of its programme."""
        return self.programme.changeable_by(user)

    def grid_url(self, year: int) -> str:
        """Where the months of this desk are entered."""
        return f"{reverse('programmes:months', args=[self.programme.code])}?jaar={year}&provincie={self.province}"


@tracked()
class DeskContract(models.Model):
    """Which volunteer centre or welfare organisation runs a desk, over which period, for how many hours a week."""

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="contracts", verbose_name="balie")
    organisation = models.ForeignKey(
        "members.Organisation", on_delete=models.PROTECT, related_name="desk_contracts", verbose_name="organisatie"
    )
    during = DateRangeField("looptijd")
    hours_per_week = models.DecimalField("uren per week", max_digits=4, decimal_places=1)

    objects = DuringQuerySet.as_manager()

    class Meta:
        verbose_name = "baliecontract"
        verbose_name_plural = "baliecontracten"
        ordering = ["desk", "during"]
        constraints = [
            ExclusionConstraint(
                name="desk_one_contract_at_a_time",
                expressions=[("desk", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                violation_error_message="Deze balie heeft in deze periode al een contract.",
            ),
            models.CheckConstraint(
                condition=Q(during__isempty=False, during__lower_inf=False),
                name="desk_contract_period_begins",
                violation_error_message="Een contract begint op een dag en eindigt niet voor die dag.",
            ),
            models.CheckConstraint(
                condition=Q(hours_per_week__gt=0, hours_per_week__lte=168),
                name="desk_contract_hours",
                violation_error_message="Een week heeft meer dan 0 en hooguit 168 uren.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.desk}: {self.organisation}"

    def get_absolute_url(self) -> str:
        return self.desk.get_absolute_url()


@tracked()
class Staffing(models.Model):
    """How many people work at a desk, or lead the programme, for which employer and when: a number, never names."""

    class Role(models.TextChoices):
        DESK = "balie", "Medewerker van een balie"
        LEAD = "leiding", "Projectleider"

    class Employer(models.TextChoices):
        COA = "coa", "COA"
        CENTRE = "centrale", "Vrijwilligerscentrale of welzijnsorganisatie"
        NOV = "nov", "NOV"

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="staffing", verbose_name="programma"
    )
    desk = models.ForeignKey(
        Desk, on_delete=models.PROTECT, null=True, blank=True, related_name="staffing", verbose_name="balie"
    )
    role = models.CharField("rol", max_length=8, choices=Role, default=Role.DESK)
    employer = models.CharField("werkgever", max_length=8, choices=Employer)
    people = models.PositiveSmallIntegerField("aantal personen")
    during = DateRangeField("periode")

    objects = DuringQuerySet.as_manager()

    class Meta:
        verbose_name = "bezetting"
        verbose_name_plural = "bezetting"
        ordering = ["desk", "employer", "during"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role="balie", desk__isnull=False) | Q(role="leiding", desk__isnull=True),
                name="staffing_at_desk_or_leading",
                violation_error_message="Een medewerker hoort bij een balie, een projectleider bij het programma.",
            ),
            models.CheckConstraint(
                condition=Q(during__isempty=False, during__lower_inf=False), name="staffing_period_begins"
            ),
            ExclusionConstraint(
                name="staffing_counted_once",
                expressions=[
                    ("programme", RangeOperators.EQUAL),
                    (
                        models.functions.Coalesce("desk", models.Value(0, models.BigIntegerField())),
                        RangeOperators.EQUAL,
                    ),
                    ("role", RangeOperators.EQUAL),
                    ("employer", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Deze bezetting is in deze periode al geteld.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.people} {self.get_employer_display()}"

    def get_absolute_url(self) -> str:
        return self.desk.get_absolute_url() if self.desk else self.programme.get_absolute_url()
