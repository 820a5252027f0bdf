"""The contribution: who owes what for a year, looked at as a draft and invoiced in one batch.

A member owes the tariff of its category and class on 1 January, or on its first day when it joins later; who joins in or
after the month that the table of tariffs names (July) owes half. Who leaves during the year owes all of it (BW 2:35 lid 5),
unless a decision says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from finance import ledger
from finance.models import Decision
from members.billing import HALF, WHOLE, Charge, invoiced, release
from members.declarations import to_judge
from members.models import Category, Contribution, ContributionRun, Organisation, Reduction, Tariff
from members.owing import owing
from members.tariffs import ContributionError, Obstacle, class_of, latest_bases, tariffs_of
from members.timeline import take_lock
from nov.kernel.formats import cents, counted
from nov.kernel.models import User
from nov.kernel.periods import Year


@dataclass(frozen=True, slots=True)
class Preview:
    """What a run will charge when it is made final now."""

    charges: tuple[Charge, ...]
    exempt: tuple[Charge, ...] = ()

    @property
    def total(self) -> Decimal:
        """What all members together will owe."""
        return sum((charge.amount for charge in self.charges), Decimal(0))

    @property
    def problems(self) -> tuple[Charge, ...]:
        """The members that cannot be charged yet."""
        return tuple(charge for charge in self.charges if charge.obstacle)

    @property
    def classes(self) -> list[tuple[Tariff, Decimal, int, Decimal]]:
        """Per tariff and part of the year: how many members, and what they owe together."""
        found: dict[tuple[Tariff, Decimal], list[Decimal]] = {}
        for charge in self.charges:
            if charge.tariff:
                found.setdefault((charge.tariff, charge.share), []).append(charge.amount)
        rows = [(tariff, share, len(amounts), sum(amounts, Decimal(0))) for (tariff, share), amounts in found.items()]
        return sorted(rows, key=lambda row: (row[0].category.position, row[0].minimum, -row[1]))

    @property
    def mark(self) -> str:
        """Number and sum: what was looked at, to be sure that the same is made final."""
        return f"{len(self.charges)}/{self.total}"


def draft_run(
    year: int, *, invoice_date: date, due: date, by: User, category: Category | None = None
) -> ContributionRun:
    """Begin a round for a year, of all categories or one. Nothing is charged yet.

    Raises ValidationError at the field, also when there is a draft for the year already.
    """
    run = ContributionRun(year=year, invoice_date=invoice_date, due=due, category=category, by=by)
    run.full_clean()
    run.save()
    return run


def preview(run: ContributionRun) -> Preview:
    """What a draft would charge now, by name; the same number of statements whatever the number of members."""
    tariffs = tariffs_of(run.year)
    bases = latest_bases(run.year)
    reductions = {
        one.organisation_id: one for one in Reduction.objects.filter(year=run.year).select_related("decision")
    }
    judging = {one.organisation_id: one for one in to_judge().filter(round__year__in=(run.year - 1, run.year))}
    charges: list[Charge] = []
    exempt: list[Charge] = []
    for one in owing(run.year, until=run.invoice_date):
        if run.category_id in (None, one.category.pk):
            known = [bases[h.pk, one.category.pk] for h in one.holders if (h.pk, one.category.pk) in bases]
            base = max(known, key=lambda one: (one.year, one.declared_on), default=None)
            tariff, obstacle = class_of(one.category, base, tariffs.get(one.category.pk, []))
            if one.organisation.pk in judging:
                obstacle = Obstacle.TO_JUDGE
            reduction = reductions.get(one.organisation.pk)
            share = reduction.share if reduction else _part(one.first_day, tariff)
            charge = Charge(
                one.membership, one.organisation, one.category, base, tariff, share, one.first_day, reduction, obstacle,
                judging.get(one.organisation.pk),
            )  # fmt: skip
            (charges if share else exempt).append(charge)
    charges.sort(key=lambda charge: (charge.organisation.sort_key, charge.organisation.pk))
    return Preview(tuple(charges), tuple(exempt))


def _part(first: date, tariff: Tariff | None) -> Decimal:
    """The part of the year that is owed by who is a member from a day on."""
    half_from = tariff.table.half_from if tariff else None
    return HALF if half_from and first >= date(first.year, half_from, 1) else WHOLE


@transaction.atomic
def reduce(organisation: Organisation, *, year: int, share: Decimal, decision: Decision, reason: str) -> Reduction:
    """Record that a member owes a smaller part of a year, by a decision. Raises ContributionError once it was invoiced."""
    take_lock()
    if Contribution.objects.filter(organisation=organisation, year=year).exists():
        raise ContributionError(
            f"De contributie {year} van {organisation} is al gefactureerd. Maak een creditfactuur volgens het besluit."
        )
    reduction = Reduction(organisation=organisation, year=year, share=share, decision=decision, reason=reason)
    reduction.full_clean()
    reduction.save()
    return reduction


@transaction.atomic
def finalise_run(
    run: ContributionRun, *, on: date, by: User, seen: str | None = None, step: Callable[[str], None] = lambda _: None
) -> list[Contribution]:
    """Invoice everybody of a draft and store what each was charged for, in one batch; a repeat answers with the same.

    `seen` is the mark of the preview that was looked at, `step` is told what is being done. Raises ContributionError when that changed since, when
    somebody cannot be charged yet or nobody is left, and LedgerError when the books are shut.
    """
    take_lock()
    run = ContributionRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.is_final:
        return list(run.contributions.all())
    step("Bedragen bepalen")
    found = preview(run)
    _can_be_final(found, seen)
    step(f"{counted(len(found.charges), 'lid', 'leden')} factureren")
    sent = dict(invoiced(run, found.charges, by))
    if run.invoice_date < Year(run.year).first:
        ledger.post([release(run, found.charges)], by=by)
    step("Contributie vastleggen")
    made = Contribution.objects.bulk_create(
        Contribution(
            run=run,
            organisation=charge.organisation,
            membership=charge.membership,
            year=run.year,
            tariff=charge.tariff,
            base=charge.base.amount if charge.base else None,
            share=charge.share,
            amount=charge.amount,
            explanation=charge.explanation,
            estimated=charge.estimated,
            invoice=sent[charge.organisation.pk],
        )
        for charge in found.charges
    )
    run.finalised_on = on
    run.save(update_fields=["finalised_on"])
    return made


def _can_be_final(found: Preview, seen: str | None) -> None:
    if seen is not None and seen != found.mark:
        raise ContributionError(
            f"Er is iets veranderd sinds je dit bekeek: het zijn nu {counted(len(found.charges), 'lid', 'leden')}, samen"
            f" {cents(found.total)}. Kijk het voorbeeld nog eens na."
        )
    if found.problems:
        names = "; ".join(f"{one.organisation}: {one.problem}" for one in found.problems[:5])
        raise ContributionError(f"{counted(len(found.problems), 'lid', 'leden')} kan nog geen factuur krijgen. {names}")
    if not found.charges:
        raise ContributionError("Ieder lid heeft voor dit jaar al contributie.")
