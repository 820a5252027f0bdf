"""Who holds which seat or post, since when and until when; and how long a term on the board lasts."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from finance.models import Decision
from members.models.meetings import Meeting
from members.models.organisations import Organisation
from members.models.people import Person
from members.querysets import AppointmentQuerySet, TermNormQuerySet
from nov.kernel.history import tracked
from nov.kernel.records import Acts


@tracked()
class Appointment(models.Model):
    """A person in a seat or post during a period. A reappointment is a new row with the next term number."""

    class Body(models.TextChoices):
        BOARD = "bestuur", "Bestuur"
        BUREAU = "bureau", "Bureau"
        AUDIT = "kascommissie", "Kascommissie"

    class Kind(models.TextChoices):
        BOARD = "bestuur", "Bestuur"
        VOLUNTEER = "vrijwilliger", "Vrijwilliger"
        TEMPORARY = "tijdelijk", "Tijdelijk"
        PERMANENT = "vast", "Vast"

    TEAM = (Body.BOARD, Body.BUREAU)

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments", verbose_name="persoon")
    body = models.CharField("orgaan", max_length=12, choices=Body)
    role = models.CharField("functie", max_length=60)
    kind = models.CharField("soort", max_length=12, choices=Kind)
    during = DateRangeField("periode")
    term = models.PositiveSmallIntegerField(
        "termijn", null=True, blank=True, validators=[MinValueValidator(1)], help_text="Alleen voor het bestuur."
    )
    on_behalf_of = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="namens het lid",
        help_text="De kascommissie bestaat uit mensen namens een lid. Voor anderen leeg.",
    )
    elected_at = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="elections",
        verbose_name="gekozen op",
        help_text="De vergadering die koos of herbenoemde. (mag leeg)",
    )

    objects = AppointmentQuerySet.as_manager()
    acts = Acts(view="members.view", change="members.meetings")

    class Meta:
        verbose_name = "benoeming"
        verbose_name_plural = "benoemingen"
        ordering = ["body", "during", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(during__isempty=False) & Q(during__lower_inf=False),
                name="appointment_has_first_day",
                violation_error_message="Een benoeming heeft een eerste dag en eindigt niet voor zij begint.",
            ),
            models.CheckConstraint(
                condition=Q(body="bestuur", kind="bestuur", term__gte=1)
                | ~Q(body="bestuur") & ~Q(kind="bestuur") & Q(term__isnull=True),
                name="appointment_term_of_board",
                violation_error_message="Een bestuurslid heeft een termijn, een ander niet.",
            ),
            models.CheckConstraint(
                condition=~Q(body="kascommissie") | Q(on_behalf_of__isnull=False),
                name="appointment_audit_on_behalf",
                violation_error_message="In de kascommissie zit iemand namens een lid.",
            ),
            ExclusionConstraint(
                name="appointment_one_place_in_team",
                expressions=[("person", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(body__in=["bestuur", "bureau"]),
                violation_error_message="Deze persoon heeft in die periode al een plaats in bestuur of bureau.",
            ),
            ExclusionConstraint(
                name="appointment_once_in_body",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("body", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Deze persoon zit in die periode al in dit orgaan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.role}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("members:appointment", args=[self.pk])

    @property
    def first_day(self) -> date:
        """The first day in the post."""
        return self.during.lower

    @property
    def last_day(self) -> date | None:
        """The last day in the post; None as long as there is no end."""
        return self.during.upper and self.during.upper - timedelta(days=1)


@tracked()
class TermNorm(models.Model):
    """How many years a term on the board lasts, from a day on, by a decision (the statutes)."""

    years = models.PositiveSmallIntegerField("jaren", validators=[MinValueValidator(1)])
    most = models.PositiveSmallIntegerField(
        "termijnen ten hoogste", null=True, blank=True, help_text="Hoe vaak iemand zitting heeft. Leeg: onbeperkt."
    )
    first_day = models.DateField("geldt vanaf", unique=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+", verbose_name="besluit")

    objects = TermNormQuerySet.as_manager()

    class Meta:
        verbose_name = "duur van een bestuurstermijn"
        verbose_name_plural = "duur van bestuurstermijnen"
        ordering = ["-first_day"]

    def __str__(self) -> str:
        return f"{self.years} jaar vanaf {self.first_day:%d-%m-%Y}"


@tracked()
class AppointmentTask(models.Model):
    """What a change on the board brings along outside this system: the trade register, the mandate at the bank."""

    class Moment(models.TextChoices):
        IN = "begin", "Bij aantreden"
        OUT = "einde", "Bij aftreden"

    class What(models.TextChoices):
        KVK = "kvk", "Handelsregister (KvK)"
        BANK = "bank", "Machtiging bij de bank"

    appointment = models.ForeignKey(
        Appointment, on_delete=models.CASCADE, related_name="tasks", verbose_name="benoeming"
    )
    moment = models.CharField("wanneer", max_length=5, choices=Moment)
    what = models.CharField("wat", max_length=4, choices=What)
    due = models.DateField("uiterlijk")
    done_on = models.DateField("gedaan op", null=True, blank=True)

    class Meta:
        verbose_name = "taak bij een benoeming"
        verbose_name_plural = "taken bij benoemingen"
        ordering = ["due", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "moment", "what"],
                name="appointmenttask_once",
                violation_error_message="Deze taak staat er al.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}, {self.get_moment_display().lower()}"

    def get_absolute_url(self) -> str:
        """The page of the appointment."""
        return self.appointment.get_absolute_url()
