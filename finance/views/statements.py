"""The income statement, the balance sheet and the cost centres: every number opens down to the entries behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from finance import budgets, figures, statements
from finance.models import Budget, CostCentre, FiscalYear
from finance.statements import Node, Statement
from finance.years import state
from nov.kernel.clock import today
from nov.kernel.formats import DASH, day, month_name, number, signed
from nov.kernel.forms import Form
from nov.kernel.lists import Export
from nov.kernel.lists.exports import XLSX, workbook
from nov.kernel.lists.tables import changed
from nov.kernel.periods import Month, Period, Year
from nov.kernel.printing import printed
from nov.kernel.rights import needs

ZERO = Decimal(0)
MONTHS = [(m, month_name(date(2000, m, 1))) for m in range(1, 13)]


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


class IncomeChoice(Form):
    """Which income statement to show."""

    jaar = forms.TypedChoiceField(label="Jaar", coerce=int)
    van = forms.TypedChoiceField(label="Van", coerce=int, choices=MONTHS)
    tot = forms.TypedChoiceField(label="Tot en met", coerce=int, choices=MONTHS)
    begroting = forms.ModelChoiceField(label="Vergelijk met", queryset=Budget.objects.none(), required=False)
    kostenplaats = forms.ModelChoiceField(
        label="Kostenplaats",
        queryset=CostCentre.objects.all(),
        to_field_name="code",
        required=False,
        empty_label="Alle",
    )

    def __init__(self, data: QueryDict, years: Sequence[int], default: int) -> None:
        given: dict[str, Any] = {"jaar": str(default), "van": "1", "tot": "12"} | data.dict()
        asked = given["jaar"]
        of_year = budgets.of_year(int(asked)) if asked.isdecimal() and len(asked) == 4 else Budget.objects.none()
        self.versions = list(of_year)
        if self.versions:
            given.setdefault("begroting", str(self.versions[-1].pk))
        super().__init__(given)
        self.fields["jaar"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        self.fields["begroting"].queryset = of_year  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The months in order."""
        cleaned = super().clean() or {}
        if cleaned.get("van", 1) > cleaned.get("tot", 12):
            self.add_error("tot", "De laatste maand ligt voor de eerste. Kies een latere.")
        return cleaned


class BalanceChoice(Form):
    """Which balance sheet to show."""

    jaar = forms.TypedChoiceField(label="Jaar", coerce=int)
    maand = forms.TypedChoiceField(label="Eind van", coerce=int, choices=MONTHS)
    bestemming = forms.ChoiceField(
        label="Resultaat", choices=[("na", "na bestemming"), ("voor", "voor bestemming")], required=False
    )

    def __init__(self, data: QueryDict, years: Sequence[int], default: int) -> None:
        super().__init__({"jaar": str(default), "maand": "12", "bestemming": "na"} | data.dict())
        self.fields["jaar"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]


@needs("finance.view")
@require_safe
def income(request: HttpRequest) -> HttpResponseBase:
    """Income and expenses of a year or some months, beside the budget and the year before."""
    form = IncomeChoice(request.GET, *years_to_choose())
    if not form.is_valid():
        return render(request, "finance/income.html", {"form": form, "title": "Staat van baten en lasten"}, status=422)
    chosen = form.cleaned_data
    year = Year(chosen["jaar"])
    whole = (chosen["van"], chosen["tot"]) == (1, 12)
    during = year if whole else Period(Month(year.number, chosen["van"]).first, Month(year.number, chosen["tot"]).until)
    against = chosen["begroting"] if whole else None
    shown = list(dict.fromkeys([*form.versions[:1], against])) if against else []
    statement = statements.income_statement(during, budgets=shown, cost_centre=chosen["kostenplaats"]).whole_euros()
    layout = _IncomeLayout(request, statement, against, chosen["kostenplaats"])
    if request.GET.get("export") == Export.XLSX:
        return _as_workbook(layout, f"baten-en-lasten-{during}")
    return render(
        request,
        "finance/income.html",
        {
            "form": form,
            "title": f"Staat van baten en lasten {year}",
            "year": year.number,
            "state": state(year.number),
            "heads": layout.heads(),
            "sections": layout.sections(),
            "result": layout.row(Node("", "Resultaat", statement.result), 0),
            "causes": layout.causes() if against else [],
            "against": against,
            "workbook": changed(request.GET, export=Export.XLSX),
            "resilience": _resilience(year) if whole and not chosen["kostenplaats"] else None,
            "reserves": statements.movement_of_reserves(year) if whole and not chosen["kostenplaats"] else [],
        },
    )


