# ruff: noqa: DTZ001  a spreadsheet's moments have no time zone
"""Files from outside: what is read from good ones, and how bad ones are refused."""

import contextlib
import csv
import io
import random
import zipfile
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nov.kernel.imports.reader import MOST_ROWS, Unreadable, Wrong, lines
from nov.kernel.lists.exports import csv_lines, workbook
from nov.kernel.zipped import Unsafe, checked

TITLES = ["Naam", "Plaats"]


def read(content, titles=TITLES):
    return [(line.number, line.cells) for line in lines(content, titles)]


def why(content):
    with pytest.raises(Unreadable) as refused:
        read(content)
    return str(refused.value)


def xlsx(*rows, edit=None):
    """A workbook with these rows; `edit` may do something to the sheet first."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"strings_to_formulas": False})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    if edit:
        edit(book, sheet)
    book.close()
    return target.getvalue()


def zipped(parts, **options):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def edited(content, name, change):
    """A workbook in which one part is changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    return zipped({**parts, name: change(parts[name])})


# CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_as_programs_make_it(encoding, separator, end):
    text = end.join([f"Naam{separator}Plaats", f"Élise{separator}’s-Hertogenbosch", ""])

    assert read(text.encode(encoding)) == [(1, ["Naam", "Plaats"]), (2, ["Élise", "’s-Hertogenbosch"])]


def test_the_separator_is_the_one_that_gives_known_headings():
    assert read(b"Naam;Plaats, of dorp\nFenna;Ede, Gelderland") == [
        (1, ["Naam", "Plaats, of dorp"]),
        (2, ["Fenna", "Ede, Gelderland"]),
    ]


def test_quotes_hold_separators_and_line_ends():
    assert read(b'Naam;Plaats\n"Bakker; Fenna";"regel 1\nregel 2"\nBo;Ede') == [
        (1, ["Naam", "Plaats"]),
        (3, ["Bakker; Fenna", "regel 1\nregel 2"]),
        (4, ["Bo", "Ede"]),
    ]


def test_empty_lines_are_passed_over_and_empty_ends_dropped():
    assert read(b"Naam;Plaats;;\n;;\n\n  ;\nBo\n") == [(1, ["Naam", "Plaats"]), (5, ["Bo"])]


def test_the_apostrophe_of_our_own_exports_comes_off():
    text = "".join(csv_lines([["Naam", "Plaats"], ["=1+1", "'t Hart"]]))

    assert read(text.encode()) == [(1, ["Naam", "Plaats"]), (2, ["=1+1", "'t Hart"])]


UNCLOSED = 'Regel {} klopt niet: een aanhalingsteken (") is niet gesloten of een cel is te lang. Verbeter die regel.'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Dit bestand is leeg."),
        (b" \n \n", "Dit bestand is leeg."),
        (b"Naam\0;Plaats\n", "Dit bestand bevat tekens die geen tekst zijn. Is het wel een CSV-bestand?"),
        (b"x" * (10 * 1024 * 1024 + 1), "Dit bestand is 10,0 MB groot; ten hoogste 10 MB kan."),
        (
            b"\xd0\xcf\x11\xe0 oud",
            "Dit is een oud Excel-bestand of het is beveiligd. Bewaar het als .xlsx zonder wachtwoord.",
        ),
        (b"Naam\n" + b";".join([b"x"] * 101), "Regel 2 heeft meer dan 100 kolommen."),
        (b'Naam\n"' + b"x" * 200_000, UNCLOSED.format(2)),
        (b'Naam;Plaats\nBo;"Ede\n\nJo;Epe\n', UNCLOSED.format(2)),
        (b'Naam;Plaats\n"De\nBrug";Ede\n"Bo;Ede\n"Jo";Epe\n', UNCLOSED.format(4)),
        (b"x\n" * 50_002, "Dit bestand heeft meer dan 50000 regels. Verdeel het over meer bestanden."),
    ],
    ids=range(10),
)
def test_csv_that_is_refused(content, reason):
    assert why(content) == reason


def test_fifty_thousand_lines_and_a_heading_are_read():
    assert len(read(b"x\n" * (MOST_ROWS + 1))) == 50_001


def test_a_cell_that_is_too_long_is_wrong_at_its_place():
    assert read(b"Naam\n" + b"x" * 10_001) == [
        (1, ["Naam"]),
        (2, [Wrong("Hier staan 10001 tekens; ten hoogste 10000 kan.")]),
    ]


