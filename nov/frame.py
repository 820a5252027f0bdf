"""What the frame of every page shows around its content: menu by rights, roles, theme, the demo's clock."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest

from nov.kernel import clock
from nov.kernel.formats import day_long
from nov.roles import ADMIN, titles
from nov.search import searches


class Part(NamedTuple):
    """A part of the site: its word in the menu, where it begins, and the acts of which one opens it."""

    label: str
    url: str
    acts: tuple[str, ...]


MENU = (
    Part("Leden", "/leden/", ("members.view",)),
    Part("Programma’s", "/programmas/", ("programmes.view",)),
    Part("Financiën", "/financien/", ("finance.view",)),
    Part("Jaarverslag", "/jaarverslag/", ("reports.view",)),
    Part("Beheer", "/beheer/", tuple(sorted({row.change for row in ADMIN.values() if row.change}))),
)

THEMES = {"": "Als het systeem", "light": "Licht", "dark": "Donker"}
THEME_COOKIE = "thema"


def menu(request: HttpRequest) -> list[dict[str, Any]]:
    """The parts this user may open; `here` is "page" on its first page and "true" deeper in it."""
    if not request.user.is_authenticated:
        return []
    parts = [Part("Start", "/", ())]
    parts += [part for part in MENU if any(request.user.has_perm(act) for act in part.acts)]
    return [{"label": part.label, "url": part.url, "here": _here(request.path, part.url)} for part in parts]


def _here(path: str, url: str) -> str:
    if path == url:
        return "page"
    return "true" if url != "/" and path.startswith(url) else ""


def theme(request: HttpRequest) -> str:
    """The chosen theme: "light", "dark", or "" to follow the system."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor: all of it under one name."""
    chosen = theme(request)
    return {
        "frame": {
            "menu": menu(request),
            "searches": searches(request.user),
            "roles": titles(getattr(request.user, "roles", [])),
            "theme": chosen,
            "themes": [{"value": key, "label": label, "chosen": key == chosen} for key, label in THEMES.items()],
            "demo_day": day_long(clock.today()) if clock.is_demo() else "",
        }
    }
