"""Make `.venv` hold exactly what a lock file says: `python requirements/environment.py run|test`.

Works with any Python from 3.11 without anything installed. Uses uv where it is found, else pip; both check the hashes.
What is installed is noted in `.venv/installed`, so that a second time costs nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
COVERS = {"run": ("run",), "test": ("run", "test")}  # what is needed to test includes all that is needed to run


def main(wanted: str) -> None:
    """Install the lock file `wanted` where that has not been done yet."""
    with (ROOT / "requirements" / "python.sh").open() as lock:  # two at once: the second waits and finds it done
        fcntl.flock(lock, fcntl.LOCK_EX)
        if f"{wanted} {fingerprint(wanted)}" in noted() and works(PYTHON):
            return
        print(f"Omgeving maken in .venv ({wanted}.lock) …", flush=True)
        (VENV / "installed").unlink(missing_ok=True)
        install(ROOT / "requirements" / f"{wanted}.lock")
        (VENV / "installed").write_text("".join(f"{name} {fingerprint(name)}\n" for name in COVERS[wanted]))


def install(lock: Path) -> None:
    """Bring the environment to what the lock file says."""
    if works("uv"):
        if not works(PYTHON):
            must("uv", "venv", "--quiet", "--clear", "--python", sys.executable, VENV)
        must("uv", "pip", "sync", "--quiet", "--python", PYTHON, "--require-hashes", lock)
    else:
        must(sys.executable, "-m", "venv", "--clear", VENV)
        must(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", lock)


def must(*command: str | Path) -> None:
    """Run a command that has to work."""
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        sys.exit(
            "De omgeving is niet gemaakt: er is netwerk nodig om de pakketten van requirements/ te halen; probeer het opnieuw."
        )


def works(program: str | Path) -> bool:
    """Whether a program is there and runs (a link to a removed Python is there and does not)."""
    try:
        return subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def noted() -> list[str]:
    """What was installed."""
    file = VENV / "installed"
    return file.read_text().splitlines() if file.exists() else []


def fingerprint(name: str) -> str:
    """What tells one lock file from another."""
    return hashlib.sha256((ROOT / "requirements" / f"{name}.lock").read_bytes()).hexdigest()


if __name__ == "__main__":
    os.environ.pop("VIRTUAL_ENV", None)
    main(sys.argv[1])
