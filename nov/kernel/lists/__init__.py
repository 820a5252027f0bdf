"""Every list of the site: searched, filtered, sorted, paged and exported by one mechanism.

    class OrganisationTable(Table):
        name = Column("Organisatie", linkify=True, under=lambda record: record.place)
        joined = DayColumn("Lid sinds", wide=True)
        fee = MoneyColumn("Contributie 2023", wide=True)
        state = TagColumn("Stand", tags={"lid": "good", "opgezegd": "none"})

    @needs("members.view")
    def organisations(request):
        return list_page(
            request,
            title="Leden",
            table=OrganisationTable,
            queryset=Organisation.objects.select_related("party"),
            search=("party__name", "number"),
            filterset=OrganisationFilter,
            empty=Empty("Er zijn nog geen leden", "Een lid komt hier te staan na een aanmelding."),
            actions=[Action("Nieuwe aanmelding", reverse("members:join"), primary=True, act="members.mutate")],
        )

Give the queryset the `select_related` and annotations its columns need: a list costs as many queries with three rows as
with one. Searching, sorting, paging and export are links and plain forms; no script is needed.
"""

from nov.kernel.lists.columns import (
    Column,
    CountColumn,
    DayColumn,
    MomentColumn,
    MoneyColumn,
    TagColumn,
    YesNoColumn,
)
from nov.kernel.lists.exports import Export, exported
from nov.kernel.lists.page import Action, Empty, list_page
from nov.kernel.lists.search import searched
from nov.kernel.lists.tables import Table

__all__ = [
    "Action",
    "Column",
    "CountColumn",
    "DayColumn",
    "Empty",
    "Export",
    "MomentColumn",
    "MoneyColumn",
    "Table",
    "TagColumn",
    "YesNoColumn",
    "exported",
    "list_page",
    "searched",
]
