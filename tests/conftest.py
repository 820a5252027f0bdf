"""Databases, browser and clock for the tests.

The tests start a PostgreSQL of their own in a temporary folder (in memory if it fits), as soon as one asks for it; yours is never opened.
It is migrated once, by the command that users have (`build/` keeps the outcome until a migration changes), and the demo year is
loaded once; each worker has its copies.
Every test works as the application's log-in, which owns no table.

    db               Django's usual: an empty migrated database, everything rolled back after the test
    demo             the same with the demo year in it
    committed        an empty migrated database of the test's own: for tests that commit, race, kill or browse
    demo_committed   the same with the demo year in it
    as_superuser     as_superuser() connects to the present database as PostgreSQL's superuser, for trials without guards
    live_server      the site on a port, on `committed` or, if the test asks for it, `demo_committed`
    page             a page in Chromium (playwright)
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import IO, Any

import environ
import psycopg
import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.db import connection, transaction
from django.test.testcases import LiveServerThread

from nov import initdb, localdb, postgres
from nov.database import as_owner

TEMPLATE, DEMO_TEMPLATE = "nov", "nov_demo"
DATABASES = {"db", "demo", "committed", "demo_committed"}
ROOT = localdb.ROOT
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MEMORY = Path("/dev/shm")  # files here are never on a disk
ROOM = 2 * 1024**3  # bytes; a whole run uses some hundreds of millions


# The settings under test, and the folder of the cluster


def pytest_configure(config: pytest.Config) -> None:
    """Settle what differs from a real installation: cheap passwords, plain static files, no data of the user's."""
    if "NOV_TEST_FOLDER" not in os.environ:  # the workers of xdist inherit it
        config.nov_folder, config.nov_alive = make_folder()
        os.environ["NOV_TEST_FOLDER"] = os.environ["TMPDIR"] = config.nov_folder
        tempfile.tempdir = None  # whatever is made for a while is made there
    settings.SECRET_KEY = "not a secret: for tests only"  # noqa: S105
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.WHITENOISE_AUTOREFRESH = True  # else every client of a test walks through all static files
    settings.DATA_DIR = folder() / WORKER
    settings.MEDIA_ROOT = settings.DATA_DIR / "media"
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the cluster with the last process that uses it, and leave no folder behind."""
    cluster().leave()
    if made := getattr(config, "nov_folder", None):
        cluster().stop()
        shutil.rmtree(made, ignore_errors=True)


def make_folder() -> tuple[str, IO[str]]:
    """Make the folder of this run, in memory where the system has room there: a copy of a database is 1,600 files.

    Who holds the file `alive` in it is still running; what a killed run left in memory is cleared away.
    """
    roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    room = MEMORY if roomy else Path(tempfile.gettempdir())
    for rest in room.glob("nov-test-*/alive"):
        with suppress(OSError), rest.open("a") as left:
            if localdb.try_lock(left, fcntl.LOCK_EX):
                shutil.rmtree(rest.parent, ignore_errors=True)
    new = Path(tempfile.mkdtemp(prefix="nov-new-", dir=room))
    new.chmod(0o711)  # another account may run a server in it
    alive = (new / "alive").open("a")
    localdb.try_lock(alive, fcntl.LOCK_EX)
    return str(new.rename(new.with_name(new.name.replace("new", "test", 1)))), alive


def folder() -> Path:
    """The temporary folder that all workers of one run share."""
    return Path(os.environ["NOV_TEST_FOLDER"])


def cluster() -> localdb.Cluster:
    """The throw-away PostgreSQL of this run."""
    return localdb.Cluster(folder() / "postgres", localdb.FAST)


# Databases


@pytest.fixture(scope="session")
def migrated(django_test_environment: None, django_db_blocker: Any) -> str:
    """The name of the migrated template, made by the first worker that needs it."""
    cluster().join()
    os.environ["DATABASE_URL"] = cluster().url("nov_app")
    os.environ["DATABASE_OWNER_URL"] = cluster().url("nov_owner")
    settings.DATABASES["default"].update(environ.Env().db("DATABASE_URL"))

    with django_db_blocker.unblock():
        once("migrated", migrate)
    return TEMPLATE


@pytest.fixture(scope="session")
def demo_template(migrated: str, django_db_blocker: Any) -> str:
    """The name of the template with the demo year, made by the first worker that needs it."""

    def load() -> None:
        from nov import demo

        copy(migrated, DEMO_TEMPLATE)
        settings.NOV_TODAY = demo_day()
        with connected_to(DEMO_TEMPLATE):
            demo.load()
        settings.NOV_TODAY = None

    with django_db_blocker.unblock():
        once("demo", load)
    return DEMO_TEMPLATE


@pytest.fixture(scope="session")
def django_db_setup(migrated: str, django_db_blocker: Any) -> Iterator[None]:
    """pytest-django's `db` works in this worker's own copy of the migrated template."""
    with django_db_blocker.unblock(), copied(migrated, f"nov_{WORKER}"):
        yield


@pytest.fixture(scope="session")
def demo_copy(demo_template: str, django_db_blocker: Any) -> str:
    """The name of this worker's own copy of the demo year."""
    with django_db_blocker.unblock():
        copy(demo_template, f"{demo_template}_{WORKER}")
    return f"{demo_template}_{WORKER}"


