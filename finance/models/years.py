"""Financial years and what happened to them. A year has no state of its own: its last events say whether it is shut."""

from django.conf import settings
from django.db import models

from nov.kernel.periods import Year


class FiscalYear(models.Model):
    """A financial year: the calendar year with this number, so that it can never be re-dated."""

    year = models.PositiveSmallIntegerField("jaar", primary_key=True)

    class Meta:
        verbose_name = "boekjaar"
        verbose_name_plural = "boekjaren"
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def period(self) -> Year:
        """The days of the year."""
        return Year(self.year)


class YearEvent(models.Model):
    """Something that shut or opened a year or one of its periods; never changed, the last one counts.

    A closed year is reopened by two persons: one asks with a reason, another one reopens.
    """

    class Kind(models.TextChoices):
        LOCK = "lock", "Op slot"
        UNLOCK = "unlock", "Van het slot"
        CLOSE = "close", "Afgesloten"
        ASK = "ask", "Heropening gevraagd"
        REOPEN = "reopen", "Heropend"

    year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="events", verbose_name="boekjaar")
    period = models.PositiveSmallIntegerField("periode", null=True, blank=True)
    kind = models.CharField("wat", max_length=6, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="door")
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="tweede persoon"
    )
    reason = models.CharField("reden", max_length=200, blank=True)
    at = models.DateTimeField("op", auto_now_add=True)

    class Meta:
        verbose_name = "gebeurtenis van een boekjaar"
        verbose_name_plural = "gebeurtenissen van boekjaren"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(period__isnull=True) | models.Q(period__range=(1, 13), kind__in=["lock", "unlock"]),
                name="yearevent_period_only_locked",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=["ask", "reopen"]) | ~models.Q(reason=""),
                name="yearevent_reopening_has_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="reopen") | models.Q(second__isnull=False) & ~models.Q(second=models.F("by")),
                name="yearevent_reopening_by_two",
            ),
        ]

    def __str__(self) -> str:
        part = f", periode {self.period}" if self.period else ""
        return f"{self.year_id}{part}: {self.get_kind_display()}"
