"""The annual report of a year, what happened to it, and which figures it has to give."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from finance.models import Decision
from nov.kernel.periods import Year


class Edition(models.Model):
    """The annual report of a calendar year. It has no state of its own: its last event says how far it is."""

    year = models.PositiveSmallIntegerField("jaar", primary_key=True)

    class Meta:
        verbose_name = "jaarverslag"
        verbose_name_plural = "jaarverslagen"
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"Jaarverslag {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("reports:edition", args=[self.year])

    @property
    def period(self) -> Year:
        """The days that the report is about."""
        return Year(self.year)

    @property
    def state(self) -> EditionEvent.Kind:
        """How far the report is: what the last event made of it."""
        last = self.events.order_by("-id").values_list("kind", flat=True).first()
        return EditionEvent.Kind(last) if last else EditionEvent.Kind.OPEN


class EditionEvent(models.Model):
    """Something that happened to an edition; never changed, the last one counts. Adoption is the last there can be."""

    class Kind(models.TextChoices):
        OPEN = "open", "In bewerking"
        REVIEW = "review", "Ter beoordeling"
        RETURN = "return", "Terug naar de schrijvers"
        ADOPT = "adopt", "Vastgesteld"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="events", verbose_name="jaarverslag")
    kind = models.CharField("wat", max_length=6, choices=Kind)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, verbose_name="besluit")
    note = models.CharField("toelichting", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="door")
    at = models.DateTimeField("op", auto_now_add=True)

    class Meta:
        verbose_name = "gebeurtenis van een jaarverslag"
        verbose_name_plural = "gebeurtenissen van jaarverslagen"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind"],
                condition=models.Q(kind__in=["open", "adopt"]),
                name="editionevent_opened_and_adopted_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="adopt") | models.Q(decision__isnull=False),
                name="editionevent_adopted_by_decision",
                violation_error_message="Een jaarverslag wordt vastgesteld bij een besluit.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_kind_display()}"


class EditionFigure(models.Model):
    """A figure that the edition has to give, with the moment or period it is asked at; without it the report has a gap.

    `reference` is written as `periods.reference` reads it; empty is the edition's year. `style` is how the report
    prints it ("bijna": an exact 9.846 becomes "bijna 10.000").
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="figures", verbose_name="jaarverslag")
    position = models.PositiveSmallIntegerField("volgorde")
    chapter = models.PositiveSmallIntegerField("hoofdstuk")
    key = models.CharField("kengetal", max_length=80)
    reference = models.CharField("peildatum of periode", max_length=21, blank=True)
    style = models.CharField("schrijfwijze", max_length=12, blank=True)

    class Meta:
        verbose_name = "verplicht kengetal"
        verbose_name_plural = "verplichte kengetallen"
        ordering = ["edition_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "chapter", "key", "reference"],
                name="editionfigure_once",
                violation_error_message="Dit kengetal staat al in de lijst van dit hoofdstuk.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}@{self.reference}" if self.reference else self.key
