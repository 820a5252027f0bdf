"""What the report's own checks find, and what a waiver does to it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from nov.kernel.checks import Finding, Severity
from nov.kernel.documents.blocks import plain
from nov.kernel.periods import Year
from reports import checks
from reports.adoption import waive
from reports.assemble import annual_report
from reports.editions import Required, open_edition, require_figures, save_chapter
from reports.findings import blocking, grouped, mark_of, open_findings, outcomes
from reports.models import Chapter, Waiver
from reports.picture import picture

YEAR = Year(2023)


def write(edition, number: int, text: str, writer) -> None:
    chapter = edition.chapters.get(number=number)
    save_chapter(chapter, text, seen=chapter.version, by=writer)


def found(check) -> list[tuple[str, int | None]]:
    return [(finding.what, finding.chapter) for finding in check.run(YEAR)]


def test_year_without_an_edition_has_no_findings(db):
    assert [
        finding
        for check in outcomes(YEAR, [checks.missing_figures, checks.chapters_without_text])
        for finding in check.findings
    ] == []


def test_chapter_without_text_is_still_to_be_filled_in(edition, writer):
    write(edition, 1, "Tekst.", writer)

    assert found(checks.chapters_without_text) == [
        ("In het kort: tekst nog in te vullen", 0),
        ("2. Cijfers: tekst nog in te vullen", 2),
    ]


def test_required_figure_without_value_is_a_gap_of_its_chapter(edition):
    require_figures(edition, [Required(2, "strategie.interviews", "2024")])

    assert found(checks.missing_figures) == [
        ("Geplande interviews meerjarenstrategie, 2024: nog in te vullen (Er is geen plan vastgelegd)", 2)
    ]


def test_figure_without_value_that_only_a_text_uses_is_a_gap_too(edition, writer):
    write(edition, 1, "Er zijn {strategie.interviews@volgend} gesprekken gepland.", writer)

    assert found(checks.missing_figures) == [
        ("Geplande interviews meerjarenstrategie, 2024: nog in te vullen (Er is geen plan vastgelegd)", 1)
    ]


def test_draft_lists_a_gap_that_only_a_text_shows(edition, writer):
    write(edition, 1, "Er zijn {strategie.interviews@volgend} gesprekken gepland.", writer)

    (points,) = annual_report(edition, on=date(2024, 4, 15)).findings

    said = [plain(row.cells[1].head) for row in points.blocks[0].rows if len(row.cells) == 3]
    assert "Geplande interviews meerjarenstrategie, 2024: nog in te vullen (Er is geen plan vastgelegd)" in said


def alike(number: int, kind: str = "", chapter: int | None = 2, severity: Severity = Severity.BLOCKS) -> list[Finding]:
    return [
        Finding(f"{kind}{place}", severity, "", chapter, kind, "verslag.hoofdstukken") for place in range(1, number + 1)
    ]


def test_more_than_three_points_of_one_kind_are_one_line():
    points = [*alike(2, "Later", 1), *alike(2, "Later"), *alike(3, "Weg"), *alike(3, "Later", None, Severity.JUDGE)]

    lines = [(each.title, len(each.points), each.chapters) for each in grouped(points)]

    assert lines[:4] == [
        ("Later", 4, [(1, 2), (2, 2)]),
        ("Weg1", 1, [(2, 1)]),
        ("Weg2", 1, [(2, 1)]),
        ("Weg3", 1, [(2, 1)]),
    ]
    assert [title for title, *_ in lines[4:]] == ["Later1", "Later2", "Later3"]


def test_many_points_without_a_kind_are_named_by_their_check_and_those_of_later_come_last():
    points = [*alike(4, checks.LATER), *alike(4)]

    assert [each.title for each in grouped(points)] == ["Klopt niet: Elk hoofdstuk heeft tekst", checks.LATER]


def test_missing_figure_says_of_which_kind_it_is(edition, writer):
    keys = ("leden.totaal", "strategie.interviews")
    require_figures(edition, [Required(2, key, "2025") for key in keys])

    with picture(on=date(2024, 4, 15)):
        kinds = [each.kind for each in checks.missing_figures.run(YEAR)]

    assert kinds == [checks.LATER, checks.NOT_RECORDED]


def test_draft_says_how_many_points_of_one_kind_each_chapter_has(edition):
    require_figures(edition, [Required(1 + year % 2, "strategie.interviews", str(year)) for year in range(2030, 2035)])

    (points,) = annual_report(edition, on=date(2024, 4, 15)).findings

    rows = [row.cells for row in points.blocks[0].rows if len(row.cells) == 3]
    said = [
        (plain(entry.head), plain(entry.detail), plain(chapter))
        for _, entry, chapter in rows
        if plain(chapter) == "meer"
    ]
    assert said == [(checks.NOT_RECORDED, "5\u00a0punten, per hoofdstuk: 1 (3), 2 (2)", "meer")]


def test_block_that_cannot_be_made_is_named(edition, writer):
    write(edition, 2, "Tekst.\n\n::: platform.onderdelen\n\n::: cijfers.kerncijfers\n", writer)

    assert found(checks.missing_figures)[0] == (
        "2. Cijfers: Het blok ‘cijfers.kerncijfers’ is niet te maken. Het kengetal ‘platform.bezoekers’ bestaat niet.",
        2,
    )


def test_key_that_went_away_after_saving_is_named_with_its_line(edition):
    Chapter.objects.filter(edition=edition, number=1).update(text="Eerst.\n\nNu {academie.nieuw} gebruikers.\n")

    assert found(checks.broken_texts) == [
        ("1. Bestuur, regel 3: Het kengetal ‘academie.nieuw’ bestaat niet. Bedoel je ‘leden.nieuw’?", 1)
    ]


def test_open_task_in_a_text_blocks(edition, writer):
    write(edition, 1, "Af.\n\nOp X volgden XXX mensen ons.\n", writer)

    (finding,) = checks.tasks_in_texts.run(YEAR)
    assert finding.what == "1. Bestuur, regel 3: ‘XXX’ staat er nog: “Op X volgden XXX mensen ons.”"
    assert (finding.severity, finding.chapter) == (Severity.BLOCKS, 1)


def test_typed_number_asks_for_a_look(edition, writer):
    write(edition, 1, "Er kwamen 340 vlogs binnen.\n", writer)

    (finding,) = checks.typed_in_texts.run(YEAR)
    assert (finding.what, finding.severity) == ("1. Bestuur, regel 1: het getal 340 is getypt", Severity.JUDGE)


def test_text_of_last_year_is_to_be_read_and_its_fixed_dates_judged(edition, writer):
    write(edition, 1, "Van {leden.totaal@2022-01-01} naar {leden.totaal}.\n", writer)
    open_edition(2024, by=writer)

    findings = list(checks.carried_over.run(Year(2024)))
    assert [(each.what, each.severity) for each in findings] == [
        ("1. Bestuur: de tekst is die van vorig jaar; lees na en bewaar", Severity.BLOCKS),
        ("1. Bestuur, regel 1: {leden.totaal@2022-01-01} schoof niet mee; blijft of herzien", Severity.JUDGE),
    ]


def test_waived_finding_no_longer_blocks_and_its_reason_stays(edition, writer):
    own = [checks.chapters_without_text]
    (first, *_) = open_findings(outcomes(YEAR, own))

    waive(edition, first, reason="Dit jaar zonder samenvatting.", by=writer)

    (outcome,) = outcomes(YEAR, own)
    assert [each.what for each in blocking(outcome.findings)] == [
        "1. Bestuur: tekst nog in te vullen",
        "2. Cijfers: tekst nog in te vullen",
    ]
    assert [waiver.reason for waiver in outcome.waivers] == ["Dit jaar zonder samenvatting."]


def test_waiver_needs_a_reason(edition, writer):
    (first, *_) = open_findings(outcomes(YEAR, [checks.chapters_without_text]))

    with pytest.raises(ValidationError) as error:
        waive(edition, first, reason="  ", by=writer)

    assert error.value.message_dict == {"reason": ["Schrijf op waarom dit punt zo mag blijven."]}
    assert not Waiver.objects.exists()


def test_mark_of_a_finding_is_that_of_what_it_says(edition):
    first, second, _ = open_findings(outcomes(YEAR, [checks.chapters_without_text]))

    assert mark_of(first) != mark_of(second)
    assert mark_of(first) == mark_of(open_findings(outcomes(YEAR, [checks.chapters_without_text]))[0])


def test_word_of_change_without_a_figure_is_a_question_for_its_writer(edition, writer):
    write(edition, 2, "Het aantal aanvragen is flink gestegen.", writer)

    assert [(one.what, one.severity, one.chapter) for one in checks.changes_without_figure.run(YEAR)] == [
        ("2. Cijfers, regel 1: ‘flink’ zonder kengetal dat het laat zien", Severity.JUDGE, 2)
    ]
