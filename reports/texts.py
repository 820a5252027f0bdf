"""What an author may write in a chapter: Markdown with figures `{leden.totaal@begin|woord}` and blocks `::: leden.brug`.

A text is checked when it is saved, so that a stored text can always be printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from nov.kernel.catalogue import Catalogue, UnknownFigure
from nov.kernel.figures import FLOW, Figure
from nov.kernel.periods import Period, Year
from reports.context import CHANGES, DIFFERENCE, MANNERS, PERCENT
from reports.references import is_absolute, resolve

_TOKEN = re.compile(r"\{([^{}\n]*)\}")
_PARTS = re.compile(r"\s*([^@|\s]+)\s*(?:@\s*([^|]*?)\s*)?(?:\|\s*(.*?)\s*)?")
_BLOCK = re.compile(r"^:::[ \t]*(\S+)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Token:
    """A figure in a text: its key, the written reference and manner, and the line it stands on (from 1)."""

    key: str
    reference: str
    manner: str
    line: int

    def __str__(self) -> str:
        at = f"@{self.reference}" if self.reference else ""
        return f"{{{self.key}{at}{f'|{self.manner}' if self.manner else ''}}}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a text that cannot be printed, with its line."""

    line: int
    what: str

    def __str__(self) -> str:
        return f"Regel {self.line}: {self.what}"


def token(written: str, line: int = 0) -> Token:
    """What stands between braces, taken apart. Raises ValueError for something that is no figure at all."""
    parts = _PARTS.fullmatch(written)
    if parts is None:
        raise ValueError(f"‘{{{written}}}’ is geen kengetal. Schrijf bijvoorbeeld {{leden.totaal@begin}}.")
    return Token(parts[1], parts[2] or "", parts[3] or "", line)


def tokens(text: str) -> Iterator[Token]:
    """The figures of a text in their order; what is between braces and is no figure is left out."""
    for found in _TOKEN.finditer(text):
        if _PARTS.fullmatch(found[1]):
            yield token(found[1], _line(text, found.start()))


def block_names(text: str) -> Iterator[tuple[str, int]]:
    """The blocks of a text, each with its line."""
    for found in _BLOCK.finditer(text):
        yield found[1], _line(text, found.start())


def problems(
    text: str, catalogue: Catalogue, blocks: Sequence[str], year: Year, term: Period | None = None
) -> list[Problem]:
    """What cannot be printed of a text in the report of a year, in the order of its lines.

    An unknown figure or block is named with those that look most like it.
    """
    found = [
        Problem(_line(text, match.start()), what)
        for match in _TOKEN.finditer(text)
        if (what := _wrong(match[1], catalogue, year, term))
    ]
    found += [
        Problem(line, f"Het blok ‘{name}’ bestaat niet.{_meant(name, blocks)}")
        for name, line in block_names(text)
        if name not in blocks
    ]
    return sorted(found, key=lambda problem: problem.line)


def _wrong(written: str, catalogue: Catalogue, year: Year, term: Period | None) -> str:
    """Why a figure cannot be printed, or nothing."""
    try:
        one = token(written)
        figure = catalogue.find(one.key)
        at = resolve(one.reference, year, term)
    except (ValueError, UnknownFigure) as error:
        return str(error)
    if figure.kind is FLOW and not isinstance(at, Period):
        return f"‘{one.key}’ loopt over een periode; ‘@{one.reference}’ is een peildatum."
    return _wrong_manner(one, figure)


def _wrong_manner(one: Token, figure: Figure) -> str:
    if one.manner not in MANNERS:
        meant = _meant(one.manner, MANNERS) or f" Kies uit: {', '.join(filter(None, MANNERS))}."
        return f"De schrijfwijze ‘{one.manner}’ bestaat niet.{meant}"
    if figure.unit.form in ("datum", "rang") and one.manner in (DIFFERENCE, PERCENT, *CHANGES):
        return f"‘{one.key}’ is geen hoeveelheid; ‘{one.manner}’ zegt er niets over."
    return ""


def _meant(name: str, known: Sequence[str]) -> str:
    nearest = get_close_matches(name, [one for one in known if one], n=3, cutoff=0.6)
    return f" Bedoel je {' of '.join(f'‘{one}’' for one in nearest)}?" if nearest else ""


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


# ---- what is not finished

_OPEN = (
    (re.compile(r"\b[Xx]{3,}\b"), "‘XXX’ staat er nog"),
    (re.compile(r"\b(?:TODO|PM|p\.m\.|TBD|n\.n\.b\.|NTB)(?=\W|$)"), "er staat nog iets open"),
    (
        re.compile(r"nog in te vullen|nog aan te vullen|volgt nog|nog uitzoeken", re.IGNORECASE),
        "er staat nog iets open",
    ),
    (re.compile(r"\[\[|\]\]|<!--|^\s*(?:NB|Noot|Opmerking|Vraag)\s*(?:redactie|aan\b|:)", re.MULTILINE), "een noot"),
    (re.compile(r"(?:^|\s)@[A-Za-z]+"), "een noot aan een collega"),
    (re.compile(r"heb jij|kun jij|wil jij|eerste opzet|jij hier", re.IGNORECASE), "een vraag aan een collega"),
)
_TYPED = re.compile(r"(?<![\w.,@{|/#–-])(?:€\s?)?\d[\d.]*(?:,\d+)?\s?%?(?![\w}|/])")
_YEAR_OR_DAY = re.compile(r"(?:19|20)\d\d|[12]?\d|3[01]")


def open_tasks(text: str) -> list[Problem]:
    """What an author or editor left to be done in a text: XXX, TODO, a note or a question to a colleague."""
    found: dict[int, Problem] = {}
    for pattern, what in _OPEN:
        for match in pattern.finditer(text):
            line = _line(text, match.start() + len(match[0]) - len(match[0].lstrip()))
            shown = text.splitlines()[line - 1].strip()
            found.setdefault(line, Problem(line, f"{what}: “{shown[:90]}{'…' if len(shown) > 90 else ''}”"))
    return [found[line] for line in sorted(found)]


def typed_numbers(text: str) -> list[Problem]:
    """Numbers that somebody typed where a figure should be read; years, days and numbers up to 31 are let through."""
    without = _TOKEN.sub(lambda match: " " * len(match[0]), text)
    return [
        Problem(_line(text, match.start()), f"het getal {match[0].strip()} is getypt")
        for match in _TYPED.finditer(without)
        if not _YEAR_OR_DAY.fullmatch(match[0].strip(" ."))
    ]


def fixed_references(text: str) -> list[Token]:
    """The figures that name their year themselves, and so do not move along to the next edition."""
    return [one for one in tokens(text) if is_absolute(one.reference)]
