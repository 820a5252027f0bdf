"""The tables around invoices: what would go out, what went out, who is reminded."""

from __future__ import annotations

from typing import Any

from finance.billing.reminding import HELD, SEND, STATES, UNREACHABLE, Case
from finance.models import EndProposal, Invoice, InvoiceMail, ReminderLevel
from finance.tables import CodeColumn
from nov.kernel.lists import Column, CountColumn, DayColumn, MomentColumn, MoneyColumn, Table, TagColumn, YesNoColumn

STATE_TAGS = {"waiting": "wait", "sending": "wait", "sent": "good", "failed": "bad"}


def said_of(case: Case) -> str:
    """What happens to an invoice in words; when something is sent, which step."""
    return f"Krijgt {case.level.name.lower()}" if case.state == SEND and case.level else STATES[case.state]


class ReadyTable(Table):
    """Invoices as they would go out."""

    invoice = CodeColumn("Factuur", linkify=lambda record: record.invoice.get_absolute_url())
    party = Column("Aan", accessor="invoice__party")
    to = Column("E-mailadres", wide=True)
    total = MoneyColumn("Bedrag", accessor="invoice__total")
    note = Column("Let op", default="")


class MailTable(Table):
    """Messages about invoices."""

    subject = Column("Bericht", accessor="message__subject", linkify=lambda record: record.get_absolute_url())
    invoice = CodeColumn("Factuur", linkify=True, wide=True, order_by=("invoice__year", "invoice__number"))
    to = Column("Aan", accessor="message__to", wide=True)
    state = TagColumn("Stand", accessor="message__state", tags=STATE_TAGS)
    problem = Column("Waarom niet", accessor="message__problem", default="", wide=True)
    created_at = MomentColumn("Klaargezet op", accessor="message__created_at", wide=True)

    class Meta:
        model = InvoiceMail
        fields = ("subject", "invoice", "to", "state", "problem", "created_at")

    def render_state(self, value: Any, record: Any, column: Any, bound_column: Any) -> Any:
        """The state in words with its mark."""
        return column.render(record.message.get_state_display(), record, bound_column)

    def value_state(self, record: Any) -> str:
        """The state in words."""
        return record.message.get_state_display()


class CaseTable(Table):
    """Overdue invoices with what happens to each and why; `cases` says it by the key of the invoice."""

    cases: dict[int, Case] = {}
    tags = {SEND: "wait", HELD: "none", UNREACHABLE: "bad"}

    code = CodeColumn("Factuur", linkify=True, order_by=("year", "number"))
    party = Column("Wie betaalt", under=lambda record: f"{said_of(record.case)}. {record.case.why}")
    due = DayColumn("Vervallen", wide=True)
    open = MoneyColumn("Nog open")
    state = TagColumn("Vandaag", accessor="case__state", tags=tags, orderable=False, wide=True)
    why = Column("Waarom", accessor="case__why", orderable=False, wide=True)

    class Meta:
        model = Invoice
        fields = ("code", "party", "due", "open", "state", "why")

    def render_state(self, value: Any, record: Any, column: Any, bound_column: Any) -> Any:
        """The state in words with its mark."""
        return column.render(self.value_state(value, record), record, bound_column)

    def value_state(self, value: Any, record: Any) -> str:
        """The state in words."""
        return said_of(record.case)


class LevelTable(Table):
    """The steps of reminding."""

    name = Column("Stap", linkify=True)
    no = CountColumn("Nummer")
    days = CountColumn("Na dagen")
    subject = Column("Onderwerp", wide=True)
    proposes_end = YesNoColumn("Stelt opzegging voor", wide=True)

    class Meta:
        model = ReminderLevel
        fields = ("name", "no", "days", "subject", "proposes_end")


class EndProposalTable(Table):
    """What the board has to decide on, and what it decided."""

    party = Column(
        "Wie", accessor="reminder__invoice__party", linkify=lambda record: record.get_absolute_url(),
        order_by="reminder__invoice__party__name",
    )  # fmt: skip
    invoice = CodeColumn("Factuur", accessor="reminder__invoice", order_by="reminder__invoice__code", wide=True)
    made_on = DayColumn("Voorgesteld")
    open = MoneyColumn("Open bij de laatste stap", accessor="reminder__open", wide=True)
    outcome = Column("Besluit", accessor="get_outcome_display", default="wacht", order_by="outcome")

    class Meta:
        model = EndProposal
        fields = ("party", "invoice", "made_on", "open", "outcome")
