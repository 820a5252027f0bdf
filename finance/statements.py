"""Income statement, balance sheet and movement of reserves: read from the balances, nothing else sums lines.

Results are never carried over by an entry. Income and expenses simply add up over the years; "nog te bestemmen
resultaat" is their total less what the appropriations (period 13) moved to the reserves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Sum

from finance.balances import AS_CREDIT, AS_DEBIT, RESULT_ACCOUNT, ZERO, Amounts, posted, standing, summed
from finance.models import Account, Balance, Budget, BudgetLine, Caption, CostCentre, Kind, Reserve
from nov.kernel import formats
from nov.kernel.periods import Period, Turn, Year


@dataclass(frozen=True, slots=True)
class Node:
    """A line of a statement, an amount per column, with the lines it is made of; the leaves are accounts."""

    code: str
    name: str
    amounts: tuple[Decimal, ...]
    children: tuple[Node, ...] = ()
    accounts: tuple[int, ...] = ()
    is_account: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One side of a statement with its total: Baten, Lasten, Activa, Passiva."""

    name: str
    nodes: tuple[Node, ...]
    total: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: a period or moment realised, or a version of the budget (`budget`)."""

    heading: str
    at: Period | Turn
    budget: Budget | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Two sections over the same columns; of an income statement also the result per column."""

    columns: tuple[Column, ...]
    sections: tuple[Section, Section]

    @property
    def result(self) -> tuple[Decimal, ...]:
        """The first section less the second: the result, or of a balance sheet nought."""
        first, second = self.sections
        return tuple(a - b for a, b in zip(first.total, second.total, strict=True))

    def whole_euros(self) -> Statement:
        """The same in whole euros that add up as printed: what rounding leaves over goes to the largest leaf.

        The result is rounded first, and the second section is made to fit it, so that it is the same everywhere.
        """
        first, second = self.sections
        targets = tuple(map(formats.rounded, first.total))
        rest = tuple(total - formats.rounded(result) for total, result in zip(targets, self.result, strict=True))
        return replace(self, sections=(_rounded(first, targets), _rounded(second, rest)))


def income_statement(
    during: Period,
    *,
    budgets: Sequence[Budget] = (),
    cost_centre: CostCentre | None = None,
    compare: bool = True,
) -> Statement:
    """Income and expenses over whole months, beside versions of the budget and the same months a year earlier.

    Raises NotByMonth for other days.
    """
    columns = [Column(f"Realisatie {_named(during)}", during)]
    columns += [Column(str(budget), during, budget) for budget in budgets]
    if compare:
        columns.append(Column(f"Realisatie {_named(during.previous)}", during.previous))
    amounts = [
        _budgeted(column.budget, cost_centre)
        if column.budget
        else summed(posted(during if column.at is during else during.previous, cost_centre=cost_centre))
        for column in columns
    ]
    sections = _sections(amounts, (("Baten", (Kind.INCOME,)), ("Lasten", (Kind.EXPENSE,))))
    return Statement(tuple(columns), sections)


def balance_sheet(at: Turn, *, appropriated: bool = True, compare: bool = True) -> Statement:
    """Assets against equity and liabilities, after or before appropriation of the result, beside a year earlier."""
    turns = (at, at.previous) if compare else (at,)
    columns = tuple(Column(formats.day_long(turn.eve), turn) for turn in turns)
    amounts = [_with_result(summed(standing(turn, appropriated=appropriated))) for turn in turns]
    sections = _sections(amounts, (("Activa", (Kind.ASSET,)), ("Passiva", (Kind.EQUITY, Kind.LIABILITY))))
    return Statement(columns, sections)


@dataclass(frozen=True, slots=True)
class Movement:
    """What happened to a reserve in a year: where it began, what was added and taken, where it ended."""

    reserve: Reserve
    begin: Decimal
    added: Decimal
    taken: Decimal

    @property
    def end(self) -> Decimal:
        """Where the reserve ended."""
        return self.begin + self.added - self.taken


def movement_of_reserves(year: Year) -> list[Movement]:
    """The movement of every reserve that had, has or got something in the year."""
    before = summed(standing(year.begin))
    added, taken = (
        dict(
            Balance.objects.filter(year=year.number, account__kind=Kind.EQUITY)
            .values_list("account")
            .annotate(total=Sum(side))
        )
        for side in ("credit", "debit")
    )
    moved = [
        Movement(
            reserve,
            before.get(reserve.account_id, ZERO),
            added.get(reserve.account_id, ZERO),
            taken.get(reserve.account_id, ZERO),
        )
        for reserve in Reserve.objects.select_related("account")
    ]
    return [each for each in moved if each.begin or each.added or each.taken]


