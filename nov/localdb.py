"""The embedded PostgreSQL: found, made, started, and stopped by whoever leaves last.

    nov.localdb.ensure()      sets DATABASE_URL and DATABASE_OWNER_URL, starting a server where none is given

Called by manage.py and the tests, never on import of the settings. How it holds together:

- every process that uses the server holds a shared lock on `users.lock`; the kernel lets go of it, kill -9 included;
- a small keeper waits for the lock to be free of users, stops the server and ends: nobody has to tidy up;
- who makes or starts the server holds `start.lock`, so that two starts at once end up on one server;
- a cluster is made in a temporary folder, complete with roles and database, and then renamed: it is there whole or not at all.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO

from nov import postgres
from nov.postgres import LocalDatabaseError

SOCKET_ROOM = 100 - len("/.s.PGSQL.5432")  # the kernel's limit is 104 bytes on macOS, 108 on Linux
START_WITHIN = 60  # seconds; what a killed server left behind may need some of them
SAFE = ()
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # for clusters that are thrown away
ROLES = ("postgres", "nov_owner", "nov_app")
_held: dict[Path, IO[str]] = {}


def data_folder() -> Path:
    """The folder for all that this installation keeps: NOV_DATA, or `var` in the clone."""
    return Path(os.environ.get("NOV_DATA") or Path(__file__).resolve().parent.parent / "var").resolve()


def ensure() -> None:
    """Set DATABASE_URL and DATABASE_OWNER_URL in the environment; start the embedded server where they are not given."""
    if os.environ.get("DATABASE_URL"):
        return
    cluster = Cluster(data_folder() / "postgres")
    cluster.join()
    os.environ["DATABASE_URL"] = cluster.url("nov_app")
    os.environ["DATABASE_OWNER_URL"] = cluster.url("nov_owner")


def ensure_secret() -> None:
    """Set SECRET_KEY in the environment from `secret` in the data folder, which is written on the first run."""
    if os.environ.get("SECRET_KEY") or os.environ.get("SECRET_KEY_FILE"):
        return
    folder = data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "secret"
    with locked(folder / "secret.lock"):
        if not file.exists():
            write_private(file, secrets.token_urlsafe(50))
    os.environ["SECRET_KEY"] = file.read_text().strip()


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL server with its data, log-ins, locks and log, all in one folder."""

    folder: Path
    options: tuple[str, ...] = SAFE

    @property
    def data(self) -> Path:
        return self.folder / "cluster" / "data"

    @cached_property
    def bin(self) -> Path:
        return postgres.binaries()

    @cached_property
    def socket(self) -> Path:
        """Beside the data where the path is short and plain enough, else in the system's folder for temporary files."""
        beside = self.folder / "socket"
        if len(os.fsencode(beside)) <= SOCKET_ROOM and re.fullmatch(r"[\w./-]+", str(beside), re.ASCII):
            return beside
        return Path("/tmp") / f"nov-{os.getuid()}-{hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]}"  # noqa: S108

    def url(self, role: str, name: str = "nov") -> str:
        password = json.loads((self.folder / "cluster" / "passwords").read_text())[role]
        return f"postgresql://{role}:{password}@/{self.socket}/{name}"

    def join(self) -> None:
        """Use this server until the process ends or `leave`s: it is made and started where needed."""
        if self.folder in _held:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        users = (self.folder / "users.lock").open("a")
        fcntl.flock(users, fcntl.LOCK_SH)
        with locked(self.folder / "start.lock"):
            self._make()
            self._start()
        _held[self.folder] = users
        atexit.register(self.leave)

    def leave(self) -> None:
        """Stop using this server; the last to leave stops it."""
        if users := _held.pop(self.folder, None):
            users.close()
            self.stop_unless_used(wait=False)

    def stop_unless_used(self, *, wait: bool) -> None:
        """Stop the server as soon as nobody uses it, or, without `wait`, only if nobody does now."""
        with (self.folder / "users.lock").open("a") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                return
            if self.answers():
                self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "-t", "60", "stop")

    def answers(self) -> bool:
        """Whether a server of ours takes connections; a pid file is no proof of that."""
        return self._run("pg_isready", "-q", "-h", self.socket, "-t", "3").returncode == 0

    # making

    def _make(self) -> None:
        if self.data.exists():
            self._same_version()
            return
        new = Path(tempfile.mkdtemp(prefix="new-", dir=self.folder))
        try:
            self._hand_over(new)
            passwords = {role: secrets.token_urlsafe(24) for role in ROLES}
            write_private(new / "passwords", json.dumps(passwords))
            self._initdb(new, passwords)
            new.rename(self.folder / "cluster")
        finally:
            shutil.rmtree(new, ignore_errors=True)

    def _initdb(self, new: Path, passwords: dict[str, str]) -> None:
        locale = (
            ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
            if self.version >= 17
            else ("--locale=C.UTF-8",)
        )
        secret = new / "superuser"
        write_private(secret, passwords["postgres"] + "\n")
        self._hand_over(secret)
        sync = ("--no-sync",) if self.options else ()
        self._must("initdb", "-D", new / "data", "-U", "postgres", "-A", "scram-sha-256", "--pwfile", secret,
                   "-E", "UTF8", "-T", "dutch", *locale, *sync)  # fmt: skip
        secret.unlink()
        self._must("postgres", "--single", "-j", "-D", new / "data", "postgres", given=ROLES_SQL.format(**passwords))

    def _same_version(self) -> None:
        made_by = int((self.data / "PG_VERSION").read_text())
        if made_by != self.version:
            raise LocalDatabaseError(
                f"De gegevens in {self.folder} zijn van PostgreSQL {made_by} en hier staat {self.version}: zet ze over met pg_dump, "
                "of begin met het demojaar opnieuw met `make demo` (de oude gegevens blijven bewaard)."
            )

    @cached_property
    def version(self) -> int:
        return postgres.major(self.bin)

    def set_aside(self) -> Path | None:
        """Put the data aside under another name, never deleting them; the next `join` makes a new cluster."""
        if not self.data.exists():
            return None
        aside = self.folder / f"cluster-{time.strftime('%Y%m%d-%H%M%S')}"
        (self.folder / "cluster").rename(aside)
        return aside

    # starting

    def _start(self) -> None:
        if self.answers():
            return
        self._private_socket()
        until = time.monotonic() + START_WITHIN
        while not self._started_once(until):
            if time.monotonic() > until:
                raise LocalDatabaseError(f"De database start niet; het waarom staat in {self.log}.")
            time.sleep(1)
        self._keep()

    def _started_once(self, until: float) -> bool:
        self._forget_stale_pid()
        settings = ["listen_addresses=", f"unix_socket_directories={self.socket}", "unix_socket_permissions=0700",
                    "timezone=UTC", "log_timezone=UTC", *self.options]  # fmt: skip
        command = [
            *postgres.as_ordinary_user(),
            self.bin / "postgres",
            "-D",
            self.data,
            *(x for s in settings for x in ("-c", s)),
        ]
        with self.log.open("ab") as log:
            server = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                env=postgres.environment(),
            )
        while server.poll() is None and time.monotonic() < until:
            if self.answers():
                server.returncode = 0  # it lives on without us: nothing to wait for
                return True
            time.sleep(0.05)
        return False

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def _forget_stale_pid(self) -> None:
        """Remove the pid file of a killed server when its number now belongs to another program.

        PostgreSQL itself removes the file when the number is free, and would otherwise refuse to start. Its lock on
        the shared memory still stands between two servers on the same data.
        """
        file = self.data / "postmaster.pid"
        try:
            pid = int(file.read_text().split()[0])
        except (FileNotFoundError, ValueError, IndexError):
            return
        if "postgres" not in postgres.command_of(pid):
            file.unlink(missing_ok=True)

    def _private_socket(self) -> None:
        self.socket.mkdir(mode=0o700, exist_ok=True)
        self._hand_over(self.socket)
        found = self.socket.lstat()
        if (
            self.socket.is_symlink()
            or found.st_uid not in (os.getuid(), self.data.stat().st_uid)
            or found.st_mode & 0o077
        ):
            raise LocalDatabaseError(f"De map {self.socket} is niet alleen van jou; verwijder haar en begin opnieuw.")

    def _hand_over(self, path: Path) -> None:
        """Give a path to the account that runs the server, where that is another one than ours."""
        if account := postgres.other_account():
            os.chown(path, *account)

    def _keep(self) -> None:
        """Leave behind the small process that stops the server when nobody uses it any more."""
        subprocess.Popen(
            [sys.executable, "-m", "nov.localdb", str(self.folder)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, cwd=Path(__file__).resolve().parent.parent, start_new_session=True,
        ).returncode = 0  # fmt: skip

    def _run(self, tool: str, *args: object, given: str = "") -> subprocess.CompletedProcess[str]:
        return postgres.run(self.bin, tool, *args, given=given)

    def _must(self, tool: str, *args: object, given: str | None = None) -> None:
        done = self._run(tool, *args, given=given)
        if done.returncode or "ERROR:" in done.stderr:
            raise LocalDatabaseError(f"De database is niet te maken ({tool}): {done.stderr.strip()[-600:]}")


ROLES_SQL = """\
CREATE ROLE nov_owner LOGIN CREATEDB PASSWORD '{nov_owner}';

CREATE ROLE nov_app LOGIN PASSWORD '{nov_app}';

GRANT nov_app TO nov_owner;

CREATE DATABASE nov OWNER nov_owner;

"""


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold a lock that the kernel releases whatever happens to us."""
    with file.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner may read, at no moment otherwise."""
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:  # noqa: PTH123
        out.write(text)


if __name__ == "__main__":
    Cluster(Path(sys.argv[1])).stop_unless_used(wait=True)
