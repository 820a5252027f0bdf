"""The bridge of the membership: begin + joined − left ± changes of category = end, per category, in one statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from members.models import Category, Mutation
from nov.kernel.periods import Turn

# One pass over the category periods that touch a stretch: what is counted at its two turns and in between. The
# predicates are those of querysets.py; a test holds the two against each other.
HEADCOUNT = """
SELECT t.place, c.category_id, l.reason,
       count(*) FILTER (WHERE c.during @> t.a - 1 AND m.during @> daterange(t.a - 1, t.a + 1)),
       count(*) FILTER (WHERE lower(c.during) = lower(m.during) AND lower(c.during) >= t.a AND lower(c.during) < t.b),
       count(*) FILTER (WHERE upper(c.during) = upper(m.during) AND upper(c.during) > t.a AND upper(c.during) <= t.b),
       count(*) FILTER (WHERE lower(c.during) > lower(m.during) AND lower(c.during) >= t.a AND lower(c.during) < t.b),
       count(*) FILTER (WHERE upper(c.during) >= t.a AND upper(c.during) < t.b
                          AND (upper_inf(m.during) OR upper(c.during) < upper(m.during))),
       count(*) FILTER (WHERE c.during @> t.b - 1 AND m.during @> daterange(t.b - 1, t.b + 1))
FROM unnest(%s::int[], %s::date[], %s::date[]) AS t (place, a, b)
JOIN members_categoryperiod c ON c.during && daterange(t.a - 1, t.b + 1) AND c.voided_by_id IS NULL
JOIN members_membership m ON m.id = c.membership_id AND m.voided_by_id IS NULL
LEFT JOIN members_mutation l ON l.id = m.closed_by_id AND upper(m.during) > t.a AND upper(m.during) <= t.b
  AND upper(c.during) = upper(m.during)
GROUP BY 1, 2, 3
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

    def __add__(self, other: Line) -> Line:
        """Both together, under the first name."""
        return Line(self.name, *(a + b for a, b in zip(self.counts, other.counts, strict=True)))

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
    """The bridges of several stretches, all in one statement (and one for the names of the categories)."""
    if any(end <= begin for begin, end in stretches):
        raise ValueError("De tweede peildatum ligt niet na de eerste.")
    categories = {category.pk: category.plural for category in Category.objects.all()}
    lines = {(place, pk): Line(name) for place in range(len(stretches)) for pk, name in categories.items()}
    reasons: list[dict[str, int]] = [{} for _ in stretches]
    for place, category, reason, *counts in _rows(stretches):
        line = Line("", *counts)
        lines[place, category] += line
        if reason:
            reasons[place][reason] = reasons[place].get(reason, 0) + line.left
    return [
        Headcount(begin, end, tuple(lines[place, pk] for pk in categories), _in_order(reasons[place]))
        for place, (begin, end) in enumerate(stretches)
    ]


def _rows(stretches: Sequence[tuple[Turn, Turn]]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        begins, ends = ([turn.day for turn in turns] for turns in zip(*stretches, strict=True))
        cursor.execute(HEADCOUNT, [list(range(len(stretches))), begins, ends])
        yield from cursor.fetchall()


def _in_order(reasons: dict[str, int]) -> dict[str, int]:
    """The reasons in the order in which a user chooses from them, by their words."""
    return {str(one.label): reasons[one.value] for one in Mutation.Reason if one.value in reasons}
