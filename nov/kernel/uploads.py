"""What may come in as a file: known kinds only, by name and by content, no larger than 10 MB."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps, UnidentifiedImageError

from nov.kernel.formats import number
from nov.kernel.zipped import Unsafe, checked

LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_NAME = 120
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that may be kept: its cleaned name, its kind by content, its bytes and their hash."""

    name: str
    kind: str
    content: ContentFile
    sha256: str

    @property
    def size(self) -> int:
        return self.content.size


def accepted(file: UploadedFile) -> Upload:
    """The file as it may be kept. Raises ValidationError, in Dutch, for what is too large, unknown or not what it says.

    Pictures are drawn anew, so that the place and time a camera puts in them do not come along.
    """
    if not file.size:
        raise ValidationError("Dit bestand is leeg. Kies een ander bestand.")
    if file.size > LARGEST:
        raise ValidationError(f"Dit bestand is {megabytes(file.size)} groot; ten hoogste 10 MB kan.")
    name = safe_name(file.name or "bestand")
    extension = PurePath(name).suffix.lower()
    if extension not in KINDS:
        known = ", ".join(sorted(one.lstrip(".") for one in KINDS))
        raise ValidationError(f"Bestanden van dit soort kunnen hier niet. Wel kan: {known}.")
    kind, check = KINDS[extension]
    file.seek(0)
    try:
        data = check(file.read())
    except Unsafe as error:
        raise ValidationError(str(error)) from error
    return Upload(name, kind, ContentFile(data), hashlib.sha256(data).hexdigest())


def megabytes(size: int) -> str:
    """ "12,3 MB"."""
    return f"{number(Fraction(size, 1024 * 1024), 1)} MB"


def safe_name(name: str) -> str:
    """A file name without folders, control characters or anything that can mislead about its end."""
    base = re.split(r"[\\/]", name)[-1]
    plain = re.sub(r"[^\w .,()&+'-]", "_", base).strip(" .") or "bestand"
    suffix = PurePath(plain).suffix
    return plain[: LONGEST_NAME - len(suffix)] + suffix if len(plain) > LONGEST_NAME else plain


def _pdf(data: bytes) -> bytes:
    if not data.startswith(b"%PDF-"):
        raise Unsafe("Dit is geen PDF, al zegt de naam van wel.")
    return data


def _picture(form: str) -> Callable[[bytes], bytes]:
    def check(data: bytes) -> bytes:
        try:
            with Image.open(io.BytesIO(data), formats=[form]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Unsafe("Deze foto heeft meer dan 50 miljoen beeldpunten. Maak hem eerst kleiner.")
                upright = ImageOps.exif_transpose(picture)
                upright.info.clear()
                target = io.BytesIO()
                upright.save(target, form, **({"quality": 90} if form == "JPEG" else {"optimize": False}))
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            if isinstance(error, Unsafe):
                raise
            raise Unsafe("Deze foto is beschadigd of heeft een ander formaat dan de naam zegt.") from error
        return target.getvalue()

    return check


def _office(must_have: str) -> Callable[[bytes], bytes]:
    def check(data: bytes) -> bytes:
        with checked(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if must_have not in names:
                raise Unsafe("Dit bestand heeft een ander formaat dan de naam zegt.")
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise Unsafe("Dit bestand bevat macro’s. Bewaar het zonder macro’s.")
        return data

    return check


def _open_document(kind: str) -> Callable[[bytes], bytes]:
    def check(data: bytes) -> bytes:
        with checked(io.BytesIO(data)) as archive:
            if _mimetype(archive) != kind:
                raise Unsafe("Dit bestand heeft een ander formaat dan de naam zegt.")
        return data

    return check


def _mimetype(archive: zipfile.ZipFile) -> str:
    return archive.read("mimetype").decode("ascii", "replace") if "mimetype" in archive.namelist() else ""


def _text(data: bytes) -> bytes:
    if b"\0" in data or any(byte < 32 and byte not in b"\t\n\r\f" for byte in set(data)):
        raise Unsafe("Dit is geen tekst, al zegt de naam van wel.")
    return data


KINDS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    ".pdf": ("application/pdf", _pdf),
    ".png": ("image/png", _picture("PNG")),
    ".jpg": ("image/jpeg", _picture("JPEG")),
    ".jpeg": ("image/jpeg", _picture("JPEG")),
    ".docx": (_OFFICE + "wordprocessingml.document", _office("word/document.xml")),
    ".xlsx": (_OFFICE + "spreadsheetml.sheet", _office("xl/workbook.xml")),
    ".pptx": (_OFFICE + "presentationml.presentation", _office("ppt/presentation.xml")),
    ".odt": (_OPEN + "text", _open_document(_OPEN + "text")),
    ".ods": (_OPEN + "spreadsheet", _open_document(_OPEN + "spreadsheet")),
    ".csv": ("text/csv", _text),
    ".txt": ("text/plain", _text),
}
