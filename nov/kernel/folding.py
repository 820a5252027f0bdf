"""Text as it is sorted and searched: PostgreSQL sorts by code point here, so tables keep a folded key beside a name."""

from __future__ import annotations

import re
import unicodedata

_PREFIX = re.compile(
    r"^(?:(?:'t|'s|de|het|een|der|den|ten|ter|te|van|von|vom|zum|zur|la|le|les|el|al|in|op|aan|bij|uit|uijt|voor|onder)\s+)+"
)
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})


def folded(text: str) -> str:
    """`text` in lower case, without accents, with single spaces: "Ĳsbrand  Élan" becomes "ijsbrand elan"."""
    spread = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold().translate(_LETTERS)
    bare = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return " ".join(bare.replace("\0", "").split())


def sort_key(name: str) -> str:
    """The key a name is sorted on, the prefix behind: "de Vries" becomes "vries, de", "'t Hart" "hart, 't".

    Meant for a family name, or the name of an organisation that starts with an article; a name that is only a prefix
    stays as it is.
    """
    key = folded(name)
    found = _PREFIX.match(key)
    if found is None or found.end() >= len(key):
        return key
    return f"{key[found.end() :]}, {found.group().strip()}"
