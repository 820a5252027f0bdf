"""Makes the data of an embedded PostgreSQL: complete with log-ins and database, there whole or not at all."""

from __future__ import annotations

import json
import secrets
import shutil
import tempfile
from pathlib import Path

from nov import postgres
from nov.postgres import LocalDatabaseError

LOG_INS = """\
CREATE ROLE nov_owner LOGIN CREATEDB PASSWORD '{nov_owner}';

CREATE ROLE nov_app LOGIN PASSWORD '{nov_app}';

GRANT nov_app TO nov_owner;

CREATE DATABASE nov OWNER nov_owner;

"""  # the single-user server takes one command per empty line


def make(made: Path, programs: Path, *, quick: bool) -> None:
    """Make a cluster in the folder `made`, under another name first. `quick`: of data that are thrown away.

    Raises LocalDatabaseError with what PostgreSQL said.
    """
    for rest in made.parent.glob("new-*"):  # of a making that was killed
        shutil.rmtree(rest, ignore_errors=True)
    new = Path(tempfile.mkdtemp(prefix="new-", dir=made.parent))
    try:
        postgres.hand_over(new)
        passwords = {role: secrets.token_urlsafe(24) for role in ("postgres", "nov_owner", "nov_app")}
        write_private(new / "passwords", json.dumps(passwords))
        _initdb(new, programs, passwords, quick)
        new.rename(made)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _initdb(new: Path, programs: Path, passwords: dict[str, str], quick: bool) -> None:
    if postgres.major(programs) >= 17:
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    else:
        locale = ["--locale=C.UTF-8"]
    superuser = new / "superuser"
    write_private(superuser, passwords["postgres"])
    postgres.hand_over(superuser)
    options = ["-U", "postgres", "-A", "scram-sha-256", f"--pwfile={superuser}", "-E", "UTF8", "-T", "dutch", *locale]
    _must(programs, "initdb", "-D", new / "data", *options, *(["--no-sync"] if quick else []))
    superuser.unlink()
    _must(programs, "postgres", "--single", "-j", "-D", new / "data", "postgres", given=LOG_INS.format(**passwords))


def _must(programs: Path, tool: str, *args: object, given: str = "") -> None:
    done = postgres.run(programs, tool, *args, given=given)
    if done.returncode or "ERROR:" in done.stderr:
        raise LocalDatabaseError(f"De database is niet te maken ({tool}): {done.stderr.strip()[-600:]}")


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner may read, at no moment otherwise, and never half."""
    handle, name = tempfile.mkstemp(dir=file.parent)
    with open(handle, "w") as out:  # noqa: PTH123
        out.write(text)
    Path(name).replace(file)
