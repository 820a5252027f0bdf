"""What an author may write, what is refused with the nearest, and what is still to be done in a text."""

from types import ModuleType

import pytest

from nov.kernel.catalogue import Catalogue
from nov.kernel.figures import FLOW, STOCK, Reading, figure
from nov.kernel.periods import Year
from nov.kernel.units import DATUM, LEDEN
from reports.blocks.registry import Argument, block, block_with, chosen
from reports.texts import (
    bare_changes,
    bare_ranks,
    fixed_references,
    open_tasks,
    problems,
    typed_moments,
    typed_numbers,
)

MODULE = ModuleType("figures")


@figure("leden.totaal", "Leden totaal", unit=LEDEN, kind=STOCK)
def totaal(at):
    "Leden op de peildatum."
    return Reading(372)


@figure("leden.nieuw", "Nieuwe leden", unit=LEDEN, kind=FLOW)
def nieuw(during):
    "Leden die kwamen."
    return Reading(11)


@figure("subsidie.tot", "Subsidie tot", unit=DATUM, kind=STOCK)
def subsidie_tot(at):
    "Laatste dag."
    return Reading(None)


MODULE.totaal, MODULE.nieuw, MODULE.tot = totaal, nieuw, subsidie_tot
CATALOGUE = Catalogue((MODULE,))
TAKES = {"titel": Argument("wat er staat", required=True), "naar": chosen("waarnaar", ("kanaal", "sector"))}
BLOCKS = {
    **{name: block(name, "")(lambda context: ()) for name in ("leden.brug", "leden.redenen", "meedoen.kaart")},
    "cijfers.verdeling": block_with("cijfers.verdeling", "", takes=TAKES, lines=True)(lambda context, written: ()),
}


def said(text: str) -> list[str]:
    return [str(each) for each in problems(text, CATALOGUE, BLOCKS, Year(2023))]


def test_text_that_can_be_printed_has_no_problems():
    text = "De {leden.totaal@eind|eenheid} waren er {leden.totaal|verschil} {leden.totaal|meer}.\n\n::: leden.brug\n"

    assert said(text) == []


def test_unknown_figure_is_refused_with_its_line_and_the_nearest():
    assert said("\nWe hebben {leden.totaa} leden.") == [
        "Regel 2: Het kengetal ‘leden.totaa’ bestaat niet. Bedoel je ‘leden.totaal’?"
    ]


def test_unknown_block_is_refused_with_its_line_and_the_nearest():
    assert said("tekst\n\n::: leden.bruggen\n") == [
        "Regel 3: Het blok ‘leden.bruggen’ bestaat niet. Bedoel je ‘leden.brug’ of ‘leden.redenen’?"
    ]


def test_unknown_manner_is_refused_with_the_nearest():
    assert said("{leden.totaal|woorden}") == ["Regel 1: De schrijfwijze ‘woorden’ bestaat niet. Bedoel je ‘woord’?"]


def test_flow_at_a_moment_is_refused():
    assert said("{leden.nieuw@begin}") == ["Regel 1: ‘leden.nieuw’ loopt over een periode; ‘@begin’ is een peildatum."]


def test_date_has_no_more_or_less():
    assert said("{subsidie.tot|meer}") == ["Regel 1: ‘subsidie.tot’ is geen hoeveelheid; ‘meer’ zegt er niets over."]


def test_block_with_what_it_needs_has_no_problems():
    assert said('::: cijfers.verdeling titel="Wie" naar=kanaal\nLeden: {leden.totaal|meer dan}\n:::\n') == []


def test_block_without_what_it_needs_is_refused_with_the_words_to_choose_from():
    assert said("::: cijfers.verdeling naar=kanalen vorm=rond\nLeden {leden.totaal}\n:::\n") == [
        "Regel 1: Achter ‘::: cijfers.verdeling’ hoort ‘vorm’ niet.",
        "Regel 1: Achter ‘::: cijfers.verdeling’ hoort titel=…: wat er staat.",
        "Regel 1: ‘naar=kanalen’ bestaat niet. Bedoel je ‘kanaal’?",
        "Regel 2: ‘Leden {leden.totaal}’ is geen naam met een kengetal. Schrijf bijvoorbeeld Leden: {leden.totaal}.",
    ]
    assert said('::: cijfers.verdeling titel="Wie"\n') == [
        "Regel 1: Onder ‘::: cijfers.verdeling’ hoort per regel een kengetal: Leden: {leden.totaal}."
    ]
    assert said("::: leden.brug\ntekst\n:::\n") == ["Regel 1: Onder ‘::: leden.brug’ hoort geen tekst."]


def test_block_over_a_moment_and_words_that_would_be_lost_are_refused():
    assert said("::: cijfers.verdeling titel=T naar=kanaal\nLeden: {leden.totaal} in het jaar\n:::\n") == [
        "Regel 2: Achter het kengetal staat nog ‘in het jaar’; dat komt nergens terug."
    ]
    takes = {"over": Argument("de periode")}
    blocks = {"lijst": block_with("lijst", "", takes=takes)(lambda context, written: ())}
    for over, why in (
        ("vorig", []),
        ("eind", ["Regel 1: ‘over=eind’ is een peildatum; een blok gaat over een periode."]),
        ("looptijd", ["Regel 1: Dit hoofdstuk hoort niet bij een programma met een looptijd."]),
    ):
        assert [str(each) for each in problems(f"::: lijst over={over}\n", CATALOGUE, blocks, Year(2023))] == why


def test_braces_around_words_are_refused():
    assert said("{het ledental}") == [
        "Regel 1: ‘{het ledental}’ is geen kengetal. Schrijf bijvoorbeeld {leden.totaal@begin}."
    ]


