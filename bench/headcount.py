"""The headcount per category on three dates, with joined, left by reason and changed in between, against SQL by hand.

    .venv/bin/python -m bench.headcount [members …]

The floor is one statement written for these very dates: one pass over the periods, no object made. Both are timed in
turn, the median of seven; the answers are compared first.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import environ
import psycopg

from nov import localdb

ROUNDS = 7
SIZES = (400, 4_000, 40_000, 400_000)

# Three in four are members for good, the others leave; a third changes category. Half of the days lie on a turn.
FILL = """
SET session_replication_role = replica;
TRUNCATE members_membership, members_categoryperiod, members_mutation CASCADE;
CREATE TEMP TABLE m AS SELECT n AS id, date '2015-01-01' + CASE WHEN n %% 2 = 0 THEN (n %% 9) * 365 ELSE (n * 7 %% 3200)::int END AS f,
    CASE WHEN n %% 4 = 0 THEN date '2023-01-01' + (n * 13 %% 800)::int END AS u, n %% 3 = 0 AS moves
  FROM generate_series(1, %(members)s) AS n;
UPDATE m SET u = NULL WHERE u <= f + 10;
INSERT INTO members_mutation (id, kind, organisation_id, reason, explanation, decided_on, effective_on, entered_on, by_id, at)
  SELECT id, 'opheffing', 1, (array['fusie','geen_gebruik','niet_betaald'])[id %% 3 + 1], '', f, f, f, 1, now() FROM m;
INSERT INTO members_membership (id, during, opened_by_id, closed_by_id)
  SELECT id, daterange(f, u), id, CASE WHEN u IS NOT NULL THEN id END FROM m;
INSERT INTO members_categoryperiod (membership_id, category_id, during, opened_by_id, closed_by_id)
  SELECT id, id %% 4 + 1, daterange(f, CASE WHEN moves THEN f + 9 ELSE u END), id,
    CASE WHEN moves OR u IS NOT NULL THEN id END FROM m
  UNION ALL SELECT id, (id + 1) %% 4 + 1, daterange(f + 9, u), id, CASE WHEN u IS NOT NULL THEN id END FROM m WHERE moves;
DROP TABLE m;
ANALYZE;
"""

BY_HAND = """
SELECT c.category_id, CASE WHEN upper(c.during) = upper(m.during) THEN l.reason END,
  count(*) FILTER (WHERE c.during @> date '2021-12-31' AND m.during @> daterange('2021-12-31', '2022-01-02')),
  count(*) FILTER (WHERE lower(c.during) = lower(m.during) AND lower(m.during) >= '2022-01-01' AND lower(m.during) < '2023-01-01'),
  count(*) FILTER (WHERE upper(c.during) = upper(m.during) AND upper(m.during) > '2022-01-01' AND upper(m.during) <= '2023-01-01'),
  count(*) FILTER (WHERE lower(c.during) > lower(m.during) AND lower(c.during) >= '2022-01-01' AND lower(c.during) < '2023-01-01'),
  count(*) FILTER (WHERE upper(c.during) >= '2022-01-01' AND upper(c.during) < '2023-01-01'
                     AND (upper_inf(m.during) OR upper(c.during) < upper(m.during))),
  count(*) FILTER (WHERE c.during @> date '2022-12-31' AND m.during @> daterange('2022-12-31', '2023-01-02')),
  count(*) FILTER (WHERE lower(c.during) = lower(m.during) AND lower(m.during) >= '2023-01-01' AND lower(m.during) < '2024-01-01'),
  count(*) FILTER (WHERE upper(c.during) = upper(m.during) AND upper(m.during) > '2023-01-01' AND upper(m.during) <= '2024-01-01'),
  count(*) FILTER (WHERE lower(c.during) > lower(m.during) AND lower(c.during) >= '2023-01-01' AND lower(c.during) < '2024-01-01'),
  count(*) FILTER (WHERE upper(c.during) >= '2023-01-01' AND upper(c.during) < '2024-01-01'
                     AND (upper_inf(m.during) OR upper(c.during) < upper(m.during))),
  count(*) FILTER (WHERE c.during @> date '2023-12-31' AND m.during @> daterange('2023-12-31', '2024-01-02'))
FROM members_categoryperiod c
JOIN members_membership m ON m.id = c.membership_id AND m.voided_by_id IS NULL
LEFT JOIN members_mutation l ON l.id = m.closed_by_id
WHERE c.voided_by_id IS NULL AND c.during && daterange('2021-12-31', '2024-01-02')
GROUP BY 1, 2
"""


def prepare(cluster: localdb.Cluster) -> None:
    """A throw-away migrated database."""
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

    call_command("migrate", verbosity=0)


def fill(cluster: localdb.Cluster, members: int) -> None:
    """So many memberships, put in past the guards."""
    of = environ.Env().db_url_config(cluster.url("postgres"))
    with psycopg.connect(
        host=of["HOST"], user=of["USER"], password=of["PASSWORD"], dbname=of["NAME"], autocommit=True
    ) as connection:
        for statement in filter(str.strip, (FILL % {"members": members}).split(";\n")):
            connection.execute(statement)  # type: ignore[call-overload]


def by_hand() -> list[tuple[Any, ...]]:
    """The rows of the floor's statement."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(BY_HAND)
        return cursor.fetchall()


def ours() -> Any:
    """Both years, as the product answers."""
    from members.headcount import headcounts
    from nov.kernel.periods import Year

    return headcounts([(Year(2022).begin, Year(2022).end), (Year(2023).begin, Year(2023).end)])


def same(rows: list[tuple[Any, ...]], found: Any) -> bool:
    """Whether both say the same, per category and per reason."""
    first, second = found
    per_category = {pk: [0] * 11 for pk in range(1, 5)}
    reasons: dict[str, int] = {}
    for category, reason, *counts in rows:
        per_category[category] = [a + b for a, b in zip(per_category[category], counts, strict=True)]
        if reason:
            reasons[reason] = reasons.get(reason, 0) + counts[7]
    joint = [(*a.counts[:5], *b.counts) for a, b in zip(first.lines, second.lines, strict=True)]
    by_name = sorted(n for n in reasons.values() if n)
    return joint == [tuple(per_category[pk]) for pk in range(1, 5)] and by_name == sorted(
        n for n in second.reasons.values() if n
    )


def timed(what: Any) -> float:
    """Seconds that one call takes."""
    begin = perf_counter()
    what()
    return perf_counter() - begin


def main() -> None:
    """Measure and print."""
    sizes = [int(one) for one in sys.argv[1:]] or SIZES
    with tempfile.TemporaryDirectory(prefix="nov-bench-") as folder:
        cluster = localdb.Cluster(Path(folder) / "postgres", localdb.FAST)
        try:
            prepare(cluster)
            print("| members | floor (ms) | headcount (ms) | ratio |\n| --- | --- | --- | --- |")
            for size in sizes:
                fill(cluster, size)
                if not same(by_hand(), ours()):
                    sys.exit(f"Bij {size} leden zijn de antwoorden niet gelijk.")
                pairs = [(timed(by_hand), timed(ours)) for _ in range(ROUNDS)]
                floor, product = (median(times) * 1000 for times in zip(*pairs, strict=True))
                print(f"| {size} | {floor:.1f} | {product:.1f} | {product / floor:.2f} |")
        finally:
            from django.db import connection

            connection.close()
            cluster.leave()
            cluster.stop_unless_used(wait=True)


if __name__ == "__main__":
    main()
