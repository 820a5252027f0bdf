"""A small set of books: the years 2022 to 2024, two cost centres, one grant, and what tests do with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from finance import invoices, ledger, registers
from finance.invoices import InvoiceLineSpec, InvoiceSpec
from finance.models import Account, Invoice, Journal
from finance.specs import EntrySpec, LineSpec
from nov.kernel.models import User


def make_books() -> User:
    """The years, cost centres and grant of the tests, and the person who posts."""
    by = User.objects.create_user(
        "boekhouder@nov.example", "kort-maar-lang-genoeg", name="Ria Boek", roles=["financien"]
    )
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
    return EntrySpec(
        **{"description": "Huur maart", "source": "Factuur 12", **more, "journal": journal, "date": on, "lines": lines}
    )


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


def account_id(code: str) -> int:
    return Account.objects.get(code=code).pk


def journal_id(code: str = "MEM") -> int:
    return Journal.objects.get(code=code).pk


def line(place: int, no: int, code: str = "4200", debit: Any = 0, credit: Any = 0) -> None:
    sql(
        "INSERT INTO finance_line (entry_id, no, account_id, debit, credit, description, relation, reference, document)"
        " VALUES (%s, %s, %s, %s, %s, '', '', '', '')",
        place, no, account_id(code), debit, credit,
    )  # fmt: skip


def seal(by: User, place: int, **other: Any) -> None:
    values = {"id": place, "journal_id": journal_id(), "year_id": 2023, "period": 3, "date": "2023-03-01",
              "description": "Huur", "source": "Factuur 12", "posted_by_id": by.pk} | other  # fmt: skip
    sql(f"INSERT INTO finance_entry ({', '.join(values)}) VALUES ({', '.join(['%s'] * len(values))})", *values.values())


def written(by: User, place: int, debit: Any = 100, credit: Any = 100, **other: Any) -> None:
    line(place, 1, debit=debit)
    line(place, 2, "1010", credit=credit)
    seal(by, place, **other)


def invoice(
    amount: str = "205", *, on: date = date(2023, 1, 20), request: UUID | None = None, **more: Any
) -> InvoiceSpec:
    lines = more.pop("lines", (InvoiceLineSpec("Contributie 2023, klasse A", Decimal(amount), "8010"),))
    party = registers.party("Vereniging De Brug", place="Assen")
    return InvoiceSpec(party, on, more.pop("due", date(on.year, 12, 31)), lines, "contributie 2023", request)


def issue(by: User, *specs: InvoiceSpec) -> Invoice:
    return invoices.issue(specs or [invoice()], by=by)[-1]
