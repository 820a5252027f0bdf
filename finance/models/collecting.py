"""Direct debit: mandates as dated facts, and batches of collections that are made once and never change.

What a mandate is on a day follows from its dates (given, used, revoked, lapsed after 36 months without use) and from what
the bank returned; nothing of it is typed.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from finance.models.banking import BankAccount, valid_iban
from finance.models.fields import Amount
from finance.models.invoices import Invoice
from finance.models.parties import Party
from nov.kernel.history import tracked

LAPSES_AFTER = 36  # months without a collection (EPC rulebook, 4.1)
REASONS = {
    "AC01": "rekeningnummer onjuist", "AC04": "rekening opgeheven", "AC06": "rekening geblokkeerd",
    "AG01": "incasso op deze rekening niet mogelijk", "AM04": "saldo ontoereikend", "BE05": "incassant onbekend",
    "MD01": "geen machtiging", "MD06": "terug op verzoek van de betaler", "MD07": "betaler overleden",
    "MS02": "geen reden, door de betaler", "MS03": "geen reden, door de bank", "SL01": "geblokkeerd door de betaler",
}  # fmt: skip


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for shorter in range(4):
        try:
            return date(year, month + 1, day.day - shorter)
        except ValueError:
            continue
    raise ValueError(day)


@tracked()
class Mandate(models.Model):
    """Leave of a party to collect from its account. Another account is another mandate."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="mandates", verbose_name="relatie")
    reference = models.CharField("kenmerk", max_length=35, unique=True, editable=False)
    iban = models.CharField("IBAN", max_length=34, validators=[valid_iban])
    name = models.CharField("tenaamstelling", max_length=70)
    signed_on = models.DateField("getekend op")
    revoked_on = models.DateField("ingetrokken op", null=True, blank=True, editable=False)
    end_reason = models.CharField("waarom ingetrokken", max_length=200, blank=True, editable=False)
    # The day on which somebody settled with the payer what the bank returned before it.
    settled_on = models.DateField("nagekeken op", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "machtiging"
        verbose_name_plural = "machtigingen"
        ordering = ["party__name", "-signed_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["party"],
                condition=models.Q(revoked_on=None),
                name="mandate_one_per_party",
                violation_error_message="Deze relatie heeft al een machtiging. Trek die eerst in.",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_on=None) | models.Q(revoked_on__gte=models.F("signed_on")),
                name="mandate_ends_after_it_began",
                violation_error_message="Een machtiging is niet ingetrokken voordat zij getekend is.",
            ),
            models.CheckConstraint(
                condition=models.Q(reference__regex=r"^[A-Za-z0-9+?/:().,'-]{1,35}$"), name="mandate_reference_sepa"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("finance:mandate", args=[self.pk])

    def lapses_on(self, last_used: date | None) -> date:
        """The first day on which it is no longer valid unless it is used before."""
        return months_later(max(self.signed_on, last_used or self.signed_on), LAPSES_AFTER)


class CollectionBatch(models.Model):
    """An order to collect: the file as it goes to the bank, made by one person and approved by another."""

    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, verbose_name="bankrekening")
    code = models.CharField("kenmerk", max_length=30, unique=True)  # the message id in the file
    collect_on = models.DateField("incassodatum")
    total = Amount("bedrag")
    count = models.PositiveIntegerField("aantal")
    content = models.BinaryField("bestand")
    sha256 = models.CharField("hash", max_length=64)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="gemaakt door"
    )
    made_at = models.DateTimeField("gemaakt op", db_default=Now())
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="goedgekeurd door"
    )
    approved_at = models.DateTimeField("goedgekeurd op", null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="ingetrokken door"
    )
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True)

    class Meta:
        verbose_name = "incasso-opdracht"
        verbose_name_plural = "incasso-opdrachten"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(approved_by=models.F("made_by")),
                name="collectionbatch_two_people",
                violation_error_message="Een ander dan wie de opdracht maakte, keurt haar goed.",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by=None) | models.Q(withdrawn_by=None),
                name="collectionbatch_approved_or_withdrawn",
                violation_error_message="Deze opdracht is al goedgekeurd of ingetrokken.",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by=None, approved_at=None)
                | models.Q(approved_by__isnull=False, approved_at__isnull=False),
                name="collectionbatch_approval_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Incasso {self.code}"

    def get_absolute_url(self) -> str:
        return reverse("finance:collection", args=[self.pk])


class Collection(models.Model):
    """What is collected of one invoice. It stands until its batch is withdrawn or the bank returns it."""

    class Sequence(models.TextChoices):
        FIRST = "FRST", "eerste"
        NEXT = "RCUR", "vervolg"

    batch = models.ForeignKey(
        CollectionBatch, on_delete=models.PROTECT, related_name="collections", verbose_name="opdracht"
    )
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="collections", verbose_name="factuur")
    mandate = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, related_name="collections", verbose_name="machtiging"
    )
    sequence = models.CharField("volgorde", max_length=4, choices=Sequence)
    amount = Amount("bedrag")
    end_to_end = models.CharField("eigen kenmerk", max_length=35, unique=True)
    stands = models.BooleanField("geldt", default=True)
    returned_on = models.DateField("teruggeboekt op", null=True)
    return_code = models.CharField("reden van terugboeking", max_length=4, blank=True)

    class Meta:
        verbose_name = "incasso"
        verbose_name_plural = "incasso’s"
        ordering = ["batch_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["invoice"],
                condition=models.Q(stands=True),
                name="collection_invoice_once",
                violation_error_message="Deze factuur wordt al geïncasseerd.",
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="collection_above_nought"),
        ]

    def __str__(self) -> str:
        return self.end_to_end

    @property
    def group(self) -> str:
        """What the bank calls the payments it books as one: those of one batch and one sequence."""
        return f"{self.batch.code}-{self.sequence}"

    @property
    def why_returned(self) -> str:
        """The bank's reason in words."""
        return REASONS.get(self.return_code, self.return_code)
