"""Which files may come in: known kinds, by name and by content."""

import hashlib
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from nov.kernel.uploads import LARGEST, accepted, megabytes, safe_name

KNOWN = "csv, docx, jpeg, jpg, ods, odt, pdf, png, pptx, txt, xlsx"


def upload(name, content):
    return accepted(SimpleUploadedFile(name, content))


def why(name, content):
    with pytest.raises(ValidationError) as refused:
        upload(name, content)
    return refused.value.message


def zipped(**parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return target.getvalue()


def photo(form="JPEG", size=(40, 20), **options):
    target = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(target, form, **options)
    return target.getvalue()


def test_a_pdf_is_kept_as_it_is():
    kept = upload("Notulen ALV.pdf", b"%PDF-1.7 rest")

    assert (kept.name, kept.kind, kept.size) == ("Notulen ALV.pdf", "application/pdf", 13)
    assert kept.sha256 == hashlib.sha256(b"%PDF-1.7 rest").hexdigest()
    assert kept.content.read() == b"%PDF-1.7 rest"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.png", photo("PNG"), "image/png"),
        ("A.JPG", photo(), "image/jpeg"),
        (
            "a.docx",
            zipped(word__document_xml="<x/>"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            "a.xlsx",
            zipped(xl__workbook_xml="<x/>"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            "a.odt",
            zipped(mimetype="application/vnd.oasis.opendocument.text"),
            "application/vnd.oasis.opendocument.text",
        ),
        ("a.csv", "naam;plaats\nÉlise;Ede\n".encode("cp1252"), "text/csv"),
        ("a.txt", b"regel\r\n\tregel\f", "text/plain"),
    ],
)
def test_known_kinds_are_kept(name, content, kind):
    assert upload(name, content).kind == kind


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"", "Dit bestand is leeg. Kies een ander bestand."),
        ("a.pdf", b"<html>", "Dit is geen PDF, al zegt de naam van wel."),
        ("a.html", b"<html>", f"Bestanden van dit soort kunnen hier niet. Wel kan: {KNOWN}."),
        ("a.svg", b"<svg/>", f"Bestanden van dit soort kunnen hier niet. Wel kan: {KNOWN}."),
        ("a.pdf.exe", b"MZ", f"Bestanden van dit soort kunnen hier niet. Wel kan: {KNOWN}."),
        ("zonder", b"x", f"Bestanden van dit soort kunnen hier niet. Wel kan: {KNOWN}."),
        ("a.png", photo(), "Deze foto is beschadigd of heeft een ander formaat dan de naam zegt."),
        ("a.png", photo("PNG")[:60], "Deze foto is beschadigd of heeft een ander formaat dan de naam zegt."),
        ("a.docx", b"PK\x03\x04", "Het bestand is beschadigd of heeft een ander formaat dan zijn naam zegt."),
        ("a.docx", zipped(xl__workbook_xml="<x/>"), "Dit bestand heeft een ander formaat dan de naam zegt."),
        (
            "a.docx",
            zipped(word__document_xml="<x/>", word__vbaProject_bin="x"),
            "Dit bestand bevat macro’s. Bewaar het zonder macro’s.",
        ),
        ("a.odt", zipped(mimetype="application/x-iets"), "Dit bestand heeft een ander formaat dan de naam zegt."),
        ("a.txt", b"tekst\0", "Dit is geen tekst, al zegt de naam van wel."),
        ("a.csv", b"\x7fELF\x02\x01", "Dit is geen tekst, al zegt de naam van wel."),
    ],
)
def test_other_files_are_refused_with_a_reason(name, content, reason):
    assert why(name, content) == reason


def test_ten_megabytes_can_and_a_byte_more_cannot():
    assert upload("a.txt", b"x" * LARGEST).size == 10 * 1024 * 1024
    assert why("a.txt", b"x" * (LARGEST + 1)) == "Dit bestand is 10,0 MB groot; ten hoogste 10 MB kan."


def test_where_and_when_a_photo_was_taken_does_not_come_along():
    exif = Image.Exif()
    exif[0x010E] = "canarie: Fenna thuis"
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x0112] = 6  # lies on its side
    content = photo(exif=exif, comment=b"canarie: gemaakt door Fenna")
    assert b"canarie" in content

    kept = upload("foto.jpg", content)

    data = kept.content.read()
    picture = Image.open(io.BytesIO(data))
    assert b"canarie" not in data
    assert dict(picture.getexif()) == {}
    assert picture.size == (20, 40)
    assert kept.sha256 == hashlib.sha256(data).hexdigest()


def test_a_picture_of_very_many_points_is_refused(monkeypatch):
    monkeypatch.setattr("nov.kernel.uploads.MOST_PIXELS", 799)

    assert why("a.png", photo("PNG")) == "Deze foto heeft meer dan 50 miljoen beeldpunten. Maak hem eerst kleiner."


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\map\\brief.docx", "brief.docx"),
        ('a"b\r\nc.pdf', "a_b__c.pdf"),
        ("gpj.\u202eexe.pdf", "gpj._exe.pdf"),
        ("...", "bestand"),
        ("x" * 200 + ".pdf", "x" * 116 + ".pdf"),
        ("Élise’s verslag (2).pdf", "Élise_s verslag (2).pdf"),
    ],
)
def test_names_cannot_mislead(name, safe):
    assert safe_name(name) == safe


def test_megabytes():
    assert [megabytes(size) for size in (0, 1024 * 1024, 12_900_000)] == ["0,0 MB", "1,0 MB", "12,3 MB"]
