"""Mail goes out once, to one person, after the deed it tells of is certain."""

import smtplib
import threading

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.urls import reverse

from nov.kernel import outbox
from nov.kernel.models import Message, User
from nov.kernel.outbox import Letter

FENNA, JORIS = (
    Letter("fenna@x.example", "Herinnering", "Beste Fenna"),
    Letter("joris@x.example", "Herinnering", "Beste Joris"),
)


@pytest.fixture
def on(settings):
    settings.MAIL_ON = True
    settings.DEFAULT_FROM_EMAIL = "NOV <bureau@nov.example>"


class Server(EmailBackend):
    """A mail server that does what `script` says: per attempt an error to raise, or nothing."""

    script: list = []
    unreachable = 0

    def open(self):
        if Server.unreachable:
            Server.unreachable -= 1
            raise ConnectionRefusedError

    def send_messages(self, messages):
        error = Server.script.pop(0) if Server.script else None
        if error:
            raise error
        return super().send_messages(messages)


@pytest.fixture
def server(settings, on):
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    Server.script, Server.unreachable = [], 0
    return Server


@pytest.fixture
def anouk(committed):
    return User.objects.create_user("anouk@nov.example", name="Anouk", roles=["beheerder"])


def states():
    return dict(Message.objects.order_by("to").values_list("to", "state"))


@pytest.mark.django_db
def test_letters_wait_each_to_one_person(bureau):
    outbox.put([FENNA, JORIS], by=bureau)

    assert states() == {"fenna@x.example": "waiting", "joris@x.example": "waiting"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "to",
    ["fenna@x.example,joris@x.example", "a@x.example;b@x.example", "geen adres", "", "a@x.example\nBcc: b@x.example"],
)
def test_an_address_is_one_address(bureau, to):
    with pytest.raises(ValidationError):
        outbox.put([FENNA, Letter(to, "x", "y")], by=bureau)
    assert Message.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("subject", ["Herinnering\nBcc: b@x.example", "Herinnering\r\nX: y", "", "x" * 201])
def test_a_subject_is_one_line(bureau, subject):
    with pytest.raises(ValidationError):
        outbox.put([Letter("a@x.example", subject, "y")], by=bureau)


@pytest.mark.django_db
@pytest.mark.parametrize(("to", "subject"), [("a@x.example,b@x.example", "x"), ("a@x.example", "x\ny")])
def test_the_database_refuses_it_too(bureau, to, subject):
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(to=to, subject=subject, body="y", by=bureau)
    Message.objects.create(to="a@x.example", subject="x", body="y", by=bureau)


@pytest.mark.django_db
def test_the_same_key_is_never_put_in_twice(bureau):
    letter = Letter("fenna@x.example", "Herinnering", "Beste Fenna", key="herinnering 2 van 2023-0145")

    first, second = outbox.put([letter], by=bureau), outbox.put([letter, JORIS], by=bureau)

    assert [message.to for message in first] == ["fenna@x.example"]
    assert [message.to for message in second] == ["joris@x.example"]
    assert Message.objects.count() == 2


@pytest.mark.django_db
def test_what_is_undone_sends_nothing(bureau):
    with pytest.raises(RuntimeError), transaction.atomic():
        outbox.put([FENNA], by=bureau)
        raise RuntimeError

    assert Message.objects.count() == 0


def test_mail_is_off_unless_it_is_on(anouk):
    outbox.put([FENNA], by=anouk)

    assert outbox.send_waiting() == 0
    assert (states(), mail.outbox) == ({"fenna@x.example": "waiting"}, [])


def test_what_waits_is_sent_once(anouk, on):
    outbox.put([FENNA, JORIS], by=anouk)

    assert (outbox.send_waiting(), outbox.send_waiting()) == (2, 0)

    assert states() == {"fenna@x.example": "sent", "joris@x.example": "sent"}
    assert sorted((one.to, one.cc, one.bcc, one.subject, one.body) for one in mail.outbox) == [
        (["fenna@x.example"], [], [], "Herinnering", "Beste Fenna"),
        (["joris@x.example"], [], [], "Herinnering", "Beste Joris"),
    ]
    message = Message.objects.get(to="fenna@x.example")
    assert mail.outbox[0].extra_headers["Auto-Submitted"] == "auto-generated"
    assert f"<{message.pk}@nov>" in [one.extra_headers["Message-ID"] for one in mail.outbox]


def test_more_than_a_batch_goes_in_one_go(anouk, on):
    outbox.put([Letter(f"p{number}@x.example", "x", "y") for number in range(45)], by=anouk)

    assert outbox.send_waiting() == 45
    assert len({one.to[0] for one in mail.outbox}) == 45


