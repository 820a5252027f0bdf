"""Where the demo ledger begins: the balance sheet of 31 December 2020; and how its amounts are cut up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from finance.specs import ZERO, EntrySpec, LineSpec
from nov.demo.finance_numbers import AHEAD, GRANTS, OPENING

BANK, SAVINGS, DEBTORS, PROVISION, CREDITORS = "1010", "1020", "1300", "1390", "1600"
RECEIVABLE, AHEAD_ACCOUNT, PREPAID, INTEREST_DUE = "1310", "1750", "1400", "1420"
TO_COME, NET_WAGES, WAGE_TAX, PENSIONS, HOLIDAYS = "1860", "1880", "1700", "1720", "1800"


def shares(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Cut a whole amount by weight into whole amounts; what rounding leaves over goes to the largest part."""
    parts = {key: total * weight // sum(weights.values()) for key, weight in weights.items()}
    parts[max(weights, key=lambda key: weights[key])] += total - sum(parts.values())
    return {key: part for key, part in parts.items() if part}


def even(total: int | Decimal, months: Sequence[int]) -> dict[int, Decimal]:
    """Cut an amount into equal parts of whole euros per month; the last month gets what is left over."""
    part = Decimal(total // len(months))
    return dict.fromkeys(months[:-1], part) | {months[-1]: Decimal(total) - part * (len(months) - 1)}


def weekday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


@dataclass(frozen=True)
class Item:
    """Something to be paid: since when, how much, and what it is called in the books."""

    date: date
    amount: Decimal
    relation: str
    reference: str


def cut(random: Random, total: Decimal | int, pieces: int) -> list[Decimal]:
    """Cut an amount into uneven pieces in cents that add up to it."""
    weights = [random.uniform(0.35, 1.65) for _ in range(max(1, pieces))]
    cents = int(Decimal(total) * 100)
    parts = [int(cents * weight / sum(weights)) for weight in weights]
    parts[-1] += cents - sum(parts)
    return [Decimal(part) / 100 for part in parts if part > 0]


def opening() -> EntrySpec:
    """The balance sheet of 31 December 2020, with the open purchases one by one."""
    day = date(2020, 12, 31)
    lines = [
        LineSpec(account, *sides(Decimal(amount)), None, None, "Beginbalans")
        for account, amount in OPENING.items()
        if account not in (CREDITORS, DEBTORS, RECEIVABLE, AHEAD_ACCOUNT)
    ]
    lines += [LineSpec(CREDITORS, *sides(-i.amount), None, None, "", i.relation, i.reference) for i in old_purchases()]
    lines += [LineSpec(DEBTORS, *sides(i.amount), None, None, "", i.relation, i.reference) for i in old_invoices()]
    lines += [
        LineSpec(AHEAD_ACCOUNT if amount > 0 else RECEIVABLE, *sides(Decimal(-amount)), None, grant, GRANTS[grant][0])
        for grant, amount in AHEAD[2020].items()
    ]
    return EntrySpec("BEG", day, "Beginbalans uit de vorige administratie", "Jaarrekening 2020", tuple(lines))


def old_purchases() -> list[Item]:
    """What was still to be paid to suppliers on 31 December 2020."""
    amounts = cut(Random(2020), -OPENING[CREDITORS], 34)
    return [Item(date(2020, 12, 15), a, f"K{100 + n % 40}", f"I2020-{n:04d}") for n, a in enumerate(amounts, start=801)]


def old_invoices() -> list[Item]:
    """What was still to be received from debtors on 31 December 2020."""
    amounts = cut(Random(2019), OPENING[DEBTORS], 26)
    return [Item(date(2020, 12, 15), a, f"D{n}", f"F2020-{n:04d}") for n, a in enumerate(amounts, start=331)]


def sides(amount: Decimal) -> tuple[Decimal, Decimal]:
    return (amount, ZERO) if amount > 0 else (ZERO, -amount)
