"""At the same moment: posting and closing, two postings, the same thing twice. No deadlock, one effect, nothing too late."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from finance import invoices, ledger, registers, verify
from finance.ledger import LedgerError
from finance.models import Account, Balance, DraftEntry, DraftLine, Entry, Invoice, Journal, Line, YearEvent
from nov.kernel.models import User
from tests.finance.books import entry, invoice, make_books, written


@pytest.fixture
def by(committed: Any) -> User:
    return make_books()


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do all of these in threads of their own at the same moment; give their results or what they raised."""
    start = threading.Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return deed()
        except Exception as error:  # noqa: BLE001
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def held(deed: Callable[[], Any], released: threading.Event, done: threading.Event) -> Any:
    """Do something in a transaction that stays open until it is released."""
    with transaction.atomic():
        result = deed()
        done.set()
        released.wait(20)
    return result


def one_then_other(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Any, Any]:
    """`first` has done its work and not committed; `second` begins; only then does `first` commit."""
    done, released = threading.Event(), threading.Event()

    def later() -> Any:
        done.wait(20)
        threading.Timer(0.3, released.set).start()
        return second()

    return tuple(at_once(lambda: held(first, released, done), later))  # type: ignore[return-value]


def test_closing_waits_for_a_posting(by: User) -> None:
    posted, closed = one_then_other(
        lambda: ledger.post([entry(on=date(2022, 3, 1))], by=by), lambda: ledger.close_year(2022, by=by)
    )

    assert isinstance(posted, list)
    assert isinstance(closed, LedgerError)  # its result is not appropriated: it saw the entry
    assert (Entry.objects.count(), YearEvent.objects.count()) == (1, 0)


def test_posting_waits_for_a_closing(by: User) -> None:
    closed, posted = one_then_other(
        lambda: ledger.close_year(2022, by=by), lambda: ledger.post([entry(on=date(2022, 3, 1))], by=by)
    )

    assert isinstance(closed, YearEvent)
    assert posted.message_dict == {"date": ["Boekjaar 2022 is afgesloten. Boek een correctie in een open jaar."]}
    assert Entry.objects.count() == 0


def test_raw_posting_waits_for_a_closing(by: User) -> None:
    def raw() -> None:
        with transaction.atomic():
            written(by, 1, year_id=2022, date="2022-03-01")

    closed, posted = one_then_other(lambda: ledger.close_year(2022, by=by), raw)

    assert isinstance(closed, YearEvent)
    assert "Boekjaar 2022, periode 3 is afgesloten." in str(posted)


def test_two_postings_in_opposite_order(by: User) -> None:
    def both(first: str, second: str) -> None:
        with transaction.atomic():
            ledger.post([entry(debit=first)], by=by)
            ledger.post([entry(debit=second)], by=by)

    answers = at_once(lambda: both("4200", "4300"), lambda: both("4300", "4200"))

    assert answers == [None, None]
    assert [one.pk for one in Entry.objects.order_by("id")] == [1, 2, 3, 4]
    assert verify.first_fault() is None


def test_reversing_twice_at_once(by: User) -> None:
    posted = ledger.post([entry()], by=by)[0]

    def back() -> int:
        return ledger.reverse(Entry.objects.get(pk=posted.pk), on=date(2023, 4, 1), reason="dubbel", by=by).pk

    assert at_once(back, back) == [2, 2]
    assert Entry.objects.count() == 2


def test_sixteen_identical_postings(by: User) -> None:
    request = uuid4()

    answers = at_once(*[lambda: ledger.post([entry(request=request)], by=by)[0].pk] * 16)

    assert answers == [1] * 16
    assert (Entry.objects.count(), Line.objects.count()) == (1, 2)
    assert Balance.objects.get(account__code="4200").debit == Decimal(100)


def test_sixteen_different_postings(by: User) -> None:
    answers = at_once(*[lambda: ledger.post([entry()], by=by)[0].pk] * 16)

    assert sorted(answers) == list(range(1, 17))
    assert sorted(Entry.objects.values_list("number", flat=True)) == list(range(1, 17))
    assert verify.first_fault() is None


def test_draft_posted_twice_at_once(by: User) -> None:
    accounts = {account.code: account for account in Account.objects.filter(code__in=["4200", "1010"])}
    draft = DraftEntry.objects.create(
        journal=Journal.objects.get(code="MEM"), date=date(2023, 3, 1), description="Huur", source="F", made_by=by
    )
    DraftLine.objects.create(draft=draft, no=1, account=accounts["4200"], debit=Decimal(5))
    DraftLine.objects.create(draft=draft, no=2, account=accounts["1010"], credit=Decimal(5))
    kept = DraftEntry.objects.get(pk=draft.pk)

    assert at_once(*[lambda: ledger.post_draft(kept, by=by).pk] * 4) == [1] * 4
    assert (Entry.objects.count(), DraftEntry.objects.count()) == (1, 0)


def test_sixteen_identical_invoices(by: User) -> None:
    registers.party("Vereniging De Brug", place="Assen")
    one = invoice(request=uuid4())

    answers = at_once(*[lambda: invoices.issue([one], by=by)[0].code] * 16)

    assert answers == ["F2023-0001"] * 16
    assert (Invoice.objects.count(), Entry.objects.count()) == (1, 1)


def test_invoices_and_postings_at_once(by: User) -> None:
    registers.party("Vereniging De Brug", place="Assen")
    one = invoice()

    answers = at_once(
        *[lambda: invoices.issue([one, one], by=by)] * 4, *[lambda: ledger.post([entry(), entry()], by=by)] * 4
    )

    assert [len(answer) for answer in answers] == [2] * 8
    assert sorted(Invoice.objects.values_list("number", flat=True)) == list(range(1, 9))
    assert verify.first_fault() is None


def test_closing_twice_at_once(by: User) -> None:
    answers = at_once(*[lambda: ledger.close_year(2022, by=by).pk] * 4)

    assert len(set(answers)) == 1
    assert YearEvent.objects.count() == 1


def test_who_waits_too_long_is_told_since_when(by: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "PATIENCE", "200ms")
    done, released = threading.Event(), threading.Event()

    def impatient() -> Any:
        done.wait(20)
        try:
            return ledger.post([entry()], by=by)
        finally:
            released.set()

    posted, refused = at_once(lambda: held(lambda: ledger.post([entry()], by=by), released, done), impatient)

    assert isinstance(posted, list)
    assert isinstance(refused, ValidationError)
    assert refused.messages[0].startswith("Een ander is al ")
    assert refused.messages[0].endswith("aan het boeken. Probeer het zo nog eens; er is niets geboekt.")
    assert Entry.objects.count() == 1
