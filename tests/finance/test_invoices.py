"""Invoices: numbered without a gap, posted in one batch, once, and withdrawn by a credit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from finance import invoices, ledger, registers, statements
from finance.invoices import InvoiceLineSpec
from finance.models import Entry, Invoice, Line
from finance.specs import LedgerError
from nov.kernel.models import User
from nov.kernel.periods import Turn, Year
from tests.finance.books import invoice, issue, refused, sql


def test_issue_books_debtor_and_income(by: User) -> None:
    lines = (
        InvoiceLineSpec("Contributie", Decimal("102.50"), "8010"),
        InvoiceLineSpec("Training", Decimal(80), "8400", "bureau"),
        InvoiceLineSpec("Korting", Decimal(-10), "8400", "bureau"),
    )

    issued = issue(by, invoice(lines=lines))

    assert (issued.code, issued.total, issued.entry.code) == ("F2023-0001", Decimal("172.50"), "VRK-2023-0001")
    relation = issued.party.code
    stored = Line.objects.values_list("account__code", "debit", "credit", "cost_centre__code", "relation", "reference")
    assert list(stored.order_by("no")) == [
        ("1300", Decimal("172.50"), 0, None, relation, "F2023-0001"),
        ("8010", 0, Decimal("102.50"), None, relation, "F2023-0001"),
        ("8400", 0, Decimal(80), "bureau", relation, "F2023-0001"),
        ("8400", Decimal(10), 0, "bureau", relation, "F2023-0001"),
    ]
    assert "Brug" not in str(Line.objects.values_list()) + str(Entry.objects.values_list())


def test_numbers_follow_per_year(by: User) -> None:
    issued = invoices.issue([invoice(), invoice(on=date(2024, 1, 5)), invoice()], by=by)

    assert [one.code for one in issued] == ["F2023-0001", "F2024-0001", "F2023-0002"]
    assert issue(by).code == "F2023-0003"


def test_repeat_answers_with_the_first(by: User) -> None:
    request = uuid4()
    first = issue(by, invoice(request=request))

    again = invoices.issue([invoice(), invoice("999", request=request), invoice(request=request)], by=by)

    assert [one.code for one in again] == ["F2023-0002", "F2023-0001", "F2023-0001"]
    assert (again[1].pk, Invoice.objects.count(), Entry.objects.count()) == (first.pk, 2, 2)


def test_credit_takes_the_invoice_back_once(by: User) -> None:
    issued = issue(by)

    credit = invoices.credit(issued, on=date(2023, 2, 1), reason="dubbel", by=by)
    again = invoices.credit(issued, on=date(2023, 2, 1), reason="dubbel", by=by)

    assert (credit.total, credit.reference, again.pk) == (Decimal(-205), "Credit van F2023-0001: dubbel", credit.pk)
    assert statements.result(Year(2023)) == 0


def test_outstanding_is_what_was_not_paid_by_then(by: User) -> None:
    first, second = invoices.issue([invoice("205"), invoice("100")], by=by)
    paid = ledger.LineSpec("1300", credit=Decimal("55.50"), reference=first.code)
    bank = ledger.LineSpec("1010", debit=Decimal("55.50"))
    ledger.post([ledger.EntrySpec("BANK", date(2023, 3, 1), "Ontvangen", "Afschrift 3", (bank, paid))], by=by)

    assert invoices.outstanding(Turn(date(2023, 3, 1))) == {first.code: Decimal(205), second.code: Decimal(100)}
    assert invoices.outstanding(Turn(date(2023, 3, 2))) == {first.code: Decimal("149.50"), second.code: Decimal(100)}


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"lines": ()}, "lines", "De factuur aan Vereniging De Brug komt uit op nul."),
        ({"due": date(2023, 1, 1)}, "due", "De factuur aan Vereniging De Brug vervalt voor de factuurdatum."),
        ({"lines": (InvoiceLineSpec("x", Decimal(1), "9999"),)}, "lines", "Regel 2: er is geen rekening ‘9999’."),
    ],
)
def test_wrong_invoice_is_refused(by: User, wrong: dict[str, Any], field: str, message: str) -> None:
    with pytest.raises(LedgerError) as error:
        issue(by, invoice(**wrong))

    assert error.value.message_dict == {field: [message]}
    assert (Invoice.objects.count(), Entry.objects.count()) == (0, 0)


def test_statements_do_not_grow_with_the_batch(by: User) -> None:
    def cost(count: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            invoices.issue([invoice() for _ in range(count)], by=by)
        return len(queries) - count  # invoice() looks its party up

    party = registers.party("Vereniging De Brug", place="Assen")
    assert party
    assert cost(3) == cost(30)


# the database's own


def test_number_out_of_turn(by: User) -> None:
    issued = issue(by)
    values = (
        "INSERT INTO finance_invoice (id, year_id, number, code, party_id, date, due, reference, total, entry_id)"
        " VALUES (9, 2023, %s, %s, %s, '2023-01-20', '2023-02-20', '', 205, %s)"
    )
    entry = Entry.objects.get()

    def store(number: int, code: str) -> None:
        sql(
            "INSERT INTO finance_invoiceline (invoice_id, no, description, amount, account_id) VALUES (9, 1, 'x', 205,"
            " (SELECT id FROM finance_account WHERE code = '8010'))"
        )
        sql(values, number, code, issued.party_id, entry.pk)

    for number in (1, 3):
        with refused("sluit niet aan: 2 is aan de beurt"):
            store(number, f"F2023-000{number}")
    with refused("invoice_code_of_number"):
        store(2, "F2023-0009")
    with refused("finance_invoice_entry_id"):  # one entry, one invoice
        store(2, "F2023-0002")


def test_lines_that_do_not_add_up(by: User) -> None:
    issued = issue(by)
    with refused("De regels van factuur 2 tellen niet op tot 205."):
        sql(
            "INSERT INTO finance_invoice (id, year_id, number, code, party_id, date, due, reference, total, entry_id)"
            " VALUES (9, 2023, 2, 'F2023-0002', %s, '2023-01-20', '2023-02-20', '', 205, %s)",
            issued.party_id, issued.entry_id,
        )  # fmt: skip
    with refused("De factuur is al verstuurd."):
        sql(
            "INSERT INTO finance_invoiceline (invoice_id, no, description, amount, account_id)"
            " SELECT invoice_id, 2, 'erbij', 1, account_id FROM finance_invoiceline"
        )


def test_invoice_never_changes(by: User) -> None:
    issue(by)
    for statement in ("UPDATE finance_invoice SET total = 1", "DELETE FROM finance_invoiceline"):
        with refused("permission denied"):
            sql(statement)
