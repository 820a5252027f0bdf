"""Blocks that serve any chapter: what an author writes, and what stands in the table or drawing of the demo year."""

from __future__ import annotations

import pytest

from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import plain
from nov.kernel.documents.markdown import blocks_in
from reports.blocks import BLOCKS
from reports.chapters import context_of
from reports.context import Context
from reports.models import Chapter
from reports.picture import picture


@pytest.fixture
def context(demo):
    """The context of a chapter of the demo year, by its number."""
    with picture() as readings:
        yield lambda number: context_of(
            Chapter.objects.select_related("edition").get(edition=2023, number=number), readings
        )


def made(context: Context, text: str):
    """The one node that a text with one block makes."""
    (written,) = blocks_in(text)
    (node,) = BLOCKS[written.name].make(context, written)
    return node


def cells(table: blocks.Table) -> list[tuple[str, ...]]:
    return [tuple(plain(cell) for cell in row.cells) for row in table.rows]


def test_panel_prints_its_figures_with_what_stands_behind_them(context):
    text = "::: cijfers.paneel\n- Begeleiders: {expedities.begeleiders@looptijd} in de looptijd\nFondsen: {expedities.fondsen}\n:::"
    found = made(context(4), text)

    assert [(item.label, plain(item.value), plain(item.comparison)) for item in found.items] == [
        ("Begeleiders", "207", "in de looptijd"),
        ("Fondsen", "3", ""),
    ]


def test_years_stand_beside_each_other_with_the_difference(context):
    text = '::: cijfers.jaren titel="Aanvragen" eenheid="Aantal"\nKort: {mdt.aanvragen_kort}\nRegulier: {mdt.aanvragen_regulier}\n:::'

    assert cells(made(context(9), text)) == [("Kort", "48", "31", "+54,8%"), ("Regulier", "29", "22", "+31,8%")]


def test_bars_stand_from_much_to_little(context):
    text = '::: cijfers.staven titel="Onderdelen"\nRoutes: {sow.routes}\nIngrediënten: {sow.ingredienten}\n:::'
    found = made(context(8), text)

    assert [(bar.label, bar.point.printed) for bar in found.bars] == [("Ingrediënten", "16"), ("Routes", "3")]
    assert found.unit == "2023"


def test_division_counts_every_record_once_and_says_its_n(context):
    text = (
        '::: cijfers.verdeling titel="Wat zij deden" naar=uitkomst\nBegeleiders: {expedities.begeleiders@looptijd}\n:::'
    )
    found = made(context(4), text)

    assert [(bar.label, bar.point.printed, bar.share) for bar in found.bars] == [
        ("Op een andere manier ingezet", "104", "50%"),
        ("Volgens opzet uitgevoerd", "69", "33%"),
        ("Niet ingezet", "34", "16%"),
    ]
    assert found.unit == "Opgeleide expeditiebegeleiders, 2021–2023 (n = 207)"
    assert found.blank is None


def test_division_of_several_figures_is_one_bar_each(context):
    text = (
        '::: cijfers.verdeling titel="Uitkomst" naar=uitkomst\n'
        "Kort: {mdt.aanvragen_kort}\nRegulier: {mdt.aanvragen_regulier}\n:::"
    )
    found = made(context(9), text)

    assert found.names == ("Toegekend", "Afgewezen")
    assert [(each.label, *(point.printed for point in each.points), each.total) for each in found.stacks] == [
        ("Kort", "27", "21", "48"),
        ("Regulier", "16", "13", "29"),
    ]
    assert found.unit == "Aantal aanvragen, 2023"


def test_division_by_a_text_may_stand_in_the_order_of_time(context):
    text = '::: cijfers.verdeling titel="Weken" naar=reeks volgorde=vast\nSessies: {expedities.kennisboostsessies@looptijd}\n:::'

    assert [(bar.label, bar.point.printed) for bar in made(context(4), text).bars] == [
        ("Kennisboostweek november 2021", "20"),
        ("Kennisboostweek juni 2022", "22"),
        ("Kennisboostweek november 2022", "21"),
        ("Kennisboostweek juni 2023", "20"),
        ("Kennisboostweek najaar 2023", "13"),
    ]


