"""Locking, closing and reopening years."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from finance import appropriation, ledger, registers, years
from finance.appropriation import AppropriationLineSpec
from finance.ledger import LedgerError
from finance.models import Appropriation, Decision, DraftEntry, Entry, Journal, Reserve
from nov.kernel.models import User
from tests.finance.books import entry


@pytest.fixture
def second(by: User) -> User:
    return User.objects.create_user("tweede@nov.example", "kort-maar-lang-genoeg", name="Tom Twee")


@pytest.fixture
def decision(by: User) -> Decision:
    return registers.decision("alv", "ALV-1", on=date(2023, 6, 1), subject="Jaarrekening")


@pytest.fixture
def reserves(by: User) -> list[Reserve]:
    return [
        registers.reserve("algemeen", "Algemene reserve", kind="algemeen", account="0500", purpose="", restricted_by=""),
        registers.reserve("continuiteit", "Continuïteitsreserve", kind="continuiteit", account="0510", purpose="", restricted_by=""),
    ]  # fmt: skip


def test_state_follows_the_last_events(by: User) -> None:
    ledger.lock_period(2023, 1, by=by)
    ledger.lock_period(2023, 2, by=by)
    ledger.unlock(2023, 1, reason="nog een factuur", by=by)

    state = years.state(2023)

    assert (state.closed, state.locked, state.locked_periods) == (False, False, {2})
    assert [state.shut(period) for period in (1, 2, 3)] == [False, True, False]


def test_close_a_year_twice_is_once(by: User) -> None:
    first = ledger.close_year(2022, by=by)

    assert ledger.close_year(2022, by=by) == first
    assert years.state(2022).shut(13)


def test_close_with_result_that_is_not_appropriated(by: User, decision: Decision, reserves: list[Reserve]) -> None:
    ledger.post([entry(on=date(2022, 3, 1))], by=by)
    with pytest.raises(LedgerError) as error:
        ledger.close_year(2022, by=by)
    assert error.value.messages == ["Van het resultaat is −€\u00a0100,00 nog niet bestemd."]

    appropriation.appropriate(2022, decision=decision, lines=[AppropriationLineSpec("algemeen", Decimal(-100))], by=by)

    assert ledger.close_year(2022, by=by).kind == "close"


def test_close_with_drafts_waiting(by: User) -> None:
    memo = Journal.objects.get(code="MEM")
    DraftEntry.objects.create(journal=memo, date=date(2022, 5, 1), description="x", source="y", made_by=by)

    with pytest.raises(LedgerError) as error:
        ledger.close_year(2022, by=by)
    assert error.value.messages == ["Er wacht nog 1\u00a0concept in 2022."]


def test_close_before_the_year_before(by: User) -> None:
    with pytest.raises(LedgerError, match="Sluit eerst boekjaar 2022 af."):
        ledger.close_year(2023, by=by)


def test_reopen_takes_two_and_a_reason(by: User, second: User) -> None:
    ledger.close_year(2022, by=by)
    with pytest.raises(LedgerError, match="Niemand heeft gevraagd dit jaar te heropenen."):
        ledger.reopen_year(2022, by=second)
    with pytest.raises(LedgerError, match="Schrijf op waarom het jaar open moet."):
        ledger.ask_reopening(2022, reason=" ", by=by)
    ledger.ask_reopening(2022, reason="fout in de huur", by=by)
    with pytest.raises(LedgerError, match="Een ander dan wie het vroeg, heropent het jaar."):
        ledger.reopen_year(2022, by=by)

    event = ledger.reopen_year(2022, by=second)

    assert (event.by_id, event.second_id, event.reason) == (by.pk, second.pk, "fout in de huur")
    assert not years.state(2022).closed
    with pytest.raises(LedgerError, match="Niemand heeft gevraagd"):
        ledger.reopen_year(2022, by=second)


def test_open_year_follows_the_last(by: User) -> None:
    assert ledger.open_year(2025).year == 2025
    assert ledger.open_year(2025).year == 2025
    with pytest.raises(LedgerError, match="Boekjaar 2027 sluit niet aan op 2025."):
        ledger.open_year(2027)


# appropriation


def test_appropriation_books_itself_in_period_13(by: User, decision: Decision, reserves: list[Reserve]) -> None:
    ledger.post([entry("500", debit="1010", credit="8220")], by=by)
    lines = [
        AppropriationLineSpec("continuiteit", Decimal(520), "buffer"),
        AppropriationLineSpec("algemeen", Decimal(-20)),
    ]

    made = appropriation.appropriate(2023, decision=decision, lines=lines, by=by)

    assert (made.entry.code, made.entry.period, made.entry.date) == ("BST-2023-0001", 13, date(2023, 12, 31))
    assert list(made.entry.lines.order_by("no").values_list("account__code", "debit", "credit", "description")) == [
        ("0590", Decimal(500), 0, ""),
        ("0510", 0, Decimal(520), "buffer"),
        ("0500", Decimal(20), 0, ""),
    ]
    assert appropriation.appropriate(2023, decision=decision, lines=lines, by=by) == made
    assert Appropriation.objects.count() == 1


def test_appropriation_that_does_not_add_up(by: User, decision: Decision, reserves: list[Reserve]) -> None:
    ledger.post([entry("500", debit="1010", credit="8220")], by=by)

    with pytest.raises(LedgerError) as error:
        appropriation.appropriate(
            2023, decision=decision, lines=[AppropriationLineSpec("algemeen", Decimal(499))], by=by
        )
    with pytest.raises(LedgerError, match="Er is geen reserve ‘maan’."):
        appropriation.appropriate(2023, decision=decision, lines=[AppropriationLineSpec("maan", Decimal(500))], by=by)

    assert error.value.message_dict == {
        "lines": ["Te bestemmen is €\u00a0500,00; de regels komen samen op €\u00a0499,00."]
    }
    assert Entry.objects.filter(period=13).count() == 0


def test_later_decision_moves_between_reserves(by: User, decision: Decision, reserves: list[Reserve]) -> None:
    later = registers.decision("alv", "ALV-2", on=date(2024, 6, 1), subject="Andere bestemming")
    lines = [AppropriationLineSpec("continuiteit", Decimal(20)), AppropriationLineSpec("algemeen", Decimal(-20))]

    made = appropriation.appropriate(2023, decision=later, lines=lines, by=by)

    assert [line.account.code for line in made.entry.lines.order_by("no")] == ["0510", "0500"]


def test_appropriation_is_not_reversed_by_hand(by: User, decision: Decision, reserves: list[Reserve]) -> None:
    ledger.post([entry("500", debit="1010", credit="8220")], by=by)
    made = appropriation.appropriate(
        2023, decision=decision, lines=[AppropriationLineSpec("algemeen", Decimal(500))], by=by
    )

    with pytest.raises(LedgerError, match="Dit boekstuk is een resultaatbestemming."):
        ledger.reverse(made.entry, on=date(2023, 12, 31), reason="x", by=by)
