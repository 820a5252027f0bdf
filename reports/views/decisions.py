"""What is decided about a report: offered, handed back, waived, adopted; and what the records say since."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from nov.kernel import clock
from nov.kernel.forms import Form, form_page
from nov.kernel.refusals import put
from nov.kernel.rights import needs
from reports import adoption
from reports.editions import hand_back, offer
from reports.findings import blocking, grouped, mark_of, open_findings, outcomes
from reports.forms import AdoptForm, HandBackForm, WaiveForm
from reports.models import Edition, Snapshot
from reports.picture import picture
from reports.views.who import who


@needs("reports.write")
def offered(request: HttpRequest, year: int) -> HttpResponse:
    """Offer the report for review."""
    edition = get_object_or_404(Edition, year=year)

    def save(form: Form) -> Edition:
        offer(edition, by=who(request))
        return edition

    return form_page(
        request,
        Form,
        title="Ter beoordeling aanbieden",
        lead="Directeur en bestuur lezen het hele verslag. Schrijven kan intussen nog.",
        save=save,
        done="Het verslag ligt ter beoordeling.",
        button="Aanbieden",
        back=edition.get_absolute_url(),
        crumbs=_crumbs(edition),
    )


@needs("reports.review")
def handed_back(request: HttpRequest, year: int) -> HttpResponse:
    """Give the report back to its writers."""
    edition = get_object_or_404(Edition, year=year)

    def save(form: Form) -> Edition:
        hand_back(edition, by=who(request), note=form.cleaned_data["note"])
        return edition

    return form_page(
        request,
        HandBackForm,
        title="Teruggeven aan de schrijvers",
        save=save,
        done="De schrijvers kunnen verder.",
        button="Teruggeven",
        back=edition.get_absolute_url(),
        crumbs=_crumbs(edition),
    )


@needs("reports.waive")
def waived(request: HttpRequest, year: int, mark: str) -> HttpResponse:
    """Accept a finding in writing."""
    edition = get_object_or_404(Edition, year=year)
    with picture(on=clock.today()):
        points = open_findings(outcomes(edition.period))
    finding = next((each for each in points if mark_of(each) == mark), None)
    if finding is None:
        raise Http404("Dit punt staat niet meer open.")

    def save(form: Form) -> Edition:
        adoption.waive(edition, finding, by=who(request), **form.cleaned_data)
        return edition

    return form_page(
        request,
        WaiveForm,
        title="Punt laten rusten",
        lead=finding.what,
        save=save,
        done="Het punt rust; de reden staat bij het verslag.",
        back=edition.get_absolute_url(),
        crumbs=_crumbs(edition),
    )


@needs("reports.adopt")
def adopted(request: HttpRequest, year: int) -> HttpResponse:
    """Adopt the report: after this it changes no more."""
    edition = get_object_or_404(Edition, year=year)
    form = AdoptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            adoption.adopt(edition, decision=form.cleaned_data["decision"], by=who(request))
        except ValidationError as error:
            put(form, error)
        else:
            messages.success(request, f"{edition} is vastgesteld. Cijfers, teksten en documenten zijn bewaard.")
            return redirect(edition)
    with picture(on=clock.today()):
        points = blocking(open_findings(outcomes(edition.period)))
    context = {"edition": edition, "form": form, "blocking": len(points), "groups": grouped(points)}
    return render(request, "reports/adopt.html", context, status=422 if request.method == "POST" else 200)


@needs("reports.view")
@require_safe
def differences(request: HttpRequest, year: int) -> HttpResponse:
    """What the records say differently since the report was adopted; before that there is nothing to compare."""
    edition = get_object_or_404(Edition, year=year)
    snapshot = Snapshot.objects.select_related("edition", "decision").filter(edition=edition).first()
    if snapshot is None:
        return redirect(edition)
    found = adoption.differences(snapshot)
    return render(request, "reports/differences.html", {"edition": edition, "snapshot": snapshot, "differences": found})


def _crumbs(edition: Edition) -> list[tuple[str, str]]:
    return [("Jaarverslag", reverse("reports:editions")), (str(edition.year), edition.get_absolute_url())]
