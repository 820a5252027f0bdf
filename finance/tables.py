"""The tables of Financiën."""

from __future__ import annotations

from decimal import Decimal

from finance.models import DraftEntry, Entry, Grant, Invoice, Line
from nov.kernel.lists import Column, DayColumn, MoneyColumn, Table


class CodeColumn(Column):
    """A number that is never broken."""

    css = "nowrap"


class SideColumn(MoneyColumn):
    """Debit or credit: the side that is not filled stays blank."""

    def render(self, value: Decimal) -> str:
        return super().render(value) if value else ""


class EntryTable(Table):
    """Posted entries."""

    code = CodeColumn(
        "Boekstuk",
        linkify=True,
        order_by=("year", "journal__code", "number"),
        under=lambda record: f"{record.date:%d-%m-%Y}, {record.description}",
    )
    date = DayColumn("Datum", wide=True)
    description = Column("Omschrijving", wide=True)
    source = Column("Bron", wide=True)
    total = MoneyColumn("Bedrag")

    class Meta:
        model = Entry
        fields = ("code", "date", "description", "source", "total")


class LineTable(Table):
    """Posted lines, with the entry they belong to."""

    entry = CodeColumn(
        "Boekstuk",
        under=lambda record: f"{record.entry.date:%d-%m-%Y}, {record.account}",
        accessor="entry__code",
        linkify=lambda record: record.entry.get_absolute_url(),
        order_by=("entry_id", "no"),
    )
    date = DayColumn("Datum", accessor="entry__date", wide=True)
    account = Column("Rekening", wide=True)
    description = Column("Omschrijving", accessor="words", wide=True, order_by=("entry__description", "description"))
    reference = CodeColumn("Kenmerk", wide=True, default="")
    cost_centre = Column("Kostenplaats", wide=True, default="")
    debit = SideColumn("Debet")
    credit = SideColumn("Credit")

    class Meta:
        model = Line
        fields = ("entry", "date", "account", "description", "reference", "cost_centre", "debit", "credit")


class DraftTable(Table):
    """Entries that are not posted yet."""

    description = Column("Omschrijving", linkify=True)
    date = DayColumn("Datum")
    journal = Column("Dagboek")
    total = MoneyColumn("Debet", default="–")
    made_by = Column("Gemaakt door", wide=True)

    class Meta:
        model = DraftEntry
        fields = ("description", "date", "journal", "total", "made_by")


class GrantTable(Table):
    """Grants with what was awarded and what was earned of it."""

    name = Column("Subsidie", linkify=True)
    funder = Column("Financier", wide=True)
    cost_centre = Column("Kostenplaats", wide=True)
    until = DayColumn("Loopt tot en met", order_by="during", wide=True)
    awarded = MoneyColumn("Beschikt")
    earned = MoneyColumn("Als bate genomen")

    class Meta:
        model = Grant
        fields = ("name", "funder", "cost_centre", "until", "awarded", "earned")


class InvoiceTable(Table):
    """Invoices with what is still open."""

    code = CodeColumn("Factuur", linkify=True, order_by=("year", "number"))
    date = DayColumn("Datum", wide=True)
    party = Column("Aan")
    due = DayColumn("Vervalt", wide=True)
    total = MoneyColumn("Bedrag")
    open = MoneyColumn("Nog open")

    class Meta:
        model = Invoice
        fields = ("code", "date", "party", "due", "total", "open")
