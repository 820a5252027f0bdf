"""`manage.py run` for real, without the demo year: once, twice, side by side, killed, and stopped."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nov import localdb, postgres
from nov.localdb import Cluster
from tests.house.conftest import ask, tell

RUN = [sys.executable, "manage.py", "run"]
Run = Callable[..., subprocess.Popen[str]]
pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks at processes in /proc")


def environment(data: Path) -> dict[str, str]:
    """Ours, with a data folder and without the demo year."""
    ours = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DATABASE_", "SITE_URL", "SECRET_KEY"))
    }
    return ours | {"NOV_DATA": str(data), "NOV_TODAY": ""}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with everything in it, made by the command itself; starts are made from copies."""
    data = tmp_path_factory.mktemp("prepared")
    subprocess.run([*RUN, "--prepare"], cwd=localdb.ROOT, env=environment(data), stdout=subprocess.DEVNULL, check=True)
    return data


@pytest.fixture
def run(folder: Path, prepared: Path) -> Iterator[Run]:
    """run(data) starts the site on a data folder of its own."""
    started = []
    log = (folder / "log").open("w")

    def start(data: str = "var") -> subprocess.Popen[str]:
        if not (folder / data).exists():
            shutil.copytree(prepared, folder / data, ignore=shutil.ignore_patterns("socket"))
        process = subprocess.Popen(
            [*RUN, "--port", "8400"],
            cwd=localdb.ROOT,
            env=environment(folder / data),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
    until_nothing_runs(folder)
    log.close()
    print((folder / "log").read_text())  # pytest shows it with a test that fails


def address(process: subprocess.Popen[str]) -> str:
    """The address that a run prints as soon as the site answers."""
    for line in process.stdout:
        if found := re.match(r"NOV draait op (\S+)$", line):
            return found[1]
    raise AssertionError("it ended without an address")


def running(folder: Path) -> list[int]:
    """Every process that works with a data folder: ours, the web server's, PostgreSQL's."""
    found = []
    for path in Path("/proc").iterdir():
        try:
            of = (path / "environ").read_bytes() + (path / "cmdline").read_bytes() if path.name.isdigit() else b""
        except OSError:
            continue
        if str(folder).encode() in of and int(path.name) != os.getpid():
            found.append(int(path.name))
    return found


def until_nothing_runs(folder: Path) -> None:
    """Wait until the last process has let go."""
    until = time.monotonic() + 60
    while left := running(folder):
        assert time.monotonic() < until, [postgres.command_of(pid) for pid in left]
        time.sleep(0.1)


def stop(process: subprocess.Popen[str], number: signal.Signals) -> None:
    """End a run as a person, a system or a closed terminal does."""
    process.send_signal(number)
    assert process.wait(60) == 0


def test_one_site_per_folder_and_two_side_by_side(run: Run, folder: Path) -> None:
    one, two = run("one"), run("two")
    first, second = address(one), address(two)

    again = run("one")

    assert (again.communicate()[0], again.returncode) == (f"NOV draait al op {first}.\n", 0)
    assert first != second
    assert [status(first), status(second)] == [200, 200]
    stop(one, signal.SIGINT)
    assert running(folder / "one") == []
    assert status(second) == 200
    stop(two, signal.SIGTERM)
    assert running(folder) == []


def test_after_kill_9_of_everything_the_site_is_back_with_its_data(run: Run, folder: Path) -> None:
    address(run())
    cluster = Cluster(folder / "var" / "postgres")
    tell(cluster, "CREATE TABLE kept AS SELECT 42 AS answer")

    for pid in running(folder):
        os.kill(pid, signal.SIGKILL)
    back = run()
    address(back)

    assert ask(cluster, "SELECT answer FROM kept", "nov_owner") == [(42,)]
    stop(back, signal.SIGHUP)
    assert running(folder) == []


def status(site: str) -> int:
    """What the site answers when asked how it is."""
    with urllib.request.urlopen(site + "/healthz") as answer:
        return answer.status
