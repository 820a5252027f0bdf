"""Publications: everything a programme made public, in writing, image or sound. One record, one title."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from nov.kernel.history import tracked
from programmes.models.records import Record, filled


@tracked()
class Publication(Record):
    """Something published on a day, or planned for a year. Downloads and views of it are measurements."""

    class Kind(models.TextChoices):
        WHITEPAPER = "whitepaper", "Whitepaper"
        EBOOK = "e-book", "E-book"
        SPECIAL = "special", "Speciale uitgave"
        KNOWLEDGE_PAGE = "kennispagina", "Kennispagina"
        RECRUITMENT_PAGE = "wervingspagina", "Wervingspagina"
        PROCESS_CHART = "procesplaat", "Procesplaat"
        NEWSLETTER = "nieuwsbrief", "Nieuwsbrief"
        MAILING = "mailing", "Mailing"
        RECORDING = "opname", "Opname"
        FORUM_ITEM = "forumitem", "Bericht op een besloten platform"
        REPORT = "rapport", "Rapport of onderzoek"
        FILM = "film", "Film"
        TOOL = "hulpmiddel", "Hulpmiddel"
        OTHER = "overig", "Andere publicatie"

    address = "publicaties"

    kind = models.CharField("soort", max_length=14, choices=Kind)
    title = models.CharField("titel", max_length=200)
    published_on = models.DateField("verschenen op", null=True, blank=True)
    planned_for = models.PositiveSmallIntegerField(
        "gepland voor jaar", null=True, blank=True, help_text="Zolang er nog geen datum is."
    )
    url = models.URLField("adres", blank=True)

    class Meta:
        verbose_name = "publicatie"
        verbose_name_plural = "publicaties"
        ordering = ["-published_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                "programme",
                Lower("title"),
                name="publication_title_once",
                violation_error_message="Dit programma heeft al een publicatie met deze titel.",
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=False) | Q(planned_for__isnull=False),
                name="publication_published_or_planned",
                violation_error_message="Vul in wanneer het verscheen, of voor welk jaar het gepland is.",
            ),
            filled("title", "publication_has_title", "Een publicatie heeft een titel."),
        ]

    def __str__(self) -> str:
        return self.title
