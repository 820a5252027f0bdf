"""One running site on the demo year for all pages, and a way in for each role. The pages are only looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread

from nov.kernel.models import User
from tests.conftest import WORKER, copied

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

# Collects what the policy refused, before anything else runs in the page.
WATCH = """
window.refused = [];
document.addEventListener('securitypolicyviolation', event =>
  window.refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


@pytest.fixture(scope="module")
def site(demo_template: str, django_db_blocker: Any) -> Iterator[str]:
    """The address of the site on a copy of the demo year, on the demo's day."""
    name = f"nov_{WORKER}_screens"
    before, settings.NOV_TODAY = settings.NOV_TODAY, date(2024, 4, 15)
    with django_db_blocker.unblock(), copied(demo_template, name):
        server = LiveServerThread("localhost", StaticFilesHandler)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        yield f"http://localhost:{server.port}"
        server.terminate()
    settings.NOV_TODAY = before


@pytest.fixture
def visitor(site: str, browser: Any) -> Iterator[Any]:
    """visitor(role, **context) is a page in Chromium, logged in with that role ("" for nobody); it watches the policy."""
    contexts = []

    def visit(role: str = "", **options: Any) -> Any:
        context = browser.new_context(
            base_url=site, locale="nl-NL", timezone_id="Europe/Amsterdam", viewport=WIDE, **options
        )
        contexts.append(context)
        context.add_init_script(WATCH)
        if role:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(role), "url": site}])
        page = context.new_page()
        page.problems = []
        page.on("console", lambda said: page.problems.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        return page

    yield visit
    for context in contexts:
        context.close()


def session_of(role: str) -> str:
    """The key of a session of the demo's user with this role (with only this one, if there is)."""
    users = sorted(User.objects.filter(roles__contains=[role]), key=lambda user: len(user.roles))
    session = SessionStore()
    session[SESSION_KEY] = str(users[0].pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = users[0].get_session_auth_hash()
    session.save()
    return session.session_key
