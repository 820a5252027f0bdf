"""The search box: what is found, by which words, and only what the role may see."""

from __future__ import annotations

import pytest

from nov.kernel.models import User
from nov.search import MOST, find

pytestmark = pytest.mark.usefixtures("demo")


def found(query: str, *roles: str) -> dict[str, list[str]]:
    number = User.objects.count()
    user = User.objects.create_user(f"iemand{number}@rechten.example", name="Iemand", roles=roles)
    return {title: [hit.title for hit in hits] for title, hits in find(query, user)}


def test_an_organisation_by_part_of_its_name_and_its_place() -> None:
    assert found("oevermeer tilburg", "bureau")["Organisaties"] == ["Vrijwilligersloket Oevermeer"]


def test_an_organisation_by_its_number() -> None:
    assert found("0005", "bureau")["Organisaties"] == ["Vrijwilligersloket Oevermeer"]


def test_a_contact_leads_to_the_organisation() -> None:
    user = User.objects.create_user("iemand@rechten.example", name="Iemand", roles=["bureau"])
    (title, hits), *_ = [kind for kind in find("fedde ter braak", user) if kind[0] == "Personen"]

    assert [(hit.title, hit.about) for hit in hits] == [
        ("Fedde ter Braak", "Algemeen contact, Vrijwilligersloket Oevermeer")
    ]


@pytest.mark.parametrize("query", ["F2023-0042", "f2023-42", "2023-0042"])
def test_an_invoice_by_its_number(query: str) -> None:
    assert found(query, "financien")["Facturen"] == ["F2023-0042"]


def test_a_figure_by_the_words_of_its_key() -> None:
    assert found("leden totaal", "auteur") == {"Cijfers": ["Leden totaal"]}


def test_nothing_that_the_role_may_not_see() -> None:
    assert found("oevermeer", "auteur") == {}
    assert "Facturen" not in found("F2023-0042", "programmaleider")


def test_a_lead_finds_the_own_programmes_only() -> None:
    chantal = User.objects.get(email="chantal@demo.nov.example")  # leads #Meedoen and Expedities
    kinds = {title: [hit.title for hit in hits] for title, hits in find("ee", chantal)}

    assert kinds["Programma’s"] == ["#Meedoen"]


@pytest.mark.parametrize("query", ["", "a", " "])
def test_too_little_finds_nothing(query: str) -> None:
    assert found(query, "bureau") == {}


def test_many_hits_are_cut_off() -> None:
    assert len(found("vrijwilligers", "bureau")["Organisaties"]) == MOST


def test_without_a_role_nothing_is_sought() -> None:
    assert found("vrijwilligers") == {}


@pytest.mark.parametrize("query", ["%", "a\0b", "'; DROP TABLE", "x" * 5000])
def test_strange_words_do_no_harm(query: str) -> None:
    assert isinstance(found(query, "bureau"), dict)
