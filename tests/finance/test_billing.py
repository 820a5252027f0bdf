"""VAT on invoices, credit notes of a part, the invoice on paper and as a file."""

from __future__ import annotations

import csv
import re
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from lxml import etree

from finance import invoices, ledger
from finance.billing import paper, ubl, vat
from finance.invoices import InvoiceLineSpec
from finance.models import Association, Invoice, Line
from finance.specs import LedgerError
from nov.kernel.models import User
from nov.kernel.periods import Turn
from tests.finance.books import invoice, issue, refused, sql
from tests.finance.test_pages import page  # noqa: F401

TAXED = (
    InvoiceLineSpec("Training besturen", Decimal("100.10"), "8400", "bureau", "S", Decimal(21)),
    InvoiceLineSpec("Map", Decimal("10.05"), "8400", "bureau", "S", Decimal(21)),
    InvoiceLineSpec("Boek", Decimal(20), "8400", "bureau", "S", Decimal(9)),
    InvoiceLineSpec("Contributie", Decimal(205), "8010"),
)


@pytest.fixture
def sender(by: User) -> Association:
    """The association with everything that a whole invoice needs."""
    found = Association.only()
    found.street, found.house_number, found.postcode, found.place = "Maliebaan", "1", "3581 CA", "Utrecht"
    found.kvk, found.vat_number, found.iban = "40000001", "NL004495445B01", "NL91ABNA0417164300"
    found.email, found.website = "financien@nov.example", "https://nov.example/"
    found.full_clean()
    found.save()
    return found


def read(pdf: bytes, folder: Path) -> str:
    """The words of a PDF, page by page."""
    (folder / "x.pdf").write_bytes(pdf)
    run = subprocess.run(["pdftotext", "-layout", "x.pdf", "-"], cwd=folder, capture_output=True, check=True)
    return " ".join(run.stdout.decode().replace("\u00a0", " ").split())


def test_vat_is_computed_per_rate_and_booked(by: User) -> None:
    issued = issue(by, invoice(lines=TAXED))

    # 21% of 110,15 is 23,13 (of each line apart it would be 21,02 + 2,11); 9% of 20,00 is 1,80
    assert [(one.name, one.base, one.tax) for one in vat.shares(TAXED)] == [
        ("21%", Decimal("110.15"), Decimal("23.13")),
        ("9%", Decimal(20), Decimal("1.80")),
        ("vrijgesteld", Decimal(205), Decimal(0)),
    ]
    assert issued.total == Decimal("360.08")
    due = Line.objects.filter(account__code="1710").order_by("no")
    assert [(one.credit, one.description) for one in due] == [
        (Decimal("23.13"), "Btw 21%"),
        (Decimal("1.80"), "Btw 9%"),
    ]


def test_outside_vat_stands_alone(by: User) -> None:
    lines = (*TAXED[3:], InvoiceLineSpec("Doorbelast", Decimal(5), "8400", None, "O"))
    with pytest.raises(LedgerError, match="Een regel buiten de btw staat niet met andere"):
        issue(by, invoice(lines=lines))


def test_the_seal_covers_vat(by: User) -> None:
    """The database: a rate where none belongs, VAT that is not in the total, VAT that was not booked."""
    first = issue(by)
    line = (
        "INSERT INTO finance_invoiceline (invoice_id, no, description, amount, account_id, vat, rate)"
        " SELECT 99, %s, 'x', %s, account_id, %s, %s FROM finance_invoiceline LIMIT 1"
    )
    head = (
        "INSERT INTO finance_invoice (id, year_id, number, code, party_id, date, due, reference, total, entry_id)"
        " VALUES (99, 2023, 2, 'F2023-0002', %s, '2023-01-20', '2023-02-20', '', %s, %s)"
    )
    with refused("invoiceline_rate_fits"):
        sql(line, 1, 100, "E", 21)
    with refused("De regels van factuur 2 tellen niet op tot 100."):
        sql(line, 1, 100, "S", 21)
        sql(head, first.party_id, 100, first.entry_id)
    with refused("De btw van factuur 2 is niet geboekt."):
        sql(line, 1, 100, "S", 21)
        sql(head, first.party_id, 121, first.entry_id)
    with refused("Factuur 2 heeft regels buiten de btw naast andere."):
        sql(line, 1, 100, "E", 0)
        sql(line, 2, 1, "O", 0)
        sql(head, first.party_id, 101, first.entry_id)


