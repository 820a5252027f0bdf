"""The bridge of the membership: begin + joined − left ± changes of category = end, per category, in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from members.models import Mutation
from nov.kernel.periods import ONE_DAY, Turn

# The predicates are those of querysets.py; a test holds the two against each other.
STOCK = "count(*) FILTER (WHERE c.during @> %(eve{0})s AND m.during @> daterange(%(eve{0})s, %(next{0})s))"
FLOWS = (
    "lower(c.during) = lower(m.during) AND lower(c.during) >= %(day{0})s AND lower(c.during) < %(day{1})s",
    "upper(c.during) = upper(m.during) AND upper(c.during) > %(day{0})s AND upper(c.during) <= %(day{1})s",
    "lower(c.during) > lower(m.during) AND lower(c.during) >= %(day{0})s AND lower(c.during) < %(day{1})s",
    "upper(c.during) >= %(day{0})s AND upper(c.during) < %(day{1})s"
    " AND (upper_inf(m.during) OR upper(c.during) < upper(m.during))",
)
HEADCOUNT = """
SELECT k.position, k.plural, k.code, CASE WHEN upper(c.during) = upper(m.during) THEN l.reason END, {columns}
FROM members_category k
LEFT JOIN (members_categoryperiod c JOIN members_membership m ON m.id = c.membership_id AND m.voided_by_id IS NULL)
  ON c.category_id = k.id AND c.voided_by_id IS NULL AND c.during && daterange(%(eve0)s, %(next{last})s)
LEFT JOIN members_mutation l ON l.id = m.closed_by_id
GROUP BY 1, 2, 3, 4 ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Line:
    """The bridge of one category, or of all together."""

    name: str
    begin: int = 0
    joined: int = 0
    left: int = 0
    changed_in: int = 0
    changed_out: int = 0
    end: int = 0
    code: str = ""  # of the category; empty for all together

    def __add__(self, other: Line) -> Line:
        """Both together, under the first name."""
        begin, joined, left, into, out, end = (a + b for a, b in zip(self.counts, other.counts, strict=True))
        return Line(self.name, begin, joined, left, into, out, end)

    @property
    def counts(self) -> tuple[int, ...]:
        """The numbers from begin to end."""
        return (self.begin, self.joined, self.left, self.changed_in, self.changed_out, self.end)

    @property
    def changed(self) -> int:
        """The balance of changes of category."""
        return self.changed_in - self.changed_out

    @property
    def gap(self) -> int:
        """What the end differs from what the bridge leads to: always nought, or the records are broken."""
        return self.end - (self.begin + self.joined - self.left + self.changed)


@dataclass(frozen=True, slots=True)
class Headcount:
    """The members at two turns and what happened between them; `reasons` counts why members left."""

    begin: Turn
    end: Turn
    lines: tuple[Line, ...]
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> Line:
        """All categories together."""
        return sum(self.lines, Line("Totaal"))


def headcount(begin: Turn, end: Turn) -> Headcount:
    """The bridge from one turn to a later one. Raises ValueError when the turns are in the wrong order."""
    return headcounts([(begin, end)])[0]


def headcounts(stretches: Sequence[tuple[Turn, Turn]]) -> list[Headcount]:
    """The bridges of several stretches, all in one statement.

    It counts at every turn that is asked and in between neighbouring turns, in one pass over the periods; a stretch adds
    up what lies in it.
    """
    if any(end <= begin for begin, end in stretches):
        raise ValueError("De tweede peildatum ligt niet na de eerste.")
    turns = sorted({turn for stretch in stretches for turn in stretch})
    place = {turn: number for number, turn in enumerate(turns)}
    counted: dict[str, list[int]] = {}
    left: dict[str, list[int]] = {}
    codes: dict[str, str] = {}
    for _, name, code, reason, *counts in _rows(turns):
        codes[name] = code
        counted[name] = [a + b for a, b in zip(counted.get(name, [0] * len(counts)), counts, strict=True)]
        if reason:
            gone = counts[len(turns) + 1 :: 4]
            left[reason] = [a + b for a, b in zip(left.get(reason, [0] * len(gone)), gone, strict=True)]
    found = []
    for begin, end in stretches:
        first, last = place[begin], place[end]
        lines = tuple(_line(name, codes[name], counts, len(turns), first, last) for name, counts in counted.items())
        reasons = {reason: sum(gone[first:last]) for reason, gone in left.items()}
        found.append(Headcount(begin, end, lines, _in_order(reasons)))
    return found


def _line(name: str, code: str, counts: Sequence[int], turns: int, first: int, last: int) -> Line:
    """A category between two turns: its numbers at both, and what happened in the stretches between them."""
    flows = counts[turns + 4 * first : turns + 4 * last]
    joined, left, changed_in, changed_out = (sum(flows[kind::4]) for kind in range(4))
    return Line(name, counts[first], joined, left, changed_in, changed_out, counts[last], code)


def _rows(turns: Sequence[Turn]) -> list[tuple[Any, ...]]:
    """Per category and reason of leaving: the number at each turn, then the four flows of each stretch between."""
    last = len(turns) - 1
    stocks = [STOCK.format(number) for number in range(last + 1)]
    flows = [f"count(*) FILTER (WHERE {flow.format(number, number + 1)})" for number in range(last) for flow in FLOWS]
    days: dict[str, date] = {}
    for number, turn in enumerate(turns):
        days |= {f"eve{number}": turn.eve, f"day{number}": turn.day, f"next{number}": turn.day + ONE_DAY}
    with connection.cursor() as cursor:
        cursor.execute(HEADCOUNT.format(columns=", ".join([*stocks, *flows]), last=last), days)
        return cursor.fetchall()


def _in_order(reasons: dict[str, int]) -> dict[str, int]:
    """The reasons in the order in which a user chooses from them, by their words."""
    return {str(one.label): reasons[one.value] for one in Mutation.Reason if reasons.get(one.value)}