@needs("finance.view")
@require_safe
def balance(request: HttpRequest) -> HttpResponseBase:
    """Assets, equity and liabilities at the end of a month, beside a year before."""
    form = BalanceChoice(request.GET, *years_to_choose())
    if not form.is_valid():
        return render(request, "finance/balance.html", {"form": form, "title": "Balans"}, status=422)
    month = Month(form.cleaned_data["jaar"], form.cleaned_data["maand"])
    appropriated = form.cleaned_data["bestemming"] != "voor"
    statement = statements.balance_sheet(month.end, appropriated=appropriated).whole_euros()
    layout = _BalanceLayout(request, statement, None if appropriated else month.last.year)
    if request.GET.get("export") == Export.XLSX:
        return _as_workbook(layout, f"balans-{month.last}")
    return render(
        request,
        "finance/balance.html",
        {
            "form": form,
            "title": f"Balans per {statement.columns[0].heading}",
            "state": state(month.last.year),
            "year": month.last.year,
            "appropriated": appropriated if month.last.month == 12 else None,
            "heads": layout.heads(),
            "sections": layout.sections(),
            "workbook": changed(request.GET, export=Export.XLSX),
        },
    )


@needs("finance.view")
@require_safe
def cost_centres(request: HttpRequest) -> HttpResponse:
    """Income and expenses of a year per cost centre."""
    form = BalanceChoice(request.GET, *years_to_choose())
    if not form.is_valid():
        raise Http404
    year = Year(form.cleaned_data["jaar"])
    rows = [
        {"centre": centre, "income": number(income), "expenses": number(expenses), "result": number(income - expenses)}
        for centre, income, expenses in statements.by_cost_centre(year)
    ]
    total = statements.income_statement(year, compare=False)
    amounts = [*(section.total[0] for section in total.sections), total.result[0]]
    context = {"form": form, "title": f"Per kostenplaats {year}", "year": year.number, "rows": rows}
    return render(request, "finance/cost_centres.html", {**context, "total": [number(amount) for amount in amounts]})


def years_to_choose() -> tuple[list[int], int]:
    """The years there are, and the one to begin with: the last one that is over."""
    years = list(FiscalYear.objects.order_by("-year").values_list("year", flat=True)) or [today().year]
    over = [year for year in years if year < today().year]
    return years, max(over, default=years[0])


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


class _IncomeLayout(Layout):
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


class _BalanceLayout(Layout):
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
        if node.code == statements.RESULT_ACCOUNT or any(
            child.code == statements.RESULT_ACCOUNT for child in node.children
        ):
            return f"{reverse('finance:income')}?jaar={last.year}&tot={last.month}"
        return self._lines(node, tot=day(last), zonder=without)


def _resilience(year: Year) -> dict[str, Any] | None:
    """The continuity reserve as a share of the fixed expenses, beside the aim; None without expenses or an aim."""
    share, aim = figures.weerstand.read(year.end), figures.weerstand_doel.read(year.end)
    if not (share.known and aim.known):
        return None
    held = figures.reserve(year.end, Q(account__reserve__kind=figures.CONTINUITY)).value
    fixed = figures.fixed_expenses(year).value
    gap = Decimal(fixed) * Decimal(aim.value) / 100 - Decimal(held)  # type: ignore[arg-type]
    return {"share": printed(share), "aim": printed(aim), "held": held, "fixed": fixed, "gap": max(gap, ZERO)}


def _as_workbook(layout: Layout, name: str) -> HttpResponseBase:
    return FileResponse(
        workbook(layout.table()), as_attachment=True, filename=f"{slugify(name)}.xlsx", content_type=XLSX
    )  # fmt: skip


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
