"""The log of questions that people ask: when, by which channel, about what. Never who asked."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nov.kernel.history import tracked
from programmes.models.records import Record


@tracked()
class Enquiry(Record):
    """A question and when it was answered. Two the same on one day are two questions."""

    class Channel(models.TextChoices):
        PHONE = "telefoon", "Telefoon"
        MAIL = "e-mail", "E-mail"
        FORUM = "forum", "Open forum"

    class Subject(models.TextChoices):
        ALLOWANCE = "vergoeding", "Vrijwilligersvergoeding"
        WBTR = "wbtr", "WBTR en besturen"
        INSURANCE = "verzekering", "Verzekering en aansprakelijkheid"
        VOG = "vog", "Verklaring omtrent het gedrag"
        PRIVACY = "privacy", "Privacy"
        BENEFITS = "uitkering", "Vrijwilligerswerk met een uitkering"
        UBO = "bank", "UBO-register en bankrekening"
        TAX = "belasting", "Belastingen"
        OTHER = "overig", "Iets anders"

    address = "vragen"

    date = models.DateField("gesteld op")
    channel = models.CharField("kanaal", max_length=8, choices=Channel)
    subject = models.CharField("onderwerp", max_length=11, choices=Subject)
    answered_on = models.DateField("beantwoord op", null=True, blank=True)

    class Meta:
        verbose_name = "vraag"
        verbose_name_plural = "vragen"
        ordering = ["-date", "-id"]
        indexes = [models.Index(fields=["programme", "date"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=models.F("date")),
                name="enquiry_answered_after_asked",
                violation_error_message="Een vraag wordt niet beantwoord voor zij is gesteld.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()}, {self.date:%d-%m-%Y}"
