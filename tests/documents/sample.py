"""A report that uses every block once: looked at as pages, and read by the tests. Its figures are invented.

`python -m tests.documents.sample FOLDER` writes it as PDF, HTML and DOCX.
"""

from __future__ import annotations

import sys
from datetime import date
from io import BytesIO
from pathlib import Path

from PIL import Image

from nov.kernel import formats
from nov.kernel.documents.blocks import (
    NOT_MEASURED,
    Align,
    Bar,
    BarChart,
    Bridge,
    BudgetBar,
    BudgetChart,
    Chapter,
    ChapterContents,
    Column,
    ColumnChart,
    Contents,
    CoverMarks,
    Definition,
    Definitions,
    Document,
    Draft,
    Em,
    Entry,
    Heading,
    KeyFigure,
    KeyFigures,
    Length,
    Line,
    LineChart,
    Link,
    ListBlock,
    MarkGroup,
    Move,
    NumberedNote,
    OpenTask,
    Pair,
    Paragraph,
    Picture,
    Place,
    Point,
    Quote,
    Row,
    RowKind,
    Series,
    ShareChart,
    SideNote,
    Sign,
    Signature,
    Signatures,
    Stack,
    State,
    Statement,
    Step,
    Strong,
    Table,
    Text,
    TileMap,
    Value,
)

MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
FIRST = (322, 340, 388, 380, 413, 405, 335, 318, 436, 451, 464, 354)
SECOND = (386, 397, 458, 428, 488, 477, 344, 323, 497, 530, 545, 389)
SHARE = (29, 29, 31, 30, 32, 33, 31, None, 34, 35, 36, 35)
DESKS = {"GE": 5, "NB": 4, "NH": 4, "OV": 4, "ZH": 4, "DR": 3, "FR": 3, "GR": 3, "UT": 3, "FL": 2, "LI": 2, "ZE": 1}
PAGES = (
    ("Homepage", 63120, 65162, "1", Move(0)),
    ("Vrijwilligerswerk in de buurt", 38715, 40301, "2", Move(0)),
    ("Alle vacatures", 33315, 30649, "3", Move(0)),
    ("Prijzen 2023", 15678, None, "n.v.t.", Move(None)),
    ("Vergoedingen", 12910, 24441, "4", Move(-1)),
    ("Agenda van de leden", 9271, 8879, "8", Move(2)),
    ("Nieuw wachtwoord", 8092, 1366, "56", Move(49)),
)


def point(value: int | None, printed: str = "") -> Point:
    """A measured number as it is printed, or what was not measured."""
    return NOT_MEASURED if value is None else Point(value, printed or formats.number(value))


