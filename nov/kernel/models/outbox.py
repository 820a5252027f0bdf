"""Mail that has to go out: one row for each person, so that nobody sees who else got it and nothing goes twice."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse


class Message(models.Model):
    """One mail to one person."""

    class State(models.TextChoices):
        WAITING = "waiting", "wacht"
        SENDING = "sending", "wordt verstuurd"
        SENT = "sent", "verstuurd"
        FAILED = "failed", "niet gelukt"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.EmailField("aan")
    subject = models.CharField("onderwerp", max_length=200)
    body = models.TextField("tekst", max_length=20_000)
    # What the mail is for, such as "herinnering 2/2023-0145": the same key is never put in the outbox twice.
    key = models.CharField("sleutel", max_length=120, null=True, blank=True, unique=True)  # noqa: DJ001  null repeats
    state = models.CharField("stand", max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    problem = models.CharField("waarom niet", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="door")
    created_at = models.DateTimeField("klaargezet op", db_default=Now())
    not_before = models.DateTimeField("niet voor", db_default=Now())
    taken_at = models.DateTimeField("opgepakt op", null=True, blank=True)
    sent_at = models.DateTimeField("verstuurd op", null=True, blank=True)

    class Meta:
        verbose_name = "bericht"
        verbose_name_plural = "berichten"
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["not_before"], condition=models.Q(state="waiting"), name="message_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(to__contains=",") & ~models.Q(to__contains=";"),
                name="message_one_person",
                violation_error_message="Een bericht gaat naar één persoon.",
            ),
            models.CheckConstraint(
                condition=~models.Q(subject__contains="\n") & ~models.Q(subject__contains="\r"),
                name="message_subject_one_line",
                violation_error_message="Het onderwerp staat op één regel.",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("kernel:message", args=[self.pk])

    @property
    def can_be_put_back(self) -> bool:
        """Whether a person may decide that it has to go again."""
        return self.state in (self.State.FAILED, self.State.SENDING)

    @property
    def can_be_taken_out(self) -> bool:
        """Whether it did not go to the mail server yet."""
        return self.state == self.State.WAITING


class MessageFile(models.Model):
    """A file that goes along with a message, kept as it went."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="files", verbose_name="bericht")
    name = models.CharField("bestandsnaam", max_length=120)
    kind = models.CharField("type", max_length=100)
    content = models.BinaryField("inhoud")

    class Meta:
        verbose_name = "meegestuurd bestand"
        verbose_name_plural = "meegestuurde bestanden"
        ordering = ["message_id", "name"]
        constraints = [models.UniqueConstraint(fields=["message", "name"], name="messagefile_name_once")]

    def __str__(self) -> str:
        return self.name
