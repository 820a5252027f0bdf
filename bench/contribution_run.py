"""A round of contribution: looked at as a draft and made final, against COPY of the invoice rows alone.

    .venv/bin/python -m bench.contribution_run [members …]

The floor puts the very invoices of the round into a table with the same columns, keys and indexes and no trigger. The draft
decides on every amount with its sentence; the final run does that again, numbers and posts an invoice for each, and keeps
every contribution, with all guards. Each round is undone, so that all begin alike; medians of five, the sums are compared
first. Memory is the highest that the process came to, above what it had.
"""

from __future__ import annotations

import os
import sys
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
SIZES = (400, 10_000)
BATCH = 5_000
BARE = """
CREATE TABLE bare_invoice (LIKE finance_invoice INCLUDING ALL);
GRANT ALL ON bare_invoice TO nov_app;
"""


def prepare(cluster: localdb.Cluster) -> Any:
    """A throw-away database with the invoices' table twice, tariffs of 2023, and somebody who invoices."""
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

    from finance import ledger
    from finance.models import Decision
    from members.models import Category
    from members.tariffs import TariffRow, adopt_tariffs
    from nov.database import as_owner
    from nov.kernel.models import User

    call_command("migrate", verbosity=0)
    with as_owner() as owner, owner.cursor() as cursor:
        cursor.execute(BARE)
    ledger.open_year(2023)
    classes = ((0, 205), (100_000, 355), (250_000, 585), (500_000, 880), (1_000_000, 1285))
    adopt_tariffs(
        first_day=date(2023, 1, 1),
        decision=Decision.objects.create(body="alv", date=date(2022, 11, 1), number="1", subject="Tarieven"),
        rows=[
            TariffRow(Category.objects.get(code="VO"), "ABCDE"[place], Decimal(minimum), Decimal(amount))
            for place, (minimum, amount) in enumerate(classes)
        ],
    )
    return User.objects.create_user("bench@nov.example", name="Bench", roles=["bureau"])


def fill(by: Any, first: int, until: int) -> None:
    """Members from one number until another, each with a base; put in without the rules, which are not what is timed."""
    from django.db import transaction
    from django.db.backends.postgresql.psycopg_any import DateRange

    from finance.models import Decision, Party
    from members import models

    category = models.Category.objects.get(code="VO")
    during, decision = DateRange(date(2015, 1, 1), None), Decision.objects.get()
    for start in range(first, until, BATCH):
        with transaction.atomic():
            numbers = range(start, min(start + BATCH, until))
            parties = Party.objects.bulk_create(Party(name=f"Vereniging {n}", place="Ede") for n in numbers)
            organisations = models.Organisation.objects.bulk_create(
                models.Organisation(
                    party=party, name=party.name, number=n + 1, sector="welzijn",
                    sort_key=party.name.lower(), search_key=party.name.lower(),
                )
                for n, party in zip(numbers, parties, strict=True)
            )  # fmt: skip
            day = during.lower
            joined = models.Mutation.objects.bulk_create(
                models.Mutation(
                    kind="aanmelding",
                    decision=decision,
                    organisation=one,
                    decided_on=day,
                    effective_on=day,
                    entered_on=day,
                    by=by,
                )
                for one in organisations
            )
            members = models.Membership.objects.bulk_create(
                models.Membership(during=during, opened_by=one) for one in joined
            )
            models.Holder.objects.bulk_create(
                models.Holder(during=during, opened_by=mutation, membership=member, organisation=one)
                for mutation, member, one in zip(joined, members, organisations, strict=True)
            )
            models.CategoryPeriod.objects.bulk_create(
                models.CategoryPeriod(during=during, opened_by=mutation, membership=member, category=category)
                for mutation, member in zip(joined, members, strict=True)
            )
            models.DeclaredBase.objects.bulk_create(
                models.DeclaredBase(
                    organisation=one, category=category, year=2022, amount=Decimal(n * 7919 % 1_500_000),
                    declared_on=date(2022, 11, 1),
                )
                for n, one in zip(numbers, organisations, strict=True)
            )  # fmt: skip


def floor() -> Callable[[], None]:
    """The deed of the floor: the invoices that are there, into the bare table by one COPY."""
    from django.db import connection

    from finance.models import Invoice

    columns = [field.column for field in Invoice._meta.concrete_fields]
    rows = list(Invoice.objects.values_list(*[field.attname for field in Invoice._meta.concrete_fields]))

    def copy() -> None:
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY bare_invoice ({', '.join(columns)}) FROM STDIN") as target,
        ):
            for row in rows:
                target.write_row(row)

    return copy


def one_round(run: Any, by: Any) -> tuple[float, float, float]:
    """Seconds of the floor, the draft and the final run, all undone; the sums are compared."""
    from django.db import transaction
    from django.db.models import Sum

    from finance.models import Invoice
    from members.contributions import finalise_run, preview

    with transaction.atomic():
        looked: list[str] = []
        made: list[Any] = []
        draft = timed(lambda: looked.extend(one.explanation for one in preview(run).charges))
        final = timed(lambda: made.extend(finalise_run(run, on=run.invoice_date, by=by)))
        billed = Invoice.objects.aggregate(sum=Sum("total"))["sum"]
        if not (len(looked) == len(made) and sum(one.amount for one in made) == billed):
            sys.exit("De ronde en de facturen zijn niet gelijk.")
        copied = timed(floor())
        transaction.set_rollback(True)
    return copied, draft, final


def timed(deed: Callable[[], Any]) -> float:
    """Seconds that a deed takes."""
    begin = perf_counter()
    deed()
    return perf_counter() - begin


def peak(reset: bool = False) -> int:
    """The highest that the process came to, in MB; with `reset` from now on."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) // 1024


def main() -> None:
    """Measure and print."""
    sizes = [int(one) for one in sys.argv[1:]] or SIZES
    with tempfile.TemporaryDirectory(prefix="nov-bench-") as folder:
        cluster = localdb.Cluster(Path(folder) / "postgres", localdb.FAST)
        try:
            by = prepare(cluster)
            from django.db import connection

            from members.contributions import draft_run

            run = draft_run(2023, invoice_date=date(2023, 1, 31), due=date(2023, 3, 2), by=by)
            print(
                "| members | floor (ms) | draft (ms) | ratio | final (ms) | ratio | memory (MB) |\n"
                + "| --- " * 7
                + "|"
            )
            there = 0
            for size in sizes:
                fill(by, there, size)
                there = size
                with connection.cursor() as cursor:
                    cursor.execute("ANALYZE")
                connection.close()  # a session that saw empty tables keeps their plans
                before = peak(reset=True)
                times = [one_round(run, by) for _ in range(ROUNDS)]
                copied, draft, final = (median(column) * 1000 for column in zip(*times, strict=True))
                print(
                    f"| {size:,} | {copied:.1f} | {draft:.0f} | {draft / copied:.0f} | {final:.0f} | {final / copied:.0f}"
                    f" | {peak() - before} |",
                    flush=True,
                )
        finally:
            from django.db import connection

            connection.close()
            cluster.leave()
            cluster.stop_unless_used(wait=True)


if __name__ == "__main__":
    main()
