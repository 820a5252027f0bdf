"""Who comes in where: every address × every role × GET and POST, against the literal table in table.txt.

A new address without a row fails. After a change that is meant, write the table again and read what changed in it:

    NOV_WRITE_RIGHTS=1 .venv/bin/python -m pytest tests/rights -q ; git diff tests/rights/table.txt
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import nullcontext
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.client import ClientHandler
from django.utils.safestring import SafeString

from nov.kernel.models import User
from nov.kernel.rights import BY_RECORD
from nov.roles import ACTS, ROLES
from programmes.models import Programme
from reports.findings import outcomes
from reports.picture import picture
from tests.conftest import in_demo, undone
from tests.rights.routes import Route, routes

TABLE = Path(__file__).with_name("table.txt")
COLUMNS = ("niemand", *ROLES, "leider")
METHODS = ("GET", "POST")

# These need no account.
PUBLIC = {
    "accessibility",
    "theme",
    "healthz",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "members:declare",  # behind a personal link
    "members:data_answer",  # likewise
    "members:feed",
}

# These need an account and no role: they are about oneself, or show per part what the roles allow.
OWN = {
    "start",
    "search",
    "help",
    "help_page",
    "account",
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_reauthenticate_webauthn",
}


def rows() -> dict[tuple[str, str], dict[str, str]]:
    """The table: for each path and method what each column says."""
    found = {}
    for line in TABLE.read_text().splitlines():
        if line and not line.startswith("#"):
            path, method, *cells = line.split()
            found[path, method] = dict(zip(COLUMNS, cells, strict=True))
    return found


ROUTES = routes()
TABLE_ROWS = rows() if TABLE.exists() else {}


@pytest.fixture(scope="module")
def sessions(demo_copy: str, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """The session of somebody for each role; "leider" leads #Meedoen, "programmaleider" another programme.

    They stay for all tests of this module, in one transaction that is undone at its end, and are kept by the browser.
    """
    with in_demo(demo_copy, django_db_blocker), undone(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "SESSION_ENGINE", "django.contrib.sessions.backends.signed_cookies")
        made_once(patch)
        keys = {}
        for role in COLUMNS[1:]:
            roles = ["programmaleider" if role == "leider" else role]
            user = User.objects.create_user(f"{role}@rechten.example", "een lang wachtwoord", name=role, roles=roles)
            client = Client()
            client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
            keys[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
            if role in LEADS:
                Programme.objects.get(code=LEADS[role]).leads.add(user)
        with picture():
            yield keys


def made_once(patch: pytest.MonkeyPatch) -> None:
    """Who comes in does not depend on what the page then looks like: that is looked at in tests/screens.

    So no template and no document is drawn; the figures (by `picture`) and the checks are read once.
    """
    patch.setattr("django.template.base.Template._render", lambda self, context: SafeString(""))
    chapters, decisions, editions = (
        import_module(f"reports.views.{name}") for name in ("chapters", "decisions", "editions")
    )
    for module in (chapters, decisions, editions):
        patch.setattr(module, "outcomes", OUTCOMES)
    patch.setattr(editions, "annual_report", lambda edition, on: None)
    patch.setattr(editions.html, "render", lambda document, level: "")
    patch.setattr(editions, "accounts_file", lambda year, form, on: b"")
    patch.setattr(logging.getLogger("django.request"), "disabled", True)  # it would tell of every refusal


OUTCOMES = cache(outcomes)


@pytest.fixture(scope="module")
def handler() -> ClientHandler:
    """The site, its middleware set up once."""
    return Client().handler


@pytest.fixture
def visitors(sessions: dict[str, str], handler: ClientHandler) -> dict[str, Client]:
    """Nobody, and somebody for each role, in a browser that remembers nothing of the test before."""
    clients = {name: Client() for name in COLUMNS}
    for name, client in clients.items():
        client.handler = handler
        if name in sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = sessions[name]
    return clients


LEADS = {"programmaleider": "onderzoek", "leider": "meedoen"}


def outcome(client: Client, method: str, url: str) -> str:
    """What happens to who asks this: "in", "log" (the log-in page), or the status that refuses. What a POST does is undone."""
    with undone() if method == "POST" else nullcontext():
        response = client.generic(method, url)
    if response.status_code == 302 and response.url.startswith(("/account/inloggen/", "/beheer/login/")):
        return "log"
    return str(response.status_code) if response.status_code in (403, 404, 405) else "in"


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path or "start")
def test_who_comes_in(route: Route, visitors: dict[str, Client]) -> None:
    url = route.url()
    with undone():
        found = {
            (route.path or "/", method): {name: outcome(client, method, url) for name, client in visitors.items()}
            for method in METHODS
        }
    if os.environ.get("NOV_WRITE_RIGHTS"):
        TABLE_ROWS.update(found)
        return
    assert {key: TABLE_ROWS.get(key, "geen rij in table.txt") for key in found} == found


def test_table_has_no_row_too_many() -> None:
    assert {path for path, _ in TABLE_ROWS} - {route.path or "/" for route in ROUTES} == set()


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path or "start")
def test_every_view_names_its_act(route: Route) -> None:
    if route.name.startswith("admin:"):
        return
    assert (route.act in {*ACTS, BY_RECORD}) + (route.name in PUBLIC) + (route.name in OWN) == 1, route.name


@pytest.mark.parametrize("route", [one for one in ROUTES if one.act in ACTS], ids=lambda route: route.path)
def test_nobody_comes_in_without_the_act(route: Route) -> None:
    for method in METHODS:
        let_in = {name for name, cell in TABLE_ROWS[route.path, method].items() if cell not in ("log", "403", "405")}
        assert let_in - ACTS[route.act].roles - {"leider"} == set()


READ_ONLY = ("kascommissie", "accountant")


def test_read_only_roles_change_nothing(visitors: dict[str, Client]) -> None:
    with undone():
        before = checksum()
        for route in ROUTES:
            if route.name in OWN | PUBLIC:
                continue
            for role in READ_ONLY:
                assert visitors[role].post(route.url()).status_code in (200, 302, 403, 404, 405), route.path
        assert checksum() == before


def checksum() -> dict[str, Any]:
    """For each table a digest of all its rows; sessions aside."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_session'")
        sums = {}
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"SELECT count(*), md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM \"{table}\" t"
            )
            sums[table] = cursor.fetchone()
    return sums


