"""The versions of a year's budget beside each other, each with the decision that adopted it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from finance import budgets as versions
from finance import statements
from finance.views.layouts import Layout
from finance.views.statements import BalanceChoice, years_to_choose
from nov.kernel.periods import Year
from nov.kernel.rights import needs


@needs("finance.view")
@require_safe
def budgets(request: HttpRequest) -> HttpResponse:
    """The budget of a year in all its versions, opening down to the accounts."""
    form = BalanceChoice(request.GET, *years_to_choose())
    if not form.is_valid():
        return render(request, "finance/budgets.html", {"form": form, "title": "Begrotingen"}, status=422)
    year = Year(form.cleaned_data["jaar"])
    found = list(versions.of_year(year.number))
    context = {"form": form, "title": f"Begroting {year}", "year": year.number, "versions": found}
    if found:
        statement = statements.income_statement(year, budgets=found, compare=False).whole_euros()
        layout = Layout(request, statement)
        sections, result = layout.sections(), layout.row(statements.Node("", "Resultaat", statement.result), 0)
        context |= {"heads": layout.heads(), "sections": sections, "result": result}
    return render(request, "finance/budgets.html", context)
