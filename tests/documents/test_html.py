"""The accessible edition, and the drawings in it."""

import re
from dataclasses import replace

import pytest
from lxml import etree
from lxml import html as reader

from nov.kernel.documents import charts, html
from nov.kernel.documents.blocks import (
    Align,
    Bar,
    BarChart,
    Chapter,
    Column,
    Document,
    Heading,
    KeyFigure,
    KeyFigures,
    Link,
    Paragraph,
    Point,
    Row,
    RowKind,
    SideNote,
    Signature,
    Signatures,
    Table,
    Text,
    Value,
)
from nov.kernel.documents.charts.svg import inline_svg
from tests.documents.sample import report

HOSTILE = '"><script>alert(1)</script><b onclick=x style=y>&amp;'


@pytest.fixture(scope="module")
def whole() -> str:
    return html.render(report())


def chapter(*blocks) -> str:
    return html.chapter(Chapter("Proef", blocks, "1"))


def test_the_fragment_obeys_a_strict_content_policy(whole):
    tree = reader.fromstring(whole)

    assert tree.xpath("//script | //style | //@style | //iframe | //object | //link") == []
    assert [name for node in tree.iter() for name in node.attrib if name.startswith("on")] == []


def test_ids_are_unique_and_every_link_inside_has_its_end(whole):
    tree = reader.fromstring(whole)

    names = tree.xpath("//@id")
    assert len(names) == len(set(names))
    assert {href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")} <= set(names)
    for labels in tree.xpath("//@aria-labelledby"):
        assert set(labels.split()) <= set(names)


def test_headings_go_down_one_step_at_a_time(whole):
    levels = [int(node.tag[1]) for node in reader.fromstring(whole).iter() if re.fullmatch("h[1-6]", str(node.tag))]

    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_a_chapter_as_it_is_written():
    blocks = (
        Heading("Kop"),
        Paragraph(
            (Text("Er zijn "), Value("372", "leden.totaal", "/cijfers/leden.totaal")), (SideNote("Peil", "toen"),)
        ),
    )

    assert chapter(*blocks) == (
        '<div class="doc" lang="nl"><section class="doc-chapter" aria-labelledby="h-1-proef">'
        '<h1 id="h-1-proef"><span class="doc-number">1</span> Proef</h1>'
        '<h2 id="h-1-kop"><span class="doc-number">1.1</span> Kop</h2>'
        '<p>Er zijn <a href="/cijfers/leden.totaal" class="value">372</a></p>'
        '<div class="doc-note" role="note"><strong>Peil</strong> toen</div></section></div>'
    )


def test_a_table_tells_its_heads():
    columns = (Column("naam"), Column("aantal", Align.RIGHT, soft=True))
    rows = (Row(("Groep",), RowKind.GROUP), Row(("a", Value.missing())), Row(("Som", "2"), RowKind.TOTAL))

    written = chapter(Table(columns, rows, "Titel", "in stuks"))

    assert (
        '<table id="h-tabel-1-1"><caption>Tabel 1.1\u00a0\u00a0Titel<small>in stuks</small></caption>'
        '<thead><tr><th scope="col">naam</th><th scope="col" class="right soft">aantal</th></tr></thead>'
        '<tbody><tr class="group"><th colspan="2" scope="rowgroup">Groep</th></tr>'
        '<tr><th scope="row">a</th><td class="right soft"><span class="value value-missing">nog in te vullen</span></td></tr>'
        '<tr class="total"><th scope="row">Som</th><td class="right soft">2</td></tr></tbody></table>'
    ) in written


def test_figures_lead_nowhere_when_links_are_off():
    document = Document("a", "b", (Chapter("c", (Paragraph((Value("1", href="/x/"),)),)),), cover=False)

    assert "/x/" in html.render(document)
    assert "/x/" not in html.render(document, links=False)
    assert "/x/" not in html.standalone(document)


@pytest.mark.parametrize("href", ["javascript:alert(1)", "//evil.example", "/\\evil.example", "data:x"])
def test_links_lead_to_pages_only(href):
    written = chapter(Paragraph((Link("a", href), Value("1", href=href))))

    assert reader.fromstring(written).xpath("//a") == []


def test_hostile_text_is_text_everywhere():
    chart = BarChart(
        title=HOSTILE, unit=HOSTILE, description=HOSTILE, note=HOSTILE, bars=(Bar(HOSTILE, Point(1, HOSTILE)),)
    )
    blocks = (
        Heading(HOSTILE),
        Paragraph((Value(HOSTILE, title=HOSTILE),), (SideNote(HOSTILE, HOSTILE),)),
        Table((Column(HOSTILE),), (Row((HOSTILE,)),), HOSTILE, HOSTILE, HOSTILE),
        KeyFigures((KeyFigure(HOSTILE, HOSTILE, HOSTILE),)),
        Signatures((Signature(HOSTILE, HOSTILE, HOSTILE),)),
        chart,
    )
    document = Document(HOSTILE, HOSTILE, (Chapter(HOSTILE, blocks, HOSTILE, HOSTILE),), status=HOSTILE, motto=HOSTILE)

    tree = reader.fromstring(html.standalone(document))

    assert tree.xpath("//script | //b | //@onclick | //@style") == []
    assert len(tree.xpath("//style")) == 1


def test_a_drawing_is_clean_svg_with_title_and_description():
    chart = next(block for block in report().chapters[1].blocks if type(block).__name__ == "ColumnChart")

    written = inline_svg(charts.draw(chart), "fig-1", "Titel & zo", "Wat er te zien is")

    tree = etree.fromstring(written)
    assert tree.get("role") == "img"
    assert tree.get("aria-labelledby") == "fig-1-t fig-1-d"
    space = {"s": "http://www.w3.org/2000/svg"}
    assert tree.xpath("string(s:title[@id='fig-1-t'])", namespaces=space) == "Titel & zo"
    assert tree.xpath("string(s:desc[@id='fig-1-d'])", namespaces=space) == "Wat er te zien is"
    names = {etree.QName(node).localname for node in tree.iter()}
    assert names <= {"svg", "title", "desc", "rect", "line", "polyline", "path", "text"}
    assert {name for node in tree.iter() for name in node.attrib} & {"style", "class", "onload"} == set()
    assert tree.get("font-family") == "Lato, sans-serif"
    assert not any(node.get("font-family") for node in tree.iter() if node is not tree)


def test_a_drawing_has_its_numbers_below_it(whole):
    tree = reader.fromstring(whole)

    figures = tree.xpath("//figure[.//svg][figcaption]")
    assert len(figures) == 8
    assert len(tree.xpath("//figure/div[@class='doc-drawing'][@tabindex='0'][svg]")) == 8
    assert [figure.xpath("string(details/summary)") for figure in figures] == ["Toon als tabel"] * 8
    assert [len(figure.xpath(".//details//table")) for figure in figures] == [1] * 8


def test_a_date_in_a_table_is_not_broken():
    table = Table((Column("datum"), Column("wat")), (Row(("14-02-2023", "van 14-02-2023")),), row_heads=False)

    assert '<td><span class="nowrap">14-02-2023</span></td><td>van 14-02-2023</td>' in chapter(table)


def test_a_picture_has_its_alternative_text(whole):
    (image,) = reader.fromstring(whole).xpath("//img")

    assert image.get("alt") == "Twee vlakken in blauw en oranje, als plaatsvervanger van een foto."
    assert image.get("src").startswith("data:image/png;base64,")


def test_a_picture_that_is_served_is_not_in_the_page_but_is_in_the_file():
    picture = report().chapters[2].blocks[-1]
    document = Document("a", "b", (Chapter("c", (replace(picture, src="/beeld/1/"),)),), cover=False)

    assert 'src="/beeld/1/"' in html.render(document)
    assert "/beeld/1/" not in html.standalone(document)


def test_the_file_of_its_own_asks_for_nothing():
    written = html.standalone(report())

    tree = reader.fromstring(written)
    assert written.startswith("<!DOCTYPE html>")
    assert tree.xpath("//link | //script | //@style") == []
    assert [source for source in tree.xpath("//@src") if not source.startswith("data:")] == []
    assert "url(" not in tree.xpath("string(//style)")


def test_a_draft_says_so_and_an_adopted_edition_does_not(whole):
    assert whole.count("CONCEPT") == 1
    assert "CONCEPT" not in html.render(report(draft=False))
