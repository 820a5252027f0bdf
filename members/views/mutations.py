"""What happened to the members: the list of mutations, and putting one right."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from members import corrections
from members.deed_forms import CorrectForm, ReasonForm
from members.filters import MutationFilter
from members.models import Mutation, Organisation
from members.tables import MutationTable
from members.views.organisations import crumbs
from members.views.requests import UserRequest
from nov.kernel.clock import today
from nov.kernel.formats import day_long
from nov.kernel.forms import form_page
from nov.kernel.lists import Empty, list_page
from nov.kernel.rights import needs


@needs("members.view")
@require_safe
def mutations(request: UserRequest) -> HttpResponseBase:
    """All mutations, those that take effect last first."""
    return list_page(
        request,
        title="Ledenmutaties",
        table=MutationTable,
        queryset=Mutation.objects.select_related("organisation", "by"),
        search=("organisation__name", "explanation"),
        filterset=MutationFilter,
        empty=Empty("Er zijn nog geen mutaties", "Een aanmelding of opzegging komt hier te staan."),
        template="members/list.html",
    )


@needs("members.mutate")
def void(request: UserRequest, pk: int) -> HttpResponseBase:
    """Undo a mutation."""
    mutation = get_object_or_404(Mutation.objects.select_related("organisation"), pk=pk)

    def save(form: ReasonForm) -> Organisation:
        corrections.void(
            mutation,
            reason=form.cleaned_data["reason"],
            by=request.user,
            entered_on=today(),
            request=form.request_id,  # type: ignore[attr-defined]
        )
        return mutation.organisation

    return form_page(
        request,
        ReasonForm,
        title=f"Ongedaan maken: {mutation.get_kind_display().lower()}",
        lead=f"{mutation.organisation}, {day_long(mutation.effective_on)}. De mutatie blijft op de tijdlijn staan, met de"
        " correctie erbij.",
        save=save,
        done="De mutatie is ongedaan gemaakt.",
        button="Ongedaan maken",
        danger=True,
        back=mutation.get_absolute_url(),
        crumbs=crumbs(mutation.organisation),
    )


@needs("members.mutate")
def correct(request: UserRequest, pk: int) -> HttpResponseBase:
    """Give a mutation another day."""
    mutation = get_object_or_404(Mutation.objects.select_related("organisation"), pk=pk)

    def save(form: CorrectForm) -> str:
        corrections.correct(
            mutation,
            **form.cleaned_data,
            by=request.user,
            entered_on=today(),
            request=form.request_id,  # type: ignore[attr-defined]
        )
        return reverse("members:organisation", args=[mutation.organisation_id])

    return form_page(
        request,
        CorrectForm,
        title=f"Corrigeren: {mutation.get_kind_display().lower()}",
        lead=f"{mutation.organisation}. Nu staat er {day_long(mutation.effective_on)}.",
        save=save,
        initial={"effective_on": mutation.effective_on},
        done="De mutatie is gecorrigeerd.",
        button="Corrigeren",
        back=mutation.get_absolute_url(),
        crumbs=crumbs(mutation.organisation),
    )