def test_a_csv_in_the_wrong_encoding_is_still_text():
    assert read(b"Naam\n\xe9lise\n\x81") == [(1, ["Naam"]), (2, ["élise"]), (3, ["\ufffd"])]


cells = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=20)


@given(st.lists(st.lists(cells, min_size=2, max_size=2), max_size=5))
@settings(deadline=None)
def test_csv_as_we_write_it_is_read_back(rows):
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=";").writerows([["Naam", "Plaats"], *rows])

    found = [line.cells for line in lines(target.getvalue().encode("utf-8-sig"), TITLES)][1:]

    expected = [[cell.strip() for cell in row] for row in rows]
    assert [[*row, "", ""][:2] for row in found] == [
        [text[1:] if text[:1] == "'" and text[1:].startswith(tuple("=+-@\t\r\n＝＋－＠")) else text for text in row]
        for row in expected
        if any(row)
    ]


@given(st.binary(max_size=300))
@example(b"PK\x03\x04")
@example(b"\xff\xfe\x00")
@settings(deadline=None, max_examples=500)
def test_any_bytes_are_lines_or_refused(content):
    with contextlib.suppress(Unreadable):
        read(content)


# Workbooks


def test_a_workbook_gives_values_as_they_are_shown():
    def dates(book, sheet):
        sheet.write_datetime("C2", datetime(2023, 12, 31), book.add_format({"num_format": "dd-mm-yyyy"}))
        sheet.write_datetime("D2", datetime(2023, 12, 31, 14, 30), book.add_format({"num_format": "dd-mm-yyyy hh:mm"}))
        sheet.write_datetime("E2", time(14, 30), book.add_format({"num_format": "hh:mm"}))

    content = xlsx(["Naam", "Getal"], ["Élise", 31.0], [" x ", 0.1 + 0.2], [True, 1234.567], ["31", -5], edit=dates)

    assert read(content) == [
        (1, ["Naam", "Getal"]),
        (2, ["Élise", 31, date(2023, 12, 31), datetime(2023, 12, 31, 14, 30), "14:30"]),
        (3, ["x", Decimal("0.3")]),
        (4, ["ja", Decimal("1234.567")]),
        (5, ["31", -5]),
    ]


def test_only_the_first_sheet_is_read_and_empty_rows_keep_their_number():
    def more(book, sheet):
        sheet.write_string("A9", "Bo")
        book.add_worksheet().write_string("A1", "iets anders")

    assert read(xlsx(["Naam"], edit=more)) == [(1, ["Naam"]), (9, ["Bo"])]


def test_a_formula_is_no_value_and_an_excel_error_neither():
    def formulas(book, sheet):
        sheet.write_formula("A2", "=1+1", value=2)
        sheet.write_formula("B2", '=HYPERLINK("http://kwaad.example")')
        sheet.write_string("C2", "=1+1")

    content = edited(
        xlsx(["Naam"], ["x", "y", "z"], [7], edit=formulas),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'<c r="A3"><v>7</v></c>', b'<c r="A3" t="e"><v>#REF!</v></c>'),
    )

    formula = Wrong("Hier staat een formule. Plak de uitkomst als waarde.")
    assert read(content) == [
        (1, ["Naam"]),
        (2, [formula, formula, "=1+1"]),
        (3, [Wrong("Hier staat een fout van Excel (#REF!).")]),
    ]


def test_a_workbook_as_we_export_it_is_read_back():
    content = workbook([["Naam", "Plaats"], ["=1+1", Decimal("12.50")], [date(2024, 2, 29), None]]).read()

    assert read(content) == [(1, ["Naam", "Plaats"]), (2, ["=1+1", Decimal("12.5")]), (3, [date(2024, 2, 29)])]


@pytest.mark.parametrize("lie", [b'ref="A1:XFD1048576"', b'ref="A1"'])
def test_a_sheet_that_lies_about_its_size_is_read_by_its_cells(lie):
    content = edited(xlsx(["Naam"], ["Bo"]), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'ref="A1:A2"', lie))

    assert read(content) == [(1, ["Naam"]), (2, ["Bo"])]


def test_a_row_at_the_end_of_the_sheet_is_no_million_rows():
    far = xlsx(["Naam"], edit=lambda book, sheet: sheet.write_string(1_048_575, 0, "ver"))

    assert why(far) == "Dit bestand heeft meer dan 50000 regels. Verdeel het over meer bestanden."


def test_a_cell_in_the_last_column_is_not_sixteen_thousand_columns():
    wide = xlsx(["Naam"], edit=lambda book, sheet: sheet.write_string(0, 16_383, "ver"))

    assert read(wide) == [(1, ["Naam"])] or why(wide)


