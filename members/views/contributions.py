"""Rounds of contribution: drafted, looked at, made final; and what members were charged."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Count, Sum
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from members import tasks
from members.contributions import draft_run, preview, reduce
from members.deed_forms import DeedOnlyForm, FinaliseForm
from members.filters import ContributionFilter
from members.forms import ReductionForm, RunForm
from members.models import Contribution, ContributionRun, Organisation
from members.tables import ContributionTable, RunTable
from members.views.requests import UserRequest
from members.views.run_draft import lines_of
from nov.kernel.clock import today
from nov.kernel.formats import cents, counted
from nov.kernel.forms import form_page
from nov.kernel.lists import Action, Empty, list_page
from nov.kernel.models import Job
from nov.kernel.rights import needs

CRUMBS = [("Leden", "/leden/"), ("Contributie", "/leden/contributie/")]
DUE_IN = timedelta(days=30)


@needs("members.view")
@require_safe
def runs(request: UserRequest) -> HttpResponseBase:
    """All rounds, the newest first."""
    return list_page(
        request,
        title="Contributierondes",
        table=RunTable,
        queryset=ContributionRun.objects.select_related("category").annotate(
            members=Count("contributions"), total=Sum("contributions__amount")
        ),
        empty=Empty(
            "Er is nog geen contributieronde", "Een ronde begint als concept; je bekijkt wat ieder lid betaalt."
        ),
        actions=[
            Action("Nieuwe ronde", reverse("members:run_new"), True, "members.invoice"),
            Action("Tarieven van een nieuw jaar", reverse("members:tariffs"), False, "members.decide"),
        ],
        template="members/list.html",
    )


@needs("members.view")
@require_safe
def contributions(request: UserRequest) -> HttpResponseBase:
    """What members were charged."""
    return list_page(
        request,
        title="Contributie per lid",
        table=ContributionTable,
        queryset=Contribution.objects.select_related("organisation", "tariff__category", "invoice").order_by(
            "-year", "organisation__sort_key"
        ),
        search=("organisation__name", "invoice__code"),
        filterset=ContributionFilter,
        totals=("amount",),
        noun=("bedrag", "bedragen"),
        empty=Empty("Er is nog geen contributie", "Een contributieronde die definitief is, komt hier te staan."),
        crumbs=CRUMBS,
        template="members/list.html",
    )


@needs("members.invoice")
def new(request: UserRequest) -> HttpResponseBase:
    """A round as a draft."""
    day = today()

    def save(form: RunForm) -> ContributionRun:
        return draft_run(**form.cleaned_data, by=request.user)

    return form_page(
        request,
        RunForm,
        title="Nieuwe contributieronde",
        lead="De ronde begint als concept: er gaat niets uit voordat je haar definitief maakt.",
        save=save,
        initial={"year": (day + DUE_IN).year, "invoice_date": day, "due": day + DUE_IN},
        done="Het concept staat klaar.",
        back=reverse("members:runs"),
        crumbs=CRUMBS,
    )


@needs("members.view")
@require_safe
def run(request: UserRequest, pk: int) -> HttpResponseBase:
    """A draft with what it would charge, or what a final round charged."""
    found = get_object_or_404(ContributionRun.objects.select_related("category", "by"), pk=pk)
    context = {"run": found, "may_invoice": request.user.has_perm("members.invoice")}
    if found.is_final:
        context |= found.contributions.aggregate(
            members=Count("pk"), total=Sum("amount"), invoices=Count("invoice", distinct=True)
        )
        context["classes"] = (
            found.contributions.values("tariff__category__name", "tariff__klass", "share")
            .annotate(members=Count("pk"), total=Sum("amount"))
            .order_by("tariff__category__position", "tariff__minimum", "-share")
        )
        return render(request, "members/run_final.html", context)
    try:
        context["preview"] = preview(found)
    except ValidationError as error:
        context["problem"] = " ".join(error.messages)
    else:
        lines = lines_of(request, found, context["preview"])
        if isinstance(lines, HttpResponseBase):
            return lines
        context |= lines
    return render(request, "members/run_draft.html", context)


@needs("members.invoice")
def finalise(request: UserRequest, pk: int) -> HttpResponseBase:
    """Invoice everybody of the round, in the background; what was looked at is what is sent, or nothing."""
    found = get_object_or_404(ContributionRun, pk=pk)

    def save(form: FinaliseForm) -> Job:
        return tasks.finalise.start(
            by=request.user,
            what=f"{found} definitief maken",
            run=found.pk,
            seen=form.cleaned_data["seen"],
            on=today().isoformat(),
            user=request.user.pk,
        )

    try:
        ready = None if found.is_final else preview(found)
    except ValidationError:
        return redirect(found)  # its page says what is in the way
    return form_page(
        request,
        FinaliseForm,
        title=f"Definitief maken: contributie {found.year}",
        lead=f"{counted(len(ready.charges), 'lid', 'leden')} krijgt contributie in rekening, samen {cents(ready.total)}."
        " De facturen worden gemaakt en geboekt; dat gaat niet meer terug."
        if ready
        else "Deze ronde is al definitief.",
        save=save,
        initial={"seen": ready.mark} if ready else None,
        button="Definitief maken",
        danger=True,
        back=found.get_absolute_url(),
        crumbs=[*CRUMBS, (str(found.year), found.get_absolute_url())],
    )


@needs("members.invoice")
def discard(request: UserRequest, pk: int) -> HttpResponseBase:
    """Throw a draft away."""
    found = get_object_or_404(ContributionRun, pk=pk, finalised_on=None)

    def save(form: DeedOnlyForm) -> str:
        found.delete()
        return reverse("members:runs")

    return form_page(
        request,
        DeedOnlyForm,
        title="Concept weggooien",
        lead=f"{found}. Er is nog niets gefactureerd.",
        save=save,
        done="Het concept is weg.",
        button="Weggooien",
        danger=True,
        back=found.get_absolute_url(),
        crumbs=CRUMBS,
    )


@needs("members.decide")
def reduction(request: UserRequest, pk: int) -> HttpResponseBase:
    """That a member owes less of a year, by a decision."""
    found = get_object_or_404(Organisation, pk=pk)

    def save(form: ReductionForm) -> Organisation:
        reduce(found, **form.cleaned_data)
        return found

    return form_page(
        request,
        ReductionForm,
        title="Minder contributie door een besluit",
        lead=f"{found}. Wie in de loop van het jaar vertrekt, betaalt het hele jaar, tenzij het bestuur anders besluit.",
        save=save,
        initial={"year": today().year},
        done="De vermindering is vastgelegd; de volgende ronde houdt er rekening mee.",
        back=found.get_absolute_url(),
        crumbs=[CRUMBS[0], (found.name, found.get_absolute_url())],
    )