def membership() -> Chapter:
    """Key figures, in-chapter list, bridge, open table, shares, ranking."""
    figures = KeyFigures((
        KeyFigure("Leden op 1 januari 2024", Value("372", "leden.totaal", "/cijfers/leden.totaal"), "1 januari 2023: 368"),
        KeyFigure("Bezoekers van het platform", "282.668", "2022: 226.199, nu +25,0%"),
        KeyFigure("Volgers op X", Value.missing("volgers.x"), "2022: 1.402"),
        KeyFigure("Baten 2023", formats.money(2861190), f"lasten: {formats.money(2676785)}"),
        KeyFigure("Resultaat 2023", formats.money(184405), f"2022: {formats.money(-19405)}"),
        KeyFigure("Weerstandsvermogen", "31,3%", "doel: 33% van de vaste lasten"),
    ))  # fmt: skip
    note = NumberedNote("De telling van het programma zelf loopt over een ander tijdvak en komt daarom hoger uit.")
    return Chapter(
        "Leden en platform",
        (
            figures,
            Heading("Het bureau"),
            Paragraph(
                (
                    Text("Aan het einde van het jaar werkten er "),
                    Value("36"),
                    Text(
                        " mensen voor de vereniging: bestuursleden, medewerkers en mensen die zonder vergoeding "
                        "meehelpen. Wie er werkt, doet dat vanuit Utrecht of thuis, en is minstens een dag in de week bij "
                        "een van de leden op bezoek. Dat bevalt: de meeste verzoeken om ondersteuning komen inmiddels "
                        "rechtstreeks bij een vaste contactpersoon terecht."
                    ),
                ),
                (SideNote("Team", "Iedereen met een aanstelling die op 31 december liep. Mensen, geen voltijdbanen."),),
            ),
            Paragraph(
                (
                    Text("Nieuw is de "),
                    Strong("vrijwilligersorganisatieondersteuningscommissie"),
                    Text(", die "),
                    Em("elke maand"),
                    Text(" bijeenkomt en haar besluiten plaatst op "),
                    Link("vereniging.example/besluiten", "https://vereniging.example/besluiten"),
                    Text(". De drukte van de Avond van Vereniging en Gemeente was groter dan verwacht"),
                    note,
                    Text("; in totaal kwamen er 739 deelnemers, van wie een kwart voor het eerst."),
                )
            ),
            ChapterContents(),
            Heading("Leden en mutaties"),
            Paragraph(
                "Op 1 januari 2024 telde de vereniging 372 leden. In de loop van het jaar kwamen er elf bij en gingen er "
                "zeven weg. Eén aspirant-lid werd volwaardig lid en telt nu mee bij de vrijwilligersorganisaties.",
                (SideNote("Peildatum", "De stand na alles van 31 december en voor alles van 1 januari."),),
            ),
            Bridge(
                Step("368", "op 1 januari 2023"),
                (Step("+ 11", "nieuw"), Step("− 7", "opgezegd"), Step("± 0", "andere categorie")),
                Step("= 372", "op 1 januari 2024"),
            ),
            categories(),
            shares(),
            Heading("Het platform"),
            Paragraph(
                "Het platform groeide vooral in de agenda en in het zoeken naar vrijwilligerswerk. De uitleg over "
                "vergoedingen werd juist de helft minder gelezen, nu de regels twee jaar gelijk zijn gebleven."
            ),
            ranking(),
        ),
        number="2",
        lead="De vereniging groeide in 2023 met vier leden naar 372. Het platform trok een kwart meer bezoekers en het "
        "boekjaar sloot met een overschot van € 184.405.",
    )


def categories() -> Table:
    """An open table with a total."""
    columns = (
        Column(""),
        Column("1-1-2022", Align.RIGHT, soft=True),
        Column("1-1-2023", Align.RIGHT),
        Column("nieuw", Align.RIGHT),
        Column("opgezegd", Align.RIGHT),
        Column("andere categorie", Align.RIGHT),
        Column("1-1-2024", Align.RIGHT, strong=True),
    )
    rows = (
        Row(("Vrijwilligerscentrales", "143", "143", "+5", "−3", "–", Value("145", href="/leden/?categorie=centrale"))),
        Row(("Vrijwilligersorganisaties", "135", "135", "+6", "−4", "+1", "138")),
        Row(("Sportbonden", "89", "89", "–", "–", "–", "89")),
        Row(("Aspirant-leden", "1", "1", "–", "–", "−1", "–")),
        Row(("Totaal", "368", "368", "+11", "−7", "–", "372"), RowKind.TOTAL),
    )
    return Table(
        columns,
        rows,
        "Leden per categorie op drie peildata",
        "Aantal organisaties; mutaties van 1 januari tot en met 31 december 2023",
    )


def shares() -> ShareChart:
    """Three reference dates, cut by category."""
    rows = (
        ("1 januari 2022", (143, 135, 89, 1)),
        ("1 januari 2023", (143, 135, 89, 1)),
        ("1 januari 2024", (145, 138, 89, 0)),
    )
    return ShareChart(
        title="Samenstelling van het ledenbestand",
        unit="Aantal leden per categorie; het ene aspirant-lid is de smalle strook rechts",
        description="De verhouding tussen de categorieën bleef gelijk: twee vijfde vrijwilligerscentrales.",
        place=Place.MAIN,
        names=("vrijwilligerscentrales", "vrijwilligersorganisaties", "sportbonden", "aspirant-leden"),
        stacks=tuple(Stack(label, tuple(map(point, values)), formats.number(sum(values))) for label, values in rows),
    )


