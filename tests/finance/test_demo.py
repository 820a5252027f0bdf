"""The demo ledger holds the numbers of the reference year, and loading it again changes nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from finance import balances, invoices, statements, verify, years
from finance.banking import keeping
from finance.banking.allocating import open_lines
from finance.models import Allocation, BankAccount, BankLine, Entry, Line, YearEvent
from finance.statements import Node
from nov.demo import finance, people
from nov.kernel.periods import Turn, Year


def captions(nodes: tuple[Node, ...]) -> dict[str, int]:
    """Amounts of the first column by caption, the accounts left out."""
    found: dict[str, int] = {}
    for node in nodes:
        if not node.is_account:
            assert node.amounts[0] == int(node.amounts[0])
            found |= {node.code: int(node.amounts[0])} | captions(node.children)
    return found


def income(year: int) -> dict[str, int]:
    statement = statements.income_statement(Year(year), compare=False)
    return {"resultaat": int(statement.result[0])} | captions(statement.sections[0].nodes + statement.sections[1].nodes)


def test_income_and_expenses_of_2023(demo: None) -> None:
    assert income(2023) == {
        "resultaat": 184_405,
        "subsidiebaten": 2_460_362, "giften": 176_628,
        "overige_baten": 224_200, "contributies": 177_040, "rente": 8_960, "trainingen": 21_450, "keurmerk": 9_750,
        "overig": 7_000,
        "personeelskosten": 896_846,
        "organisatie_accommodatie_bestuur_rente": 164_607, "organisatiekosten": 91_240, "accommodatiekosten": 65_460,
        "bestuurskosten": 6_846, "financiele_lasten": 1_061,
        "projectkosten": 1_615_332,
    }  # fmt: skip


def test_totals_of_the_years_before(demo: None) -> None:
    of = {year: income(year) for year in (2021, 2022)}

    assert of[2021]["resultaat"] == -19_405
    headings = ("subsidiebaten", "giften", "overige_baten", "personeelskosten", "projectkosten", "resultaat")
    assert [of[2022][key] for key in headings] == [1_702_340, 214_500, 190_760, 781_206, 1_158_700, 8_214]
    assert of[2022]["organisatie_accommodatie_bestuur_rente"] == 159_480


def test_balance_sheets_of_2023_and_2022(demo: None) -> None:
    sheets = [statements.balance_sheet(Year(year).end, compare=False) for year in (2023, 2022)]

    assert [[section.total[0] for section in sheet.sections] for sheet in sheets] == [[1_733_790] * 2, [1_244_766] * 2]
    both = [captions(sheet.sections[0].nodes + sheet.sections[1].nodes) for sheet in sheets]
    leaves = {
        "materiele_vaste_activa": (18_420, 22_115), "debiteuren": (21_350, 17_905),
        "te_vorderen_subsidies": (148_900, 96_250), "overige_vorderingen": (32_480, 24_180),
        "liquide_middelen": (1_512_640, 1_084_316), "algemene_reserve": (75_000, 55_595),
        "continuiteitsreserve": (329_671, 229_671), "crediteuren": (246_318, 171_240),
        "belastingen_en_premies": (48_770, 41_880), "vooruitontvangen_subsidies": (812_431, 604_780),
        "vakantiegeld": (52_600, 45_300), "overlopende_passiva": (104_000, 96_300),
    }  # fmt: skip
    assert {key: (both[0][key], both[1][key]) for key in leaves} == leaves
    assert (both[0]["bestemmingsreserves"], "bestemmingsreserves" in both[1]) == (65_000, False)


def test_reserves_from_2020_to_2023(demo: None) -> None:
    ends = {
        year: {move.reserve.code: int(move.end) for move in statements.movement_of_reserves(Year(year))}
        for year in (2020, 2021, 2022, 2023)
    }

    assert ends == {
        2020: {"algemeen": 75_000, "continuiteit": 221_457},
        2021: {"algemeen": 55_595, "continuiteit": 221_457},
        2022: {"algemeen": 55_595, "continuiteit": 229_671},
        2023: {"algemeen": 75_000, "continuiteit": 329_671, "platform": 65_000},
    }


def test_debtors_are_the_invoices_that_are_open(demo: None) -> None:
    owed = invoices.outstanding(Year(2023).end)

    assert sum(owed.values()) == 21_350
    assert all(amount > 0 for amount in owed.values())


def test_member_that_did_not_pay_is_written_off(demo: None) -> None:
    lines = Line.objects.filter(entry__description__startswith="Afgeboekt").order_by("no")

    assert list(lines.values_list("account__code", "debit", "credit")) == [("1390", 355, 0), ("1300", 0, 355)]
    assert lines[1].reference not in invoices.outstanding(Turn(date(2024, 5, 1)))


def test_years_that_are_closed(demo: None) -> None:
    states = years.states(range(2020, 2025))

    assert [year for year, state in states.items() if state.closed] == [2020, 2021, 2022]
    assert states[2023].locked_periods == set(range(1, 13))
    assert Entry.objects.filter(year=2023, period=13).count() == 1


def test_ledger_verifies(demo: None) -> None:
    assert verify.first_fault() is None
    assert Entry.objects.count() > 4_000
    assert all(Line.objects.filter(entry__year=year).count() > 3_000 for year in (2021, 2022, 2023))


def test_bank_account_is_never_overdrawn_at_the_end_of_a_month(demo: None) -> None:
    for year in (2021, 2022, 2023):
        for month in Year(year).months:
            rows = balances.standing(month.end).filter(account__code="1010")
            balance = sum((row.debit - row.credit for row in rows), Decimal(0))
            assert balance > 0, (month, balance)


def test_loading_again_changes_nothing(demo: None) -> None:
    before = (Entry.objects.count(), Line.objects.count(), YearEvent.objects.count())

    by = people.load()
    finance.load_basis(by)
    finance.load_ledger(by)

    assert (Entry.objects.count(), Line.objects.count(), YearEvent.objects.count()) == before


def test_contribution_of_2023_was_paid_by_statements_of_the_bank(demo: None) -> None:
    lines = BankLine.objects.filter(booked_on__year=2023)
    ledger_lines = Line.objects.filter(account__code="1010", entry__date__year=2023)
    paid = Allocation.objects.filter(booking__line__in=lines, invoice__isnull=False)

    assert set(ledger_lines.values_list("entry_id", flat=True)) == set(
        lines.values_list("bookings__entry_id", flat=True)
    )
    assert paid.count() > 250
    by_proposal = paid.exclude(booking__reason="Met de hand verdeeld.")
    assert by_proposal.count() > paid.count() * 9 // 10
    assert keeping.gaps(BankAccount.objects.get()) == []
    assert open_lines().count() == 9
