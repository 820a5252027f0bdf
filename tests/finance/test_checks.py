"""The checks about money: silent on the demo year, and each seen to speak when what it guards is broken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from finance import budgets, checks, ledger, registers
from finance.ledger import EntrySpec, LineSpec
from finance.models import Caption, DraftEntry, Journal
from nov.kernel.checks import checks_of, findings
from nov.kernel.models import User
from nov.kernel.periods import Year
from tests.finance.books import entry, make_books

ALL = checks_of([checks])


def found(year: int, key: str = "") -> list[str]:
    return [f"{one.check}: {one.what}" for one in findings(ALL, Year(year)) if not key or one.check == key]


def test_names() -> None:
    assert [check.key for check in ALL] == [
        "geld.boekjaar", "geld.keten", "geld.balans", "geld.resultaat", "geld.lasten", "geld.contributie",
        "geld.vaste_lasten", "geld.reserves", "geld.algemene_reserve", "geld.rente", "geld.begroting", "geld.subsidies",
        "geld.concepten", "geld.vorig_jaar",
    ]  # fmt: skip
    assert all(check.definition for check in ALL)


def test_demo_year_is_green(demo: None) -> None:
    assert found(2023) == []


def test_demo_year_before_names_the_loss(demo: None) -> None:
    assert found(2022, "geld.algemene_reserve") == [
        "geld.algemene_reserve: De algemene reserve is €\u00a055.595,00; eind 2020 was zij €\u00a075.000,00."
    ]


def test_year_that_is_not_there(by: User) -> None:
    assert found(2019) == ["geld.boekjaar: Er is geen boekjaar 2019.", "geld.begroting: Er is geen begroting 2019."]


def test_result_that_is_not_appropriated(by: User) -> None:
    ledger.post([entry()], by=by)

    assert found(2023, "geld.resultaat") == [
        "geld.resultaat: Resultaat 2023 en bestemming: −€\u00a0100,00 en €\u00a00,00 verschillen €\u00a0100,00."
    ]


def test_grant_earned_before_it_is_awarded(by: User) -> None:
    grant = registers.grant(
        "mva", "Meer en anders", funder=registers.party("VWS"), cost_centre=registers.cost_centre("bureau", "Bureau"),
        first=date(2023, 1, 1), last=date(2027, 12, 31),
    )  # fmt: skip
    registers.award(grant, "VWS-2024-1", dated=date(2024, 1, 22), amount=Decimal(5000))
    lines = (LineSpec("1750", Decimal(100)), LineSpec("8100", credit=Decimal(100), grant="mva"))
    ledger.post([EntrySpec("MEM", date(2023, 5, 1), "Bate", "x", lines)], by=by)

    assert found(2023, "geld.subsidies") == [
        "geld.subsidies: Meer en anders: €\u00a0100,00 is als bate genomen, beschikt is €\u00a00,00 tot en met 2023."
    ]
    later = EntrySpec("MEM", date(2024, 5, 1), "Bate", "x", lines)
    ledger.post([later], by=by)
    assert found(2024, "geld.subsidies") == []


def test_grant_income_without_a_grant(by: User) -> None:
    ledger.post([entry(debit="1010", credit="8100")], by=by)

    assert found(2023, "geld.subsidies") == ["geld.subsidies: €\u00a0100,00 aan subsidiebaten noemt geen subsidie."]


def test_interest_set_off_against_expenses(by: User) -> None:
    ledger.post([entry("9", debit="1010", credit="4600")], by=by)

    assert found(2023, "geld.rente") == [
        "geld.rente: Op Rentelasten is per saldo ontvangen: rente is verrekend met lasten."
    ]


def test_budget_that_came_late_or_from_the_board(by: User) -> None:
    assert found(2023, "geld.begroting") == ["geld.begroting: Er is geen begroting 2023."]
    board = registers.decision("bestuur", "B-1", on=date(2023, 2, 1), subject="Begroting")
    budgets.adopt(2023, name="bestuur", decision=board, lines=[])

    assert found(2023, "geld.begroting") == [
        "geld.begroting: Begroting 2023, bestuur is niet door de ALV vastgesteld.",
        "geld.begroting: Begroting 2023, bestuur is pas in het jaar zelf vastgesteld.",
    ]


def test_drafts_waiting_and_open_year_before(by: User) -> None:
    memo = Journal.objects.get(code="MEM")
    DraftEntry.objects.create(journal=memo, date=date(2023, 5, 1), description="x", source="y", made_by=by)

    assert found(2023, "geld.concepten") == ["geld.concepten: In 2023 wachten nog 1 concepten."]
    assert found(2023, "geld.vorig_jaar") == ["geld.vorig_jaar: Boekjaar 2022 is niet afgesloten."]
    ledger.close_year(2022, by=by)
    assert found(2023, "geld.vorig_jaar") == []


def test_reserve_moved_without_a_decision(by: User) -> None:
    registers.reserve("algemeen", "Algemene reserve", kind="algemeen", account="0500", purpose="", restricted_by="")
    lines = (LineSpec("0590", Decimal(30)), LineSpec("0500", credit=Decimal(30)))
    ledger.post([EntrySpec("BST", date(2023, 12, 31), "Zomaar", "x", lines, 13)], by=by)

    assert found(2023, "geld.reserves") == [
        "geld.reserves: Algemene reserve, beweging en besluit: €\u00a030,00 en €\u00a00,00 verschillen €\u00a030,00."
    ]


@pytest.fixture
def tamper(committed: Any, as_superuser: Callable[[], psycopg.Connection]) -> Any:
    by = make_books()
    ledger.post([entry(), entry("60", debit="1010", credit="8010"), entry("40", debit="1010", credit="8400")], by=by)
    with as_superuser() as root:
        root.execute("SET session_replication_role = replica")
        yield root.execute


def test_balance_that_does_not_close(tamper: Any) -> None:
    tamper(
        "UPDATE finance_balance SET debit = debit + 5 WHERE account_id = (SELECT id FROM finance_account WHERE code = '1010')"
    )

    assert found(2023, "geld.balans")[0] == (
        "geld.balans: Balans per 31-03-2023: €\u00a05,00 en €\u00a00,00 verschillen €\u00a05,00."
    )
    assert found(2023, "geld.keten") == [
        "geld.keten: Het grootboek klopt niet: het bijgehouden saldo van rekening 1010 Betaalrekening klopt niet met de boekingen."
    ]


def test_contribution_moved_out_of_other_income(tamper: Any) -> None:
    Caption.objects.get(code="contributies")
    tamper("UPDATE finance_caption SET parent_id = NULL WHERE code = 'contributies'")

    assert found(2023, "geld.contributie") == [
        "geld.contributie: De contributies staan niet onder de overige baten.",
        "geld.contributie: De contributies (€\u00a060,00) zijn meer dan de overige baten (€\u00a040,00).",
    ]


def test_interest_moved_to_expenses(tamper: Any) -> None:
    tamper("UPDATE finance_caption SET parent_id = NULL WHERE code = 'rente'")

    assert found(2023, "geld.rente") == ["geld.rente: Ontvangen rente staat niet onder de overige baten."]


def test_expenses_outside_of_the_statement(tamper: Any) -> None:
    """A caption two levels down is in the total and in no heading."""
    tamper(
        "UPDATE finance_caption SET parent_id = (SELECT id FROM finance_caption WHERE code = 'bestuurskosten') WHERE code = 'accommodatiekosten'"
    )

    assert found(2023, "geld.lasten") == [
        "geld.lasten: Lasten en de posten ervan: €\u00a0100,00 en €\u00a00,00 verschillen €\u00a0100,00."
    ]


def test_fixed_expenses_that_are_defined_otherwise(by: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from finance import figures

    ledger.post([entry(debit="4500")], by=by)
    assert found(2023, "geld.vaste_lasten") == []
    monkeypatch.setattr(figures, "FIXED", (*figures.FIXED, "bestuurskosten"))

    assert found(2023, "geld.vaste_lasten") == [
        "geld.vaste_lasten: Vaste lasten: €\u00a0100,00 en €\u00a00,00 verschillen €\u00a0100,00."
    ]