@pytest.fixture
def demo(request: pytest.FixtureRequest, demo_copy: str, django_db_blocker: Any) -> Iterator[None]:
    """The demo year; what the test writes is rolled back."""
    one_database(request)
    with in_demo(demo_copy, django_db_blocker), undone():
        yield
        if not connection.needs_rollback:
            connection.check_constraints()  # what would be refused at the commit


@contextmanager
def in_demo(copied: str, blocker: Any) -> Iterator[None]:
    """Work in this worker's copy of the demo year, on the demo's day: also for what several tests look at together."""
    with pytest.MonkeyPatch.context() as patch, blocker.unblock(), connected_to(copied):
        patch.setattr(settings, "NOV_TODAY", demo_day())
        yield


@contextmanager
def undone() -> Iterator[None]:
    """A transaction, or a part of one, that is rolled back."""
    trial = transaction.atomic()
    trial._from_testcase = True  # as Django's TestCase does: a durable block may stand inside it
    with trial:
        yield
        transaction.set_rollback(True)


@pytest.fixture
def committed(request: pytest.FixtureRequest, migrated: str, django_db_blocker: Any) -> Iterator[Any]:
    """An empty migrated database of the test's own, thrown away afterwards."""
    one_database(request)
    with django_db_blocker.unblock(), copied(migrated, f"nov_{WORKER}_c"):
        yield connection


@pytest.fixture
def demo_committed(
    request: pytest.FixtureRequest, demo_template: str, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Any]:
    """The demo year in a database of the test's own, thrown away afterwards."""
    one_database(request)
    monkeypatch.setattr(settings, "NOV_TODAY", demo_day())
    with django_db_blocker.unblock(), copied(demo_template, f"nov_{WORKER}_d"):
        yield connection


@pytest.fixture
def as_superuser() -> Callable[[], psycopg.Connection]:
    """as_superuser() connects to the present database as PostgreSQL's superuser, committing by itself."""
    return lambda: superuser_on(connection.settings_dict["NAME"])


def superuser_on(name: str) -> psycopg.Connection:
    """A connection to a database as PostgreSQL's superuser, committing by itself."""
    of = environ.Env().db_url_config(cluster().url("postgres", name))
    return psycopg.connect(
        host=of["HOST"], user=of["USER"], password=of["PASSWORD"], dbname=of["NAME"], autocommit=True
    )


def one_database(request: pytest.FixtureRequest) -> None:
    """Refuse a test that asks for two databases: it would not know in which one it works."""
    asked = DATABASES.intersection(request.fixturenames) | (
        {"db"} if request.node.get_closest_marker("django_db") else set()
    )
    if len(asked) > 1:
        pytest.fail(f"A test works in one database, not in {' and '.join(sorted(asked))}.")


def demo_day() -> date:
    """The day on which the demo's clock stands still."""
    return date.fromisoformat(localdb.DEMO_DAY)


