"""What the demo pays and receives by bank: invoices, purchases, and what goes to and from the savings account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from finance.specs import ZERO, LineSpec
from nov.demo.finance_numbers import YearNumbers
from nov.demo.finance_opening import BANK, CREDITORS, DEBTORS, SAVINGS, Item, sides, weekday

if TYPE_CHECKING:
    from nov.demo.finance_books import Books


def invoices_paid(books: Books, plan: YearNumbers) -> None:
    """Debtors pay two to eight weeks after the invoice, some much later, until what is left is what the balance sheet says."""

    def pays_on(item: Item) -> date:
        number = sum(map(ord, item.reference + item.relation))
        day = item.date + timedelta(days=14 + number * 7 % 43 + (75 if number % 11 == 0 else 0))
        return day + timedelta(days=(4 - day.weekday()) % 7)

    left = plan.debtors + books.provision if plan.closes else None
    for day, items in _paid(books, plan, "invoices", pays_on, left):
        total = sum((item.amount for item in items), ZERO)
        books.book(
            "BANK", day, "Ontvangen van debiteuren", f"Afschrift {day}", LineSpec(BANK, *sides(total)),
            *(LineSpec(DEBTORS, *sides(-i.amount), None, None, "", i.relation, i.reference) for i in items),
        )  # fmt: skip


def purchases_paid(books: Books, plan: YearNumbers) -> None:
    """Suppliers are paid twice a month, three weeks or more after their invoice."""

    def pays_on(item: Item) -> date:
        day = item.date + timedelta(days=20)
        return day.replace(day=10) if day.day <= 10 else day.replace(day=26) if day.day <= 26 else _next_tenth(day)

    left = Decimal(plan.creditors) if plan.closes else None
    for day, items in _paid(books, plan, "purchases", pays_on, left):
        total = sum((item.amount for item in items), ZERO)
        books.book(
            "BANK", day, "Betaling aan leveranciers", f"Betaalopdracht {day}",
            *(LineSpec(CREDITORS, *sides(i.amount), None, None, "", i.relation, i.reference) for i in items),
            LineSpec(BANK, *sides(-total)),
        )  # fmt: skip


def _paid(
    books: Books, plan: YearNumbers, which: str, pays_on: Callable[[Item], date], left: Decimal | None
) -> Iterator[tuple[date, list[Item]]]:  # fmt: skip
    """What is paid on which day, oldest first, so that `left` stays open; None: all that is due by mid-April."""
    end = date(plan.year, 12, 29) if plan.closes else date(plan.year, 4, 12)
    start = date(plan.year, 1, 5)
    known = [item for item in getattr(books, which) if item.date.year <= plan.year]
    later = [item for item in getattr(books, which) if item.date.year > plan.year]
    budget = sum((item.amount for item in known), ZERO) - left if left is not None else None
    by_day: dict[date, list[Item]] = defaultdict(list)
    open_items = []
    for day, item in sorted(((pays_on(item), item) for item in known), key=lambda pair: (pair[0], pair[1].reference)):
        if budget is None:
            paid = item.amount if day <= end else ZERO
        else:
            paid = min(item.amount, budget)
            budget -= paid
        if paid:
            by_day[max(start, min(day, end))].append(replace(item, amount=paid))
        if paid != item.amount:
            open_items.append(replace(item, amount=item.amount - paid))
    setattr(books, which, open_items + later)
    yield from sorted(by_day.items())


def transfers(books: Books, plan: YearNumbers) -> None:
    """Money goes to and from the savings account, so that the bank account has enough and not too much."""
    moved: dict[int, Decimal] = defaultdict(Decimal)
    lowest: dict[int, Decimal] = {}
    balance = books.liquid[BANK]
    for day, change in sorted(_changes(books, plan.year, BANK)):
        balance += change
        lowest[day.month] = min(balance, lowest.get(day.month, balance))
    for month in range(1, plan.months + 1):
        low = lowest.get(month, balance) + sum(moved.values())
        if not 40_000 <= low <= 180_000:
            moved[month] = (90_000 - low) // 10_000 * 10_000
            day = (
                weekday(date(plan.year, month, 2))
                if date(plan.year, month, 2).weekday() < 5
                else date(plan.year, month, 1)
            )
            books.book(
                "BANK", day, "Overboeking van of naar de spaarrekening", f"Afschrift {plan.year}-{month:02d}",
                LineSpec(BANK, *sides(moved[month])), LineSpec(SAVINGS, *sides(-moved[month])),
            )  # fmt: skip
    for account in books.liquid:
        books.liquid[account] += sum(change for _, change in _changes(books, plan.year, account))


def _changes(books: Books, year: int, account: str) -> Iterator[tuple[date, Decimal]]:
    for entry in books.entries:
        if entry.date.year == year:
            for line in entry.lines:
                if line.account == account:
                    yield entry.date, line.debit - line.credit


def _next_tenth(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=10)
