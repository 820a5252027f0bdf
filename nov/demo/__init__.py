"""The demo year: the association's year 2023 with invented members and persons, made by the same rules as real work.

Nothing here writes a model that a rule function or an import can write; so what the demo shows, a user can do.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from nov.demo import chapters_general, chapters_special, finance, members, people, programmes, reports

# 15 April 2024: the annual report of 2023 is being written. Shown in the head of every page as long as it is set.
TODAY = date(2024, 4, 15)


def load(say: Callable[[str], None] = lambda _: None) -> None:
    """Load the demo year, saying what is being made. Loading it again changes nothing."""
    by = people.load()
    say("Rekeningschema, boekjaren en begrotingen")
    finance.load_basis(by)
    say("Leden, mutaties, vergaderingen en contributie van 2021 tot en met 2024")
    members.load(by)
    say("Grootboek van 31 december 2020 tot en met april 2024")
    finance.load_ledger(by)
    say("Programma’s, #Meedoen en metingen")
    programmes.load(by)
    say("Bijeenkomsten, publicaties, partners en tellingen van de andere programma’s")
    chapters_general.load(by)
    say("Adviezen, vragen, enquêtes, prijzen, keurmerken en onderzoeken")
    chapters_special.load(by)
    say("Teksten van het jaarverslag")
    reports.load(by)
