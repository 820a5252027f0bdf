"""Reading what was made: the text and the fonts of a PDF."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader


def reader(data: bytes) -> PdfReader:
    """The file, opened."""
    return PdfReader(BytesIO(data))


def texts(data: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in reader(data).pages]


def font_names(data: bytes) -> dict[str, bool]:
    """The fonts that any page names, and whether the file holds their letters."""
    found: dict[str, bool] = {}
    for page in reader(data).pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            descriptor = font.get("/FontDescriptor")
            found[str(font["/BaseFont"])] = descriptor is not None and "/FontFile2" in descriptor.get_object()
    return found
