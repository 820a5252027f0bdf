"""Posting against the same COPYs into the same tables without a guard.

    .venv/bin/python -m bench.ledger

The floor has the same columns, keys, foreign keys and indexes and no trigger; it gets ready rows. Beside it: the same COPYs
into the real tables as the application (balance, numbers, chain, balances kept), and `ledger.post` with all its checks in
Python. All in turn, median of five; the sums are compared first. Then one entry of two lines, commit included, and the
verification of the whole ledger against reading its lines.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from nov import localdb

ROUNDS = 5
SIZES = (10_000, 100_000)  # lines
LINE = "entry_id, no, account_id, cost_centre_id, grant_id, debit, credit, description, relation, reference, document"
ENTRY = "id, journal_id, year_id, period, date, description, source, request, reverses_id, posted_by_id"

# The tables again, with all but the triggers.
BARE = """
CREATE TABLE bare_entry (LIKE finance_entry INCLUDING ALL);
CREATE TABLE bare_line (LIKE finance_line INCLUDING ALL);
ALTER TABLE bare_entry
  ADD FOREIGN KEY (journal_id) REFERENCES finance_journal DEFERRABLE INITIALLY DEFERRED,
  ADD FOREIGN KEY (year_id) REFERENCES finance_fiscalyear DEFERRABLE INITIALLY DEFERRED,
  ADD FOREIGN KEY (reverses_id) REFERENCES bare_entry DEFERRABLE INITIALLY DEFERRED,
  ADD FOREIGN KEY (posted_by_id) REFERENCES kernel_user DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE bare_line
  ADD FOREIGN KEY (entry_id) REFERENCES bare_entry DEFERRABLE INITIALLY DEFERRED,
  ADD FOREIGN KEY (account_id) REFERENCES finance_account DEFERRABLE INITIALLY DEFERRED,
  ADD FOREIGN KEY (cost_centre_id) REFERENCES finance_costcentre DEFERRABLE INITIALLY DEFERRED,
  ADD FOREIGN KEY (grant_id) REFERENCES finance_grant DEFERRABLE INITIALLY DEFERRED;
GRANT ALL ON bare_entry, bare_line TO nov_app;
"""


def prepare(cluster: localdb.Cluster) -> Any:
    """A throw-away database with the tables twice, and somebody who posts."""
    cluster.join()
    os.environ |= {
        "DATABASE_URL": cluster.url("nov_app"),
        "DATABASE_OWNER_URL": cluster.url("nov_owner"),
        "DJANGO_SETTINGS_MODULE": "nov.settings",
        "NOV_DATA": str(cluster.folder / "data"),
        "SECRET_KEY": "not a secret: for measuring only",
    }
    import django

    django.setup()
    from django.core.management import call_command

    from finance import ledger, registers
    from nov.database import as_owner
    from nov.kernel.models import User

    call_command("migrate", verbosity=0)
    with as_owner() as owner, owner.cursor() as cursor:
        cursor.execute(BARE)
    ledger.open_year(2023)
    registers.cost_centre("meedoen", "#Meedoen")
    return User.objects.create_user("bench@nov.example", name="Bench")


def specs(lines: int) -> list[Any]:
    """Entries of two lines on changing accounts, days and amounts."""
    from finance.ledger import EntrySpec, LineSpec

    accounts = ("4300", "4310", "4320", "7000", "7010", "7020", "7030")
    return [
        EntrySpec(
            "INK", date(2023, place % 12 + 1, place % 28 + 1), f"Inkoop {place}", f"Factuur {place}",
            (
                LineSpec(accounts[place % 7], Decimal(place % 5000 + 1) / 4, cost_centre="meedoen", reference=f"I{place}"),
                LineSpec("1600", credit=Decimal(place % 5000 + 1) / 4, reference=f"I{place}"),
            ),
        )
        for place in range(lines // 2)
    ]  # fmt: skip


def ready_rows(entries: list[Any], by: Any, first: int) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """What the COPYs get, ids and all."""
    from finance.models import Account, CostCentre, Journal

    account = dict(Account.objects.values_list("code", "id"))
    centre = dict(CostCentre.objects.values_list("code", "id"))
    journal = Journal.objects.get(code="INK").pk
    lines = [
        (place, no, account[line.account], centre.get(line.cost_centre), None, line.debit, line.credit, "", "",
         line.reference, "")
        for place, spec in enumerate(entries, first) for no, line in enumerate(spec.lines, 1)
    ]  # fmt: skip
    heads = [
        (place, journal, 2023, spec.date.month, spec.date, spec.description, spec.source, None, None, by.pk)
        for place, spec in enumerate(entries, first)
    ]
    return lines, heads


def last(table: str) -> int:
    """The last place of a table of entries."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
        return int(cursor.fetchone()[0])


