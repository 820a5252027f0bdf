"""The right a view needs: one decorator, closed by default.

A view names one act ("members.mutate"); which roles may do it stands in one table, `nov/roles.py`, and is answered by
the authentication backend there, so this module knows no role.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

if TYPE_CHECKING:
    from nov.kernel.models import User


class UserRequest(HttpRequest):
    """A request behind one of these decorators: somebody is logged in. For annotations only."""

    user: User


View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def needs(act: str) -> Callable[[View], View]:
    """Let only those in who may do `act`; others get the log-in page (nobody) or a 403 that says so (somebody).

    The act is left on the view as `view.act`, so that the table of URLs and rights can be checked against it.
    """

    def decorate(view: View) -> View:
        return _guarded(view, act, lambda request: request.user.has_perm(act))

    return decorate


BY_RECORD = "by record"


def by_record(view: View) -> View:
    """For a view whose right hangs on the record it shows: it lets in who is logged in and itself asks for the act."""
    return _guarded(view, BY_RECORD, lambda request: True)


def _guarded(view: View, act: str, may: Callable[[HttpRequest], bool]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not may(request):
            raise PermissionDenied(act)
        return view(request, *args, **kwargs)

    guarded.act = act  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]