def test_part_of_an_invoice_is_credited(by: User) -> None:
    issued = issue(by, invoice(lines=TAXED))
    on = date(2023, 3, 1)

    first = invoices.credit(issued, on=on, reason="te veel", by=by, amounts={1: Decimal(50)}, request=UUID(int=1))
    again = invoices.credit(issued, on=on, reason="te veel", by=by, amounts={1: Decimal(50)}, request=UUID(int=1))
    rest = invoices.credit(issued, on=on, reason="vervalt", by=by)

    assert (first.total, again.pk, first.credits) == (Decimal("-60.50"), first.pk, issued)
    # what was left: 60,15 at 21% is 12,63; 20 at 9% is 1,80; 205
    assert (rest.total, rest.lines.count()) == (Decimal("-299.58"), 4)
    assert invoices.outstanding(Turn(date(2023, 3, 2))) == {}
    with pytest.raises(LedgerError, match="Er is niets te crediteren"):
        invoices.credit(issued, on=on, reason="nog eens", by=by, amounts={}, request=UUID(int=2))
    with pytest.raises(LedgerError, match="Van regel 1 is nog .* te crediteren"):
        invoices.credit(issued, on=on, reason="nog eens", by=by, amounts={1: Decimal(1)}, request=UUID(int=2))
    with pytest.raises(LedgerError, match="Een creditfactuur wordt niet zelf gecrediteerd"):
        invoices.credit(rest, on=on, reason="toch", by=by)


def test_what_was_paid_is_owed_back_by_the_credit(by: User) -> None:
    issued = issue(by)
    paid = ledger.LineSpec("1300", credit=Decimal(200), reference=issued.code)
    bank = ledger.LineSpec("1010", debit=Decimal(200))
    ledger.post([ledger.EntrySpec("BANK", date(2023, 2, 1), "Ontvangen", "Afschrift 3", (bank, paid))], by=by)

    credit = invoices.credit(issued, on=date(2023, 3, 1), reason="dubbel", by=by)

    assert invoices.outstanding(Turn(date(2023, 3, 2))) == {credit.code: Decimal(-200)}


def test_database_refuses_to_credit_more_than_there_was(by: User) -> None:
    issued = issue(by)
    invoices.credit(issued, on=date(2023, 2, 1), reason="deel", by=by, amounts={1: Decimal(105)})
    entry = ledger.post([ledger.EntrySpec("VRK", date(2023, 2, 1), "x", "x", CREDIT)], by=by)[0]
    with refused("Factuur 3 crediteert iets dat er niet is, of meer dan het was."):
        sql(
            "INSERT INTO finance_invoiceline (invoice_id, no, description, amount, account_id, credits_id)"
            " SELECT 99, 1, 'x', -101, account_id, id FROM finance_invoiceline WHERE invoice_id = %s",
            issued.pk,
        )
        sql(
            "INSERT INTO finance_invoice (id, year_id, number, code, party_id, date, due, reference, total, entry_id,"
            " credits_id) VALUES (99, 2023, 3, 'F2023-0003', %s, '2023-02-01', '2023-02-01', '', -101, %s, %s)",
            issued.party_id, entry.pk, issued.pk,
        )  # fmt: skip


CREDIT = (ledger.LineSpec("8010", debit=Decimal(101)), ledger.LineSpec("1300", credit=Decimal(101)))


def test_invoice_on_paper(by: User, sender: Association, tmp_path: Path) -> None:
    issued = issue(by, invoice(lines=TAXED))
    issued.party.street, issued.party.house_number, issued.party.postcode = "Brink", "7", "9401 HS"
    issued.party.purchase_order = "PO-2023-77"

    pdf = paper.pdf(issued)

    assert pdf == paper.pdf(issued)
    words = read(pdf, tmp_path)
    for said in (
        "Vereniging De Brug Brink 7 9401 HS Assen", "Factuur F2023-0001", "PO-2023-77", "Btw 21% over € 110,15 € 23,13",
        "Btw 9% over € 20,00 € 1,80", "Te betalen € 360,08", "NL91 ABNA 0417 1643 00", "5202 3000 0000 0001",
        "RF62 F202 3000 1", "De regels zonder btw: Vrijgesteld van btw", "Btw NL004495445B01", "KvK 40000001",
    ):  # fmt: skip
        assert said in words, said
    squares = paper.squares(issued, sender)
    assert len(squares) == len(squares[0]) >= 29


def test_long_invoice_and_credit_note_on_paper(by: User, sender: Association, tmp_path: Path) -> None:
    many = tuple(InvoiceLineSpec(f"Sportbond {n}", Decimal(100), "8030") for n in range(1, 90))
    issued = issue(by, invoice(lines=many))
    words = read(paper.pdf(issued), tmp_path)
    assert words.count("Omschrijving Bedrag") == 3
    assert "Pagina 3 van 3" in words
    assert "Te betalen € 8.900,00" in words

    credit = invoices.credit(issued, on=date(2023, 2, 1), reason="dubbel", by=by, amounts={3: Decimal(40)})
    words = read(paper.pdf(credit), tmp_path)
    assert "Creditfactuur F2023-0002" in words
    assert "Credit van" in words
    assert "Dit verrekenen we met factuur F2023-0001." in words
    assert "Reden: dubbel." in words
    assert "Zo betaal je" not in words


