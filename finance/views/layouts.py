"""A statement as rows on a page: what is open, what opens, and the lines behind every number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from finance.balances import RESULT_ACCOUNT
from finance.models import Budget, CostCentre
from finance.statements import Node, Statement
from nov.kernel.formats import DASH, day, number, signed
from nov.kernel.periods import Period

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number in a statement, with the address of the lines behind it; `wide` ones a phone leaves out."""

    text: str
    url: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a statement as it is shown: how deep, what it is called, how it opens or shuts, its numbers."""

    level: int
    label: str
    cells: tuple[Cell, ...]
    toggle: str = ""
    is_open: bool = False
    key: str = ""


class Layout:
    """A statement as rows: which are open is in the address (`open`), and so is everything else."""

    def __init__(self, request: HttpRequest, statement: Statement) -> None:
        self.query = request.GET
        self.statement = statement
        opened = request.GET.getlist("open") if "open" in request.GET else self.opened_at_first()
        self.open = set(filter(None, opened))

    def opened_at_first(self) -> list[str]:
        """What is open as long as nothing was opened or shut."""
        return []

    def sections(self) -> list[dict[str, Any]]:
        """Both sections: name, rows and total."""
        return [
            {
                "name": section.name,
                "rows": [row for node in section.nodes for row in self.rows(node, 1)],
                "total": self.row(Node("", f"Totaal {section.name.lower()}", section.total), 0),
            }
            for section in self.statement.sections
        ]

    def rows(self, node: Node, level: int) -> Iterator[Row]:
        """The row of a node, and below it those of its children where it is open."""
        is_open = node.code in self.open
        yield self.row(node, level, self._toggled(node.code) if node.children else "", is_open)
        if is_open:
            for child in node.children:
                yield from self.rows(child, level + 1)

    def table(self) -> Iterator[list[Any]]:
        """All of it down to the accounts, for a file."""
        yield ["Post", *(column.heading for column in self.statement.columns)]
        for section in self.statement.sections:
            yield [section.name]
            for node in section.nodes:
                yield from self._table(node)
            yield [f"Totaal {section.name.lower()}", *section.total]

    def _table(self, node: Node, depth: int = 1) -> Iterator[list[Any]]:
        label = f"{node.code} {node.name}" if node.is_account else node.name
        yield ["  " * depth + label, *node.amounts]
        for child in node.children:
            yield from self._table(child, depth + 1)

    def row(self, node: Node, level: int, toggle: str = "", is_open: bool = False) -> Row:
        label = f"{node.code} {node.name}" if node.is_account else node.name
        return Row(level, label, tuple(self.cells(node)), toggle, is_open, node.code)

    def heads(self) -> list[Cell]:
        """The headings of the columns."""
        return [Cell(column.heading, wide=place > 0) for place, column in enumerate(self.statement.columns)]

    def cells(self, node: Node) -> Iterator[Cell]:
        """The numbers of a node, column by column."""
        return (Cell(_amount(amount), wide=place > 0) for place, amount in enumerate(node.amounts))

    def _toggled(self, code: str) -> str:
        query = self.query.copy()
        query.setlist("open", sorted(self.open ^ {code}) or [""])
        return f"?{query.urlencode()}"

    def _lines(self, node: Node, **limits: Any) -> str:
        if not node.accounts:
            return ""
        of = {"rekening" if node.is_account else "post": node.code}
        return f"{reverse('finance:lines')}?{urlencode(of | {k: v for k, v in limits.items() if v})}"


class IncomeLayout(Layout):
    """The income statement: realised, budgets, the difference with the chosen one, the year before."""

    def __init__(
        self, request: HttpRequest, statement: Statement, against: Budget | None, cost_centre: CostCentre | None
    ) -> None:
        super().__init__(request, statement)
        self.against = next((i for i, c in enumerate(statement.columns) if against and c.budget == against), None)
        self.cost_centre = cost_centre.code if cost_centre else None

    def heads(self) -> list[Cell]:
        """The headings of the columns."""
        heads = super().heads()
        if self.against is not None:
            heads.insert(-1, Cell("Verschil"))
        return heads

    def cells(self, node: Node) -> Iterator[Cell]:
        last = len(self.statement.columns) - 1
        for place, (column, amount) in enumerate(zip(self.statement.columns, node.amounts, strict=True)):
            if place == last and self.against is not None:
                yield Cell(signed(node.amounts[0] - node.amounts[self.against]))
            url = ""
            if column.budget is None and isinstance(column.at, Period):
                url = self._lines(
                    node, van=day(column.at.first), tot=day(column.at.last), kostenplaats=self.cost_centre
                )
            yield Cell(_amount(amount), url if amount else "", wide=place > 0)

    def causes(self) -> list[dict[str, Any]]:
        """From budget to result: what each heading did to it, as bars that follow each other."""
        assert self.against is not None
        steps: list[tuple[str, Decimal]] = []
        for section, sign in zip(self.statement.sections, (1, -1), strict=True):
            for node in section.nodes:
                change = sign * (node.amounts[0] - node.amounts[self.against])
                if change:
                    word = "hoger" if (change > 0) == (sign > 0) else "lager"
                    steps.append((f"{node.name} {word}", change))
        return _bars(self.statement.result[self.against], steps, self.statement.result[0])


class BalanceLayout(Layout):
    """The balance sheet: now and a year before."""

    def __init__(self, request: HttpRequest, statement: Statement, without: int | None) -> None:
        super().__init__(request, statement)
        self.without = without

    def opened_at_first(self) -> list[str]:
        """The headings, so that the posts of the balance sheet are seen."""
        return [node.code for section in self.statement.sections for node in section.nodes]

    def cells(self, node: Node) -> Iterator[Cell]:
        for place, (column, amount) in enumerate(zip(self.statement.columns, node.amounts, strict=True)):
            last = column.at.eve if not isinstance(column.at, Period) else column.at.last
            without = last.year if self.without else None
            yield Cell(_amount(amount), self._link(node, last, without) if amount else "", wide=place > 0)

    def _link(self, node: Node, last: date, without: int | None) -> str:
        if node.code == RESULT_ACCOUNT or any(child.code == RESULT_ACCOUNT for child in node.children):
            return f"{reverse('finance:income')}?jaar={last.year}&tot={last.month}"
        return self._lines(node, tot=day(last), zonder=without)


def _amount(amount: Decimal) -> str:
    return number(amount) if amount else DASH


def _bars(start: Decimal, steps: list[tuple[str, Decimal]], end: Decimal) -> list[dict[str, Any]]:
    """Bars on a scale of 400 that begin where the one before ended."""
    points = [start]
    for _, change in steps:
        points.append(points[-1] + change)
    low, high = min(ZERO, *points), max(ZERO, *points)
    scale = Decimal(388) / ((high - low) or 1)
    bars = []
    for place, (label, change) in enumerate(steps):
        left = min(points[place], points[place + 1])
        css = "bar-up" if change > 0 else "bar-down"
        bars.append(_bar(label, signed(change), left - low, abs(change), scale, css, low))
    bars.append(_bar("Resultaat", number(end), min(ZERO, end) - low, abs(end), scale, "bar-sum", low))
    return bars


def _bar(
    label: str, text: str, left: Decimal, width: Decimal, scale: Decimal, css: str, low: Decimal
) -> dict[str, Any]:  # fmt: skip
    x, w, zero = (int(value * scale) for value in (left, width, -low))
    return {
        "label": label,
        "text": text,
        "x": x,
        "width": max(w, 1),
        "css": css,
        "zero": zero,
        "is_sum": css == "bar-sum",
    }
