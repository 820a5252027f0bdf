"""The bank on screen and on the command line: files given, lines confirmed, divided by hand and taken back."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from finance import tasks
from finance.banking import matching
from finance.banking.advances import advances
from finance.banking.allocating import left_open, open_lines
from finance.models import Account, Allocation, BankBooking, BankLine, BankStatement, Hold, Invoice, Party, Proposal
from finance.views import bank
from nov.kernel.models import ImportRun, User
from tests.finance.bank import OTHER, account, camt, ntry, stmt, take_in
from tests.finance.books import invoice, issue
from tests.finance.test_pages import BACKEND, cost, other, words

MARCH = camt(
    stmt(
        "100.00", ntry("205.00", name="De Brug", text="F2023-0001"), ntry("100.00", name="Het Veer", iban=OTHER),
        ntry("-3.00", text="Kosten maart"), closing="402.00", number="3",
    )
)  # fmt: skip


@pytest.fixture
def page(client: Client, by: User, settings: Any) -> Client:
    """The site as who processes payments sees it, with two open invoices and no bank file yet."""
    settings.NOV_TODAY = date(2024, 4, 15)
    client.force_login(by, backend=BACKEND)
    account()
    issue(by, invoice("205"), invoice("70"))
    return client


def give(page: Client, *files: tuple[str, bytes]) -> Any:
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    return page.post(reverse("finance:bank_upload"), {"statements": uploads}, follow=True)


def test_file_given_and_proposals_confirmed(page: Client) -> None:
    text = words(give(page, ("maart.xml", MARCH), ("maart (1).xml", MARCH)))

    assert "3 bankregels" in text
    assert "zeker In de omschrijving staat F2023-0001, en het bedrag klopt." in text
    assert "geen voorstel" in text and "waarschijnlijk Van de bank zelf" in text
    assert BankStatement.objects.count() == 1
    certain = Proposal.objects.get(confidence=3)
    answer = page.post(reverse("finance:bank_confirm"), {"certain": "1", "newest": str(certain.pk)}, follow=True)
    assert "1 bankregel geboekt, samen € 205,00." in answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert (open_lines().count(), left_open(["F2023-0001"])) == (2, {"F2023-0001": 0})
    page.post(reverse("finance:bank_confirm"), {"proposal": [Proposal.objects.get().pk]})
    assert [str(one) for one in open_lines()] == ["Het Veer"]
    again = page.post(reverse("finance:bank_confirm"), {"certain": "1", "newest": str(certain.pk)}, follow=True)
    assert "Er is niets geboekt" in again.content.decode()
    assert "€ 100,00 € 302,00 € 402,00 3 1" in words(page.get(reverse("finance:bank_statements"))).replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "3 bankregels" in words(page.get(BankStatement.objects.get().get_absolute_url()))


def test_refused_file_is_named_and_no_other_is_kept(page: Client) -> None:
    text = words(give(page, ("maart.xml", MARCH), ("kapot.xml", MARCH[:700])))

    assert "kapot.xml, regel" in text and "Haal het bestand opnieuw op bij de bank. Er is niets ingelezen." in text
    assert BankLine.objects.count() == 0


def test_divided_by_hand_over_invoice_credit_and_account(page: Client) -> None:
    give(page, ("maart.xml", MARCH))
    line = BankLine.objects.get(amount=100)
    url = reverse("finance:bank_allocate", args=[line.pk])
    assert "F2023-0002" in words(page.get(url, {"zoek": "brug"}))
    assert 'value="F2023-0002"' in page.get(url, {"factuur": "F2023-0002"}).content.decode()
    party = Party.objects.get(name="Vereniging De Brug")

    wrong = page.post(url, {"rows": "4", "to_0": "F2023-9999", "amount_0": "70"})
    short = page.post(url, {"rows": "4", "to_0": "F2023-0002", "amount_0": "60"})
    page.post(url, {"rows": "4", "to_0": "f2023-0002", "amount_0": "80", "to_1": f"R{party.pk:05d}", "amount_1": "5",
                    "account_2": str(_account("8490"))})  # fmt: skip

    assert "Die factuur of relatie is er niet. Schrijf het nummer van een factuur (F2023-0001)" in words(wrong)
    assert "is € 60,00 verdeeld; verdeel precies het bedrag" in words(short).replace("\N{NO-BREAK SPACE}", " ")
    parts = Allocation.objects.values_list("invoice__code", "party", "account__code", "amount")
    assert list(parts) == [
        ("F2023-0002", None, None, 70), (None, party.pk, None, 10), (None, party.pk, None, 5), (None, None, "8490", 15),
    ]  # fmt: skip


def _account(code: str) -> int:
    return Account.objects.get(code=code).pk


def test_what_was_paid_too_much_goes_off_the_next_invoice(page: Client, by: User) -> None:
    take_in(by, camt(stmt("0.00", ntry("215.00", text="F2023-0001"), closing="215.00")))
    matching.propose()
    page.post(reverse("finance:bank_confirm"), {"proposal": [Proposal.objects.get().pk]})
    second = Invoice.objects.get(code="F2023-0002")
    assert "De relatie betaalde eerder te veel; verreken dat tegoed" in words(page.get(reverse("finance:outstanding")))
    assert "Tegoed verrekenen" in page.get(second.get_absolute_url()).content.decode()

    url = reverse("finance:invoice_settle", args=[second.pk])
    assert page.post(url, {"date": "15-04-2024"}).status_code == 302
    again = page.post(url, {"date": "15-04-2024"})

    assert left_open(["F2023-0001", "F2023-0002"]) == {"F2023-0001": 0, "F2023-0002": 60}
    assert "Er is niets te verrekenen" in words(again)
    assert advances([second.party.code]) == {}
    Hold.objects.create(invoice=second, kind="regeling", reason="in twee delen", first_day=date(2024, 4, 15), by=by)
    assert "Betalingsregeling: in twee delen." in words(page.get(reverse("finance:outstanding")))


def test_taken_back_from_its_page(page: Client, by: User) -> None:
    give(page, ("maart.xml", MARCH))
    page.post(reverse("finance:bank_confirm"), {"proposal": [Proposal.objects.get(confidence=3).pk]})
    line = BankLine.objects.get(amount=205)

    page.post(reverse("finance:bank_undo", args=[line.pk]), {"date": "01-03-2023", "reason": "was van een ander"})

    text = words(page.get(line.get_absolute_url()))
    assert "Te verwerken" in text and "was van een ander" in text and "Factuur F2023-0001" in text
    assert BankBooking.objects.get().reversal is not None
    assert line.proposal.confidence == 3


def test_gap_between_statements_is_shown(page: Client, by: User) -> None:
    take_in(by, MARCH)
    take_in(by, camt(stmt("452.00", ntry("1.00", "2023-05-01"), closing="453.00", number="5")), "mei.xml")

    text = words(page.get(reverse("finance:bank_statements")))

    assert "Het sluit niet aan" in text and "Afschrift 5 tot en met 01-05-2023: € 50,00 verschil" in text


def test_long_file_is_read_in_the_background(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bank, "LONG", 1000)
    give(page, ("lang.xml", MARCH))
    assert BankLine.objects.count() == 0

    tasks.read_bank_file(run=ImportRun.objects.get().pk)

    assert (BankLine.objects.count(), ImportRun.objects.get().state) == (3, "applied")


def test_lists_cost_the_same_for_one_and_three(page: Client, by: User) -> None:
    take_in(by, camt(stmt("0.00", ntry("1.00", text="een"), closing="1.00", number="1")))
    urls = [reverse("finance:bank_lines"), reverse("finance:bank_statements")]
    one = [cost(page, url) for url in urls]
    take_in(by, camt(stmt("1.00", ntry("205.00", "2023-04-01", text="F2023-0001"), ntry("3.00", "2023-04-02"), closing="209.00", number="2")), "2.xml")  # fmt: skip

    assert (one, [cost(page, url) for url in urls]) == ([8, 8], [8, 8])


def test_looking_is_for_more_people_than_booking(page: Client, by: User, client: Client) -> None:
    take_in(by, MARCH)
    other(client, "bestuur")
    url = reverse("finance:bank_lines")

    assert 'type="checkbox" form' not in client.get(url).content.decode()
    assert client.post(reverse("finance:bank_confirm"), {"proposal": ["1"]}).status_code == 403


def test_command_reads_in_and_says_what_it_refuses(page: Client, by: User, tmp_path: Path) -> None:
    good, bad, said = tmp_path / "maart.xml", tmp_path / "kapot.xml", io.StringIO()
    good.write_bytes(MARCH)
    bad.write_bytes(b"")

    call_command("import_bank", str(good), by=by.email, stdout=said)

    assert said.getvalue() == (
        "maart.xml: 1\xa0afschrift met 3\xa0regels, waarvan 3 nieuw.\n2\xa0regels hebben een voorstel.\n"
    )
    with pytest.raises(CommandError, match="kapot.xml: Het bestand is leeg. Haal het opnieuw op bij de bank."):
        call_command("import_bank", str(bad), by=by.email)
    with pytest.raises(CommandError, match="Noem met --by"):
        call_command("import_bank", str(good), by="niemand@nov.example")
    assert Decimal(402) == BankStatement.objects.get().closing
