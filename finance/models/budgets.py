"""Budgets in versions: a change of the budget is a new version with the decision that adopted it."""

from django.db import models

from finance.models.accounts import Account, CostCentre
from finance.models.fields import Amount
from finance.models.grants import Grant
from finance.models.parties import Decision
from finance.models.years import FiscalYear


class Budget(models.Model):
    """A version of a year's budget; version 1 is the one that the general meeting adopted."""

    year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="budgets", verbose_name="boekjaar")
    version = models.PositiveSmallIntegerField("versie")
    name = models.CharField("naam", max_length=80)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, verbose_name="besluit")

    class Meta:
        verbose_name = "begroting"
        verbose_name_plural = "begrotingen"
        ordering = ["-year", "version"]
        constraints = [models.UniqueConstraint(fields=["year", "version"], name="budget_version_once")]

    def __str__(self) -> str:
        return f"Begroting {self.year_id}, {self.name}"


class BudgetLine(models.Model):
    """What a version allows for an account: income and expenses both as positive amounts."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="lines", verbose_name="begroting")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, verbose_name="rekening")
    cost_centre = models.ForeignKey(CostCentre, on_delete=models.PROTECT, null=True, verbose_name="kostenplaats")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, null=True, verbose_name="subsidie")
    amount = Amount("bedrag")
    note = models.CharField("toelichting", max_length=200, blank=True)

    class Meta:
        verbose_name = "begrotingsregel"
        verbose_name_plural = "begrotingsregels"
        ordering = ["budget_id", "account_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "account", "cost_centre", "grant"], name="budgetline_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.amount}"
