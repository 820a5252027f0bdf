"""One picture of the records: everything in it is read in one transaction that sees them at one moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from django.db import connection, transaction

from nov.kernel.catalogue import Readings
from reports.catalogue import CATALOGUE

_current: ContextVar[Readings | None] = ContextVar("picture", default=None)


@contextmanager
def picture(*, on: date | None = None, writing: bool = False) -> Iterator[Readings]:
    """The readings of one moment, each computed once; within another picture it is that one. `on` is the day.

    The transaction is repeatable read, and read only unless what is read is to be kept (`writing`). Inside a
    transaction that has begun already, that one is used.
    """
    if (running := _current.get()) is not None:
        yield running
        return
    begun = connection.in_atomic_block
    with transaction.atomic():
        if not begun:
            with connection.cursor() as cursor:
                cursor.execute(f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ {'WRITE' if writing else 'ONLY'}")
        readings = Readings(CATALOGUE, on)
        token = _current.set(readings)
        try:
            yield readings
        finally:
            _current.reset(token)