def ranking() -> Table:
    """A dense table with bars, ranks and an aside."""
    columns = (
        Column("nr.", width=11),
        Column("pagina"),
        Column(""),
        Column("2023", Align.RIGHT),
        Column("2022", Align.RIGHT, soft=True),
        Column("nr. in 2022", Align.RIGHT, soft=True),
        Column("plaatsen op of af", Align.RIGHT),
    )
    rows = [
        Row((
            (Strong(str(at)),), name, Length(views / 63120), formats.number(views),
            formats.number(before) if before else "n.v.t.", rank, move,
        ))
        for at, (name, views, before, rank, move) in enumerate(PAGES, start=1)
    ]  # fmt: skip
    rows.insert(6, Row(("Vorig jaar bij de eerste zes",), RowKind.ASIDE))
    return Table(
        columns,
        tuple(rows),
        "Meest bekeken pagina’s",
        "Weergaven per kalenderjaar; de eerste zes van 2023, daarna wie er vorig jaar bij hoorde",
        "Bij gelijke weergaven beslist het alfabet. n.v.t.: deze pagina bestond in 2022 nog niet.",
        dense=True,
    )


def desks() -> Chapter:
    """Columns, a line with a gap, the tile map."""
    return Chapter(
        "Meedoenbalies",
        (
            Heading("Koppelingen"),
            Paragraph(
                (
                    Text(
                        "De 38 balies brachten bewoners bijna 10.000 keer in contact met een activiteit of met werk als "
                    ),
                    Text("vrijwilliger. In november was het het drukst. Van augustus is het geslacht niet vastgelegd."),
                ),
                (
                    SideNote(
                        "Koppeling",
                        "Een bewoner die na bemiddeling minstens één keer heeft meegedaan. Alleen aantallen per maand.",
                    ),
                ),
            ),
            ColumnChart(
                title="Koppelingen per maand",
                unit="Aantal koppelingen van 38 balies, naar soort; boven de kolom het totaal van de maand",
                description="Twee toppen, in mei en in november; in de zomermaanden een kwart minder.",
                categories=MONTHS,
                series=(
                    Series("vrijwilligerswerk", tuple(map(point, FIRST)), f"{formats.number(sum(FIRST))} in het jaar"),
                    Series("activiteit", tuple(map(point, SECOND)), f"{formats.number(sum(SECOND))} in het jaar"),
                ),
                totals=tuple(point(one + other) for one, other in zip(FIRST, SECOND, strict=True)),
            ),
            LineChart(
                title="Aandeel vrouwen per maand",
                unit="Deel van de koppelingen met vastgelegd geslacht (n = 9.227); in augustus niet vastgelegd",
                description="Van 29 procent in januari naar 35 procent in december; augustus ontbreekt.",
                categories=MONTHS,
                series=(Series("aandeel vrouwen", tuple(point(one, f"{one}%") for one in SHARE)),),
                top=50,
                marks=("0%", "25%", "50%"),
            ),
            TileMap(
                title="Balies per provincie",
                unit="Aantal balies op 31 december 2023 (n = 38); hoe donkerder, hoe meer balies",
                description="Gelderland heeft de meeste balies, Zeeland één.",
                values={code: point(number) for code, number in DESKS.items()},
                value_head="balies",
            ),
        ),
        number="3",
        lead="Achtendertig balies hielpen bewoners van opvanglocaties aan vrijwilligerswerk of een activiteit in de buurt.",
    )


