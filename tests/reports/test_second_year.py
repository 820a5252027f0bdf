"""The year after the demo year: opened from its report, printed with what its records hold, and with nothing older."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pypdfium2
import pytest
from django.core.management import call_command

from nov.demo import people
from nov.kernel.catalogue import Readings
from nov.kernel.checks import Severity
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import plain
from nov.kernel.figures import Origin, State
from nov.kernel.models import User
from nov.kernel.periods import Month, Period, Turn, Year
from reports import checks
from reports.assemble import annual_report
from reports.catalogue import CATALOGUE
from reports.editions import open_edition
from reports.findings import grouped, open_findings, outcomes
from reports.models import Edition
from reports.picture import picture
from reports.rows import asked_at
from tests.conftest import in_demo, undone

YEAR = Year(2024)
MEASURED = {Origin.GEMETEN, Origin.EXTERN}


@pytest.fixture
def after(demo) -> Edition:
    return open_edition(2024, by=User.objects.get(email=people.email("Esra")))


@pytest.fixture(scope="module")
def draft(demo_copy, django_db_blocker) -> blocks.Document:
    """Its report as it is drafted in April of that year."""
    with in_demo(demo_copy, django_db_blocker), undone():
        edition = open_edition(2024, by=User.objects.get(email=people.email("Esra")))
        return annual_report(edition, on=date(2024, 4, 15))


def test_figures_of_the_second_year_are_all_read(after):
    out = StringIO()
    call_command("figures", "2024", "--format", "json", stdout=out)
    rows = {(row["key"], row["reference"]): row for row in json.loads(out.getvalue())}

    assert [key for key, row in rows.items() if not row["label"]] == []
    said = {key: rows[key]["value"] for key in (("leden.begin", "2024-01-01"), ("leden.nieuw", "2024"))}
    assert said == {("leden.begin", "2024-01-01"): 372, ("leden.nieuw", "2024"): 2}


def test_what_was_measured_in_2023_is_not_printed_as_of_2024(after):
    of_now = [
        (each.key, CATALOGUE.find(each.key).read(asked_at(each)))
        for each in after.figures.all()
        if CATALOGUE.find(each.key).origin in MEASURED and in_year(asked_at(each))
    ]

    assert len(of_now) > 50
    assert [(key, reading.value) for key, reading in of_now if reading.known] == []


def in_year(at: object) -> bool:
    return YEAR.first <= at.first < YEAR.until if isinstance(at, Period) else YEAR.first < at.day <= YEAR.until


def test_records_of_2023_do_not_count_in_2024(after):
    """Nothing that is counted over 2024 has a record behind it that is only of 2023; what nobody recorded is no nought."""
    keys = ("kennisboost.sessies", "preventie.activiteiten", "wetregelgeving.vragen", "goedgeregeld.keurmerken")
    assert {key: CATALOGUE.find(key).read(YEAR).value for key in keys} == {
        **dict.fromkeys(keys),
        "goedgeregeld.keurmerken": 0,  # marks hold in that year, so none were awarded
    }
    assert CATALOGUE.find("bestuur.alv").read(YEAR).state is State.MISSING
    assert CATALOGUE.find("bestemming.platform").read(YEAR).note == "Nog niet bestemd."


def test_what_lies_ahead_of_the_day_is_not_known_yet(after):
    ahead, begun = Readings(CATALOGUE, date(2024, 4, 15)), Readings(CATALOGUE, date(2024, 12, 31))

    assert ahead.read("leden.totaal", YEAR.end).state is State.MISSING
    assert ahead.read("leden.totaal", Turn(date(2024, 4, 16))).value == 374
    assert ahead.read("kennisboost.sessies", Month(2024, 11)).note == "Dit is pas later bekend."
    assert begun.read("leden.totaal", YEAR.end).value == 373
    assert ahead.read("meedoen.ambitie", YEAR).known


def test_what_was_agreed_is_known_before_its_day(after):
    """How long a grant or a programme runs follows from its papers, not from what happens until then."""
    ahead = Readings(CATALOGUE, date(2024, 4, 15))

    assert ahead.read("meedoen.subsidie_tot", YEAR).value == date(2027, 12, 31)
    assert ahead.read("meeranders.tot", YEAR).value == date(2027, 12, 31)
    assert ahead.read("goodbusy.programmajaar", YEAR).value == 4
    assert ahead.read("goedgeregeld.adviseurs", YEAR).note == "Dit is pas later bekend."


def test_open_points_of_the_second_year_are_lines_that_can_be_worked_on(after):
    with picture(on=date(2024, 4, 15)):
        points = open_findings(outcomes(YEAR))
    lines = grouped(points)

    assert len(points) > 400
    assert len(lines) < 20
    assert sum(len(each.points) for each in lines) == len(points)
    blocking = [each.title for each in lines if each.severity is Severity.BLOCKS]
    assert blocking[-1] == "Cijfers die pas later bekend zijn"
    (carried,) = [each for each in lines if each.title == "Teksten van vorig jaar: lees na en bewaar"]
    assert carried.chapters == [(number, 1) for number in range(22)]


def test_cover_and_tables_of_a_draft_stand_at_the_day_it_was_made(draft):
    assert draft.marks.caption == "374\u00a0leden op 15\u00a0april\u00a02024"
    (chapter,) = [chapter for chapter in draft.chapters if chapter.number == "2"]
    (table,) = [node for node in chapter.blocks if getattr(node, "caption", "").startswith("Leden per categorie")]
    assert [plain(cell) for cell in table.rows[-1].cells][1:] == ["368", "372", "+2", "–", "–", "374"]


def test_what_follows_from_a_missing_figure_is_not_said_again_beside_it(draft):
    (chapter,) = [chapter for chapter in draft.chapters if chapter.number == "2"]
    (table,) = [node for node in chapter.blocks if getattr(node, "caption", "") == "Meest bekeken pagina’s"]
    homepage = next(row.cells for row in table.rows if plain(row.cells[1 % len(row.cells)]) == "Homepage")

    assert [plain(cell) for cell in (*homepage[:5], homepage[6])] == [
        "",
        "Homepage",
        "nog in te vullen",
        "63.120",
        "",
        "",
    ]


def test_no_text_of_the_second_year_says_circa_nothing(draft):
    (appendix,) = draft.back
    values = [plain(row.cells[3]) for row in appendix.blocks[0].rows if len(row.cells) == 4]

    assert len(values) > 200
    assert [value for value in values if value.endswith("\u00a00") and not value.startswith("€")] == []


def test_second_year_prints_without_a_change_of_code(after, tmp_path):
    call_command("annual_report", "2024", "--output", str(tmp_path / "2024.pdf"), stdout=StringIO(), stderr=StringIO())

    made = pypdfium2.PdfDocument((tmp_path / "2024.pdf").read_bytes())
    first = made[0].get_textpage().get_text_range()
    assert "2024" in first
    assert "2023" not in first
    assert len(made) > 20


def test_texts_came_along_and_their_fixed_years_are_asked_about(after):
    carried = {chapter.number for chapter in after.chapters.all() if chapter.carried}
    before = Edition.objects.get(year=2023).chapters.exclude(text="").values_list("number", flat=True)
    assert carried == set(before)

    blocking = [each for each in checks.carried_over.run(YEAR) if each.severity.name == "BLOCKS"]
    assert {each.chapter for each in blocking} == carried

    chapter = after.chapters.get(number=2)
    chapter.text += "\nIn {leden.nieuw@2021} was dat anders.\n"
    chapter.save()
    asked = [
        each.what for each in checks.carried_over.run(YEAR) if "schoof niet mee" in each.what and each.chapter == 2
    ]
    line = chapter.text.count("\n")
    assert (
        asked[-1]
        == f"2. Cijfers, bureau en eigen media, regel {line}: {{leden.nieuw@2021}} schoof niet mee; blijft of herzien"
    )