def test_a_letter_for_later_waits(anouk, on):
    outbox.put([FENNA], by=anouk)
    Message.objects.update(not_before=Now() + outbox.UNCERTAIN_AFTER)

    assert outbox.send_waiting() == 0


def test_a_server_that_is_away_is_tried_again_later(anouk, server):
    outbox.put([FENNA], by=anouk)
    server.unreachable = 1

    assert outbox.send_waiting() == 0

    message = Message.objects.get()
    assert (message.state, message.attempts, message.problem) == ("waiting", 1, "De mailserver is niet bereikbaar.")
    Message.objects.update(not_before=Now())
    assert (outbox.send_waiting(), states(), Message.objects.get().problem) == (1, {"fenna@x.example": "sent"}, "")


def test_after_five_attempts_a_person_has_to_look(anouk, server):
    outbox.put([FENNA], by=anouk)
    server.unreachable = 5
    for _ in range(5):
        Message.objects.update(not_before=Now())
        outbox.send_waiting()

    assert states() == {"fenna@x.example": "failed"}


@pytest.mark.parametrize(
    ("error", "state", "problem"),
    [
        (smtplib.SMTPRecipientsRefused({}), "failed", "De mailserver kent dit adres niet."),
        (smtplib.SMTPDataError(554, b"spam"), "failed", "De mailserver weigert dit bericht."),
        (smtplib.SMTPDataError(451, b"later"), "waiting", "De mailserver weigert dit bericht."),
        (smtplib.SMTPServerDisconnected(), "sending", "De verbinding viel weg; misschien is het aangekomen."),
        (TimeoutError(), "sending", "De verbinding viel weg; misschien is het aangekomen."),
    ],
)
def test_what_the_server_says_decides_what_happens(anouk, server, error, state, problem):
    outbox.put([FENNA, JORIS], by=anouk)
    Message.objects.filter(to="joris@x.example").update(not_before=Now())
    server.script = [error]

    assert outbox.send_waiting() == 1  # the other one

    message = Message.objects.exclude(state="sent").get()
    assert (message.state, message.problem) == (state, problem)


def test_a_worker_that_dies_halfway_sends_nothing_twice(anouk, server):
    outbox.put([FENNA], by=anouk)
    server.script = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        outbox.send_waiting()

    assert (outbox.send_waiting(), states()) == (0, {"fenna@x.example": "sending"})
    assert outbox.uncertain().count() == 0
    Message.objects.update(taken_at=Now() - 2 * outbox.UNCERTAIN_AFTER)
    assert outbox.uncertain().count() == 1
    outbox.put_back(outbox.uncertain())
    assert (outbox.send_waiting(), states()) == (1, {"fenna@x.example": "sent"})


def test_what_was_sent_is_not_put_back(anouk, on):
    outbox.put([FENNA], by=anouk)
    outbox.send_waiting()
    outbox.put_back(Message.objects.all())

    assert states() == {"fenna@x.example": "sent"}


def test_eight_workers_share_the_work(anouk, on):
    outbox.put([Letter(f"p{number}@x.example", "x", "y") for number in range(120)], by=anouk)
    start, counts = threading.Barrier(8), []

    def work():
        start.wait()
        try:
            counts.append(outbox.send_waiting())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(counts) == 120
    assert len(mail.outbox) == len({one.to[0] for one in mail.outbox}) == 120


@pytest.mark.django_db
def test_the_pages_show_what_did_not_arrive(client, bureau):
    beheer = User.objects.create_user("bram@nov.example", name="Bram", roles=["beheerder"])
    outbox.put([FENNA, JORIS], by=bureau)
    Message.objects.filter(to="fenna@x.example").update(state="failed", problem="De mailserver kent dit adres niet.")
    failed, waiting = Message.objects.get(to="fenna@x.example"), Message.objects.get(to="joris@x.example")
    client.force_login(bureau)
    assert client.get(reverse("kernel:messages")).status_code == 403
    client.force_login(beheer)

    listed = client.get(reverse("kernel:messages"), {"state": "failed"}).content.decode()
    assert ("fenna@x.example" in listed, "joris@x.example" in listed) == (True, False)
    assert "De mailserver kent dit adres niet." in client.get(failed.get_absolute_url()).content.decode()
    assert "Opnieuw klaarzetten" not in client.get(waiting.get_absolute_url()).content.decode()
    assert client.post(failed.get_absolute_url())["Location"] == failed.get_absolute_url()
    failed.refresh_from_db()
    assert (failed.state, failed.problem, failed.attempts) == ("waiting", "", 0)
