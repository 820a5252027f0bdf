"""A small association: four categories, a decision, somebody who enters things, and organisations at will."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client

from finance.models import Decision
from members import mutations
from members.models import Category, Membership, Organisation
from members.organisations import register
from nov.kernel.models import User
from tests.members.pages import TODAY


@pytest.fixture
def database(request: pytest.FixtureRequest) -> None:
    """The rolled-back database, or the test's own if it asks for `committed`."""
    request.getfixturevalue("committed" if "committed" in request.fixturenames else "db")


@pytest.fixture
def by(database) -> User:
    return User.objects.create_user("anouk@example.org", "wachtwoord-van-anouk", name="Anouk", roles=["bureau"])


@pytest.fixture
def decision(database) -> Decision:
    return Decision.objects.create(body="bestuur", date=date(2020, 1, 6), number="B-1", subject="Toelating")


@pytest.fixture
def categories(database) -> SimpleNamespace:
    return SimpleNamespace(**{category.code: category for category in Category.objects.all()})


@pytest.fixture
def organisation(database):
    """organisation("De Brug") enters an organisation."""

    def enter(name: str = "De Brug", **fields) -> Organisation:
        given = {"municipality": "Ede", "sector": "welzijn", **fields}
        return register(name=name, **given)

    return enter


@pytest.fixture
def member(by, decision, categories, organisation):
    """member("De Brug", "VO", date(2020, 1, 1)) enters an organisation and admits it."""

    def admit(name: str = "De Brug", code: str = "VO", first_day: date = date(2020, 1, 1), **fields) -> Membership:
        return mutations.join(
            organisation(name, **fields),
            category=getattr(categories, code),
            first_day=first_day,
            decision=decision,
            entered_on=first_day,
            by=by,
        )

    return admit


@pytest.fixture
def noted(by) -> dict:
    """Who enters a mutation, and when, where the test does not care."""
    return {"by": by, "entered_on": date(2023, 6, 1)}


@pytest.fixture
def clock(settings) -> None:
    """The day that the tests of the pages are played on."""
    settings.NOV_TODAY = TODAY


@pytest.fixture
def visit(by):
    """visit("bureau") is the browser of somebody with that role."""

    def log_in(*roles: str) -> Client:
        client = Client()
        name = "-".join(roles)
        user = User.objects.create_user(f"{name}@example.org", "wachtwoord-van-" + name, name=name, roles=list(roles))
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return log_in


@pytest.fixture
def bureau(visit):
    return visit("bureau")
