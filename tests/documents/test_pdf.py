"""The edition on paper."""

import re
from dataclasses import replace

import pytest

from nov.kernel.documents import pdf
from nov.kernel.documents.blocks import (
    Align,
    Chapter,
    Column,
    Contents,
    Document,
    Heading,
    KeyFigure,
    KeyFigures,
    Link,
    Paragraph,
    Row,
    RowKind,
    SideNote,
    Signature,
    Signatures,
    Table,
    Text,
    Value,
)
from nov.kernel.documents.palette import PALETTE
from nov.kernel.documents.pdf.build import roman
from nov.kernel.documents.pdf.flow import DEPTH, Box, place
from nov.kernel.documents.pdf.styles import Styles
from nov.kernel.documents.pdf.tables import table_box
from tests.documents.reading import font_names, reader, texts
from tests.documents.sample import report


@pytest.fixture(scope="module")
def draft() -> bytes:
    return pdf.render(report())


@pytest.fixture(scope="module")
def adopted() -> bytes:
    return pdf.render(report(draft=False))


def one(*blocks, **rest) -> Document:
    """A document of one chapter, without cover and contents."""
    return Document("Proef", "Vereniging", (Chapter("Hoofdstuk", blocks),), cover=False, contents=None, **rest)


def long_table(rows: int, **dress) -> Table:
    columns = (Column("naam"), Column("aantal", Align.RIGHT))
    lines = tuple(Row((f"rij {at}", str(at))) for at in range(1, rows + 1))
    return Table(columns, (*lines, Row(("Totaal", str(sum(range(rows + 1)))), RowKind.TOTAL)), "Lang", **dress)


def test_two_builds_are_equal(draft):
    assert pdf.render(report()) == draft


def test_every_font_is_in_the_file(draft):
    fonts = font_names(draft)

    assert fonts and all(fonts.values())
    assert {re.sub(r"^[A-Z]+\+", "", name[1:]) for name in fonts} <= {
        "Lato-Regular", "Lato-Bold", "Lato-Italic", "Lato-BoldItalic", "Lato-Light",
        "SourceSansPro-Regular", "SourceSansPro-Bold",
    }  # fmt: skip


def test_no_ligatures_in_the_text():
    (text,) = texts(pdf.render(one(Paragraph("officieel fluiten, affiche en flink"))))

    assert "officieel fluiten, affiche en flink" in text
    assert not re.search("[\ufb00-\ufb06]", text)


def test_the_mark_of_a_draft_is_on_every_page_and_on_none_of_an_adopted_one(draft, adopted):
    assert [text.count("CONCEPT") for text in texts(draft)] == [2] * len(texts(draft))
    assert [page for page in texts(draft) if "niet vastgesteld" not in page] == []
    assert [text.count("CONCEPT") for text in texts(adopted)] == [0] * len(texts(adopted))


def test_what_is_missing_is_named_in_a_draft_and_absent_from_an_adopted_one(draft, adopted):
    assert sum(text.count("nog in te vullen") for text in texts(draft)) == 5
    assert sum(text.count("nog in te vullen") for text in texts(adopted)) == 0


def test_head_and_foot_name_document_chapter_status_and_folio(adopted):
    page = texts(adopted)[4]

    assert "Jaarverslag 2023" in page and "Leden en platform" in page
    assert "Vastgesteld door de algemene ledenvergadering op 12 juni 2024" in page
    assert page.endswith("op 12 juni 2024 5")


def test_contents_name_the_pages_and_lead_there(adopted):
    file = reader(adopted)
    contents = file.pages[2]

    assert re.search(r"Leden en platform\s+5\b", contents.extract_text().replace("\n", " "))
    ends = [link.get_object()["/Dest"][0] for link in contents["/Annots"]]
    assert [file.get_page_number(end.get_object()) for end in ends] == [3, 4, 6, 8, 10, 13]


def test_contents_of_many_chapters_run_on():
    chapters = tuple(Chapter(f"Hoofdstuk {at}", (), str(at)) for at in range(1, 71))
    pages = texts(pdf.render(Document("Lang", "Vereniging", chapters, cover=False, contents=Contents(note="Eind."))))

    assert [len(re.findall(r"Hoofdstuk \d+", page)) for page in pages[:3]] == [32, 34, 4]
    assert [page.count("Eind.") for page in pages[:3]] == [0, 0, 1]
    assert re.search(r"Hoofdstuk 1\s+4\b", pages[0].replace("\n", " "))


