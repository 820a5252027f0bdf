"""`manage.py headcount` as it is typed."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def said(*words: str) -> str:
    out = StringIO()
    call_command("headcount", *words, stdout=out)
    return out.getvalue()


def test_csv(member):
    member(first_day=date(2023, 5, 1))

    assert said("2023-01-01", "2023-06-30", "--format", "csv") == (
        "categorie;begin;nieuw;vertrokken;categorie_in;categorie_uit;eind\n"
        "Vrijwilligersorganisaties;0;1;0;0;0;1\n"
        "Vrijwilligerscentrales;0;0;0;0;0;0\n"
        "Sportbonden;0;0;0;0;0;0\n"
        "Aspirant-leden;0;0;0;0;0;0\n"
        "Totaal;0;1;0;0;0;1\n"
    )


def test_json(member):
    member(first_day=date(2023, 5, 1))

    answer = json.loads(said("2023-05", "--format", "json"))

    assert (answer["van"], answer["tot"], answer["redenen"]) == ("2023-04-30", "2023-05-31", {})
    assert answer["leden"][-1] == {
        "categorie": "Totaal",
        "begin": 0,
        "nieuw": 1,
        "vertrokken": 0,
        "categorie_in": 0,
        "categorie_uit": 0,
        "eind": 1,
    }


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("vorig jaar",),
            "‘vorig jaar’ is geen peildatum of periode. Schrijf bijvoorbeeld 2023, 2023-11 of 2023-12-31.",
        ),
        (("2023-01-01",), "Noem ook de tweede peildatum, of één jaar of maand."),
        (("2024-01-01", "2023-01-01"), "De tweede peildatum ligt niet na de eerste."),
    ],
)
def test_what_is_no_moment_is_said(db, words, message):
    with pytest.raises(CommandError) as error:
        said(*words)

    assert str(error.value) == message
