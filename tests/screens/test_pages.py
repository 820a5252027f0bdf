"""Every page of the site in Chromium: nothing that the policy refuses, nothing that axe finds, nothing wider than a phone.

The pages are those of tests/rights/table.txt, each as the first role that may open it.
"""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.rights.routes import Route
from tests.rights.test_rights import PUBLIC, ROUTES, TABLE_ROWS
from tests.screens.conftest import NARROW, WIDE

pytestmark = pytest.mark.browser

# Addresses that answer with something else than a page.
NO_PAGES = {
    "healthz",
    "mfa_download_recovery_codes",
    "admin:jsi18n",
    "admin:autocomplete",
    "admin:view_on_site",
    "mfa_login_webauthn",
}
# Each size and each scheme once: what is laid out follows the size, which colours there are follows the scheme.
VIEWS = [(WIDE, "light"), (NARROW, "dark")]


def pages() -> list[tuple[Route, str]]:
    """Each route that can be read, with a role that may."""
    found = []
    for route in ROUTES:
        cells = TABLE_ROWS.get((route.path or "/", "GET"), {})
        roles = [role for role, cell in cells.items() if cell == "in" and (role != "niemand" or route.name in PUBLIC)]
        if roles and route.name not in NO_PAGES:
            found.append((route, "" if "niemand" in roles else roles[0]))
    return found


@pytest.mark.parametrize(("route", "role"), pages(), ids=lambda value: getattr(value, "name", value))
def test_page(route: Route, role: str, visitor: Any) -> None:
    page = visitor(role)
    url = route.url()
    answer = page.request.get(url)
    if "html" not in answer.headers.get("content-type", "") or "content-disposition" in answer.headers:
        return

    page.goto(url)

    assert answer.status == 200
    assert page.evaluate("window.refused") == []
    for size, scheme in VIEWS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        where = f"{size['width']} {scheme}"
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], where
        assert violations(page) == [], where
    assert page.problems == []


def violations(page: Any) -> list[str]:
    """What axe finds: the rule, and where. Preloading would put styles into the page, which the policy refuses."""
    found = Axe().run(page, options={"resultTypes": ["violations"], "preload": False}).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def test_axe_would_find_something(visitor: Any) -> None:
    page = visitor()
    page.goto("/toegankelijkheid/")

    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/x.png\"><button></button>')"
    )

    assert [one.split(":")[0] for one in violations(page)] == ["button-name", "image-alt"]


def test_the_policy_would_refuse_something(visitor: Any) -> None:
    page = visitor()
    page.goto("/toegankelijkheid/")

    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    page.wait_for_function("window.refused.length > 0")

    assert page.evaluate("window.refused.length") == 1
