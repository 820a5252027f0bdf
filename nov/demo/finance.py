"""The money of the demo year: loaded in two steps, around the members.

    load_basis(by)    financial years, cost centres, grants, reserves, budgets, and the balance sheet of 31-12-2020
    (members.load)    invoices of contribution, by finance.invoices.issue, on the income account of the category
    load_ledger(by)   all the rest up to April 2024, what was paid of those invoices (from 2023 on by statements of the
                      bank), appropriation and closing

2023 stays open with its months locked: its accounts are being drawn up, its result is appropriated as the board
proposes to the general meeting of June 2024.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F, Sum

from finance import appropriation, budgets, ledger, registers, years
from finance.appropriation import AppropriationLineSpec
from finance.budgets import BudgetLineSpec
from finance.invoices import DEBTORS, JOURNAL
from finance.models import Association, Decision, Entry, Line, Reserve
from members.billing import DEFERRED
from members.models import Contribution, Mutation
from nov.demo import finance_bank
from nov.demo import finance_numbers as numbers
from nov.demo.finance_bank import over_the_bank
from nov.demo.finance_books import Books
from nov.demo.finance_numbers import BUREAU_PERSONNEL, PROJECT, WAGES
from nov.demo.finance_opening import BANK, Item, opening, shares
from nov.kernel.models import User

DEMO = UUID("0d5c9b7e-8f1d-4f0b-9d43-5a0f6f2c2e01")
BOOKS = uuid5(DEMO, "grootboek")  # the request of the first entry: there once everything is


def load_basis(by: User) -> None:
    """What the books need before anything is posted, and the opening balance."""
    Association.objects.update(
        street="Maliebaan", house_number="1", postcode="3581 CA", place="Utrecht", kvk="40000001",
        vat_number="NL004495445B01", iban="NL91ABNA0417164300", email="financien@nov.example",
        phone="030 000 00 00", website="https://nov.example",
    )  # fmt: skip
    for year in range(2020, 2025):
        ledger.open_year(year)
    centres = {code: registers.cost_centre(code, name) for code, name in numbers.COST_CENTRES.items()}
    grants = {}
    for code, (name, funder, centre, first, last) in numbers.GRANTS.items():
        party = registers.party(funder, place="Den Haag")
        grants[code] = registers.grant(code, name, funder=party, cost_centre=centres[centre], first=first, last=last)
    for grant, number, dated, amount, kind in numbers.AWARDS:
        registers.award(grants[grant], number, dated=dated, amount=Decimal(amount), kind=kind)
    for code, (name, kind, account, purpose, restricted_by, basis) in numbers.RESERVES.items():
        registers.reserve(
            code, name, kind=kind, account=account, purpose=purpose, restricted_by=restricted_by,
            decision=decision(basis) if basis else None,
        )  # fmt: skip
    registers.target(
        Reserve.objects.get(code="continuiteit"), percentage=Decimal(33), first_day=date(2018, 11, 24),
        decision=decision("doel"),
    )  # fmt: skip
    for name, basis, subsidies, personnel, projects in numbers.BUDGETS:
        budgets.adopt(2023, name=name, decision=decision(basis), lines=_budget(subsidies, personnel, projects))
    ledger.post([_named(opening(), "beginbalans")], by=by)


def load_ledger(by: User) -> None:
    """All entries from 2021 to April 2024, then appropriation, closing and locks."""
    if not Entry.objects.filter(request=BOOKS).exists():
        books = Books(_invoices(), _contribution(), _deferred(), _never_paid())
        for plan in numbers.YEARS:
            books.year(plan)
        entries = sorted(books.entries, key=lambda entry: entry.date)
        banked = [entry for entry in entries if over_the_bank(entry)]
        posted = [entry for entry in entries if not over_the_bank(entry)]
        with transaction.atomic():
            ledger.post([_named(posted[0], "grootboek"), *posted[1:]], by=by)
            finance_bank.load(banked, _on_the_bank(posted), by)
    for year, lines in numbers.APPROPRIATIONS.items():
        appropriation.appropriate(
            year, decision=decision(f"bestemming {year}"), by=by,
            lines=[AppropriationLineSpec(reserve, Decimal(amount), note) for reserve, amount, note in lines],
        )  # fmt: skip
    for year in (2020, 2021, 2022):
        ledger.close_year(year, by=by)
    locked = years.state(2023).locked_periods
    for month in range(1, 13):
        if month not in locked:
            ledger.lock_period(2023, month, by=by)


def _on_the_bank(entries: Sequence[ledger.EntrySpec]) -> Decimal:
    """What stood on the bank account when the first statement began."""
    before = [entry for entry in entries if entry.date < finance_bank.FIRST]
    lines = [line for entry in before for line in entry.lines if line.account == BANK]
    return numbers.OPENING[BANK] + sum((line.debit - line.credit for line in lines), Decimal(0))


def decision(key: str) -> Decision:
    """One of the decisions about money."""
    body, number, on, subject = numbers.DECISIONS[key]
    return registers.decision(body, number, on=on, subject=subject)


def _named(spec: ledger.EntrySpec, name: str) -> ledger.EntrySpec:
    return replace(spec, request=uuid5(DEMO, name))


def _budget(
    subsidies: dict[str, int], personnel: dict[str, int], projects: dict[str, int]
) -> list[BudgetLineSpec]:  # fmt: skip
    lines = [
        BudgetLineSpec("8100", Decimal(amount), numbers.GRANTS[grant][2], grant, "" if amount else "p.m.")
        for grant, amount in subsidies.items()
    ]
    for totals, weights in ((personnel, WAGES), (projects, PROJECT)):
        for centre, total in totals.items():
            of = BUREAU_PERSONNEL if totals is personnel and centre == "bureau" else weights
            lines += [BudgetLineSpec(account, Decimal(part), centre) for account, part in shares(total, of).items()]
    return lines + [BudgetLineSpec(account, Decimal(amount)) for account, amount in numbers.BUDGETED_ALIKE.items()]


def _invoices() -> list[Item]:
    """The invoices that the members' rounds have posted."""
    lines = Line.objects.filter(account__code=DEBTORS, entry__journal__code=JOURNAL).select_related("entry")
    return [
        Item(line.entry.date, line.debit - line.credit, line.relation, line.reference)
        for line in lines.order_by("entry_id")
    ]


def _contribution() -> dict[int, Decimal]:
    """What those invoices come to as income, per year."""
    lines = Line.objects.filter(account__caption__code="contributies")
    return dict(lines.values_list("entry__year").annotate(total=Sum(F("credit") - F("debit"))).order_by())


def _deferred() -> dict[int, Decimal]:
    """What of them was for the next year, per year of the invoice."""
    lines = Line.objects.filter(account__code=DEFERRED, entry__journal__code=JOURNAL)
    return dict(lines.values_list("entry__year").annotate(total=Sum("credit")).order_by())


def _never_paid() -> list[str]:
    """The invoices of members whose membership the board ended because they did not pay."""
    unpaid = Mutation.objects.filter(reason=Mutation.Reason.UNPAID)
    charged = Contribution.objects.filter(
        organisation__in=unpaid.values("organisation"), year__in=unpaid.values("effective_on__year")
    )
    return [contribution.invoice.code for contribution in charged.select_related("invoice")]
