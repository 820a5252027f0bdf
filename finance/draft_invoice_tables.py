"""The lists of items and of invoices that are being written."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from finance.billing.drafting import total
from finance.models import InvoiceDraft, Item
from nov.kernel.formats import cents
from nov.kernel.lists import Column, DayColumn, MoneyColumn, Table, YesNoColumn


class ItemTable(Table):
    """What can be invoiced."""

    name = Column("Artikel", linkify=True)
    price = MoneyColumn("Prijs zonder btw")
    vat_name = Column("Btw", order_by=("vat", "rate"))
    account = Column("Rekening", wide=True)
    cost_centre = Column("Kostenplaats", default="", wide=True)
    blocked = YesNoColumn("In gebruik", yes="nee", no="ja", wide=True)

    class Meta:
        model = Item
        fields = ("name", "price", "vat_name", "account", "cost_centre", "blocked")


class InvoiceDraftTable(Table):
    """Invoices that are being written."""

    party = Column("Aan", linkify=lambda record: record.get_absolute_url())
    date = DayColumn("Factuurdatum", wide=True)
    reference = Column("Betreft", default="", wide=True)
    total = MoneyColumn("Bedrag", accessor="pk", orderable=False)
    made_by = Column("Gemaakt door", wide=True)

    class Meta:
        model = InvoiceDraft
        fields = ("party", "date", "reference", "total", "made_by")

    def render_total(self, record: Any) -> str:
        """What it comes to with VAT."""
        return cents(self.value_total(record))

    def value_total(self, record: Any) -> Decimal:
        """The same as a number."""
        return total(record.lines.all())
