"""Reserves, and how the result of a year is appropriated to them."""

from django.db import models

from finance.models.accounts import Account
from finance.models.entries import Entry
from finance.models.fields import Amount
from finance.models.parties import Decision
from finance.models.years import FiscalYear


class Reserve(models.Model):
    """A part of equity with a purpose; it has an account of its own, that only an appropriation moves."""

    class Kind(models.TextChoices):
        GENERAL = "algemeen", "Algemene reserve"
        CONTINUITY = "continuiteit", "Continuïteitsreserve"
        EARMARKED = "bestemming", "Bestemmingsreserve"
        RESTRICTED = "fonds", "Bestemmingsfonds"

    code = models.SlugField("code", max_length=30, unique=True)
    name = models.CharField("naam", max_length=80)
    kind = models.CharField("soort", max_length=12, choices=Kind)
    account = models.OneToOneField(Account, on_delete=models.PROTECT, verbose_name="rekening")
    purpose = models.CharField("waarvoor", max_length=200, blank=True)
    restricted_by = models.CharField(
        "beperkt door", max_length=120, blank=True, help_text="Het eigen bestuur, de ALV of een derde."
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, verbose_name="ingesteld bij besluit"
    )

    class Meta:
        verbose_name = "reserve"
        verbose_name_plural = "reserves"
        ordering = ["account__code"]

    def __str__(self) -> str:
        return self.name


class ReserveTarget(models.Model):
    """How large a reserve should be, as a percentage of the fixed expenses, by a decision and from a day on."""

    reserve = models.ForeignKey(Reserve, on_delete=models.PROTECT, related_name="targets", verbose_name="reserve")
    percentage = models.DecimalField("percentage van de vaste lasten", max_digits=5, decimal_places=2)
    first_day = models.DateField("geldt vanaf")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, verbose_name="besluit")

    class Meta:
        verbose_name = "doel van een reserve"
        verbose_name_plural = "doelen van reserves"
        ordering = ["reserve", "-first_day"]
        constraints = [
            models.UniqueConstraint(fields=["reserve", "first_day"], name="reservetarget_once_a_day"),
            models.CheckConstraint(condition=models.Q(percentage__gt=0), name="reservetarget_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.reserve}: {self.percentage.normalize():f}% vanaf {self.first_day:%d-%m-%Y}"


class Appropriation(models.Model):
    """How a year's result goes to or comes from the reserves, by which decision; points at its entry in period 13."""

    year = models.ForeignKey(
        FiscalYear, on_delete=models.PROTECT, related_name="appropriations", verbose_name="boekjaar"
    )
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, verbose_name="besluit")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, verbose_name="boekstuk")

    class Meta:
        verbose_name = "resultaatbestemming"
        verbose_name_plural = "resultaatbestemmingen"
        ordering = ["-year", "-id"]

    def __str__(self) -> str:
        return f"Resultaatbestemming {self.year_id}"


class AppropriationLine(models.Model):
    """What is added to a reserve, or with a minus taken from it."""

    appropriation = models.ForeignKey(
        Appropriation, on_delete=models.PROTECT, related_name="lines", verbose_name="resultaatbestemming"
    )
    reserve = models.ForeignKey(Reserve, on_delete=models.PROTECT, related_name="movements", verbose_name="reserve")
    amount = Amount("bedrag")
    note = models.CharField("toelichting", max_length=200, blank=True)

    class Meta:
        verbose_name = "bestemmingsregel"
        verbose_name_plural = "bestemmingsregels"
        ordering = ["appropriation_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["appropriation", "reserve"], name="appropriation_reserve_once"),
            models.CheckConstraint(condition=~models.Q(amount=0), name="appropriation_not_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.reserve}: {self.amount}"