def test_the_sections_of_a_chapter_name_their_pages(adopted):
    assert "2.2 Leden en mutaties, bladzijde 5" in re.sub(r"\s+", " ", texts(adopted)[4])


def test_outline_language_and_title(adopted):
    file = reader(adopted)

    titles = [
        entry.title if not isinstance(entry, list) else [inner.title for inner in entry] for entry in file.outline
    ]
    assert titles[:3] == [
        "Het jaar in het kort",
        "2 Leden en platform",
        ["2.1 Het bureau", "2.2 Leden en mutaties", "2.3 Het platform"],
    ]
    assert file.trailer["/Root"]["/Lang"] == "nl-NL"
    assert file.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712  a PDF boolean
    assert (file.metadata.title, file.metadata.author) == ("Jaarverslag 2023", "Vereniging NOV")


def test_page_labels_are_the_printed_folios(draft):
    labels = reader(draft).page_labels

    assert labels[:2] == ["1", "2"]
    assert labels[-2:] == ["15", "i"]


def test_a_table_of_200_rows_repeats_its_head_and_caption_on_each_page():
    pages = texts(pdf.render(one(long_table(200))))

    assert len(pages) > 4
    assert all("naam" in page and "aantal" in page for page in pages)
    assert ["(vervolg)" in page for page in pages] == [False] + [True] * (len(pages) - 1)
    assert [int(at) for page in pages for at in re.findall(r"rij (\d+)", page)] == list(range(1, 201))


@pytest.mark.parametrize("rows", range(28, 42))
def test_three_rows_at_least_stand_at_the_end_of_a_table(rows):
    pages = texts(pdf.render(one(long_table(rows, dense=True))))

    last = len(re.findall(r"rij \d+", pages[-1]))
    assert last + 1 >= 3
    assert "Totaal" in pages[-1]


def test_a_heading_of_rows_stays_with_its_first_row():
    rows = [Row((f"rij {at}", "1")) for at in range(30)]
    for at in range(20, 30):
        rows.insert(at, Row((f"groep {at}",), RowKind.GROUP)) if at % 2 else None
    for shift in range(14):
        body = Table((Column("a"), Column("b", Align.RIGHT)), (*rows[:shift], *rows), "Groepen")
        for page in texts(pdf.render(one(body)))[:-1]:
            lines = [line for line in page.splitlines() if line.startswith(("rij", "groep"))]
            assert not lines[-1].startswith("groep")


@pytest.mark.parametrize("sentences", [6, 7, 8, 9, 10])
def test_a_long_paragraph_leaves_two_lines_on_each_page(sentences):
    long = Paragraph("Een zin die telkens weer dezelfde is en daarom goed te tellen valt. " * sentences)
    (whole,) = texts(pdf.render(one(long)))
    parted = set()
    for above in range(24, 33):
        filler = tuple(Paragraph(f"regel {at}") for at in range(above))
        pages = texts(pdf.render(one(*filler, long)))
        parted.add(tuple(_count_of_lines(page) for page in pages if _count_of_lines(page)))

    assert {sum(parts) for parts in parted} == {_count_of_lines(whole)}
    assert len(parted) > 1
    assert min(min(parts) for parts in parted) >= 2


def _count_of_lines(page: str) -> int:
    return len([line for line in page.splitlines() if "telkens" in line or "dezelfde" in line or "tellen" in line])


def test_a_heading_stays_with_the_table_below_it():
    for above in range(18, 36):
        filler = tuple(Paragraph(f"regel {at}") for at in range(above))
        pages = texts(pdf.render(one(*filler, Heading("Kop"), Heading("Klein", level=3), long_table(8))))
        (page,) = [page for page in pages if re.search(r"^Kop$", page, re.M)]
        assert "rij 8" in page and "Klein" in page


def test_a_heading_is_never_last_on_a_page():
    for above in range(20, 40):
        filler = tuple(Paragraph(f"regel {at}") for at in range(above))
        pages = texts(pdf.render(one(*filler, Heading("Kop"), Paragraph("Tekst onder de kop."))))
        (page,) = [page for page in pages if re.search(r"^Kop$", page, re.M)]
        assert "Tekst onder de kop." in page


