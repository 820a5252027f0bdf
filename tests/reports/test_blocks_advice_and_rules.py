"""The tables and charts of chapters 10 to 15: what they say of the demo year, and what they say when it is not known."""

from __future__ import annotations

import pytest

import reports.blocks as modules
from nov.kernel.catalogue import Readings
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import plain
from nov.kernel.periods import Year
from programmes.models import AdviceActivity, Nominee, SurveyOption, SurveyQuestion
from reports.blocks import BLOCKS
from reports.blocks.registry import blocks_of
from reports.catalogue import CATALOGUE
from reports.context import Context

NBSP = "\u00a0"


def made(name: str, year: int = 2023, *, final: bool = False) -> tuple[blocks.Block, ...]:
    return BLOCKS[name].make(Context(Year(year), Readings(CATALOGUE), final=final))


def one(name: str, year: int = 2023, *, final: bool = False):
    (node,) = made(name, year, final=final)
    return node


def rows(table: blocks.Table) -> list[tuple[str, ...]]:
    return [tuple(plain(cell) for cell in row.cells) for row in table.rows]


def bars(chart: blocks.BarChart) -> list[tuple[str, str]]:
    return [(bar.label, bar.point.printed) for bar in chart.bars]


# ---- 10, BestuurdersCentraal


def test_areas_say_what_lies_within_what_and_what_is_a_region(demo):
    assert rows(one("bestuurderscentraal.werkgebieden")) == [
        ("Fryslân", "Ooststellingwerf", "1"),
        ("Gelderland", "Lochem, Voorst", "2"),
        ("Limburg", "Roermond", "1"),
        ("Noord-Brabant", "Cranendonck, Eindhoven, Heeze-Leende, Valkenswaard", "4"),
        ("Noord-Holland", "Dijk en Waard, Westfriesland (regio)", "2"),
        (
            "Overijssel",
            "Borne, Dalfsen, Deventer, Haaksbergen, Hardenberg, Hellendoorn, Hengelo, Nijverdal (in Hellendoorn), "
            "Twenterand, Zwolle",
            "10",
        ),
        ("Zuid-Holland", "Dordrecht", "1"),
        ("Totaal", "", "21"),
    ]


def test_each_bootcamp_has_its_meetings(demo):
    table = one("bestuurderscentraal.bootcamps")

    assert rows(table)[:3] == [
        ("Bootcamp Twente 2023",),
        ("07-03-2023", "Kennismaken en kiezen", "16"),
        ("21-03-2023", "Opvolging van bestuurders", "15"),
    ]
    assert [row.kind for row in table.rows].count(blocks.RowKind.GROUP) == 2
    assert len(table.rows) == 10


def test_survey_percentages_are_of_who_answered_and_an_uncounted_answer_stands_out(demo):
    first, second = made("enquete.antwoorden")

    assert bars(first) == [
        ("Ja, kennis en ervaring delen", "51,7%"),
        ("Nee, aan beide geen behoefte", "29,0%"),
        ("Ja, meedenken over het ondersteuningsaanbod", "27,6%"),
        ("Anders", "13,8%"),
    ]
    assert [bar.share for bar in first.bars] == ["75", "42", "40", "20"]
    assert first.unit == "Percentage van wie antwoordde (n = 145, 0 overgeslagen); meer antwoorden mogelijk"
    assert [printed for _, printed in bars(second)] == ["nog in te vullen"] * 3


def test_an_adopted_report_says_that_answers_were_not_counted(demo):
    _, second = made("enquete.antwoorden", final=True)

    assert [printed for _, printed in bars(second)] == ["niet gemeten"] * 3


def test_a_question_that_nobody_answered_has_no_percentages(demo):
    SurveyOption.objects.filter(question__number=1).update(chosen=0)
    SurveyQuestion.objects.filter(number=1).update(answered=0, skipped=145)
    first, _ = made("enquete.antwoorden")

    assert {printed for _, printed in bars(first)} == {"geen antwoorden"}
    assert first.unit.startswith("Percentage van wie antwoordde (n = 0, 145 overgeslagen)")


def test_subjects_show_what_is_asked_and_offered_with_the_most_asked_first(demo):
    chart = one("enquete.kennis")

    said = [(stack.label, *(point.printed for point in stack.points), stack.total) for stack in chart.stacks]
    assert len(said) == 13
    assert said[0] == ("Vrijwilligers werven", "67", "6", "73")
    assert said[1] == ("Sponsoring & fondsen", "64", "6", "70")
    assert said[-1] == ("Projectleiding", "14", "23", "37")
    assert chart.note.startswith(f"Bron: Enquête onder besturen 2023, open van 3{NBSP}april{NBSP}2023")


# ---- 11, the prizes


def test_an_edition_without_a_winner_asks_for_one(demo):
    table = one("prijzen.editie")

    assert [plain(row.cells[0]) for row in table.rows] == [
        "Uitreiking",
        "Hoofdprijs",
        "Genomineerd",
        "Winnaar",
        "Partners",
    ]
    assert plain(table.rows[0].cells[1]) == f"7{NBSP}december{NBSP}2023, Utrecht"
    assert plain(table.rows[1].cells[1]) == f"€{NBSP}15.000"
    assert table.rows[3].cells[1].state is blocks.State.MISSING
    assert plain(one("prijzen.editie", final=True).rows[3].cells[1]) == "niet vastgelegd"