def migrate() -> None:
    """Migrate the template with the command that users have, or put back what that made of the very same migrations."""
    kept = ROOT / "build" / f"migrated-{fingerprint()}.sql"
    if kept.exists():
        program("psql", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", given=kept.read_text())
        return
    call_command("migrate", verbosity=0)
    kept.parent.mkdir(exist_ok=True)
    for older in kept.parent.glob("migrated-*.sql"):
        older.unlink(missing_ok=True)
    initdb.write_private(kept, program("pg_dump"))


def program(tool: str, *options: str, given: str = "") -> str:
    """Let one of PostgreSQL's programs work on the template as superuser."""
    of = environ.Env().db_url_config(cluster().url("postgres", TEMPLATE))
    address = f"postgresql://{of['USER']}:{of['PASSWORD']}@/{TEMPLATE}?host={of['HOST']}"
    done = postgres.run(cluster().bin, tool, *options, f"--dbname={address}", given=given)
    assert done.returncode == 0, done.stderr
    return done.stdout


def fingerprint() -> str:
    """What tells one migrated database from another: every migration, the rights, the packages and PostgreSQL itself."""
    makers = ["nov/management/commands/migrate.py", "nov/kernel/history.py", "requirements/run.lock"]
    migrations = [*ROOT.glob("*/migrations/**/*"), *ROOT.glob("nov/kernel/migrations/**/*")]
    digest = hashlib.sha256(str(postgres.major(cluster().bin)).encode())
    for file in [*map(ROOT.joinpath, makers), *sorted(f for f in migrations if f.is_file() and f.suffix != ".pyc")]:
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def once(what: str, make: Callable[[], None]) -> None:
    """Do it in the first process that comes here; the others wait until it is done."""
    done = folder() / f"{what}.done"
    with localdb.locked(folder() / f"{what}.lock"):
        if not done.exists():
            make()
            connection.close()  # a template may have no visitors
            done.touch()


def copy(template: str, name: str) -> None:
    """Make a database that equals the template; PostgreSQL's quicker way of the two is another one on a disk."""
    how = "FILE_COPY" if folder().is_relative_to(MEMORY) else "WAL_LOG"
    with as_owner() as owner, owner._nodb_cursor() as cursor, localdb.locked(folder() / "copy.lock"):
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY {how}')


@contextmanager
def copied(template: str, name: str) -> Iterator[None]:
    """Work in a copy of the template, which is dropped afterwards.

    The superuser drops it: a test's own superuser may not be gone yet when it ends, and the owner may not end that one.
    """
    copy(template, name)
    with connected_to(name):
        yield
    with superuser_on("postgres") as superuser:
        superuser.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Let the default connection, of every thread, lead to another database for a while."""
    connection.close()
    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


# The site and the browser


@pytest.fixture(autouse=True)
def _live_server_helper() -> None:
    """pytest-django's own would flush the tables afterwards, which the ledger refuses; ours throws the database away."""


@pytest.fixture
def live_server(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of the running site, on a database of the test's own."""
    request.getfixturevalue("demo_committed" if "demo_committed" in request.fixturenames else "committed")
    server = LiveServerThread("localhost", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://localhost:{server.port}"
    server.terminate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A Chromium of the system."""
    found = os.environ.get("NOV_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        (pytest.fail if os.environ.get("NOV_REQUIRE_BROWSER") else pytest.skip)(NO_BROWSER)
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # playwright runs a loop in this thread; Django would refuse to work beside it
    )
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        yield running
        running.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A fresh page in Chromium, without anything remembered."""
    context = browser.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam")
    yield context.new_page()
    context.close()


NO_BROWSER = "no Chromium found"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say as the last line which tests had no browser, and how to get one."""
    skipped = [r for r in terminalreporter.stats.get("skipped", []) if NO_BROWSER in str(r.longrepr)]
    if skipped:
        terminalreporter.config.nov_browser = (
            f"{len(skipped)} browser tests skipped: no Chromium found. Get it with `apt install chromium` "
            "(macOS: `brew install --cask chromium`), or name one in NOV_CHROMIUM."
        )
