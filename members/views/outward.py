"""What leaves Leden: who is written to, all organisations as a file, and the list of members for the website."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from members.contact_filters import ContactFilter
from members.models import Contact, Organisation
from members.organisation_files import organisation_lines
from members.organisations import addresses_of
from members.tables import ContactTable
from members.views.requests import UserRequest
from nov.kernel.clock import today
from nov.kernel.lists import Action, Empty, Export, list_page
from nov.kernel.lists.exports import download, taken
from nov.kernel.rights import needs

HOUR = 60 * 60


@needs("members.view")
@require_safe
def contacts(request: UserRequest) -> HttpResponseBase:
    """Contacts by role and by what their organisation is: the selection for a mailing, saved as a file."""
    rows = Contact.objects.select_related("person", "organisation__municipality")
    return list_page(
        request,
        title="Contactpersonen",
        lead="Kies de rol en de organisaties, en neem de lijst mee als Excel of CSV voor een mailing.",
        table=ContactTable,
        queryset=rows.order_by("organisation__sort_key", "organisation_id", "role", "person__name", "id"),
        search=("person__name", "person__email", "organisation__search_key"),
        filterset=ContactFilter,
        empty=Empty("Er zijn nog geen contactpersonen", "Voeg er een toe op de pagina van een organisatie."),
        actions=[Action("Inlezen", reverse("kernel:import", args=["contactpersonen"]), act="members.enter")],
        template="members/list.html",
    )


@needs("members.view")
@require_safe
def everything(request: UserRequest, kind: str) -> HttpResponseBase:
    """All organisations with the columns that can be read in again."""
    if kind not in Export.ALL:
        raise Http404(kind)
    taken(request, "Organisaties, alle gegevens", kind, rows=Organisation.objects.count())
    return download(organisation_lines(), kind, "organisaties")


@login_not_required
@require_safe
@cache_control(public=True, max_age=HOUR)
def feed(request: HttpRequest) -> HttpResponseBase:
    """The members of today that may stand on the website: statutory name, place and website, for anybody to read."""
    members = Organisation.objects.members_on(today()).filter(listed=True).select_related("party")
    rows = [
        {"naam": one.statutory_name or one.name, "plaats": addresses_of(one)["bezoek"].place, "website": one.website}
        for one in members.prefetch_related("addresses").order_by("sort_key", "id")
    ]
    answer = JsonResponse({"op": today().isoformat(), "leden": rows}, json_dumps_params={"ensure_ascii": False})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
