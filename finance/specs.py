"""What is handed to the ledger to be posted, and how it says no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError

ZERO = Decimal(0)


class LedgerError(ValidationError):
    """Something that cannot be posted, said in Dutch at the field where it can be mended."""


@dataclass(frozen=True, slots=True)
class LineSpec:
    """A line to post. Exactly one of debit and credit is filled; account, cost centre and grant go by their code."""

    account: str
    debit: Decimal = ZERO
    credit: Decimal = ZERO
    cost_centre: str | None = None
    grant: str | None = None
    description: str = ""
    relation: str = ""
    reference: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class EntrySpec:
    """An entry to post. `source` names the document it rests on; without `period` it is the month of the date.

    `request` makes posting safe to repeat: a second entry with the same one is not posted, the first is answered.
    """

    journal: str
    date: date
    description: str
    source: str
    lines: tuple[LineSpec, ...]
    period: int | None = None
    request: UUID | None = None

    @property
    def in_period(self) -> int:
        """The period that the entry falls in: its month, or 13."""
        return self.period or self.date.month
