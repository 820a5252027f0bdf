"""Files as the bureau has them: members of a former administration, and declared bases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from members.imports import BASES, MEMBERS
from members.models import DeclaredBase, Membership, Mutation, Organisation
from nov.kernel.imports import ImportRefused, run_import

MEMBERS_HEAD = "Naam;Gemeente;Provincie;Sector;Categorie;Lid sinds;Besluit;KvK\n"
BASES_HEAD = "Lidnummer;Jaar;Grondslag;Opgegeven op;Herkomst\n"


@pytest.fixture
def read(tmp_path: Path, by):
    """read(MEMBERS, text) reads a file in."""

    def run(importer, text: str):
        path = tmp_path / "bestand.csv"
        path.write_text(text, encoding="utf-8")
        return run_import(importer, path, by=by)

    return run


def test_members_are_registered_and_admitted(read, decision, categories):
    text = (
        MEMBERS_HEAD
        + "De Brug;Ede;Gelderland;Welzijn;VO;01-01-2010;B-1;00123456\nDambond;Arnhem;gelderland;sport;SB;1-7-2012;B-1;\n"
    )

    read(MEMBERS, text)
    read(MEMBERS, text)

    assert list(
        Organisation.objects.order_by("number").values_list("name", "number", "party__kvk", "party__place")
    ) == [
        ("De Brug", 1, "00123456", "Ede"),
        ("Dambond", 2, "", "Arnhem"),
    ]
    assert [one.first_day for one in Membership.objects.order_by("id")] == [date(2010, 1, 1), date(2012, 7, 1)]
    assert Mutation.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("De Brug;Ede;Gelderland;Welzijn;VO;01-01-2010;B-99;", "decision"),
        ("De Brug;Ede;Gelderland;Welzijn;XX;01-01-2010;B-1;", "category"),
        ("De Brug;Ede;Gelderland;Welzijn;VO;31-02-2010;B-1;", "first_day"),
        ("De Brug;Ede;Gelderland;Welzijn;VO;01-01-2010;B-1;12", "kvk"),
    ],
)
def test_a_wrong_cell_stores_nothing(read, decision, categories, row, field):
    with pytest.raises(ImportRefused) as error:
        read(MEMBERS, MEMBERS_HEAD + "Goed;Ede;Gelderland;Welzijn;VO;01-01-2010;B-1;\n" + row + "\n")

    assert [list(row.errors) for row in error.value.outcome.rows if row.errors] == [[field]]
    assert Organisation.objects.count() == 0


def test_who_is_a_member_already_is_not_changed_by_a_file(read, member, decision):
    member("De Brug")

    with pytest.raises(ImportRefused):
        read(MEMBERS, MEMBERS_HEAD + "De Brug;Ede;Gelderland;Welzijn;VC;01-01-2010;B-1;\n")

    assert Membership.objects.get().first_day == date(2020, 1, 1)


def test_bases_are_stored_in_the_measure_of_the_category(read, member):
    member("De Brug", "VC")

    read(BASES, BASES_HEAD + "0001;2024;4,6;09-11-2023;Opgave van het lid\n")
    read(BASES, BASES_HEAD + "1;2024;4,8;10-11-2023;schatting\n")

    base = DeclaredBase.objects.get()
    assert (base.amount, base.category.code, base.source) == (Decimal("4.8"), "VC", "schatting")


@pytest.mark.parametrize("row", ["0009;2024;4,6;09-11-2023;opgave", "0001;2024;-1;09-11-2023;opgave"])
def test_a_base_that_cannot_be_is_refused(read, member, row):
    member("De Brug", "VC")

    with pytest.raises(ImportRefused):
        read(BASES, BASES_HEAD + row + "\n")

    assert DeclaredBase.objects.count() == 0


def test_a_federation_declares_nothing(read, member):
    member("Dambond", "SB")

    with pytest.raises(ImportRefused) as error:
        read(BASES, BASES_HEAD + "0001;2024;4,6;09-11-2023;opgave\n")

    assert [row.errors for row in error.value.outcome.rows] == [
        {"number": ["Dambond is sportbond: daar hoort geen grondslag bij."]}
    ]
