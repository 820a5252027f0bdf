"""Direct debit: mandates on a day, batches made once and approved by another, the file, and what the bank returns."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from lxml import etree

from finance import registers
from finance.banking import matching
from finance.banking.allocating import confirm, left_open
from finance.collecting import batches, mandates, pain
from finance.invoices import InvoiceLineSpec, InvoiceSpec
from finance.models import BankAccount, Collection, CollectionBatch, Hold, Mandate, Party, Proposal
from finance.specs import LedgerError
from nov.kernel.models import Message, User
from tests.finance.bank import OTHER, account, camt, ntry, stmt, take_in
from tests.finance.books import issue, refused, sql
from tests.finance.test_pages import BACKEND, words

TODAY = date(2023, 3, 1)
DAY = date(2023, 3, 15)
CREDITOR = "NL28ZZZ401234560000"
XSD = Path(__file__).parents[3] / "shared" / "samples" / "sepa-xsd" / "pain.008.001.08.xsd"


@pytest.fixture
def bank_account(by: User) -> BankAccount:
    return account(creditor_id=CREDITOR)


@pytest.fixture
def second(by: User) -> User:
    return User.objects.create_user(
        "penningmeester@nov.example", "kort-maar-lang-genoeg", name="Piet Penning", roles=["penningmeester"]
    )


def owing(by: User, name: str, amount: str, *, email: str = "kas@lid.example", iban: str = OTHER) -> Mandate:
    """A party with an open invoice and a mandate."""
    party = registers.party(name, place="Assen")
    party.email = email
    party.save()
    line = InvoiceLineSpec("Contributie 2023", Decimal(amount), "8010")
    issue(by, InvoiceSpec(party, date(2023, 1, 20), date(2023, 2, 20), (line,), "contributie 2023"))
    return mandates.give(party, iban=iban, name=name, signed_on=date(2023, 1, 10))


def word(mandate: Mandate, day: date) -> str:
    mandate.refresh_from_db()
    return mandates.states([mandate], day)[mandate.pk].word


def make(by: User, bank_account: BankAccount) -> CollectionBatch:
    return batches.make(bank_account, collect_on=DAY, today=TODAY, by=by)


# Mandates


def test_life_of_a_mandate(by: User, bank_account: BankAccount, second: User) -> None:
    mandate = owing(by, "Stichting Zee", "205")
    assert (mandate.reference, word(mandate, date(2023, 1, 9))) == (f"{mandate.party.code}-1", "nog niet getekend")
    assert [word(mandate, day) for day in (TODAY, date(2026, 1, 9), date(2026, 1, 10))] == [
        "gegeven",
        "gegeven",
        "vervallen",
    ]

    make(by, bank_account)
    assert [word(mandate, day) for day in (DAY, date(2026, 3, 14), date(2026, 3, 15))] == [
        "in gebruik",
        "in gebruik",
        "vervallen",
    ]
    with refused("mandate_one_per_party"):
        Mandate.objects.create(party=mandate.party, reference="x", iban=OTHER, name="x", signed_on=DAY)
    with refused("mandate_iban"):
        Mandate.objects.filter(pk=mandate.pk).update(iban="NL92ABNA0417164300")
    with refused("mandate_ends_after_it_began"):
        Mandate.objects.filter(pk=mandate.pk).update(revoked_on=date(2023, 1, 9))
    with refused("mandate_reference_sepa"):
        Mandate.objects.filter(pk=mandate.pk).update(reference="R00001 é")
    with pytest.raises(LedgerError, match="Zij is getekend op 10-01-2023"):
        mandates.revoke(mandate, on=date(2023, 1, 9), reason="te vroeg")
    mandates.revoke(mandate, on=date(2023, 6, 1), reason="op verzoek")
    assert [word(mandate, day) for day in (date(2023, 5, 31), date(2023, 6, 1))] == ["in gebruik", "ingetrokken"]
    again = mandates.give(mandate.party, iban=OTHER, name="Stichting Zee", signed_on=date(2023, 6, 2))
    assert again.reference == f"{mandate.party.code}-2"


def test_month_has_no_such_day() -> None:
    from finance.models.collecting import months_later

    assert months_later(date(2024, 2, 29), 36) == date(2027, 2, 28)
    assert months_later(date(2023, 12, 31), 2) == date(2024, 2, 29)


# Batches


def test_batch_takes_what_may_be_collected_once(by: User, bank_account: BankAccount) -> None:
    owing(by, "Stichting Zee", "205")
    owing(by, "Zonder adres", "100", email="")
    revoked = owing(by, "Niet meer", "70")
    mandates.revoke(revoked, on=TODAY, reason="op verzoek")
    disputed = owing(by, "Oneens", "30").party.invoices.get()
    Hold.objects.create(
        invoice=disputed, kind="geschil", reason="bedrag klopt niet", first_day=TODAY, last_day=DAY, by=by
    )

    found = {str(one.invoice.party): one.why_not for one in batches.candidates(DAY)}
    batch = make(by, bank_account)

    assert found == {
        "Stichting Zee": "", "Zonder adres": "er is geen e-mailadres voor de vooraankondiging",
        "Oneens": "er loopt een geschil tot en met 15-03-2023: bedrag klopt niet",
    }  # fmt: skip
    assert {str(one.invoice.party): one.why_not for one in batches.candidates(date(2023, 3, 16))}["Oneens"] == ""
    assert (batch.count, batch.total) == (1, 205)
    assert list(batch.collections.values_list("invoice__code", "sequence", "amount")) == [("F2023-0001", "FRST", 205)]
    with pytest.raises(LedgerError, match="Er is niets te incasseren"):
        make(by, bank_account)
    batches.withdraw(batch, by=by)
    assert make(by, bank_account).count == 1


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (date(2023, 3, 14), "Betalers krijgen 14 dagen van tevoren bericht; kies 15-03-2023 of later"),
        (date(2023, 3, 18), "Op 18-03-2023 verwerken banken niets"),
        (date(2023, 4, 7), "Op 07-04-2023 verwerken banken niets"),  # Good Friday
    ],
)
def test_day_that_cannot_be(by: User, bank_account: BankAccount, day: date, message: str) -> None:
    owing(by, "Stichting Zee", "205")
    with pytest.raises(LedgerError, match=message):
        batches.make(bank_account, collect_on=day, today=TODAY, by=by)


def test_file_fits_the_schema_and_says_what_is_collected(by: User, bank_account: BankAccount) -> None:
    mandate = owing(by, "Café & Zoë’s <Zaal>", "205.10")
    batch = make(by, bank_account)
    data = bytes(batch.content)

    root = etree.fromstring(data)
    if XSD.exists():
        etree.XMLSchema(etree.parse(str(XSD))).assertValid(root)
    told = {etree.QName(one).localname: one.text for one in root.iter() if not len(one)}
    assert {key: told[key] for key in ("MsgId", "CtrlSum", "SeqTp", "ReqdColltnDt", "EndToEndId", "MndtId", "DtOfSgntr", "Ustrd", "Nm")} == {
        "MsgId": batch.code, "CtrlSum": "205.10", "SeqTp": "FRST", "ReqdColltnDt": "2023-03-15",
        "EndToEndId": f"F2023-0001-{batch.pk}", "MndtId": mandate.reference, "DtOfSgntr": "2023-01-10",
        "Ustrd": "Factuur F2023-0001 contributie 2023", "Nm": "Cafe + Zoe's Zaal",
    }  # fmt: skip
    with pytest.raises(LedgerError, match="voldoet niet aan pain.008.001.08"):
        pain.check(data.replace(b"<SeqTp>FRST", b"<SeqTp>NIET"))


def test_second_person_approves_and_payers_hear_of_it(by: User, bank_account: BankAccount, second: User) -> None:
    Party.objects.filter(pk=owing(by, "Stichting Zee", "205").party_id).update(invoice_email="facturen@lid.example")
    batch = make(by, bank_account)

    with pytest.raises(LedgerError, match="Een ander dan wie de opdracht maakte"):
        batches.approve(batch, today=TODAY, by=by)
    with pytest.raises(LedgerError, match="maak de opdracht opnieuw"):
        batches.approve(batch, today=date(2023, 3, 2), by=second)
    for _ in range(2):
        batch = batches.approve(batch, today=TODAY, by=second)

    letter = Message.objects.get()
    assert (letter.to, letter.subject) == ("facturen@lid.example", "Aankondiging incasso factuur F2023-0001")
    assert "Op 15 maart 2023 schrijven wij € 205,00 af van rekening NL.. .... .... 4300" in letter.body.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    with pytest.raises(LedgerError, match="goedgekeurd"):
        batches.withdraw(batch, by=by)


def test_database_keeps_a_batch_as_it_was(by: User, bank_account: BankAccount, second: User) -> None:
    owing(by, "Stichting Zee", "205")
    batch = make(by, bank_account)
    one = batch.collections.get()

    with refused("collectionbatch_two_people"):
        sql("UPDATE finance_collectionbatch SET approved_by_id = made_by_id, approved_at = now()")
    for change in ("UPDATE finance_collectionbatch SET total = 1", "DELETE FROM finance_collectionbatch"):
        with refused("Een incasso-opdracht verandert niet"):
            sql(change)
    sums = "UPDATE finance_collectionbatch SET total = 1, approved_by_id = %s, approved_at = now()"
    with refused("Een incasso-opdracht verandert niet"):
        sql(sums, second.pk)
    with refused("collectionbatch_approved_or_withdrawn"):
        sql(
            "UPDATE finance_collectionbatch SET approved_by_id = %s, approved_at = now(), withdrawn_by_id = %s",
            second.pk,
            by.pk,
        )
    with refused("collectionbatch_approval_whole"):
        sql("UPDATE finance_collectionbatch SET approved_by_id = %s", second.pk)
    for change in (
        "UPDATE finance_collection SET stands = stands",
        "UPDATE finance_collection SET amount = 1, stands = false",
        "DELETE FROM finance_collection",
    ):
        with refused("Een incasso verandert niet"):
            sql(change)
    copy = (
        "INSERT INTO finance_collection (batch_id, invoice_id, mandate_id, sequence, amount, end_to_end, stands, return_code)"
        " VALUES (%s, %s, %s, 'FRST', %s, 'x', %s, '')"
    )
    order = (
        "INSERT INTO finance_collectionbatch (id, account_id, code, collect_on, total, count, content, sha256, made_by_id, approved_by_id, approved_at)"
        " SELECT 901, account_id, 'x', collect_on, %s, %s, content, sha256, made_by_id, %s, CASE WHEN %s THEN now() END FROM finance_collectionbatch"
    )
    other = owing(by, "Een ander", "70")
    with refused("De opdracht is al gemaakt"):
        sql(copy, batch.pk, one.invoice_id, one.mandate_id, 205, False)
    with refused("collection_invoice_once"):
        sql(copy, 901, one.invoice_id, one.mandate_id, 205, True)
    with refused("collection_above_nought"):
        sql(copy, 901, one.invoice_id, one.mandate_id, 0, False)
    with refused("Opdracht x telt niet op"):
        sql(order, 0, 0, None, False)
    for total, count in ((205, 2), (204, 1)):
        with refused("Opdracht x telt niet op"):
            sql(copy, 901, one.invoice_id, one.mandate_id, 205, False)
            sql(order, total, count, None, False)
    with refused("Een machtiging is van een ander dan de factuur"):
        sql(copy, 901, one.invoice_id, other.pk, 205, False)
        sql(order, 205, 1, None, False)
    with refused("Een opdracht begint zonder goedkeuring"):
        sql(copy, 901, one.invoice_id, one.mandate_id, 205, False)
        sql(order, 205, 1, second.pk, True)
    sql("UPDATE finance_collectionbatch SET approved_by_id = %s, approved_at = now()", second.pk)
    with refused("Een incasso-opdracht verandert niet"):
        sql("UPDATE finance_collectionbatch SET approved_by_id = NULL, approved_at = NULL")
    sql("UPDATE finance_collection SET stands = false, return_code = 'MD06', returned_on = '2023-03-20'")
    with refused("Een incasso verandert niet"):
        sql("UPDATE finance_collection SET return_code = 'AC04'")
    sql(copy, 901, other.party.invoices.get().pk, other.pk, 70, True)
    sql(order, 70, 1, None, False)
    sql("UPDATE finance_collectionbatch SET withdrawn_by_id = %s, withdrawn_at = now() WHERE id = 901", by.pk)
    with refused("Een incasso-opdracht verandert niet"):
        sql("UPDATE finance_collectionbatch SET withdrawn_by_id = NULL WHERE id = 901")


# What comes of it on the account


def test_collected_and_returned(by: User, bank_account: BankAccount, second: User) -> None:
    zee, veer = owing(by, "Stichting Zee", "205"), owing(by, "Het Veer", "70")
    batch = make(by, bank_account)
    batches.approve(batch, today=TODAY, by=second)
    take_in(
        by, camt(stmt("0.00", ntry("275.00", "2023-03-15", batch=f"{batch.code}-FRST"), closing="275.00", number="1"))
    )
    matching.propose()
    assert Proposal.objects.get().confidence == 3
    confirm(Proposal.objects.select_related("line"), by=by)
    assert left_open(["F2023-0001", "F2023-0002"]) == {"F2023-0001": 0, "F2023-0002": 0}

    back = ntry("-205.00", "2023-03-20", own=f"F2023-0001-{batch.pk}", code="MD06", iban=OTHER)
    take_in(by, camt(stmt("275.00", back, closing="70.00", number="2")), "terug.xml")
    matching.propose()

    one = Collection.objects.get(invoice__code="F2023-0001")
    assert (one.stands, one.return_code, one.returned_on) == (False, "MD06", date(2023, 3, 20))
    found = Proposal.objects.get()
    assert (found.confidence, found.reason) == (
        3, "De incasso van F2023-0001 is teruggeboekt (MD06, terug op verzoek van de betaler); de factuur staat weer open.",
    )  # fmt: skip
    confirm(Proposal.objects.select_related("line"), by=by)
    assert left_open(["F2023-0001", "F2023-0002"]) == {"F2023-0001": 205, "F2023-0002": 0}
    assert [word(one, date(2023, 3, 21)) for one in (zee, veer)] == ["na te kijken", "in gebruik"]
    assert [one.why_not[:27] for one in batches.candidates(date(2023, 4, 12))] == ["de bank boekte terug op 20-"]
    mandates.settle(zee, on=date(2023, 3, 22))
    again = batches.make(bank_account, collect_on=date(2023, 4, 12), today=date(2023, 3, 22), by=by)
    assert list(again.collections.values_list("invoice__code", "sequence")) == [("F2023-0001", "RCUR")]


# On screen and on the command line


def test_from_mandate_to_file_on_screen(
    by: User, bank_account: BankAccount, second: User, client: Client, settings: Any
) -> None:
    settings.NOV_TODAY = TODAY
    owing(by, "Stichting Zee", "205")
    party = registers.party("Het Veer", place="Assen")
    client.force_login(by, backend=BACKEND)

    wrong = client.post(reverse("finance:mandate_new"), {"party": "Het Veer", "name": "x", "iban": "NL92ABNA0417164300", "signed_on": "02-03-2023"})  # fmt: skip
    assert "Dit is geen IBAN" in words(wrong) and "Deze dag moet nog komen" in words(wrong)
    client.post(reverse("finance:mandate_new"), {"party": "het veer", "name": "Het Veer", "iban": "nl91 abna 0417 1643 00", "signed_on": "01-03-2023"})  # fmt: skip
    mandate = party.mandates.get()
    assert "Gegeven" in words(client.get(mandate.get_absolute_url()))
    client.post(
        reverse("finance:mandate_end", args=[mandate.pk, "intrekken"]), {"date": "01-03-2023", "reason": "vergist"}
    )
    assert "gegeven" in words(client.get(reverse("finance:mandates"))) and "ingetrokken" in words(
        client.get(reverse("finance:mandates"))
    )
    new = reverse("finance:collection_new")
    assert "Gaat mee: 1, samen € 205,00" in words(client.get(new)).replace("\N{NO-BREAK SPACE}", " ")
    client.post(new, {"account": str(bank_account.pk), "collect_on": "15-03-2023"})
    batch = CollectionBatch.objects.get()
    assert client.get(reverse("finance:collection_file", args=[batch.pk])).status_code == 302
    assert client.post(reverse("finance:collection_approve", args=[batch.pk])).status_code == 403
    client.force_login(second, backend=BACKEND)
    assert "Wacht op goedkeuring" in words(client.get(batch.get_absolute_url()))
    client.post(reverse("finance:collection_approve", args=[batch.pk]))
    client.force_login(by, backend=BACKEND)
    assert client.get(reverse("finance:collection_file", args=[batch.pk])).content == bytes(batch.content)
    assert "Goedgekeurd" in words(client.get(reverse("finance:collections"))).replace("goedgekeurd", "Goedgekeurd")
    assert "Staat in een incasso-opdracht voor 15-03-2023." in words(client.get(reverse("finance:outstanding")))


def test_command_shows_makes_and_writes(
    by: User, bank_account: BankAccount, second: User, settings: Any, tmp_path: Path
) -> None:
    settings.NOV_TODAY = TODAY
    owing(by, "Stichting Zee", "205")
    said = io.StringIO()

    call_command("collection_batch", stdout=said)
    call_command("collection_batch", "--by", by.email, stdout=said)
    with pytest.raises(CommandError, match="Er is nog geen goedgekeurde opdracht"):
        call_command("collection_batch", "--output", str(tmp_path / "incasso.xml"))
    batch = batches.approve(CollectionBatch.objects.get(), today=TODAY, by=second)
    call_command("collection_batch", "--output", str(tmp_path / "incasso.xml"), stdout=said)

    assert said.getvalue().replace("\N{NO-BREAK SPACE}", " ").splitlines() == [
        "F2023-0001, Stichting Zee: € 205,00",
        "1 incasso, samen € 205,00, op 15-03-2023.",
        f"{batch.code}: 1 incasso, samen € 205,00, op 15-03-2023. Een ander keurt haar goed.",
        f"{batch.code} staat in incasso.xml.",
    ]
    assert (tmp_path / "incasso.xml").read_bytes() == bytes(batch.content)
