"""Organisations: members, those that once were, and those that may become one."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse

from finance.models import Party
from members.querysets import OrganisationQuerySet
from nov.kernel.folding import folded, sort_key
from nov.kernel.history import tracked
from nov.kernel.records import Acts


class Province(models.TextChoices):
    """The twelve provinces."""

    DRENTHE = "drenthe", "Drenthe"
    FLEVOLAND = "flevoland", "Flevoland"
    FRYSLAN = "fryslan", "Fryslân"
    GELDERLAND = "gelderland", "Gelderland"
    GRONINGEN = "groningen", "Groningen"
    LIMBURG = "limburg", "Limburg"
    NOORD_BRABANT = "noord-brabant", "Noord-Brabant"
    NOORD_HOLLAND = "noord-holland", "Noord-Holland"
    OVERIJSSEL = "overijssel", "Overijssel"
    UTRECHT = "utrecht", "Utrecht"
    ZEELAND = "zeeland", "Zeeland"
    ZUID_HOLLAND = "zuid-holland", "Zuid-Holland"


class Sector(models.TextChoices):
    """The field an organisation works in."""

    WELFARE = "welzijn", "Welzijn"
    CARE = "zorg", "Zorg"
    SPORT = "sport", "Sport"
    CULTURE = "cultuur", "Cultuur"
    NATURE = "natuur", "Natuur en milieu"
    YOUTH = "jeugd", "Jeugd en jongeren"
    FAITH = "levensbeschouwing", "Levensbeschouwing"
    EDUCATION = "onderwijs", "Onderwijs"
    SAFETY = "veiligheid", "Veiligheid en hulpverlening"
    INTERNATIONAL = "internationaal", "Internationaal"
    OTHER = "overig", "Overig"


@tracked(without=["sort_key", "search_key"])
class Organisation(models.Model):
    """An organisation with its numbers and names. Address, IBAN and what it owes belong to its party in finance.

    `number` is its member number, given on its first membership and never again to another. `sort_key` and
    `search_key` follow from the names and are set on saving.
    """

    party = models.OneToOneField(Party, on_delete=models.PROTECT, related_name="organisation", verbose_name="relatie")
    number = models.PositiveIntegerField("lidnummer", unique=True, null=True, blank=True, editable=False)
    payer = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="contributie op rekening van",
        help_text="Een koepel die voor haar betaalt: die krijgt één factuur voor al haar leden. (mag leeg)",
    )
    name = models.CharField("naam", max_length=160)
    statutory_name = models.CharField("statutaire naam", max_length=160, blank=True)
    short_name = models.CharField("afkorting", max_length=40, blank=True)
    municipality = models.CharField("gemeente", max_length=60)
    province = models.CharField("provincie", max_length=13, choices=Province)
    sector = models.CharField("sector", max_length=17, choices=Sector)
    website = models.URLField("website", blank=True)
    phone = models.CharField("telefoon", max_length=20, blank=True)
    sort_key = models.CharField(max_length=200, editable=False)
    search_key = models.TextField(editable=False)

    objects = OrganisationQuerySet.as_manager()
    acts = Acts(view="members.view", change="members.enter")

    class Meta:
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"
        ordering = ["sort_key", "id"]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="organisation_sorted"),
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="organisation_searched"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the keys that follow from the names."""
        self.sort_key = sort_key(self.name)
        names = [self.name, self.short_name, self.statutory_name, self.municipality, self.code]
        former = list(self.former_names.values_list("name", flat=True)) if self.pk else []
        self.search_key = folded(" ".join(filter(None, [*names, *former])))
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("members:organisation", args=[self.pk])

    @property
    def code(self) -> str:
        """The member number as it is written: 0187; empty as long as there is none."""
        return f"{self.number:04d}" if self.number else ""


@tracked()
class FormerName(models.Model):
    """What an organisation was called until a day; found by search as if it were its name."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="former_names", verbose_name="organisatie"
    )
    name = models.CharField("vroegere naam", max_length=160)
    until = models.DateField("tot", help_text="De eerste dag met de nieuwe naam.")

    class Meta:
        verbose_name = "vroegere naam"
        verbose_name_plural = "vroegere namen"
        ordering = ["-until"]

    def __str__(self) -> str:
        return f"{self.name} (tot {self.until:%d-%m-%Y})"