def by_cost_centre(during: Period) -> list[tuple[CostCentre | None, Decimal, Decimal]]:
    """Income and expenses of whole months per cost centre; last what belongs to none."""
    sums = posted(during).values("cost_centre").order_by()
    income: dict[int | None, Decimal] = {}
    expenses: dict[int | None, Decimal] = {}
    for into, kind, sign in ((income, Kind.INCOME, AS_CREDIT), (expenses, Kind.EXPENSE, AS_DEBIT)):
        for row in sums.filter(account__kind=kind).annotate(total=Sum(sign)):
            into[row["cost_centre"]] = row["total"]
    centres: list[CostCentre | None] = [*CostCentre.objects.filter(pk__in=filter(None, {*income, *expenses}))]
    if None in {*income, *expenses}:
        centres.append(None)
    keys = [centre.pk if centre else None for centre in centres]
    return [(centre, income.get(k, ZERO), expenses.get(k, ZERO)) for centre, k in zip(centres, keys, strict=True)]


def result(during: Period) -> Decimal:
    """Income less expenses over whole months."""
    rows = posted(during).filter(account__kind__in=(Kind.INCOME, Kind.EXPENSE))
    return rows.aggregate(total=Sum(AS_CREDIT))["total"] or ZERO


def unappropriated(year: int) -> Decimal:
    """What of a year's result no appropriation has moved to or from the reserves yet."""
    appropriated = Balance.objects.filter(account__code=RESULT_ACCOUNT, year=year).aggregate(total=Sum(AS_DEBIT))
    return result(Year(year)) - (appropriated["total"] or ZERO)


def _named(during: Period) -> str:
    if isinstance(during, Year) or (during.first.month, during.until.month) == (1, 1):
        return str(during)
    return f"{formats.month_name(during.first)} tot en met {formats.month_name(during.last)} {during.last.year}"


def _budgeted(budget: Budget, cost_centre: CostCentre | None) -> dict[int, Decimal]:
    rows = BudgetLine.objects.filter(budget=budget)
    if cost_centre:
        rows = rows.filter(cost_centre=cost_centre)
    return dict(rows.values_list("account").annotate(total=Sum("amount")).order_by())


def _with_result(amounts: dict[int, Decimal]) -> dict[int, Decimal]:
    """Balance amounts with all income less all expenses on the account that the appropriations draw from."""
    accounts = {account.pk: account for account in Account.objects.all()}
    profit = ZERO
    for pk, amount in amounts.items():
        if accounts[pk].kind == Kind.INCOME:
            profit += amount
        elif accounts[pk].kind == Kind.EXPENSE:
            profit -= amount
    result_account = next(pk for pk, account in accounts.items() if account.code == RESULT_ACCOUNT)
    return {**amounts, result_account: amounts.get(result_account, ZERO) + profit}


def _sections(
    amounts: Sequence[Amounts], parts: tuple[tuple[str, tuple[Kind, ...]], tuple[str, tuple[Kind, ...]]]
) -> tuple[Section, Section]:
    captions = list(Caption.objects.all())
    accounts = list(Account.objects.order_by("code"))

    def node(caption: Caption) -> Node | None:
        below = [found for child in captions if child.parent_id == caption.pk and (found := node(child))]
        below += [found for account in accounts if account.caption_id == caption.pk and (found := leaf(account))]
        if not below:
            return None
        ids = tuple(pk for child in below for pk in child.accounts)
        return Node(caption.code, caption.name, _total(below, len(amounts)), tuple(below), ids)

    def leaf(account: Account) -> Node | None:
        own = tuple(column.get(account.pk, ZERO) for column in amounts)
        return Node(account.code, account.name, own, (), (account.pk,), True) if any(own) else None

    def section(name: str, kinds: tuple[Kind, ...]) -> Section:
        roots = [c for c in captions if c.parent_id is None and c.kind in kinds]
        nodes = tuple(found for root in roots if (found := node(root)))
        return Section(name, nodes, _total(nodes, len(amounts)))

    first, second = parts
    return section(*first), section(*second)


def _total(nodes: Sequence[Node], columns: int) -> tuple[Decimal, ...]:
    return tuple(sum((node.amounts[column] for node in nodes), ZERO) for column in range(columns))


def _rounded(section: Section, targets: Sequence[Decimal]) -> Section:
    """The section with its leaves in whole euros, per column made to add up to the target."""
    leaves = [leaf for node in section.nodes for leaf in _leaves(node)]
    columns: list[dict[str, Decimal]] = []
    for column, target in enumerate(targets):
        whole = {leaf.code: formats.rounded(leaf.amounts[column]) for leaf in leaves}
        rest = target - sum(whole.values(), ZERO)
        if rest:
            largest = max(leaves, key=lambda leaf: abs(leaf.amounts[column]))
            whole[largest.code] += rest
        columns.append(whole)

    def again(node: Node) -> Node:
        if node.is_account:
            return replace(node, amounts=tuple(column[node.code] for column in columns))
        children = tuple(map(again, node.children))
        return replace(node, children=children, amounts=_total(children, len(columns)))

    return replace(section, nodes=tuple(map(again, section.nodes)), total=tuple(targets))


def _leaves(node: Node) -> Sequence[Node]:
    return [node] if node.is_account else [leaf for child in node.children for leaf in _leaves(child)]
