"""The tariffs of a new year: indexed, looked at next to the old ones, and stored with the decision of the members."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.urls import reverse

from members.forms import AdoptTariffsForm, IndexForm
from members.models import TariffTable
from members.tariffs import adopt_indexed, indexed
from members.views.contributions import CRUMBS
from members.views.requests import UserRequest
from nov.kernel.clock import today
from nov.kernel.forms import form_page
from nov.kernel.rights import needs


@needs("members.decide")
def tariffs(request: UserRequest) -> HttpResponseBase:
    """Ask by how much, show old and new, and store what was decided."""
    last = TariffTable.objects.order_by("-first_day").first()
    year = max(today().year, last.first_day.year if last else 0) + 1
    asked = request.POST or request.GET
    index = IndexForm(asked) if "percentage" in asked else IndexForm(initial={"year": year, "percentage": 0})
    rows, problem = _looked_at(index)

    def save(form: AdoptTariffsForm) -> str:
        adopt_indexed(**form.cleaned_data)
        return reverse("members:runs")

    return form_page(
        request,
        AdoptTariffsForm,
        title="Tarieven van een nieuw jaar",
        lead="Reken de tarieven door, leg ze naast de oude en stel ze vast met het besluit van de ledenvergadering.",
        save=save,
        initial={name: index.data.get(name, "") for name in IndexForm.base_fields},
        done="De tarieven zijn vastgesteld.",
        button="Vaststellen",
        back=reverse("members:runs"),
        crumbs=CRUMBS,
        template="members/tariffs.html",
        context={"index": index, "rows": rows, "problem": problem, "last": last},
    )


def _looked_at(index: IndexForm) -> tuple[list[tuple[Any, Any]], str]:
    """Old and new next to each other when the form was filled in; or what is in the way."""
    if not (index.is_bound and index.is_valid()):
        return [], ""
    try:
        return indexed(**index.cleaned_data), ""
    except ValidationError as error:
        return [], " ".join(error.messages)