def test_files_and_details_on_screen(page: Any, by: User, sender: Association) -> None:  # noqa: F811
    issued = issue(by, invoice(lines=TAXED))
    answer = page.get(reverse("finance:invoice_file", args=[issued.pk, "pdf"]))
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert page.get(reverse("finance:invoice_file", args=[issued.pk, "exe"])).status_code == 404

    url = reverse("finance:association")
    form = {"name": "NOV", "term": "30", "exemption": "Vrij", "iban": "NL91 ABNA 0417 1643 01", "kvk": "40000001"}
    assert "Dit is geen IBAN." in page.post(url, form).content.decode()
    assert page.post(url, form | {"iban": "NL91 ABNA 0417 1643 00"}).status_code == 302
    assert (Association.only().iban, Invoice.objects.count()) == ("NL91ABNA0417164300", 1)


# the file for other systems


SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
"""Where XSDs and examples may lie beside the project; without them the tests ask less."""


def ubl_of(invoice: Invoice, sender: Association) -> Any:
    """The file, valid by the schema of UBL 2.1 where that is there."""
    root = etree.fromstring(ubl.xml(invoice, sender))
    kind = etree.QName(root).localname
    schema = SAMPLES / "ubl-xsd" / "xsdrt" / "maindoc" / f"UBL-{kind}-2.1.xsd"
    if schema.exists():
        etree.XMLSchema(etree.parse(schema)).assertValid(root)
    return root


def said(root: Any, path: str) -> list[str]:
    spaces = {"cac": ubl.CAC, "cbc": ubl.CBC}
    return [one.text for one in root.findall(f".//{path}", spaces)]


def test_invoice_as_ubl(by: User, sender: Association) -> None:
    lines = (*TAXED, InvoiceLineSpec("Korting", Decimal(-10), "8400", "bureau", "S", Decimal(21)))
    issued = issue(by, invoice(lines=lines))
    party = issued.party
    assert ubl.missing(issued, sender) == ["Vereniging De Brug heeft nog geen straat, postcode en plaats (BR-NL-4)."]
    with pytest.raises(ubl.NotWhole):
        ubl.xml(issued, sender)
    party.street, party.house_number, party.postcode, party.kvk = "Brink", "7", "9401 HS", "40000002"

    root = ubl_of(issued, sender)

    assert said(root, "cbc:InvoiceTypeCode") == ["380"]
    assert said(root, "cbc:BuyerReference") == [party.code]
    assert said(root, "cac:PartyLegalEntity/cbc:CompanyID") == ["40000001", "40000002"]
    assert said(root, "cbc:PaymentID") == ["5202300000000001"]
    assert said(root, "cac:TaxSubtotal/cbc:TaxAmount") == ["21.03", "1.80", "0.00"]
    assert said(root, "cac:TaxSubtotal/cac:TaxCategory/cbc:ID") == ["S", "S", "E"]
    assert said(root, "cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount") == ["325.15"]
    assert said(root, "cbc:PayableAmount") == [f"{issued.total:.2f}"] == ["347.98"]
    assert said(root, "cbc:InvoicedQuantity") == ["1", "1", "1", "1", "-1"]
    assert said(root, "cac:Price/cbc:PriceAmount")[-1] == "10.00"


def test_credit_note_as_ubl(by: User, sender: Association) -> None:
    issued = issue(by, invoice(lines=(InvoiceLineSpec("Doorbelast", Decimal(50), "8400", None, "O"),)))
    credit = invoices.credit(issued, on=date(2023, 2, 1), reason="dubbel", by=by)
    credit.party.street, credit.party.postcode, credit.party.purchase_order = "Brink", "9401 HS", "PO-7"

    root = ubl_of(credit, sender)

    assert etree.QName(root).localname == "CreditNote"
    assert said(root, "cbc:CreditNoteTypeCode") == ["381"]
    assert said(root, "cac:InvoiceDocumentReference/cbc:ID") == ["F2023-0001"]
    assert said(root, "cac:OrderReference/cbc:ID") == said(root, "cbc:BuyerReference") == ["PO-7"]
    assert said(root, "cbc:PayableAmount") == ["50.00"]
    assert said(root, "cac:TaxSubtotal/cac:TaxCategory/cbc:Percent") == []  # BR-O-5
    assert said(root, "cac:PartyTaxScheme/cbc:CompanyID") == []  # BR-O-2


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not beside the project")
def test_our_file_has_what_the_examples_have(by: User, sender: Association) -> None:
    """Every element of ours stands in an example that the reference tools found right, under the same parents."""

    def paths(root: Any) -> set[str]:
        tree = root.getroottree()
        return {re.sub(r"\[\d+\]", "", tree.getelementpath(one)) for one in root.iter(etree.Element)}

    known: set[str] = set()
    with (SAMPLES / "EXPECTED.csv").open() as file:
        for row in csv.DictReader(file):
            if row["kind"] == "ubl" and row["verdict"] == "ok" and "381" not in row["file"]:
                known |= paths(etree.parse(SAMPLES / row["file"]).getroot())
    issued = issue(by, invoice(lines=TAXED))
    issued.party.street, issued.party.postcode = "Brink", "9401 HS"

    ours = {path for path in paths(ubl_of(issued, sender)) if not path.endswith("EndpointID")}  # that is Peppol's own
    assert ours - known == set()
