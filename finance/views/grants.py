"""Grants received: what was awarded by which letter, and what was earned and spent of it per year."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import DecimalField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from finance.balances import AS_CREDIT, AS_DEBIT
from finance.models import Balance, Grant, GrantAward, Kind
from finance.tables import GrantTable
from nov.kernel.lists import Empty, list_page
from nov.kernel.rights import needs

ZERO = Decimal(0)


@needs("finance.view")
@require_safe
def grants(request: HttpRequest) -> HttpResponseBase:
    """All grants."""
    awarded = GrantAward.objects.filter(grant=OuterRef("pk")).order_by().values("grant").annotate(total=Sum("amount"))
    earned = (
        Balance.objects.filter(grant=OuterRef("pk"), account__kind=Kind.INCOME)
        .order_by()
        .values("grant")
        .annotate(total=Sum(AS_CREDIT, output_field=DecimalField()))
    )
    return list_page(
        request,
        title="Subsidies",
        table=GrantTable,
        queryset=Grant.objects.select_related("funder", "cost_centre").annotate(
            awarded=Coalesce(Subquery(awarded.values("total")), ZERO, output_field=DecimalField()),
            earned=Coalesce(Subquery(earned.values("total")), ZERO, output_field=DecimalField()),
        ),
        search=("name", "code", "funder__name"),
        empty=Empty("Er zijn nog geen subsidies"),
        totals=("awarded", "earned"),
        template="finance/list.html",
    )


@needs("finance.view")
@require_safe
def grant(request: HttpRequest, code: str) -> HttpResponse:
    """One grant with its awards and its years."""
    found = get_object_or_404(Grant.objects.select_related("funder", "cost_centre"), code=code)
    rows = Balance.objects.filter(grant=found).values("year").order_by("year")
    earned, spent = (
        {row["year"]: row["total"] for row in rows.filter(account__kind=kind).annotate(total=Sum(sign))}
        for kind, sign in ((Kind.INCOME, AS_CREDIT), (Kind.EXPENSE, AS_DEBIT))
    )
    awards = list(found.awards.order_by("dated", "id"))
    context = {
        "grant": found,
        "awards": awards,
        "awarded": sum((award.amount for award in awards), ZERO),
        "years": [(year, earned.get(year, ZERO), spent.get(year, ZERO)) for year in sorted({*earned, *spent})],
    }
    return render(request, "finance/grant.html", context)
