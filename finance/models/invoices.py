"""Invoices. An invoice is issued once, with the next number of its year, and points at the entry that booked it."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.urls import reverse

from finance.billing import vat
from finance.models.accounts import Account, CostCentre
from finance.models.entries import Entry
from finance.models.fields import Amount
from finance.models.parties import Party
from finance.models.years import FiscalYear


class Vat(models.TextChoices):
    """The category of VAT of a line, by the letters of EN 16931."""

    STANDARD = vat.STANDARD, "belast"
    EXEMPT = vat.EXEMPT, "vrijgesteld"
    OUTSIDE = vat.OUTSIDE, "buiten de btw"


RATE_FITS = models.Q(vat=vat.STANDARD, rate__gt=0, rate__lt=100) | models.Q(vat__in=[vat.EXEMPT, vat.OUTSIDE], rate=0)


class Invoice(models.Model):
    """An issued invoice, with VAT; its total is what the debtor owes by the entry it points at.

    A credit note has a minus and points at the invoice that it withdraws or lowers.
    """

    year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, db_index=False, verbose_name="jaar")
    number = models.PositiveIntegerField("nummer")
    code = models.CharField("factuurnummer", max_length=16, unique=True)  # as it is printed: F2023-0042
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="invoices", verbose_name="relatie")
    date = models.DateField("factuurdatum")
    due = models.DateField("vervaldatum")
    reference = models.CharField("kenmerk", max_length=80, blank=True)
    total = Amount("bedrag")
    request = models.UUIDField("aanvraag", null=True, editable=False)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, verbose_name="boekstuk")
    credits = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="credit_notes", verbose_name="credit van"
    )

    class Meta:
        verbose_name = "factuur"
        verbose_name_plural = "facturen"
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="invoice_number_once"),
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(request__isnull=False), name="invoice_request_once"
            ),
            models.CheckConstraint(
                condition=models.Q(due__gte=models.F("date")),
                name="invoice_due_after_date",
                violation_error_message="De vervaldatum ligt voor de factuurdatum.",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("finance:invoice", args=[self.pk])

    @property
    def kind(self) -> str:
        """What it is called."""
        return "factuur" if self.total > 0 else "creditfactuur"


class InvoiceLine(models.Model):
    """A line of an invoice, without VAT, with the account it belongs to and its VAT; a credit line has a minus.

    The line of a credit note points at the line that it takes back.
    """

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines", verbose_name="factuur")
    no = models.PositiveSmallIntegerField("regel")
    description = models.CharField("omschrijving", max_length=200)
    amount = Amount("bedrag")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, verbose_name="rekening")
    cost_centre = models.ForeignKey(
        CostCentre, on_delete=models.PROTECT, null=True, db_index=False, verbose_name="kostenplaats"
    )
    vat = models.CharField("btw", max_length=1, choices=Vat, default=Vat.EXEMPT, db_default=vat.EXEMPT)
    rate = models.DecimalField("btw-tarief", max_digits=4, decimal_places=2, default=Decimal(0), db_default=Decimal(0))
    credits = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="credit_lines", verbose_name="credit van"
    )

    class Meta:
        verbose_name = "factuurregel"
        verbose_name_plural = "factuurregels"
        ordering = ["invoice_id", "no"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "no"], name="invoiceline_place_once"),
            models.CheckConstraint(
                condition=RATE_FITS,
                name="invoiceline_rate_fits",
                violation_error_message="Een belaste regel heeft een tarief, een andere niet.",
            ),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def vat_name(self) -> str:
        """Its VAT in words."""
        return vat.name_of(self.vat, self.rate)
