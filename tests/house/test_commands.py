"""A command by itself says in one sentence what is missing."""

from __future__ import annotations

import os
import subprocess
import sys

from nov.localdb import ROOT, Cluster


def test_a_database_that_was_never_migrated_is_said_so(cluster: Cluster) -> None:
    cluster.join()
    environment = os.environ | {
        "DATABASE_URL": cluster.url("nov_app"),
        "DATABASE_OWNER_URL": cluster.url("nov_owner"),
        "SECRET_KEY": "not a secret: for tests only",
    }

    done = subprocess.run(
        [sys.executable, "manage.py", "verify_ledger"], cwd=ROOT, env=environment, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert done.stderr == "De database is nog niet bijgewerkt. Geef eerst: .venv/bin/python manage.py migrate\n"
