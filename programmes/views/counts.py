"""Defining figures that are counted from records, without code."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from nov.kernel.forms import form_page
from nov.kernel.rights import needs
from programmes import defining
from programmes.count_forms import form_of, said_of
from programmes.countable_kinds import KINDS
from programmes.models import Count, Indicator
from programmes.permissions import visible_programme
from programmes.views.programmes import crumbs


@needs("programmes.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def count_new(request: HttpRequest, code: str) -> HttpResponse:
    """Define a figure: first what is counted (?bron=bijeenkomsten), then how."""
    programme = visible_programme(request.user, code)
    source = request.GET.get("bron", "")
    if source not in KINDS:
        context = {"programme": programme, "kinds": KINDS.items(), "crumbs": crumbs(programme)}
        return render(request, "programmes/count_kinds.html", context)

    def save(form) -> Indicator:
        return defining.define_count(programme, source=source, **form.reckoned(), **form.named())

    return form_page(
        request,
        form_of(KINDS[source]),
        title=f"Kengetal tellen: {KINDS[source].label.lower()}",
        lead="Het getal volgt uit wat is vastgelegd en wordt nergens ingevuld.",
        save=save,
        done="Het kengetal is vastgelegd.",
        back=reverse("programmes:count_new", args=[code]),
        crumbs=crumbs(programme),
    )


@needs("programmes.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def count_change(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Change how a figure is reckoned; what it is called and in which unit stays."""
    programme = visible_programme(request.user, code)
    rows = Count.objects.filter(indicator__programme=programme).select_related("indicator__programme")
    count = get_object_or_404(rows, indicator__key=key)

    def save(form) -> Indicator:
        return defining.change_count(count, **form.reckoned()).indicator

    return form_page(
        request,
        form_of(KINDS[count.source], named=False),
        title=f"Telling wijzigen: {count.indicator}",
        save=save,
        guard=count,
        initial=said_of(count),
        done="De telling is gewijzigd.",
        back=count.indicator.get_absolute_url(),
        crumbs=[*crumbs(programme), (count.indicator.label, count.indicator.get_absolute_url())],
    )
