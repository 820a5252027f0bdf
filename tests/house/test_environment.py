"""What is missing is said in one sentence; what is locked is complete; a step that fails fails the whole."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def program(folder: Path, name: str, script: str) -> None:
    """A program of our own in the search path."""
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def find_python(path: Path) -> subprocess.CompletedProcess[str]:
    """Look for a Python in one folder."""
    shell = shutil.which("sh")
    return subprocess.run(
        [shell, ROOT / "requirements/python.sh"], env={"PATH": str(path)}, capture_output=True, text=True, check=False
    )


def test_without_any_python_it_is_one_sentence(tmp_path: Path) -> None:
    found = find_python(tmp_path)

    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr == (
        "Er is geen Python 3.11 of nieuwer: installeer die (Debian, Ubuntu: apt install python3 python3-venv; "
        "macOS: brew install python).\n"
    )


def test_a_python_that_is_too_old_does_not_count(tmp_path: Path) -> None:
    program(tmp_path, "python3", "exit 1")

    assert find_python(tmp_path).returncode == 1


def test_a_python_without_venv_names_the_package(tmp_path: Path) -> None:
    program(tmp_path, "python3", 'case "$2" in *ensurepip*) exit 1;; *print*) echo 3.12;; esac')

    assert find_python(tmp_path).stderr == (
        "Python 3.12 kan geen omgeving maken: installeer venv (Debian, Ubuntu: apt install python3.12-venv).\n"
    )


def test_the_newest_python_that_works_is_taken(tmp_path: Path) -> None:
    program(tmp_path, "python3.13", 'case "$2" in *ensurepip*) exit 1;; esac')
    program(tmp_path, "python3.12", "exit 0")
    program(tmp_path, "python3", "exit 0")

    assert find_python(tmp_path).stdout == f"{tmp_path}/python3.12\n"


def locked(name: str) -> dict[str, str]:
    """Package and version of a lock file."""
    text = (ROOT / "requirements" / f"{name}.lock").read_text()
    return dict(re.findall(r"^([a-z0-9_.-]+)==(\S+)", text, re.M))


def test_the_lock_for_tests_holds_all_that_runs() -> None:
    assert locked("run").items() <= locked("test").items()


@pytest.mark.parametrize("name", ["run", "test"])
def test_every_package_is_locked_with_hashes(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.lock").read_text()

    entries = re.split(r"\n(?=\S)", text)
    packages = [entry for entry in entries if re.match(r"[a-z0-9_.-]+==", entry)]

    assert len(packages) == len(locked(name))
    assert [entry.splitlines()[0] for entry in packages if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize(("failing", "code"), [("none", 0), ("check", 1), ("test", 1)])
def test_ci_fails_when_a_step_fails_and_does_the_others(tmp_path: Path, failing: str, code: int) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/run", tmp_path / ".ci/run")
    program(tmp_path / "bin", "chromium", "exit 0")
    program(tmp_path / "bin", "make", f'echo "made $2 with $NOV_REQUIRE_BROWSER"; [ "$2" != {failing} ]')

    done = subprocess.run(
        ["bash", ".ci/run"],
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}/bin:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == code
    assert [line for line in done.stdout.splitlines() if line.startswith("made")] == [
        "made check with 1",
        "made test with 1",
    ]
    assert re.findall(r"^ +\d+s  (.*)$", done.stdout, re.M) == ["chromium", "check", "test"]
    assert done.stderr == ("" if code == 0 else f"Failed: {failing}\n")