def advice() -> Chapter:
    """Pairs of bar charts, a budget chart with its table, a quote, a list, definitions, a picture."""
    provinces = (("Zuid-Holland", 38), ("Gelderland", 34), ("Utrecht", 31), ("Noord-Holland", 29), ("overig", 103))
    sectors = (("Sport", 61), ("Zorg en welzijn", 58), ("Jeugd", 41), ("Kerk en levensbeschouwing", 29), ("overig", 65))
    return Chapter(
        "Preventie van grensoverschrijdend gedrag",
        (
            Paragraph(
                "Niet elk kenmerk is bij elk advies ingevuld. Daarom staat bij iedere figuur over hoeveel adviezen hij "
                "gaat (n), en hoeveel er ontbreken. Percentages gaan over wat is ingevuld."
            ),
            Pair(
                bars("Adviezen per provincie", "n = 235 van 262", provinces, 27),
                bars("Adviezen per sector", "n = 254 van 262", sectors, 8),
                "Bron: registratie van de adviseurs over 2023. Beide figuren hebben dezelfde schaal.",
            ),
            Heading("Wat er speelde"),
            Paragraph("Vier onderwerpen keerden het hele jaar terug:"),
            ListBlock((
                "het aanstellen van een vertrouwenspersoon, ook bij verenigingen met minder dan vijftig vrijwilligers;",
                "gedragsregels die passen bij de eigen groep;",
                (Text("de vraag wanneer een "), Strong("verklaring"), Text(" nodig is;")),
                "nazorg, voor wie het overkwam en voor wie erbij was.",
            )),
            Quote("Pas toen we het opschreven, merkten we dat iedereen het anders deed.", "Lieke Ruyterbosch, bestuurslid (naam gefingeerd)"),
            Paragraph(
                "In het najaar kwamen daar vragen bij over de meldplicht. De adviseurs hebben die gebundeld in een reeks "
                "bijeenkomsten; de vragen die bleven liggen, gaan naar het nieuwe jaar."
            ),
            ListBlock(("inventariseren wat er is,", "opschrijven wat er mist,", "afspreken wie het doet."), ordered=True),
            Heading("Wat het kostte", level=3),
            Paragraph("De kosten bleven binnen de begroting, doordat een vacature pas in mei is vervuld."),
            budget(),
            Definitions((
                Definition("advies", "Een gesprek met één organisatie waarvan een verslag is gemaakt."),
                Definition("bijeenkomst", "Een training of voorlichting voor meer organisaties tegelijk."),
            )),
            Picture(
                title="De jaarlijkse ontmoeting",
                unit="Utrecht, oktober 2023",
                description="Twee vlakken in blauw en oranje, als plaatsvervanger van een foto.",
                place=Place.MAIN,
                data=picture(),
                maker="de redactie",
            ),
        ),
        number="12",
        lead="Vijf adviseurs legden 314 activiteiten vast: 262 adviezen aan één organisatie en 52 bijeenkomsten.",
    )  # fmt: skip


def bars(title: str, unit: str, rows: tuple[tuple[str, int], ...], blank: int) -> BarChart:
    """Half a pair: bars with shares and what was left blank."""
    total = sum(value for _, value in rows)
    return BarChart(
        title=title,
        unit=unit,
        description=f"{rows[0][0]} vraagt het vaakst om advies.",
        bars=tuple(Bar(name, point(value), f"{100 * value // total}%") for name, value in rows),
        blank=Bar("niet ingevuld", point(blank)),
        top=103,
    )  # fmt: skip


def budget() -> BudgetChart:
    """Bars against a budget, in groups, with a result."""

    def row(label: str, actual: int, planned: int, *, strong: bool = False) -> BudgetBar:
        return BudgetBar(label, point(actual), point(planned), strong)

    return BudgetChart(
        title="Baten en lasten 2023",
        unit="Balk: werkelijk. Streep: aangepaste begroting. In euro’s, vanaf nul",
        description="De baten lagen boven, de personeelslasten onder de begroting.",
        groups=(
            (row("Subsidies", 2460362, 2421000), row("Giften en eigen fondsenwerving", 176628, 180000), row("Contributies en overige baten", 224200, 197000)),
            (row("Personeel", 896846, 948000), row("Activiteiten en projecten", 1615332, 1681000), row("Organisatie, huisvesting, bestuur, rente", 164607, 169000)),
            (row("Resultaat", 184405, 0, strong=True),),
        ),
    )  # fmt: skip


