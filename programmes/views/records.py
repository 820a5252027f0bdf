"""The records of a programme, every kind alike: the list, one record, entering, changing and taking one away."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from nov.kernel.forms import Form, form_page
from nov.kernel.lists import Action, Empty, list_page
from nov.kernel.rights import needs
from programmes.models import Programme, Record
from programmes.permissions import may_enter, own_programme, visible_programme
from programmes.record_forms import RecordForm, form_of, shown
from programmes.records import KINDS, RecordKind
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


def _above(programme: Programme, kind: RecordKind) -> list[tuple[str, str]]:
    return [*crumbs(programme), (kind.plural.capitalize(), _list(programme, kind))]


@needs("programmes.view")
@require_safe
def records(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    """The records of one kind of a programme."""
    of = _kind(kind)
    programme = visible_programme(request.user, code)
    new = Action(f"{of.singular.capitalize()} vastleggen", reverse("programmes:record_new", args=[code, kind]), True)
    return list_page(
        request,
        title=f"{of.plural.capitalize()}: {programme}",
        table=of.table(),
        queryset=of.rows(programme),
        search=of.search,
        actions=[new] if may_enter(request.user, programme) else [],
        crumbs=crumbs(programme),
        empty=Empty(f"Er zijn nog geen {of.plural}", "Wat hier wordt vastgelegd, telt mee in het jaarverslag."),
    )


@needs("programmes.view")
@require_safe
def record(request: HttpRequest, code: str, kind: str, pk: int) -> HttpResponse:
    """One record with all that is known of it."""
    of, programme = _kind(kind), visible_programme(request.user, code)
    found = get_object_or_404(of.rows(programme), pk=pk)
    context = {
        "programme": programme,
        "kind": of,
        "record": found,
        "facts": shown(of, found),
        "may_enter": may_enter(request.user, programme),
        "crumbs": _above(programme, of),
    }
    return render(request, "programmes/record.html", context)


@needs("programmes.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def record_new(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Enter a record."""
    of, programme = _kind(kind), own_programme(request.user, code)

    def save(form: RecordForm) -> Record:
        return _saved(of, form)

    return form_page(
        request,
        form_of(of),
        title=f"{of.singular.capitalize()} vastleggen",
        save=save,
        done="Het is vastgelegd.",
        form_kwargs={"programme": programme},
        back=_list(programme, of),
        crumbs=_above(programme, of),
    )


@needs("programmes.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def record_change(request: HttpRequest, code: str, kind: str, pk: int) -> HttpResponse:
    """Correct a record; its history keeps what stood there."""
    of, programme = _kind(kind), own_programme(request.user, code)
    found = get_object_or_404(of.model.objects.filter(programme=programme), pk=pk)

    def save(form: RecordForm) -> Record:
        return _saved(of, form)

    return form_page(
        request,
        form_of(of),
        title=f"{of.singular.capitalize()} wijzigen",
        save=save,
        done="De wijziging is bewaard.",
        form_kwargs={"programme": programme, "instance": found},
        back=found.get_absolute_url(),
        crumbs=_above(programme, of),
    )


def _saved(of: RecordKind, form: RecordForm) -> Record:
    kept = of.save(form.instance)
    form._save_m2m()
    return kept


@needs("programmes.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def record_remove(request: HttpRequest, code: str, kind: str, pk: int) -> HttpResponse:
    """Take a record away that should not have been there, after asking."""
    of, programme = _kind(kind), own_programme(request.user, code)
    found = get_object_or_404(of.model.objects.filter(programme=programme), pk=pk)

    def save(form: Form) -> str:
        found.delete()
        return _list(programme, of)

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
        back=found.get_absolute_url(),
        crumbs=_above(programme, of),
    )
