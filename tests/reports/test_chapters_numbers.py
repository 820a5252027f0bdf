"""No figure of the reference year stands in the code: it comes from records, or it is not there."""

from __future__ import annotations

import csv
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GIVEN = csv.DictReader((Path(__file__).parent / "figures_2023.csv").open(encoding="utf-8", newline=""))
FREE = ("nov/demo/", "tests/", "requirements/")
READ = {".py", ".html", ".md", ".sql", ".js", ".css", ".toml", ".txt", ".csv"}
# A year is everywhere; 10.000 and the like are limits of forms and pages as well.
ROUND = re.compile(r"[1-9]0+")
# A kilobyte, and the number of the account of debtors: not the 1.024 and 1.300 of the report.
OTHERWISE = {"1024", "1300"}
_NUMBER = re.compile(r"(?<![\w.,#-])\d{1,3}(?:[._]\d{3})+(?![\w])|(?<![\w.,#-])\d{4,}(?![\w])")


def wanted() -> set[str]:
    """The figures of four digits and more that could be nothing else."""
    values = {row["value"].split(".")[0] for row in GIVEN}
    long = {one for one in values if re.fullmatch(r"\d{4,}", one) and not ROUND.fullmatch(one) and not is_year(one)}
    return long - OTHERWISE


def is_year(digits: str) -> bool:
    return len(digits) == 4 and 1900 <= int(digits) <= 2100


def numbers(text: str) -> set[str]:
    """The numbers in a text, as bare digits: 9846, 9.846 and 9_846 are the same."""
    return {re.sub(r"[._]", "", found) for found in _NUMBER.findall(text)}


def test_a_number_is_known_however_it_is_written():
    assert numbers("bijna 9846, of 9.846, of 9_846 (19.846) a9846 0.9846") == {"9846", "19846"}


def test_no_reference_figure_stands_outside_the_demo_and_the_tests():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S603, S607
    files = [name for name in listed.splitlines() if not name.startswith(FREE) and Path(name).suffix in READ]
    figures = wanted()
    found = {
        name: sorted(there)
        for name in files
        if (ROOT / name).exists() and (there := numbers((ROOT / name).read_text(encoding="utf-8")) & figures)
    }

    assert len(figures) > 60
    assert found == {}
