"""Grants received: who gives how much, for what, over which period, by which award of which date."""

from datetime import date

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.urls import reverse

from finance.models.accounts import CostCentre
from finance.models.fields import Amount
from finance.models.parties import Party
from nov.kernel.periods import ONE_DAY


class Grant(models.Model):
    """A grant with its funder, the programme it is for and the period in which it may be spent."""

    code = models.CharField("code", max_length=20, unique=True)
    name = models.CharField("naam", max_length=120)
    funder = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="grants", verbose_name="financier")
    cost_centre = models.ForeignKey(CostCentre, on_delete=models.PROTECT, verbose_name="kostenplaats")
    during = DateRangeField("looptijd")

    class Meta:
        verbose_name = "subsidie"
        verbose_name_plural = "subsidies"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(during__isempty=False, during__lower_inf=False),
                name="grant_period_begins",
                violation_error_message="De looptijd begint op een dag en eindigt niet voor die dag.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("finance:grant", args=[self.code])

    @property
    def until(self) -> date | None:
        """The last day of the period."""
        return self.during.upper - ONE_DAY if self.during.upper else None


class GrantAward(models.Model):
    """An amount that the funder awarded by a letter of one date: the grant itself, or a change of it.

    Never changed: what the funder decides later (indexation, a cut, the final amount) is a row of its own.
    """

    class Kind(models.TextChoices):
        AWARD = "verlening", "Verlening"
        INDEXATION = "ova", "Indexatie (OVA)"
        CHANGE = "wijziging", "Wijziging"
        SETTLEMENT = "vaststelling", "Vaststelling"

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="awards", verbose_name="subsidie")
    kind = models.CharField("soort", max_length=12, choices=Kind, default=Kind.AWARD)
    dated = models.DateField("datum beschikking")
    number = models.CharField("kenmerk", max_length=40)
    amount = Amount("bedrag", help_text="Een verlaging met een min.")

    class Meta:
        verbose_name = "beschikking"
        verbose_name_plural = "beschikkingen"
        ordering = ["dated", "id"]
        constraints = [models.UniqueConstraint(fields=["grant", "number"], name="award_number_once")]

    def __str__(self) -> str:
        return f"{self.number} ({self.dated:%d-%m-%Y})"
