"""Numbers of sections, tables, figures and notes."""

from nov.kernel.documents.blocks import (
    BarChart,
    Chapter,
    Column,
    Document,
    Em,
    Heading,
    ListBlock,
    NumberedNote,
    Pair,
    Paragraph,
    Row,
    Table,
    Text,
)
from nov.kernel.documents.numbering import captioned, numbered, numbered_chapter


def figure(title: str) -> BarChart:
    return BarChart(title=title, unit="", description="", bars=())


def captioned_table(caption: str) -> Table:
    return Table((Column("a"),), (Row(("b",)),), caption)


CHAPTER = Chapter(
    "Leden",
    (
        Heading("Eén"),
        captioned_table("eerste"),
        figure("eerste"),
        Heading("klein", level=3),
        Heading("Twee"),
        captioned_table(""),
        captioned_table("tweede"),
        Pair(figure("links"), figure("rechts")),
        Heading("Zonder", numbered=False),
    ),
    number="2",
)


def test_sections_tables_and_figures_count_per_chapter_and_apart():
    chapter = numbered_chapter(CHAPTER)

    assert [block.number for block in chapter.blocks if isinstance(block, Heading)] == ["2.1", "", "2.2", ""]
    assert [block.number for block in chapter.blocks if isinstance(block, Table)] == ["2.1", "", "2.2"]
    assert chapter.blocks[2].number == "2.1"
    assert (chapter.blocks[7].left.number, chapter.blocks[7].right.number) == ("2.2", "2.3")
    assert captioned(chapter.blocks[1]) == "Tabel 2.1\u00a0\u00a0eerste"
    assert captioned(chapter.blocks[2]) == "Figuur 2.1\u00a0\u00a0eerste"
    assert captioned(chapter.blocks[5]) == ""


def test_a_label_takes_the_place_of_the_number():
    chapter = numbered_chapter(Chapter("Bijlage", (captioned_table("cijfers"),), label="B"))

    assert chapter.blocks[0].number == "B.1"


def test_notes_count_on_over_lead_paragraphs_and_lists():
    note = NumberedNote("x")
    chapter = Chapter("a", (Paragraph((Text("b"), Em((note,)))), ListBlock(((note, note),))), lead=(note,))

    counted = numbered_chapter(chapter)

    assert counted.lead == (NumberedNote("x", 1),)
    assert counted.blocks[0] == Paragraph((Text("b"), Em((NumberedNote("x", 2),))))
    assert counted.blocks[1] == ListBlock(((NumberedNote("x", 3), NumberedNote("x", 4)),))


def test_numbering_twice_changes_nothing():
    document = Document("a", "b", (CHAPTER, CHAPTER))

    assert numbered(numbered(document)) == numbered(document)


def test_anchors_are_unique_over_the_document():
    document = numbered(Document("a", "b", (CHAPTER, CHAPTER)))

    anchors = [chapter.anchor for chapter in document.chapters]
    anchors += [
        block.anchor for chapter in document.chapters for block in chapter.blocks if getattr(block, "anchor", "")
    ]
    assert len(set(anchors)) == len(anchors)
    assert document.chapters[1].anchor == "h-2-leden-2"
