"""The catalogue of figures, and the page of one figure with the way back to its records."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nov.kernel import clock
from nov.kernel.catalogue import UnknownFigure
from nov.kernel.documents.markdown import figures_in
from nov.kernel.figures import Figure, Kind, Reading, WrongReference
from nov.kernel.folding import folded
from nov.kernel.periods import Reference, Year, reference
from nov.kernel.printing import printed
from nov.kernel.rights import needs
from reports.appendix import ORIGINS, when
from reports.catalogue import CATALOGUE
from reports.context import Context
from reports.models import Chapter, Edition
from reports.picture import picture
from reports.views.who import who
from reports.walk import back

KINDS = {Kind.STOCK: "stand op een moment", Kind.FLOW: "over een periode", Kind.NORM: "norm op een moment"}


@needs("reports.view")
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Every figure that an author can use, searched by word."""
    words = request.GET.get("q", "").split()
    found = [each for each in CATALOGUE if _speaks_of(each, words)]
    return render(request, "reports/figures.html", {"figures": found, "q": " ".join(words), "origins": ORIGINS})


def _speaks_of(each: Figure, words: list[str]) -> bool:
    text = folded(f"{each.key} {each.label} {each.definition}")
    return all(folded(word) in text for word in words)


@needs("reports.view")
@require_safe
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """One figure at one moment or over one period: value, meaning, the year before, and the records behind it."""
    try:
        found = CATALOGUE.find(key)
    except UnknownFigure as error:
        raise Http404(str(error)) from None
    asked, problem = request.GET.get("op", ""), ""
    at: Reference = _last_year()
    try:
        at = reference(asked) if asked else at
    except ValueError as error:
        problem = str(error)
    with picture(on=clock.today()) as readings:
        context = Context(_last_year(), readings)
        if not asked and found.kind is Kind.STOCK and not found.at_begin:
            at = context.latest
        try:
            reading = context.read(key, at)
        except WrongReference as error:
            problem, at = str(error), _last_year()
            reading = context.read(key, at)
        before = context.before(reading)
        page = {
            "figure": found,
            "kind": KINDS[found.kind],
            "origin": ORIGINS[found.origin],
            "at": str(at),
            "said": when(reading),
            "value": context.dressed(reading),
            "reading": reading,
            "before": context.dressed(before),
            "before_said": when(before),
            "parts": [(label, _printed(found, part)) for label, part in reading.parts.items()],
            "step": back(reading.trail, who(request)) if reading.trail else None,
            "used": _used(found),
            "problem": problem,
        }
    return render(request, "reports/figure.html", page)


def _last_year() -> Year:
    """The year of the newest report, or the last one that is over."""
    newest = Edition.objects.order_by("-year").values_list("year", flat=True).first()
    return Year(newest or clock.today().year - 1)


def _printed(found: Figure, part: Reading) -> str:
    return printed(replace(part, figure=found))


def _used(found: Figure) -> list[Chapter]:
    """The chapters of the newest report whose text uses the figure."""
    chapters = Chapter.objects.filter(edition=_last_year().number, text__contains=found.key).select_related("edition")
    return [each for each in chapters if any(token.key == found.key for token in figures_in(each.text))]
