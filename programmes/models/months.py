"""What the desks count every month. Only numbers: there is no column in which a resident could be named."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from nov.kernel.history import tracked
from programmes.models.desks import Desk
from programmes.querysets import DeskMonthQuerySet


class MatchKind(models.TextChoices):
    """What a resident was matched with."""

    ACTIVITY = "activiteit", "Activiteit"
    VOLUNTEERING = "vrijwilligerswerk", "Vrijwilligerswerk"


class Gender(models.TextChoices):
    """The pilot on women's participation needs the share; a desk that did not ask counts under unknown."""

    WOMAN = "vrouw", "Vrouwen"
    MAN = "man", "Mannen"
    UNKNOWN = "onbekend", "Onbekend"


@tracked()
class DeskMonth(models.Model):
    """The matches of a desk in a month, of one kind and one gender.

    Entered by the lead, then checked, then fixed with the report; a fixed number never changes again
    (`migrations/sql/guards.sql`). `unusual` is the reason for a number far from what the desk usually counts.
    """

    class Unusual(models.TextChoices):
        ARRIVALS = "instroom", "Veel nieuwe bewoners of juist vertrek"
        EVENT = "evenement", "Een open dag of grote activiteit"
        CATCH_UP = "inhaal", "Opgave van meer maanden tegelijk"
        CLOSED = "dicht", "De balie was een deel van de maand dicht"

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="months", verbose_name="balie")
    month = models.DateField("maand", help_text="De eerste dag van de maand.")
    kind = models.CharField("soort", max_length=17, choices=MatchKind)
    gender = models.CharField("bewoners", max_length=8, choices=Gender)
    matches = models.PositiveIntegerField("koppelingen")
    unusual = models.CharField("reden van een ongewoon aantal", max_length=9, choices=Unusual, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="ingevoerd door"
    )
    entered_at = models.DateTimeField("ingevoerd op", auto_now=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="gecontroleerd door",
    )
    fixed = models.BooleanField("vastgezet", default=False)

    objects = DeskMonthQuerySet.as_manager()

    class Meta:
        verbose_name = "maandopgave"
        verbose_name_plural = "maandopgaven"
        ordering = ["desk", "month", "kind", "gender"]
        indexes = [models.Index(fields=["month", "kind", "gender"])]
        constraints = [
            models.UniqueConstraint(fields=["desk", "month", "kind", "gender"], name="desk_month_once"),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="desk_month_is_first_day",
                violation_error_message="Een maand wordt geschreven als zijn eerste dag.",
            ),
            models.CheckConstraint(
                condition=Q(fixed=False) | Q(checked_by__isnull=False),
                name="desk_month_checked_before_fixed",
                violation_error_message="Een getal wordt eerst gecontroleerd en dan vastgezet.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.desk}, {self.month:%m-%Y}, {self.get_kind_display()}, {self.get_gender_display()}"

    def get_absolute_url(self) -> str:
        return f"{self.desk.get_absolute_url()}?jaar={self.month.year}"


@tracked()
class UnfilledHours(models.Model):
    """Hours of a desk that nobody could work in a month. Illness is never recorded: only absence or vacancy."""

    class Reason(models.TextChoices):
        ABSENCE = "uitval", "Uitval"
        VACANCY = "vacature", "Vacature"

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="unfilled_hours", verbose_name="balie")
    month = models.DateField("maand", help_text="De eerste dag van de maand.")
    reason = models.CharField("reden", max_length=8, choices=Reason)
    hours = models.DecimalField("uren", max_digits=5, decimal_places=1)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="ingevoerd door"
    )
    entered_at = models.DateTimeField("ingevoerd op", auto_now=True)

    objects = models.Manager()

    class Meta:
        verbose_name = "niet ingevulde uren"
        verbose_name_plural = "niet ingevulde uren"
        ordering = ["desk", "month", "reason"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "month", "reason"], name="unfilled_hours_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="unfilled_hours_is_first_day"),
            models.CheckConstraint(
                condition=Q(hours__gt=0),
                name="unfilled_hours_positive",
                violation_error_message="Vul meer dan nul uren in, of haal de regel weg.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.desk}, {self.month:%m-%Y}: {self.hours} uur ({self.get_reason_display()})"

    def get_absolute_url(self) -> str:
        return self.desk.get_absolute_url()
