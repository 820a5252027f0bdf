"""Batches: made once from what is open and may be collected, approved by a second person, withdrawn, and returned by the bank.

A payer hears of a collection as many days before as the contract with the bank says (`BankAccount.notice_days`): the mail
goes into the outbox in the same transaction as the approval.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import holidays
from django.db import connection, transaction
from django.db.models.functions import Now

from finance.collecting import mandates, pain
from finance.invoices import outstanding
from finance.models import BankAccount, Collection, CollectionBatch, Hold, Invoice, Mandate
from finance.specs import LedgerError
from nov.kernel import formats, outbox
from nov.kernel.outbox import Letter
from nov.kernel.periods import Turn

if TYPE_CHECKING:
    from nov.kernel.models import User

COLLECT_LOCK = 7303
TARGET = holidays.financial_holidays("XECB")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An open invoice of a party with a mandate: what would be collected, or why not."""

    invoice: Invoice
    mandate: Mandate
    amount: Decimal
    state: mandates.State
    why_not: str = ""


def bank_day(day: date) -> bool:
    """Whether banks settle on a day: not in a weekend and not on a holiday of TARGET, through which euros are settled."""
    return day.weekday() < 5 and day not in TARGET


def earliest(account: BankAccount, today: date) -> date:
    """The first day on which can be collected what is approved today."""
    day = today + timedelta(days=account.notice_days)
    while not bank_day(day):
        day += timedelta(days=1)
    return day


def candidates(on: date) -> list[Candidate]:
    """Every open invoice of a party with a mandate, and what stands in the way of collecting it on a day."""
    left = {code: amount for code, amount in outstanding(Turn.after(on)).items() if amount > 0}
    live = {one.party_id: one for one in Mandate.objects.filter(revoked_on=None).select_related("party")}
    rows = Invoice.objects.filter(code__in=left, party__in=live).select_related("party").order_by("party__name", "code")
    standing = set(Collection.objects.filter(stands=True, invoice__in=rows).values_list("invoice", flat=True))
    held = {one.invoice_id: one for one in Hold.objects.on(on).filter(invoice__in=rows)}
    states = mandates.states(live.values(), on)
    found = []
    for invoice in rows:
        mandate = live[invoice.party_id]
        state = states[mandate.pk]
        why = state.why_not
        if invoice.pk in standing:
            why = "zij staat al in een incasso-opdracht"
        elif hold := held.get(invoice.pk):
            why = f"er loopt een {hold.told[0].lower()}{hold.told[1:]}"
        elif not why and not invoice.party.billed_at:
            why = "er is geen e-mailadres voor de vooraankondiging"
        found.append(Candidate(invoice, mandate, left[invoice.code], state, why))
    return found


@transaction.atomic
def make(
    account: BankAccount, *, collect_on: date, today: date, by: User, only: Iterable[str] | None = None
) -> CollectionBatch:
    """Make the batch of a day: one file with every open invoice that may be collected (or of `only` these numbers).

    Two at once make one batch of each invoice. Raises LedgerError when the day is too early or no bank day, the account
    has no creditor identifier, nothing can be collected, or the file would not fit its schema.
    """
    if not account.creditor_id:
        raise LedgerError(f"Via {account} wordt niet geïncasseerd: er staat geen incassant-ID bij de bankrekening.")
    _day_fits(account, collect_on, today)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [COLLECT_LOCK])
        cursor.execute("SELECT nextval(pg_get_serial_sequence('finance_collectionbatch', 'id'))")
        pk = cursor.fetchone()[0]
    wanted = None if only is None else set(only)
    chosen = [
        one for one in candidates(collect_on) if not one.why_not and (wanted is None or one.invoice.code in wanted)
    ]
    if not chosen:
        raise LedgerError(
            "Er is niets te incasseren: geen enkele open factuur heeft een machtiging die nu gebruikt kan worden."
        )
    batch = CollectionBatch(
        pk=pk, account=account, code=f"NOV-INCASSO-{pk:05d}", collect_on=collect_on, made_by=by,
        total=sum((one.amount for one in chosen), Decimal(0)), count=len(chosen),
    )  # fmt: skip
    kind = Collection.Sequence
    collections = [
        Collection(
            batch=batch, invoice=one.invoice, mandate=one.mandate, amount=one.amount, end_to_end=f"{one.invoice.code}-{pk}",
            sequence=kind.NEXT if one.state.last_used else kind.FIRST,
        )
        for one in chosen
    ]  # fmt: skip
    batch.content = pain.order(
        batch, collections, made=f"{datetime.combine(today, datetime.min.time()):%Y-%m-%dT%H:%M:%S}"
    )
    batch.sha256 = hashlib.sha256(batch.content).hexdigest()
    Collection.objects.bulk_create(collections, batch_size=1000)
    batch.save(force_insert=True)
    return batch


