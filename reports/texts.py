"""What an author may write in a chapter: Markdown with figures `{leden.totaal@begin|woord}` and blocks `::: leden.brug`.

A text is checked when it is saved, so that a stored text can always be printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from nov.kernel.catalogue import Catalogue, UnknownFigure
from nov.kernel.documents.markdown import SIDE_NOTE, blocks_in, figures_in
from nov.kernel.documents.markdown.grammar import FIGURE, Directive, FigureToken
from nov.kernel.figures import FLOW
from nov.kernel.periods import Period, Year
from reports.blocks.registry import NAMED_FIGURE, Argument, ReportBlock
from reports.context import CHANGES, DIFFERENCE, MANNERS, PERCENT
from reports.references import MONTHS, is_absolute, resolve

_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?](?!\s|$)[^.!?\n]*)*")
_BRACES = re.compile(r"(?<!\\)\{[^{}\n]*\}")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a text that cannot be printed, with its line."""

    line: int
    what: str

    def __str__(self) -> str:
        return f"Regel {self.line}: {self.what}"


def problems(
    text: str, catalogue: Catalogue, blocks: Mapping[str, ReportBlock], year: Year, phases: Sequence[Period] = ()
) -> list[Problem]:
    """What cannot be printed of a text in the report of a year, in the order of its lines.

    An unknown figure or block is named with those that look most like it.
    """
    found = [
        Problem(token.line, what)
        for token in figures_in(text)
        if (what := _wrong_figure(token, catalogue, year, phases))
    ]
    for each in blocks_in(text):
        found += wrong_block(each, blocks)
        found += _wrong_period(each, year, phases)
    found += [
        Problem(
            _line(text, match.start()), f"‘{match[0]}’ is geen kengetal. Schrijf bijvoorbeeld {{leden.totaal@begin}}."
        )
        for match in _BRACES.finditer(text)
        if not FIGURE.fullmatch(match[0])
    ]
    return sorted(dict.fromkeys(found), key=lambda problem: problem.line)


def _wrong_figure(token: FigureToken, catalogue: Catalogue, year: Year, phases: Sequence[Period]) -> str:
    """Why a figure cannot be printed, or nothing."""
    try:
        figure = catalogue.find(token.key)
        at = resolve(token.reference, year, phases)
    except (UnknownFigure, ValueError) as error:
        return str(error)
    if figure.kind is FLOW and not isinstance(at, Period):
        return f"‘{token.key}’ loopt over een periode; ‘@{token.reference}’ is een peildatum."
    if token.format not in MANNERS:
        meant = _meant(token.format, MANNERS) or f" Kies uit: {', '.join(filter(None, MANNERS))}."
        return f"De schrijfwijze ‘{token.format}’ bestaat niet.{meant}"
    if figure.unit.form in ("datum", "rang") and token.format in (DIFFERENCE, PERCENT, *CHANGES):
        return f"‘{token.key}’ is geen hoeveelheid; ‘{token.format}’ zegt er niets over."
    return ""


def wrong_block(directive: Directive, known: Mapping[str, ReportBlock]) -> Iterator[Problem]:
    """What is wrong with a block as it was written: its name, its arguments, and the lines of figures below it."""
    name, line = directive.name, directive.line
    block = known.get(name)
    if block is None and name != SIDE_NOTE:
        yield Problem(line, f"Het blok ‘{name}’ bestaat niet.{_meant(name, (*known, SIDE_NOTE))}")
        return
    takes = block.takes if block else {"titel": Argument("wat erboven staat")}
    if extra := [
        *directive.strange,
        *(each for each in directive.arguments if each not in takes),
    ]:
        yield Problem(line, f"Achter ‘::: {name}’ hoort ‘{' '.join(extra)}’ niet.")
    for each, argument in takes.items():
        given = directive.arguments.get(each, "")
        if argument.required and not given:
            yield Problem(line, f"Achter ‘::: {name}’ hoort {each}=…: {argument.about}.")
        elif given and argument.values and given not in argument.values:
            choices = ", ".join(argument.values)
            yield Problem(
                line, f"‘{each}={given}’ bestaat niet.{_meant(given, argument.values) or f' Kies uit: {choices}.'}"
            )
    if block and block.lines:
        yield from _wrong_lines(directive, block)
    elif block and directive.body.strip():
        yield Problem(line, f"Onder ‘::: {name}’ hoort geen tekst.")


def _wrong_period(directive: Directive, year: Year, phases: Sequence[Period]) -> Iterator[Problem]:
    """A block over something that is no period."""
    over = directive.arguments.get("over", "")
    try:
        if not isinstance(resolve(over, year, phases), Period):
            yield Problem(directive.line, f"‘over={over}’ is een peildatum; een blok gaat over een periode.")
    except ValueError as error:
        yield Problem(directive.line, str(error))


