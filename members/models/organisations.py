"""Organisations: members, those that once were, and those that may become one."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse

from finance.models import Party
from members import numbers
from members.models.municipalities import Municipality, Province
from members.querysets import OrganisationQuerySet
from nov.kernel.folding import sort_key
from nov.kernel.history import tracked
from nov.kernel.records import Acts


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


@tracked()
class Tag(models.Model):
    """A word by which the bureau groups organisations."""

    name = models.CharField("label", max_length=40, unique=True)

    class Meta:
        verbose_name = "label"
        verbose_name_plural = "labels"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@tracked(without=["sort_key", "search_key"])
class Organisation(models.Model):
    """An organisation with its numbers and names. The address invoices go to, KvK number, IBAN and what it owes belong to
    its party in finance; a visiting or postal address that differs is an `Address`.

    `number` is its member number, given on its first membership and never again to another. `sort_key` follows from the
    name; `search_key` is written by the database (sql/search.sql) from all it can be found by.
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
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name="gemeente",
        help_text="Leeg voor een organisatie in het buitenland. De provincie volgt uit de gemeente.",
    )
    rsin = models.CharField("RSIN", max_length=9, blank=True, validators=[numbers.rsin])
    oin = models.CharField("OIN", max_length=20, blank=True, validators=[numbers.oin])
    umbrella = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="branches",
        verbose_name="koepel",
        help_text="De organisatie waar zij een onderdeel of lid van is.",
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="organisations", verbose_name="labels")
    listed = models.BooleanField("staat op de ledenlijst van de website", default=False)
    verified_on = models.DateField("gegevens nagekeken op", null=True, blank=True, editable=False)
    sector = models.CharField("sector", max_length=17, choices=Sector)
    website = models.URLField("website", blank=True)
    phone = models.CharField("telefoon", max_length=20, blank=True)
    sort_key = models.CharField(max_length=200, editable=False)
    search_key = models.TextField(editable=False, default="")

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
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rsin="") | models.Q(rsin__regex=r"^\d{9}$"),
                name="organisation_rsin_nine_digits",
                violation_error_message="Een RSIN heeft negen cijfers.",
            ),
            models.CheckConstraint(
                condition=models.Q(oin="") | models.Q(oin__regex=r"^\d{20}$"),
                name="organisation_oin_twenty_digits",
                violation_error_message="Een OIN heeft twintig cijfers.",
            ),
            models.CheckConstraint(
                condition=~models.Q(umbrella=models.F("id")),
                name="organisation_under_another",
                violation_error_message="Een organisatie is niet haar eigen koepel.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the key that follows from the name."""
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("members:organisation", args=[self.pk])

    @property
    def province(self) -> str:
        """The name of the province that its municipality lies in; empty without one."""
        return Province(self.municipality.province).label if self.municipality else ""

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
