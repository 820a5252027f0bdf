"""Milestones: dated points in the work of a programme: a report sent, a campaign launched, an answer received."""

from __future__ import annotations

from django.db import models

from nov.kernel.history import tracked
from programmes.models.elements import Element
from programmes.models.records import Record, filled


@tracked()
class Milestone(Record):
    """Something that was reached on a day, or is planned for one."""

    address = "mijlpalen"

    title = models.CharField("wat", max_length=200)
    date = models.DateField("datum")
    planned = models.BooleanField("nog gepland", default=False, help_text="Haal het vinkje weg als het is bereikt.")
    dossier = models.ForeignKey(
        Element, on_delete=models.PROTECT, null=True, blank=True, related_name="milestones", verbose_name="dossier"
    )
    url = models.URLField("adres", blank=True, help_text="Waar het is na te lezen.")

    class Meta:
        verbose_name = "mijlpaal"
        verbose_name_plural = "mijlpalen"
        ordering = ["-date", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "title", "date"],
                name="milestone_once",
                violation_error_message="Deze mijlpaal staat er al.",
            ),
            filled("title", "milestone_has_title", "Schrijf op wat er is bereikt."),
        ]

    def __str__(self) -> str:
        return self.title
