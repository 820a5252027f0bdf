"""Measurements: filling in those of a year, an indicator with all of them, and one measurement."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from nov.kernel import formats
from nov.kernel.clock import today
from nov.kernel.forms import Form, form_page
from nov.kernel.rights import needs
from programmes import entry, recording
from programmes.models import Indicator, Measurement
from programmes.permissions import may_enter, own_programme, visible_programme
from programmes.views.programmes import FIRST_YEAR, asked_year, crumbs


@needs("programmes.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def measurements(request: HttpRequest, code: str) -> HttpResponse:
    """All indicators of a programme under each other, for one year; one that is wrong does not cost the rest."""
    programme = own_programme(request.user, code)
    year = asked_year(request, today().year)
    places = entry.places(programme, year)
    kept = refused = 0
    if request.method == "POST":
        kept, refused = entry.save(places, year, request.POST, by=request.user)
        if not refused:
            said = formats.counted(kept, "meting is", "metingen zijn")
            messages.success(request, f"{said} bewaard." if kept else "Er is niets veranderd.")
            return HttpResponseRedirect(request.get_full_path())
    for place in places:
        place.form = place.form or entry.MeasurementForm(place=place)
    return render(
        request,
        "programmes/measurements.html",
        {
            "programme": programme,
            "year": year,
            "years": range(today().year, FIRST_YEAR, -1),
            "places": places,
            "open": sum(place.open for place in places),
            "required": sum(place.required for place in places),
            "done": sum(place.required and not place.open for place in places),
            "kept": kept,
            "refused": [place for place in places if place.form and place.form.errors],
            "crumbs": crumbs(programme),
        },
        status=422 if refused else 200,
    )


@needs("programmes.view")
@require_safe
def indicator(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """An indicator: what it means, and everything that was measured of it."""
    programme = visible_programme(request.user, code)
    found = get_object_or_404(programme.indicators, key=key)
    rows = found.measurements.current().select_related("part", "recorded_by").order_by("-during", "part__label")
    return render(
        request,
        "programmes/indicator.html",
        {
            "programme": programme,
            "indicator": found,
            "measurements": rows,
            "norms": found.norms.select_related("decision"),
            "is_norm": found.kind == Indicator.Kind.NORM,
            "is_counted": found.origin == Indicator.Origin.COUNTED,
            "may_enter": may_enter(request.user, programme),
            "crumbs": crumbs(programme),
        },
    )


@needs("programmes.view")
@require_safe
def measurement(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One measurement with its source, and what stood there before it."""
    programme = visible_programme(request.user, code)
    rows = Measurement.objects.filter(indicator__programme=programme).select_related("indicator", "part", "recorded_by")
    found = get_object_or_404(rows, pk=pk)
    same = rows.filter(indicator=found.indicator, part=found.part, during=found.during)
    context = {
        "programme": programme,
        "measurement": found,
        "others": same.exclude(pk=found.pk).order_by("-id"),
        "may_enter": may_enter(request.user, programme),
        "crumbs": [*crumbs(programme), (found.indicator.label, found.indicator.get_absolute_url())],
    }
    return render(request, "programmes/measurement.html", context)


class NothingToFillIn(Form):
    """A deed that needs no more than a yes."""


@needs("programmes.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a measurement back, after asking."""
    programme = own_programme(request.user, code)
    rows = Measurement.objects.current().filter(indicator__programme=programme).select_related("indicator", "part")
    found = get_object_or_404(rows, pk=pk)

    def save(form: Form) -> str:
        recording.withdraw_measurement(found)
        return reverse("programmes:indicator", args=[programme.code, found.indicator.key])

    return form_page(
        request,
        NothingToFillIn,
        title=f"Meting intrekken: {found}",
        lead="Het kengetal is daarna weer ‘nog in te vullen’. Wat er stond, blijft na te zien.",
        save=save,
        guard=found,
        done="De meting is ingetrokken.",
        button="Intrekken",
        danger=True,
        back=found.get_absolute_url(),
        crumbs=crumbs(programme),
    )
