"""An invoice on paper, in the house style: what is owed, to whom, by when, and three ways to pay it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from segno import helpers

from finance.billing import vat
from finance.models import Association, Invoice, InvoiceLine, Party
from finance.references import in_fours, payment_reference, rf_reference
from nov.kernel.documents.letter import Fact, Letter, Panel, Row, Sum
from nov.kernel.documents.pdf import render_letter
from nov.kernel.formats import cents, day, day_long

COUNTRIES = {"BE": "België", "DE": "Duitsland", "LU": "Luxemburg", "FR": "Frankrijk"}
OUTSIDE = "Buiten de heffing van btw"


def pdf(invoice: Invoice) -> bytes:
    """The invoice as PDF; the same invoice, relation and association give the same bytes."""
    return render_letter(letter(invoice, Association.only()))


def file_name(invoice: Invoice, ending: str) -> str:
    """What the file is called by who receives it."""
    return f"{invoice.kind.capitalize()} {invoice.code}.{ending}"


def letter(invoice: Invoice, sender: Association) -> Letter:
    """The invoice or credit note as a letter."""
    lines = list(invoice.lines.order_by("no"))
    taxed = any(line.vat == vat.STANDARD for line in lines)
    return Letter(
        title=f"{invoice.kind.capitalize()} {invoice.code}",
        sender=sender.name,
        sender_lines=tuple(_sender_lines(sender)),
        addressee=tuple(_address(invoice.party)),
        facts=tuple(_facts(invoice)),
        heads=("Omschrijving", "Btw", "Bedrag") if taxed else ("Omschrijving", "Bedrag"),
        rows=tuple(
            Row(line.description, (line.vat_name, cents(line.amount)) if taxed else (cents(line.amount),))
            for line in lines
        ),
        sums=tuple(_sums(invoice, lines)),
        notes=tuple(_notes(invoice, lines, sender)),
        panel=_panel(invoice, sender) if invoice.total > 0 and sender.iban else None,
        foot=" · ".join(filter(None, [sender.name, sender.website.removeprefix("https://").strip("/"), sender.email])),
    )


def _sender_lines(sender: Association) -> Iterator[str]:
    yield from filter(None, [sender.address, sender.town, sender.phone])
    for label, number in (("KvK", sender.kvk), ("Btw", sender.vat_number), ("IBAN", in_fours(sender.iban))):
        if number:
            yield f"{label} {number}"


def _address(party: Party) -> Iterator[str]:
    yield party.name
    yield from filter(None, [f"{party.street} {party.house_number}".strip(), f"{party.postcode} {party.place}".strip()])
    if party.country != "NL":
        yield COUNTRIES.get(party.country, party.country)


def _facts(invoice: Invoice) -> Iterator[Fact]:
    yield Fact("Datum", day(invoice.date))
    if invoice.total > 0:
        yield Fact("Betaal voor of op", day(invoice.due))
    if invoice.credits:
        yield Fact("Credit van", invoice.credits.code)
    if invoice.party.purchase_order:
        yield Fact("Jullie inkoopnummer", invoice.party.purchase_order)
    if invoice.reference and not invoice.credits:
        yield Fact("Betreft", invoice.reference[:1].upper() + invoice.reference[1:])


def _sums(invoice: Invoice, lines: Sequence[InvoiceLine]) -> Iterator[Sum]:
    shares = vat.shares(lines)
    taxed = [share for share in shares if share.vat == vat.STANDARD]
    if taxed:
        yield Sum("Zonder btw", cents(sum((share.base for share in shares), Decimal(0))))
    for share in taxed:
        yield Sum(f"Btw {share.name} over {cents(share.base)}", cents(share.tax))
    yield Sum("Te betalen" if invoice.total > 0 else "Jullie krijgen terug of te goed", cents(abs(invoice.total)), True)


def _notes(invoice: Invoice, lines: Sequence[InvoiceLine], sender: Association) -> Iterator[str]:
    kinds = {line.vat for line in lines}
    if vat.EXEMPT in kinds:
        exempt = "" if kinds == {vat.EXEMPT} else "De regels zonder btw: "
        yield f"{exempt}{sender.exemption}."
    if vat.OUTSIDE in kinds:
        yield f"{OUTSIDE}."
    if invoice.total < 0:
        original = f"factuur {invoice.credits.code}" if invoice.credits else "een factuur"
        yield f"Dit verrekenen we met {original}. Is die al betaald, dan maken we het bedrag over. {_reason(invoice)}".strip()


def _reason(invoice: Invoice) -> str:
    reason = invoice.reference.partition(": ")[2] if invoice.credits else ""
    return f"Reden: {reason.rstrip('.')}." if reason else ""


def _panel(invoice: Invoice, sender: Association) -> Panel:
    rf = rf_reference(invoice.code)
    facts = (
        Fact("Bedrag", cents(invoice.total)),
        Fact("Uiterlijk", day_long(invoice.due)),
        Fact("IBAN", in_fours(sender.iban)),
        Fact("Ten name van", sender.name),
        Fact("Betalingskenmerk", in_fours(payment_reference(invoice.code))),
        Fact("Of, uit het buitenland", in_fours(rf)),
    )
    return Panel("Zo betaal je", facts, squares(invoice, sender), "Scan met je bank-app")


def squares(invoice: Invoice, sender: Association) -> tuple[tuple[bool, ...], ...]:
    """The QR code of the European Payments Council: who, where to, how much and by which reference."""
    code = helpers.make_epc_qr(
        sender.name, sender.iban, invoice.total, reference=rf_reference(invoice.code), encoding="utf-8"
    )
    return tuple(tuple(bool(one) for one in row) for row in code.matrix)
