"""The log of the prevention of misconduct: advice to one organisation, or a meeting with many. Fields belong to the kind."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from members.models.organisations import Province, Sector
from nov.kernel.history import tracked
from programmes.models.advisers import Adviser
from programmes.models.records import Record


@tracked()
class AdviceActivity(Record):
    """One activity of an adviser. No organisation and no person is named: what was asked is confidential."""

    class Kind(models.TextChoices):
        ADVICE = "advies", "Advies aan een organisatie"
        MEETING = "bijeenkomst", "Collectieve bijeenkomst"

    class Size(models.TextChoices):
        UP_TO_10 = "1-10", "1 tot en met 10"
        UP_TO_50 = "11-50", "11 tot en met 50"
        UP_TO_100 = "51-100", "51 tot en met 100"
        UP_TO_500 = "101-500", "101 tot en met 500"
        MORE = "500+", "Meer dan 500"

    class Meeting(models.TextChoices):
        INSPIRATION = "inspiratiesessie", "Inspiratiesessie"
        PRESENTATION = "presentatie", "Presentatie"
        CONSULTING = "spreekuur", "Spreekuur"
        TRAINING = "training-vcp", "Training VCP"
        EVENING = "voorlichting", "Voorlichtingsavond"
        WORKSHOP = "workshop", "Workshop"

    address = "activiteiten"

    kind = models.CharField("soort", max_length=11, choices=Kind)
    date = models.DateField("datum")
    adviser = models.ForeignKey(
        Adviser, on_delete=models.PROTECT, related_name="advice_activities", verbose_name="adviseur"
    )
    province = models.CharField("provincie", max_length=13, choices=Province, blank=True)
    sector = models.CharField("sector", max_length=17, choices=Sector, blank=True)
    size = models.CharField("aantal vrijwilligers", max_length=7, choices=Size, blank=True)
    meeting = models.CharField("soort bijeenkomst", max_length=16, choices=Meeting, blank=True)

    class Meta:
        verbose_name = "activiteit"
        verbose_name_plural = "activiteiten"
        ordering = ["-date", "-id"]
        indexes = [models.Index(fields=["programme", "date"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="advies", meeting="") | Q(kind="bijeenkomst", province="", sector="", size=""),
                name="activity_fields_of_its_kind",
                violation_error_message=(
                    "Provincie, sector en aantal vrijwilligers horen bij een advies, de soort bijeenkomst bij een "
                    "bijeenkomst."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_meeting_display() or self.get_kind_display()}, {self.date:%d-%m-%Y}"
