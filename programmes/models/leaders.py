"""Leaders of expeditions: trained, and what they then did. By code; their names are nobody's business here."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower

from nov.kernel.history import tracked
from programmes.models.events import Event
from programmes.models.records import Record


@tracked()
class Leader(Record):
    """A leader trained at an event. Outcome empty: not known yet."""

    class Outcome(models.TextChoices):
        DESIGNED = "volgens-opzet", "Volgens opzet uitgevoerd"
        OTHERWISE = "anders", "Op een andere manier ingezet"
        NOT_USED = "niet", "Niet ingezet"

    address = "begeleiders"

    code = models.SlugField("code", max_length=12, help_text="Een volgnummer, geen naam.")
    trained_at = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="leaders", verbose_name="opgeleid bij de training"
    )
    outcome = models.CharField("wat ermee is gedaan", max_length=13, choices=Outcome, blank=True)
    design_thinking = models.BooleanField("ook design thinking", default=False)

    class Meta:
        verbose_name = "expeditiebegeleider"
        verbose_name_plural = "expeditiebegeleiders"
        ordering = ["programme", "code"]
        constraints = [
            models.UniqueConstraint(
                "programme",
                Lower("code"),
                name="leader_code_once",
                violation_error_message="Deze code is al van een andere begeleider.",
            )
        ]

    def __str__(self) -> str:
        return f"Begeleider {self.code}"
