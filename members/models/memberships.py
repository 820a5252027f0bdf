"""Memberships as dated facts: one uninterrupted membership, and who holds it and in which category, period by period."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from finance.models import Account, Party
from members.models.mutations import Mutation
from members.models.organisations import Organisation
from members.querysets import CategoryPeriodQuerySet, DatedQuerySet, MembershipQuerySet
from nov.kernel.history import tracked

LIVE = Q(voided_by__isnull=True)


class Measure(models.TextChoices):
    """What a base is counted in."""

    EURO = "euro", "euro"
    FTE = "fte", "fte"
    VOLUNTEERS = "vrijwilligers", "vrijwilligers"


@tracked()
class Category(models.Model):
    """A category of members. `key` names its figure (`leden.sportbonden`) and is therefore never renamed."""

    code = models.CharField("code", max_length=4, unique=True)
    key = models.CharField("sleutel", max_length=40, unique=True)
    name = models.CharField("naam", max_length=40)
    plural = models.CharField("meervoud", max_length=40, unique=True)
    votes = models.BooleanField("stemrecht", default=True)
    weight = models.PositiveSmallIntegerField(
        "stemmen per lid", default=1, validators=[MinValueValidator(1)], help_text="Op de ALV, als de categorie stemt."
    )
    rights = models.CharField("rechten", max_length=200, blank=True, help_text="Wat een lid van deze categorie mag.")
    longest = models.PositiveSmallIntegerField(
        "ten hoogste (maanden)",
        null=True,
        blank=True,
        help_text="Hoelang een lid in deze categorie blijft, zoals een aspirant. Leeg: zo lang als het wil.",
    )
    base = models.CharField("grondslag", max_length=60, blank=True, help_text="Waaruit de klasse volgt. (mag leeg)")
    measure = models.CharField("maat van de grondslag", max_length=13, choices=Measure, blank=True)
    income_account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", verbose_name="opbrengstrekening"
    )
    collective_payer = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="gezamenlijke factuur aan",
        help_text="Krijgt één factuur voor alle leden van de categorie. (mag leeg)",
    )
    position = models.PositiveSmallIntegerField("volgorde", unique=True)

    class Meta:
        verbose_name = "categorie"
        verbose_name_plural = "categorieën"
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(key__regex=r"^[a-z][a-z0-9_]*$"),
                name="category_key_letters",
                violation_error_message="Een sleutel heeft alleen kleine letters, cijfers en liggende streepjes.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Dated(models.Model):
    """A period `[first day, day after the last)` with the mutations that opened and closed it.

    A period that should not have been there is voided, never deleted; its first day never changes.
    """

    during = DateRangeField("periode")
    opened_by = models.ForeignKey(
        Mutation, on_delete=models.PROTECT, related_name="opened_%(class)ss", verbose_name="geopend door"
    )
    closed_by = models.ForeignKey(
        Mutation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="closed_%(class)ss",
        verbose_name="gesloten door",
    )
    voided_by = models.ForeignKey(
        Mutation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="voided_%(class)ss",
        verbose_name="vervallen door",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(during__isempty=False) & Q(during__lower_inf=False),
                name="%(class)s_has_first_day",
                violation_error_message="Een periode heeft een eerste dag en eindigt niet voor zij begint.",
            ),
            models.CheckConstraint(
                condition=Q(during__upper_inf=True, closed_by__isnull=True)
                | Q(during__upper_inf=False, closed_by__isnull=False),
                name="%(class)s_closed_by_mutation",
                violation_error_message="Wat geëindigd is, noemt de mutatie waardoor.",
            ),
        ]

    def __contains__(self, day: date) -> bool:
        """Whether a day lies in the period."""
        return self.first_day <= day and (self.during.upper is None or day < self.during.upper)

    @property
    def first_day(self) -> date:
        """The first day of the period."""
        return self.during.lower

    @property
    def last_day(self) -> date | None:
        """The last day of the period; None as long as it has no end. The one place that turns "until" into it."""
        return self.during.upper and self.during.upper - timedelta(days=1)


class Membership(Dated):
    """An uninterrupted membership; it bears joining and leaving. Who holds it and in which category are dated."""

    objects = MembershipQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = "lidmaatschap"
        verbose_name_plural = "lidmaatschappen"
        ordering = ["id"]

    def __str__(self) -> str:
        last = f" tot en met {self.last_day:%d-%m-%Y}" if self.last_day else ""
        return f"lidmaatschap vanaf {self.first_day:%d-%m-%Y}{last}"


class Holder(Dated):
    """Which organisation holds a membership; another one only when it passes over (a merger into a new body)."""

    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="holders", verbose_name="lidmaatschap"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="held", verbose_name="organisatie"
    )

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = "houder van een lidmaatschap"
        verbose_name_plural = "houders van lidmaatschappen"
        ordering = ["during"]
        constraints = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="holder_one_membership_at_a_time",
                expressions=[("organisation", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=LIVE,
                violation_error_message="Deze organisatie is in die periode al lid.",
            ),
            ExclusionConstraint(
                name="holder_one_per_membership",
                expressions=[("membership", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=LIVE,
                violation_error_message="Dit lidmaatschap heeft in die periode al een houder.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} vanaf {self.first_day:%d-%m-%Y}"


class CategoryPeriod(Dated):
    """The category of a membership during a period."""

    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="categories", verbose_name="lidmaatschap"
    )
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="periods", verbose_name="categorie")

    objects = CategoryPeriodQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = "categorie in een periode"
        verbose_name_plural = "categorieën per periode"
        ordering = ["during"]
        constraints = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="categoryperiod_one_at_a_time",
                expressions=[("membership", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=LIVE,
                violation_error_message="Dit lidmaatschap heeft in die periode al een categorie.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} vanaf {self.first_day:%d-%m-%Y}"
