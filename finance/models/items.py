"""What the association invoices besides contributie, and invoices that are being written."""

from __future__ import annotations

import uuid
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.db import models
from django.urls import reverse

from finance.billing import vat
from finance.models.accounts import Account, CostCentre
from finance.models.fields import Amount
from finance.models.invoices import RATE_FITS, Vat
from finance.models.parties import Party
from nov.kernel.history import tracked


@tracked()
class Item(models.Model):
    """Something with a price: a training, a quality mark. Its account, cost centre and VAT go with every line of it."""

    name = models.CharField("naam", max_length=120, unique=True)
    price = Amount("prijs zonder btw", help_text="Op een factuur mag je ervan afwijken.")
    vat = models.CharField("btw", max_length=1, choices=Vat, default=Vat.STANDARD)
    rate = models.DecimalField(
        "btw-tarief in procenten", max_digits=4, decimal_places=2, default=Decimal(21),
        help_text="21 of 9; 0 als het vrijgesteld of buiten de btw is.",
    )  # fmt: skip
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name="rekening")
    cost_centre = models.ForeignKey(
        CostCentre, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kostenplaats"
    )
    blocked = models.BooleanField("niet meer in gebruik", default=False)

    class Meta:
        verbose_name = "artikel"
        verbose_name_plural = "artikelen"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=RATE_FITS,
                name="item_rate_fits",
                violation_error_message="Belast heeft een tarief boven 0; vrijgesteld en buiten de btw hebben tarief 0.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("finance:item", args=[self.pk])

    @property
    def vat_name(self) -> str:
        """Its VAT in words."""
        return vat.name_of(self.vat, self.rate)


class InvoiceDraft(models.Model):
    """An invoice that is being written; issuing it takes it away. `request` names the invoice it becomes."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", verbose_name="aan")
    date = models.DateField("factuurdatum")
    due = models.DateField("vervaldatum")
    reference = models.CharField(
        "betreft", max_length=80, blank=True, help_text="Staat op de factuur, bijvoorbeeld: training van 3 april."
    )
    request = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    revision = models.PositiveIntegerField(default=0)  # goes up with each change, its lines included
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="gemaakt door"
    )

    class Meta:
        verbose_name = "conceptfactuur"
        verbose_name_plural = "conceptfacturen"
        ordering = ["-date", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due__gte=models.F("date")),
                name="invoicedraft_due_after_date",
                violation_error_message="De vervaldatum ligt voor de factuurdatum.",
            )
        ]

    def __str__(self) -> str:
        return f"Concept voor {self.party}"

    def get_absolute_url(self) -> str:
        return reverse("finance:invoice_draft", args=[self.pk])


class InvoiceDraftLine(models.Model):
    """A line of an invoice that is being written: so many of an item at a price."""

    draft = models.ForeignKey(InvoiceDraft, on_delete=models.CASCADE, related_name="lines")
    no = models.PositiveSmallIntegerField("regel")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", verbose_name="artikel")
    description = models.CharField("omschrijving", max_length=160, blank=True)
    quantity = models.DecimalField("aantal", max_digits=8, decimal_places=2, default=Decimal(1))
    price = Amount("prijs")

    class Meta:
        verbose_name = "regel van een conceptfactuur"
        verbose_name_plural = "regels van een conceptfactuur"
        ordering = ["draft_id", "no"]
        constraints = [models.UniqueConstraint(fields=["draft", "no"], name="invoicedraftline_place_once")]

    def __str__(self) -> str:
        return self.description or self.item.name

    # What VAT is computed from (finance.billing.vat.Taxed).

    @property
    def amount(self) -> Decimal:
        """What it comes to without VAT; half a cent is rounded away from nought."""
        return (self.quantity * self.price).quantize(vat.CENT, ROUND_HALF_UP)

    @property
    def vat(self) -> str:
        """The category of the item."""
        return self.item.vat

    @property
    def rate(self) -> Decimal:
        """The rate of the item."""
        return self.item.rate