DAMAGED = "Dit Excel-bestand is beschadigd. Open het, bewaar het opnieuw en probeer het nog eens."
NO_ZIP = "Het bestand is beschadigd of heeft een ander formaat dan zijn naam zegt."


def test_a_zip_bomb_is_not_unpacked():
    bomb = zipped({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"\0" * 9_000_000})

    assert why(bomb) == "Het bestand is verdacht sterk ingepakt en wordt daarom niet geopend."


def test_a_bomb_that_lies_about_its_size_is_counted():
    content = bytearray(zipped({"xl/workbook.xml": b"<x/>", "a.bin": b"\0" * 9_000_000}))
    for marker, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        where = content.rfind(marker)
        content[where + place : where + place + 4] = (10).to_bytes(4, "little")

    assert why(bytes(content)) == NO_ZIP


def test_a_zip_within_the_ratio_but_over_a_hundred_megabytes_is_not_unpacked(monkeypatch):
    monkeypatch.setattr("nov.kernel.zipped.MOST_UNPACKED", 1_000_000)
    noise = random.Random(7).randbytes(30_000)

    assert why(zipped({"xl/workbook.xml": noise * 40})) == (
        "Het bestand wordt uitgepakt groter dan 100 MB en wordt daarom niet geopend."
    )


def test_a_zip_of_very_many_parts_is_not_opened():
    assert why(zipped({f"{number}.xml": b"x" for number in range(1001)})) == (
        "Het bestand bestaat uit 1001 delen; ten hoogste 1000 kan."
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_that_points_outside_is_not_read(encoding):
    evil = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet>&e;</worksheet>'
    content = edited(xlsx(["Naam"]), "xl/worksheets/sheet1.xml", lambda xml: evil.encode(encoding))

    assert why(content) == "Het bestand bevat verwijzingen naar buiten en wordt daarom niet geopend."


def test_a_document_type_across_two_pieces_is_found():
    padding = b" " * ((1 << 20) - 5)
    noise = random.Random(7).randbytes(20_000).hex().encode()

    with pytest.raises(Unsafe):
        checked(io.BytesIO(zipped({"a.xml": padding + b"<!DOCTYPE x>" + noise * 2})))


def test_a_locked_zip_is_refused():
    content = bytearray(zipped({"xl/workbook.xml": b"<x/>"}))
    for marker, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(marker) + place] |= 1

    assert why(bytes(content)) == "Het bestand is met een wachtwoord beveiligd. Haal dat er eerst af."


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 niets",
        xlsx(["Naam"])[:-30],
        xlsx(["Naam"])[:200],
    ],
    ids=["kop", "staart eraf", "begin"],
)
def test_a_damaged_zip_is_refused(content):
    assert why(content) == NO_ZIP


def test_another_zip_is_no_workbook():
    assert (
        why(zipped({"word/document.xml": b"<x/>"}))
        == "Dit is geen Excel-bestand en geen CSV. Bewaar het als .xlsx of .csv."
    )


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
)
@pytest.mark.parametrize(
    "content", [b"", b"<", b"<x/>", b"geen xml", b"<worksheet><sheetData><row r='x'><c r='@'/></row>"]
)
def test_a_workbook_with_a_broken_part_is_refused_or_read(part, content):
    broken = edited(xlsx(["Naam"], ["Bo"]), part, lambda xml: content)

    with contextlib.suppress(Unreadable):
        read(broken)


def test_two_hundred_damaged_workbooks_do_no_harm():
    good, dice = xlsx(["Naam", "Plaats"], ["Bo", 12], ["Al", 0.5]), random.Random(20231231)
    for _ in range(200):
        content = bytearray(good)
        for _ in range(dice.randint(1, 8)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        with contextlib.suppress(Unreadable):
            read(bytes(content))


def test_a_number_out_of_reach_is_wrong_at_its_place():
    content = edited(
        xlsx(["Naam"], [7]), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<v>7</v>", b"<v>1e999</v>")
    )

    assert read(content) == [(1, ["Naam"]), (2, [Wrong("Dit getal is te groot.")])]


def test_a_workbook_made_by_another_program_is_read():
    book = openpyxl.Workbook()
    book.active.append(["Naam", "Plaats"])
    book.active.append(["Bo", date(2024, 1, 1)])
    target = io.BytesIO()
    book.save(target)

    assert read(target.getvalue()) == [(1, ["Naam", "Plaats"]), (2, ["Bo", date(2024, 1, 1)])]
