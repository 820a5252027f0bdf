"""Norms: values that a decision or a rule sets from some day on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nov.kernel.history import tracked
from programmes.models.indicators import Indicator


@tracked()
class Norm(models.Model):
    """The value of a norm from a day on, until the next one, with the decision or other source it rests on."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="norms", verbose_name="kengetal")
    value = models.DecimalField("waarde", max_digits=16, decimal_places=4)
    first_day = models.DateField("geldt vanaf")
    decision = models.ForeignKey(
        "finance.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="besluit"
    )
    source = models.CharField("bron", max_length=200, blank=True, help_text="Als het geen eigen besluit is.")

    class Meta:
        verbose_name = "norm"
        verbose_name_plural = "normen"
        ordering = ["indicator", "-first_day"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "first_day"],
                name="programme_norm_once_a_day",
                violation_error_message="Vanaf deze dag geldt al een waarde.",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="programme_norm_not_negative",
                violation_error_message="Een norm is nul of meer.",
            ),
            models.CheckConstraint(
                condition=Q(decision__isnull=False) | ~Q(source=""),
                name="programme_norm_rests_on_something",
                violation_error_message="Noem het besluit of de bron waar deze norm op rust.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} vanaf {self.first_day:%d-%m-%Y}: {self.value.normalize():f}"

    def get_absolute_url(self) -> str:
        return self.indicator.get_absolute_url()
