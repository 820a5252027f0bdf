"""The embedded PostgreSQL: found, made, started, and stopped by whoever leaves last.

    nov.localdb.ensure()      sets DATABASE_URL and DATABASE_OWNER_URL, starting a server where none is given

Called by manage.py and the tests, never on import of the settings. How it holds together:

- every process that uses the server holds a shared lock on `users.lock`; the kernel lets go of it, kill -9 included;
- a small keeper waits for the lock to be free of users, stops the server and ends: nobody has to tidy up;
- who makes or starts the server holds `start.lock`, so that two starts at once end up on one server;
- a cluster is made in a temporary folder, complete with log-ins and database, then renamed: it is there whole or not at all.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import json
import os
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO

from nov import initdb, postgres
from nov.postgres import LocalDatabaseError

ROOT = Path(__file__).resolve().parent.parent
SOCKET_ROOM = 100 - len("/.s.PGSQL.5432")  # the kernel's limit is 104 bytes on macOS, 108 on Linux
START_WITHIN = 60  # seconds; what a killed server left behind may need some of them
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # for clusters that are thrown away
DEMO_DAY = "2024-04-15"  # the embedded database holds the demo year, whose clock stands still on this day
_held: dict[Path, IO[str]] = {}


def ensure() -> None:
    """Set DATABASE_URL and DATABASE_OWNER_URL in the environment; start the embedded server where they are not given.

    With the embedded server the demo's clock stands still, unless NOV_TODAY is set (empty: the real day).
    """
    if os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"):
        return
    cluster = embedded()
    cluster.join()
    os.environ["DATABASE_URL"] = cluster.url("nov_app")
    os.environ["DATABASE_OWNER_URL"] = cluster.url("nov_owner")
    os.environ.setdefault("NOV_TODAY", DEMO_DAY)


def ensure_secret() -> None:
    """Set SECRET_KEY in the environment from `secret` in the data folder, which is written on the first run."""
    if os.environ.get("SECRET_KEY") or os.environ.get("SECRET_KEY_FILE"):
        return
    folder = data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder / "secret.lock"):
        if not (folder / "secret").exists():
            initdb.write_private(folder / "secret", secrets.token_urlsafe(50))
    os.environ["SECRET_KEY"] = (folder / "secret").read_text()


def data_folder() -> Path:
    """The folder for all that this installation keeps: NOV_DATA, or `var` in the clone."""
    return Path(os.environ.get("NOV_DATA") or ROOT / "var").resolve()


def embedded() -> Cluster:
    """The server of this installation."""
    return Cluster(data_folder() / "postgres")


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL server with its data, log-ins, locks and log, all in one folder."""

    folder: Path
    options: tuple[str, ...] = ()

    @property
    def made(self) -> Path:
        """What is made in one go and put aside in one go: the data and the passwords."""
        return self.folder / "cluster"

    @property
    def data(self) -> Path:
        return self.made / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @cached_property
    def bin(self) -> Path:
        return postgres.binaries()

    @cached_property
    def socket(self) -> Path:
        """Beside the data where the path is short and plain enough, else in the system's folder for temporary files."""
        beside = self.folder / "socket"
        if len(os.fsencode(beside)) <= SOCKET_ROOM and re.fullmatch(r"[\w./-]+", str(beside), re.ASCII):
            return beside
        # Anybody can make folders there: `_private_socket` uses it only when it is ours alone.
        return Path(f"/tmp/nov-{os.getuid()}-{hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]}")  # nosec B108

    def url(self, role: str, name: str = "nov") -> str:
        """The address of a database for one of the log-ins, in the form that django-environ reads."""
        password = json.loads((self.made / "passwords").read_text())[role]
        return f"postgresql://{role}:{password}@/{self.socket}/{name}"

    # coming and going

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
        with self._alone(wait=wait) as alone:
            if alone:
                self.stop()

    def set_aside(self) -> Path | None:
        """Put the data aside under another name, never deleting them; the next `join` makes a new cluster."""
        if not self.made.exists():
            return None
        with self._alone(wait=False) as alone:
            if not alone:
                raise LocalDatabaseError("NOV draait met deze gegevens: stop het eerst (Ctrl-C bij `make run`).")
            self.stop()
            return self.made.rename(self.folder / f"cluster-{time.strftime('%Y%m%d-%H%M%S')}")

    def stop(self) -> None:
        """Stop the server, whoever uses it."""
        if self.answers():
            postgres.run(self.bin, "pg_ctl", "-D", self.data, "-m", "fast", "-w", "-t", "60", "stop")

    def answers(self) -> bool:
        """Whether the server takes connections; a pid file is no proof of that."""
        return postgres.run(self.bin, "pg_isready", "-q", "-h", self.socket, "-t", "3").returncode == 0

    @contextmanager
    def _alone(self, *, wait: bool) -> Iterator[bool]:
        """Hold the server with no other users, and keep them waiting; False when there are some."""
        with (self.folder / "users.lock").open("a") as users:
            while not (alone := try_lock(users, fcntl.LOCK_EX)):
                if wait:
                    alone = fcntl.flock(users, fcntl.LOCK_EX) is None
                    break
                if try_lock(users, fcntl.LOCK_SH):  # there are other users
                    break
                time.sleep(0.05)  # the keeper is stopping it
            yield alone

    def _make(self) -> None:
        if self.data.exists():
            self._same_version()
        else:
            initdb.make(self.made, self.bin, quick=bool(self.options))

    def _same_version(self) -> None:
        made_by, here = int((self.data / "PG_VERSION").read_text()), postgres.major(self.bin)
        if made_by != here:
            raise LocalDatabaseError(
                f"De gegevens in {self.folder} zijn van PostgreSQL {made_by} en hier staat {here}: zet ze over met pg_dump, of maak "
                "het demojaar opnieuw met `make demo` (wat er stond, blijft ernaast bewaard)."
            )

    # starting

    def _start(self) -> None:
        if self.answers():
            return
        self._private_socket()
        self._keep()
        until = time.monotonic() + START_WITHIN
        while not self._started_once(until):
            if time.monotonic() > until:
                raise LocalDatabaseError(f"De database start niet; het waarom staat in {self.log}.")
            time.sleep(1)

    def _started_once(self, until: float) -> bool:
        self._forget_stale_pid()
        settings = (
            "listen_addresses=",
            f"unix_socket_directories={self.socket}",
            "unix_socket_permissions=0700",
            "timezone=UTC",
            "log_timezone=UTC",
            *self.options,
        )
        server = postgres.leave_running(
            self.bin / "postgres", "-D", self.data, *(f"--{s}" for s in settings), log=self.log
        )
        while server.poll() is None and time.monotonic() < until:
            if self.answers():
                server.returncode = 0  # it lives on without us: nothing to wait for
                return True
            time.sleep(0.05)
        return False

    def _forget_stale_pid(self) -> None:
        """Remove the pid file of a killed server when its number now belongs to another program.

        PostgreSQL itself removes the file when the number is free, and would otherwise refuse to start. Its hold on
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
        postgres.hand_over(self.socket)
        found = self.socket.lstat()
        if self.socket.is_symlink() or found.st_uid != self.data.stat().st_uid or found.st_mode & 0o077:
            raise LocalDatabaseError(f"De map {self.socket} is niet alleen van jou; verwijder haar en begin opnieuw.")

    def _keep(self) -> None:
        """Leave behind the small process that stops the server when nobody uses it any more."""
        keeper = [sys.executable, "-m", "nov.localdb", "keep", str(self.folder)]
        process = subprocess.Popen(
            keeper,
            cwd=ROOT,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        process.returncode = 0  # it outlives us: nothing to wait for


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold a lock that the kernel releases whatever happens to us."""
    with file.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def try_lock(file: IO[str], kind: int) -> bool:
    """Take a lock if that can be done at once."""
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def main(task: str, *folder: str) -> None:
    """`keep FOLDER`: stop that server when nobody uses it any more. `set-aside`: make room for a new database."""
    if task == "keep":
        Cluster(Path(folder[0])).stop_unless_used(wait=True)
    elif aside := embedded().set_aside():
        print(f"Wat er stond, is bewaard in {aside}; verwijder die map als je haar niet meer nodig hebt.")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except LocalDatabaseError as error:
        sys.exit(str(error))
