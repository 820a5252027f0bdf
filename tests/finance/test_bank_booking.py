"""Bank lines matched and booked: with a reason, whole, once, never an invoice above its amount, and taken back."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finance import ledger, references
from finance.banking import matching
from finance.banking.allocating import Choice, Part, book, confirm, left_open, open_lines, undo
from finance.invoices import outstanding
from finance.models import Allocation, BankAccount, BankBooking, BankLine, Entry, Line, Party, Proposal
from finance.specs import LedgerError
from nov.kernel.models import User
from tests.finance.bank import OTHER, account, camt, ntry, stmt, take_in
from tests.finance.books import invoice, issue, make_books, refused, sql


def bank(by: User, *entries: str) -> list[BankLine]:
    """These entries on one statement; the lines in order."""
    if not BankAccount.objects.exists():
        account()
    amounts = [Decimal(one.partition('">')[2].partition("<")[0]) * (-1 if "DBIT" in one else 1) for one in entries]
    take_in(by, camt(stmt("1000.00", *entries, closing=f"{1000 + sum(amounts):.2f}")))
    return list(BankLine.objects.order_by("id"))


def proposal(by: User, *entries: str) -> tuple[int, str, list[dict[str, Any]]] | None:
    bank(by, *entries)
    matching.propose()
    one = Proposal.objects.order_by("line_id").last()
    return (one.confidence, one.reason.replace("\N{NO-BREAK SPACE}", " "), one.parts) if one else None


def on_bank_and_debtors() -> list[tuple[str, Decimal, str]]:
    rows = Line.objects.filter(entry__journal__code="BANK").order_by("entry_id", "no")
    return [(code, debit - credit, reference) for code, debit, credit, reference in
            rows.values_list("account__code", "debit", "credit", "reference")]  # fmt: skip


# Proposals: what a line most likely is, and why


def test_reference_and_amount(by: User) -> None:
    issue(by, invoice("205"))
    number = references.payment_reference("F2023-0001")
    spaced = f"{number[:4]} {number[4:8]} {number[8:12]} {number[12:]}"

    expected = (
        3,
        "Het betalingskenmerk is dat van F2023-0001, en het bedrag klopt.",
        [{"amount": "205.00", "invoice": "F2023-0001"}],
    )
    assert proposal(by, ntry("205.00", text=f"kenmerk {spaced}")) == expected


@pytest.mark.parametrize("as_said", ["payment_reference", "rf_reference"])
def test_structured_reference(by: User, as_said: str) -> None:
    issue(by, invoice("205"))
    assert proposal(by, ntry("205.00", reference=getattr(references, as_said)("F2023-0001")))[0] == 3


def test_part_payment_and_overpayment(by: User) -> None:
    party = issue(by, invoice("205")).party
    part = (
        2,
        "In de omschrijving staat F2023-0001; het is een deel, daarna staat nog € 105,00 open.",
        [{"amount": "100.00", "invoice": "F2023-0001"}],
    )
    assert proposal(by, ntry("100.00", text="factuur f2023 0001")) == part
    Proposal.objects.all().delete()
    over = (
        2, "In de omschrijving staat F2023-0001; € 5,00 is te veel betaald en wordt een tegoed.",
        [{"amount": "205.00", "invoice": "F2023-0001"}, {"amount": "5.00", "party": party.pk}],
    )  # fmt: skip
    line = bank(by, ntry("210.00", text="F2023-0001"))[-1]
    matching.propose([line])
    one = Proposal.objects.get()
    assert (one.confidence, one.reason.replace("\N{NO-BREAK SPACE}", " "), one.parts) == over


def test_one_payment_for_several_invoices(by: User) -> None:
    issue(by, invoice("205"), invoice("100"))
    confidence, reason, parts = proposal(by, ntry("305.00", text="F2023-0001 en F2023-0002"))
    assert (confidence, reason) == (3, "In de omschrijving staan F2023-0001, F2023-0002; samen precies dit bedrag.")
    assert [part["amount"] for part in parts] == ["205.00", "100.00"]


def test_account_it_came_from(by: User) -> None:
    issue(by, invoice("205"), invoice("100"))
    Party.objects.filter(invoices__code="F2023-0001").update(iban=OTHER)
    assert proposal(by, ntry("100.00", iban=OTHER)) == (
        2, "Komt van de rekening van de relatie van F2023-0002, en het bedrag klopt.", [{"amount": "100.00", "invoice": "F2023-0002"}],
    )  # fmt: skip


def test_name_of_who_paid(by: User) -> None:
    issue(by, invoice("205"))
    assert (
        proposal(by, ntry("205.00", name="VERENIGING DE BRUG"))[1]
        == "De naam is die van de relatie van F2023-0001, en het bedrag klopt."
    )


def test_bank_costs(by: User) -> None:
    assert proposal(by, ntry("-12.50", text="Kosten betalingsverkeer")) == (
        2, "Van de bank zelf: in de omschrijving staat ‘kosten’.", [{"amount": "-12.50", "account": "4610"}],
    )  # fmt: skip


def test_unknown_stays_on_the_list(by: User) -> None:
    issue(by, invoice("205"))
    assert proposal(by, ntry("17.00", name="Onbekend", text="iets")) is None
    assert open_lines().count() == 1


def test_second_payment_of_the_same_invoice_is_an_advance(by: User) -> None:
    party = issue(by, invoice("205")).party
    bank(by, ntry("205.00", text="F2023-0001", bank="1"), ntry("205.00", text="F2023-0001", bank="2"))
    matching.propose()
    assert [one.parts for one in Proposal.objects.order_by("line_id")] == [
        [{"amount": "205.00", "invoice": "F2023-0001"}], [{"amount": "205.00", "party": party.pk}],
    ]  # fmt: skip


def test_proposals_take_the_same_statements_for_one_and_for_many(by: User) -> None:
    issue(by, invoice("205"))
    bank(by, *(ntry("205.00", text="F2023-0001", bank=str(no)) for no in range(30)))
    counts = []
    for rows in (open_lines()[:1], open_lines()):
        with CaptureQueriesContext(connection) as queries:
            matching.propose(rows)
        counts.append(len(queries))
    assert counts == [7, 7]


# Booking


def test_confirmed_in_bulk(by: User) -> None:
    issue(by, invoice("205"), invoice("100"))
    bank(by, ntry("205.00", text="F2023-0001"), ntry("104.00", text="F2023-0002"), ntry("-3.00", text="kosten"))
    matching.propose()

    bookings, left = confirm(Proposal.objects.select_related("line"), by=by)

    assert (len(bookings), left, open_lines().count(), Proposal.objects.count()) == (3, [], 0, 0)
    assert on_bank_and_debtors() == [
        ("1010", 205, ""), ("1300", -205, "F2023-0001"),
        ("1010", 104, ""), ("1300", -100, "F2023-0002"), ("1890", -4, f"B{bookings[1].line_id}"),
        ("1010", -3, ""), ("4610", 3, ""),
    ]  # fmt: skip
    assert outstanding(matching.FOREVER) == {}
    assert (bookings[0].entry.description, bookings[0].entry.source) == (
        "Ontvangen: F2023-0001",
        "Afschrift 1, regel 1",
    )


def test_repeat_books_nothing(by: User) -> None:
    issue(by, invoice("205"))
    (line,) = bank(by, ntry("205.00"))
    choice = Choice(line, (Part(Decimal(205), invoice="F2023-0001"),))

    first, again = book([choice], by=by), book([choice], by=by)

    assert (first[0].pk, Entry.objects.filter(journal__code="BANK").count()) == (again[0].pk, 1)


def test_what_no_longer_fits_stays_open(by: User) -> None:
    issue(by, invoice("205"))
    bank(by, ntry("205.00", text="F2023-0001"), ntry("-1.00", text="kosten"))
    matching.propose()
    cash = (
        ledger.LineSpec("1000", debit=Decimal(205)),
        ledger.LineSpec("1300", credit=Decimal(205), reference="F2023-0001"),
    )
    ledger.post([ledger.EntrySpec("MEM", BankLine.objects.first().booked_on, "Contant", "Kas", cash)], by=by)

    bookings, left = confirm(Proposal.objects.select_related("line"), by=by)

    assert (len(bookings), open_lines().count()) == (1, 1)
    assert left == [
        "F2023-0001: van factuur F2023-0001 staat €\N{NO-BREAK SPACE}0,00 open; €\N{NO-BREAK SPACE}205,00 is meer."
    ]


def test_parts_that_do_not_add_up(by: User) -> None:
    (line,) = bank(by, ntry("205.00"))
    with pytest.raises(LedgerError, match="verdeel precies het bedrag"):
        book([Choice(line, (Part(Decimal(200), account="1090"),))], by=by)
    book([Choice(line, (Part(Decimal(205), account="1090"),))], by=by)


def test_taken_back_the_line_is_open_and_the_invoice_too(by: User) -> None:
    issue(by, invoice("205"))
    (line,) = bank(by, ntry("205.00"))
    (booking,) = book([Choice(line, (Part(Decimal(205), invoice="F2023-0001"),))], by=by)

    with pytest.raises(LedgerError, match="Maak de boeking daar ongedaan"):
        ledger.reverse(booking.entry, on=line.booked_on, reason="fout", by=by)
    for _ in range(2):
        booking = undo(booking, on=line.booked_on, reason="verkeerde factuur", by=by)

    assert (open_lines().count(), left_open(["F2023-0001"])) == (1, {"F2023-0001": 205})
    assert booking.reversal.reverses_id == booking.entry_id
    book([Choice(line, (Part(Decimal(205), account="1090"),))], by=by)
    assert BankBooking.objects.count() == 2


def test_return_opens_the_invoice_again(by: User) -> None:
    issue(by, invoice("205"))
    bank(by, ntry("205.00", iban=OTHER, text="F2023-0001"))
    matching.propose()
    confirm(Proposal.objects.select_related("line"), by=by)

    confidence, reason, parts = proposal(by, ntry("-205.00", "2023-03-05", iban=OTHER, code="MD06"))
    assert (confidence, parts) == (2, [{"amount": "-205.00", "invoice": "F2023-0001"}])
    assert reason == "Teruggeboekt door de bank (MD06): de betaling van F2023-0001 vanaf dezelfde rekening."
    confirm(Proposal.objects.select_related("line"), by=by)
    assert outstanding(matching.FOREVER) == {"F2023-0001": 205}


# The database has the last word


def test_database_books_a_line_whole_and_once(by: User) -> None:
    issue(by, invoice("205"))
    lines = bank(by, ntry("205.00", bank="1"), ntry("205.00", bank="2"))
    (booking,) = book([Choice(lines[0], (Part(Decimal(205), invoice="F2023-0001"),))], by=by)
    other = ledger.post(
        [ledger.EntrySpec("BANK", lines[1].booked_on, "x", "x",
                          (ledger.LineSpec("1010", debit=Decimal(205)), ledger.LineSpec("1300", credit=Decimal(205), reference="F2023-0001")))],
        by=by,
    )[0]  # fmt: skip
    allocate = (
        "INSERT INTO finance_allocation (booking_id, no, amount, account_id, invoice_id) VALUES (%s, 2, %s, %s, %s)"
    )
    add = "INSERT INTO finance_bankbooking (id, line_id, entry_id, reason) VALUES (%s, %s, %s, '')"
    code = booking.allocations.get().invoice_id
    account_id = Line.objects.filter(account__code="1010").first().account_id

    with refused("De bankregel is al geboekt."):
        sql(allocate, booking.pk, 1, account_id, None)
    with refused("allocation_not_nought"):
        sql(allocate, 900, 0, account_id, None)
    for accounted, invoiced in ((account_id, code), (None, None)):
        with refused("allocation_to_one"):
            sql(allocate, 900, 205, accounted, invoiced)
    with refused("allocation_place_once"):
        sql(allocate, 900, 1, account_id, None)
        sql(allocate, 900, 204, account_id, None)
    with refused("finance_bankbooking_entry_id"):
        sql(allocate, 900, 205, account_id, None)
        sql(add, 900, lines[1].pk, booking.entry_id)
    with refused("is 204 verdeeld"):
        sql(allocate, 900, 204, account_id, None)
        sql(add, 900, lines[1].pk, other.pk)
    with refused("bankline_booked_once"):
        sql(allocate, 900, 205, account_id, None)
        sql(add, 900, lines[0].pk, other.pk)
    with refused("horen niet bij elkaar"):
        sql(allocate, 900, 205, account_id, None)
        sql(add, 900, lines[1].pk, Entry.objects.filter(journal__code="VRK").first().pk)
    with refused("Factuur F2023-0001 zou boven haar bedrag worden betaald."):
        sql(allocate, 900, 205, None, code)
        sql(add, 900, lines[1].pk, other.pk)
    for change in (f"UPDATE finance_bankbooking SET reversal_id = {other.pk}", "DELETE FROM finance_bankbooking"):
        with refused("verandert niet; maak haar ongedaan"):
            sql(change)
    with refused("verandert niet; maak haar ongedaan"):
        back = ledger.take_back(booking.entry, on=lines[0].booked_on, reason="fout", by=by)
        sql("UPDATE finance_bankbooking SET reversal_id = %s, reason = 'anders'", back.pk)
    sql(allocate, 900, 205, account_id, None)
    sql(add, 900, lines[1].pk, other.pk)


def test_two_at_once_book_one(committed: Any) -> None:
    by = make_books()
    issue(by, invoice("205"))
    (line,) = bank(by, ntry("205.00"))
    start, errors = threading.Barrier(4), []

    def go() -> None:
        try:
            start.wait()
            book([Choice(line, (Part(Decimal(205), invoice="F2023-0001"),))], by=by)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert (errors, BankBooking.objects.count(), left_open(["F2023-0001"])) == ([], 1, {"F2023-0001": 0})


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 40_000), min_size=1, max_size=6))
def test_random_payments_keep_sums_to_the_cent(by: User, cents: list[int]) -> None:
    party = issue(by, invoice("205")).party
    code = party.invoices.order_by("-number").first().code
    before = sum(Allocation.objects.values_list("amount", flat=True), Decimal(0))
    bank(by, *(ntry(f"{one / 100:.2f}", text=code, bank=f"{code}-{no}") for no, one in enumerate(cents)))
    matching.propose()
    confirm(Proposal.objects.select_related("line"), by=by)

    paid = Decimal(sum(cents)) / 100
    assert left_open([code])[code] == max(Decimal(205) - paid, 0)
    assert sum(Allocation.objects.values_list("amount", flat=True)) == before + paid