def test_the_checksum_sees_a_change(visitors: dict[str, Client]) -> None:
    with undone():
        before = checksum()
        User.objects.filter(pk=User.objects.values_list("pk", flat=True)[0]).update(name="Iemand anders")
        assert checksum() != before


@pytest.fixture(scope="module", autouse=True)
def write_table() -> Any:
    """Write the table when it was asked for."""
    yield
    if os.environ.get("NOV_WRITE_RIGHTS"):
        TABLE.write_text(written())


HEAD = """\
# Who comes in where. A row per address and method, a column per role; "niemand" is not logged in.
# in: comes in · log: is sent to the log-in page · 403: refused · 404: does not exist for this role · 405: no such method
# Read by test_rights.py, which also says how to write it again.
"""


def written() -> str:
    """The table as text, in the order of urls.py."""
    width = max(len(route.path) for route in ROUTES) + 2
    lines = [f"# {'adres':<{width - 2}}{'':<6}" + " ".join(f"{name[:7]:<7}" for name in COLUMNS)]
    for path in dict.fromkeys(route.path or "/" for route in ROUTES):
        for method in METHODS:
            cells = " ".join(f"{TABLE_ROWS[path, method][name]:<7}" for name in COLUMNS)
            lines.append(f"{path:<{width}}{method:<6}{cells}".rstrip())
    return HEAD + "\n".join(lines) + "\n"
