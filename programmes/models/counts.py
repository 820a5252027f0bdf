"""Counts: how an indicator follows from a programme's records. Which sources and fields there are: `countable_kinds.py`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nov.kernel.history import tracked
from programmes.models.indicators import Indicator


@tracked()
class Count(models.Model):
    """How one computed indicator is reckoned. Valid by `counting.check`; the database keeps only its shape."""

    class How(models.TextChoices):
        COUNT = "aantal", "Aantal"
        SUM = "som", "Som van een kolom"
        DISTINCT = "verschillende", "Aantal verschillende waarden van een kolom"
        AVERAGE = "gemiddelde", "Gemiddelde van een kolom"
        PER = "per", "Aantal per verschillende waarde van een kolom"
        SHARE = "deel", "Deel dat aan de extra voorwaarden voldoet"
        RATE = "kolomdeel", "Som van een kolom als deel van wie antwoordde"
        LAST_DAY = "laatste-dag", "Laatste dag van een kolom"

    indicator = models.OneToOneField(Indicator, on_delete=models.CASCADE, related_name="count", verbose_name="kengetal")
    source = models.CharField("wat wordt geteld", max_length=30)
    how = models.CharField("hoe", max_length=13, choices=How, default=How.COUNT)
    column = models.CharField("kolom", max_length=30, blank=True)
    filters = models.JSONField("voorwaarden", default=dict, blank=True)
    share_of = models.JSONField("extra voorwaarden", default=dict, blank=True)

    class Meta:
        verbose_name = "telling"
        verbose_name_plural = "tellingen"
        constraints = [
            models.CheckConstraint(
                condition=Q(how__in=["aantal", "deel"], column="") | ~Q(how__in=["aantal", "deel"]) & ~Q(column=""),
                name="count_column_where_needed",
                violation_error_message="Kies een kolom bij een som of verschillende waarden, en anders geen.",
            ),
            models.CheckConstraint(
                condition=Q(how="deel") & ~Q(share_of={}) | ~Q(how="deel") & Q(share_of={}),
                name="count_share_says_of_what",
                violation_error_message="Een deel noemt de extra voorwaarden; een andere telling niet.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_how_display()}: {self.source}"

    def get_absolute_url(self) -> str:
        return self.indicator.get_absolute_url()
