"""Clusters of their own for the tests of the launcher."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import environ
import psycopg
import pytest

from nov import initdb, postgres
from nov.localdb import FAST, Cluster


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short path that every account can reach."""
    made = Path(tempfile.mkdtemp(prefix="nov-house-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)  # a keeper that begins late may still leave a lock in it


@pytest.fixture
def new_cluster(folder: Path) -> Iterator[Cluster]:
    """A server that is not there yet, stopped and removed afterwards."""
    yield from ended(Cluster(folder / "postgres", FAST))


@pytest.fixture
def cluster(new_cluster: Cluster, just_made: Path) -> Cluster:
    """A server that has been made and not yet started: for tests of what comes after the making."""
    new_cluster.folder.mkdir()
    subprocess.run(["cp", "-a", just_made, new_cluster.made], check=True)
    return new_cluster


@pytest.fixture(scope="session")
def just_made() -> Iterator[Path]:
    """The data of such a server, made once."""
    folder = Path(tempfile.mkdtemp(prefix="nov-house-"))
    folder.chmod(0o755)
    initdb.make(folder / "cluster", postgres.binaries(), quick=True)
    yield folder / "cluster"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def safe_cluster(folder: Path) -> Iterator[Cluster]:
    """The same as people have it: what is committed is on disk."""
    yield from ended(Cluster(folder / "postgres"))


def ended(cluster: Cluster) -> Iterator[Cluster]:
    """Hand it out and stop it afterwards."""
    yield cluster
    cluster.leave()
    cluster.stop()


def connect(url: str, password: str = "") -> psycopg.Connection:
    """A connection by an address as django-environ reads it, committing by itself."""
    of = environ.Env().db_url_config(url)
    return psycopg.connect(
        host=of["HOST"], user=of["USER"], password=password or of["PASSWORD"], dbname=of["NAME"], autocommit=True
    )


def tell(cluster: Cluster, statement: str, role: str = "nov_owner") -> None:
    """One statement to the database of a cluster."""
    with connect(cluster.url(role)) as connection:
        connection.execute(statement)


def ask(cluster: Cluster, question: str, role: str = "nov_app") -> list[tuple]:
    """The rows of one question to the database of a cluster."""
    with connect(cluster.url(role)) as connection:
        return connection.execute(question).fetchall()
