"""Rounds of contribution made final at the same moment, over several processes: nobody is billed twice.

Three things stand in the way of it: the lock on the members, the request that an invoice carries, and the constraint on
the contributions. The last one is tried alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Count

from finance.models import FiscalYear, Invoice
from members.contributions import draft_run
from members.models import Contribution, ContributionRun
from members.tariffs import TariffRow, adopt_tariffs
from tests.conftest import ROOT, cluster

D = date

# Eight at once in this process: each makes one of the rounds final. With `unlocked` the members' lock does nothing, and all
# of both processes have looked at who is to be charged before any of them writes.
PROCESS = """
import sys, django
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
django.setup()
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from members import contributions
from members.models import ContributionRun
from nov.kernel.models import User

unlocked = sys.argv[1] == "unlocked"
runs = [int(one) for one in sys.argv[2:]]
together = Barrier(len(runs))
by = User.objects.get()
if unlocked:
    contributions.take_lock = lambda: None

def step(name):
    if unlocked and name.endswith("factureren"):
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock_shared(1)")  # the test lets go of it when all sixteen are here

def final(pk):
    try:
        if not unlocked:
            together.wait()
        contributions.finalise_run(ContributionRun.objects.get(pk=pk), on=date(2023, 1, 31), by=by, step=step)
        return "done"
    except (ValidationError, IntegrityError) as error:
        return "refused"
    finally:
        connection.close()

with ThreadPoolExecutor(len(runs)) as pool:
    print(*pool.map(final, runs))
"""


def in_two_processes(mode: str, runs: list[int]) -> list[str]:
    """What each of sixteen was answered; each half of the runs in a process of its own."""
    half = len(runs) // 2
    environment = os.environ | {
        "DATABASE_URL": cluster().url("nov_app", connection.settings_dict["NAME"]),
        "DJANGO_SETTINGS_MODULE": "nov.settings",
        "SECRET_KEY": "not a secret: for tests only",
    }
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(1)")
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS, mode, *map(str, some)],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
        )
        for some in (runs[:half], runs[half:])
    ]  # fmt: skip
    if mode == "unlocked":
        waiting = "select count(*) from pg_locks where locktype = 'advisory' and objid = 1 and not granted"
        with connection.cursor() as cursor:
            while cursor.execute(waiting).fetchone()[0] < len(runs):
                assert all(one.poll() is None for one in processes)
                cursor.execute("select pg_sleep(0.02)")
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_unlock(1)")
    said = [one.communicate(timeout=120)[0].split() for one in processes]
    return sorted(said[0] + said[1])


@pytest.fixture
def bonds(committed, member, categories, decision):
    """Five members, tariffs and a year to post in."""
    FiscalYear.objects.create(year=2023)
    adopt_tariffs(
        first_day=D(2023, 1, 1), decision=decision, rows=[TariffRow(categories.SB, "–", Decimal(0), Decimal(195))]
    )
    for number in range(5):
        member(f"Bond {number}", "SB")


def billed() -> tuple[int, int, int]:
    """How many contributions, the most that one member has, and how many invoices."""
    most = max(Contribution.objects.values_list("organisation").annotate(n=Count("pk")).values_list("n", flat=True))
    return Contribution.objects.count(), most, Invoice.objects.count()


def test_one_run_made_final_sixteen_times_at_once(bonds, by):
    run = draft_run(2023, invoice_date=D(2023, 1, 31), due=D(2023, 3, 2), by=by)

    assert in_two_processes("locked", [run.pk] * 16) == ["done"] * 16
    assert billed() == (5, 1, 5)


def sixteen_runs(as_superuser, by) -> list[int]:
    """Sixteen drafts of one year: what the constraint on drafts refuses is taken away first."""
    with as_superuser() as superuser:
        superuser.execute("DROP INDEX contributionrun_one_draft_a_year")
    fields = {"year": 2023, "invoice_date": D(2023, 1, 31), "due": D(2023, 3, 2), "by": by}
    return [run.pk for run in ContributionRun.objects.bulk_create(ContributionRun(**fields) for _ in range(16))]


def test_sixteen_runs_of_a_year_at_once_are_one_by_the_constraint_alone(bonds, as_superuser, by):
    said = in_two_processes("unlocked", sixteen_runs(as_superuser, by))

    assert said == ["done", *["refused"] * 15]
    assert billed() == (5, 1, 5)


def test_without_the_constraint_each_would_be_billed_sixteen_times(bonds, as_superuser, by):
    """That the test above can fail."""
    runs = sixteen_runs(as_superuser, by)
    with as_superuser() as superuser:
        superuser.execute(
            "ALTER TABLE members_contribution DROP CONSTRAINT contribution_once_per_member_and_year,"
            " DROP CONSTRAINT contribution_once_per_membership_and_year"
        )

    assert in_two_processes("unlocked", runs) == ["done"] * 16
    assert billed() == (80, 16, 5)
