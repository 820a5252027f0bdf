"""A bank file is looked at before anything reads it: size, zip, encoding, document types, and which kind it is."""

from __future__ import annotations

import codecs
import hashlib
import re
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from finance.banking import camt, mt940
from finance.banking.reading import Movement, Statement, Unreadable
from nov.kernel.zipped import Unsafe, checked

PIECE = 1 << 18
LARGEST_TEXT = 10 * 1024 * 1024  # MT940 is read whole
FORBIDDEN = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST)", re.IGNORECASE)
DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding=["']([^"']+)["']""")


@contextmanager
def opened(file: BinaryIO) -> Iterator[list[BinaryIO]]:
    """The file itself, or what a zip holds, unpacked no further than is safe. Raises Unreadable."""
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        yield [file]
        return
    try:
        archive = checked(file)
    except Unsafe as error:
        raise Unreadable(str(error)) from error
    with archive:
        members: list[BinaryIO] = []
        for part in archive.infolist():
            if not part.is_dir():
                unpacked = tempfile.TemporaryFile()  # noqa: SIM115  closed with the list
                with archive.open(part) as packed:
                    while piece := packed.read(PIECE):
                        unpacked.write(piece)
                members.append(unpacked)
        try:
            yield members
        finally:
            for member in members:
                member.close()


def packed(file: BinaryIO) -> tuple[str, bytes]:
    """The file's hash and its compressed bytes."""
    digest, shrink, pieces = hashlib.sha256(), zlib.compressobj(6), []
    file.seek(0)
    while piece := file.read(PIECE):
        digest.update(piece)
        pieces.append(shrink.compress(piece))
    return digest.hexdigest(), b"".join([*pieces, shrink.flush()])


def read(file: BinaryIO) -> Iterator[Statement | Movement]:
    """Each statement of a file followed by its lines, in whichever format it is. Raises Unreadable."""
    file.seek(0)
    start = file.read(4096)
    if not start:
        raise Unreadable("Het bestand is leeg. Haal het opnieuw op bij de bank.")
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") or start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        _xml_is_harmless(file, start)
        return camt.read(file)
    text = _text(file)
    if not mt940.START.search(text):
        raise Unreadable("Dit is geen bankafschrift. Nodig is CAMT.053 of MT940; download dat bij de bank.")
    return mt940.read(text)


def _xml_is_harmless(file: BinaryIO, start: bytes) -> None:
    """Refuse another encoding than UTF-8 and any document type, on the bytes, before a parser sees them."""
    declared = DECLARED.match(start.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared.group(1).lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        name = declared.group(1).decode("ascii", "replace")[:20]
        raise Unreadable(f"Het bestand is in {name} geschreven; een afschrift is in UTF-8. Haal het opnieuw op.", 1)
    decoder, tail, line = codecs.getincrementaldecoder("utf-8")(), b"", 1
    file.seek(0)
    while True:
        piece = file.read(PIECE)
        try:
            decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            line += piece[: max(0, error.start)].count(b"\n")
            raise Unreadable(
                "Hier staat een teken dat geen UTF-8 is. Haal het bestand opnieuw op bij de bank.", line
            ) from None
        if found := FORBIDDEN.search(tail + piece):
            line += (tail + piece)[: found.start()].count(b"\n") - tail.count(b"\n")
            raise Unreadable("Het bestand bevat een documenttype of verwijzingen; die heeft een afschrift nooit.", line)
        if not piece:
            return
        line += piece.count(b"\n")
        tail = piece[-40:]


def _text(file: BinaryIO) -> str:
    """MT940 as text: UTF-8, or what older banking programs write."""
    file.seek(0)
    data = file.read(LARGEST_TEXT + 1)
    if len(data) > LARGEST_TEXT:
        raise Unreadable("Het bestand is groter dan 10 MB. Haal het per maand op bij de bank.")
    if b"\0" in data:
        raise Unreadable("Dit is geen bankafschrift. Nodig is CAMT.053 of MT940; download dat bij de bank.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")
