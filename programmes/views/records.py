"""The records of a programme, every kind alike: the list, one record, entering, changing and taking one away."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_safe

from nov.kernel.formats import DASH
from nov.kernel.forms import Form, form_page
from nov.kernel.lists import Action, Empty, list_page
from nov.kernel.rights import needs
from programmes.deeds import DEEDS, deeds_of
from programmes.models import Programme, Study
from programmes.permissions import may_enter, own_programme, visible_programme
from programmes.record_forms import RecordForm, form_of, shown
from programmes.record_kind import Kept, RecordKind
from programmes.records import KINDS, children_of, parent_of
from programmes.views.measurements import NothingToFillIn
from programmes.views.programmes import crumbs


def _kind(address: str) -> RecordKind:
    """The kind of record at this word in the address, or a 404."""
    try:
        return KINDS[address]
    except KeyError:
        raise Http404(address) from None


def _list(programme: Programme, kind: RecordKind) -> str:
    return reverse("programmes:records", args=[programme.code, kind.address])


def _above(programme: Programme, kind: RecordKind, parent: Kept | None = None) -> list[tuple[str, str]]:
    """The pages above a record: the list of its kind, or the record that it is a row of."""
    of = parent_of(kind)
    if parent is None or of is None:
        return [*crumbs(programme), (capfirst(kind.plural), _list(programme, kind))]
    return [*_above(programme, of, _parent(of, parent)), (str(parent), of.page(programme, parent))]


def _parent(kind: RecordKind, record: Kept) -> Kept | None:
    """The record that this one is a row of."""
    return getattr(record, kind.within) if kind.within else None


def _back(programme: Programme, kind: RecordKind, record: Kept) -> str:
    """Where one goes on: a row to the record it belongs to, unless it has rows of its own."""
    parent, of = _parent(kind, record), parent_of(kind)
    if parent is None or of is None or children_of(kind):
        return kind.page(programme, record)
    return of.page(programme, parent)


@needs("programmes.view")
@require_safe
def records(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    """The records of one kind of a programme."""
    of = _kind(kind)
    programme = visible_programme(request.user, code)
    new = Action(f"{capfirst(of.singular)} vastleggen", reverse("programmes:record_new", args=[code, kind]), True)
    return list_page(
        request,
        title=f"{capfirst(of.plural)}: {programme}",
        table=of.table(programme),
        queryset=of.rows(programme),
        search=of.search,
        actions=[new] if not of.within and may_enter(request.user, programme) else [],
        crumbs=crumbs(programme),
        empty=Empty(f"Er zijn nog geen {of.plural}", "Wat hier wordt vastgelegd, telt mee in het jaarverslag."),
    )


@needs("programmes.view")
@require_safe
def record(request: HttpRequest, code: str, kind: str, pk: int) -> HttpResponse:
    """One record with all that is known of it."""
    of, programme = _kind(kind), visible_programme(request.user, code)
    found = get_object_or_404(of.rows(programme), pk=pk)
    enters = may_enter(request.user, programme)
    context = {
        "programme": programme,
        "kind": of,
        "record": found,
        "facts": shown(of, found, list(dict.fromkeys((*of.fields, *of.shown)))),
        "may_enter": enters and of.changeable(programme).filter(pk=pk).exists(),
        "deeds": deeds_of(found) if enters else [],
        "parts": [_part(programme, each, found) for each in children_of(of)],
        "findings": found.findings.current().select_related("indicator") if isinstance(found, Study) else None,
        "crumbs": _above(programme, of, _parent(of, found)),
    }
    return render(request, "programmes/record.html", context)


def _part(programme: Programme, kind: RecordKind, record: Kept) -> dict[str, Any]:
    """The rows of one kind of a record, as a small table without the columns that none of them fills."""
    rows = list(kind.rows_of(record))
    lines = [shown(kind, row, kind.shown) for row in rows]
    filled = [column[0].label for column in zip(*lines, strict=True) if any(each.value != DASH for each in column)]
    lines = [[each for each in line if each.label in filled] for line in lines]
    return {
        "kind": kind,
        "heads": lines[0] if lines else [],
        "rows": [(kind.page(programme, row), line) for row, line in zip(rows, lines, strict=True)],
    }


@needs("programmes.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def record_new(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Enter a record."""
    of, programme = _kind(kind), own_programme(request.user, code)
    if of.within:
        raise Http404(kind)
    return _entry(request, programme, of, back=_list(programme, of))