def picture() -> bytes:
    """A small picture of two planes, made here."""
    image = Image.new("RGB", (320, 120), "#0B6E78")
    image.paste("#E0732A", (0, 80, 320, 120))
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def open_chapter() -> Chapter:
    """A chapter of a draft with everything that can be missing."""
    columns = (Column("kanaal"), Column("pagina of groep"), Column("volgers", Align.RIGHT))
    rows = (
        Row(("Facebook", "De vereniging", "924")),
        Row(("", "De prijzen", "circa 3.000")),
        Row(("X", "De vereniging", Value.missing("volgers.x"))),
        Row(("LinkedIn", "Groep", Value.unmeasured())),
        Row(("", "De vereniging", "1.889")),
    )
    return Chapter(
        "Volgers",
        (
            Heading("Per kanaal"),
            Paragraph(
                (Text("Op X heeft de vereniging "), Value.missing("volgers.x"), Text(" volgers, op LinkedIn 1.889."))
            ),
            Table(
                columns, rows, "Volgers per kanaal", "Aantal volgers op 31 december 2023", place=Place.MAIN, dense=True
            ),
            OpenTask(
                "Tekst nog in te vullen",
                "Een beeld van het jaar in ongeveer 250 woorden.",
                "de redactie",
                "26 februari",
                "22 maart",
            ),
            BarChart(
                title="Volgers per kanaal",
                unit="Aantal; X ontbreekt nog",
                description="Facebook en LinkedIn; van X ontbreekt de meting.",
                place=Place.MAIN,
                bars=(
                    Bar("Facebook", point(3924)),
                    Bar("LinkedIn", point(1889)),
                    Bar("X", Point(None, "nog in te vullen", State.MISSING)),
                ),
            ),
        ),
        number="13",
    )


def appendix(rows: int = 46) -> Chapter:
    """A table of definitions that runs over pages."""
    columns = (
        Column("cijfer", strong=True),
        Column("wat geteld is"),
        Column("peildatum of periode"),
        Column("waarde", Align.RIGHT),
    )
    lines = tuple(
        Row((
            f"Cijfer {at}",
            "Organisaties met een lidmaatschap dat voor de peildatum begon en daarna eindigt, geteld per organisatie",
            "31-12-2023" if at % 2 else "2023",
            formats.number(at * at * 37),
        ))
        for at in range(1, rows + 1)
    )  # fmt: skip
    return Chapter(
        "Wat de cijfers betekenen",
        (
            Table(
                columns,
                lines,
                "Cijfers, omschrijving en peildatum",
                "Een periode is een kalenderjaar, tenzij anders vermeld",
            ),
        ),
        label="B",
        lead="Elk cijfer is een telling van vastgelegde gegevens. Hier staat wat er geteld is, en wanneer.",
    )


def findings() -> Chapter:
    """Open points of a draft and the sums that must close."""
    columns = (Column("", width=5), Column(""), Column("hoofdstuk", width=18), Column("bij", width=32))
    rows = (
        Row(("Eerst herstellen, dan vaststellen (1)",), RowKind.GROUP),
        Row((Sign.BLOCKS, Entry("Volgers op X: meting per 31 december 2023 ontbreekt", "Verplicht cijfer, gebruikt in tabel 13.1"), "13.1", "communicatie")),
        Row(("Ter beoordeling (1)",), RowKind.GROUP),
        Row((Sign.JUDGE, Entry("Aandeel vrouwen: augustus is niet vastgelegd", "Het jaarcijfer gaat over elf maanden"), "3.1", "balies")),
    )  # fmt: skip
    sums = (Column("", width=5), Column("som"), Column("berekening"), Column("uitkomst"))
    lines = (
        Row((Sign.GOOD, "Leden", "368 + 11 − 7 ± 0 = 372", "sluit")),
        Row((Sign.BAD, "Preventie", "262 + 52 = 313", "sluit niet")),
    )
    return Chapter(
        "Open punten",
        (Table(columns, rows), Table(sums, lines, "Aansluitingen", "Sommen die altijd moeten kloppen", dense=True)),
        label="O",
        lead="Eén punt houdt de vaststelling tegen, één vraagt een blik. Deze bladzijde staat alleen in het concept.",
    )


