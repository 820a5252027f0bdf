"""Studies: research by others and by the association. What was found are measurements that name their study."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models.functions import Lower

from nov.kernel.history import tracked
from programmes.models.records import Record, begins, filled


@tracked()
class Study(Record):
    """A study: by whom, for whom, our part in it, over which period."""

    class Kind(models.TextChoices):
        STUDY = "onderzoek", "Onderzoek"
        SURVEY = "peiling", "Peiling"
        THESIS = "masteronderzoek", "Onderzoek van een masterstudent"

    class Part(models.TextChoices):
        COMMISSIONER = "opdrachtgever", "Opdrachtgever"
        RESEARCHER = "uitvoerder", "Uitvoerder"
        PARTNER = "partner", "Partner of begeleidingsgroep"
        USER = "gebruiker", "Gebruiker van de uitkomsten"

    address = "onderzoeken"

    kind = models.CharField("soort", max_length=15, choices=Kind, default=Kind.STUDY)
    title = models.CharField("titel", max_length=200)
    researcher = models.CharField("uitvoerder", max_length=120, help_text="Een organisatie of opleiding, geen naam.")
    commissioner = models.CharField("opdrachtgever", max_length=120, blank=True)
    our_part = models.CharField("rol van NOV", max_length=13, choices=Part)
    during = DateRangeField("periode")
    published_on = models.DateField("verschenen op", null=True, blank=True)
    url = models.URLField("adres", blank=True)

    class Meta:
        verbose_name = "onderzoek"
        verbose_name_plural = "onderzoeken"
        ordering = ["-during", "title"]
        constraints = [
            models.UniqueConstraint(
                "programme",
                Lower("title"),
                name="study_title_once",
                violation_error_message="Dit programma heeft al een onderzoek met deze titel.",
            ),
            begins("study_period_begins"),
            filled("title", "study_has_title", "Een onderzoek heeft een titel."),
        ]

    def __str__(self) -> str:
        return self.title