def test_division_sets_what_was_left_blank_apart(context):
    text = '::: cijfers.verdeling titel="Sector" naar=sector\nAdviezen: {preventie.adviezen}\n:::'
    found = made(context(12), text)

    assert sum(bar.point.value for bar in found.bars) == 254
    assert (found.blank.label, found.blank.point.printed, found.blank.share) == ("niet ingevuld", "8", "")
    assert found.unit == "Adviezen aan een organisatie, 2023 (n = 254 van 262)"


def test_map_has_all_twelve_provinces(context):
    text = '::: cijfers.kaart titel="Plekken" kop=plekken\nPlekken: {sow.plekken@looptijd}\n:::'
    found = made(context(8), text)

    assert len(found.values) == 12
    assert sum(point.value for point in found.values.values()) == 35


def test_what_cannot_be_divided_is_said(context):
    for key, by, why in (
        ("lobby.film", "soort", "‘lobby.film’ telt geen dingen die te verdelen zijn."),
        ("mdt.aanvragen_kort", "kanaal", "‘mdt.aanvragen_kort’ is niet te verdelen naar ‘kanaal’."),
        ("leden.totaal", "soort", "Alleen een geteld kengetal is te verdelen."),
    ):
        with pytest.raises(ValueError, match=why):
            made(context(9), f"::: cijfers.verdeling titel=T naar={by}\nX: {{{key}}}\n:::")


def test_milestones_stand_by_date_and_then_what_is_planned(context):
    found = made(context(7), "::: programma.mijlpalen")

    assert [row[0] for row in cells(found)] == [
        "14-03-2023", "20-06-2023", "06-09-2023", "02-10-2023", "21-11-2023", "12-12-2023"
    ]  # fmt: skip


def test_publications_of_the_year_and_those_planned(context):
    found = made(context(5), "::: programma.publicaties soort=whitepaper")

    assert cells(found) == [
        ("Wat levert een vrijwillige dag op?", "31-05-2023"),
        ("Nog gepland",),
        ("Social return in de praktijk", "2024"),
        ("Vrijwillige inzet en duurzame inzetbaarheid", "2024"),
    ]


def test_meetings_of_one_theme_with_who_came(context):
    found = made(context(6), '::: programma.bijeenkomsten thema="Live event"')

    assert cells(found) == [
        ("13-04-2023", "Ontmoet je volgende organisatie", "op locatie", "34"),
        ("19-10-2023", "Van werk naar vrijwillig werk", "op locatie", "27"),
    ]


def test_participants_in_a_role_on_name(context):
    found = made(context(4), "::: programma.deelnemers rol=fonds")

    assert cells(found) == [
        ("Fonds Lindeland", "Utrecht"),
        ("Fonds Nieuwe Wegen", "Utrecht"),
        ("Stichting Zilverduin Fonds", "Utrecht"),
    ]


def test_many_elements_stand_in_two_columns_and_name_where_they_come_from(context):
    found = made(context(8), "::: programma.onderdelen soort=werkzaam")

    assert len(found.rows) == 6
    assert cells(found)[0] == ("Aansluiten bij wat er is", "Begeleiding van vrijwilligers")
    assert cells(found)[5] == ("Passende taak", "")
    assert plain(found.note) == "Uit: Terugblik op vijf jaar."


def test_chapter_without_a_programme_has_no_records(context):
    with pytest.raises(ValueError, match="Dit hoofdstuk hoort niet bij een programma"):
        made(context(2), "::: programma.mijlpalen")


def test_nothing_recorded_makes_no_empty_table(context):
    with pytest.raises(ValueError, match="Er is niets vastgelegd over 2022"):
        made(context(6), "::: programma.bijeenkomsten over=vorig")


def test_meetings_with_one_party_only(context):
    found = made(context(5), '::: programma.bijeenkomsten met="Raad van advies"')

    assert [row[0] for row in cells(found)] == ["18-04-2023", "12-10-2023"]
