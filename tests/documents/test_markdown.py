"""What authors write."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nov.kernel.documents import pdf
from nov.kernel.documents.blocks import (
    Chapter,
    Document,
    Em,
    Heading,
    Link,
    ListBlock,
    NumberedNote,
    OpenTask,
    Paragraph,
    Quote,
    SideNote,
    Strong,
    Text,
    Value,
)
from nov.kernel.documents.markdown import Directive, FigureToken, blocks_in, figures_in, parse


def read(text: str):
    """Parsed with figures as typed and every directive as an open task that names it."""
    return parse(text, lambda figure: Value(figure.typed), lambda name, arguments, body: [OpenTask(name, body)])


def test_headings_paragraphs_and_stress():
    assert read("## Leden\n\nDe **hele** *vereniging*\ngroeide.\n\n### Klein") == [
        Heading("Leden"),
        Paragraph((Text("De "), Strong((Text("hele"),)), Text(" "), Em((Text("vereniging"),)), Text(" groeide."))),
        Heading("Klein", 3),
    ]


def test_a_figure_with_reference_and_format():
    (paragraph,) = read(
        "Er zijn {leden.totaal@begin|woorden} leden, {pagina.weergaven[homepage]} keer, {a.b@2018-03-01/2018-06-30}."
    )

    assert [span.text for span in paragraph.words if isinstance(span, Value)] == [
        "{leden.totaal@begin|woorden}",
        "{pagina.weergaven[homepage]}",
        "{a.b@2018-03-01/2018-06-30}",
    ]


@pytest.mark.parametrize("text", ["{Leden}", "{}", "{a b}", "{a@}", "{a|}", "{a", "a}", "{a@b|c|d}"])
def test_braces_that_are_no_figure_stay(text):
    assert read(text) == [Paragraph((Text(text),))]


def test_a_backslash_keeps_a_brace():
    assert read(r"\{leden.totaal}") == [Paragraph((Text("{leden.totaal}"),))]


def test_quotation_marks_and_apostrophes_are_dutch():
    assert read("""Zij zei "ja" en 'nee', 's avonds.""") == [Paragraph((Text("Zij zei ‘ja’ en ‘nee’, ’s avonds."),))]


def test_links_lead_to_pages_and_letter_boxes():
    assert read("[a](https://b.nl) [c](mailto:d@e.nl)") == [
        Paragraph((Link((Text("a"),), "https://b.nl"), Text(" "), Link((Text("c"),), "mailto:d@e.nl")))
    ]


@pytest.mark.parametrize("href", ["javascript:x", "file:///etc", "data:text/html,x", "//a.b", "/leden/", "ftp://x"])
def test_other_links_are_only_words(href):
    (paragraph,) = read(f"[a]({href})")

    assert not any(isinstance(span, Link) for span in paragraph.words)


def test_html_is_text():
    assert read("<b>x</b> <!-- y -->") == [Paragraph((Text("<b>x</b> <!-- y -->"),))]


def test_lists():
    assert read("- een\n- **twee**\n  - drie\n\n4. vier\n5. vijf") == [
        ListBlock(((Text("een"),), (Strong((Text("twee"),)),), (Text("drie"),))),
        ListBlock(((Text("vier"),), (Text("vijf"),)), ordered=True, first=4),
    ]


def test_a_quote_and_whose_it_is():
    assert read('> "Zo is het."\n> — Jan, lid') == [Quote((Text("Zo is het."),), "Jan, lid")]
    assert read("> Zonder naam") == [Quote((Text("Zonder naam"),))]


def test_a_numbered_note_holds_figures():
    (paragraph,) = read("Hier^[zie {a.b}] verder")

    assert paragraph.words == (
        Text("Hier"),
        NumberedNote((Text("zie "), Value("{a.b}"))),
        Text(" verder"),
    )


def test_a_side_note_stands_beside_the_paragraph_above_it():
    text = 'Boven.\n\n::: kantlijn titel="Peil datum"\nOp {a.b}.\n\nEn meer.\n:::\n\nOnder.'

    assert read(text) == [
        Paragraph((Text("Boven."),), (SideNote("Peil datum", (Text("Op "), Value("{a.b}"), Text("."), Text(" "), Text("En meer."))),)),
        Paragraph((Text("Onder."),)),
    ]  # fmt: skip


def test_a_side_note_at_the_start_waits_for_its_paragraph():
    (paragraph,) = read("::: kantlijn\nNoot\n:::\n\nOnder.")

    assert paragraph == Paragraph((Text("Onder."),), (SideNote("", (Text("Noot"),)),))


def test_a_directive_with_and_without_text():
    text = "::: leden.per_categorie jaar=2023\n::: open wie=redactie\nNog te doen\n:::\nTekst"

    assert read(text) == [
        OpenTask("leden.per_categorie", ""),
        OpenTask("open", "Nog te doen"),
        Paragraph((Text("Tekst"),)),
    ]


def test_a_text_tells_what_it_uses_and_where():
    text = "## Kop\n\nEr zijn {a.b}\nen {c.d@vorig}^[zie\n{e.f}].\n\n::: tabel soort=x vreemd\nBij {g.h}\n:::\n"

    assert figures_in(text) == [
        FigureToken("a.b", line=3),
        FigureToken("c.d", "vorig", line=4),
        FigureToken("e.f", line=5),
        FigureToken("g.h", line=8),
    ]
    assert blocks_in(text) == [Directive("tabel", {"soort": "x"}, "Bij {g.h}", 7, ("vreemd",))]


def test_a_figure_in_a_heading_and_in_a_list_is_found():
    assert [(token.key, token.line) for token in figures_in("## {a.b}\n- x\n- {c.d}\n\n> {e.f}")] == [
        ("a.b", 1),
        ("c.d", 3),
        ("e.f", 5),
    ]


pieces = st.sampled_from(
    ["{a.b}", "{a@b|c}", "::: x y=1", ":::", "::: kantlijn", "**", "*", "_", "^[", "]", "[", "](", "https://a.b)", "> ", "- ",
     "1. ", "## ", "\n", "\n\n", "    ", "\\", "`", "'", '"', "<b>", "&amp;", "&#0;", "|", "—", "\t", "{", "}", "é", "\x00"]
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(max_size=200), st.lists(pieces, max_size=40).map("".join)))
def test_no_text_makes_it_fail(text):
    blocks = read(text)

    figures_in(text)
    blocks_in(text)
    assert all(type(block).__name__ in {"Heading", "Paragraph", "ListBlock", "Quote", "OpenTask"} for block in blocks)


@settings(deadline=None, max_examples=40)
@given(st.lists(pieces, max_size=40).map("".join))
def test_whatever_was_read_can_be_printed(text):
    document = Document("a", "b", (Chapter("c", tuple(read(text))),), cover=False, contents=None)

    assert pdf.render(document).startswith(b"%PDF")


def test_deep_nesting_ends_in_text():
    assert read(">" * 500 + " x")
    assert read("- " * 500 + "x")
    assert read("*" * 5000)
    assert read("[" * 5000)
    assert read("^[" * 3000)


def test_format_of_two_words_is_a_format():
    assert figures_in("{a.b@jaar|meer dan} en {a.b| meer} en {a.b|meer  dan}") == [
        FigureToken("a.b", "jaar", "meer dan", line=1)
    ]
