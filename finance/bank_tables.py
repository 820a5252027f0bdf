"""The tables of the bank: statements, and their lines with what each most likely is or was booked as."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html

from finance.models import BankLine, BankStatement, Proposal
from finance.tables import CodeColumn
from nov.kernel.formats import cents, day
from nov.kernel.lists import Column, CountColumn, DayColumn, MoneyColumn, Table

MARKS = {3: "good", 2: "wait", 1: "none"}  # of a confidence


class StatementTable(Table):
    """Statements of the bank with how many of their lines still have to be booked."""

    number = CodeColumn(
        "Afschrift", linkify=True, order_by=("last_day", "id"), under=lambda record: f"tot en met {day(record.last_day)}"
    )  # fmt: skip
    account = Column("Bankrekening", accessor="account__name", wide=True)
    last_day = DayColumn("Tot en met", wide=True)
    opening = MoneyColumn("Beginsaldo", wide=True)
    total = MoneyColumn("Bij en af")
    closing = MoneyColumn("Eindsaldo", wide=True)
    new_count = CountColumn("Regels")
    open = CountColumn("Te verwerken")

    class Meta:
        model = BankStatement
        fields = ("number", "account", "last_day", "opening", "total", "closing", "new_count", "open")


class WhatColumn(Column):
    """What a line was booked as, or most likely is, with how sure that is and why."""

    def render(self, value: Any, record: BankLine) -> Any:
        if record.booked_as:  # type: ignore[attr-defined]
            return format_html('<span class="tag good">geboekt</span> {}', record.booked_as)  # type: ignore[attr-defined]
        if (one := proposal_of(record)) is None:
            return format_html('<span class="tag bad">{}</span>', "geen voorstel")
        return format_html(
            '<span class="tag {}">{}</span> {}', MARKS[one.confidence], one.get_confidence_display(), one
        )

    def value(self, value: Any, record: BankLine) -> str:  # type: ignore[override]
        one = proposal_of(record)
        return record.booked_as or (f"{one.get_confidence_display()}: {one}" if one else "")  # type: ignore[attr-defined]


class PickColumn(Column):
    """A box to choose a proposal with; it belongs to the form under the list."""

    def render(self, value: Any, record: BankLine) -> Any:
        one = proposal_of(record)
        if one is None or record.booked_as:  # type: ignore[attr-defined]
            return ""
        checked = " checked" if one.confidence == Proposal.Confidence.CERTAIN else ""
        return format_html(
            '<input type="checkbox" form="confirm" name="proposal" value="{}" aria-label="Kies {}, {}"{}>',
            one.pk, record, cents(record.amount), checked,
        )  # fmt: skip


class LineTable(Table):
    """Lines of statements."""

    line = Column(
        "Van of aan", empty_values=(), accessor="pk", order_by=("name", "id"),
        linkify=lambda record: record.get_absolute_url(), under=lambda record: day(record.booked_on),
    )  # fmt: skip
    booked_on = DayColumn("Boekdatum", order_by=("booked_on", "id"), wide=True)
    text = Column("Omschrijving", wide=True, default="")
    amount = MoneyColumn("Bedrag")
    what = WhatColumn("Voorstel of boeking", empty_values=(), accessor="pk", orderable=False)

    class Meta:
        model = BankLine
        fields = ("line", "booked_on", "text", "amount", "what")

    def render_line(self, record: BankLine) -> str:
        """Who paid or was paid, else what the bank says."""
        return str(record)

    def value_line(self, record: BankLine) -> str:
        return str(record)

    def render_text(self, value: str) -> str:
        """Long enough to know the payment by."""
        return value if len(value) <= 90 else f"{value[:89]}…"


class PickTable(LineTable):
    """The same, for who may confirm proposals."""

    pick = PickColumn("Kies", empty_values=(), accessor="pk", orderable=False, exclude_from_export=True)

    class Meta:
        model = BankLine
        fields = ("line", "booked_on", "text", "amount", "what", "pick")


def proposal_of(line: BankLine) -> Proposal | None:
    """The proposal of a line that was read together with it."""
    return getattr(line, "proposal", None)