def test_side_note_takes_a_title_and_nothing_else():
    assert said('Tekst.\n\n::: kantlijn titel="Peildatum"\nDe stand na {leden.totaal}.\n:::\n') == []
    assert said("::: leden.brug breed=ja groot\n") == ["Regel 1: Achter ‘::: leden.brug’ hoort ‘groot breed’ niet."]


def test_figure_in_a_note_is_looked_at_too():
    assert said("Tekst^[Zie {leden.totalen}].") == [
        "Regel 1: Het kengetal ‘leden.totalen’ bestaat niet. Bedoel je ‘leden.totaal’?"
    ]


def test_problems_come_in_the_order_of_the_lines():
    found = problems("::: kaart\n{leden.x}\n::: y\n", CATALOGUE, BLOCKS, Year(2023))

    assert [each.line for each in found] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Op X volgden XXX mensen ons.", "‘XXX’ staat er nog: “Op X volgden XXX mensen ons.”"),
        ("TODO cijfers van Good Busy", "er staat nog iets open: “TODO cijfers van Good Busy”"),
        ("De winnaar is nog in te vullen.", "er staat nog iets open: “De winnaar is nog in te vullen.”"),
        ("Heb jij een eerste opzet?", "een vraag aan een collega: “Heb jij een eerste opzet?”"),
        ("@Ruth, klopt dit?", "een noot aan een collega: “@Ruth, klopt dit?”"),
        ("[[foto volgt]]", "een noot: “[[foto volgt]]”"),
        ("Vraag aan Ruth: wie wint?", "een noot: “Vraag aan Ruth: wie wint?”"),
    ],
)
def test_open_task_is_found(text, what):
    assert [(task.line, task.what) for task in open_tasks(f"Eerste regel.\n\n{text}\n")] == [(3, what)]


@pytest.mark.parametrize(
    "text",
    [
        "Wie per mail vraagt via info@nov.example krijgt antwoord.",
        "De {leden.totaal@begin} leden en {leden.nieuw@vorig} nieuwe.",
        "Vraag aan de balie wat iemand kan.",
        "Het kwam op het dak, en op de markt.",
    ],
)
def test_finished_text_has_no_open_task(text):
    assert open_tasks(text) == []


def test_typed_number_is_seen_and_dates_and_figures_are_not():
    text = "Op 1 maart 2024 waren er 372 leden.\nEr kwamen {leden.nieuw@2023} bij, en € 1.250 binnen."

    assert [(each.line, each.what) for each in typed_numbers(text)] == [
        (1, "het getal 372 is getypt"),
        (2, "het getal € 1.250 is getypt"),
    ]


def test_number_in_words_is_seen():
    text = (
        "Zes op de tien helpt, en zestig procent wil helpen; 12 procent niet.\n"
        "Ze staat op de agenda, een enkel procent; {leden.totaal} op de tien."
    )

    assert [(each.line, each.what) for each in typed_numbers(text)] == [
        (1, "het getal 12 procent is getypt"),
        (1, "‘Zes op de tien’ is getypt"),
        (1, "‘zestig procent’ is getypt"),
    ]


def test_rank_is_read_and_not_told():
    text = "De meest gelezen pagina.\nDe pagina staat op {rang.werven} in de top 10. De top drie ook."

    assert [(each.line, each.what) for each in bare_ranks(text)] == [
        (1, "‘meest gelezen’ zonder de plaats die dat laat zien"),
        (2, "‘top drie’ zonder de plaats die dat laat zien"),
    ]


def test_typed_month_season_or_year_is_seen_unless_a_figure_of_that_moment_is_beside_it():
    text = (
        "In juni was er een feest. In november kwam er {financien.ova@november} binnen.\n"
        "In het voorjaar van 2023 waren er {leden.totaal} leden, in 2021 nog {leden.totaal@2021}.\n"
        "In december 2022 nam de Kamer {meeranders.amendement@2022-12} aan; in mei {leden.nieuw@2022-12}."
    )

    assert [(each.line, each.what) for each in typed_moments(text)] == [
        (1, "het moment juni is getypt"),
        (2, "het moment voorjaar is getypt"),
        (2, "het moment 2023 is getypt"),
        (3, "het moment mei is getypt"),
    ]


def test_fixed_references_are_those_that_do_not_move_along():
    text = "{leden.totaal@begin} {leden.totaal@2022-01-01} {leden.nieuw@vorig} {leden.nieuw@2022}"

    assert [one.typed for one in fixed_references(text)] == ["{leden.totaal@2022-01-01}", "{leden.nieuw@2022}"]


def test_word_of_change_without_a_figure_is_seen():
    text = (
        "Het aantal aanvragen is flink gestegen.\n"
        "Er was een opmerkelijke toename van trainingen. En {leden.nieuw} leden kwamen.\n"
        "De bijdrage is sterk toegenomen!\n"
        "Het bezoek steeg flink."
    )

    assert [(each.line, each.what) for each in bare_changes(text)] == [
        (1, "‘flink’ zonder kengetal dat het laat zien"),
        (2, "‘opmerkelijke’ zonder kengetal dat het laat zien"),
        (3, "‘sterk’ zonder kengetal dat het laat zien"),
        (4, "‘flink’ zonder kengetal dat het laat zien"),
    ]


def test_change_with_its_figure_and_words_of_another_meaning_are_let_through():
    text = (
        "Het aantal leden steeg flink, van {leden.totaal@begin} naar {leden.totaal}.\n"
        "Een sterk bestuur maakt een flink verschil. Er kwamen meer leden."
    )

    assert bare_changes(text) == []
