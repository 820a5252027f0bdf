"""Coming in and going out: by e-mail address, with limits, a second step if chosen, and no way to sign up."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from nov.kernel.models import User

PASSWORD = "vier woorden zonder betekenis"
LOGIN = "/account/inloggen/"


@pytest.fixture(autouse=True)
def no_memory_of_attempts() -> None:
    cache.clear()


@pytest.fixture
def anna(db: None) -> User:
    return User.objects.create_user("anna@voorbeeld.example", PASSWORD, name="Anna de Wit", roles=["bureau"])


def log_in(client: Client, email: str = "anna@voorbeeld.example", password: str = PASSWORD, **extra: str) -> object:
    return client.post(LOGIN, {"login": email, "password": password, **extra})


def test_logging_in_leads_to_the_start_page(anna: User, client: Client) -> None:
    response = log_in(client)

    assert (response.status_code, response.url) == (302, "/")


def test_capitals_in_the_address_do_not_matter(anna: User, client: Client) -> None:
    assert log_in(client, "Anna@Voorbeeld.example").status_code == 302


def test_logging_in_leads_on_to_where_one_was_going(anna: User, client: Client) -> None:
    asked = client.get("/hulp/")
    response = log_in(client, next="/hulp/")

    assert asked.url == "/account/inloggen/?next=/hulp/"
    assert response.url == "/hulp/"


def test_logging_in_does_not_lead_to_another_site(anna: User, client: Client) -> None:
    assert log_in(client, next="https://kwaad.example/").url == "/"


@pytest.mark.parametrize("email", ["anna@voorbeeld.example", "niemand@voorbeeld.example"])
def test_a_wrong_password_does_not_tell_whether_there_is_an_account(anna: User, client: Client, email: str) -> None:
    response = log_in(client, email, "fout")

    assert response.context["form"].non_field_errors() == [
        "Het door jou opgegeven e-mailadres en/of wachtwoord is niet correct."
    ]


def test_who_is_switched_off_stays_out(anna: User, client: Client) -> None:
    User.objects.update(is_active=False)

    log_in(client)

    assert client.get("/").status_code == 302


def test_guessing_is_stopped(anna: User, client: Client) -> None:
    for _ in range(5):
        log_in(client, password="fout")

    response = log_in(client)

    assert response.context["form"].non_field_errors() == ["Te veel inlogpogingen. Probeer het later nogmaals."]


def test_logging_out_asks_first_and_goes_to_the_log_in_page(anna: User, client: Client) -> None:
    client.force_login(anna, "allauth.account.auth_backends.AuthenticationBackend")

    asked, response = client.get("/account/uitloggen/"), client.post("/account/uitloggen/")

    assert asked.status_code == 200
    assert response.url == LOGIN
    assert client.get("/account/").status_code == 302


def test_nobody_signs_up(client: Client) -> None:
    for name in ("account_signup", "account_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_a_forgotten_password_is_replaced_by_mail(anna: User, client: Client) -> None:
    asked = client.post("/account/wachtwoord/vergeten/", {"email": "anna@voorbeeld.example"})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    done = client.post(
        form.request["PATH_INFO"], {"password1": "een heel ander wachtwoord", "password2": "een heel ander wachtwoord"}
    )

    assert asked.url == "/account/wachtwoord/verstuurd/"
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (["anna@voorbeeld.example"], "Nieuw wachtwoord kiezen")
    assert done.url == "/account/wachtwoord/nieuw/klaar/"
    assert log_in(Client(), password="een heel ander wachtwoord").status_code == 302
    assert client.get(link).context["token_fail"] is True


def test_an_unknown_address_gets_no_mail_and_the_same_answer(anna: User, client: Client) -> None:
    response = client.post("/account/wachtwoord/vergeten/", {"email": "niemand@voorbeeld.example"})

    assert response.url == "/account/wachtwoord/verstuurd/"
    assert mail.outbox == []


def test_a_short_password_is_refused(anna: User, client: Client) -> None:
    client.force_login(anna, "allauth.account.auth_backends.AuthenticationBackend")

    response = client.post("/account/wachtwoord/", {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"})

    assert response.context["form"].errors["password1"] == ["Dit wachtwoord is te kort. Gebruik minstens 12 tekens."]


def test_a_second_step_once_chosen_is_asked(anna: User, client: Client) -> None:
    log_in(client)
    asked = client.get("/account/twee-stappen/totp/activate/")
    client.post(asked.url, {"password": PASSWORD})
    page = client.get("/account/twee-stappen/totp/activate/")
    secret = page.context["form"].secret
    client.post("/account/twee-stappen/totp/activate/", {"code": code(secret)})
    client.post("/account/uitloggen/")

    first = log_in(client)
    halfway = client.get("/account/")
    cache.clear()  # a code works once
    second = client.post(first.url, {"code": code(secret)})

    assert asked.url.startswith("/account/bevestigen/")
    assert first.url == "/account/twee-stappen/authenticate/"
    assert halfway.status_code == 302
    assert second.url == "/"
    assert client.get("/account/").status_code == 200


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
