"""The bridge of the membership on screen: any two dates, the list behind each number, a chart, a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import DateField, Func, OuterRef, QuerySet, Subquery, Value
from django.http import FileResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from members.filters import BridgeFilter
from members.headcount import Headcount, Line
from members.headcount import headcount as bridge
from members.models import CategoryPeriod, Holder
from members.tables import BridgeTable
from members.views.requests import UserRequest
from nov.kernel.clock import today
from nov.kernel.formats import day, number, signed
from nov.kernel.forms import DayField, Form
from nov.kernel.lists import Empty, list_page
from nov.kernel.lists.exports import XLSX, Export, csv_lines, workbook
from nov.kernel.periods import Period, Year
from nov.kernel.rights import needs

HEADS = ("Categorie", "Begin", "Nieuw", "Vertrokken", "Categorie in", "Categorie uit", "Eind")
# What stands behind the numbers of a line, in their order: in the address, on screen, and which records they are.
KINDS: dict[str, tuple[str, Callable[[Any, Period], QuerySet]]] = {
    "begin": ("Leden aan het begin", lambda rows, during: rows.at_turn(during.begin)),
    "nieuw": ("Nieuwe leden", lambda rows, during: rows.of_joined(during)),
    "vertrokken": ("Vertrokken leden", lambda rows, during: rows.of_left(during)),
    "erbij": ("Leden die naar deze categorie gingen", lambda rows, during: rows.changed_to(during)),
    "eraf": ("Leden die naar een andere categorie gingen", lambda rows, during: rows.changed_from(during)),
    "eind": ("Leden aan het eind", lambda rows, during: rows.at_turn(during.end)),
}


class BetweenForm(Form):
    """Two dates; without them this year as far as the end of it."""

    van = DayField(label="Van", help_text="Stand begin van de dag.")
    tot = DayField(label="Tot", help_text="Stand begin van de dag: 1 januari is de jaarwisseling.")

    def clean(self) -> dict[str, Any]:
        """The second after the first."""
        data = super().clean() or self.cleaned_data
        if data.get("van") and data.get("tot") and data["tot"] <= data["van"]:
            raise forms.ValidationError("De tweede datum ligt niet na de eerste.")
        return data


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the chart, on a scale of 400."""

    label: str
    text: str
    x: int
    width: int
    css: str


@needs("members.view")
@require_safe
def headcount(request: UserRequest) -> HttpResponseBase:
    """The bridge between two dates: per category from begin to end, and why members left."""
    form, during = _asked(request.GET)
    context: dict[str, Any] = {"form": form, "heads": HEADS, "years": _years()}
    if during is None:
        return render(request, "members/headcount.html", context, status=422)
    found = bridge(during.begin, during.end)
    kind = request.GET.get("export", "")
    if kind in Export.ALL:
        return _file(found, kind)
    asked = QueryDict(mutable=True)
    asked.update({"van": day(during.first), "tot": day(during.until)})
    context |= {
        "found": found,
        "during": during,
        "lines": [(line, _linked(line, asked)) for line in (*found.lines, found.total)],
        "bars": _bars(found.total),
        "query": asked.urlencode(),
        "year": during.first.year if during == Year(during.first.year) else None,
    }
    return render(request, "members/headcount.html", context)


@needs("members.view")
@require_safe
def behind(request: UserRequest) -> HttpResponseBase:
    """The members behind one number of the bridge."""
    _, during = _asked(request.GET)
    during = during or Year(today().year)
    wanted = request.GET.get("wat", "")
    title, rows = KINDS.get(wanted, KINDS["eind"])
    back = f"{reverse('members:headcount')}?van={day(during.first)}&tot={day(during.until)}"
    return list_page(
        request,
        title=title,
        lead=f"Van {day(during.first)} tot {day(during.until)}, stand begin van de dag.",
        table=BridgeTable,
        queryset=_named(rows(CategoryPeriod.objects, during), wanted, during),
        search=("organisation",),
        filterset=BridgeFilter,
        noun=("lid", "leden"),
        empty=Empty("Geen leden", "In deze periode is dit niet gebeurd."),
        crumbs=[("Leden", reverse("members:organisations")), ("Ledental", back)],
    )


