"""What a member owes: tariffs by decision, the declared base the class follows from, runs, and what was charged."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from finance.models import Amount, Decision, Invoice
from members.models.memberships import Category, Membership
from members.models.organisations import Organisation
from nov.kernel.history import tracked


@tracked()
class TariffTable(models.Model):
    """A decided table of tariffs; in force from its first day until a later table's."""

    first_day = models.DateField("geldt vanaf", unique=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+", verbose_name="besluit")
    half_from = models.PositiveSmallIntegerField(
        "half jaar vanaf maand",
        default=7,
        null=True,
        blank=True,
        help_text="Wie op de eerste van deze maand of later lid wordt, betaalt de helft. Leeg: altijd het hele jaar.",
    )

    class Meta:
        verbose_name = "tarieventabel"
        verbose_name_plural = "tarieventabellen"
        ordering = ["-first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(half_from__isnull=True) | Q(half_from__range=(2, 12)),
                name="tarifftable_half_from_month",
                violation_error_message="Een half jaar begint in een maand van 2 tot en met 12.",
            )
        ]

    def __str__(self) -> str:
        return f"tarieven vanaf {self.first_day:%d-%m-%Y}"


@tracked()
class Tariff(models.Model):
    """The amount for a year in a class of a category: for members whose base is `minimum` or more.

    A category without a base has one class, with minimum 0.
    """

    table = models.ForeignKey(TariffTable, on_delete=models.CASCADE, related_name="tariffs", verbose_name="tabel")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="tariffs", verbose_name="categorie")
    klass = models.CharField("klasse", max_length=4)
    minimum = models.DecimalField("grondslag vanaf", max_digits=14, decimal_places=2, default=Decimal(0))
    amount = Amount("bedrag per jaar", validators=[MinValueValidator(Decimal("0.01"))])

    class Meta:
        verbose_name = "tarief"
        verbose_name_plural = "tarieven"
        ordering = ["table", "category", "minimum"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "category", "klass"],
                name="tariff_class_once",
                violation_error_message="Deze klasse staat al in de tabel.",
            ),
            models.UniqueConstraint(
                fields=["table", "category", "minimum"],
                name="tariff_minimum_once",
                violation_error_message="Er begint al een klasse bij deze grondslag.",
            ),
            models.CheckConstraint(
                condition=Q(minimum__gte=0) & Q(amount__gt=0),
                name="tariff_positive",
                violation_error_message="Een tarief is meer dan nul en een grondslag nooit negatief.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category}, klasse {self.klass}"


@tracked()
class DeclaredBase(models.Model):
    """The yearly figure an organisation declared, from which its class follows; the latest one counts.

    It is in the measure of a category (euros, fte): after a change of category another one is needed.
    """

    class Source(models.TextChoices):
        DECLARED = "opgave", "Opgave van het lid"
        ACCOUNTS = "jaarrekening", "Jaarrekening"
        ESTIMATE = "schatting", "Schatting van het bureau"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="bases", verbose_name="organisatie"
    )
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="bases", verbose_name="als")
    year = models.PositiveSmallIntegerField("jaar")
    amount = models.DecimalField(
        "grondslag", max_digits=14, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    declared_on = models.DateField("opgegeven op")
    source = models.CharField("herkomst", max_length=12, choices=Source, default=Source.DECLARED)

    class Meta:
        verbose_name = "opgave van de grondslag"
        verbose_name_plural = "opgaven van de grondslag"
        ordering = ["organisation", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "category", "year"],
                name="declaredbase_once_a_year",
                violation_error_message="Voor dit jaar is er al een opgave.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="declaredbase_not_negative",
                violation_error_message="Een grondslag is nooit negatief.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.year}"


class ContributionRun(models.Model):
    """A round of contribution for a year: a draft that can be looked at, until it is final and everything invoiced.

    It charges who is a member by the invoice date, or by 1 January when it is sent before the year begins.
    """

    year = models.PositiveSmallIntegerField("jaar")
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="alleen de categorie",
        help_text="Zonder keuze krijgt ieder lid een factuur dat nog geen contributie voor dit jaar heeft.",
    )
    invoice_date = models.DateField("factuurdatum")
    due = models.DateField("vervaldatum")
    finalised_on = models.DateField("definitief op", null=True, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="door")

    class Meta:
        verbose_name = "contributieronde"
        verbose_name_plural = "contributierondes"
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(finalised_on__isnull=True),
                name="contributionrun_one_draft_a_year",
                violation_error_message="Voor dit jaar staat al een contributieronde klaar.",
            ),
            models.CheckConstraint(
                condition=Q(due__gte=models.F("invoice_date")),
                name="contributionrun_due_after_date",
                violation_error_message="De vervaldatum ligt voor de factuurdatum.",
            ),
        ]

    def __str__(self) -> str:
        return f"contributieronde {self.year}, facturen van {self.invoice_date:%d-%m-%Y}"

    def get_absolute_url(self) -> str:
        """Its page: the preview, or what was charged."""
        return reverse("members:run", args=[self.pk])

    @property
    def is_final(self) -> bool:
        """Whether the invoices were sent."""
        return self.finalised_on is not None


