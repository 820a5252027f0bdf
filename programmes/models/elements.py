"""Elements: what a programme or a publication consists of, as far as people count it: themes, action lines, routes."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from nov.kernel.history import tracked
from programmes.models.publications import Publication
from programmes.models.records import Record, begins, filled


@tracked()
class Element(Record):
    """One theme, action line, core task, ingredient, route, working element, network or edition, over a period."""

    class Kind(models.TextChoices):
        THEME = "thema", "Thema"
        ACTION_LINE = "actielijn", "Actielijn"
        CORE_TASK = "kerntaak", "Kerntaak"
        INGREDIENT = "ingredient", "Ingrediënt"
        ROUTE = "route", "Route"
        WORKING = "werkzaam", "Werkzaam element"
        PILLAR = "pijler", "Pijler"
        DOSSIER = "dossier", "Dossier"
        NETWORK = "netwerk", "Netwerk"
        EDITION = "editie", "Editie of reeks"

    address = "onderdelen"

    kind = models.CharField("soort", max_length=10, choices=Kind)
    title = models.CharField("naam", max_length=120)
    publication = models.ForeignKey(
        Publication,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="elements",
        verbose_name="uit de publicatie",
    )
    during = DateRangeField("periode")

    class Meta:
        verbose_name = "onderdeel van het programma"
        verbose_name_plural = "onderdelen van het programma"
        ordering = ["programme", "kind", "title"]
        constraints = [
            models.UniqueConstraint(
                "programme",
                "kind",
                Lower("title"),
                name="element_title_once",
                violation_error_message="Dit programma heeft al zo’n onderdeel met deze naam.",
            ),
            begins("element_period_begins"),
            filled("title", "element_has_title", "Een onderdeel heeft een naam."),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """A publication of another programme is no part of this one."""
        super().clean()
        if self.publication is not None and self.publication.programme_id != self.programme_id:
            raise ValidationError({"publication": f"‘{self.publication}’ is niet van {self.programme}."})
