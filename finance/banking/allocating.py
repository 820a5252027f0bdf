"""Bank lines are booked: whole, once, each as an entry of its own, all of them posted in one batch.

What comes in on an invoice goes off what the debtor owes; what is left over is an advance of the party; the rest goes to an
account. A line that was booked wrongly is taken back by a reversal and is then open again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import F, Sum

from finance import ledger
from finance.invoices import DEBTORS
from finance.models import Account, BankBooking, BankLine, CostCentre, Grant, Invoice, Line, Party, Proposal
from finance.specs import ZERO, EntrySpec, LedgerError, LineSpec
from nov.kernel import formats

if TYPE_CHECKING:
    from nov.kernel.models import User

JOURNAL = "BANK"
ADVANCES = "1890"  # what a party paid beyond its invoices is owed to it until it is used


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line, signed as the line: on an invoice (its number), for a party (its key) or on an account (its code)."""

    amount: Decimal
    invoice: str = ""
    party: int | None = None
    account: str = ""
    cost_centre: str = ""
    grant: str = ""
    relation: str = ""
    reference: str = ""
    description: str = ""

    def stored(self) -> dict[str, Any]:
        """As a proposal keeps it."""
        named = ((one.name, getattr(self, one.name)) for one in fields(self))
        return {name: f"{value:.2f}" if name == "amount" else value for name, value in named if value}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Part:
        """What a proposal kept."""
        return cls(**{**stored, "amount": Decimal(stored["amount"])})


@dataclass(frozen=True, slots=True)
class Choice:
    """How a line is booked, and why so."""

    line: BankLine
    parts: tuple[Part, ...]
    reason: str = ""
    description: str = ""


def open_lines() -> Any:
    """The lines that are not booked, or no longer."""
    return BankLine.objects.exclude(bookings__in=BankBooking.objects.filter(reversal=None))


@transaction.atomic
def book(choices: Sequence[Choice], *, by: User) -> list[BankBooking]:
    """Book the lines, all or none, and answer with their bookings; a line that is booked already is answered as it is.

    Raises LedgerError when the parts do not add up to a line, an invoice would be paid for more than is open, or posting
    is refused (see `ledger.post`).
    """
    ledger.lock()
    known = _bookings(choices)
    new = [choice for choice in choices if choice.line.pk not in known]
    if problem := next(iter(_problems(new).values()), None):
        raise LedgerError(problem)
    _write(new, by)
    Proposal.objects.filter(line__in=[choice.line.pk for choice in choices]).delete()
    booked = _bookings(choices)
    return [booked[choice.line.pk] for choice in choices]


@transaction.atomic
def confirm(proposals: Iterable[Proposal], *, by: User) -> tuple[list[BankBooking], list[str]]:
    """Book lines as proposed. Answers with the bookings, and in words with what no longer fits and stays open."""
    ledger.lock()
    choices = [
        Choice(one.line, tuple(Part.of(part) for part in one.parts), one.reason)
        for one in sorted(proposals, key=lambda one: (one.line.booked_on, one.line.pk))
    ]
    known = _bookings(choices)
    problems = _problems([choice for choice in choices if choice.line.pk not in known])
    fitting = [choice for choice in choices if choice.line.pk not in problems]
    return book(fitting, by=by), [
        f"{choice.line}: {problems[choice.line.pk]}" for choice in choices if choice.line.pk in problems
    ]


@transaction.atomic
def undo(booking: BankBooking, *, on: date, reason: str, by: User) -> BankBooking:
    """Take a booking back: its entry is reversed and its line is open again. A repeat changes nothing.

    Raises LedgerError as `ledger.reverse` does.
    """
    reversal = ledger.take_back(booking.entry, on=on, reason=reason, by=by)
    BankBooking.objects.filter(pk=booking.pk, reversal=None).update(reversal=reversal)
    booking.refresh_from_db()
    return booking


def _bookings(choices: Sequence[Choice]) -> dict[int, BankBooking]:
    rows = BankBooking.objects.filter(line__in=[choice.line.pk for choice in choices], reversal=None)
    return {row.line_id: row for row in rows.select_related("entry__journal")}


def left_open(codes: Iterable[str]) -> dict[str, Decimal]:
    """What is still open of invoices, by their number."""
    rows = Line.objects.filter(account__code=DEBTORS, reference__in=set(codes)).order_by().values_list("reference")
    return dict(rows.annotate(left=Sum(F("debit") - F("credit"))))


