"""The programs of `manage.py run` stand and fall together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nov import localdb, supervision
from nov.supervision import Supervisor

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(600)",
]
TETHERED = "from nov.supervision import follow_supervisor; follow_supervisor(); print(1, flush=True); import time; time.sleep(600)"


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(said: list[str]) -> Iterator[Supervisor]:
    supervisor = Supervisor(said.append)
    yield supervisor
    for process in supervisor.running.values():
        process.kill()
        process.wait()


def test_a_program_that_falls_is_started_again(
    supervisor: Supervisor, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervision, "PATIENCE", 0)
    supervisor.start("De webserver", SLEEP)
    first = supervisor.running["De webserver"]
    first.kill()
    first.wait()

    supervisor.look()

    assert said == ["De webserver viel om (code -9) en begint opnieuw."]
    assert supervisor.running["De webserver"].poll() is None


def test_a_program_that_falls_at_once_ends_the_run(supervisor: Supervisor) -> None:
    supervisor.start("De webserver", [sys.executable, "-c", "raise SystemExit(3)"])
    supervisor.running["De webserver"].wait()

    with pytest.raises(RuntimeError) as told:
        supervisor.look()

    assert str(told.value) == "De webserver stopt meteen na het starten (code 3)."


def test_end_ends_also_what_does_not_listen(supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "PATIENCE", 0.5)
    supervisor.start("a", SLEEP)
    supervisor.start("b", DEAF)
    time.sleep(0.3)

    supervisor.end()

    assert [process.returncode for process in supervisor.running.values()] == [-signal.SIGTERM, -signal.SIGKILL]


def test_programs_end_when_their_supervisor_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time; from nov.supervision import Supervisor; s = Supervisor(print);"
        f"s.start('a', [sys.executable, '-c', {TETHERED!r}]); print(s.running['a'].pid, flush=True); time.sleep(600)"
    )
    running = subprocess.Popen([sys.executable, "-c", code], cwd=localdb.ROOT, stdout=subprocess.PIPE, text=True)
    program = int(running.stdout.readline())
    assert running.stdout.readline() == "1\n"

    running.kill()
    running.wait()

    gone(lambda: os.kill(program, 0))


def gone(touch: Callable[[], None]) -> None:
    """Wait until a process is no more."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            touch()
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("it still runs")