def statement() -> Chapter:
    """A chapter of the annual accounts: a statement, an appropriation, signatures."""
    total, sub, group = RowKind.TOTAL, RowKind.SUBTOTAL, RowKind.GROUP
    lines = (
        Line("Baten", kind=group),
        Line("Subsidies van overheden en fondsen", ("2.460.362", "2.421.000", "1.987.410"), "10"),
        Line("Contributies", ("177.040", "160.000", "158.220"), "12"),
        Line("Som van de baten", ("2.637.402", "2.581.000", "2.145.630"), kind=sub),
        Line("Lasten", kind=group),
        Line("Personeelskosten", ("896.846", "948.000", "842.118"), "14"),
        Line("waarvan ingehuurd", ("61.480", "62.000", "58.906"), level=1),
        Line("Som van de lasten", ("896.846", "948.000", "842.118"), kind=sub),
        Line("Saldo van baten en lasten", ("1.740.556", "1.633.000", "1.303.512"), kind=total),
    )
    balance = (
        Line("Vlottende activa", kind=group),
        Line("Debiteuren", ("36.745", "41.086"), "2"),
        Line("Liquide middelen", ("1.971.729", "1.261.812"), "5"),
        Line("Totaal activa", ("2.008.474", "1.302.898"), kind=total),
    )
    persons = (
        Signature("M. Aldershof", "voorzitter"),
        Signature("J.W. Hoevenaar", "penningmeester"),
        Signature("F. Şahin-Kovač", "lid", "Handtekening ontbreekt: langdurig afwezig wegens ziekte."),
        Signature("R. Zijlsma", "lid"),
    )
    return Chapter(
        "Staat van baten en lasten over 2023",
        (
            Statement(("31-12-2023", "31-12-2022"), balance, head="Activa"),
            Statement(("realisatie\n2023", "begroting\n2023", "realisatie\n2022"), lines, note="De begroting is de aangepaste begroting van 28 september 2023."),
            Heading("Ondertekening"),
            Paragraph("Opgemaakt door het bestuur te Utrecht op 16 mei 2024."),
            Signatures(persons),
            Paragraph("De namen in deze proef zijn verzonnen.", soft=True),
        ),
        lead="Alle bedragen in hele euro’s.",
        wide=True,
    )  # fmt: skip


def report(*, draft: bool = True) -> Document:
    """The whole sample; adopted, it has no open chapter and no findings."""
    reading = (
        Definition("", "Elk getal komt uit de administratie, op een vaste peildatum of over een vaste periode."),
        Definition("circa, bijna, meer dan", "Zo nauwkeurig is het getal vastgelegd."),
        Definition("– (streepje)", "Gemeten en nul."),
        Definition("niet gemeten", "Er is geen meting. Dat is iets anders dan nul."),
    )
    short = Chapter(
        "Het jaar in het kort",
        (Paragraph("Een jaar van rustige groei, met twee nieuwe programma’s en een nieuw huis."),),
    )
    marks = CoverMarks(
        "372 leden op 1 januari 2024",
        (MarkGroup("vrijwilligerscentrales", 145, 5), MarkGroup("vrijwilligersorganisaties", 138, 6), MarkGroup("sportbonden", 89)),
        "Elk teken is een lid. Een open teken is een van de elf leden die er in 2023 bij kwamen.",
    )  # fmt: skip
    chapters = (membership(), desks(), advice(), *((open_chapter(),) if draft else ()))
    return Document(
        "Jaarverslag",
        "Vereniging NOV",
        adopted(chapters) if not draft else chapters,
        subtitle="2023",
        motto="Proef van de opmaak",
        status=f"Vastgesteld door de algemene ledenvergadering op {formats.day_long(date(2024, 6, 12))}",
        draft=Draft("14 maart 2024, 16.20 uur", 8) if draft else None,
        edition="Editie 2023",
        marks=marks,
        colophon=("Dit verslag is ook te lezen als webpagina; die vorm is geschikt voor hulpmiddelen bij het lezen.",),
        contents=Contents(
            reading_title="Zo leest u de cijfers", reading=reading, note="De jaarrekening verschijnt apart."
        ),
        front=(short,),
        back=(appendix(), statement()),
        findings=(findings(),) if draft else (),
    )


def adopted(chapters: tuple[Chapter, ...]) -> tuple[Chapter, ...]:
    """The chapters as adopted: the key figure that was missing is left out."""
    first, *rest = chapters
    panel = first.blocks[0]
    assert isinstance(panel, KeyFigures)
    kept = KeyFigures(tuple(item for item in panel.items if item.value != Value.missing("volgers.x")))
    return (Chapter(first.title, (kept, *first.blocks[1:]), first.number, first.lead), *rest)


def main(folder: str) -> None:
    """Write the sample in its three editions."""
    from nov.kernel.documents import docx, html, pdf

    place = Path(folder)
    (place / "sample.pdf").write_bytes(pdf.render(report()))
    (place / "sample.html").write_text(html.standalone(report()), encoding="utf-8")
    (place / "sample.docx").write_bytes(docx.render(report()))


if __name__ == "__main__":
    main(sys.argv[1])
