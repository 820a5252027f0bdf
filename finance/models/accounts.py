"""The chart of accounts, its place in the statements, and the other dimensions of a line."""

from django.db import models


class Kind(models.TextChoices):
    """What an account counts; a statement is made of kinds, and only equity is moved by appropriation alone."""

    ASSET = "actief", "Bezitting"
    EQUITY = "vermogen", "Eigen vermogen"
    LIABILITY = "schuld", "Schuld"
    INCOME = "baten", "Baten"
    EXPENSE = "lasten", "Lasten"


class Caption(models.Model):
    """A line of the balance sheet or the income statement; captions form a tree, accounts hang from its leaves."""

    code = models.SlugField("code", max_length=40, unique=True)
    name = models.CharField("naam", max_length=80)
    kind = models.CharField("soort", max_length=10, choices=Kind)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name="onder"
    )
    position = models.PositiveSmallIntegerField("volgorde", unique=True)

    class Meta:
        verbose_name = "post"
        verbose_name_plural = "posten"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class Account(models.Model):
    """A ledger account with its code in the reference classification (RGS 3.8) and its place in the statements."""

    code = models.CharField("nummer", max_length=6, unique=True)
    name = models.CharField("naam", max_length=80)
    rgs = models.CharField("RGS-code", max_length=13)
    kind = models.CharField("soort", max_length=10, choices=Kind)
    caption = models.ForeignKey(Caption, on_delete=models.PROTECT, related_name="accounts", verbose_name="post")
    blocked = models.BooleanField("geblokkeerd", default=False, help_text="Op deze rekening wordt niet meer geboekt.")

    class Meta:
        verbose_name = "grootboekrekening"
        verbose_name_plural = "grootboekrekeningen"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^\d{4,6}$"),
                name="account_code_digits",
                violation_error_message="Een rekeningnummer heeft vier tot zes cijfers.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class CostCentre(models.Model):
    """What income and expenses are made for: a programme, or the bureau itself."""

    code = models.CharField("code", max_length=20, unique=True)
    name = models.CharField("naam", max_length=80)
    blocked = models.BooleanField("geblokkeerd", default=False)

    class Meta:
        verbose_name = "kostenplaats"
        verbose_name_plural = "kostenplaatsen"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Journal(models.Model):
    """Where an entry comes from; entries are numbered per journal and year without a gap."""

    class Kind(models.TextChoices):
        OPENING = "beginbalans", "Beginbalans"
        BANK = "bank", "Bank"
        SALES = "verkoop", "Verkoop"
        PURCHASE = "inkoop", "Inkoop"
        PAYROLL = "salaris", "Salarissen"
        MEMO = "memoriaal", "Memoriaal"
        APPROPRIATION = "bestemming", "Resultaatbestemming"

    code = models.CharField("code", max_length=6, unique=True)
    name = models.CharField("naam", max_length=60)
    kind = models.CharField("soort", max_length=12, choices=Kind)

    class Meta:
        verbose_name = "dagboek"
        verbose_name_plural = "dagboeken"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name
