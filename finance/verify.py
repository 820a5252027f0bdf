"""Whether the ledger is what was posted: the whole chain, every line, every balance, and nothing cut off.

One statement reads everything again. A ledger that was cut off or written anew as a whole can only be noticed by who
remembers it elsewhere: an anchor, the place and hash of the last entry at some moment, kept outside of the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from finance.models import Account, Entry

# Row k must have place k; its number must follow from the one before it in its journal and year, its hash from the one
# before it and from all that it and its lines say now. Then the balances, lines without an entry, and the anchors.
FIRST_FAULT = """
WITH chain AS (
  SELECT e.id, e.number, e.hash, e.total, e.line_count, l.n, l.debit, l.credit,
    row_number() OVER (ORDER BY e.id) AS place,
    row_number() OVER (PARTITION BY e.journal_id, e.year_id ORDER BY e.id) AS next_number,
    finance_seal(lag(e.hash) OVER (ORDER BY e.id), e, l.body) AS seal
  FROM finance_entry e, LATERAL finance_lines(e.id) l
), differences AS (
  SELECT account_id FROM (
    SELECT account_id, year_id, period, cost_centre_id, grant_id, debit, credit FROM finance_balance
    UNION ALL
    SELECT l.account_id, e.year_id, e.period, l.cost_centre_id, l.grant_id, -l.debit, -l.credit
    FROM finance_line l JOIN finance_entry e ON e.id = l.entry_id
  ) kept_and_recomputed
  GROUP BY account_id, year_id, period, cost_centre_id, grant_id HAVING sum(debit) <> 0 OR sum(credit) <> 0
), faults AS (
  SELECT place, CASE
      WHEN id <> place THEN 'gap'
      WHEN number <> next_number THEN 'number'
      WHEN n <> line_count OR debit IS DISTINCT FROM credit OR debit <> total THEN 'lines'
      WHEN hash <> seal THEN 'seal'
    END AS kind, id AS of
  FROM chain
  UNION ALL SELECT l.entry_id, 'orphan', l.entry_id FROM finance_line l
    WHERE NOT EXISTS (SELECT FROM finance_entry e WHERE e.id = l.entry_id)
  UNION ALL SELECT a.place, CASE WHEN e.id IS NULL THEN 'cut' ELSE 'rewritten' END, a.place
    FROM unnest(%s::bigint[], %s::bytea[]) a(place, hash) LEFT JOIN finance_entry e ON e.id = a.place
    WHERE e.hash IS DISTINCT FROM a.hash
  UNION ALL SELECT NULL, 'balance', account_id FROM differences
)
SELECT kind, place, of FROM faults WHERE kind IS NOT NULL ORDER BY place NULLS LAST, kind, of LIMIT 1
"""

MEANINGS = {
    "gap": "op plaats {place} ontbreekt een boekstuk",
    "number": "het nummer van {entry} is veranderd, of er ontbreekt een boekstuk voor",
    "lines": "de regels van {entry} kloppen niet meer met het totaal of het aantal",
    "seal": "{entry} is veranderd nadat het is geboekt",
    "orphan": "er zijn regels bij een boekstuk dat er niet is (plaats {place})",
    "cut": "het grootboek is afgekapt: het boekstuk op plaats {place} was er bij een eerdere controle wel",
    "rewritten": "{entry} is anders dan bij een eerdere controle",
    "balance": "het bijgehouden saldo van rekening {account} klopt niet met de boekingen",
}


@dataclass(frozen=True, slots=True)
class Anchor:
    """The last entry at some moment: its place in the ledger and its hash."""

    place: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that is not as it was posted: its kind, its place in the ledger, and a sentence."""

    kind: str
    place: int | None
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def first_fault(anchors: Sequence[Anchor] = ()) -> Fault | None:
    """The first fault in the ledger, or None when all is as it was posted."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST_FAULT, [[a.place for a in anchors], [a.hash for a in anchors]])
        row = cursor.fetchone()
    if row is None:
        return None
    kind, place, of = row
    entry = Entry.objects.select_related("journal").filter(pk=of).first() if kind != "balance" else None
    account = Account.objects.get(pk=of) if kind == "balance" else None
    named = f"boekstuk {entry.code} (plaats {place})" if entry else ""
    return Fault(kind, place, MEANINGS[kind].format(place=place, entry=named, account=account) + ".")


def head() -> Anchor | None:
    """The last entry as an anchor; None while nothing is posted."""
    last = Entry.objects.order_by("-id").values_list("id", "hash").first()
    return Anchor(last[0], bytes(last[1])) if last else None
