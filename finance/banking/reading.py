"""What a reader of bank files gives, whatever the format, and how it says no."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError

CURRENCY = "EUR"


class Unreadable(ValidationError):
    """Why a bank file is refused, in Dutch; `line` is where in the file."""

    def __init__(self, what: str, line: int | None = None) -> None:
        self.line = line
        super().__init__(f"Regel {line}: {what}" if line else what)


@dataclass(slots=True)
class Stated:
    """A balance as the bank states it; a debit has a minus."""

    amount: Decimal
    currency: str
    day: date | None


@dataclass(slots=True)
class Statement:
    """The head of a statement. Its closing balance is complete when the next statement comes or the file ends."""

    account: str
    number: str
    opening: Stated | None = None
    closing: Stated | None = None
    line: int | None = None


@dataclass(slots=True)
class Movement:
    """One line of the statement that was given last."""

    amount: Decimal
    booked_on: date
    valued_on: date
    currency: str = CURRENCY
    name: str = ""
    iban: str = ""
    text: str = ""
    reference: str = ""
    end_to_end: str = ""
    mandate: str = ""
    batch: str = ""
    bank_reference: str = ""
    kind: str = ""
    return_code: str = ""
    line: int | None = field(default=None, compare=False)

    def content(self) -> tuple[str, ...]:
        """What makes it this payment and no other, apart from its place among its equals."""
        return (
            self.booked_on.isoformat(), self.valued_on.isoformat(), f"{self.amount:.2f}", self.iban, self.name, self.text,
            self.reference, self.end_to_end, self.mandate, self.batch, self.bank_reference, self.return_code,
        )  # fmt: skip


def amount_of(text: str | None, line: int | None = None) -> Decimal:
    """An amount above or at nought with at most two decimals, as "12.30"."""
    try:
        amount = Decimal(text or "")
    except InvalidOperation:
        raise Unreadable(f"‘{(text or '')[:30]}’ is geen bedrag. Vraag de bank om een nieuw bestand.", line) from None
    if not amount.is_finite() or amount.is_signed() or amount >= 10**12 or amount != round(amount, 2):
        raise Unreadable(f"‘{text}’ is geen bedrag in hele centen. Vraag de bank om een nieuw bestand.", line)
    return amount


def day_of(text: str | None, line: int | None = None) -> date:
    """The day in "2023-03-01" or "2023-03-01T10:00:00+01:00", the bank's own."""
    bare = (text or "").strip()
    try:
        found = date.fromisoformat(bare) if len(bare) == 10 else datetime.fromisoformat(bare).date()
    except ValueError:
        raise Unreadable(f"‘{bare[:30]}’ is geen datum. Vraag de bank om een nieuw bestand.", line) from None
    if not 1990 <= found.year <= 2100:
        raise Unreadable(f"Het jaar {found.year} kan niet kloppen. Vraag de bank om een nieuw bestand.", line)
    return found
