"""The page around a table: search box, filters with chips, sorting, paging, an empty state that offers a way on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django_filters import FilterSet

from nov.kernel.lists.chips import Chip, chips
from nov.kernel.lists.exports import Export, exported, taken
from nov.kernel.lists.search import searched
from nov.kernel.lists.tables import Table, changed

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Action:
    """A button above the list. With `act` only who may do that sees it."""

    label: str
    url: str
    primary: bool = False
    act: str = ""


@dataclass(frozen=True, slots=True)
class Empty:
    """What a list without any record says: why, and what to do about it."""

    title: str
    text: str = ""


def list_page(
    request: HttpRequest,
    *,
    title: str,
    table: type[Table],
    queryset: QuerySet,
    search: Sequence[str] = (),
    search_key: str = "",
    filterset: type[FilterSet] | None = None,
    empty: Empty | str = "Hier staat nog niets",
    actions: Sequence[Action] = (),
    lead: str = "",
    crumbs: Sequence[tuple[str, str]] = (),
    totals: Sequence[str] = (),
    noun: tuple[str, str] | None = None,
    exports: bool = True,
    per_page: int = PER_PAGE,
    template: str = "kernel/list.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponseBase:
    """The list of `queryset` as a page, or as a file when the address asks `export=csv` or `export=xlsx`.

    `search` names the columns the box looks in, `search_key` a column with folded text. `filterset` is a
    django-filter FilterSet; a filter with an `initial` is on until it is taken off. `totals` names columns whose sum
    over the whole list stands under it. `noun` is "lid", "leden", else the model's own. `crumbs` are (label, address)
    of the pages above. `context` goes to a `template` of your own that extends kernel/list.html.
    """
    data = _with_initial(request.GET, filterset)
    text = data.get("q", "").strip()
    rows = searched(queryset, text, search, search_key) if text else queryset
    filters = filterset(data, queryset=rows, request=request) if filterset else None
    shown = table(filters.qs if filters else rows)
    shown.sort(request.GET.getlist("sort"))
    on = chips(request.GET, text, filters)
    if exports and (kind := data.get("export", "")) in Export.ALL:
        taken(request, title, kind, rows=len(shown.rows), narrowed=", ".join(chip.label for chip in on))
        return exported(shown, kind, title)
    page = Paginator(shown.data.data, per_page).get_page(data.get("page"))
    shown.query, shown.shown = request.GET, page.object_list
    shown.summed = totals if page.paginator.count else ()
    meta = queryset.model._meta
    return render(
        request,
        template,
        {
            "title": title,
            "lead": lead,
            "crumbs": crumbs,
            "actions": [action for action in actions if not action.act or request.user.has_perm(action.act)],
            "searchable": bool(search or search_key),
            "text": text,
            "filters": filters,
            "hidden": [("sort", value) for value in request.GET.getlist("sort")],
            "chips": on,
            "count": _count(page, queryset, on, noun or (str(meta.verbose_name), str(meta.verbose_name_plural))),
            "table": shown,
            "page": page,
            "here": str(page.number),
            "pages": _pages(page, request.GET),
            "previous": changed(request.GET, page=str(page.number - 1)) if page.has_previous() else "",
            "next": changed(request.GET, page=str(page.number + 1)) if page.has_next() else "",
            "exports": [(kind, changed(request.GET, "page", export=kind)) for kind in Export.ALL if exports],
            "empty": empty if isinstance(empty, Empty) else Empty(empty),
            **(context or {}),
        },
    )


def _with_initial(query: QueryDict, filterset: type[FilterSet] | None) -> QueryDict:
    """The parameters, with each filter that has an initial value and was not touched set to it."""
    data = query.copy()
    for name, one in (filterset.base_filters if filterset else {}).items():
        if name not in data and one.extra.get("initial") is not None:
            data[name] = one.extra["initial"]
    return data


def _count(page: Page, everything: QuerySet, on: Sequence[Chip], noun: tuple[str, str]) -> str:
    """ "144 van 375 leden" when something is filtered, else "375 leden"."""
    found = page.paginator.count
    total = everything.count() if on else found
    words = noun[0] if total == 1 else noun[1]
    return f"{found} van {total} {words}" if on else f"{total} {words}"


def _pages(page: Page, query: QueryDict) -> list[tuple[str, str]]:
    """The numbers under the list with their addresses; an ellipsis has none."""
    return [
        (str(number), changed(query, page=str(number)) if isinstance(number, int) else "")
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    ]
