"""No figure of the reference year stands in the code, and none is typed in a text: it comes from records, or it is not there."""

from __future__ import annotations

import ast
import csv
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from nov.demo.reports import DATA
from reports.texts import typed_moments, typed_numbers

ROOT = Path(__file__).resolve().parents[2]
GIVEN = list(csv.DictReader((Path(__file__).parent / "figures_2023.csv").open(encoding="utf-8", newline="")))
# The demo and the tests may know the year; what bench measures are statements and milliseconds.
FREE = ("nov/demo/", "tests/", "requirements/", "bench/")
READ = {".py", ".html", ".md", ".sql", ".js", ".css", ".toml", ".txt", ".csv"}
PROSE = {".html", ".md", ".txt"}
# A year is everywhere; 10.000 and the like are limits of forms and pages as well.
ROUND = re.compile(r"[1-9]0+")
# A kilobyte, and the number of the account of debtors: not the 1.024 and 1.300 of the report.
OTHERWISE = {"1024", "1300"}
# How long a name and an e-mail address may be: not the 120 and 254 of the report.
LENGTHS = {120, 254}
_NUMBER = re.compile(r"(?<![\w.,#-])\d{1,3}(?:[._]\d{3})+(?![\w])|(?<![\w.,#-])\d{4,}(?![\w])")
_SHORT = re.compile(r"(?<![\w.,/#:=-])(?:\d{3}|\d+[.,]\d+)(?![.,/:=-]?\w)")


def wanted() -> set[str]:
    """The figures of four digits and more that could be nothing else."""
    values = {row["value"].split(".")[0] for row in GIVEN}
    long = {one for one in values if re.fullmatch(r"\d{4,}", one) and not ROUND.fullmatch(one) and not is_year(one)}
    return long - OTHERWISE


def is_year(digits: str) -> bool:
    return len(digits) == 4 and 1900 <= int(digits) <= 2100


def short() -> set[str]:
    """The figures of three digits that are not round, and those with decimals: they may be other things in code, not in
    words."""
    values = {row["value"] for row in GIVEN}
    return {one for one in values if re.fullmatch(r"\d{3}|\d+\.\d+", one) and not ROUND.fullmatch(one)}


def numbers(text: str) -> set[str]:
    """The numbers in a text, as bare digits: 9846, 9.846 and 9_846 are the same."""
    return {re.sub(r"[._]", "", found) for found in _NUMBER.findall(text)}


def short_numbers(text: str) -> set[str]:
    """The short numbers in a text that stand by themselves, with a point for a comma."""
    return {found.replace(",", ".") for found in _SHORT.findall(text)}


def words(path: Path) -> Iterator[str]:
    """What is said in a file: the texts in Python's code with the bare numbers beside them, or the whole of a page."""
    if path.suffix in PROSE:
        yield path.read_text(encoding="utf-8")
    elif path.suffix == ".py":
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and type(node.value) in (str, int, float) and node.value not in LENGTHS:
                yield str(node.value)


def test_a_number_is_known_however_it_is_written():
    assert numbers("bijna 9846, of 9.846, of 9_846 (19.846) a9846 0.9846") == {"9846", "19846"}
    assert short_numbers("372 leden (+372), 31,3% en 16.6; #372 /404/ width=368 x372 372px 20-04-372 372:1") == {
        "372",
        "31.3",
        "16.6",
    }


def test_no_reference_figure_stands_outside_the_demo_and_the_tests():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S603, S607
    files = [ROOT / name for name in listed.splitlines() if not name.startswith(FREE)]
    figures, short_figures = wanted(), short()
    found = {}
    for path in files:
        if path.suffix in READ and path.exists():
            there = numbers(path.read_text(encoding="utf-8")) & figures
            there |= {one for said in words(path) for one in short_numbers(said)} & short_figures
            if there:
                found[str(path.relative_to(ROOT))] = sorted(there)

    assert len(figures) > 60
    assert len(short_figures) > 25
    assert found == {}


# ---- the texts of the chapters

# Numbers in letters that no record holds, each with why it may be typed.
IN_LETTERS = {
    ("02", "eerste tien"): "how long the list of pages is",
    ("02", "op twee plekken"): "an example of counting double",
    ("02", "zou twee keer"): "an example of counting double",
    ("06", "Wie twee keer"): "an example of counting double",
    ("06", "telt twee keer"): "an example of counting double",
    ("09", "een half jaar"): "what the scheme is, by law",
    ("16", "De drie sessies"): "how long the list of sessions is",
}
# Numbers in digits: where something stands in the report, and what a figure of others is about.
IN_DIGITS = re.compile(r"[Hh]oofdstuk\s\d+|van 15 jaar en ouder")
_LETTERS = re.compile(
    r"\w+ (?:twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|twintig|half|honderd)\b(?: \w+)?", re.IGNORECASE
)
_FIGURE = re.compile(r"\{[^{}]*\}")


def texts() -> dict[str, str]:
    """The texts of the demo's chapters by number."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(DATA.glob("[0-9][0-9].md"))}


def test_no_text_holds_a_typed_number_month_or_year():
    found = {name: [*typed_numbers(text), *typed_moments(text)] for name, text in texts().items()}

    assert len(found) == 22
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_no_text_holds_a_number_that_a_record_holds():
    """Digits that `typed_numbers` lets through for being few, and numbers in letters."""
    digits, letters = [], []
    for name, text in texts().items():
        sentences = "\n".join(line for line in text.splitlines() if "@20" not in line)  # told by typed_moments
        bare = _FIGURE.sub("…", sentences)
        digits += [(name, each) for each in re.findall(r"\d+", IN_DIGITS.sub("", bare))]
        letters += [(name, each) for each in _LETTERS.findall(bare)]

    assert digits == []
    known = [(name, words) for name, words in IN_LETTERS]
    assert [each for each in letters if not any(each[0] == name and words in each[1] for name, words in known)] == []
    assert [each for each in known if not any(each[0] == name and each[1] in found for name, found in letters)] == []
