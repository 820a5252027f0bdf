"""Invoices and reminders by mail: looked at, once each, at what is open, and what went wrong in sight."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core import mail as post
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse

from finance import invoices, ledger
from finance.billing import mailing, reminding
from finance.billing.reminding import DONE, HELD, SEND, UNREACHABLE, WAIT
from finance.models import Association, BankAccount, EndProposal, Hold, Invoice, InvoiceMail, Reminder, ReminderLevel
from nov import waits
from nov.kernel import outbox
from nov.kernel.models import Message, MessageFile, User
from tests.finance.books import invoice, issue, make_books, refused, sql
from tests.finance.test_billing import sender  # noqa: F401
from tests.finance.test_collecting import bank_account, make, owing  # noqa: F401
from tests.finance.test_pages import page, words  # noqa: F401
from tests.finance.test_races import at_once

DUE = date(2023, 2, 20)


@pytest.fixture
def bill(by: User, sender: Association) -> Invoice:  # noqa: F811
    """An invoice of 205 euros that was due on 20 February 2023, to who has an address."""
    issued = issue(by, invoice(due=DUE))
    return reached(issued)


def reached(issued: Invoice, email: str = "debiteuren@brug.example") -> Invoice:
    issued.party.invoice_email = email
    issued.party.street, issued.party.postcode = "Brink", "9401 HS"
    issued.party.save()
    return issued


def pay(bill: Invoice, amount: str, by: User, on: date = date(2023, 3, 1)) -> None:
    paid = ledger.LineSpec("1300", credit=Decimal(amount), reference=bill.code)
    bank = ledger.LineSpec("1010", debit=Decimal(amount))
    ledger.post([ledger.EntrySpec("BANK", on, "Ontvangen", "Afschrift 3", (bank, paid))], by=by)


def sent() -> None:
    Message.objects.update(state=Message.State.SENT)


# invoices


def test_invoice_goes_once_with_its_files(bill: Invoice, by: User, settings: Any) -> None:
    assert [list(mailing.send([bill], by=by)), list(mailing.send([bill], by=by))] == [[1], [0]]
    settings.MAIL_ON, settings.EMAIL_BACKEND = True, "django.core.mail.backends.locmem.EmailBackend"

    message = Message.objects.get()
    assert (message.to, message.subject) == ("debiteuren@brug.example", "Factuur F2023-0001 van Vereniging NOV")
    assert "betalingskenmerk 5202 3000 0000 0001" in message.body
    outbox._send(message, post.get_connection())
    assert [(name, kind) for name, _, kind in post.outbox[0].attachments] == [
        ("Factuur F2023-0001.pdf", "application/pdf"),
        ("Factuur F2023-0001.xml", "application/xml"),
    ]


def test_without_an_address_nothing_goes_and_without_a_place_no_ubl(bill: Invoice, by: User) -> None:
    reached(bill, "")
    assert [one.problem for one in mailing.looked_at(Invoice.objects.all())] == [mailing.NO_ADDRESS]
    assert list(mailing.send([bill], by=by)) == [0]

    reached(bill)
    bill.party.postcode = ""
    bill.party.save()
    assert "BR-NL-4" in mailing.looked_at(Invoice.objects.all())[0].note
    list(mailing.send([bill], by=by))
    assert MessageFile.objects.count() == 1


def test_what_came_back_goes_again_once_to_the_new_address(bill: Invoice, by: User) -> None:
    list(mailing.send([bill], by=by))
    first = InvoiceMail.objects.get()
    with pytest.raises(ValidationError, match="nog onderweg"):
        mailing.again(first, by=by)
    sent()
    assert outbox.came_back(first.message, "mailbox vol")
    assert Message.objects.get().problem == "Kwam terug: mailbox vol"

    first = InvoiceMail.objects.select_related("message", "invoice__party").get()
    first.invoice.party.invoice_email = "nieuw@brug.example"
    assert [one.count for one in waits.undelivered(by, DUE)] == [1]
    second = mailing.again(first, by=by)
    assert list(waits.undelivered(by, DUE)) == []
    assert (second.no, second.message.to, second.message.files.count()) == (2, "nieuw@brug.example", 2)
    with pytest.raises(ValidationError, match="al een keer opnieuw verstuurd"):
        mailing.again(first, by=by)


def test_waiting_message_is_taken_out(bill: Invoice, by: User) -> None:
    list(mailing.send([bill], by=by))
    message = Message.objects.get()
    assert outbox.take_out(message)
    assert not outbox.take_out(message)
    assert not outbox.came_back(message, "x")


def test_round_is_looked_at_and_sent(page: Any, bill: Invoice, by: User) -> None:  # noqa: F811
    url = reverse("finance:send")
    assert "Contributie 2023 : 1 facturen met een open bedrag" in words(page.get(url))
    url += "?kenmerk=contributie+2023"
    shown = page.get(url)
    assert "1 factuur gaat naar de postbus, samen € 205,00." in words(shown)
    seen = re.search(r'name="seen" value="(\w+)"', shown.content.decode())
    assert seen
    reached(bill, "anders@brug.example")  # meanwhile
    assert "De lijst is intussen veranderd." in words(page.post(url, {"seen": seen[1]}))
    seen = re.search(r'name="seen" value="(\w+)"', page.get(url).content.decode())
    assert seen
    assert page.post(url, {"seen": seen[1]}).status_code == 302
    assert Message.objects.get().to == "anders@brug.example"
    assert "Elke factuur met een open bedrag is al verstuurd." in words(page.get(reverse("finance:send")))

    mail = InvoiceMail.objects.get()
    assert "Terughalen" in words(page.get(mail.get_absolute_url()))
    page.post(mail.get_absolute_url(), {"deed": "terughalen"})
    assert "niet gelukt" in words(page.get(reverse("finance:mails")))
    assert "Teruggehaald voor het werd verstuurd." in words(page.get(bill.get_absolute_url()))


# reminders


def state(on: date) -> tuple[str, str]:
    case = reminding.cases(on)[0]
    return case.state, case.level.name if case.level else ""


def test_steps_follow_each_other_in_their_terms(bill: Invoice, by: User) -> None:
    assert reminding.cases(DUE) == []
    assert state(date(2023, 3, 5)) == (WAIT, "Herinnering")  # fourteen days after 20 February is 6 March
    assert state(date(2023, 3, 6)) == (SEND, "Herinnering")
    reminding.send(date(2023, 3, 6), by=by)
    assert reminding.send(date(2023, 3, 6), by=by) == []
    assert state(date(2023, 3, 19)) == (WAIT, "Aanmaning")
    reminding.send(date(2023, 3, 20), by=by)
    assert state(date(2023, 4, 9)) == (WAIT, "Laatste aanmaning")
    assert EndProposal.objects.count() == 0
    reminding.send(date(2023, 4, 10), by=by)
    assert state(date(2023, 6, 1)) == (DONE, "")

    assert [(one.level.no, one.open) for one in Reminder.objects.order_by("id")] == [(n, 205) for n in (1, 2, 3)]
    assert EndProposal.objects.get().made_on == date(2023, 4, 10)
    assert [one.count for one in waits.endings(by, DUE)] == [1]
    assert Message.objects.count() == 3


def test_reminder_says_what_is_open_that_day(bill: Invoice, by: User) -> None:
    pay(bill, "55.50", by)
    reminding.send(date(2023, 3, 6), by=by)
    assert "Er staat nog €\u00a0149,50 open." in Message.objects.get().body
    assert Reminder.objects.get().open == Decimal("149.50")

    sent()
    mail = InvoiceMail.objects.select_related("message", "invoice__party").get()
    pay(bill, "49.50", by, date(2023, 3, 8))
    assert "nog €\u00a0100,00 open" in reminding.again(mail, by=by).message.body
    pay(bill, "100", by, date(2023, 3, 9))
    with pytest.raises(ValidationError, match="niets meer open"):
        reminding.again(mail, by=by)
    assert reminding.cases(date(2023, 6, 1)) == []


def test_credit_lowers_what_is_reminded_of(bill: Invoice, by: User) -> None:
    invoices.credit(bill, on=date(2023, 3, 1), reason="deel", by=by, amounts={1: Decimal(105)})
    assert reminding.cases(date(2023, 3, 6))[0].open == 100


def test_arrangement_and_dispute_stop_reminders(bill: Invoice, by: User) -> None:
    hold = Hold.objects.create(
        invoice=bill,
        kind="regeling",
        reason="betaalt in juni",
        first_day=date(2023, 3, 1),
        last_day=date(2023, 6, 30),
        by=by,
    )
    assert [(one.state, one.why) for one in reminding.cases(date(2023, 6, 30))] == [
        (HELD, "Betalingsregeling tot en met 30-06-2023: betaalt in juni")
    ]
    assert reminding.send(date(2023, 6, 30), by=by) == []
    assert state(date(2023, 7, 1)) == (SEND, "Herinnering")
    with refused("hold_one_at_a_time"):
        Hold.objects.create(invoice=bill, kind="geschil", reason="x", first_day=date(2023, 4, 1), by=by)
    Hold.objects.filter(pk=hold.pk).update(lifted_on=date(2023, 4, 1))
    assert state(date(2023, 4, 2)) == (SEND, "Herinnering")


def test_without_address_it_is_said(bill: Invoice, by: User) -> None:
    reached(bill, "")
    assert state(date(2023, 3, 6)) == (UNREACHABLE, "Herinnering")
    assert reminding.send(date(2023, 3, 6), by=by) == []


def test_database_keeps_a_step_to_once_and_what_was_sent(bill: Invoice, by: User) -> None:
    reminding.send(date(2023, 3, 6), by=by)
    with refused("reminder_once"):
        sql(
            "INSERT INTO finance_invoicemail (invoice_id, kind, name, no, message_id) SELECT invoice_id, kind, name, 9,"
            " %s FROM finance_invoicemail",
            outbox.put([outbox.Letter("a@b.example", "x", "y")], by=by)[0].pk,
        )
        sql(
            "INSERT INTO finance_reminder (invoice_id, level_id, date, open, mail_id) SELECT r.invoice_id, r.level_id,"
            " r.date, r.open, (SELECT max(id) FROM finance_invoicemail) FROM finance_reminder r"
        )
    for table in ("finance_reminder", "finance_invoicemail"):
        with refused("permission denied"):
            sql(f"DELETE FROM {table}")


def test_text_that_names_what_is_not_there(page: Any, by: User) -> None:  # noqa: F811
    level = ReminderLevel.objects.get(no=1)
    url = level.get_absolute_url()
    form = {"no": "1", "name": "Herinnering", "days": "10", "subject": "Over {nummer}", "text": "Beste {voornaam}"}
    assert "{voornaam} kan niet worden ingevuld." in words(page.post(url, form))
    assert page.post(url, form | {"text": "Beste {naam}"}).status_code == 302
    level.refresh_from_db()
    assert (level.days, level.text) == (10, "Beste {naam}")


def test_reminders_on_screen(page: Any, bill: Invoice, by: User, settings: Any) -> None:  # noqa: F811
    settings.NOV_TODAY = date(2023, 3, 6)
    shown = words(page.get(reverse("finance:reminders")))
    assert "1 factuur krijgt vandaag een herinnering." in shown
    assert "Vervallen op 20-02-2023; herinnering kan vanaf 06-03-2023." in shown
    url = reverse("finance:reminders_send")
    seen = re.search(r'name="seen" value="(\w+)"', page.get(url).content.decode())
    assert seen
    form = {"seen": seen[1], "form_request": "00000000-0000-4000-8000-000000000001"}
    for _ in range(2):  # a double click
        assert page.post(url, form).status_code == 302
    assert Reminder.objects.count() == 1

    hold = reverse("finance:invoice_hold", args=[bill.pk])
    page.post(hold, {"kind": "geschil", "reason": "bestrijdt de klasse", "first_day": "06-03-2023"})
    assert "Geschil Sinds 06-03-2023: bestrijdt de klasse." in words(page.get(bill.get_absolute_url()))
    page.post(hold)
    assert Hold.objects.get().lifted_on == date(2023, 3, 6)

    EndProposal.objects.create(reminder=Reminder.objects.get(), made_on=date(2023, 3, 6))
    assert "Vereniging De Brug" in words(page.get(reverse("finance:end_proposals")))
    by.roles = ["directeur"]
    by.save()
    form = {"decided_on": "07-03-2023", "outcome": "niet", "note": "regeling getroffen"}
    assert page.post(reverse("finance:end_proposal", args=[EndProposal.objects.get().pk]), form).status_code == 302
    assert (EndProposal.objects.get().outcome, list(waits.endings(by, DUE))) == ("niet", [])


def test_reminders_command(bill: Invoice, by: User) -> None:
    out = StringIO()
    call_command("reminders", date="06-03-2023", stdout=out)
    assert Message.objects.count() == 0
    assert "Krijgt een herinnering (Herinnering)." in out.getvalue().replace("\u00a0", " ")
    with pytest.raises(CommandError, match="Zeg met --by wie dit doet"):
        call_command("reminders", send=True, date="06-03-2023")
    for said in ("1 herinnering staat", "0 herinneringen staan"):
        out = StringIO()
        call_command("reminders", send=True, date="06-03-2023", by=by.email, stdout=out)
        assert said in out.getvalue().replace("\u00a0", " ")


# at the same moment, and broken off


def test_two_people_and_a_broken_run_send_each_once(committed: Any) -> None:
    by = make_books()
    bills = [reached(one) for one in invoices.issue([invoice(due=DUE) for _ in range(30)], by=by)]
    steps = mailing.send(bills, by=by)
    next(steps)  # the first 25; then the worker is killed
    steps.close()
    assert Message.objects.count() == 25

    def killed() -> None:
        with transaction.atomic():
            reminding.send(date(2023, 3, 6), by=by)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()
    assert Reminder.objects.count() == 0

    answers = at_once(
        *[lambda: sum(mailing.send(bills, by=by))] * 2,
        *[lambda: len(reminding.send(date(2023, 3, 6), by=by))] * 2,
    )
    assert sorted(answers[:2]) in ([0, 5], [1, 4], [2, 3])
    assert sorted(answers[2:]) == [0, 30]
    assert (InvoiceMail.objects.count(), Message.objects.count(), Reminder.objects.count()) == (60, 60, 30)


def test_what_is_collected_is_not_reminded_of(by: User, bank_account: BankAccount, sender: Association) -> None:  # noqa: F811
    owing(by, "Vereniging Noord", "100")
    make(by, bank_account)
    overdue = Invoice.objects.get().due + timedelta(days=60)
    assert [(one.state, one.why[:21]) for one in reminding.cases(overdue)] == [(WAIT, "Wordt geïncasseerd op")]
