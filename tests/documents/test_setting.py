"""Setting text: lines, hyphens, bound words, letters that are not there."""

import pyphen
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nov.kernel.documents import fonts
from nov.kernel.documents.palette import PALETTE
from nov.kernel.documents.pdf.hyphens import breaks
from nov.kernel.documents.pdf.setting import set_lines
from nov.kernel.documents.pdf.styles import MAIN, Styles
from nov.kernel.documents.spans import Strong, Text, Value

STYLES = Styles(PALETTE)


def lines_of(words, measure=MAIN, style=STYLES.body):
    return ["".join(piece.text for piece in line.pieces) for line in set_lines(words, style, measure)]


def test_words_are_broken_with_four_letters_on_each_side():
    assert breaks("vergelijking") == (("vergelij-", "king"), ("verge-", "lijking"))


@pytest.mark.parametrize(
    "word", ["kort", "werkloos", "BestuurdersCentraal", "vier10personen", "31-12-2023", "https://example.org/abcdefgh"]
)
def test_short_words_names_and_numbers_are_not_broken(word):
    assert [pair for pair in breaks(word) if not word.startswith("https")] == []


def test_no_break_before_a_letter_with_dots():
    word = "vrijwilligerscoördinator"

    assert ("vrijwilligersco", "ördinator") in list(pyphen.Pyphen(lang="nl_NL").iterate(word))
    assert [tail for _, tail in breaks(word)] == [
        "nator", "dinator", "coördinator", "gerscoördinator", "ligerscoördinator", "willigerscoördinator",
    ]  # fmt: skip


def test_a_compound_breaks_at_its_own_hyphen():
    assert breaks("vrijwilligers-organisatie") == (("vrijwilligers-", "organisatie"),)


def test_punctuation_stays_with_its_word():
    assert breaks("(vergelijking),") == (("(vergelij-", "king),"), ("(verge-", "lijking),"))


def test_a_number_stays_with_its_noun_and_a_short_last_word_with_the_one_before():
    text = "Dit verslag gaat over een jaar waarin de vereniging groeide tot 372 leden en meer dan 739 deelnemers op"

    lines = lines_of(text, 265)

    assert lines == [
        "Dit verslag gaat over een jaar waarin de vereniging groeide tot",
        "372\u00a0leden en meer dan 739\u00a0deelnemers\u00a0op",
    ]


def test_a_year_does_not_hold_its_neighbour():
    assert lines_of("in 2023 kwam") == ["in 2023\u00a0kwam"]  # by the rule of the last word only
    assert lines_of("in 2023 kwam er nieuws uit onverwachte hoek")[0].startswith("in 2023 kwam")


def test_setting_twice_gives_the_same_lines():
    words = (
        Text("De "),
        Strong("vrijwilligersorganisatieondersteuning"),
        Text(" in de vergelijking van verenigingen."),
    )

    assert set_lines(words, STYLES.body, 150) == set_lines(words, STYLES.body, 150)


def test_a_missing_value_is_never_parted():
    words = (Text("x " * 40), Value.missing(), Text(" volgers"))

    assert any("nog\u00a0in\u00a0te\u00a0vullen" in line for line in lines_of(words, 100))


def test_a_word_in_two_weights_is_one_word():
    (line,) = set_lines((Text("half"), Strong("vet")), STYLES.body, MAIN)

    assert [(piece.text, piece.dress.font) for piece in line.pieces] == [("half", fonts.REGULAR), ("vet", fonts.BOLD)]


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=300), st.integers(min_value=40, max_value=400))
def test_any_text_stays_within_its_measure_and_loses_nothing(text, measure):
    lines = set_lines(text, STYLES.body, measure)

    assert all(line.width <= measure + 0.1 or len("".join(p.text for p in line.pieces)) == 1 for line in lines)
    letters = "".join(piece.text for line in lines for piece in line.pieces)
    kept = [letter for letter in text if letter not in " \n"]
    assert [letter for letter in letters if letter not in " \u00a0-"] == [
        letter for letter in kept if letter not in "\u00a0-"
    ]


def test_kerning_pulls_letters_together_and_leaves_figures_alone():
    assert fonts.measured("AVA", fonts.REGULAR).width < sum(
        fonts.measured(letter, fonts.REGULAR).width for letter in "AVA"
    )
    assert fonts.measured("AVfi", fonts.REGULAR).kerns is not None  # no ligature that would undo it
    assert fonts.measured("1.711,41", fonts.REGULAR).kerns is None
    assert {fonts.measured(figure, fonts.REGULAR).width for figure in "0123456789€+−"} == {580.0}


def test_without_the_shaper_the_text_is_set_plain(monkeypatch):
    fonts.measured.cache_clear()
    monkeypatch.setattr(fonts, "uharfbuzz", None)

    assert fonts.measured("AVA", fonts.REGULAR).kerns is None

    fonts.measured.cache_clear()


def test_letters_outside_latin_1_take_the_second_font():
    assert fonts.parts("de Kovač", fonts.BOLD) == (("de ", "Lato-Bold"), ("Kovač", "Source-Bold"))
    assert fonts.parts("ĳs\u202fvrij", fonts.REGULAR) == (("ijs vrij", "Lato"),)


def test_a_letter_that_no_font_has_is_seen_to_be_missing():
    assert fonts.parts("漢", fonts.REGULAR) in ((("□", "Source"),), (("?", "Lato"),), (("?", "Source"),))


@pytest.mark.parametrize("measure", [1.0, 0.0, -5.0])
def test_a_measure_narrower_than_a_letter_takes_a_letter_a_line_and_ends(measure):
    assert lines_of("Cijfer", measure) == ["C", "i", "j", "f", "e", "r"]


def test_a_missing_value_that_fits_without_its_ground_alone_stands_on_a_line():
    missing = (Value.missing("leden.totaal"),)
    (whole,) = set_lines(missing, STYLES.body, MAIN)
    text = "".join(piece.text for piece in whole.pieces)

    for measure in (whole.width - 0.5, whole.width - 2.0, whole.width - 5.0):
        assert "".join(lines_of(missing, measure)) == text
