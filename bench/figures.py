"""All figures of a year in one read-only picture against the same SQL by hand.

    .venv/bin/python -m bench.figures

The floor runs one statement per set of records behind a figure, as the database gets it, in one transaction: no catalogue, no
objects, no printing. Both are timed in turn, the median of seven; the values are compared first.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

from nov import localdb

ROUNDS = 7
YEAR = 2023
DAY = date(2024, 4, 15)


def prepare(cluster: localdb.Cluster) -> None:
    """A throw-away database with the demo year in it."""
    cluster.join()
    os.environ |= {
        "DATABASE_URL": cluster.url("nov_app"),
        "DATABASE_OWNER_URL": cluster.url("nov_owner"),
        "DJANGO_SETTINGS_MODULE": "nov.settings",
        "NOV_DATA": str(cluster.folder / "data"),
        "NOV_TODAY": str(DAY),
        "SECRET_KEY": "not a secret: for measuring only",
    }
    import django

    django.setup()
    from django.core.management import call_command

    from nov import demo

    call_command("migrate", verbosity=0)
    demo.load()


def main() -> None:
    """Measure and print."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from reports.models import Edition
    from reports.picture import picture
    from reports.rows import asked_at, edition_rows

    edition = Edition.objects.get(year=YEAR)
    statements: list[str] = []
    totals: list[object] = []
    with picture(on=DAY) as readings:
        asked = {(each.key, asked_at(each)) for each in edition.figures.all()}
        for place in sorted(asked, key=str):
            trail = readings.read(*place).trail
            for leaf in trail.leaves() if trail else ():
                with CaptureQueriesContext(connection) as caught:
                    totals.append(leaf.total())
                statements += [query["sql"] for query in caught]

    def by_hand() -> list[object]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            found = []
            for sql in statements:
                cursor.execute(sql)
                found.append(cursor.fetchone()[0])
            return found

    def figures() -> list[object]:
        with picture(on=DAY) as readings:
            return list(edition_rows(edition, readings))

    assert [each or 0 for each in by_hand()] == [each or 0 for each in totals], "het handwerk geeft andere waarden"
    with CaptureQueriesContext(connection) as caught:
        rows = figures()
    floor, ours = in_turn(by_hand, figures)
    print(f"{len(rows)} rows, {len(statements)} statements by hand, {len(caught)} by the catalogue")
    print(f"by hand {floor * 1000:.0f} ms, figures {ours * 1000:.0f} ms, ratio {ours / floor:.1f}")


def in_turn(*deeds: Callable[[], object]) -> list[float]:
    """The median time of each deed, done in turn."""
    times: list[list[float]] = [[] for _ in deeds]
    for _ in range(ROUNDS):
        for deed, spent in zip(deeds, times, strict=True):
            begin = perf_counter()
            deed()
            spent.append(perf_counter() - begin)
    return [median(spent) for spent in times]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="nov-bench-") as name:
        cluster = localdb.Cluster(Path(name) / "postgres", localdb.FAST)
        prepare(cluster)
        main()
        cluster.leave()
        cluster.stop_unless_used(wait=True)
