"""Where a Dutch word may be broken at the end of a line."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import pyphen

SHORTEST_WORD = 10  # letters
SHORTEST_PART = 4  # letters on each side of the break

_LETTERS = re.compile(r"[^\W\d_]+")
_WITH_HYPHEN = re.compile(r"(?<=[^\W\d_]{4})[-/](?=[^\W\d_]{4})")


@cache
def _patterns() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="nl_NL", left=SHORTEST_PART, right=SHORTEST_PART)


@lru_cache(maxsize=20_000)
def breaks(word: str) -> tuple[tuple[str, str], ...]:
    """The ways to break `word`, latest first, as (head with its hyphen, tail). Punctuation around it stays on.

    A compound with a hyphen or slash of its own breaks only there. Otherwise: ten letters at least and four on each side; no
    figures, no capitals inside (names of programmes and organisations); never before ä, ë, ï, ö or ü, whose dots
    Dutch spelling drops at a break.
    """
    own = [match.end() for match in _WITH_HYPHEN.finditer(word)]
    if own:
        return tuple((word[:at], word[at:]) for at in reversed(own))
    found = _LETTERS.search(word)
    if not found:
        return ()
    core = found.group()
    if len(core) < SHORTEST_WORD or core[1:] != core[1:].lower() or any(map(str.isalnum, word[found.end() :])):
        return ()
    before, after = word[: found.start()], word[found.end() :]
    return tuple(
        (f"{before}{head}-", f"{tail}{after}")
        for head, tail in _patterns().iterate(core)
        if len(head) >= SHORTEST_PART and len(tail) >= SHORTEST_PART and tail[0] not in "äëïöü"
    )
