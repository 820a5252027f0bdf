"""What is noted at a meeting: who is there, proxies, papers, votes."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404

from members import assemblies as rules
from members.assembly_forms import BallotForm, DocumentForm, PresentForm, ProxyForm
from members.deed_forms import DeedOnlyForm
from members.models import AgendaItem, Attendance, Meeting
from members.views.meetings import CRUMBS
from members.views.requests import UserRequest
from nov.kernel.forms import form_page
from nov.kernel.rights import needs

# what is noted → its form, the title of the page, what is said afterwards
KINDS: dict[str, tuple[type, str, str]] = {
    "aanwezig": (PresentForm, "Aanwezige", "De aanwezige is vastgelegd."),
    "volmacht": (ProxyForm, "Volmacht", "De volmacht is vastgelegd."),
    "bijlage": (DocumentForm, "Bijlage", "De bijlage is toegevoegd; hang het bestand eraan op de pagina."),
}


@needs("members.meetings")
def note(request: UserRequest, pk: int, what: str) -> HttpResponseBase:
    """Somebody who is there, a proxy, or a paper."""
    meeting = get_object_or_404(Meeting, pk=pk)
    if what not in KINDS or (what == "volmacht" and meeting.kind != Meeting.Kind.ALV):
        raise Http404(what)
    form_class, title, done = KINDS[what]

    def save(form: Any) -> Meeting:
        data = form.cleaned_data
        if what == "bijlage":
            rules.add_document(meeting, data["title"], data["number"])
        elif what == "volmacht":
            rules.register(meeting, person=data["through"].person, **data)
        else:
            if data["person"].pk is None:
                data["person"].save()
            rules.register(meeting, **data)
        return meeting

    return form_page(
        request,
        form_class,
        title=f"{title}: {meeting}",
        save=save,
        form_kwargs={"meeting": meeting},
        done=done,
        back=meeting.get_absolute_url(),
        crumbs=_crumbs(meeting),
    )


@needs("members.meetings")
def leave(request: UserRequest, pk: int) -> HttpResponseBase:
    """Somebody who was not there after all; only as long as nothing was voted."""
    one = get_object_or_404(Attendance.objects.select_related("meeting", "person", "organisation"), pk=pk)
    meeting = one.meeting

    def save(form: DeedOnlyForm) -> Meeting:
        one.proxies.all().delete()
        one.delete()
        return meeting

    return form_page(
        request,
        DeedOnlyForm,
        title=f"Weghalen: {one}",
        lead="Volmachten aan deze persoon vervallen mee.",
        save=save,
        done="Weggehaald.",
        button="Weghalen",
        danger=True,
        back=meeting.get_absolute_url(),
        crumbs=_crumbs(meeting),
    )


@needs("members.meetings")
def ballot(request: UserRequest, pk: int) -> HttpResponseBase:
    """A vote on a subject of the agenda."""
    item = get_object_or_404(AgendaItem.objects.select_related("meeting"), pk=pk)
    meeting = item.meeting

    def save(form: BallotForm) -> Meeting:
        rules.vote(item, **form.cleaned_data)
        return meeting

    return form_page(
        request,
        BallotForm,
        title=f"Stemming: {item.subject}",
        lead=f"Er zijn {rules.present_votes(meeting)} stemmen aanwezig. Daarna verandert de lijst van aanwezigen niet meer.",
        save=save,
        initial={"question": item.subject},
        done="De stemming is vastgelegd.",
        back=meeting.get_absolute_url(),
        crumbs=_crumbs(meeting),
    )


def _crumbs(meeting: Meeting) -> list[tuple[str, str]]:
    return [*CRUMBS, (str(meeting), meeting.get_absolute_url())]
