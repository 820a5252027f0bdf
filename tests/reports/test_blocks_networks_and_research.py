"""The blocks of chapters 16 to 21 and of thanks: what stands in them in the demo year, and what a new record does."""

from __future__ import annotations

from datetime import date

import pytest

from members.models import Organisation
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Bar, RowKind, plain
from nov.kernel.periods import Year
from programmes.models import Event, Participation, QualityMark, TrajectoryStep
from reports import blocks as modules
from reports.blocks import BLOCKS
from reports.blocks.registry import blocks_of
from reports.context import Context
from reports.picture import picture


def made(name: str, year: int = 2023) -> tuple[blocks.Block, ...]:
    with picture() as readings:
        return BLOCKS[name].make(Context(Year(year), readings))


def one(name: str) -> blocks.Block:
    (node,) = made(name)
    return node


def rows(table: blocks.Table) -> list[tuple[str, ...]]:
    return [tuple(plain(cell) for cell in row.cells) for row in table.rows]


def drawn(bars: tuple[Bar, ...]) -> list[tuple[str, str]]:
    return [(bar.label, bar.point.printed) for bar in bars]


# ---- 16, Kennisboostweek


def test_weeks_of_this_year_stand_above_those_of_last_year(demo):
    assert rows(one("kennisboost.weken")) == [
        ("Kennisboostweek juni 2023", "14-06-2023", "20-06-2023", "20", "739"),
        ("Kennisboostweek najaar 2023", "30-10-2023", "03-11-2023", "13", "542"),
        ("Samen in 2023", "", "", "33", "1.281"),
        ("Kennisboostweek juni 2022", "13-06-2022", "17-06-2022", "22", "656"),
        ("Kennisboostweek november 2022", "31-10-2022", "04-11-2022", "21", "557"),
        ("Samen in 2022", "", "", "43", "1.213"),
    ]


def test_three_best_attended_sessions_of_each_week_with_their_hosts(demo):
    found = rows(one("kennisboost.top"))

    assert [(row[0], row[2:]) for row in found] == [
        ("Kennisboostweek juni 2023", ()),
        ("Een nieuw bestuurslid vinden", ("15-06-2023", "71")),
        ("Werken in duo’s", ("16-06-2023", "64")),
        ("Taal op de werkvloer", ("19-06-2023", "58")),
        ("Kennisboostweek najaar 2023", ()),
        ("Vrijwilligers en beroepskrachten", ("01-11-2023", "66")),
        ("Ouderen en digitaal", ("02-11-2023", "61")),
        ("Sociale media voor beginners", ("03-11-2023", "57")),
    ]
    given = Event.objects.get(subject="Taal op de werkvloer", date=date(2023, 6, 19)).hosts.get()
    assert found[3][1] == given.name


def test_a_session_that_was_better_attended_comes_first(demo):
    Event.objects.filter(subject="Grenzen aangeven", date=date(2023, 6, 15)).update(attendance=90)

    assert rows(one("kennisboost.top"))[1][0] == "Grenzen aangeven"


# ---- 17, Goed Geregeld


def test_trajectories_stand_in_the_stage_they_were_in_at_the_end_of_the_year(demo):
    found = rows(one("goedgeregeld.trajecten"))

    assert [(row[0], row[3]) for row in found] == [
        ("Aanmelding en intake", "4"),
        ("Zelfevaluatie", "5"),
        ("Verbeterplan en uitvoering", "4"),
        ("Beoordeling", "2"),
        ("Keurmerk", "–"),
        ("Lopende trajecten", "15"),
    ]
    assert found[0][1:3] == ("Aanmelden met het trajectformulier", "Kennismaken en afspraken maken")


def test_a_stage_that_was_finished_later_does_not_count_yet(demo):
    first = TrajectoryStep.objects.filter(trajectory__ended_on=None, done_on=None, stage="1-aanmelding").first()
    first.trajectory.steps.filter(stage="1-aanmelding").update(done_on=date(2024, 1, 1))

    assert rows(one("goedgeregeld.trajecten"))[0][3] == "4"
    first.trajectory.steps.filter(stage="1-aanmelding").update(done_on=date(2023, 12, 31))
    assert rows(one("goedgeregeld.trajecten"))[0][3] == "3"


def test_marks_of_the_year_say_whether_they_are_new_and_until_when(demo):
    table = one("goedgeregeld.keurmerken")
    groups = [plain(row.cells[0]) for row in table.rows if row.kind is RowKind.GROUP]

    assert groups == ["Behaald (9)", "Verlengd (6)"]
    assert [row[1:] for row in rows(table)[1:3]] == [("16-01-2023", "15-01-2027"), ("16-02-2023", "15-02-2027")]

    QualityMark.objects.filter(awarded_on=date(2023, 1, 16)).delete()
    assert rows(one("goedgeregeld.keurmerken"))[0] == ("Behaald (8)",)


# ---- 18 to 20, networks


