"""The pages that belong to no app: start, search, your account, help, theme, and what is shown when something is refused."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from nov import handbook
from nov import search as finders
from nov import start as blocks
from nov.frame import THEME_COOKIE, THEMES
from nov.kernel import clock
from nov.roles import ACTS, may, titles

YEAR = 365 * 24 * 60 * 60


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The start page: what waits for this user, block by block as far as the roles allow."""
    day = clock.today()
    return render(request, "start/start.html", {"day": day, **blocks.blocks(request.user, day)})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Organisations, persons, invoices, programmes and figures that match, each kind only for who may see it."""
    query = request.GET.get("q", "").strip()
    return render(request, "start/search.html", {"query": query, "kinds": finders.find(query, request.user)})


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Your own account: roles and what they allow, password, second step."""
    roles = request.user.roles
    return render(request, "account/account.html", {"titles": titles(roles), "may": may(roles)})


@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    """The pages of the handbook, those for this user's roles first."""
    own = [page for page in handbook.PAGES if not page.roles or request.user.has_role(*page.roles)]
    others = [page for page in handbook.PAGES if page not in own]
    return render(request, "start/help.html", {"own": own, "others": others})


@require_safe
def help_page(request: HttpRequest, name: str) -> HttpResponse:
    """A page of the handbook."""
    page = handbook.page(name)
    if page is None:
        raise Http404
    return render(request, "start/help_page.html", {"page": page, "html": handbook.html(name)})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was done so that everybody can use this site, and where to say that something does not work."""
    return render(request, "start/accessibility.html")


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the choice of light or dark in a cookie and go back to the page it was made on."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    chosen = request.POST.get("theme", "")
    if chosen and chosen in THEMES:
        secure = request.is_secure()
        response.set_cookie(THEME_COOKIE, chosen, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


@login_not_required
@never_cache
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """For whoever watches over the server: it answers, and so does the database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, saying which right is missing."""
    act = ACTS.get(str(exception))
    return render(request, "403.html", {"means": act.means if act else ""}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 because the form was too old or came from elsewhere; what was typed is kept by going back."""
    return render(request, "403_csrf.html", status=403)
