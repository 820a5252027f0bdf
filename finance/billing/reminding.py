"""Reminding who has not paid: by steps, once each, at what is open that day, to who pays the invoice.

Nothing is reminded of during an arrangement, a dispute, or while it is collected by direct debit. The last step proposes to the board that the association gives
notice; it never does so by itself.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F, Prefetch

from finance import invoices as rules
from finance.billing import mailing
from finance.billing.mailing import NO_ADDRESS
from finance.models import Association, Collection, EndProposal, Hold, Invoice, InvoiceMail, Reminder, ReminderLevel
from finance.models.reminders import PLACE
from finance.references import in_fours, payment_reference
from nov.kernel.formats import cents, day, day_long
from nov.kernel.outbox import File, Letter
from nov.kernel.periods import Turn

if TYPE_CHECKING:
    from nov.kernel.models import User

SEND, WAIT, HELD, UNREACHABLE, DONE = "sturen", "wacht", "stil", "geen adres", "klaar"
STATES = {
    SEND: "Krijgt een herinnering",
    WAIT: "Nog niet aan de beurt",
    HELD: "Regeling of geschil",
    UNREACHABLE: "Geen e-mailadres",
    DONE: "Alle stappen gehad",
}


@dataclass(frozen=True, slots=True)
class Case:
    """An invoice that is overdue: what is open of it, what happens with it on this day, and why."""

    invoice: Invoice
    open: Decimal
    state: str
    why: str
    level: ReminderLevel | None = None


def cases(on: datetime.date) -> list[Case]:
    """Every invoice that is overdue on a day with what is open at the end of it, the oldest first."""
    left = {code: amount for code, amount in rules.outstanding(Turn.after(on)).items() if amount > 0}
    levels = list(ReminderLevel.objects.order_by("no"))
    overdue = (
        Invoice.objects.filter(code__in=left, due__lt=on, total__gt=0)
        .select_related("party")
        .prefetch_related(
            Prefetch("reminders", Reminder.objects.select_related("level").order_by("level__no")),
            Prefetch("holds", Hold.objects.on(on)),
            Prefetch("collections", Collection.objects.filter(stands=True).annotate(on=F("batch__collect_on"))),
        )
        .order_by("due", "code")
    )
    return [_case(invoice, left[invoice.code], levels, on) for invoice in overdue]


def _case(invoice: Invoice, left: Decimal, levels: Sequence[ReminderLevel], on: datetime.date) -> Case:
    given = list(invoice.reminders.all())
    for hold in invoice.holds.all():
        return Case(invoice, left, HELD, hold.told)
    for collection in invoice.collections.all():
        return Case(invoice, left, WAIT, f"Wordt geïncasseerd op {day(collection.on)}.")  # type: ignore[attr-defined]
    last = given[-1] if given else None
    level = next((one for one in levels if last is None or one.no > last.level.no), None)
    if level is None:
        told = f"{last.level} op {day(last.date)}" if last else "Er zijn geen stappen ingesteld"
        return Case(invoice, left, DONE, f"{told}; er volgt geen stap meer.")
    first_day = (last.date if last else invoice.due) + timedelta(days=level.days)
    since = f"{last.level} ging op {day(last.date)}" if last else f"Vervallen op {day(invoice.due)}"
    if on < first_day:
        return Case(invoice, left, WAIT, f"{since}; {level.name.lower()} vanaf {day(first_day)}.", level)
    if not invoice.party.billed_at:
        return Case(invoice, left, UNREACHABLE, NO_ADDRESS, level)
    return Case(invoice, left, SEND, f"{since}; {level.name.lower()} kan vanaf {day(first_day)}.", level)


@transaction.atomic
def send(on: datetime.date, *, by: User, only: set[str] | None = None) -> list[Reminder]:
    """Put the reminders that are due in the outbox, of these invoice numbers or of all; whoever comes second finds none.

    What is open is read again under a lock, so that who paid meanwhile gets none.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7302)")
    due = [case for case in cases(on) if case.state == SEND and (only is None or case.invoice.code in only)]
    sender = Association.only()
    letters = []
    for case in due:
        assert case.level is not None
        mail = InvoiceMail(
            invoice=case.invoice,
            kind=InvoiceMail.Kind.REMINDER,
            name=f"herinnering/{case.level.no}/{case.invoice.code}",
        )
        letters.append((mail, letter(case, case.level, mail.key, sender)))
    made = {mail.invoice_id: mail for mail in mailing.put(letters, by=by)}
    reminders = Reminder.objects.bulk_create(
        Reminder(invoice=case.invoice, level=case.level, date=on, open=case.open, mail=made[case.invoice.pk])
        for case in due
        if case.invoice.pk in made
    )
    EndProposal.objects.bulk_create(
        EndProposal(reminder=one, made_on=on) for one in reminders if one.level.proposes_end
    )
    return reminders


def again(mail: InvoiceMail, *, by: User) -> InvoiceMail:
    """Send a reminder that did not arrive once more, with what is open now. Raises ValidationError as `mailing.again`
    does, and when nothing is open any more."""
    level = ReminderLevel.objects.get(no=mail.name.split("/")[1])
    left = rules.outstanding_of(mail.invoice)
    if left <= 0:
        raise ValidationError("Van deze factuur staat niets meer open; er hoeft niet herinnerd te worden.")
    case = Case(mail.invoice, left, SEND, "")
    sender = Association.only()
    return mailing.again(mail, by=by, made=lambda key: letter(case, level, key, sender))


def letter(case: Case, level: ReminderLevel, key: str, sender: Association) -> Letter:
    """The mail of a step: its text with what it names filled in, and the invoice once more."""
    invoice = case.invoice
    said = {
        "naam": invoice.party.name,
        "nummer": invoice.code,
        "betreft": invoice.reference or "onze factuur",
        "datum": day_long(invoice.date),
        "vervaldatum": day_long(invoice.due),
        "bedrag": cents(invoice.total),
        "open": cents(case.open),
        "kenmerk": in_fours(payment_reference(invoice.code)),
        "iban": in_fours(sender.iban),
        "vereniging": sender.name,
        "mail": sender.email,
    }

    def filled(text: str) -> str:
        return PLACE.sub(lambda found: said.get(found[1], found[0]), text)

    files: tuple[File, ...] = mailing.attached(invoice, sender)[:1]
    return Letter(invoice.party.billed_at, filled(level.subject)[:200], filled(level.text), key, files)
