"""What went over the bank account from 2023 on: written as statements of the bank (CAMT.053), read in and booked as users do.

Everything the books have on the bank account becomes lines of monthly files. Members pay each for themselves, most with a
reference, some with a number in the text, a few with nothing but a name. What is proposed rightly is confirmed, the rest
divided by hand. The last statement, of April 2024, still has to be processed.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stdnum import iban as ibans

from finance import references
from finance.banking import allocating, keeping, matching
from finance.banking.allocating import Choice, Part
from finance.collecting import batches, mandates
from finance.invoices import DEBTORS, outstanding
from finance.models import Account, BankAccount, Invoice, Proposal
from finance.specs import EntrySpec, LineSpec
from nov.demo.finance_camt import statement
from nov.demo.finance_opening import BANK
from nov.kernel.models import User
from nov.kernel.periods import Turn

FIRST = date(2023, 1, 1)
OURS = "NL64NOVB0000002023"
CREDITOR = "NL28ZZZ401234560000"
TO_DO = date(2024, 4, 15)


@dataclass(frozen=True, slots=True)
class Paid:
    """A line of the bank to write, and how it is to be booked."""

    day: date
    amount: Decimal
    parts: tuple[Part, ...] = ()
    description: str = ""
    name: str = ""
    iban: str = ""
    text: str = ""
    reference: str = ""


def over_the_bank(entry: EntrySpec) -> bool:
    """Whether an entry is one that the bank's statements bring."""
    return FIRST <= entry.date < TO_DO and any(line.account == BANK for line in entry.lines)


def load(entries: Sequence[EntrySpec], opening: Decimal, by: User) -> None:
    """Write the statements, read them in and book their lines; then read in the one that is left to do."""
    BankAccount.objects.create(
        name="Betaalrekening", iban=OURS, account=Account.objects.get(code=BANK), creditor_id=CREDITOR
    )
    invoices = {one.code: one for one in Invoice.objects.select_related("party")}
    months: dict[str, list[Paid]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: entry.date):
        months[f"{entry.date:%Y-%m}"] += _lines(entry, invoices)
    balance, intended = opening, {}
    for month, lines in sorted(months.items()):
        numbered = {f"{month}-{no:04d}": one for no, one in enumerate(lines, start=1)}
        intended |= numbered
        balance = _read(month, balance, numbered, by)
    _book(intended, by)
    _read("2024-04b", balance, {f"2024-04b-{no}": one for no, one in enumerate(_to_do(invoices), start=1)}, by)
    matching.propose()
    _to_collect(invoices, by)


def _to_collect(invoices: Mapping[str, Invoice], by: User) -> None:
    """Six members that gave a mandate, and the order to collect from them that waits for a second person."""
    for invoice, _ in _owed(invoices)[7:13]:
        party = invoice.party
        mandates.give(party, iban=_iban(party.pk), name=party.name[:70], signed_on=date(2023, 1, 16))
    account = BankAccount.objects.get(iban=OURS)
    batches.make(account, collect_on=batches.earliest(account, TO_DO), today=TO_DO, by=by)


def _owed(invoices: Mapping[str, Invoice]) -> list[tuple[Invoice, Decimal]]:
    """What members still owe when the demo is looked at."""
    left = outstanding(Turn.after(TO_DO))
    return [(invoices[code], amount) for code, amount in sorted(left.items()) if code in invoices and amount > 0]


def _lines(entry: EntrySpec, invoices: Mapping[str, Invoice]) -> Iterator[Paid]:
    """An entry as the bank sees it: one line, or one for everybody who pays."""
    others = [line for line in entry.lines if line.account != BANK]
    if all(line.account == DEBTORS for line in others):
        for line in others:
            amount = line.credit - line.debit
            if invoice := invoices.get(line.reference):
                yield _from_member(entry.date, amount, invoice)
            else:
                yield Paid(entry.date, amount, (_part(line),), text=f"Factuur {line.reference}")
        return
    amount = sum((line.debit - line.credit for line in entry.lines if line.account == BANK), Decimal(0))
    yield Paid(entry.date, amount, tuple(map(_part, others)), entry.description, text=entry.description)


def _part(line: LineSpec) -> Part:
    return Part(
        line.credit - line.debit, account=line.account, cost_centre=line.cost_centre or "", grant=line.grant or "",
        relation=line.relation, reference=line.reference, description=line.description,
    )  # fmt: skip


def _from_member(day: date, amount: Decimal, invoice: Invoice) -> Paid:
    """Of twenty members twelve use the betalingskenmerk, one the RF, four the number; the others say less."""
    how, code, name = invoice.number % 20, invoice.code, invoice.party.name
    text, reference = f"Contributie {invoice.date.year}", ""
    if how < 12:
        text, reference = "", references.payment_reference(code)
    elif how == 12:
        text, reference = "", references.rf_reference(code)
    elif how < 17:
        text = f"{text} factuur {code}" if how % 2 else f"{code.replace('-', ' ')} {text}"
    elif how == 19:
        name = f"Penningmeester {name}"
    return Paid(day, amount, (Part(amount, invoice=code),), "", name, _iban(invoice.party_id), text, reference)


def _iban(number: int) -> str:
    """An account number that no bank gives out."""
    digits = f"NOVD{number:010d}"
    return f"NL{ibans.calc_check_digits('NL00' + digits)}{digits}"


def _read(number: str, opening: Decimal, lines: Mapping[str, Paid], by: User) -> Decimal:
    """Write a statement and read it in; its closing balance."""
    closing = opening + sum(one.amount for one in lines.values())
    data = statement(OURS, number, opening, closing, lines)
    keeping.import_file(f"{number}.xml", io.BytesIO(data), by=by)
    return closing


def _book(intended: Mapping[str, Paid], by: User) -> None:
    """Confirm every proposal that is right, and divide the other lines by hand."""
    matching.propose()
    right = []
    for proposal in Proposal.objects.select_related("line"):
        if tuple(map(Part.of, proposal.parts)) == intended[proposal.line.bank_reference].parts:
            right.append(proposal)
    _, problems = allocating.confirm(right, by=by)
    if problems:
        raise RuntimeError(problems)
    left = [(line, intended[line.bank_reference]) for line in allocating.open_lines().order_by("booked_on", "id")]
    allocating.book([Choice(line, one.parts, "Met de hand verdeeld.", one.description) for line, one in left], by=by)


def _to_do(invoices: Mapping[str, Invoice]) -> Iterator[Paid]:
    """What came in during the last days: payments that are clear and some that are not."""
    owed = _owed(invoices)
    for invoice, amount in owed[:6]:
        yield _from_member(TO_DO, amount, invoice)
    if len(owed) > 6:
        invoice, amount = owed[6]
        yield Paid(
            TO_DO, amount / 2, name=invoice.party.name, iban=_iban(invoice.party_id), text=f"eerste deel {invoice.code}"
        )
    yield Paid(TO_DO, Decimal("150.00"), name="J. de Wit", iban=_iban(999_001), text="gift")
    yield Paid(TO_DO, Decimal("-18.40"), text="Kosten zakelijke rekening maart")
