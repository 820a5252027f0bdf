"""The tables of direct debit, and of what is open with why."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.html import format_html

from finance.collecting import mandates
from finance.models import Collection, CollectionBatch, Invoice, Mandate
from finance.models.collecting import REASONS
from finance.tables import CodeColumn
from nov.kernel.clock import today
from nov.kernel.formats import cents, counted, day
from nov.kernel.lists import Column, CountColumn, DayColumn, MoneyColumn, Table


class StateColumn(Column):
    """What a mandate is today; all of the page are read at once."""

    def render(self, value: Any, record: Mandate, table: Table) -> Any:
        state = self._states(table)[record.pk]
        return format_html('<span class="tag {}">{}</span>', state.mark, state.word)

    def value(self, value: Any, record: Mandate, table: Table) -> str:  # type: ignore[override]
        return self._states(table)[record.pk].word

    def _states(self, table: Any) -> dict[int, mandates.State]:
        if not hasattr(table, "states"):
            table.states = mandates.states(table.data.data if table.shown is None else table.shown, today())
        return table.states


class MandateTable(Table):
    """Mandates with what they are today."""

    party = Column("Van", linkify=lambda record: record.get_absolute_url(), under=lambda record: record.reference)
    reference = CodeColumn("Kenmerk", wide=True)
    iban = CodeColumn("IBAN", wide=True)
    signed_on = DayColumn("Getekend", wide=True)
    state = StateColumn("Stand", empty_values=(), accessor="pk", orderable=False)

    class Meta:
        model = Mandate
        fields = ("party", "reference", "iban", "signed_on", "state")


class BatchTable(Table):
    """Orders to collect."""

    code = CodeColumn("Opdracht", linkify=True, order_by=("id",))
    collect_on = DayColumn("Incassodatum")
    count = CountColumn("Aantal", wide=True)
    total = MoneyColumn("Bedrag")
    state = Column("Stand", empty_values=(), accessor="pk", orderable=False)

    class Meta:
        model = CollectionBatch
        fields = ("code", "collect_on", "count", "total", "state")

    def render_state(self, record: CollectionBatch) -> Any:
        """Waiting for a second person, approved or withdrawn."""
        return format_html('<span class="tag {}">{}</span>', *batch_state(record))

    def value_state(self, record: CollectionBatch) -> str:
        return batch_state(record)[1]


def batch_state(batch: CollectionBatch) -> tuple[str, str]:
    """The mark and word of what a batch is."""
    if batch.approved_by_id:
        return "good", "goedgekeurd"
    return ("none", "ingetrokken") if batch.withdrawn_by_id else ("wait", "wacht op goedkeuring")


class OpenTable(Table):
    """Invoices that are not paid, each with why."""

    code = CodeColumn(
        "Factuur", linkify=True, order_by=("year", "number"), under=lambda record: why_open(record, today())
    )
    party = Column("Aan")
    due = DayColumn("Vervalt", wide=True)
    why = Column("Waarom open", empty_values=(), accessor="pk", orderable=False, wide=True)
    total = MoneyColumn("Bedrag", wide=True)
    open = MoneyColumn("Nog open")

    class Meta:
        model = Invoice
        fields = ("code", "party", "due", "why", "total", "open")

    def render_why(self, record: Invoice) -> str:
        """The reason in a sentence."""
        return why_open(record, today())

    value_why = render_why


def why_open(invoice: Any, on: date) -> str:
    """Why something is open of an invoice; needs what `views.outstanding` reads with it."""
    if invoice.waiting:
        return "Er is een betaling binnen die nog verwerkt moet worden."
    if invoice.credit and invoice.open > 0:
        return "De relatie betaalde eerder te veel; verreken dat tegoed bij de factuur."
    if invoice.collect_on:
        return f"Staat in een incasso-opdracht voor {day(invoice.collect_on)}."
    for hold in invoice.holds.all():
        return f"{hold.told}."
    if invoice.return_code:
        why = REASONS.get(invoice.return_code, invoice.return_code)
        return f"De incasso is teruggeboekt op {day(invoice.returned_on)}: {why} ({invoice.return_code})."
    if invoice.open < 0:
        return "Een tegoed: creditfactuur die nog niet is verrekend of uitbetaald."
    paid = invoice.total - invoice.open
    begins = f"{cents(paid)} is betaald; de rest" if paid else "Nog niets betaald; zij"
    if (late := (on - invoice.due).days) > 0:
        return f"{begins} is {counted(late, 'dag', 'dagen')} te laat."
    return f"{begins} vervalt op {day(invoice.due)}."


class CollectedTable(Table):
    """What a batch collects."""

    invoice = CodeColumn("Factuur", linkify=lambda record: record.invoice.get_absolute_url(), order_by="end_to_end")
    party = Column("Van", accessor="invoice__party")
    mandate = CodeColumn("Machtiging", linkify=lambda record: record.mandate.get_absolute_url(), wide=True)
    sequence = Column("Volgorde", wide=True)
    returned_on = DayColumn("Teruggeboekt", default="")
    amount = MoneyColumn("Bedrag")

    class Meta:
        model = Collection
        fields = ("invoice", "party", "mandate", "sequence", "returned_on", "amount")

    def render_returned_on(self, record: Collection) -> Any:
        """The day with the bank's reason."""
        return format_html('{} <span class="tag bad">{}, {}</span>', day(record.returned_on), record.return_code, record.why_returned) if record.returned_on else ""  # fmt: skip
