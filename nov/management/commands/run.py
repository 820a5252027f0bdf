"""Everything that makes the site run, in the foreground until Ctrl-C."""

from __future__ import annotations

import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from nov import demo, localdb
from nov.supervision import Supervisor

DOCUMENTS = {
    "build/jaarverslag-2023.pdf": ("annual_report", "2023"),
    "build/jaarrekening-2023.pdf": ("annual_accounts", "2023"),
}
ANSWERS_WITHIN = 60  # seconds


class Command(BaseCommand):
    """`run`: database up to date, demo year on the first run, web server, job worker and both documents."""

    help = (
        "Draait de hele site tot Ctrl-C: werkt de database bij, laadt bij de eerste keer het demojaar, start de webserver en de "
        "achtergrondtaken en maakt beide pdf's. Voorbeelden: manage.py run | manage.py run --port 9000"
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options of the command."""
        parser.add_argument(
            "--port", type=int, default=8000, help="deze poort, of de eerste vrije erna (standaard 8000)"
        )
        parser.add_argument("--prepare", action="store_true", help="werk alleen alles bij, zonder de site te starten")

    def handle(self, *args: Any, port: int, prepare: bool, **options: Any) -> None:
        """Run until Ctrl-C; a second run of the same installation says where the first one is."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, interrupt)
        with only_one(settings.DATA_DIR / "running") as mine:
            if isinstance(mine, str):
                self.say(f"NOV draait al{mine and ' op ' + mine}.")
                return
            supervisor = Supervisor(self.say)
            try:
                self.prepare()
                if not prepare:
                    self.serve(supervisor, port, mine)
            except KeyboardInterrupt:
                self.say("\nNOV stopt.")
            except RuntimeError as error:
                raise CommandError(str(error)) from error
            finally:
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                supervisor.end()

    def prepare(self) -> None:
        """Bring the database and the static files up to date; load the demo year where it is not there yet."""
        self.say("Database en bestanden bijwerken …")
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        if settings.NOV_TODAY:
            self.load_demo()

    def load_demo(self) -> None:
        """Load the demo year; the embedded database remembers that it has been done."""
        cluster = localdb.embedded()
        embedded = settings.DATABASES["default"]["HOST"] == str(cluster.socket)
        loaded = cluster.made / "demo"
        if embedded and loaded.exists():
            return
        self.say("Demojaar laden (eenmalig, ongeveer een minuut) …")
        demo.load(lambda step: self.say(f"  {step} …"))
        if embedded:
            loaded.touch()

    def serve(self, supervisor: Supervisor, port: int, address_file: IO[str]) -> None:
        """Start the programs, make the documents, say where everything is, and keep it running."""
        with first_free(port) as listening:
            address = os.environ.setdefault("SITE_URL", f"http://localhost:{listening.getsockname()[1]}")
            print(address, file=address_file, flush=True)
            gunicorn = [sys.executable, "-m", "gunicorn", "-c", "nov/gunicorn.py", "-b", f"fd://{listening.fileno()}"]
            supervisor.start("De webserver", [*gunicorn, "nov.wsgi"], [listening.fileno()])
            supervisor.start("De achtergrondtaken", [sys.executable, "manage.py", "procrastinate", "worker"])
            self.wait_for_answer(supervisor, listening.getsockname())
            self.say(f"\nNOV draait op {address}\n")
            if settings.NOV_TODAY:
                call_command("demo", people=True, stdout=self.stdout)
                self.say("\nDocumenten maken …")
                self.documents()
            self.say("\nStoppen met Ctrl-C.")
            supervisor.watch()

    def documents(self) -> None:
        """Make both documents and say where they are; one that fails says why and stops nothing."""
        Path("build").mkdir(exist_ok=True)
        for file, command in DOCUMENTS.items():
            done = subprocess.run(
                [sys.executable, "manage.py", *command, "--output", file], capture_output=True, text=True, check=False
            )
            self.say(f"  {file}" if done.returncode == 0 else f"{file} is niet gemaakt: {done.stderr.strip()[-600:]}")

    def wait_for_answer(self, supervisor: Supervisor, at: tuple[str, int]) -> None:
        """Wait until the site answers a request."""
        until = time.monotonic() + ANSWERS_WITHIN
        while time.monotonic() < until:
            supervisor.look()
            connection = http.client.HTTPConnection(*at, timeout=ANSWERS_WITHIN)
            try:
                connection.request("GET", "/healthz", headers={"Host": "localhost"})
                if connection.getresponse().status < 500:
                    return
            except OSError:
                pass
            finally:
                connection.close()
            time.sleep(0.2)
        raise RuntimeError("De webserver geeft geen antwoord.")

    def say(self, text: str) -> None:
        """Print at once, also where the output is a file."""
        self.stdout.write(text)
        self.stdout.flush()


def interrupt(*_: Any) -> None:
    """Ctrl-C, `kill` and a closed terminal all end the run in the same way."""
    raise KeyboardInterrupt


@contextmanager
def only_one(file: Path) -> Iterator[IO[str] | str]:
    """The file to leave our address in, or, when another process holds it, the address that stands in it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield file.read_text().strip()
        else:
            held.truncate(0)
            yield held


@contextmanager
def first_free(port: int) -> Iterator[socket.socket]:
    """A listening socket on this port or the first free one after it: taken at once, so that nobody comes between."""
    for number in range(port, port + 100):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", number))
            listening.listen(128)
        except OSError:
            listening.close()
            continue
        with listening:
            yield listening
        return
    raise RuntimeError(f"Er is geen vrije poort van {port} tot {port + 100}.")
