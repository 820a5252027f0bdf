"""The commands as people schedule them: forms, exit codes, files, and what they say when something is missing."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from members.models import InterviewPlan
from reports.editions import Required, require_figures, save_chapter

COLUMNS = "key,label,value,printed,unit,mark,state,reference,kind,definition"


def ran(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def listed(edition, writer):
    InterviewPlan.objects.create(year=2024, subject="Strategie", count=20, mark="circa", source="Werkplan")
    require_figures(
        edition,
        [
            Required(1, "strategie.interviews", "2024"),
            Required(1, "strategie.interviews", "2023"),
            Required(2, "leden.nieuw", "2023", "bijna"),
        ],
    )
    return edition


def test_figures_as_json_gives_values_as_numbers_and_null_for_none(listed):
    rows = json.loads(ran("figures", "2023", "--format", "json"))

    assert [list(row) for row in rows] == [COLUMNS.split(",")] * 3
    assert [(row["value"], row["printed"], row["mark"], row["state"], row["kind"]) for row in rows] == [
        (20, "circa\u00a020", "circa", "gemeten", "gepland"),
        (None, "nog in te vullen", "", "ontbreekt", "gepland"),
        (0, "0", "exact", "gemeten", "berekend"),
    ]


def test_figures_as_csv_has_the_columns_and_a_row_each(listed):
    text = ran("figures", "2023", "--format", "csv")

    assert text.splitlines()[0] == COLUMNS
    assert [(row["key"], row["reference"], row["value"]) for row in csv.DictReader(StringIO(text))] == [
        ("strategie.interviews", "2024", "20"),
        ("strategie.interviews", "2023", ""),
        ("leden.nieuw", "2023", "0"),
    ]


def test_figures_as_table_ends_with_how_many_are_missing(listed):
    assert ran("figures", "2023").splitlines()[-1] == "3 cijfers, 1 nog in te vullen."


def test_figure_that_is_in_two_chapters_is_one_row(edition):
    require_figures(edition, [Required(1, "leden.totaal", "2023"), Required(2, "leden.totaal", "2023")])

    assert len(json.loads(ran("figures", "2023", "--format", "json"))) == 1


def test_year_without_an_edition_is_refused_with_the_years_that_there_are(edition):
    with pytest.raises(CommandError, match="Over 2019 is geen jaarverslag geopend. Er is wel een verslag over: 2023."):
        ran("figures", "2019")


def test_checks_give_exit_code_1_when_something_blocks(edition):
    out = StringIO()

    with pytest.raises(SystemExit) as left:
        call_command("checks", "2023", "--format", "json", stdout=out)

    assert left.value.code == 1
    found = {each["check"]: each for each in json.loads(out.getvalue())}
    assert found["verslag.hoofdstukken"]["holds"] is False
    assert found["verslag.hoofdstukken"]["findings"][0] == {
        "what": "In het kort: tekst nog in te vullen",
        "severity": "blocks",
        "chapter": 0,
        "url": "/jaarverslag/2023/hoofdstuk/0/",
    }
    assert found["verslag.taken"]["holds"] is True


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF-"), ("html", b"<!DOCTYPE html>"), ("docx", b"PK")])
def test_annual_report_is_written_in_every_form(edition, writer, tmp_path, form, begins):
    save_chapter(edition.chapters.get(number=1), "Tekst.", seen=0, by=writer)
    path = tmp_path / "uit" / f"verslag.{form}"

    said = ran("annual_report", "2023", "--output", str(path))

    assert path.read_bytes().startswith(begins)
    assert said == f"Jaarverslag 2023 staat in {path} ({path.stat().st_size // 1024} kB).\n"
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_form_that_is_asked_for_goes_before_the_name(edition, tmp_path):
    path = tmp_path / "verslag.txt"

    ran("annual_report", "2023", "--output", str(path), "--format", "html")

    assert path.read_bytes().startswith(b"<!DOCTYPE html>")


def test_file_that_cannot_be_written_is_said_so(edition, tmp_path):
    (tmp_path / "vol").write_text("geen map")

    with pytest.raises(CommandError, match="is niet te schrijven"):
        ran("annual_report", "2023", "--output", str(tmp_path / "vol" / "verslag.pdf"))


def test_annual_accounts_need_a_financial_year(db, tmp_path):
    with pytest.raises(CommandError, match="Er is geen boekjaar 2019."):
        ran("annual_accounts", "2019", "--output", str(tmp_path / "rekening.pdf"))


@pytest.mark.parametrize("name", ["figures", "checks", "annual_report", "annual_accounts"])
def test_help_is_dutch_and_has_examples(name, capsys):
    with pytest.raises(SystemExit) as left:
        call_command(name, "--help")

    assert left.value.code == 0
    assert f"Voorbeelden:\n  manage.py {name} 2023" in capsys.readouterr().out
