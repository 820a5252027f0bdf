"""What the demo earns: grants in the months they are for, gifts, trainings and marks by bank, interest at the year's end."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from finance.specs import ZERO, LineSpec
from nov.demo.finance_numbers import AHEAD, AWARDS, CONTRIBUTION, GRANTS, INCOME_BY_BANK, YearNumbers
from nov.demo.finance_opening import (
    AHEAD_ACCOUNT,
    BANK,
    DEBTORS,
    INTEREST_DUE,
    RECEIVABLE,
    Item,
    cut,
    even,
    shares,
    weekday,
)
from nov.kernel.periods import Month

if TYPE_CHECKING:
    from nov.demo.finance_books import Books


def grants(books: Books, plan: YearNumbers) -> None:
    """Grants are income in the months they are for; they are received by the quarter, ahead or afterwards."""
    year = plan.year
    by_month: dict[int, list[tuple[str, Decimal]]] = defaultdict(list)
    for grant, amount, first, last in plan.subsidies:
        for month, part in even(amount, range(first, last + 1)).items():
            by_month[month].append((grant, part))
    for month, parts in sorted(by_month.items()):
        books.book(
            "MEM", (Month(year, month)).last, f"Subsidiebaten {year}-{month:02d}", f"Toerekening subsidies {year}",
            *(LineSpec(AHEAD_ACCOUNT, part, ZERO, None, grant) for grant, part in parts),
            *(LineSpec("8100", ZERO, part, GRANTS[grant][2], grant, GRANTS[grant][0]) for grant, part in parts),
        )  # fmt: skip
    indexed = {grant: amount for grant, _, dated, amount, kind in AWARDS if kind == "ova" and dated.year == year}
    for grant, amount in indexed.items():
        _received(books, date(year, 11, 21), "Indexatie (OVA)", Decimal(amount), grant)
    earned: dict[str, int] = defaultdict(int)
    begins: dict[str, int] = {}
    for grant, amount, first, _ in plan.subsidies:
        earned[grant] += amount
        begins[grant] = min(first, begins.get(grant, 12))
    ahead = AHEAD[year] if plan.closes else {grant: amount // 2 for grant, amount in earned.items()}
    for grant in {**books.ahead, **earned}:
        total = earned[grant] + ahead.get(grant, 0) - books.ahead.get(grant, 0) - indexed.get(grant, 0)
        if total <= 0:
            continue
        quarters = [month for month in (1, 4, 7, 10) if begins.get(grant, 1) <= month <= plan.months]
        for month, part in even(total, quarters or [plan.months]).items():
            _received(books, weekday(date(year, month, 17)), f"Voorschot {GRANTS[grant][0]}", part, grant)
    for grant, amount in ahead.items():
        due = Decimal(max(-amount, 0))
        books.book(
            "MEM", date(year, 12, 31), f"Nog te ontvangen subsidie {GRANTS[grant][0]}", f"Overlopende posten {year}",
            LineSpec(RECEIVABLE, due, grant=grant), LineSpec(AHEAD_ACCOUNT, ZERO, due, grant=grant),
        )  # fmt: skip
    books.ahead = dict(ahead)


def _received(books: Books, day: date, what: str, amount: Decimal, grant: str) -> None:
    books.book(
        "BANK",
        day,
        what,
        f"Afschrift {day:%Y-%m}",
        LineSpec(BANK, amount),
        LineSpec(AHEAD_ACCOUNT, ZERO, amount, grant=grant),
    )


def income(books: Books, plan: YearNumbers) -> None:
    """Gifts, trainings, quality marks and the rest come in by bank; interest is booked at the year's end."""
    year, months = plan.year, range(1, plan.months + 1)
    contribution = books.contribution.get(year, ZERO) or Decimal(plan.contribution)
    rest = (
        plan.other_income - contribution - plan.training - plan.quality_mark - plan.interest if plan.closes else 2_400
    )
    incomes = [
        ("8400", "kennisboost", plan.training),
        ("8410", "goedgeregeld", plan.quality_mark),
        ("8490", "bureau", rest),
    ]
    for account, centre, total in incomes:
        for month, amount in zip(months, cut(books.random, total, plan.months), strict=False):
            _by_bank(books, weekday(date(year, month, 20)), account, centre, amount)
    for account, centre, total in plan.gifts:
        pieces = (
            cut(books.random, total, plan.months)
            if account == "8220"
            else even(total, [m for m in (2, 6, 10) if m <= plan.months]).values()
        )
        days = months if account == "8220" else (2, 6, 10)
        for month, amount in zip(days, pieces, strict=False):
            _by_bank(books, weekday(date(year, month, 15)), account, centre, amount)
    books.book(
        "MEM", date(year, 12, 31), "Rente spaarrekening over het jaar", f"Rentenota {year}",
        LineSpec(INTEREST_DUE, Decimal(plan.interest)), LineSpec("8300", ZERO, Decimal(plan.interest), "bureau"),
    )  # fmt: skip
    books.interest_due = Decimal(plan.interest)
    if not books.contribution.get(year) and plan.contribution:
        _old_contribution(books, plan)


def _by_bank(books: Books, day: date, account: str, centre: str, amount: Decimal) -> None:
    books.book(
        "BANK", day, INCOME_BY_BANK[account], f"Afschrift {day:%Y-%m}",
        LineSpec(BANK, amount), LineSpec(account, ZERO, amount, centre),
    )  # fmt: skip


def _old_contribution(books: Books, plan: YearNumbers) -> None:
    """Contribution of a year that was invoiced in the administration before this one: a total per category."""
    day = date(plan.year, 1, 29)
    for place, (account, part) in enumerate(shares(plan.contribution, CONTRIBUTION).items(), start=1):
        amounts = cut(books.random, part, max(1, part // 4000))
        items = [Item(day, a, "", f"C{plan.year}-{place}{n:02d}") for n, a in enumerate(amounts)]
        books.book(
            "VRK", day, f"Contributie {plan.year} uit de vorige administratie", f"Contributieronde {plan.year}",
            *(LineSpec(DEBTORS, item.amount, reference=item.reference) for item in items),
            LineSpec(account, ZERO, Decimal(part)),
        )  # fmt: skip
        books.invoices += items
