"""#Meedoen: the desks, one desk, the grid of months, checking and fixing them."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.models.organisations import Province
from nov.kernel import formats
from nov.kernel.clock import today
from nov.kernel.forms import Form, form_page
from nov.kernel.lists import Column, CountColumn, Empty, Table, TagColumn, list_page
from nov.kernel.rights import needs
from programmes import filling
from programmes import grid as grids
from programmes.grid import ALL, GENDERS, Choice
from programmes.models import Desk, DeskMonth, MatchKind, Programme
from programmes.months import check_month, fix_months
from programmes.permissions import may_check, may_enter, visible_programme
from programmes.views.measurements import NothingToFillIn
from programmes.views.programmes import FIRST_YEAR, asked_year, crumbs


class DeskTable(Table):
    """Desks with where they stand."""

    name = Column("Balie", linkify=True)
    municipality = Column("Gemeente", wide=True)
    province = Column("Provincie", wide=True)
    kind = TagColumn("Soort", tags={Desk.Kind.REGULAR: "good", Desk.Kind.LIGHT: "none"})
    matches = CountColumn("Koppelingen dit jaar", accessor="counted")


def with_desks(user: object, code: str) -> Programme:
    """A programme that has desks, if this user may know of it."""
    programme = visible_programme(user, code)
    if not programme.desks.exists():
        raise Http404(code)
    return programme


@needs("programmes.view")
@require_safe
def desks(request: HttpRequest, code: str) -> HttpResponseBase:
    """The desks that are open."""
    programme = with_desks(request.user, code)
    return list_page(
        request,
        title="Meedoenbalies",
        table=DeskTable,
        queryset=programme.desks.on(today())
        .select_related("programme")
        .annotate(counted=Sum("months__matches", filter=Q(months__month__year=today().year))),
        search=("name", "municipality"),
        crumbs=crumbs(programme),
        totals=("matches",),
        empty=Empty("Er is nog geen balie open"),
        per_page=50,
    )


@needs("programmes.view")
@require_safe
def desk(request: HttpRequest, code: str, desk: str) -> HttpResponse:
    """One desk: where it stands, who runs it with how many people, what it counted in a year."""
    programme = with_desks(request.user, code)
    found = get_object_or_404(programme.desks.select_related("centre"), code=desk)
    year = asked_year(request, today().year)
    rows = found.months.during(year).order_by().values_list("month", "kind", "gender").annotate(Sum("matches"))
    context = {
        "programme": programme,
        "desk": found,
        "last_day": found.during.upper,
        "year": year,
        "years": range(today().year, FIRST_YEAR, -1),
        "months": _by_month(list(rows), year),
        "contracts": found.contracts.select_related("organisation").order_by("-during"),
        "staffing": found.staffing.on(min(today(), year.last)),
        "hours": found.unfilled_hours.filter(month__year=year.number),
        "events": found.events.select_related("programme").order_by("-date")[:5],
        "grid_url": found.grid_url(year.number),
        "crumbs": [*crumbs(programme), ("Meedoenbalies", reverse("programmes:desks", args=[code]))],
    }
    return render(request, "programmes/desk.html", context)


def _by_month(rows: list[tuple[object, str, str, int]], year: object) -> list[tuple[str, list[int | None], int]]:
    """Per month that was counted: activities and volunteering, and both together."""
    found = []
    for month in year.months:  # type: ignore[attr-defined]
        counted = [
            [number for first, kind, _, number in rows if first == month.first and kind == wanted]
            for wanted in MatchKind.values
        ]
        if any(counted):
            found.append(
                (
                    formats.month_name(month.first),
                    [sum(one) if one else None for one in counted],
                    sum(map(sum, counted)),
                )
            )
    return found


@needs("programmes.view")
@require_http_methods(["GET", "HEAD", "POST"])
def months(request: HttpRequest, code: str) -> HttpResponse:
    """The grid: looked at by who may see the programme, filled in by its lead; wrong cells do not cost the rest."""
    programme = with_desks(request.user, code)
    choice = Choice.of(programme, request.GET, today())
    enters = may_enter(request.user, programme)
    if request.method == "POST":
        if not enters:
            raise PermissionDenied("programmes.enter")
        shown = filling.save(choice, request.POST, by=request.user, today=today())
        wrong = [cell for line in shown.lines for cell in line.cells if cell.error]
        if not wrong:
            messages.success(request, f"Alles bewaard om {timezone.localtime():%H.%M} uur.")
            return HttpResponseRedirect(request.get_full_path())
        if all(cell.month != choice.month for cell in wrong):
            choice = replace(choice, month=wrong[0].month)  # a phone shows one month: one with something to mend
    else:
        shown, wrong = grids.grid(choice, may_enter=enters, today=today()), []
    return render(
        request,
        "programmes/months.html",
        {
            "programme": programme,
            "grid": shown,
            "choice": choice,
            "wrong": wrong,
            "kinds": MatchKind.choices,
            "genders": GENDERS.items(),
            "provinces": _provinces(programme),
            "years": range(today().year, FIRST_YEAR, -1),
            "reasons": DeskMonth.Unusual.choices,
            "together": choice.gender == ALL,
            "may_enter": enters,
            "may_check": may_check(request.user, programme),
            "crumbs": crumbs(programme),
        },
        status=422 if wrong else 200,
    )


def _provinces(programme: Programme) -> list[tuple[str, str]]:
    there = set(programme.desks.order_by().values_list("province", flat=True))
    return [(value, label) for value, label in Province.choices if value in there]


@needs("programmes.check")
@require_POST
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Mark the numbers of a month as checked, except those that this very user entered."""
    programme = with_desks(request.user, code)
    month = Choice.of(programme, request.POST, today()).month
    number = check_month(programme, month, by=request.user)
    said = formats.counted(number, "getal", "getallen")
    messages.success(
        request,
        f"{said} van {formats.month_name(month.first)} gecontroleerd."
        if number
        else "Er was niets te controleren. Wat je zelf invoerde, controleert een ander.",
    )
    return HttpResponseRedirect(
        f"{reverse('programmes:months', args=[code])}?jaar={month.first.year}&maand={month.number}"
    )


@needs("programmes.check")
@require_http_methods(["GET", "HEAD", "POST"])
def fix(request: HttpRequest, code: str) -> HttpResponse:
    """Fix the checked numbers of a year, after asking: they never change again."""
    programme = with_desks(request.user, code)
    year = asked_year(request, today().year)

    def save(form: Form) -> str:
        number = fix_months(programme, year)
        messages.success(request, f"{formats.counted(number, 'getal is', 'getallen zijn')} vastgezet.")
        return f"{reverse('programmes:months', args=[code])}?jaar={year}"

    return form_page(
        request,
        NothingToFillIn,
        title=f"Koppelingen van {year} vastzetten",
        lead="Gecontroleerde getallen veranderen daarna niet meer. Doe dit als het jaarverslag is vastgesteld.",
        save=save,
        button="Vastzetten",
        danger=True,
        back=f"{reverse('programmes:months', args=[code])}?jaar={year}",
        crumbs=crumbs(programme),
    )
