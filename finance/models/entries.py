"""What is posted. Entries and lines are written once, by `finance.ledger`, and never change.

The lines of an entry are written first; the entry row, written last, seals them: the database checks that they balance,
gives the number, adds them to the balances and hashes them into one chain (migrations/sql/ledger.sql).
"""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.urls import reverse

from finance.models.accounts import Account, CostCentre, Journal
from finance.models.fields import Amount
from finance.models.grants import Grant
from finance.models.years import FiscalYear
from nov.kernel.records import Acts


class Entry(models.Model):
    """A posted entry. Its id is its place in the ledger, 1 to n without a gap."""

    acts = Acts(view="finance.view", change="finance.enter")  # what may hang on it: the document it rests on

    id = models.BigIntegerField("plaats", primary_key=True)
    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, db_index=False, verbose_name="dagboek")
    year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, db_index=False, verbose_name="boekjaar")
    period = models.PositiveSmallIntegerField("periode")
    number = models.PositiveIntegerField("nummer")
    date = models.DateField("datum", db_index=True)
    description = models.CharField("omschrijving", max_length=200)
    source = models.CharField("bron", max_length=80, help_text="Het stuk waarop de boeking berust.")
    request = models.UUIDField("aanvraag", null=True, editable=False)
    reverses = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="reversals",
        verbose_name="boekt terug",
    )
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
        verbose_name="geboekt door",
    )
    posted_at = models.DateTimeField("geboekt op")
    total = Amount("bedrag")
    line_count = models.PositiveSmallIntegerField("aantal regels")
    hash = models.BinaryField("zegel")

    class Meta:
        verbose_name = "boekstuk"
        verbose_name_plural = "boekstukken"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["journal", "year", "number"], name="entry_number_once"),
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(request__isnull=False), name="entry_request_once"
            ),
            models.UniqueConstraint(
                fields=["reverses"], condition=models.Q(reverses__isnull=False), name="entry_reversed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.description}"

    def get_absolute_url(self) -> str:
        return reverse("finance:entry", args=[self.pk])

    @property
    def code(self) -> str:
        """The number as people write it: MEM-2023-0014. Needs the journal."""
        return f"{self.journal.code}-{self.year_id}-{self.number:04d}"


class Line(models.Model):
    """One line of an entry: exactly one of debit and credit is filled, and positive.

    `relation`, `reference` and `document` are texts (a party's code, an invoice number, a document number): the ledger
    keeps no person and points at no invoice; the invoice points at its entry.
    """

    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, db_index=False, related_name="lines", verbose_name="boekstuk"
    )
    no = models.PositiveSmallIntegerField("regel")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, verbose_name="rekening")
    cost_centre = models.ForeignKey(
        CostCentre, on_delete=models.PROTECT, null=True, db_index=False, verbose_name="kostenplaats"
    )
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, null=True, db_index=False, verbose_name="subsidie")
    debit = Amount("debet", default=Decimal(0))
    credit = Amount("credit", default=Decimal(0))
    description = models.CharField("omschrijving", max_length=200, blank=True)
    relation = models.CharField("relatie", max_length=20, blank=True)
    reference = models.CharField("kenmerk", max_length=40, blank=True)
    document = models.CharField("stuk", max_length=80, blank=True)

    class Meta:
        verbose_name = "boekingsregel"
        verbose_name_plural = "boekingsregels"
        ordering = ["entry_id", "no"]
        constraints = [models.UniqueConstraint(fields=["entry", "no"], name="line_place_once")]
        indexes = [models.Index(fields=["reference"], condition=~models.Q(reference=""), name="line_reference")]

    def __str__(self) -> str:
        return f"{self.entry_id}/{self.no}"

    @property
    def words(self) -> str:
        """What the line says, and where it says nothing what its entry says. Needs the entry."""
        return self.description or self.entry.description


class Balance(models.Model):
    """What was posted on an account in a period, per cost centre and grant: kept by the database while posting."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, verbose_name="rekening")
    year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, verbose_name="boekjaar")
    period = models.PositiveSmallIntegerField("periode")
    cost_centre = models.ForeignKey(
        CostCentre, on_delete=models.PROTECT, null=True, db_index=False, verbose_name="kostenplaats"
    )
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, null=True, db_index=False, verbose_name="subsidie")
    debit = Amount("debet")
    credit = Amount("credit")

    class Meta:
        verbose_name = "saldo"
        verbose_name_plural = "saldi"
        constraints = [
            models.UniqueConstraint(
                fields=["account", "year", "period", "cost_centre", "grant"],
                name="balance_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.year_id}/{self.period}"