def _named(rows: QuerySet, wanted: str, during: Period) -> QuerySet:
    """The periods with who held the membership then: the day itself, or the last day of what ended."""
    of: Any = {"begin": Value(during.begin.eve), "eind": Value(during.end.eve)}.get(wanted)
    if of is None:
        edge = "(upper(%(expressions)s) - 1)" if wanted in ("vertrokken", "eraf") else "lower(%(expressions)s)"
        of = Func("during", template=edge)
    rows = rows.annotate(moment=Func(of, template="(%(expressions)s)::date", output_field=DateField()))
    holder = Holder.objects.live().filter(membership=OuterRef("membership"), during__contains=OuterRef("moment"))
    return rows.annotate(
        organisation=Subquery(holder.values("organisation__name")[:1]),
        organisation_id=Subquery(holder.values("organisation")[:1]),
        sort_key=Subquery(holder.values("organisation__sort_key")[:1]),
    ).select_related("category", "membership__closed_by").order_by("sort_key")  # fmt: skip


def _asked(query: QueryDict) -> tuple[BetweenForm, Period | None]:
    """The form with what was asked, and the days between; a year in short, and this year without anything."""
    year = query.get("jaar", "")
    if "van" in query or "tot" in query:
        form = BetweenForm(query)
    else:
        asked = (
            Year(int(year)) if year.isascii() and year.isdigit() and 1900 <= int(year) < 2199 else Year(today().year)
        )
        form = BetweenForm({"van": asked.first, "tot": asked.until})
    if not form.is_valid():
        return form, None
    return form, Period(form.cleaned_data["van"], form.cleaned_data["tot"])


def _years() -> range:
    return range(today().year - 4, today().year + 1)


def _linked(line: Line, asked: QueryDict) -> list[tuple[int, str]]:
    """Each number of a line with the address of the list behind it; nought has none."""
    address, numbers = reverse("members:headcount_list"), []
    for kind, count in zip(KINDS, line.counts, strict=True):
        query = asked.copy()
        query["wat"] = kind
        if line.code:
            query["categorie"] = line.code
        numbers.append((count, f"{address}?{query.urlencode()}" if count else ""))
    return numbers


def _bars(total: Line) -> list[Bar]:
    """From begin to end: each change begins where the one before ended. The scale starts just under the lowest."""
    middle = total.begin + total.joined
    levels = [total.begin, middle, total.end]
    low = max(min(levels) - max(max(levels) - min(levels), 4), 0)
    scale = 388 / (max(levels) - low or 1)

    def bar(label: str, text: str, start: int, end: int, css: str) -> Bar:
        first, last = sorted((start, end))
        return Bar(label, text, int((first - low) * scale), max(int((last - first) * scale), 1), css)

    return [
        bar("Begin", number(total.begin), low, total.begin, "bar-sum"),
        bar("Nieuw", signed(total.joined), total.begin, middle, "bar-up"),
        bar("Vertrokken", signed(-total.left), middle, total.end, "bar-down"),
        bar("Eind", number(total.end), low, total.end, "bar-sum"),
    ]


def _file(found: Headcount, kind: str) -> HttpResponseBase:
    """The bridge and the reasons as a workbook or as CSV."""
    name = f"ledental-{found.begin.day:%Y-%m-%d}-{found.end.day:%Y-%m-%d}.{kind}"
    if kind == Export.XLSX:
        return FileResponse(workbook(_rows(found)), as_attachment=True, filename=name, content_type=XLSX)
    head = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(csv_lines(_rows(found)), content_type="text/csv; charset=utf-8", headers=head)


def _rows(found: Headcount) -> Iterator[tuple[Any, ...]]:
    yield HEADS
    for line in (*found.lines, found.total):
        yield (line.name, *line.counts)
    yield ()
    yield ("Peildatum, stand begin van de dag", found.begin.day, "", "", "", "", found.end.day)
    for reason, count in found.reasons.items():
        yield (f"Reden van vertrek: {reason}", "", "", count)
