"""An invoice as a file for the receiver's own system: UBL 2.1 by the Dutch rules of use (NLCIUS, SI-UBL 2.0).

The rules that an invoice of ours can break stand in `missing`: they are asked before the file is made, so that what
goes out is whole. BR-… are the names in EN 16931 and NLCIUS.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lxml import etree

from finance.billing import vat
from finance.billing.paper import OUTSIDE
from finance.models import Association, Invoice, InvoiceLine, Party
from finance.references import payment_reference

SPACE = "urn:oasis:names:specification:ubl:schema:xsd:"
CAC, CBC = f"{SPACE}CommonAggregateComponents-2", f"{SPACE}CommonBasicComponents-2"
CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0"
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
KVK = "0106"
TRANSFER = "30"
PIECE = "C62"


class NotWhole(ValueError):
    """Something that the rules ask for is not known; said in Dutch, a sentence for each."""


@dataclass(frozen=True, slots=True)
class _Writer:
    """Adds elements: `put` one with text, `group` one with others in it."""

    at: Any

    def put(self, name: str, text: object, **attributes: str) -> None:
        etree.SubElement(self.at, f"{{{CBC}}}{name}", attributes).text = str(text)

    def money(self, name: str, amount: Decimal) -> None:
        self.put(name, f"{amount:.2f}", currencyID="EUR")

    def group(self, *names: str) -> _Writer:
        at = self.at
        for name in names:
            at = etree.SubElement(at, f"{{{CAC}}}{name}")
        return _Writer(at)


def missing(invoice: Invoice, sender: Association) -> list[str]:
    """What is not known and has to be, a sentence for each; nothing when the file can be made."""
    party, us, them = invoice.party, f"{sender} heeft nog geen", f"{invoice.party} heeft nog geen"
    asked = {
        f"{us} KvK-nummer (BR-NL-1).": sender.kvk,
        f"{us} straat, postcode en plaats (BR-NL-3).": sender.street and sender.postcode and sender.place,
        f"{us} IBAN (BR-NL-11).": sender.iban or invoice.total < 0,
        f"{us} btw-nummer (BR-S-2, BR-E-2).": sender.vat_number or _outside(invoice),
    }
    if party.country == "NL":
        asked[f"{them} straat, postcode en plaats (BR-NL-4)."] = party.street and party.postcode and party.place
    return [sentence for sentence, there in asked.items() if not there]


def _outside(invoice: Invoice) -> bool:
    return all(line.vat == vat.OUTSIDE for line in invoice.lines.all())


def xml(invoice: Invoice, sender: Association) -> bytes:
    """The invoice, or the credit note, as UBL. Raises NotWhole while something that it needs is missing."""
    if problems := missing(invoice, sender):
        raise NotWhole(" ".join(problems))
    is_credit = invoice.total < 0
    lines = list(invoice.lines.order_by("no"))
    kind = "CreditNote" if is_credit else "Invoice"
    root = etree.Element(f"{{{SPACE}{kind}-2}}{kind}", nsmap={None: f"{SPACE}{kind}-2", "cac": CAC, "cbc": CBC})
    writer = _Writer(root)
    _head(writer, invoice, kind)
    outside = _outside(invoice)
    _party(writer.group("AccountingSupplierParty", "Party"), sender, "" if outside else sender.vat_number)
    _party(writer.group("AccountingCustomerParty", "Party"), invoice.party)
    if not is_credit:
        means = writer.group("PaymentMeans")
        means.put("PaymentMeansCode", TRANSFER)
        means.put("PaymentID", payment_reference(invoice.code))
        means.group("PayeeFinancialAccount").put("ID", sender.iban)
    sign = Decimal(-1 if is_credit else 1)
    _totals(writer, lines, sender, sign)
    for line in lines:
        _line(writer, line, kind, sign)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _head(writer: _Writer, invoice: Invoice, kind: str) -> None:
    writer.put("CustomizationID", CUSTOMIZATION)
    writer.put("ProfileID", PROFILE)
    writer.put("ID", invoice.code)
    writer.put("IssueDate", invoice.date.isoformat())
    if kind == "Invoice":
        writer.put("DueDate", invoice.due.isoformat())
        writer.put("InvoiceTypeCode", "380")
    else:
        writer.put("CreditNoteTypeCode", "381")
    if invoice.reference:
        writer.put("Note", invoice.reference)
    writer.put("DocumentCurrencyCode", "EUR")
    # BR-NL-2: a reference of the buyer or the number of its order; who asked for neither gets its number with us.
    writer.put("BuyerReference", invoice.party.purchase_order or invoice.party.code)
    if invoice.party.purchase_order:
        writer.group("OrderReference").put("ID", invoice.party.purchase_order)
    if invoice.credits:
        original = writer.group("BillingReference", "InvoiceDocumentReference")
        original.put("ID", invoice.credits.code)
        original.put("IssueDate", invoice.credits.date.isoformat())


def _party(writer: _Writer, party: Association | Party, vat_number: str = "") -> None:
    country = getattr(party, "country", "NL")
    kvk = party.kvk if country == "NL" else ""
    if kvk:
        writer.put("EndpointID", kvk, schemeID=KVK)
    address = writer.group("PostalAddress")
    for name, value in (
        ("StreetName", f"{party.street} {party.house_number}".strip()),
        ("CityName", party.place),
        ("PostalZone", party.postcode),
    ):
        if value:
            address.put(name, value)
    address.group("Country").put("IdentificationCode", country)
    if vat_number:
        scheme = writer.group("PartyTaxScheme")
        scheme.put("CompanyID", vat_number)
        scheme.group("TaxScheme").put("ID", "VAT")
    legal = writer.group("PartyLegalEntity")
    legal.put("RegistrationName", party.name)
    if kvk:
        legal.put("CompanyID", kvk, schemeID=KVK)


def _totals(writer: _Writer, lines: Sequence[InvoiceLine], sender: Association, sign: Decimal) -> None:
    shares = vat.shares(lines)
    tax, base = sum(share.tax for share in shares) * sign, sum(share.base for share in shares) * sign
    total = writer.group("TaxTotal")
    total.money("TaxAmount", tax)
    for share in shares:
        part = total.group("TaxSubtotal")
        part.money("TaxableAmount", share.base * sign)
        part.money("TaxAmount", share.tax * sign)
        category = part.group("TaxCategory")
        _category(category, share.vat, share.rate, dict(_reasons(sender)).get(share.vat, ""))
    sums = writer.group("LegalMonetaryTotal")
    sums.money("LineExtensionAmount", base)
    sums.money("TaxExclusiveAmount", base)
    sums.money("TaxInclusiveAmount", base + tax)
    sums.money("PayableAmount", base + tax)


def _reasons(sender: Association) -> Iterator[tuple[str, str]]:
    yield vat.EXEMPT, sender.exemption
    yield vat.OUTSIDE, OUTSIDE


def _category(writer: _Writer, kind: str, rate: Decimal, reason: str = "") -> None:
    writer.put("ID", kind)
    if kind != vat.OUTSIDE:  # BR-O-5: what is outside VAT has no rate
        writer.put("Percent", f"{rate:.2f}".rstrip("0").rstrip("."))
    if reason:
        writer.put("TaxExemptionReason", reason)
    writer.group("TaxScheme").put("ID", "VAT")


def _line(writer: _Writer, line: InvoiceLine, kind: str, sign: Decimal) -> None:
    """One line: one piece; of a deduction minus one, since a price is never negative (BR-27)."""
    amount = line.amount * sign
    one = writer.group(f"{kind}Line")
    one.put("ID", line.no)
    quantity = "CreditedQuantity" if kind == "CreditNote" else "InvoicedQuantity"
    one.put(quantity, -1 if amount < 0 else 1, unitCode=PIECE)
    one.money("LineExtensionAmount", amount)
    item = one.group("Item")
    item.put("Name", line.description)
    _category(item.group("ClassifiedTaxCategory"), line.vat, line.rate)
    one.group("Price").money("PriceAmount", abs(amount))
