"""A small set of books: the years 2022 to 2024, two cost centres, one grant, and somebody who posts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from finance import ledger, registers
from finance.models import Entry
from finance.specs import EntrySpec, LineSpec
from nov.kernel.models import User

Spec = Callable[..., EntrySpec]


def make_books() -> User:
    """The years, cost centres and grant of the tests, and the person who posts."""
    by = User.objects.create_user("boekhouder@nov.example", "kort-maar-lang-genoeg", name="Ria Boek", roles=["financien"])
    for year in (2022, 2023, 2024):
        ledger.open_year(year)
    centre = registers.cost_centre("meedoen", "#Meedoen")
    registers.cost_centre("bureau", "Bureau")
    funder = registers.party("Ministerie van SZW")
    grant = registers.grant(
        "szw", "#Meedoen", funder=funder, cost_centre=centre, first=date(2022, 1, 1), last=date(2027, 12, 31)
    )
    registers.award(grant, "SZW-1", dated=date(2021, 12, 1), amount=Decimal(100_000))
    return by


@pytest.fixture
def by(db: None) -> User:
    """Who posts in the tests; the books are there."""
    return make_books()


def entry(
    amount: str = "100",
    *,
    debit: str = "4200",
    credit: str = "1010",
    on: date = date(2023, 3, 1),
    journal: str = "MEM",
    cost_centre: str | None = None,
    grant: str | None = None,
    **more: Any,
) -> EntrySpec:
    """An entry of two lines."""
    lines = (
        LineSpec(debit, debit=Decimal(amount), cost_centre=cost_centre, grant=grant),
        LineSpec(credit, credit=Decimal(amount)),
    )
    return EntrySpec(**{"description": "Huur maart", "source": "Factuur 12", **more, "journal": journal, "date": on, "lines": lines})


@pytest.fixture
def posted(by: User) -> Entry:
    """One posted entry."""
    return ledger.post([entry()], by=by)[0]


def sql(text: str, *params: Any) -> list[tuple[Any, ...]]:
    """Run a statement as the application and give what it returns."""
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def refused(message: str) -> Iterator[None]:
    """The statements inside are refused by the database, at once, with this message."""
    with pytest.raises(DatabaseError, match=message), transaction.atomic():
        yield
