"""What every page has around it: the menu, the theme, the demo's clock, and what is said when something is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from nov.frame import menu
from nov.kernel.models import User
from nov.views import csrf_failure


def client_of(*roles: str) -> Client:
    client = Client()
    user = User.objects.create_user(f"{'-'.join(roles) or 'geen'}@rechten.example", name="Iemand", roles=roles)
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


MENUS = {
    "bureau": ["Start", "Leden", "Programma’s", "Financiën", "Jaarverslag", "Beheer"],
    "programmaleider": ["Start", "Programma’s", "Jaarverslag"],
    "auteur": ["Start", "Programma’s", "Jaarverslag"],
    "accountant": ["Start", "Leden", "Programma’s", "Financiën", "Jaarverslag"],
    "privacy": ["Start", "Leden"],
    "beheerder": ["Start", "Beheer"],
}


@pytest.mark.parametrize("role", MENUS)
def test_the_menu_holds_what_the_role_may_open(role: str) -> None:
    request = RequestFactory().get("/")
    request.user = User(name="Iemand", roles=[role])

    assert [item["label"] for item in menu(request)] == MENUS[role]


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/", {"Start": "page"}),
        ("/beheer/", {"Beheer": "page"}),
        ("/beheer/kernel/user/", {"Beheer": "true"}),
        ("/hulp/", {}),
    ],
)
def test_the_menu_says_where_one_is(path: str, here: dict[str, str]) -> None:
    request = RequestFactory().get(path)
    request.user = User(name="Iemand", roles=["beheerder"])

    assert {item["label"]: item["here"] for item in menu(request) if item["here"]} == here


def theme(client: Client, chosen: str, back: str = "/toegankelijkheid/") -> HttpResponse:
    return client.post("/weergave/", {"theme": chosen, "next": back})


def test_a_theme_is_kept_and_one_is_back_on_the_page(db: None, client: Client) -> None:
    response = theme(client, "dark")

    assert response.url == "/toegankelijkheid/"
    assert '<html lang="nl" data-theme="dark">' in client.get("/toegankelijkheid/").content.decode()


def test_the_theme_of_the_system_is_no_theme(db: None, client: Client) -> None:
    theme(client, "dark")
    theme(client, "")

    assert '<html lang="nl">' in client.get("/toegankelijkheid/").content.decode()


@pytest.mark.parametrize("chosen", ["paars", '"><script>'])
def test_an_unknown_theme_is_no_theme(db: None, client: Client, chosen: str) -> None:
    theme(client, chosen)

    assert '<html lang="nl">' in client.get("/toegankelijkheid/").content.decode()


@pytest.mark.parametrize("back", ["https://kwaad.example/", "//kwaad.example", "javascript:alert(1)", ""])
def test_a_theme_leads_to_no_other_site(db: None, client: Client, back: str) -> None:
    assert theme(client, "dark", back).url == "/"


def test_the_head_shows_the_demos_clock(db: None, client: Client, settings: Any) -> None:
    settings.NOV_TODAY = date(2024, 4, 15)
    assert (
        "<b>Demo: 15\N{NO-BREAK SPACE}april\N{NO-BREAK SPACE}2024</b>"
        in client.get("/toegankelijkheid/").content.decode()
    )

    settings.NOV_TODAY = None
    assert "Demo:" not in client.get("/toegankelijkheid/").content.decode()


def test_a_page_that_is_not_there(db: None) -> None:
    response = client_of("bureau").get("/bestaat-niet/")

    assert response.status_code == 404
    assert "Deze pagina is er niet" in response.content.decode()


def test_a_refusal_says_which_right_is_missing(db: None) -> None:
    response = client_of("privacy").get("/jaarverslag/")

    assert response.status_code == 403
    assert "Het jaarverslag en de cijfers lezen" in response.content.decode()


def test_a_form_that_is_too_old_is_not_kept(db: None) -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/weergave/", {"theme": "dark"})

    assert response.status_code == 403
    assert "Dit is niet bewaard" in response.content.decode()
    assert csrf_failure.__module__ == "nov.views"


def test_an_error_page_needs_nothing(db: None) -> None:
    from django.views.defaults import server_error

    response = server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "Er ging iets mis" in response.content.decode()


def test_the_policy_forbids_what_stands_in_the_page_itself(db: None, client: Client) -> None:
    policy = client.get("/toegankelijkheid/").headers["Content-Security-Policy"]

    assert set(policy.split("; ")) == {
        "default-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "object-src 'none'",
    }


def test_health(db: None, client: Client) -> None:
    assert client.get("/healthz").content == b"ok"
