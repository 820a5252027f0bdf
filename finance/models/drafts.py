"""Entries that somebody is still writing. They live in tables of their own and are read by no statement."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from finance.models.accounts import Account, CostCentre, Journal
from finance.models.fields import Amount
from finance.models.grants import Grant


class DraftEntry(models.Model):
    """An entry that is not posted yet; posting it makes an `Entry` with the same `request` and removes it."""

    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, verbose_name="dagboek")
    date = models.DateField("datum")
    period = models.PositiveSmallIntegerField(
        "periode",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(13)],
        help_text="Leeg: de maand van de datum. 13: na 31 december, voor de resultaatbestemming.",
    )
    description = models.CharField("omschrijving", max_length=200)
    source = models.CharField("bron", max_length=80, help_text="Het stuk waarop de boeking berust.")
    request = models.UUIDField("aanvraag", default=uuid.uuid4, unique=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="gemaakt door"
    )
    made_at = models.DateTimeField("gemaakt op", auto_now_add=True)
    revision = models.PositiveIntegerField("versie", default=1)  # so that a change of its lines is seen as a change

    class Meta:
        verbose_name = "concept-boekstuk"
        verbose_name_plural = "concept-boekstukken"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.description

    def get_absolute_url(self) -> str:
        return reverse("finance:draft", args=[self.pk])


class DraftLine(models.Model):
    """A line of a draft. It may be out of balance; it may not hold what can never be posted."""

    draft = models.ForeignKey(DraftEntry, on_delete=models.CASCADE, related_name="lines", verbose_name="concept")
    no = models.PositiveSmallIntegerField("regel")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, verbose_name="rekening")
    cost_centre = models.ForeignKey(
        CostCentre, on_delete=models.PROTECT, null=True, blank=True, verbose_name="kostenplaats"
    )
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, null=True, blank=True, verbose_name="subsidie")
    debit = Amount("debet", null=True, blank=True)
    credit = Amount("credit", null=True, blank=True)
    description = models.CharField("omschrijving", max_length=200, blank=True)
    relation = models.CharField("relatie", max_length=20, blank=True)
    reference = models.CharField("kenmerk", max_length=40, blank=True)
    document = models.CharField("stuk", max_length=80, blank=True)

    class Meta:
        verbose_name = "conceptregel"
        verbose_name_plural = "conceptregels"
        ordering = ["draft_id", "no"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(debit__gt=0, credit__isnull=True) | models.Q(debit__isnull=True, credit__gt=0),
                name="draftline_one_side",
                violation_error_message="Vul debet of credit in, en een bedrag boven nul.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.no}"
