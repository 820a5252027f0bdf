"""The page of the bridge: two dates, the list behind each number, and the same numbers in a file."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from members import mutations
from tests.members.pages import text

D = date
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def history(member, organisation, noted, categories, decision):
    """One leaves, one joins, an aspirant becomes a full member, and one passes its membership on."""
    mutations.dissolve(member("Weg"), last_day=D(2023, 3, 31), received_on=D(2023, 3, 1), **noted)
    member("Nieuw", first_day=D(2023, 4, 1))
    full = member("Vol", "AL")
    mutations.change_category(full, category=categories.VO, first_day=D(2023, 7, 1), decision=decision, **noted)
    mutations.pass_over(
        member("Oud"), to=organisation("Erfgenaam"), first_day=D(2023, 1, 1), received_on=D(2022, 11, 1), **noted
    )


def test_every_number_leads_to_as_many_members(bureau, history):
    page = bureau.get(reverse("members:headcount"), {"jaar": "2023"})

    assert "Vrijwilligersorganisaties 2 1 1 1 0 3" in text(page)
    assert "Aspirant-leden 1 0 0 0 1 0" in text(page)
    assert "Totaal 3 1 1 1 1 3" in text(page)
    assert "Fusie, overname of opheffing 1" in text(page)
    numbers = re.findall(r'<td class="num"><a href="([^"]*lijst[^"]*)">(\d+)</a>', page.content.decode())
    assert len(numbers) == 13
    for address, count in numbers:
        assert re.search(rf"(?<![\d]){count} (van \d+ )?(lid|leden) ", text(bureau.get(unescape(address)))), address


def names(page) -> list[str]:
    return re.findall(r'<th scope="row"[^>]*><a href="[^"]*">([^<]*)<', page.content.decode())


def test_who_stands_behind_a_number_is_who_held_it_then(bureau, history):
    asked = {"van": "1-1-2023", "tot": "1-1-2024"}
    behind = {
        what: names(bureau.get(reverse("members:headcount_list"), {**asked, "wat": what}))
        for what in ("begin", "nieuw", "vertrokken", "erbij", "eraf", "eind")
    }

    assert behind == {
        "begin": ["Oud", "Vol", "Weg"],
        "nieuw": ["Nieuw"],
        "vertrokken": ["Weg"],
        "erbij": ["Vol"],
        "eraf": ["Vol"],
        "eind": ["Erfgenaam", "Nieuw", "Vol"],
    }


def test_the_file_has_the_same_numbers(bureau, history):
    answer = bureau.get(reverse("members:headcount"), {"van": "1-4-2023", "tot": "1-7-2023", "export": "csv"})

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[:2] == [
        "Categorie;Begin;Nieuw;Vertrokken;Categorie in;Categorie uit;Eind",
        "Vrijwilligersorganisaties;1;1;0;0;0;2",
    ]
    assert "Peildatum, stand begin van de dag;01-04-2023;;;;;01-07-2023" in lines


def test_two_dates_that_do_not_follow_each_other(bureau):
    answer = bureau.get(reverse("members:headcount"), {"van": "1-7-2023", "tot": "1-1-2023"})

    assert answer.status_code == 422
    assert "De tweede datum ligt niet na de eerste." in text(answer)