def test_the_winner_is_printed_once_somebody_records_who_won(demo):
    nominee = Nominee.objects.filter(edition__year=2023).first()
    Nominee.objects.filter(pk=nominee.pk).update(winner=True)

    assert one("prijzen.editie").rows[3].cells[1] == str(nominee.organisation)


# ---- 12, prevention


def test_the_months_of_the_log_add_up_to_the_year(demo):
    chart = one("preventie.per_maand")

    assert [(series.name, series.total) for series in chart.series] == [
        ("advies", "262 in het jaar"),
        ("bijeenkomst", "52 in het jaar"),
    ]
    assert sum(point.value for point in chart.totals) == 314
    assert "(n = 314)" in chart.unit


def test_each_chart_of_advice_says_its_own_n_and_what_was_left_blank(demo):
    pair = one("preventie.sector_en_omvang")

    assert [(chart.unit, chart.blank.point.printed) for chart in (pair.left, pair.right)] == [
        ("Aantal, n = 254", "8"),
        ("Aantal, n = 248", "14"),
    ]
    assert [sum(bar.point.value for bar in chart.bars) for chart in (pair.left, pair.right)] == [254, 248]
    assert (pair.left.top, pair.right.top) == (70, 70)
    assert bars(pair.left)[0] == ("Sport", "70")
    assert bars(pair.left)[-1] == ("Overig", "13")
    assert [label for label, _ in bars(pair.right)] == [
        "1 tot en met 10",
        "11 tot en met 50",
        "51 tot en met 100",
        "101 tot en met 500",
        "Meer dan 500",
    ]


def test_meetings_stand_beside_those_of_last_year(demo):
    assert rows(one("preventie.bijeenkomsten")) == [
        ("Training VCP", "14", "9"),
        ("Presentatie", "11", "9"),
        ("Inspiratiesessie", "8", "6"),
        ("Voorlichtingsavond", "8", "7"),
        ("Workshop", "6", "5"),
        ("Spreekuur", "5", "4"),
        ("Totaal", "52", "40"),
    ]


def test_one_advice_less_is_one_less_in_the_charts(demo):
    gone = AdviceActivity.objects.filter(date__year=2023, sector="sport", size="11-50").order_by("pk")[0]
    gone.delete()
    pair, months = one("preventie.sector_en_omvang"), one("preventie.per_maand")

    assert bars(pair.left)[0] == ("Sport", "69")
    assert bars(pair.right)[1] == ("11 tot en met 50", "60")
    assert (pair.left.unit, pair.right.unit) == ("Aantal, n = 253", "Aantal, n = 247")
    assert sum(point.value for point in months.totals) == 313


# ---- 13, laws and regulations


def test_questions_by_subject_and_channel(demo):
    chart = one("wetregelgeving.vragen")

    said = [(stack.label, *(point.printed for point in stack.points), stack.total) for stack in chart.stacks]
    assert chart.names == ("telefoon", "e-mail")
    assert said[0] == ("Vrijwilligersvergoeding", "9", "15", "24")
    assert said[-1] == ("Iets anders", "–", "6", "6")
    assert sum(int(stack.total) for stack in chart.stacks) == 89
    assert chart.unit == "Aantal vragen in 2023 (n = 89)"


def test_webinars_workshops_and_consultation_in_groups(demo):
    table = one("wetregelgeving.bijeenkomsten")

    groups = [plain(row.cells[0]) for row in table.rows if row.kind is blocks.RowKind.GROUP]
    assert groups == ["Webinars", "Workshops in de regio", "Breed overleg"]
    assert len(table.rows) == 3 + 7 + 4 + 4
    assert rows(table)[-1] == ("07-12-2023", "Breed overleg najaar", f"10{NBSP}organisaties")


# ---- 14, the social basis


def test_municipalities_in_contact_add_up_to_the_figure(demo):
    found = rows(one("socialebasis.gemeenten"))

    assert found[0] == ("Fryslân", "Leeuwarden", "1")
    assert found[-1] == ("Totaal", "", "10")
    assert sum(int(row[2]) for row in found[:-1]) == 10


# ---- 15, Meer en anders Vrijwilligen


def test_the_money_from_amendment_to_award(demo):
    assert rows(one("meeranders.bedragen")) == [
        ("Amendement Tweede Kamer", "december 2022", f"€{NBSP}5.000.000"),
        ("Voor andere doeleinden bestemd", "april 2023", f"−€{NBSP}2.000.000"),
        ("Toekenning VWS-2024-0037", f"22{NBSP}januari{NBSP}2024", f"€{NBSP}3.000.000"),
    ]


def test_the_programme_has_its_lines_and_its_coalition(demo):
    table = one("meeranders.programma")

    assert plain(table.rows[0].cells[1]) == f"1{NBSP}januari{NBSP}2024 tot en met 31{NBSP}december{NBSP}2027"
    assert plain(table.rows[1].cells[1]) == (
        "Anders organiseren, Blijvend verankeren, Leren van elkaar, Nieuwe vrijwilligers bereiken"
    )
    assert plain(table.rows[2].cells[1]).count(", ") == 8  # nine organisations


# ---- a year of which little is recorded


MINE = ("areas", "coalition", "enquiries", "events", "prevention", "prizes", "surveys")
NAMES = sorted(each.name for each in blocks_of([getattr(modules, name) for name in MINE]))


@pytest.mark.parametrize("name", NAMES)
def test_a_year_of_which_nothing_is_recorded_has_no_empty_tables(name, demo):
    with pytest.raises(ValueError, match="Er is niets vastgelegd over 2015."):
        made(name, 2015)
