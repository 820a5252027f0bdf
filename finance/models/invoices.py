"""Invoices sent. An invoice is issued once, with the next number of its year, and points at the entry that booked it."""

from django.db import models
from django.urls import reverse

from finance.models.accounts import Account, CostCentre
from finance.models.entries import Entry
from finance.models.fields import Amount
from finance.models.parties import Party
from finance.models.years import FiscalYear


class Invoice(models.Model):
    """An issued invoice. Its total is what the debtor owes by the entry it points at."""

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


class InvoiceLine(models.Model):
    """A line of an invoice with the income account it belongs to; a credit line has a minus."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines", verbose_name="factuur")
    no = models.PositiveSmallIntegerField("regel")
    description = models.CharField("omschrijving", max_length=200)
    amount = Amount("bedrag")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, verbose_name="rekening")
    cost_centre = models.ForeignKey(
        CostCentre, on_delete=models.PROTECT, null=True, db_index=False, verbose_name="kostenplaats"
    )

    class Meta:
        verbose_name = "factuurregel"
        verbose_name_plural = "factuurregels"
        ordering = ["invoice_id", "no"]
        constraints = [models.UniqueConstraint(fields=["invoice", "no"], name="invoiceline_place_once")]

    def __str__(self) -> str:
        return self.description
