"""Zip files from outside (workbooks, Word files) are looked at before anything unpacks them."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO

MOST_UNPACKED = 100 * 1024 * 1024
MOST_MEMBERS = 1_000
MOST_RATIO = 100
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Unsafe(ValueError):
    """Why this file is not opened, in Dutch."""


def checked(file: BinaryIO) -> zipfile.ZipFile:
    """The archive, if unpacking it can do no harm.

    Raises Unsafe for what is no zip, is damaged, is locked, would unpack to more than 100 MB or a hundred times its
    size, has over a thousand parts, or holds XML with a document type (through which a file can read other files).
    What a part says of its own size is not believed: it is unpacked and counted.
    """
    try:
        archive = zipfile.ZipFile(file)
        parts = archive.infolist()
        if len(parts) > MOST_MEMBERS:
            raise Unsafe(f"Het bestand bestaat uit {len(parts)} delen; ten hoogste {MOST_MEMBERS} kan.")
        packed, left = sum(part.compress_size for part in parts), MOST_UNPACKED
        if sum(part.file_size for part in parts) > MOST_RATIO * max(packed, 1):
            raise Unsafe("Het bestand is verdacht sterk ingepakt en wordt daarom niet geopend.")
        for part in parts:
            if part.flag_bits & 1:
                raise Unsafe("Het bestand is met een wachtwoord beveiligd. Haal dat er eerst af.")
            left -= _read(archive, part, left)
    except Unsafe:
        raise
    except Exception as error:  # a damaged archive shows itself in zipfile as any kind of error
        raise Unsafe("Het bestand is beschadigd of heeft een ander formaat dan zijn naam zegt.") from error
    return archive


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """Unpack one part in pieces, looking for a document type in XML; how large it was."""
    size, tail = 0, b""
    is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    with archive.open(part) as stream:
        while piece := stream.read(1 << 20):
            size += len(piece)
            if size > left:
                raise Unsafe("Het bestand wordt uitgepakt groter dan 100 MB en wordt daarom niet geopend.")
            # UTF-16 puts a nought between the letters.
            if is_xml and _DTD.search((tail + piece).replace(b"\0", b"")):
                raise Unsafe("Het bestand bevat verwijzingen naar buiten en wordt daarom niet geopend.")
            tail = piece[-40:]
    return size
