"""Financial years: what happened to them, and the deeds that lock, appropriate, close and reopen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from finance import appropriation, ledger, statements
from finance import years as states
from finance.forms import AppropriationForm, DeedForm, PeriodForm, ReasonForm, UnlockForm
from finance.models import Appropriation, FiscalYear, YearEvent
from finance.views.requests import UserRequest
from nov.kernel.forms import form_page
from nov.kernel.periods import Year
from nov.kernel.rights import needs


@needs("finance.view")
@require_safe
def years(request: UserRequest) -> HttpResponse:
    """All years with where they stand."""
    found = list(FiscalYear.objects.order_by("-year"))
    standing = states.states(year.year for year in found)
    rows = [(year, standing[year.year]) for year in found]
    return render(request, "finance/years.html", {"rows": rows})


@needs("finance.view")
@require_safe
def year(request: UserRequest, number: int) -> HttpResponse:
    """One year: its periods, its appropriation, its events, and what one may do to it."""
    found = get_object_or_404(FiscalYear, year=number)
    state = states.state(number)
    appropriations = Appropriation.objects.filter(year=number).select_related("decision", "entry__journal")
    context = {
        "year": found,
        "state": state,
        "periods": [(period, state.shut(period)) for period in range(1, 14)],
        "result": statements.result(Year(number)),
        "unappropriated": statements.unappropriated(number),
        "reserves": statements.movement_of_reserves(Year(number)),
        "appropriations": appropriations.prefetch_related("lines__reserve").order_by("id"),
        "events": YearEvent.objects.filter(year=number).select_related("by", "second").order_by("-id"),
    }
    return render(request, "finance/year.html", context)


def _deed(
    request: UserRequest, number: int, form: Any, act: Callable[[Any], object], **texts: Any
) -> HttpResponseBase:  # fmt: skip
    """A form for something that is done to a year; afterwards one is back on its page."""
    found = get_object_or_404(FiscalYear, year=number)
    url = reverse("finance:year", args=[found.year])

    def save(filled: Any) -> str:
        act(filled)
        return url

    crumbs = [("Boekjaren", reverse("finance:years")), (str(found.year), url)]
    return form_page(request, form, save=save, back=url, crumbs=crumbs, template="finance/form_page.html", **texts)


@needs("finance.lock")
def lock(request: UserRequest, number: int) -> HttpResponseBase:
    """Lock a period or the whole year."""
    return _deed(
        request, number, PeriodForm,
        lambda form: ledger.lock_period(number, form.cleaned_data["period"], by=request.user),
        title=f"{number} op slot zetten", button="Op slot zetten", done="De periode zit op slot.",
        lead="In wat op slot zit, wordt niet meer geboekt tot het slot eraf is.",
    )  # fmt: skip


@needs("finance.lock")
def unlock(request: UserRequest, number: int) -> HttpResponseBase:
    """Take a lock off again."""
    return _deed(
        request, number, UnlockForm,
        lambda form: ledger.unlock(
            number, form.cleaned_data["period"], reason=form.cleaned_data["reason"], by=request.user
        ),
        title=f"{number} van het slot halen", button="Van het slot halen", done="De periode is van het slot.",
    )  # fmt: skip


@needs("finance.appropriate")
def appropriate(request: UserRequest, number: int) -> HttpResponseBase:
    """Appropriate what is left of the result."""
    return _deed(
        request, number, AppropriationForm,
        lambda form: appropriation.appropriate(
            number, decision=form.cleaned_data["decision"], lines=form.lines(), by=request.user
        ),
        title=f"Resultaat {number} bestemmen", button="Bestemmen", done="Het resultaat is bestemd.",
        lead="De bedragen zijn samen wat nog te bestemmen is. Het besluit wordt geboekt in periode 13.",
    )  # fmt: skip


@needs("finance.close")
def close(request: UserRequest, number: int) -> HttpResponseBase:
    """Close the year."""
    return _deed(
        request, number, DeedForm, lambda form: ledger.close_year(number, by=request.user),
        title=f"Boekjaar {number} afsluiten", button="Afsluiten", danger=True, done=f"Boekjaar {number} is afgesloten.",
        lead="In een afgesloten jaar wordt niets meer geboekt. Heropenen kan alleen met twee personen en een reden.",
    )  # fmt: skip


@needs("finance.reopen")
def ask(request: UserRequest, number: int) -> HttpResponseBase:
    """Ask for the year to be reopened."""
    return _deed(
        request, number, ReasonForm,
        lambda form: ledger.ask_reopening(number, reason=form.cleaned_data["reason"], by=request.user),
        title=f"Vragen om {number} te heropenen", button="Heropening vragen", done="De heropening is gevraagd.",
        lead="Een ander dan jij heropent daarna het jaar.",
    )  # fmt: skip


@needs("finance.reopen")
def reopen(request: UserRequest, number: int) -> HttpResponseBase:
    """Reopen the year as the second person."""
    return _deed(
        request, number, DeedForm, lambda form: ledger.reopen_year(number, by=request.user),
        title=f"Boekjaar {number} heropenen", button="Heropenen", danger=True, done=f"Boekjaar {number} is heropend.",
        lead="Je bent de tweede persoon: je heropent wat een ander heeft gevraagd.",
    )  # fmt: skip
