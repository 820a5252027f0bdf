"""The search box of a list: every word must be found in one of the named columns."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.admin.utils import lookup_spawns_duplicates
from django.db.models import Q, QuerySet

from nov.kernel.folding import folded

LONGEST = 200


def searched(rows: QuerySet, text: str, columns: Sequence[str], key: str = "") -> QuerySet:
    """The rows in which every word of `text` stands in one of `columns` (a part will do, capitals do not matter).

    `key` names a column with folded text (`nov.kernel.folding.folded`); in it words are found without accents.
    """
    found = rows
    many = any(lookup_spawns_duplicates(rows.model._meta, column) for column in columns)
    for word in _words(text):
        one = Q(**{f"{key}__contains": folded(word)}) if key else Q()
        for column in columns:
            one |= Q(**{f"{column}__icontains": word})
        found = found.filter(one)
    if many and found is not rows:
        return rows.filter(pk__in=found.order_by().values("pk"))
    return found


def _words(text: str) -> list[str]:
    return text.replace("\0", "")[:LONGEST].split()