SHARES = [
    (Decimal("0.00"), "Niets"),
    (Decimal("0.25"), "Een kwart jaar"),
    (Decimal("0.50"), "Een half jaar"),
    (Decimal("0.75"), "Driekwart jaar"),
]


@tracked()
class Reduction(models.Model):
    """A decision that a member owes a smaller part of a year than the rule says, taken before it was invoiced."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="reductions", verbose_name="organisatie"
    )
    year = models.PositiveSmallIntegerField("jaar")
    share = models.DecimalField("te betalen deel", max_digits=3, decimal_places=2, choices=SHARES)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+", verbose_name="besluit")
    reason = models.CharField("reden", max_length=120)

    class Meta:
        verbose_name = "vermindering"
        verbose_name_plural = "verminderingen"
        ordering = ["-year", "organisation"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year"],
                name="reduction_once_a_year",
                violation_error_message="Voor dit jaar is er al een vermindering.",
            ),
            models.CheckConstraint(condition=Q(share__gte=0) & Q(share__lt=1), name="reduction_part_of_a_year"),
        ]

    def __str__(self) -> str:
        return f"vermindering {self.year} van {self.organisation}"


class Contribution(models.Model):
    """What a member was charged for a year, once, with everything it follows from. Rows are added and never change."""

    class Kind(models.TextChoices):
        ANNUAL = "jaar", "Jaarcontributie"

    run = models.ForeignKey(
        ContributionRun, on_delete=models.PROTECT, related_name="contributions", verbose_name="ronde"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="contributions", verbose_name="organisatie"
    )
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="contributions", verbose_name="lidmaatschap"
    )
    year = models.PositiveSmallIntegerField("jaar")
    kind = models.CharField("soort", max_length=10, choices=Kind, default=Kind.ANNUAL)
    tariff = models.ForeignKey(Tariff, on_delete=models.PROTECT, related_name="contributions", verbose_name="tarief")
    base = models.DecimalField("grondslag", max_digits=14, decimal_places=2, null=True)
    share = models.DecimalField("deel van het jaar", max_digits=3, decimal_places=2)
    amount = Amount("bedrag")
    estimated = models.BooleanField("grondslag geschat", default=False, db_default=False)
    explanation = models.CharField("uitleg", max_length=500, blank=True, db_default="")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="contributions", verbose_name="factuur")

    class Meta:
        verbose_name = "contributie"
        verbose_name_plural = "contributies"
        ordering = ["-year", "organisation"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "kind"],
                name="contribution_once_per_member_and_year",
                violation_error_message="Dit lid heeft voor dit jaar al contributie.",
            ),
            models.UniqueConstraint(
                fields=["membership", "year", "kind"],
                name="contribution_once_per_membership_and_year",
                violation_error_message="Voor dit lidmaatschap is dit jaar al contributie gerekend.",
            ),
            models.CheckConstraint(condition=Q(share__gt=0) & Q(share__lte=1), name="contribution_share"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="contribution_positive"),
        ]

    def __str__(self) -> str:
        return f"contributie {self.year} van {self.organisation}"
