"""Invoices by mail: put in the outbox with the PDF and, where it can be made, the UBL. Each once, whoever asks how often.

The key of a message names the invoice and which time it is; the outbox keeps one of each. What goes out can be read,
and taken back while it waits; what failed or came back goes again only by a decision of somebody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from finance.billing import paper, ubl
from finance.models import Association, Invoice, InvoiceMail
from finance.references import in_fours, payment_reference
from nov.kernel import outbox
from nov.kernel.formats import cents, day_long
from nov.kernel.models import Message
from nov.kernel.outbox import File, Letter

if TYPE_CHECKING:
    from nov.kernel.models import User

AT_ONCE = 25
PDF, XML = "application/pdf", "application/xml"
NO_ADDRESS = "Er is geen e-mailadres: zet het bij de relatie, of stuur de PDF per post."


@dataclass(frozen=True, slots=True)
class Ready:
    """An invoice as it would go out: where to, or why it cannot; and whether the UBL goes along."""

    invoice: Invoice
    to: str
    problem: str
    without_ubl: str = ""

    @property
    def note(self) -> str:
        """Why it does not go, or goes without the UBL."""
        return self.problem or (f"Zonder UBL: {self.without_ubl}" if self.without_ubl else "")


def unsent(invoices: QuerySet[Invoice]) -> QuerySet[Invoice]:
    """Those of which no message was made yet."""
    sent = InvoiceMail.objects.filter(kind=InvoiceMail.Kind.INVOICE).values("invoice")
    return invoices.exclude(pk__in=sent).select_related("party", "credits").prefetch_related("lines")


def looked_at(invoices: QuerySet[Invoice]) -> list[Ready]:
    """What sending these would do, one by one."""
    sender = Association.only()
    return [
        Ready(
            one, one.party.billed_at, "" if one.party.billed_at else NO_ADDRESS,
            " ".join(ubl.missing(one, sender)) if one.party.billed_at else "",
        )
        for one in unsent(invoices)
    ]  # fmt: skip


def send(invoices: Sequence[Invoice], *, by: User) -> Iterator[int]:
    """Put these in the outbox, in steps that are each certain; gives after each how many were put in it.

    What has a message already is passed over, also when somebody else is at it at the same moment, and so is what has
    no address. Broken off, it can be done again.
    """
    for start in range(0, len(invoices), AT_ONCE):
        with transaction.atomic():
            part = unsent(Invoice.objects.filter(pk__in=[one.pk for one in invoices[start : start + AT_ONCE]]))
            mails = [
                InvoiceMail(invoice=one, kind=InvoiceMail.Kind.INVOICE, name=f"factuur/{one.code}")
                for one in part if one.party.billed_at
            ]  # fmt: skip
            sender = Association.only()
            made = put([(mail, _letter(mail, sender)) for mail in mails], by=by)
        yield len(made)


def put(mails: Sequence[tuple[InvoiceMail, Letter]], *, by: User) -> list[InvoiceMail]:
    """Put letters about invoices in the outbox; those that were there already are not in the answer."""
    messages = {message.key: message for message in outbox.put([letter for _, letter in mails], by=by)}
    made = [mail for mail, letter in mails if letter.key in messages]
    for mail in made:
        mail.message = messages[mail.key]
    return InvoiceMail.objects.bulk_create(made)


def again(mail: InvoiceMail, *, by: User, made: Callable[[str], Letter] | None = None) -> InvoiceMail:
    """Send what went wrong, or went astray, once more, to the address that is right now.

    It has the same text and files, unless `made` makes it anew from its key. Raises ValidationError while it is still
    under way, when it was sent again already, and without an address.
    """
    last = InvoiceMail.objects.filter(name=mail.name).select_related("message").order_by("-no")[0]
    if last.pk != mail.pk:
        raise ValidationError("Dit bericht is al een keer opnieuw verstuurd. Kijk daar hoe het ermee staat.")
    if last.message.state not in (Message.State.FAILED, Message.State.SENT):
        raise ValidationError("Dit bericht is nog onderweg. Wacht tot het verstuurd of mislukt is.")
    if not mail.invoice.party.billed_at:
        raise ValidationError(NO_ADDRESS)
    new = InvoiceMail(invoice=mail.invoice, kind=mail.kind, name=mail.name, no=mail.no + 1)
    put_in = put([(new, (made or partial(_same, mail))(new.key))], by=by)
    if not put_in:
        raise ValidationError("Iemand anders heeft dit bericht net opnieuw verstuurd.")
    return put_in[0]


def _same(mail: InvoiceMail, key: str) -> Letter:
    files = tuple(File(one.name, one.kind, bytes(one.content)) for one in mail.message.files.all())
    return Letter(mail.invoice.party.billed_at, mail.message.subject, mail.message.body, key, files)


def attached(invoice: Invoice, sender: Association) -> tuple[File, ...]:
    """The files that go along: always the PDF, the UBL when nothing that it needs is missing."""
    files = [File(paper.file_name(invoice, "pdf"), PDF, paper.pdf(invoice))]
    if not ubl.missing(invoice, sender):
        files.append(File(paper.file_name(invoice, "xml"), XML, ubl.xml(invoice, sender)))
    return tuple(files)


def _letter(mail: InvoiceMail, sender: Association) -> Letter:
    invoice = mail.invoice
    files = attached(invoice, sender)
    subject = f"{invoice.kind.capitalize()} {invoice.code} van {sender}"
    return Letter(invoice.party.billed_at, subject, _body(invoice, sender, len(files) > 1), mail.key, files)


def _body(invoice: Invoice, sender: Association, with_ubl: bool) -> str:
    """The text of the mail: what it is for, what to do, where to ask."""
    of = f" voor {invoice.reference}" if invoice.reference and not invoice.credits else ""
    if invoice.total > 0:
        told = (
            f"Hierbij factuur {invoice.code}{of}: {cents(invoice.total)}.\n\n"
            f"Betaal voor of op {day_long(invoice.due)} op {in_fours(sender.iban)} ten name van {sender}, "
            f"met betalingskenmerk {in_fours(payment_reference(invoice.code))}. "
            "Met de QR-code op de factuur hoef je niets over te typen."
        )
    else:
        told = f"Hierbij creditfactuur {invoice.code}: {cents(-invoice.total)}. {invoice.reference}.".replace("..", ".")
    files = "als PDF en als UBL-bestand voor je administratie" if with_ubl else "als PDF"
    asked = f"\n\nVragen? Mail naar {sender.email}." if sender.email else ""
    return (
        f"Beste {invoice.party},\n\n{told}\n\nDe {invoice.kind} zit erbij {files}.{asked}\n\n"
        f"Met vriendelijke groet,\n{sender}\n"
    )