@transaction.atomic
def approve(batch: CollectionBatch, *, today: date, by: User) -> CollectionBatch:
    """Approve as the second person; the payers' notices go into the outbox. A repeat changes nothing.

    Raises LedgerError for who made it, for a batch that was withdrawn, and when it is too late to give notice.
    """
    kept = CollectionBatch.objects.select_for_update(of=["self"]).select_related("account").get(pk=batch.pk)
    if kept.approved_by_id:
        return kept
    if kept.withdrawn_by_id:
        raise LedgerError("Deze opdracht is ingetrokken.")
    if kept.made_by_id == by.pk:
        raise LedgerError("Een ander dan wie de opdracht maakte, keurt haar goed.")
    _day_fits(kept.account, kept.collect_on, today)
    outbox.put(_notices(kept), by=by)
    CollectionBatch.objects.filter(pk=kept.pk).update(approved_by=by, approved_at=Now())
    kept.refresh_from_db()
    return kept


@transaction.atomic
def withdraw(batch: CollectionBatch, *, by: User) -> CollectionBatch:
    """Take a batch back that was not approved: its invoices can be collected in another. A repeat changes nothing."""
    kept = CollectionBatch.objects.select_for_update(of=["self"]).get(pk=batch.pk)
    if kept.approved_by_id:
        raise LedgerError(
            "Deze opdracht is goedgekeurd. Trek haar bij de bank in; wat niet geïncasseerd wordt, komt terug."
        )
    if not kept.withdrawn_by_id:
        CollectionBatch.objects.filter(pk=kept.pk).update(withdrawn_by=by, withdrawn_at=Now())
        kept.collections.update(stands=False)
        kept.refresh_from_db()
    return kept


def note_returns(statements: Sequence[int]) -> int:
    """Mark what new lines of these statements return, so that no batch takes it up again; how many.

    The invoice is owed again once the line is booked (matching proposes that with certainty).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE finance_collection c SET stands = false, returned_on = l.booked_on, return_code = l.return_code"
            " FROM finance_bankline l WHERE l.statement_id = ANY(%s) AND l.return_code <> '' AND l.amount < 0"
            " AND l.end_to_end = c.end_to_end AND c.stands",
            [list(statements)],
        )
        return int(cursor.rowcount)


def _day_fits(account: BankAccount, collect_on: date, today: date) -> None:
    if not bank_day(collect_on):
        raise LedgerError({"collect_on": f"Op {formats.day(collect_on)} verwerken banken niets. Kies een werkdag."})
    if collect_on < (first := earliest(account, today)):
        raise LedgerError(
            {
                "collect_on": f"Betalers krijgen {account.notice_days} dagen van tevoren bericht; "
                f"kies {formats.day(first)} of later, of maak de opdracht opnieuw."
            }
        )


def _notices(batch: CollectionBatch) -> list[Letter]:
    rows = batch.collections.select_related("invoice__party", "mandate").order_by("id")
    return [
        Letter(
            one.invoice.party.billed_at,
            f"Aankondiging incasso factuur {one.invoice.code}",
            f"Beste relatie,\n\nOp {formats.day_long(batch.collect_on)} schrijven wij {formats.cents(one.amount)} af van "
            f"rekening {masked(one.mandate.iban)}, voor factuur {one.invoice.code} ({one.invoice.reference or 'zie de factuur'}).\n\n"
            f"Kenmerk van de machtiging: {one.mandate.reference}. Incassant-ID: {batch.account.creditor_id}.\n\n"
            "Klopt er iets niet? Antwoord dan op dit bericht. Na de afschrijving kun je het bedrag acht weken lang zonder "
            f"reden laten terugboeken.\n\nMet vriendelijke groet,\n{batch.account.holder}\n",
            f"incasso/{batch.code}/{one.invoice.code}",
        )
        for one in rows
    ]


def masked(iban: str) -> str:
    """An account number by its last four digits, as it may stand in a mail."""
    return f"{iban[:2]}.. .... .... {iban[-4:]}"
