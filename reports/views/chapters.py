"""The workbench of a chapter: its text, how it reads with the figures filled in, and what is still to be done."""

from __future__ import annotations

import difflib

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from nov.kernel import clock
from nov.kernel.documents import html
from nov.kernel.refusals import put
from nov.kernel.rights import needs
from reports.blocks import REGISTRY
from reports.chapters import context_of, document_chapter
from reports.editions import save_chapter
from reports.findings import grouped, open_findings, outcomes
from reports.forms import ChapterForm
from reports.models import Chapter, EditionEvent
from reports.picture import picture
from reports.views.editions import lines, shown
from reports.views.who import who


@needs("reports.view")
def chapter(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Read a chapter with its findings; whoever may write changes the text here."""
    found = _found(year, number)
    shut = found.edition.state is EditionEvent.Kind.ADOPT
    writes = request.user.has_perm("reports.write") and not shut
    form = ChapterForm(initial={"text": found.text, "seen": found.version})
    status = 200
    if request.method == "POST":
        if not request.user.has_perm("reports.write"):
            raise PermissionDenied("reports.write")
        form = ChapterForm(request.POST)
        if form.is_valid() and _saved(request, found, form):
            return redirect(found)
        status = 422
    context = _workbench(found, form)
    return render(request, "reports/chapter.html", {**context, "writes": writes, "shut": shut}, status=status)


def _saved(request: HttpRequest, found: Chapter, form: ChapterForm) -> bool:
    try:
        saved = save_chapter(found, form.cleaned_data["text"], seen=form.cleaned_data["seen"], by=who(request))
    except ValidationError as error:
        put(form, error)
        return False
    messages.success(request, f"Bewaard als versie {saved.version}.")
    return True


def _workbench(found: Chapter, form: ChapterForm) -> dict[str, object]:
    with picture(on=clock.today()) as readings:
        points = open_findings(outcomes(found.edition.period))
        read = document_chapter(found, context_of(found, readings))
    here = [each for each in points if each.chapter == found.number]
    return {
        "chapter": found,
        "edition": found.edition,
        "form": form,
        "preview": shown(html.chapter(read, level=3)),
        "here": len(here),
        "groups": grouped(here),
        "elsewhere": len(points) - len(here),
        "lines": lines(found.edition, points),
        "blocks": REGISTRY,
    }


@needs("reports.write")
@require_POST
def preview(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """How a text would read, without saving it; asked while somebody types."""
    found = _found(year, number)
    found.text = request.POST.get("text", "")
    with picture(on=clock.today()) as readings:
        read = document_chapter(found, context_of(found, readings))
    return HttpResponse(shown(html.chapter(read, level=3)))


@needs("reports.view")
@require_safe
def versions(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Every version of a chapter, each with what it changed."""
    found = _found(year, number)
    kept = list(found.versions.select_related("by"))
    older = [*kept[1:], None]
    changes = [
        (now, _changed(before.text if before else "", now.text)) for now, before in zip(kept, older, strict=True)
    ]
    return render(request, "reports/versions.html", {"chapter": found, "edition": found.edition, "changes": changes})


def _changed(before: str, now: str) -> list[tuple[str, str]]:
    """The lines that differ: ("weg", …) and ("nieuw", …)."""
    names = {"-": "weg", "+": "nieuw"}
    found = difflib.unified_diff(before.splitlines(), now.splitlines(), n=0, lineterm="")
    return [(names[line[0]], line[1:]) for line in list(found)[2:] if line[0] in names]


def _found(year: int, number: int) -> Chapter:
    return get_object_or_404(Chapter.objects.select_related("edition", "author"), edition=year, number=number)
