"""Mail: put in the outbox in the same transaction as the deed it tells of, sent afterwards by a job.

One row is one mail to one person. A row is marked as being sent, and that is committed, before the mail server hears of
it: after a crash it stands there as uncertain and is never sent twice by itself. Without the setting MAIL_ON nothing goes
out and everything keeps waiting, so that a copy of an installation is silent.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from nov.kernel.models import Message, MessageFile, User

MOST_ATTEMPTS = 5
BATCH = 20
UNCERTAIN_AFTER = timedelta(minutes=10)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class File:
    """A file to send along: its name, its type, its bytes."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to write: to one person, with a subject of one line. The same `key` is never put in twice."""

    to: str
    subject: str
    body: str
    key: str | None = None
    files: tuple[File, ...] = ()


def put(letters: Sequence[Letter], *, by: User) -> list[Message]:
    """Put letters in the outbox; what was there already by its key stays as it is and is not in the answer.

    Raises ValidationError for an address that is none or that is more than one, or a subject of several lines.
    """
    messages = [Message(to=one.to.strip(), subject=one.subject, body=one.body, key=one.key, by=by) for one in letters]
    for message in messages:
        validate_email(message.to)
        message.full_clean(exclude=["by"], validate_unique=False, validate_constraints=False)
        if "\n" in message.subject or "\r" in message.subject:
            raise ValidationError("Het onderwerp van een bericht staat op één regel.")
    keys = [message.key for message in messages if message.key is not None]
    before = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    ids = Message.objects.filter(pk__in=[message.pk for message in messages]).values_list("pk", flat=True)
    made = set(ids)
    files = [
        MessageFile(message=message, name=file.name, kind=file.kind, content=file.content)
        for message, letter in zip(messages, letters, strict=True) if message.pk in made
        for file in letter.files
    ]  # fmt: skip
    MessageFile.objects.bulk_create(files)
    return [message for message in messages if message.pk in made and message.key not in before]


def send_waiting() -> int:
    """Send what waits; how many were sent. Does nothing where mail is off. Two at once share the work."""
    if not settings.MAIL_ON:
        return 0
    sent, server = 0, get_connection()
    try:
        while batch := _taken():
            sent += sum(_send(message, server) for message in batch)
    finally:
        server.close()
    return sent


def _taken() -> list[Message]:
    """Mark the next messages as being sent, passing over those another worker has, and commit that."""
    with transaction.atomic(durable=True):
        next_ones = list(
            Message.objects.select_for_update(skip_locked=True)
            .filter(state=Message.State.WAITING, not_before__lte=Now())
            .order_by("not_before", "pk")[:BATCH]
        )
        Message.objects.filter(pk__in=[one.pk for one in next_ones]).update(
            state=Message.State.SENDING, taken_at=Now(), attempts=F("attempts") + 1
        )
    return next_ones


def _send(message: Message, server: Any) -> bool:
    mail = EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[message.to],
        headers={"Message-ID": f"<{message.pk}@nov>", "Auto-Submitted": "auto-generated"},
        connection=server,
    )
    for file in message.files.all():
        mail.attach(file.name, bytes(file.content), file.kind)
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        return _not_sent(message, "De mailserver is niet bereikbaar.", error, again=True)
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        return _not_sent(message, "De mailserver kent dit adres niet.", error, again=False)
    except smtplib.SMTPResponseException as error:
        return _not_sent(message, "De mailserver weigert dit bericht.", error, again=error.smtp_code < 500)
    except (OSError, smtplib.SMTPException) as error:
        server.close()
        log.warning("mail %s uncertain: %s", message.pk, type(error).__name__)
        Message.objects.filter(pk=message.pk).update(problem="De verbinding viel weg; misschien is het aangekomen.")
        return False
    Message.objects.filter(pk=message.pk).update(state=Message.State.SENT, sent_at=Now(), problem="")
    return True


def _not_sent(message: Message, why: str, error: Exception, *, again: bool) -> bool:
    """The server certainly did not take it: once more later, or not at all."""
    attempts = message.attempts + 1
    again = again and attempts < MOST_ATTEMPTS
    log.warning("mail %s not sent, attempt %s: %s", message.pk, attempts, type(error).__name__)
    Message.objects.filter(pk=message.pk).update(
        state=Message.State.WAITING if again else Message.State.FAILED,
        problem=why,
        not_before=Now() + timedelta(minutes=5**attempts) if again else Now(),
    )
    return False


def uncertain() -> QuerySet[Message]:
    """Messages that were being sent when the worker stopped: a person decides whether they went."""
    return Message.objects.filter(state=Message.State.SENDING, taken_at__lt=Now() - UNCERTAIN_AFTER)


def put_back(messages: Iterable[Message]) -> None:
    """Let failed or uncertain messages wait again: somebody decided that they did not arrive."""
    Message.objects.filter(
        pk__in=[one.pk for one in messages], state__in=[Message.State.FAILED, Message.State.SENDING]
    ).update(state=Message.State.WAITING, attempts=0, problem="", not_before=Now(), taken_at=None)


def take_out(message: Message, why: str = "Teruggehaald voor het werd verstuurd.") -> bool:
    """Keep a waiting message from going; whether that was in time."""
    waiting = Message.objects.filter(pk=message.pk, state=Message.State.WAITING)
    return bool(waiting.update(state=Message.State.FAILED, problem=why[:300]))


def came_back(message: Message, why: str) -> bool:
    """A message that was sent did not arrive: somebody saw it come back. Whether it had been sent."""
    sent = Message.objects.filter(pk=message.pk, state__in=[Message.State.SENT, Message.State.SENDING])
    return bool(sent.update(state=Message.State.FAILED, problem=f"Kwam terug: {why}"[:300]))
