"""The files of the project speak of the project alone."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Put together here, so that this file does not find itself.
NOT_IN_A_FILE = re.compile(
    "|".join(
        [
            "pypi" + r"\.org",
            "python" + r"hosted\.",
            "npmjs" + r"\.",
            "/wo" + "rk/",
            "/ro" + "ot/",
            "/ho" + "me/",
            "/Us" + "ers/",
        ]
    )
)


def test_no_file_names_a_registry_or_a_place_on_a_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    found = []
    for name in listed:
        try:
            text = (ROOT / name).read_text()
        except (UnicodeDecodeError, FileNotFoundError):
            continue  # a picture or font, or a file that is just being moved
        found += [
            f"{name}:{n}: {line.strip()}" for n, line in enumerate(text.splitlines(), 1) if NOT_IN_A_FILE.search(line)
        ]

    assert found == []


def test_the_licence_is_there_in_full() -> None:
    text = (ROOT / "LICENSE").read_text()

    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert re.findall(r"^(\d+)\. ", text, re.M) == [str(n) for n in range(1, 16)]
    assert text.endswith(
        "All other changes or additions to this Appendix require the production of a new EUPL version.\n"
    )