def test_members_of_the_network_stand_by_what_they_take_part_in(demo):
    both, others = one("lovz.leden").rows

    assert plain(both.cells[0]) == "Ook in Meer en anders Vrijwilligen (9)"
    assert plain(others.cells[0]) == "Alleen in het LOVZ (14)"
    assert len(plain(both.cells[1]).split(", ")) == 9

    Participation.objects.filter(
        programme__code="lovz", organisation__name=plain(both.cells[1]).split(", ")[0]
    ).delete()
    assert plain(one("lovz.leden").rows[0].cells[0]) == "Ook in Meer en anders Vrijwilligen (8)"


def test_subjects_of_the_forum_stand_in_their_order(demo):
    words = plain(one("novi.forum").words)

    assert words.startswith("De onderwerpen: Voorbeeldbeleid; Rooster in de zomer; ")
    assert words.count("; ") == 30
    assert words.endswith("; Loket in de bibliotheek.")


def test_networks_name_who_speaks_for_us(demo):
    assert rows(one("internationaal.netwerken")) == [
        ("CEV", "01-01-2020", "Ilse Vermeulen (vrijwilliger), Margriet Oosterwijk (directeur)"),
        ("IAVE", "01-01-2020", "Ruben Haverkamp (vrijwilliger)"),
        ("Volonteurope", "01-01-2020", "Margriet Oosterwijk (directeur)"),
    ]


def test_workshops_abroad_stand_from_much_to_little_and_an_unknown_attendance_is_a_gap(demo):
    Event.objects.filter(subject__endswith="Italië").update(attendance=None)
    found = drawn(one("internationaal.workshops").bars)

    assert found[:3] == [("Ierland", "36"), ("Kroatië", "35"), ("Noorwegen", "35")]
    assert found[-1] == ("Italië", "niet gemeten")


# ---- 21, research


def test_studies_say_by_whom_for_whom_and_our_part(demo):
    assert rows(one("onderzoek.studies")) == [
        ("Verwonderonderzoek", "NOV", "NOV", "Uitvoerder", "2023"),
        ("Vrijwillige inzet in Nederland", "Motivaction", "NOV", "Opdrachtgever", "2023"),
        ("Vrijwilligerswerk 2022", "CBS", "Ministerie van VWS", "Partner of begeleidingsgroep", "2022"),
        ("Vrijwilligerswerk 2021", "CBS", "", "Gebruiker van de uitkomsten", "2021"),
        ("Vrijwilligerswerk 2019", "CBS", "", "Gebruiker van de uitkomsten", "2019"),
    ]


def test_findings_stand_with_their_precision_and_their_source(demo):
    chart, motives = one("onderzoek.deelname"), one("onderzoek.motieven")
    pair = one("onderzoek.bevindingen")

    nbsp = "\u00a0"
    assert drawn(chart.bars) == [("2019", f"circa{nbsp}48%"), ("2021", "39%"), ("2022", "41%")]
    assert drawn(motives.bars)[:3] == [
        ("Zelf leuk om te doen", "58,3%"),
        ("Fijn iets voor een ander te doen", "57,1%"),
        ("Zinvolle tijdbesteding", "37,0%"),
    ]
    assert len(pair.left.rows) == 8
    assert len(pair.right.rows) == 2 + 5 + 6
    assert rows(pair.left)[:2] == [
        ("Al actief voor of tijdens de pandemie", "82%"),
        ("Corona had invloed op het vrijwilligerswerk", f"circa{nbsp}een derde"),
    ]
    assert pair.note == motives.note == "Bron: CBS, Vrijwilligerswerk 2022."


# ---- thanks


def test_thanks_name_everyone_of_the_year(demo):
    thanked = {reason: names.split(", ") for reason, names in rows(one("dank"))}

    assert list(thanked) == [
        "Financiers en fondsen",
        "Partners",
        "Coalitie Meer en anders Vrijwilligen",
        "Uitvoerders van lokale projecten",
        "Organisaties achter de Meedoenbalies",
        "Leden die een sessie verzorgden",
        "Internationale netwerken",
        "Nieuwe leden",
    ]
    counts = {reason: len(names) for reason, names in thanked.items() if reason != "Financiers en fondsen"}
    assert list(counts.values()) == [4, 9, 10, 38, 30, 3, 11]
    assert "Fonds Lindeland" in thanked["Financiers en fondsen"]


def test_a_partner_of_the_year_is_thanked(demo):
    Participation.objects.filter(role="partner").first().delete()
    new = Organisation.objects.order_by("pk").first()
    event = Event.objects.filter(date__year=2023, hosts__isnull=True).first()
    event.hosts.add(new)
    thanked = {reason: names.split(", ") for reason, names in rows(one("dank"))}

    assert len(thanked["Partners"]) == 3
    assert new.name in thanked["Leden die een sessie verzorgden"]


# ---- a year of which little is recorded

MINE = ("gatherings", "marks", "studies")
NAMES = sorted(each.name for each in blocks_of([getattr(modules, name) for name in MINE]))


@pytest.mark.parametrize("name", [*NAMES, "lovz.leden", "novi.forum", "internationaal.netwerken"])
def test_a_year_of_which_nothing_is_recorded_has_no_empty_tables(name, demo):
    with pytest.raises(ValueError, match="Er is niets vastgelegd over 2015."):
        made(name, 2015)
