"""The bank's side: accounts, the files and statements it sent, each line as it came, and what every line was booked as.

Files, statements and lines are written once (migrations/sql/banking.sql). A line is open until it has a booking; a booking
points at its entry, is made once, and its allocations add up to the line to the cent.
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from stdnum import iban as ibans
from stdnum.eu import at_02

from finance.models.accounts import Account, CostCentre
from finance.models.entries import Entry
from finance.models.fields import Amount
from finance.models.grants import Grant
from finance.models.invoices import Invoice
from finance.models.parties import Party


def valid_iban(value: str) -> None:
    """Refuse what is no IBAN: wrong country, length or check digits."""
    if value != value.upper().replace(" ", "") or not ibans.is_valid(value):
        raise ValidationError(
            f"‘{value}’ is geen IBAN. Kijk de cijfers na; schrijf zonder spaties en met hoofdletters."
        )


def valid_creditor(value: str) -> None:
    """Refuse what is no identification of a creditor."""
    if not at_02.is_valid(value):
        raise ValidationError(f"‘{value}’ is geen incassant-ID. Het staat in je incassocontract en begint met NL.")


class BankAccount(models.Model):
    """An account of the association at a bank, and the ledger account it is booked on."""

    name = models.CharField("naam", max_length=80)
    iban = models.CharField("IBAN", max_length=34, unique=True, validators=[valid_iban])
    account = models.OneToOneField(Account, on_delete=models.PROTECT, verbose_name="grootboekrekening")
    holder = models.CharField("tenaamstelling", max_length=70, default="Vereniging NOV")
    bic = models.CharField("BIC", max_length=11, blank=True)
    creditor_id = models.CharField(
        "incassant-ID", max_length=35, blank=True, validators=[valid_creditor],
        help_text="Leeg: via deze rekening wordt niet geïncasseerd.",
    )  # fmt: skip
    notice_days = models.PositiveSmallIntegerField("dagen vooraankondiging", default=14)

    class Meta:
        verbose_name = "bankrekening"
        verbose_name_plural = "bankrekeningen"
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.iban})"


class BankFile(models.Model):
    """A file of the bank as it came, compressed; the same bytes are kept once."""

    name = models.CharField("bestand", max_length=120)
    sha256 = models.CharField("hash", max_length=64, unique=True)
    content = models.BinaryField("inhoud")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="ingelezen door"
    )
    at = models.DateTimeField("ingelezen op", db_default=Now())

    class Meta:
        verbose_name = "bankbestand"
        verbose_name_plural = "bankbestanden"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class BankStatement(models.Model):
    """A statement: what stood on the account before, what was added, what stands there after."""

    account = models.ForeignKey(
        BankAccount, on_delete=models.PROTECT, related_name="statements", verbose_name="bankrekening"
    )
    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="statements", verbose_name="bestand")
    number = models.CharField("nummer", max_length=40)
    last_day = models.DateField("tot en met")
    opening = Amount("beginsaldo")
    total = Amount("bij en af")  # of all lines the bank wrote in it
    closing = Amount("eindsaldo")
    line_count = models.PositiveIntegerField("regels")
    new_count = models.PositiveIntegerField("nieuw", help_text="De andere regels stonden al in een eerder afschrift.")

    class Meta:
        verbose_name = "afschrift"
        verbose_name_plural = "afschriften"
        ordering = ["-last_day", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closing=models.F("opening") + models.F("total")),
                name="bankstatement_adds_up",
                violation_error_message="Het beginsaldo en de regels zijn samen niet het eindsaldo.",
            ),
            models.CheckConstraint(
                condition=models.Q(new_count__lte=models.F("line_count")) & models.Q(new_count__gt=0),
                name="bankstatement_brings_something",
            ),
        ]

    def __str__(self) -> str:
        return f"Afschrift {self.number}"

    def get_absolute_url(self) -> str:
        return f"{reverse('finance:bank_lines')}?afschrift={self.pk}&stand=alle"


class BankLine(models.Model):
    """A line of a statement as the bank wrote it. A debit of the account has a minus."""

    statement = models.ForeignKey(
        BankStatement, on_delete=models.PROTECT, related_name="lines", verbose_name="afschrift"
    )
    no = models.PositiveIntegerField("regel")
    booked_on = models.DateField("boekdatum", db_index=True)
    valued_on = models.DateField("rentedatum")
    amount = Amount("bedrag")
    name = models.CharField("naam", max_length=140, blank=True)
    iban = models.CharField("tegenrekening", max_length=34, blank=True)
    text = models.CharField("omschrijving", max_length=1000, blank=True)
    reference = models.CharField("betalingskenmerk", max_length=40, blank=True)
    end_to_end = models.CharField("eigen kenmerk", max_length=40, blank=True)
    mandate = models.CharField("machtiging", max_length=40, blank=True)
    batch = models.CharField("partij", max_length=40, blank=True)
    bank_reference = models.CharField("kenmerk van de bank", max_length=60, blank=True)
    kind = models.CharField("soort", max_length=40, blank=True)
    return_code = models.CharField("reden van terugboeking", max_length=4, blank=True)
    fingerprint = models.BinaryField("vingerafdruk", max_length=32, unique=True)

    class Meta:
        verbose_name = "bankregel"
        verbose_name_plural = "bankregels"
        ordering = ["-booked_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "no"], name="bankline_place_once"),
            models.CheckConstraint(condition=~models.Q(amount=0), name="bankline_not_nought"),
        ]

    def __str__(self) -> str:
        return self.name or self.text[:60] or self.kind or "Bankregel"

    def get_absolute_url(self) -> str:
        return reverse("finance:bank_line", args=[self.pk])


class Proposal(models.Model):
    """What a line most likely is. Made anew at will; nothing rests on it until somebody confirms it."""

    class Confidence(models.IntegerChoices):
        CERTAIN = 3, "zeker"
        LIKELY = 2, "waarschijnlijk"
        MAYBE = 1, "misschien"

    line = models.OneToOneField(BankLine, on_delete=models.CASCADE, verbose_name="bankregel")
    confidence = models.PositiveSmallIntegerField("hoe zeker", choices=Confidence)
    reason = models.CharField("waarom", max_length=300)
    # Each part as `allocating.Part` writes itself: an invoice, an account or a party, and an amount.
    parts = models.JSONField("verdeling")

    class Meta:
        verbose_name = "voorstel"
        verbose_name_plural = "voorstellen"

    def __str__(self) -> str:
        return self.reason


class BankBooking(models.Model):
    """That a line was booked, as which entry. Taken back, it names the reversal and the line is open again."""

    line = models.ForeignKey(BankLine, on_delete=models.PROTECT, related_name="bookings", verbose_name="bankregel")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="bank_booking", verbose_name="boekstuk")
    reversal = models.OneToOneField(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="bank_booking_undone",
        verbose_name="teruggeboekt door",
    )  # fmt: skip
    reason = models.CharField("waarom zo", max_length=300, blank=True)

    class Meta:
        verbose_name = "boeking van een bankregel"
        verbose_name_plural = "boekingen van bankregels"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["line"],
                condition=models.Q(reversal=None),
                name="bankline_booked_once",
                violation_error_message="Deze bankregel is al geboekt.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.line_id} → {self.entry_id}"


class Allocation(models.Model):
    """A part of a booked line: paid on an invoice, an advance of a party, or booked on an account."""

    booking = models.ForeignKey(
        BankBooking, on_delete=models.PROTECT, related_name="allocations", verbose_name="boeking"
    )
    no = models.PositiveSmallIntegerField("deel")
    amount = Amount("bedrag")
    invoice = models.ForeignKey(
        Invoice, on_delete=models.PROTECT, null=True, related_name="allocations", verbose_name="factuur"
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="relatie")
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, db_index=False, related_name="+", verbose_name="rekening"
    )
    cost_centre = models.ForeignKey(
        CostCentre, on_delete=models.PROTECT, null=True, db_index=False, related_name="+", verbose_name="kostenplaats"
    )
    grant = models.ForeignKey(
        Grant, on_delete=models.PROTECT, null=True, db_index=False, related_name="+", verbose_name="subsidie"
    )

    class Meta:
        verbose_name = "toewijzing"
        verbose_name_plural = "toewijzingen"
        ordering = ["booking_id", "no"]
        constraints = [
            models.UniqueConstraint(fields=["booking", "no"], name="allocation_place_once"),
            models.CheckConstraint(
                condition=models.Q(invoice__isnull=False, party=None, account=None)
                | models.Q(invoice=None, party__isnull=False, account=None)
                | models.Q(invoice=None, party=None, account__isnull=False),
                name="allocation_to_one",
                violation_error_message="Een deel gaat naar een factuur, een relatie of een rekening.",
            ),
            models.CheckConstraint(condition=~models.Q(amount=0), name="allocation_not_nought"),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id}/{self.no}"
