"""Meetings with their agenda and decisions."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from members import assemblies
from members import meetings as rules
from members.filters import MeetingFilter
from members.forms import ItemForm, MeetingForm
from members.models import AgendaItem, Ballot, Meeting
from members.tables import MeetingTable
from members.views.requests import UserRequest
from nov.kernel.clock import today
from nov.kernel.forms import form_page
from nov.kernel.lists import Action, Empty, list_page
from nov.kernel.rights import needs

CRUMBS = [("Leden", "/leden/"), ("Vergaderingen", "/leden/vergaderingen/")]


@needs("members.view")
@require_safe
def meetings(request: UserRequest) -> HttpResponseBase:
    """All meetings, the newest first."""
    return list_page(
        request,
        title="Vergaderingen",
        table=MeetingTable,
        queryset=Meeting.objects.select_related("next_to").annotate(subjects=Count("items")),
        search=("place", "items__subject"),
        filterset=MeetingFilter,
        empty=Empty("Er is nog geen vergadering vastgelegd"),
        actions=[Action("Nieuwe vergadering", reverse("members:meeting_new"), True, "members.meetings")],
        template="members/list.html",
    )


@needs("members.view")
@require_safe
def meeting(request: UserRequest, pk: int) -> HttpResponse:
    """One meeting: agenda, decisions, who was elected, what was talked about."""
    found = get_object_or_404(Meeting.objects.select_related("next_to"), pk=pk)
    context = {
        "meeting": found,
        "items": found.items.select_related("decision").prefetch_related("ballots"),
        "papers": assemblies.papers(found),
        "present": found.present.select_related("person", "organisation", "through__organisation"),
        "voted": Ballot.objects.filter(item__meeting=found).exists(),
        "votes": assemblies.present_votes(found),
        "call_by": assemblies.call_by(found),
        "called_late": assemblies.called_late(found),
        "elections": found.elections.select_related("person"),
        "dialogue_groups": found.dialogue_groups.all(),
        "action_lines": found.action_lines.all(),
        "adjoining": found.adjoining.all(),
    }
    return render(request, "members/meeting.html", context)


@needs("members.meetings")
def new(request: UserRequest) -> HttpResponseBase:
    """A meeting more."""

    def save(form: MeetingForm) -> Meeting:
        data = form.cleaned_data
        return rules.record_meeting(data.pop("kind"), data.pop("date"), **data)

    return form_page(
        request,
        MeetingForm,
        title="Nieuwe vergadering",
        save=save,
        initial={"date": today()},
        done="De vergadering is vastgelegd.",
        back=reverse("members:meetings"),
        crumbs=CRUMBS,
    )


@needs("members.meetings")
def change(request: UserRequest, pk: int) -> HttpResponseBase:
    """Change a meeting and its agenda; a subject that stays keeps its decision."""
    found = get_object_or_404(Meeting, pk=pk)

    def save(form: MeetingForm) -> Meeting:
        saved = form.save()
        rules.set_agenda(saved, form.cleaned_data["agenda"])
        rules.set_talks(saved, form.cleaned_data["dialogue_groups"], form.cleaned_data["action_lines"])
        return saved

    return form_page(
        request,
        MeetingForm,
        title=f"Wijzigen: {found}",
        save=save,
        form_kwargs={"instance": found},
        done="De vergadering is bewaard.",
        back=found.get_absolute_url(),
        crumbs=[*CRUMBS, (str(found), found.get_absolute_url())],
    )


@needs("members.meetings")
def decide(request: UserRequest, pk: int) -> HttpResponseBase:
    """The decision that a subject of the agenda led to."""
    item = get_object_or_404(AgendaItem.objects.select_related("meeting"), pk=pk)

    def save(form: ItemForm) -> Meeting:
        item.decision = form.cleaned_data["decision"]
        item.save()
        return item.meeting

    return form_page(
        request,
        ItemForm,
        title=f"Besluit bij ‘{item.subject}’",
        save=save,
        guard=item,
        initial={"decision": item.decision_id},
        done="Het besluit is vastgelegd.",
        back=item.meeting.get_absolute_url(),
        crumbs=[*CRUMBS, (str(item.meeting), item.meeting.get_absolute_url())],
    )
