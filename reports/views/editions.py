"""The reports there are, one report with what is still open, and its files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from nov.kernel import clock
from nov.kernel.checks import Finding, Severity
from nov.kernel.documents import html
from nov.kernel.rights import needs
from reports.assemble import annual_report
from reports.findings import blocking, grouped, open_findings, outcomes
from reports.models import Chapter, Edition, EditionEvent
from reports.picture import picture
from reports.publish import ACCOUNTS, RENDERERS, REPORT, TYPES, accounts_file, report_file

FORMS = {"pdf": "PDF", "html": "webpagina", "docx": "Word"}


@dataclass(frozen=True, slots=True)
class Line:
    """A chapter in the list: its state in a word, the class of its mark, and how many points it has."""

    chapter: Chapter
    state: str
    tag: str
    points: int


@needs("reports.view")
@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """All editions, the newest first."""
    return render(request, "reports/editions.html", {"editions": Edition.objects.all()})


@needs("reports.view")
@require_safe
def edition(request: HttpRequest, year: int) -> HttpResponse:
    """A report: its chapters with their state, everything that is open, its files."""
    found = get_object_or_404(Edition, year=year)
    with picture(on=clock.today()):
        checked = outcomes(found.period)
    points = open_findings(checked)
    state = found.state
    context = {
        "edition": found,
        "state": state,
        "adopted": state is EditionEvent.Kind.ADOPT,
        "writing": state in (EditionEvent.Kind.OPEN, EditionEvent.Kind.RETURN),
        "lines": lines(found, points),
        "groups": grouped(points),
        "blocking": len(blocking(points)),
        "checked": checked,
        "holding": sum(each.holds for each in checked),
        "waivers": [waiver for each in checked for waiver in each.waivers],
        "events": found.events.select_related("by", "decision"),
        "forms": FORMS,
    }
    return render(request, "reports/edition.html", context)


def lines(found: Edition, points: list[Finding]) -> list[Line]:
    """The chapters of an edition with their state."""
    per_chapter = Counter(each.chapter for each in points)
    blocks = Counter(each.chapter for each in points if each.severity is Severity.BLOCKS)
    return [
        _line(chapter, per_chapter[chapter.number], blocks[chapter.number])
        for chapter in found.chapters.select_related("author").defer("text")
    ]


def _line(chapter: Chapter, points: int, blocks: int) -> Line:
    if chapter.version == 0:
        return Line(chapter, "nog in te vullen", "none", points)
    if chapter.carried:
        return Line(chapter, "van vorig jaar", "wait", points)
    if blocks:
        return Line(chapter, "houdt vaststellen tegen", "bad", points)
    return Line(chapter, "kijk hiernaar", "wait", points) if points else Line(chapter, "klaar", "good", points)


@needs("reports.view")
@require_safe
def reading(request: HttpRequest, year: int) -> HttpResponse:
    """The whole draft as a page, its figures leading to their records; of an adopted report there is the file."""
    found = get_object_or_404(Edition, year=year)
    if found.state is EditionEvent.Kind.ADOPT:
        return redirect("reports:document", year, REPORT, "html")
    whole = html.render(annual_report(found, on=clock.today()), level=2)
    return render(request, "reports/reading.html", {"edition": found, "whole": shown(whole)})


def shown(markup: str) -> SafeString:
    """Markup of the documents' own renderer, which escapes every text it is given."""
    return mark_safe(markup)  # noqa: S308  # nosec B308 B703


@needs("reports.export")
@require_safe
def document(request: HttpRequest, year: int, name: str, form: str) -> HttpResponse:
    """One of both documents as a file: the adopted one, or a draft of this moment."""
    if name not in (REPORT, ACCOUNTS) or form not in RENDERERS:
        raise Http404(f"{name}.{form}")
    found = get_object_or_404(Edition, year=year)
    today = clock.today()
    content = report_file(found, form, on=today) if name == REPORT else accounts_file(year, form, on=today)
    headers = {"Content-Disposition": f'attachment; filename="{name}-{year}.{form}"'}
    return HttpResponse(content, content_type=TYPES[form], headers=headers)
