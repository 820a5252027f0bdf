"""A textbook year, worked out by hand: its income statement, balance sheets and movement of reserves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from finance import appropriation, budgets, ledger, registers, statements
from finance.appropriation import AppropriationLineSpec
from finance.balances import NotByMonth
from finance.budgets import BudgetLineSpec
from finance.ledger import EntrySpec, LineSpec
from finance.models import Budget, Decision, Reserve
from finance.specs import LedgerError
from finance.statements import Node, Statement
from nov.kernel.models import User
from nov.kernel.periods import Month, Period, Turn, Year
from tests.finance.books import entry, refused, sql

D = Decimal
EVE_2022, EVE_2023 = Turn(date(2023, 1, 1)), Turn(date(2024, 1, 1))


@pytest.fixture
def decision(by: User) -> Decision:
    return registers.decision("alv", "ALV-1", on=date(2022, 11, 25), subject="Begroting 2023")


@pytest.fixture
def budget(decision: Decision) -> Budget:
    lines = [
        BudgetLineSpec("8010", D(500)),
        BudgetLineSpec("4200", D(300), "bureau"),
        BudgetLineSpec("7000", D(150), "meedoen"),
    ]
    return budgets.adopt(2023, name="ALV november 2022", decision=decision, lines=lines)


@pytest.fixture
def year(by: User, decision: Decision) -> User:
    """31-12-2022: bank 1.000 against the general reserve. 2023: 600,40 contribution, 250,30 rent, 100,25 project costs of
    which 40 unpaid, 9,90 interest; so a result of 259,75, of which 259,75 to the continuity reserve."""
    for code, kind, account in (("algemeen", "algemeen", "0500"), ("continuiteit", "continuiteit", "0510")):
        registers.reserve(code, kind.capitalize(), kind=kind, account=account, purpose="", restricted_by="")
    opening = (LineSpec("1010", debit=D(1000)), LineSpec("0500", credit=D(1000)))
    project = (
        LineSpec("7000", debit=D("100.25"), cost_centre="meedoen", grant="szw"),
        LineSpec("1010", credit=D("60.25")),
        LineSpec("1600", credit=D(40)),
    )
    ledger.post(
        [
            EntrySpec("BEG", date(2022, 12, 31), "Beginbalans", "Jaarrekening 2022", opening),
            entry("600.40", debit="1010", credit="8010", on=date(2023, 1, 31)),
            entry("250.30", debit="4200", credit="1010", on=date(2023, 3, 1), cost_centre="bureau"),
            EntrySpec("INK", date(2023, 6, 30), "Training", "Factuur 9", project),
            entry("9.90", debit="1420", credit="8300", on=date(2023, 12, 31)),
        ],
        by=by,
    )
    lines = [AppropriationLineSpec("continuiteit", D("259.75"))]
    appropriation.appropriate(2023, decision=decision, lines=lines, by=by)
    return by


def shown(statement: Statement) -> list[tuple[str, tuple[Decimal, ...]]]:
    """All of a statement from top to bottom, indented."""

    def rows(node: Node, depth: int) -> list[tuple[str, tuple[Decimal, ...]]]:
        below = [row for child in node.children for row in rows(child, depth + 1)]
        return [("  " * depth + (node.code if node.is_account else node.name), node.amounts), *below]

    return [row for section in statement.sections for row in
            [(section.name, section.total), *(row for node in section.nodes for row in rows(node, 1))]]  # fmt: skip


def test_income_statement(year: User, budget: Budget) -> None:
    statement = statements.income_statement(Year(2023), budgets=[budget])

    assert [column.heading for column in statement.columns] == [
        "Realisatie 2023", "Begroting 2023, ALV november 2022", "Realisatie 2022",
    ]  # fmt: skip
    assert shown(statement) == [
        ("Baten", (D("610.30"), D(500), D(0))),
        ("  Overige baten", (D("610.30"), D(500), D(0))),
        ("    Contributies", (D("600.40"), D(500), D(0))),
        ("      8010", (D("600.40"), D(500), D(0))),
        ("    Rente", (D("9.90"), D(0), D(0))),
        ("      8300", (D("9.90"), D(0), D(0))),
        ("Lasten", (D("350.55"), D(450), D(0))),
        ("  Organisatie, accommodatie, bestuur en rente", (D("250.30"), D(300), D(0))),
        ("    Accommodatiekosten", (D("250.30"), D(300), D(0))),
        ("      4200", (D("250.30"), D(300), D(0))),
        ("  Activiteits- en projectkosten", (D("100.25"), D(150), D(0))),
        ("    7000", (D("100.25"), D(150), D(0))),
    ]
    assert statement.result == (D("259.75"), D(50), D(0))


def test_income_statement_of_some_months_and_one_cost_centre(year: User) -> None:
    first_half = Period(date(2023, 1, 1), date(2023, 7, 1))
    of_months = statements.income_statement(first_half, compare=False)
    of_project = statements.income_statement(
        Year(2023), cost_centre=registers.cost_centre("meedoen", "#Meedoen"), compare=False
    )  # fmt: skip

    assert of_months.columns[0].heading == "Realisatie januari tot en met juni 2023"
    assert [section.total for section in of_months.sections] == [(D("600.40"),), (D("350.55"),)]
    assert [section.total for section in of_project.sections] == [(D(0),), (D("100.25"),)]


def test_balance_sheet_after_and_before_appropriation(year: User) -> None:
    after = statements.balance_sheet(EVE_2023)
    before = statements.balance_sheet(EVE_2023, appropriated=False, compare=False)

    assert shown(after) == [
        ("Activa", (D("1299.75"), D(1000))),
        ("  Vlottende activa", (D("1299.75"), D(1000))),
        ("    Overige vorderingen en overlopende activa", (D("9.90"), D(0))),
        ("      1420", (D("9.90"), D(0))),
        ("    Liquide middelen", (D("1289.85"), D(1000))),
        ("      1010", (D("1289.85"), D(1000))),
        ("Passiva", (D("1299.75"), D(1000))),
        ("  Reserves en fondsen", (D("1259.75"), D(1000))),
        ("    Algemene reserve", (D(1000), D(1000))),
        ("      0500", (D(1000), D(1000))),
        ("    Continuïteitsreserve", (D("259.75"), D(0))),
        ("      0510", (D("259.75"), D(0))),
        ("  Kortlopende schulden en overlopende passiva", (D(40), D(0))),
        ("    Crediteuren", (D(40), D(0))),
        ("      1600", (D(40), D(0))),
    ]
    assert dict(shown(before))["    Nog te bestemmen resultaat"] == (D("259.75"),)
    assert "    Continuïteitsreserve" not in dict(shown(before))
    assert before.result == (0,)


def test_balance_sheet_in_the_course_of_a_year(year: User) -> None:
    sheet = dict(shown(statements.balance_sheet(Month(2023, 3).end, compare=False)))

    assert sheet["      1010"] == (D("1350.10"),)
    assert sheet["    Nog te bestemmen resultaat"] == (D("350.10"),)


def test_closing_of_one_year_is_opening_of_the_next(year: User) -> None:
    ledger.post([entry("10", on=date(2024, 5, 1))], by=year)

    of_2024 = statements.balance_sheet(Turn(date(2025, 1, 1)))

    assert of_2024.sections[0].total == (D("1289.75"), D("1299.75"))
    assert of_2024.result == (0, 0)


def test_movement_of_reserves(year: User) -> None:
    moved = statements.movement_of_reserves(Year(2023))

    assert [(one.reserve.code, one.begin, one.added, one.taken, one.end) for one in moved] == [
        ("algemeen", D(1000), D(0), D(0), D(1000)),
        ("continuiteit", D(0), D("259.75"), D(0), D("259.75")),
    ]


def test_whole_euros_add_up_as_printed(by: User) -> None:
    """0,40 + 0,40 + 1000,40 + 0,50 is 1001,70: printed 0 + 0 + 1001 + 1 = 1002, the rest on the largest."""
    parts = [("8400", "0.40"), ("8410", "0.40"), ("8220", "1000.40"), ("8010", "0.50")]
    ledger.post([entry(amount, debit="1010", credit=code) for code, amount in parts], by=by)
    ledger.post([entry("300.45"), entry("200.45", debit="7000")], by=by)

    statement = statements.income_statement(Year(2023), compare=False).whole_euros()

    leaves = {name.strip(): amounts[0] for name, amounts in shown(statement) if name.strip().isdecimal()}
    assert leaves == {"8220": 1001, "8010": 1, "8400": 0, "8410": 0, "4200": 301, "7000": 200}
    assert [section.total for section in statement.sections] == [(1002,), (501,)]
    assert statement.result == (501,)  # 500,80 rounded


def test_by_cost_centre(year: User) -> None:
    rows = [
        (centre.code if centre else None, income, expenses)
        for centre, income, expenses in statements.by_cost_centre(Year(2023))
    ]

    assert rows == [("bureau", 0, D("250.30")), ("meedoen", 0, D("100.25")), (None, D("610.30"), 0)]


def test_days_that_are_no_months(year: User) -> None:
    with pytest.raises(NotByMonth, match="Een staat gaat over hele maanden."):
        statements.income_statement(Period(date(2023, 1, 2), date(2023, 2, 1)))
    with pytest.raises(NotByMonth, match="Een balans is er aan het eind van een maand."):
        statements.balance_sheet(Turn(date(2023, 1, 15)))


def test_year_without_anything(by: User) -> None:
    assert shown(statements.income_statement(Year(2022))) == [("Baten", (0, 0)), ("Lasten", (0, 0))]
    assert shown(statements.balance_sheet(EVE_2022)) == [("Activa", (0, 0)), ("Passiva", (0, 0))]
    assert statements.movement_of_reserves(Year(2022)) == []


def test_statements_cost_the_same_whatever_was_posted(year: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            statements.income_statement(Year(2023))
            statements.balance_sheet(EVE_2023)
        return len(queries)

    before = cost()
    ledger.post([entry(debit=code) for code in ("4300", "4310", "7010")], by=year)
    assert (before, cost()) == (10, 10)


# budgets


def test_budget_versions_follow_and_repeat(budget: Budget, decision: Decision) -> None:
    board = registers.decision("bestuur", "B-1", on=date(2023, 4, 1), subject="Aanpassing")
    second = budgets.adopt(2023, name="april", decision=board, lines=[BudgetLineSpec("8010", D(0), note="p.m.")])

    assert (budget.version, second.version, str(second)) == (1, 2, "Begroting 2023, april")
    assert budgets.adopt(2023, name="anders", decision=board, lines=[]) == second
    assert [one.version for one in budgets.of_year(2023)] == [1, 2]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (BudgetLineSpec("1010", D(1)), "‘1010’ is geen rekening voor baten of lasten."),
        (BudgetLineSpec("4200", D(-1)), "4200: een begroot bedrag is nul of meer."),
        (BudgetLineSpec("4200", D(1), "maan"), "Er is geen kostenplaats ‘maan’."),
        (BudgetLineSpec("4200", D(1), None, "maan"), "Er is geen subsidie ‘maan’."),
    ],
)
def test_wrong_budget_line(decision: Decision, line: BudgetLineSpec, message: str) -> None:
    with pytest.raises(LedgerError) as error:
        budgets.adopt(2023, name="x", decision=decision, lines=[line])

    assert error.value.message_dict == {"lines": [message]}
    assert Budget.objects.count() == 0


def test_adopted_budget_stays(budget: Budget) -> None:
    for statement in ("UPDATE finance_budgetline SET amount = 1", "DELETE FROM finance_budget"):
        with refused("permission denied"):
            sql(statement)
    assert Reserve.objects.count() == 0