def test_side_notes_push_one_another_down_and_stay_on_the_page():
    note = SideNote("Kop", "Een noot van een paar regels, die meer plaats vraagt dan de alinea waar zij naast staat.")
    boxes = [_paragraph(f"alinea {at}", note) for at in range(40)]

    for page in place(boxes):
        notes = [(top, top + box.height) for box, top in page.items if not box.notes and box.height > 13]
        assert all(one[1] < other[0] for one, other in zip(notes, notes[1:], strict=False))
        assert max(bottom for _, bottom in notes) <= DEPTH


def _paragraph(words: str, note: SideNote) -> Box:
    from nov.kernel.documents.pdf.text import paragraph

    return paragraph(Paragraph(words, (note,)), Styles(PALETTE))


def test_a_full_table_waits_for_the_notes_above_it():
    note = SideNote("Kop", "Een noot die veel langer is dan haar alinea. " * 6)
    boxes = [_paragraph("kort", note), table_box(long_table(3), Styles(PALETTE))]

    (page,) = place(boxes)

    (_, _), (margin, at), (_, table) = page.items
    assert table >= at + margin.height


def test_room_to_sign_stays_together():
    persons = tuple(Signature(f"Naam {at}", "lid") for at in range(9))
    for above in range(20, 40):
        filler = tuple(Paragraph(f"regel {at}") for at in range(above))
        pages = texts(pdf.render(one(*filler, Signatures(persons))))
        assert sorted({sum(f"Naam {at}" in page for at in range(9)) for page in pages}) in ([9], [0, 9])


def test_pages_are_filled_for_100_mm_but_for_the_last_of_a_chapter(adopted):
    heights = [[float(y) for y in re.findall(r"1 0 0 1 [\d.]+ ([\d.]+) Tm", content)] for content in _contents(adopted)]
    chapters = [_chapter_of(text) for text in texts(adopted)]

    for number in range(4, len(chapters) - 1):
        if chapters[number] == chapters[number + 1]:
            body = [y for y in heights[number] if 80 < y < 757]
            assert 757 - min(body) > 283  # 100 mm in points


def _contents(data: bytes) -> list[str]:
    return [page.get_contents().get_data().decode("latin-1") for page in reader(data).pages]


def _chapter_of(text: str) -> str:
    return next((line for line in text.splitlines() if "Jaarverslag 2023" in line), "")


def test_a_title_of_90_characters_takes_two_lines():
    title = "Een titel van negentig tekens die over twee regels loopt en de pagina toch niet uit valt, zie"
    (page,) = texts(
        pdf.render(replace(one(Paragraph("tekst")), chapters=(Chapter(title, (Paragraph("tekst"),), "1"),)))
    )

    assert "Een titel van negentig tekens" in page


@pytest.mark.parametrize("href", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//example.org"])
def test_links_lead_to_pages_and_letter_boxes_only(href):
    good = (Link("goed", "https://example.org/a"), Text(" "), Link("fout", href))

    (page,) = reader(pdf.render(one(Paragraph(good)))).pages

    assert [link.get_object()["/A"]["/URI"] for link in page["/Annots"]] == ["https://example.org/a"]


def test_hostile_text_is_printed_as_it_is():
    words = ") Tj ET (\\ <b>&amp; %s {x} \x00 \u202e"
    document = one(Paragraph(words), Table((Column(words),), (Row((Value(words),)),), words))

    (page,) = texts(pdf.render(document))

    assert page.count(") Tj ET (\\ <b>&amp; %s {x}") == 4


def test_no_block_at_all_gives_a_page():
    assert len(texts(pdf.render(one()))) == 1
    assert len(texts(pdf.render(Document("Leeg", "Vereniging", (), contents=Contents())))) == 2


def test_roman_numbers():
    assert [roman(number) for number in (1, 3, 4, 9, 14, 39)] == ["i", "iii", "iv", "ix", "xiv", "xxxix"]


def test_a_large_figure_with_words_before_it_stays_on_one_line():
    written = pdf.render(one(KeyFigures((KeyFigure("Bezoeken", "meer dan\u00a01.350.000"),))))

    assert "meer dan 1.350.000" in " ".join(texts(written)).replace("\u00a0", " ")
