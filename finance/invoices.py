"""Invoices: issued in one batch, numbered per year without a gap, posted in the debtors' journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from finance.models import Invoice, Party

if TYPE_CHECKING:
    from nov.kernel.models import User


@dataclass(frozen=True, slots=True)
class InvoiceLineSpec:
    """A line of an invoice: what for, how much (a credit has a minus), and the income account by its code."""

    description: str
    amount: Decimal
    account: str
    cost_centre: str | None = None


@dataclass(frozen=True, slots=True)
class InvoiceSpec:
    """An invoice to issue. With `request` a repeat answers with the first invoice."""

    party: Party
    date: date
    due: date
    lines: tuple[InvoiceLineSpec, ...]
    reference: str = ""
    request: UUID | None = None


def issue(invoices: Sequence[InvoiceSpec], *, by: User) -> list[Invoice]:
    """Issue all of the invoices or none, with the next numbers of their years, and post them in one batch.

    Raises LedgerError as `ledger.post` does, and for an invoice without lines or with a total of nought.
    """