def timed(deed: Callable[[], Any]) -> float:
    """How long it takes, its commit included."""
    from django.db import transaction

    begin = perf_counter()
    with transaction.atomic():
        deed()
    return perf_counter() - begin


def copy_bare(lines: list[tuple[Any, ...]], heads: list[tuple[Any, ...]]) -> None:
    """The floor: numbers, totals and hashes are there already."""
    from finance.ledger import copy_rows

    copy_rows(f"bare_line ({LINE})", lines)
    more = f"{ENTRY}, number, total, line_count, hash, posted_at"
    copy_rows(f"bare_entry ({more})", [(*head, head[0], 1, 2, b"x" * 32, "2026-11-24") for head in heads])


def copy_guarded(lines: list[tuple[Any, ...]], heads: list[tuple[Any, ...]]) -> None:
    """The same two COPYs into the ledger."""
    from finance.ledger import copy_rows

    copy_rows(f"finance_line ({LINE})", lines)
    copy_rows(f"finance_entry ({ENTRY})", heads)


def main(by: Any) -> None:
    """Measure and print."""
    from django.db import connection

    from finance import ledger, verify

    print("| lines | floor (lines/s) | guarded | ratio | ledger.post | ratio |\n| --- | --- | --- | --- | --- | --- |")
    for size in SIZES:
        times: dict[str, list[float]] = {"floor": [], "guarded": [], "post": []}
        batch = specs(size)
        for _ in range(ROUNDS):
            rows = ready_rows(batch, by, last("bare_entry") + 1)
            times["floor"].append(timed(lambda rows=rows: copy_bare(*rows)))
            rows = ready_rows(batch, by, last("finance_entry") + 1)
            times["guarded"].append(timed(lambda rows=rows: copy_guarded(*rows)))
            times["post"].append(timed(lambda batch=batch: ledger.post(batch, by=by)))
        floor, guarded, post = (median(times[name]) for name in times)
        print(
            f"| {size} | {size / floor:.0f} | {size / guarded:.0f} | {guarded / floor:.1f} | {size / post:.0f} | {post / floor:.1f} |"
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(debit) * 2 FROM bare_line")
        twice = cursor.fetchone()
        cursor.execute("SELECT sum(debit) FROM finance_line")
        assert cursor.fetchone() == twice

    connection.close()  # a session of its own, as a user's: this one planned its statements on empty tables
    one = specs(2)
    single: dict[str, list[float]] = {"floor": [], "guarded": [], "post": []}
    for _ in range(100):
        rows = ready_rows(one, by, last("bare_entry") + 1)
        single["floor"].append(timed(lambda rows=rows: copy_bare(*rows)))
        rows = ready_rows(one, by, last("finance_entry") + 1)
        single["guarded"].append(timed(lambda rows=rows: copy_guarded(*rows)))
        single["post"].append(timed(lambda: ledger.post(one, by=by)))
    floor, guarded, post = (median(single[name]) for name in single)
    print(f"\nOne entry: floor {floor * 1000:.1f} ms, guarded {guarded / floor:.1f}, ledger.post {post / floor:.1f}")

    with connection.cursor() as cursor:
        begin = perf_counter()
        cursor.execute("SELECT * FROM finance_line")
        count = len(cursor.fetchall())
        reading = perf_counter() - begin
    begin = perf_counter()
    assert verify.first_fault() is None
    print(f"Verification of {count} lines: {perf_counter() - begin:.1f} s; reading them {reading:.1f} s")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="nov-bench-") as folder:
        cluster = localdb.Cluster(Path(folder) / "postgres")
        main(prepare(cluster))
        cluster.leave()
        cluster.stop_unless_used(wait=True)
