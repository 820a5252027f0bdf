"""Who took which list along."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.views.decorators.http import require_GET

from nov.kernel.lists import Column, CountColumn, Empty, MomentColumn, Table, list_page
from nov.kernel.models import TakenList
from nov.kernel.rights import UserRequest, needs


class TakenTable(Table):
    at = MomentColumn("Wanneer")
    by = Column("Wie")
    title = Column("Lijst")
    narrowed = Column("Zoekwoord en filters", wide=True)
    rows = CountColumn("Rijen", wide=True)
    kind = Column("Bestand", wide=True)


@require_GET
@needs("nov.manage_users")
def lists(request: UserRequest) -> HttpResponseBase:
    """Every list that left the site as a file, the newest first."""
    return list_page(
        request,
        title="Meegenomen lijsten",
        lead="Wie welke lijst als bestand meenam. Hier gaat niets weg.",
        table=TakenTable,
        queryset=TakenList.objects.select_related("by"),
        search=("title", "narrowed", "by__name"),
        empty=Empty("Er is nog geen lijst meegenomen", "Wie een lijst als Excel of CSV opslaat, komt hier te staan."),
    )
