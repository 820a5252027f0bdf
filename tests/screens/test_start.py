"""The start page on the demo's day: what waits for whom, and nothing that a role may not see."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from finance.models import DraftEntry, Journal
from nov.kernel.models import Job, User
from nov.start import blocks
from nov.waits import waiting

TODAY = date(2024, 4, 15)

pytestmark = pytest.mark.usefixtures("demo")


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@demo.nov.example")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "anouk",
            [
                (9, "Bankregels verwerken"),
                (26, "Facturen over de vervaldatum"),
                (1, "Aanmeldingen behandelen"),
                (3, "Bestuurstermijnen die aflopen"),
                (7, "Besluiten en taken van dit jaar"),
            ],
        ),
        ("chantal", [(5, "Balies zonder alle koppelingen over maart")]),
        ("daan", []),
        ("greetje", [(9, "Bankregels verwerken"), (26, "Facturen over de vervaldatum")]),
        ("irene", []),
        ("jurre", []),
        ("bram", []),
    ],
)
def test_what_waits(name: str, expected: list[tuple[int, str]]) -> None:
    assert [(one.count, one.what) for one in waiting(person(name), TODAY)] == expected


def test_a_draft_waits_for_who_may_post_it() -> None:
    greetje = person("greetje")
    draft = {"journal": Journal.objects.get(code="MEM"), "source": "nota 1", "description": "Nota", "made_by": greetje}
    DraftEntry.objects.create(date=date(2024, 3, 20), **draft)
    DraftEntry.objects.create(date=date(2024, 4, 10), **draft)

    first = waiting(greetje, TODAY)[0]

    assert (first.count, first.what, first.about, first.tag) == (
        2,
        "Concepten boeken",
        "De oudste is van 20-03-2024.",
        "26\N{NO-BREAK SPACE}dagen",
    )
    assert "Concepten boeken" not in [one.what for one in waiting(person("anouk"), TODAY)]


def test_overdue_invoices_lead_to_their_list(client: Client) -> None:
    one = next(one for one in waiting(person("greetje"), TODAY) if one.what == "Facturen over de vervaldatum")
    client.force_login(person("greetje"), "allauth.account.auth_backends.AuthenticationBackend")

    page = client.get(one.url).content.decode()

    assert (one.count, one.tag) == (26, "45\N{NO-BREAK SPACE}dagen")  # the round of January was due on 1 March
    assert page.count("<tr>") == 1 + 25  # the head and a page of them
    assert '<p role="status" class="soft">26 van ' in page


def test_a_term_that_ends_names_the_first() -> None:
    assert waiting(person("anouk"), TODAY)[-2][3:] == (
        "Irene Vos als eerste, op 18-06-2024.",
        "over 64\N{NO-BREAK SPACE}dagen",
        "",
    )
    assert waiting(person("anouk"), date(2024, 6, 20))[-2][4:] == ("voorbij", "bad")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("anouk", {"waiting", "members", "mutations", "meetings", "edition", "jobs"}),
        ("chantal", {"waiting", "programmes", "edition", "jobs"}),
        ("karin", {"waiting", "members", "mutations", "meetings", "edition", "jobs"}),
        ("lodewijk", {"waiting", "members", "mutations", "meetings", "jobs"}),
        ("bram", {"waiting", "jobs"}),
    ],
)
def test_each_block_only_for_who_may_see_it(name: str, shown: set[str]) -> None:
    assert set(blocks(person(name), TODAY)) == shown


def test_the_bridge_closes_on_the_day() -> None:
    total = blocks(person("anouk"), TODAY)["members"].total

    assert (total.begin, total.joined, total.left, total.end) == (372, 2, 0, 374)


def test_ones_own_jobs_are_shown_while_they_run() -> None:
    anouk = person("anouk")
    Job.objects.create(what="Contributie 2025", task="x", started_by=anouk)
    Job.objects.create(what="Klaar", task="x", started_by=anouk, state=Job.State.DONE)
    Job.objects.create(what="Van een ander", task="x", started_by=person("greetje"))

    assert [str(job) for job in blocks(anouk, TODAY)["jobs"]] == ["Contributie 2025"]


@pytest.mark.parametrize(("name", "queries"), [("anouk", 29), ("esra", 18), ("bram", 3)])
def test_queries(
    name: str, queries: int, client: Client, settings: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.NOV_TODAY = TODAY
    client.force_login(person(name), "allauth.account.auth_backends.AuthenticationBackend")

    with django_assert_num_queries(queries):
        client.get("/")
