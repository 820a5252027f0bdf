"""Long work, for the person who asked for it: how far it is, what came of it, and beginning again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from nov.kernel import progress
from nov.kernel.lists import Column, Empty, MomentColumn, Table, list_page
from nov.kernel.models import Job
from nov.kernel.rights import UserRequest, by_record


class JobTable(Table):
    what = Column("Taak", linkify=True)
    words = Column("Stand", orderable=False)
    created_at = MomentColumn("Gevraagd op", wide=True)


def _own(request: UserRequest, pk: int) -> Job:
    return get_object_or_404(Job.objects.with_life(), pk=pk, started_by=request.user)


@require_GET
@by_record
def jobs(request: UserRequest) -> HttpResponseBase:
    """The work this user asked for."""
    return list_page(
        request,
        title="Taken",
        lead="Werk dat wat langer duurt en op de achtergrond gebeurt.",
        table=JobTable,
        queryset=Job.objects.with_life().filter(started_by=request.user),
        empty=Empty("Er loopt niets", "Werk dat langer duurt komt hier te staan, met hoe ver het is."),
        exports=False,
    )


@require_GET
@by_record
def job(request: UserRequest, pk: int) -> HttpResponse:
    """One piece of work on a page of its own; it keeps itself up to date where scripts run."""
    return render(request, "kernel/job.html", {"job": _own(request, pk)})


@require_GET
@by_record
def state(request: UserRequest, pk: int) -> HttpResponse:
    """The part of the page that is asked for again and again."""
    return render(request, "kernel/job_state.html", {"job": _own(request, pk)})


@require_POST
@by_record
def take_up(request: UserRequest, pk: int) -> HttpResponse:
    """Let work that was broken off or failed begin again."""
    own = _own(request, pk)
    if not progress.take_up(own):
        messages.info(request, "Deze taak is al bezig of klaar.")
    return HttpResponseRedirect(own.get_absolute_url())
