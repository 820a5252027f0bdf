"""Meetings with their agenda, what members talked about in groups, and what is planned with them."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from finance.models import Decision
from nov.kernel.history import tracked
from nov.kernel.records import Acts


@tracked()
class Meeting(models.Model):
    """A meeting of the members, the board or the audit committee."""

    class Kind(models.TextChoices):
        ALV = "alv", "Algemene ledenvergadering"
        BOARD = "bestuur", "Bestuursvergadering"
        AUDIT = "kascommissie", "Vergadering van de kascommissie"

    kind = models.CharField("soort", max_length=12, choices=Kind)
    date = models.DateField("datum")
    place = models.CharField("plaats", max_length=80, blank=True)
    convened_on = models.DateField("opgeroepen op", null=True, blank=True)
    next_to = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="adjoining",
        verbose_name="in aansluiting op",
        help_text="De vergadering van dezelfde dag waar deze bij hoort. (mag leeg)",
    )

    acts = Acts(view="members.view", change="members.meetings")

    class Meta:
        verbose_name = "vergadering"
        verbose_name_plural = "vergaderingen"
        ordering = ["-date", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "date"],
                name="meeting_once_a_day",
                violation_error_message="Deze vergadering is er al.",
            ),
            models.CheckConstraint(
                condition=Q(convened_on__isnull=True) | Q(convened_on__lte=models.F("date")),
                name="meeting_convened_before",
                violation_error_message="De oproep is van voor de vergadering.",
            ),
            models.CheckConstraint(
                condition=Q(next_to__isnull=True) | ~Q(next_to=models.F("id")), name="meeting_not_next_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.date:%d-%m-%Y}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("members:meeting", args=[self.pk])


@tracked()
class AgendaItem(models.Model):
    """A subject of a meeting, and the decision it led to."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items", verbose_name="vergadering")
    number = models.PositiveSmallIntegerField("punt")
    subject = models.CharField("onderwerp", max_length=160)
    decision = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_items",
        verbose_name="besluit",
    )

    class Meta:
        verbose_name = "agendapunt"
        verbose_name_plural = "agendapunten"
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name="agendaitem_number_once",
                violation_error_message="Dit agendapunt is er al.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.subject}"


@tracked()
class DialogueGroup(models.Model):
    """A group in which members talked about a theme at a meeting."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="dialogue_groups", verbose_name="vergadering"
    )
    theme = models.CharField("thema", max_length=120)

    class Meta:
        verbose_name = "dialooggroep"
        verbose_name_plural = "dialooggroepen"
        ordering = ["meeting", "id"]

    def __str__(self) -> str:
        return self.theme


@tracked()
class ConsultedActionLine(models.Model):
    """An action line of the multi-year programme that members were consulted on at a meeting."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="action_lines", verbose_name="vergadering"
    )
    name = models.CharField("actielijn", max_length=120)

    class Meta:
        verbose_name = "geconsulteerde actielijn"
        verbose_name_plural = "geconsulteerde actielijnen"
        ordering = ["meeting", "id"]

    def __str__(self) -> str:
        return self.name


@tracked()
class InterviewPlan(models.Model):
    """How many interviews are planned in a year for the strategy, as it was said: "circa 20"."""

    class Mark(models.TextChoices):
        EXACT = "exact", "precies"
        ABOUT = "circa", "circa"

    year = models.PositiveSmallIntegerField("jaar")
    subject = models.CharField("waarvoor", max_length=120)
    count = models.PositiveSmallIntegerField("aantal", validators=[MinValueValidator(1)])
    mark = models.CharField("nauwkeurigheid", max_length=6, choices=Mark, default=Mark.EXACT)
    source = models.CharField("bron", max_length=160)

    class Meta:
        verbose_name = "interviewplan"
        verbose_name_plural = "interviewplannen"
        ordering = ["-year", "subject"]
        constraints = [models.UniqueConstraint(fields=["year", "subject"], name="interviewplan_once")]

    def __str__(self) -> str:
        return f"{self.subject}, {self.year}"
