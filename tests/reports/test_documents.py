"""Both documents of the demo year, as pages: the draft mark, the sums, the same bytes twice, and how much is asked."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from finance.models import Decision
from nov.kernel.documents import blocks, pdf
from nov.kernel.documents.blocks import plain
from nov.kernel.documents.markdown import figures_in
from reports.accounts import annual_accounts
from reports.assemble import annual_report
from reports.models import Edition
from tests.conftest import in_demo

ON = date(2024, 4, 15)
BUDGET = 1260  # statements for the whole report with all its checks; a third of them look up measured figures


def pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    return [document[place].get_textpage().get_text_range() for place in range(len(document))]


@pytest.fixture
def edition(demo) -> Edition:
    return Edition.objects.get(year=2023)


@pytest.fixture(scope="module")
def again(demo_copy, django_db_blocker) -> tuple[blocks.Document, list[str]]:
    """The report assembled once more, outside any transaction, and what the database was asked for it."""
    with in_demo(demo_copy, django_db_blocker):
        edition = Edition.objects.get(year=2023)
        with CaptureQueriesContext(connection) as asked:
            document = annual_report(edition, on=ON)
    return document, [query["sql"] for query in asked]


def test_draft_says_so_on_every_page_and_lists_its_open_points(draft_pdf):
    read = pages(draft_pdf)

    assert [place for place, text in enumerate(read, 1) if "CONCEPT" not in text] == []
    assert [place for place, text in enumerate(read, 1) if "Concept, niet vastgesteld. Stand van" not in text] == []
    whole = "\n".join(read)
    assert "5 punten houden het vaststellen tegen" in whole.replace("\r\n", " ")
    assert "nog in te vullen" in whole


def test_adopted_report_bears_no_draft_mark_and_no_open_points(edition):
    decision = Decision(body="alv", date=date(2024, 6, 12), number="ALV-2024-3", subject="Jaarverslag 2023")
    read = pages(pdf.render(annual_report(edition, on=ON, adopted=decision)))

    assert [text for text in read if "CONCEPT" in text or "Open punten" in text] == []
    assert [text for text in read if "nog in te vullen" in " ".join(text.split())] == []
    assert (
        sum("niet gemeten" in text for text in read) == 5
    )  # how to read, the followers, the survey, the appendix twice
    assert "Vastgesteld door de algemene ledenvergadering op" in read[4]


def test_same_records_give_the_same_bytes(draft_pdf, again):
    document, _ = again

    assert pdf.render(document) == draft_pdf


def test_report_is_assembled_from_one_picture_of_the_records_within_its_budget(again):
    _, sql = again

    assert sql[:2] == ["BEGIN", "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"]
    assert (sql.count("BEGIN"), sql[-1]) == (1, "COMMIT")
    assert len(sql) - 3 <= BUDGET


def test_contents_name_twenty_one_chapters_and_every_one_has_its_text(draft):
    assert [chapter.number for chapter in draft.chapters] == [str(number) for number in range(1, 22)]
    assert all(chapter.lead for chapter in draft.chapters)


def test_cover_has_a_mark_for_every_member(draft):
    marks = draft.marks

    assert [(group.name, group.count, group.new) for group in marks.groups] == [
        ("vrijwilligerscentrales", 145, 5),
        ("vrijwilligersorganisaties", 138, 6),
        ("sportbonden", 89, 0),
    ]
    assert marks.caption == "372\u00a0leden op 1\u00a0januari\u00a02024"


def test_texts_hold_no_typed_figure_and_no_open_task(edition):
    from reports import checks

    assert [finding.what for finding in checks.typed_in_texts.run(edition.period)] == []
    assert [finding.what for finding in checks.tasks_in_texts.run(edition.period)] == []


def test_appendix_explains_every_figure_that_a_text_gives(draft, edition):
    (table,) = draft.back[0].blocks
    explained = {row.cells[3].key for row in table.rows if row.kind is blocks.RowKind.NORMAL}
    given = {token.key for chapter in edition.chapters.all() for token in figures_in(chapter.text)}

    assert "enquete.kennis_delen" in given
    assert given - explained == set()


def test_figures_that_nobody_measured_are_dressed_as_missing(draft):
    (chapter,) = [chapter for chapter in draft.chapters if chapter.number == "2"]
    (table,) = [node for node in chapter.blocks if getattr(node, "caption", "") == "Volgers per kanaal"]

    missing = [plain(row.cells[0]) for row in table.rows if row.cells[1].state is blocks.State.MISSING]
    assert missing == ["X Vereniging NOV", "X Nationale Vrijwilligersprijzen"]


def test_page_ranking_is_this_years_ten_and_what_fell_out_of_last_years(draft):
    (chapter,) = [chapter for chapter in draft.chapters if chapter.number == "2"]
    (table,) = [node for node in chapter.blocks if getattr(node, "caption", "") == "Meest bekeken pagina’s"]

    rows = [(plain(row.cells[0]), plain(row.cells[1])) for row in table.rows if len(row.cells) > 1]
    assert [place for place, _ in rows] == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "16"]
    assert rows[3:5] == [("4", "Vrijwilligersprijzen 2023"), ("5", "Dossier vrijwilligersvergoedingen")]


# ---- the annual accounts


def statements(chapter: blocks.Chapter) -> list[blocks.Statement]:
    return [node for node in chapter.blocks if isinstance(node, blocks.Statement)]


def line(statement: blocks.Statement, text: str) -> tuple[str, ...]:
    (found,) = [each.amounts for each in statement.lines if each.text == text]
    return found


def whole(printed: str) -> Decimal:
    return Decimal(printed.replace(".", "").replace("−", "-").replace("–", "0"))


def test_income_statement_has_realisation_budget_and_last_year(demo):
    result = annual_accounts(2023, on=ON).chapters[1]
    statement, appropriated = statements(result)

    assert statement.columns == ("realisatie\n2023", "begroting\n2023", "realisatie\n2022")
    assert line(statement, "Som van de baten") == ("2.861.190", "2.793.600", "2.107.600")
    assert line(statement, "Som van de lasten") == ("2.676.785", "2.793.600", "2.099.386")
    assert line(statement, "Saldo van baten en lasten") == ("184.405", "–", "8.214")
    assert line(appropriated, "Saldo van baten en lasten") == ("184.405", "8.214")
    assert line(appropriated, "Toevoeging aan de continuïteitsreserve") == ("100.000", "8.214")


def test_balance_sheet_is_after_appropriation_and_in_balance(demo):
    chapter = annual_accounts(2023, on=ON).chapters[0]
    assets, liabilities = statements(chapter)

    assert plain(chapter.blocks[0].words) == "Na bestemming van het saldo. Alle bedragen in hele euro’s."
    assert line(assets, "Totaal activa") == line(liabilities, "Totaal passiva")
    assert line(liabilities, "Totaal reserves en fondsen") == ("469.671", "285.266")


def test_printed_totals_are_the_sums_of_printed_lines(demo):
    document = annual_accounts(2023, on=ON)
    for statement in statements(document.chapters[0]) + statements(document.chapters[1])[:1]:
        lines = [each for each in statement.lines if each.kind is blocks.RowKind.NORMAL]
        for column in range(len(statement.columns)):
            total = sum(whole(each.amounts[column]) for each in lines)
            ends = [each for each in statement.lines if re.match(r"Totaal (activa|passiva)|Som van", each.text)]
            if len(ends) == 1:
                assert total == whole(ends[0].amounts[column])
            else:
                income, expenses = (whole(each.amounts[column]) for each in ends)
                assert total == income + expenses


def test_every_note_number_in_a_statement_leads_to_a_note(demo):
    document = annual_accounts(2023, on=ON)
    asked = [each.note for chapter in document.chapters[:2] for one in statements(chapter) for each in one.lines]
    heads = [note.head for note in statements(document.chapters[3])]

    assert [number for number in asked if number] == [head.split(".")[0] for head in heads]


def test_movement_of_reserves_begins_and_ends_where_the_balance_sheets_do(demo):
    this, last = [node for node in annual_accounts(2023, on=ON).chapters[4].blocks if isinstance(node, blocks.Table)]

    assert this.rows[-1].cells == ("Totaal", "285.266", "184.405", "–", "469.671")
    assert last.rows[-1].cells == ("Totaal", "277.052", "8.214", "–", "285.266")


def test_board_of_the_day_signs_chair_first(demo):
    (signatures,) = [
        node for node in annual_accounts(2023, on=ON).chapters[5].blocks if isinstance(node, blocks.Signatures)
    ]

    assert len(signatures.persons) == 9
    assert [person.role for person in signatures.persons[:3]] == ["voorzitter", "penningmeester", "lid"]


def test_accounts_of_a_first_year_have_nothing_before(demo):
    document = annual_accounts(2021, on=ON)

    assert pdf.render(document).startswith(b"%PDF-")