def _problems(choices: Sequence[Choice]) -> dict[int, str]:
    """Why lines cannot be booked so, in Dutch; what an earlier one takes of an invoice, a later one does not have."""
    codes = {part.invoice for choice in choices for part in choice.parts if part.invoice}
    totals = dict(Invoice.objects.filter(code__in=codes).values_list("code", "total"))
    left = left_open(codes)
    found: dict[int, str] = {}
    for choice in choices:
        taken: dict[str, Decimal] = defaultdict(Decimal)
        for part in choice.parts:
            taken[part.invoice] += part.amount
        rest = sum(taken.values(), ZERO)
        if rest != choice.line.amount:
            found[choice.line.pk] = (
                f"van {formats.cents(choice.line.amount)} is {formats.cents(rest)} verdeeld; verdeel precies het bedrag."
            )
            continue
        for code, amount in taken.items():
            if code and code not in totals:
                found[choice.line.pk] = f"er is geen factuur ‘{code}’."
            elif code and (left.get(code, ZERO) - amount) * totals[code] < 0:
                found[choice.line.pk] = (
                    f"van factuur {code} staat {formats.cents(left.get(code, ZERO))} open; {formats.cents(amount)} is meer."
                )
        if choice.line.pk not in found:
            for code, amount in taken.items():
                left[code] = left.get(code, ZERO) - amount
    return found


def _write(choices: Sequence[Choice], by: User) -> None:
    """Post the entries, then the allocations and the bookings that seal them."""
    if not choices:
        return
    ids = [choice.line.pk for choice in choices]
    ledgers = dict(BankLine.objects.filter(pk__in=ids).values_list("pk", "statement__account__account__code"))
    sources = {
        pk: f"Afschrift {number}, regel {no}"
        for pk, number, no in BankLine.objects.filter(pk__in=ids).values_list("pk", "statement__number", "no")
    }
    codes = {part.invoice for choice in choices for part in choice.parts if part.invoice}
    invoices = {one.code: one for one in Invoice.objects.filter(code__in=codes).select_related("party")}
    parties = Party.objects.in_bulk({part.party for choice in choices for part in choice.parts if part.party})
    entries = ledger.post(
        [_entry(choice, ledgers[choice.line.pk], sources[choice.line.pk], invoices, parties) for choice in choices],
        by=by,
    )
    accounts = dict(Account.objects.values_list("code", "id"))
    centres: dict[str, int] = dict(CostCentre.objects.values_list("code", "id"))
    grants: dict[str, int] = dict(Grant.objects.values_list("code", "id"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('finance_bankbooking', 'id')) FROM generate_series(1, %s)",
            [len(ids)],
        )
        numbers = [row[0] for row in cursor.fetchall()]
    ledger.copy_rows(
        "finance_allocation (booking_id, no, amount, invoice_id, party_id, account_id, cost_centre_id, grant_id)",
        (
            (pk, no, part.amount, invoices[part.invoice].pk if part.invoice else None, part.party,
             accounts[part.account] if part.account else None, centres.get(part.cost_centre), grants.get(part.grant))
            for pk, choice in zip(numbers, choices, strict=True) for no, part in enumerate(choice.parts, start=1)
        ),
    )  # fmt: skip
    ledger.copy_rows(
        "finance_bankbooking (id, line_id, entry_id, reason)",
        (
            (pk, choice.line.pk, entry.pk, choice.reason[:300])
            for pk, choice, entry in zip(numbers, choices, entries, strict=True)
        ),
    )


def _entry(
    choice: Choice, bank: str, source: str, invoices: Mapping[str, Invoice], parties: Mapping[int, Party]
) -> EntrySpec:  # fmt: skip
    lines = [LineSpec(bank, *sides(choice.line.amount), document=choice.line.bank_reference)]
    for part in choice.parts:
        if part.invoice:
            account, relation, reference = DEBTORS, invoices[part.invoice].party.code, part.invoice
        elif part.party:
            account, relation, reference = ADVANCES, parties[part.party].code, f"B{choice.line.pk}"
        else:
            account, relation, reference = part.account, part.relation, part.reference
        lines.append(
            LineSpec(account, *sides(-part.amount), part.cost_centre or None, part.grant or None, part.description, relation, reference)
        )  # fmt: skip
    return EntrySpec(JOURNAL, choice.line.booked_on, choice.description or _words(choice), source, tuple(lines))


def _words(choice: Choice) -> str:
    """What the entry says: numbers of invoices, never a name, for the ledger keeps none."""
    codes = [part.invoice for part in choice.parts if part.invoice]
    what = "Ontvangen" if choice.line.amount > 0 else ("Teruggeboekt" if choice.line.return_code else "Betaald")
    return f"{what}: {', '.join(codes[:8])}{' en meer' if len(codes) > 8 else ''}" if codes else f"{what} via de bank"


def sides(amount: Decimal) -> tuple[Decimal, Decimal]:
    """An amount as debit and credit."""
    return (amount, ZERO) if amount > 0 else (ZERO, -amount)
