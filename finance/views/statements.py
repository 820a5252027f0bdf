"""The income statement, the balance sheet and the cost centres: every number opens down to the entries behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from finance import budgets, figures, statements
from finance.models import Budget, CostCentre, FiscalYear
from finance.statements import Node
from finance.views.layouts import BalanceLayout, IncomeLayout, Layout
from finance.years import state
from nov.kernel.clock import today
from nov.kernel.formats import month_name, number
from nov.kernel.forms import Form
from nov.kernel.lists import Export
from nov.kernel.lists.exports import XLSX, workbook
from nov.kernel.lists.tables import changed
from nov.kernel.periods import Month, Period, Year
from nov.kernel.printing import printed
from nov.kernel.rights import needs

ZERO = Decimal(0)
MONTHS = [(m, month_name(date(2000, m, 1))) for m in range(1, 13)]


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
    layout = IncomeLayout(request, statement, against, chosen["kostenplaats"])
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
    layout = BalanceLayout(request, statement, None if appropriated else month.last.year)
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
