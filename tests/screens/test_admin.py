"""The admin: accounts and roles, behind the site's own log-in."""

from __future__ import annotations

import pytest
from django.test import Client

from nov.kernel.models import User
from tests.screens.test_frame import client_of

ADD = "/beheer/kernel/user/add/"


@pytest.fixture
def bram(db: None) -> Client:
    return client_of("beheerder")


def test_an_account_is_made_with_roles_and_without_a_password(bram: Client) -> None:
    response = bram.post(
        ADD, {"name": "Zoë Bakker", "email": "Zoe@voorbeeld.example", "roles": ["auteur", "bestuur"], "is_active": "on"}
    )

    made = User.objects.get(email="zoe@voorbeeld.example")
    assert response.url == "/beheer/kernel/user/"
    assert (made.name, made.roles, made.has_usable_password()) == ("Zoë Bakker", ["auteur", "bestuur"], False)


def test_a_role_that_does_not_exist_is_refused(bram: Client) -> None:
    response = bram.post(ADD, {"name": "Zoë Bakker", "email": "zoe@voorbeeld.example", "roles": ["opperbaas"]})

    assert response.context["errors"] == [["Selecteer een geldige keuze. opperbaas is geen beschikbare keuze."]]
    assert User.objects.filter(email="zoe@voorbeeld.example").exists() is False


def test_changing_roles_leaves_the_password(bram: Client) -> None:
    user = User.objects.create_user("zoe@voorbeeld.example", "een goed wachtwoord", name="Zoë Bakker")

    bram.post(
        f"/beheer/kernel/user/{user.pk}/change/",
        {"name": "Zoë Bakker", "email": "zoe@voorbeeld.example", "roles": ["bureau"], "is_active": "on"},
    )

    user.refresh_from_db()
    assert (user.roles, user.check_password("een goed wachtwoord")) == (["bureau"], True)


def test_an_account_is_not_deleted(bram: Client) -> None:
    user = User.objects.create_user("zoe@voorbeeld.example", name="Zoë Bakker")

    response = bram.post(f"/beheer/kernel/user/{user.pk}/delete/", {"post": "yes"})

    assert response.status_code == 403
    assert User.objects.filter(pk=user.pk).exists() is True


def test_the_admin_has_no_log_in_of_its_own(db: None, client: Client) -> None:
    response = client.get("/beheer/kernel/user/", follow=True)

    assert response.redirect_chain[-1] == ("/account/inloggen/?next=/beheer/kernel/user/", 302)


def test_who_has_no_role_sees_no_admin(db: None) -> None:
    assert client_of().get("/beheer/").status_code == 302
    assert client_of("bureau").get("/beheer/kernel/user/").status_code == 403


@pytest.mark.parametrize("path", ["/beheer/logout/", "/beheer/password_change/", "/beheer/password_change/done/"])
def test_the_admins_own_account_pages_lead_to_ours(bram: Client, path: str) -> None:
    assert bram.get(path).url.startswith("/account/")