def _wrong_lines(directive: Directive, block: ReportBlock) -> Iterator[Problem]:
    """Lines that are no name with a figure behind it."""
    lines = [(place, text) for place, text in enumerate(directive.body.split("\n"), directive.line + 1) if text.strip()]
    if not lines:
        yield Problem(
            directive.line, f"Onder ‘::: {directive.name}’ hoort per regel een kengetal: Leden: {{leden.totaal}}."
        )
    for place, text in lines:
        match = NAMED_FIGURE.match(text)
        if match and match["rest"].strip() and not block.words:
            yield Problem(place, f"Achter het kengetal staat nog ‘{match['rest'].strip()}’; dat komt nergens terug.")
        elif not match:
            yield Problem(
                place, f"‘{text.strip()}’ is geen naam met een kengetal. Schrijf bijvoorbeeld Leden: {{leden.totaal}}."
            )


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
    (
        re.compile(r"\[\[|\]\]|<!--|^\s*(?:NB|Noot|Opmerking|Vraag)(?: (?:aan|van|redactie)[^.\n]*)?:", re.MULTILINE),
        "een noot",
    ),
    (re.compile(r"(?:^|\s)@[A-Za-z]+"), "een noot aan een collega"),
    (re.compile(r"heb jij|kun jij|wil jij|eerste opzet|jij hier", re.IGNORECASE), "een vraag aan een collega"),
)
_TYPED = re.compile(r"(?<![\w.,@{|/#–-])(?:€\s?)?\d[\d.]*(?:,\d+)?(?:\s?%|\sprocent\b)?(?![\w}|/])")
_YEAR_OR_DAY = re.compile(r"(?:19|20)\d\d|[12]?\d|3[01]")
_SMALL = "een|één|twee|drie|vier|vijf|zes|zeven|acht|negen"
_IN_WORDS = re.compile(
    rf"\b(?:\d+|{_SMALL}) op de (?:\d+|drie|vier|vijf|zes|tien|twintig|honderd)\b"  # zes op de tien
    rf"|\b\w*(?:{_SMALL}|tien|elf|twaalf|tig|honderd) procent\b",
    re.IGNORECASE,
)


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
    """Numbers that somebody typed where a figure should be read, also in words; years, days and numbers up to 31 are let
    through."""
    without = _BRACES.sub(lambda match: " " * len(match[0]), text)
    found = [
        Problem(_line(text, match.start()), f"het getal {number} is getypt")
        for match in _TYPED.finditer(without)
        if not _YEAR_OR_DAY.fullmatch(number := match[0].strip().rstrip("."))
    ]
    found += [Problem(_line(text, match.start()), f"‘{match[0]}’ is getypt") for match in _IN_WORDS.finditer(without)]
    return sorted(found, key=lambda problem: problem.line)


_SEASONS = ("voorjaar", "zomer", "najaar", "winter")
_MOMENT = re.compile(rf"\b(?:{'|'.join((*MONTHS, *_SEASONS))}|(?:19|20)\d\d)\b", re.IGNORECASE)


def typed_moments(text: str) -> list[Problem]:
    """Months, seasons and years that somebody typed. One that a figure in the same sentence is asked at is let through:
    whoever moves the one sees the other ("in november … {financien.ova@november}")."""
    without = _BRACES.sub(lambda match: "{" + "·" * (len(match[0]) - 2) + "}", text)
    return [
        Problem(_line(text, sentence.start() + match.start()), f"het moment {match[0]} is getypt")
        for sentence in _SENTENCE.finditer(without)
        for match in _MOMENT.finditer(sentence[0])
        if match[0].lower() not in _asked_at(text[sentence.start() : sentence.end()])
    ]


def _asked_at(sentence: str) -> set[str]:
    """The months and years that the figures of a sentence name in their references."""
    found: set[str] = set()
    for token in figures_in(sentence):
        found.update(re.findall(r"[a-z]+|\d{4}", token.reference))
        found.update(MONTHS[int(month) - 1] for month in re.findall(r"\d{4}-(0[1-9]|1[0-2])", token.reference))
    return found


_GREAT = re.compile(
    r"\b(?:flink|fors|opmerkelijk|opvallend|spectaculair|explosief|aanzienlijk|sterk(?=\s+(?:ge|toe|af)))\w*",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:gestegen|gedaald|gegroeid|toegenomen|afgenomen|toename|afname|stijging|daling|groei|groeide|meer|minder"
    r"|steeg|stegen|daalde|daalden)\b",
    re.IGNORECASE,
)


def bare_changes(text: str) -> list[Problem]:
    """Words for a great change in a sentence that reads no figure: how much is it, and since when?"""
    without = _BRACES.sub(lambda match: "{" + "·" * (len(match[0]) - 2) + "}", text)
    return [
        Problem(_line(text, sentence.start() + match.start()), f"‘{match[0]}’ zonder kengetal dat het laat zien")
        for sentence in _SENTENCE.finditer(without)
        if "{" not in sentence[0] and _CHANGE.search(sentence[0]) and (match := _GREAT.search(sentence[0]))
    ]


_RANK = re.compile(
    r"\btop[ -](?:\d+|drie|vijf|tien)\b|\b(?:meest|best|vaakst) (?:bezochte|bekeken|gelezen|gedownloade)\b|\bpopulairste\b",
    re.IGNORECASE,
)


def bare_ranks(text: str) -> list[Problem]:
    """Claims of a place among others in a sentence that reads no place: a rank is computed, never told."""
    return [
        Problem(_line(text, sentence.start() + match.start()), f"‘{match[0]}’ zonder de plaats die dat laat zien")
        for sentence in _SENTENCE.finditer(text)
        if "{rang." not in sentence[0] and (match := _RANK.search(sentence[0]))
    ]


def fixed_references(text: str) -> list[FigureToken]:
    """The figures that name their year themselves, and so do not move along to the next edition."""
    return [token for token in figures_in(text) if is_absolute(token.reference)]
