"""The edition in Word."""

from io import BytesIO

import docx as word
import pytest
from docx.oxml.ns import qn

from nov.kernel.documents import docx
from nov.kernel.documents.blocks import (
    PROVINCES,
    Align,
    Bar,
    BarChart,
    Chapter,
    Column,
    Document,
    Heading,
    Link,
    Paragraph,
    Place,
    Point,
    Row,
    Table,
    Text,
    TileMap,
    Value,
)
from tests.documents.sample import report


def opened(document: Document):
    return word.Document(BytesIO(docx.render(document)))


@pytest.fixture(scope="module")
def draft():
    return opened(report())


def chapter(*blocks, **rest) -> Document:
    return Document("Proef", "Vereniging", (Chapter("Hoofdstuk", blocks, "1"),), contents=None, **rest)


def test_headings_have_their_styles_and_numbers(draft):
    heads = [(part.style.name, part.text) for part in draft.paragraphs if part.style.name.startswith("Heading")]

    assert heads[1:4] == [
        ("Heading 1", "Het jaar in het kort"),
        ("Heading 1", "2  Leden en platform"),
        ("Heading 2", "2.1  Het bureau"),
    ]


def test_every_picture_has_its_alternative_text(draft):
    described = [node.get("descr") for node in draft.element.iter(qn("wp:docPr"))]

    assert len(described) == 10
    assert all(described)
    assert described[0].startswith("145 vrijwilligerscentrales, 138 vrijwilligersorganisaties, 89 sportbonden.")
    assert described[-2] == "Twee vlakken in blauw en oranje, als plaatsvervanger van een foto."


def test_the_head_of_every_table_repeats_and_rows_are_not_broken():
    columns = (Column("naam"), Column("aantal", Align.RIGHT))
    written = opened(chapter(Table(columns, tuple(Row((f"rij {at}", "1")) for at in range(90)), "Lang")))

    (table,) = written.tables
    assert len(table.rows) == 91
    marks = [row._tr.trPr.findall(qn("w:tblHeader")) for row in table.rows]
    assert [len(mark) for mark in marks] == [1] + [0] * 90
    assert all(row._tr.trPr.findall(qn("w:cantSplit")) for row in table.rows)


def test_a_short_table_stays_on_one_page_and_a_long_one_runs_on():
    for rows, kept in ((19, 19), (20, 0)):
        (table,) = opened(
            chapter(Table((Column("naam"),), tuple(Row((str(at),)) for at in range(rows)), "Lijst"))
        ).tables

        assert len(list(table._tbl.iter(qn("w:keepNext")))) == kept


def test_a_map_has_its_numbers_below_it_and_not_beside_it_too():
    values = {code: Point(1, "1") for code in PROVINCES}
    tiles = TileMap(title="Kaart", unit="", description="Kaart", values=values, value_head="n", place=Place.FULL)

    written = opened(chapter(tiles))
    (picture,) = written.inline_shapes
    assert round(picture.width.mm) == 112
    assert [cell.text for cell in written.tables[0].rows[1].cells] == ["Drenthe", "1"]


def test_columns_are_as_wide_in_the_grid_as_in_their_cells():
    """LibreOffice reads the grid, Word the cells: 30 and 50 of 80 parts of 160 mm are 60 and 100 mm in both."""
    columns = (Column("naam", width=30), Column("aantal", Align.RIGHT, width=50))
    (table,) = opened(chapter(Table(columns, (Row(("rij", "1")),), "Breed"))).tables

    assert [round(column.width.mm) for column in table.columns] == [60, 100]
    assert [round(cell.width.mm) for cell in table.rows[1].cells] == [60, 100]


def test_the_mark_of_a_draft_is_in_the_head_of_every_page(draft):
    assert (
        "CONCEPT, niet vastgesteld, stand van 14 maart 2024, 16.20 uur" in draft.sections[0].header.paragraphs[0].text
    )
    assert len(draft.sections) == 1
    assert "CONCEPT" not in opened(report(draft=False)).sections[0].header.paragraphs[0].text


def test_what_is_missing_has_its_ground():
    written = opened(chapter(Paragraph((Text("Er zijn "), Value.missing()))))

    runs = [run for part in written.paragraphs for run in part.runs if run.text == "nog in te vullen"]
    assert [run._r.rPr.find(qn("w:shd")).get(qn("w:fill")) for run in runs] == ["FBF1D6"]


def test_the_parts_of_a_style_stand_in_the_order_that_word_wants(draft):
    properties = draft.styles["Open taak"].element.pPr

    assert [part.tag.split("}")[1] for part in properties] == ["pBdr", "shd", "spacing"]


def test_contents_are_a_field_and_the_foot_counts_pages(draft):
    fields = [node.text.strip() for node in draft.element.iter(qn("w:instrText"))]
    foot = [node.text.strip() for node in draft.sections[0].footer._element.iter(qn("w:instrText"))]

    assert fields == ['TOC \\o "1-2" \\h \\z \\u']
    assert foot == ["PAGE"]


def test_title_author_and_language(draft):
    properties = draft.core_properties

    assert (properties.title, properties.author, properties.language) == ("Jaarverslag 2023", "Vereniging NOV", "nl-NL")
    assert (properties.last_modified_by, properties.created, properties.modified) == ("Vereniging NOV", None, None)


def test_hostile_text_is_text():
    hostile = '<w:p>&amp; "x" \x00\x0b\ud800'
    chart = BarChart(title=hostile, unit=hostile, description=hostile, bars=(Bar(hostile, Point(1, hostile)),))
    blocks = (
        Heading(hostile),
        Paragraph((Link(hostile, "javascript:alert(1)"), Value(hostile))),
        Table((Column(hostile),), (Row((hostile,)),), hostile),
        chart,
    )

    written = opened(chapter(*blocks))

    texts = [part.text for part in written.paragraphs]
    assert '1.1  <w:p>&amp; "x"' in [text.strip() for text in texts]
    assert list(written.element.iter(qn("w:hyperlink"))) == []


def test_a_link_outwards_is_a_link():
    written = opened(chapter(Paragraph((Link("hier", "https://example.org/a"),))))

    (link,) = written.element.iter(qn("w:hyperlink"))
    assert written.part.rels[link.get(qn("r:id"))].target_ref == "https://example.org/a"