@needs("programmes.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def row_new(request: HttpRequest, code: str, kind: str, pk: int, rows: str) -> HttpResponse:
    """Enter a row of a record."""
    above, of, programme = _kind(kind), _kind(rows), own_programme(request.user, code)
    if parent_of(of) is not above:
        raise Http404(rows)
    parent = get_object_or_404(above.changeable(programme), pk=pk)
    return _entry(request, programme, of, back=above.page(programme, parent), parent=parent)


def _entry(
    request: HttpRequest, programme: Programme, of: RecordKind, *, back: str, parent: Kept | None = None
) -> HttpResponse:
    def save(form: RecordForm) -> str:
        return _back(programme, of, form.save())

    return form_page(
        request,
        form_of(of),
        title=f"{capfirst(of.singular)} vastleggen",
        save=save,
        done="Het is vastgelegd.",
        form_kwargs={"kind": of, "programme": programme, "above": parent},
        back=back,
        another="Bewaren en nog een" if parent is not None and not children_of(of) else "",
        crumbs=_above(programme, of, parent),
    )


@needs("programmes.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def record_change(request: HttpRequest, code: str, kind: str, pk: int) -> HttpResponse:
    """Correct a record; its history keeps what stood there."""
    of, programme = _kind(kind), own_programme(request.user, code)
    found = get_object_or_404(of.changeable(programme), pk=pk)

    def save(form: RecordForm) -> str:
        return _back(programme, of, form.save())

    return form_page(
        request,
        form_of(of),
        title=f"{capfirst(of.singular)} wijzigen",
        save=save,
        done="De wijziging is bewaard.",
        form_kwargs={"kind": of, "programme": programme, "instance": found},
        back=of.page(programme, found),
        crumbs=_above(programme, of, _parent(of, found)),
    )


@needs("programmes.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def record_remove(request: HttpRequest, code: str, kind: str, pk: int) -> HttpResponse:
    """Take a record away that should not have been there, after asking."""
    of, programme = _kind(kind), own_programme(request.user, code)
    found = get_object_or_404(of.changeable(programme), pk=pk)
    parent, higher = _parent(of, found), parent_of(of)
    above = _list(programme, of) if parent is None or higher is None else higher.page(programme, parent)

    def save(form: Form) -> str:
        found.delete()
        return above

    return form_page(
        request,
        NothingToFillIn,
        title=f"Weghalen: {found}",
        lead="Doe dit als het dubbel of ten onrechte is vastgelegd. Het telt dan nergens meer mee.",
        save=save,
        guard=found,
        done="Het is weggehaald.",
        button="Weghalen",
        danger=True,
        back=of.page(programme, found),
        crumbs=_above(programme, of, parent),
    )


@needs("programmes.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def record_deed(request: HttpRequest, code: str, kind: str, pk: int, deed: str) -> HttpResponse:
    """Do something with a record that is more than changing it."""
    of, programme = _kind(kind), own_programme(request.user, code)
    found = get_object_or_404(of.changeable(programme), pk=pk)
    chosen = next((each for each in DEEDS.get(of.model, ()) if each.address == deed), None)
    if chosen is None:
        raise Http404(deed)

    def save(form: Form) -> str:
        chosen.act(found, form.cleaned_data, request.user)
        return of.page(programme, found)

    return form_page(
        request,
        chosen.form,
        title=f"{chosen.label}: {found}",
        lead=chosen.lead(found),
        save=save,
        guard=found,
        done=chosen.done,
        form_kwargs={"record": found},
        back=of.page(programme, found),
        crumbs=_above(programme, of, _parent(of, found)),
    )
