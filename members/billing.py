"""From charges to invoices: one for each member, or one for all members that somebody else pays for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from uuid import UUID, uuid5

from django.urls import reverse

from finance import invoices
from finance.invoices import InvoiceLineSpec, InvoiceSpec
from finance.models import Invoice, Party
from finance.specs import EntrySpec, LineSpec
from members.explaining import base_in_words, explained, is_estimate
from members.models import (
    BaseRequest,
    Category,
    ContributionRun,
    DeclaredBase,
    Membership,
    Organisation,
    Reduction,
    Tariff,
)
from members.tariffs import Obstacle
from nov.kernel.formats import cents, day
from nov.kernel.models import User
from nov.kernel.periods import Year

HALF, WHOLE = Decimal("0.5"), Decimal(1)
DEFERRED = "1850"  # invoiced before the year it is for begins
MEMO = "MEM"
REQUESTS = UUID(
    "0d1f6a52-9e0c-4d55-9d43-5a0a6f7a1c20"
)  # names the invoice of a member and a year, so that there is one


@dataclass(frozen=True, slots=True)
class Charge:
    """What a member will owe by a run, and what it follows from; or the problem that is in the way."""

    membership: Membership
    organisation: Organisation
    category: Category
    base: DeclaredBase | None
    tariff: Tariff | None
    share: Decimal
    first_day: date  # of the membership, or of the year when it began before
    reduction: Reduction | None = None
    obstacle: Obstacle | None = None
    request: BaseRequest | None = None  # with the answer that waits to be judged

    @property
    def amount(self) -> Decimal:
        """The amount in euros; half of an odd number of cents is rounded up."""
        if self.tariff is None:
            return Decimal(0)
        return (self.tariff.amount * self.share).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def problem(self) -> str:
        """What is in the way, in words; "" when nothing is."""
        match self.obstacle:
            case Obstacle.NO_TARIFF:
                return f"er is geen tarief voor {self.category.plural.lower()}"
            case Obstacle.NO_BASE:
                return f"de grondslag ({self.category.base}) is niet opgegeven"
            case Obstacle.TO_JUDGE:
                assert self.request is not None and self.request.amount is not None
                said = base_in_words(self.category, self.request.amount)
                return f"de opgave van {said} wijkt sterk af van de vorige en is nog niet beoordeeld"
        return ""

    @property
    def mend(self) -> str:
        """Where what is in the way is put right."""
        match self.obstacle:
            case Obstacle.NO_TARIFF:
                return reverse("admin:members_tarifftable_changelist")
            case Obstacle.TO_JUDGE:
                assert self.request is not None
                return self.request.get_absolute_url()
        return reverse("members:base", args=[self.organisation.pk])

    @property
    def estimated(self) -> bool:
        """Whether the base is an estimate: one that the bureau made, or the last known in place of a new one."""
        return self.base is not None and is_estimate(self.base, self.first_day.year)

    @property
    def notes(self) -> tuple[str, ...]:
        """What one looks at before the invoices go out, in a word or two each."""
        found = (
            (self.estimated, "grondslag geschat"),
            (self.reduction is not None, "vermindering"),
            (self.reduction is None and self.share < WHOLE, "half jaar"),
            (self.organisation.payer is not None, "koepel betaalt"),
        )
        return tuple(words for holds, words in found if holds)

    @property
    def explanation(self) -> str:
        """The sentence that says why this is the amount."""
        return explained(self, self.first_day.year)

    @property
    def payer(self) -> Party | None:
        """Who pays in place of the member: its umbrella, or who pays for its whole category."""
        return self.organisation.payer or self.category.collective_payer


def invoiced(run: ContributionRun, charges: Sequence[Charge], by: User) -> Iterator[tuple[int, Invoice]]:
    """Issue all invoices, and give for each organisation the one it is on."""
    together = [charge for charge in charges if charge.payer]
    apart = [charge for charge in charges if not charge.payer]
    specs = [_invoice(run, [charge], f"lid/{charge.organisation.pk}") for charge in apart]
    groups = [list(of) for _, of in groupby(sorted(together, key=_payer), key=_payer)]
    specs += [_invoice(run, group, f"ronde/{run.pk}/{_payer(group[0])}") for group in groups]
    issued = invoices.issue(specs, by=by)
    for charge, invoice in zip(apart, issued, strict=False):
        yield charge.organisation.pk, invoice
    for group, invoice in zip(groups, issued[len(apart) :], strict=True):
        for charge in group:
            yield charge.organisation.pk, invoice


def _payer(charge: Charge) -> int:
    return charge.payer.pk if charge.payer else 0


def _invoice(run: ContributionRun, charges: Sequence[Charge], name: str) -> InvoiceSpec:
    party = charges[0].payer or charges[0].organisation.party
    reference = f"contributie {run.year}"
    request = uuid5(REQUESTS, f"{run.year}/{name}")
    return InvoiceSpec(party, run.invoice_date, run.due, tuple(_lines(run, charges)), reference, request)


def _lines(run: ContributionRun, charges: Sequence[Charge]) -> Iterator[InvoiceLineSpec]:
    """One line for each tariff and share: on a collective invoice members with the same amount stand together."""
    deferred = run.invoice_date < Year(run.year).first

    def alike(charge: Charge) -> tuple[int, Decimal]:
        return charge.tariff.pk if charge.tariff else 0, charge.share

    for _, group in groupby(sorted(charges, key=alike), key=alike):
        of = list(group)
        account = DEFERRED if deferred else of[0].category.income_account.code
        yield InvoiceLineSpec(_words(run, of), sum((charge.amount for charge in of), Decimal(0)), account)


def _words(run: ContributionRun, charges: Sequence[Charge]) -> str:
    first = charges[0]
    name = first.category.name.lower()
    klass = f", klasse {first.tariff.klass}" if first.tariff and first.category.base else ""
    part = ""
    if first.reduction:
        part = f", {first.reduction.get_share_display().lower()}"
    elif first.share == HALF:
        part = f", lid vanaf {day(first.membership.first_day)}: half jaar"
    if len(charges) > 1:
        return f"Contributie {run.year}, {len(charges)} × {name}{klass} à {cents(first.amount)}"
    return f"Contributie {run.year}, {name}{klass}{part}"


def release(run: ContributionRun, charges: Sequence[Charge]) -> EntrySpec:
    """What was invoiced ahead becomes income on the first day of the year it is for."""
    income: dict[str, Decimal] = {}
    for charge in charges:
        account = charge.category.income_account.code
        income[account] = income.get(account, Decimal(0)) + charge.amount
    words = f"Contributie {run.year}, gefactureerd op {day(run.invoice_date)}"
    credits = [LineSpec(account, credit=amount, description=words) for account, amount in sorted(income.items())]
    debit = LineSpec(DEFERRED, debit=sum(income.values(), Decimal(0)), description=words)
    return EntrySpec(MEMO, Year(run.year).first, words, f"Contributieronde {run.year}/{run.pk}", (debit, *credits))
