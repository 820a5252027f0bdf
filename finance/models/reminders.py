"""What was mailed about an invoice, and the levels by which a debtor is reminded."""

from __future__ import annotations

import re
from datetime import date
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from finance.models.fields import Amount
from finance.models.invoices import Invoice
from nov.kernel import formats
from nov.kernel.history import tracked
from nov.kernel.models import Message

PLACE = re.compile(r"\{([^{}]*)\}")
# What a text may name, with what it says.
PLACES = {
    "naam": "de naam van wie betaalt",
    "nummer": "het factuurnummer",
    "betreft": "waar de factuur voor is",
    "datum": "de datum van de factuur",
    "vervaldatum": "wanneer er betaald had moeten zijn",
    "bedrag": "het bedrag van de factuur",
    "open": "wat er nog open staat",
    "kenmerk": "het betalingskenmerk",
    "iban": "de rekening van de vereniging",
    "vereniging": "de naam van de vereniging",
    "mail": "het e-mailadres van de vereniging",
}


class InvoiceMail(models.Model):
    """A message about an invoice. `name` says what for; it went a second time only when somebody decided so."""

    class Kind(models.TextChoices):
        INVOICE = "factuur", "Factuur"
        REMINDER = "herinnering", "Herinnering"

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="mails", verbose_name="factuur")
    kind = models.CharField("soort", max_length=11, choices=Kind)
    name = models.CharField(max_length=60, editable=False)
    no = models.PositiveSmallIntegerField("keer", default=1)
    message = models.OneToOneField(
        Message, on_delete=models.PROTECT, related_name="invoice_mail", verbose_name="bericht"
    )

    class Meta:
        verbose_name = "bericht over een factuur"
        verbose_name_plural = "berichten over facturen"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["name", "no"], name="invoicemail_once")]

    def __str__(self) -> str:
        return self.message.subject

    def get_absolute_url(self) -> str:
        return reverse("finance:mail", args=[self.pk])

    @property
    def key(self) -> str:
        """By which the outbox keeps it from being there twice."""
        return f"{self.name}/{self.no}"


def only_known_places(text: str) -> None:
    """Refuse a text that names something which cannot be filled in."""
    unknown = sorted(set(PLACE.findall(text)) - PLACES.keys())
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in PLACES)
        raise ValidationError(f"{{{unknown[0]}}} kan niet worden ingevuld. Wel: {known}.")


@tracked()
class ReminderLevel(models.Model):
    """A step in reminding: how long after the step before it, and what is written then."""

    no = models.PositiveSmallIntegerField("stap", unique=True)
    name = models.CharField("naam", max_length=40)
    days = models.PositiveSmallIntegerField(
        "na hoeveel dagen", help_text="De eerste stap: na de vervaldatum. Een volgende: na de stap ervoor."
    )
    subject = models.CharField("onderwerp", max_length=120, validators=[only_known_places])
    text = models.TextField("tekst", max_length=4000, validators=[only_known_places])
    proposes_end = models.BooleanField(
        "stelt het bestuur opzegging voor", default=False,
        help_text="Alleen een voorstel: het bestuur beslist, het systeem zegt niets op.",
    )  # fmt: skip

    class Meta:
        verbose_name = "herinneringsstap"
        verbose_name_plural = "herinneringsstappen"
        ordering = ["no"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("finance:reminder_level", args=[self.pk])


class Reminder(models.Model):
    """A step taken for an invoice: once, at the amount that was open then."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="reminders", verbose_name="factuur")
    level = models.ForeignKey(ReminderLevel, on_delete=models.PROTECT, related_name="+", verbose_name="stap")
    date = models.DateField("datum")
    open = Amount("open")
    mail = models.OneToOneField(InvoiceMail, on_delete=models.PROTECT, related_name="reminder", verbose_name="bericht")

    class Meta:
        verbose_name = "herinnering"
        verbose_name_plural = "herinneringen"
        ordering = ["-date", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "level"], name="reminder_once"),
            models.CheckConstraint(condition=models.Q(open__gt=0), name="reminder_of_something_open"),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.invoice}"


class HoldQuerySet(models.QuerySet["Hold"]):
    def on(self, day: date) -> Self:
        """Those in force on a day."""
        until = models.Q(last_day=None) | models.Q(last_day__gte=day)
        return self.filter(until, lifted_on=None, first_day__lte=day)


@tracked()
class Hold(models.Model):
    """Why an invoice is not reminded of for a while: an arrangement to pay, or a dispute."""

    class Kind(models.TextChoices):
        ARRANGEMENT = "regeling", "Betalingsregeling"
        DISPUTE = "geschil", "Geschil"

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="holds", verbose_name="factuur")
    kind = models.CharField("soort", max_length=8, choices=Kind)
    reason = models.CharField("wat is afgesproken of waar gaat het over", max_length=300)
    first_day = models.DateField("vanaf")
    last_day = models.DateField("tot en met", null=True, blank=True, help_text="Leeg: tot iemand het opheft.")
    lifted_on = models.DateField("opgeheven op", null=True, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="door"
    )

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = "regeling of geschil"
        verbose_name_plural = "regelingen en geschillen"
        ordering = ["-first_day", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["invoice"], condition=models.Q(lifted_on=None), name="hold_one_at_a_time",
                violation_error_message="Er is al een regeling of geschil. Hef dat eerst op.",
            ),
            models.CheckConstraint(
                condition=models.Q(last_day=None) | models.Q(last_day__gte=models.F("first_day")),
                name="hold_days_in_order",
                violation_error_message="De laatste dag ligt voor de eerste.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.get_kind_display()

    def get_absolute_url(self) -> str:
        return self.invoice.get_absolute_url()

    @property
    def told(self) -> str:
        """What it is, until when, and about what."""
        return f"{self}{f' tot en met {formats.day(self.last_day)}' if self.last_day else ''}: {self.reason}"


@tracked()
class EndProposal(models.Model):
    """To the board: this debtor did not pay after the last step; does the association give notice? It decides itself."""

    class Outcome(models.TextChoices):
        END = "opzeggen", "Opzegging door de vereniging"
        STAY = "niet", "Niet opzeggen"

    reminder = models.OneToOneField(
        Reminder, on_delete=models.PROTECT, related_name="proposal", editable=False, verbose_name="herinnering"
    )
    made_on = models.DateField("voorgesteld op", editable=False)
    decided_on = models.DateField("besloten op", null=True, blank=True)
    outcome = models.CharField("besluit", max_length=8, choices=Outcome, blank=True)
    note = models.CharField("toelichting", max_length=300, blank=True)

    class Meta:
        verbose_name = "voorstel tot opzegging"
        verbose_name_plural = "voorstellen tot opzegging"
        ordering = ["-made_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_on=None, outcome="")
                | models.Q(decided_on__isnull=False) & ~models.Q(outcome=""),
                name="endproposal_decided_whole",
                violation_error_message="Een besluit heeft een datum en een uitkomst.",
            )
        ]

    def __str__(self) -> str:
        return f"Opzegging van {self.reminder.invoice.party}?"

    def get_absolute_url(self) -> str:
        return reverse("finance:end_proposal", args=[self.pk])
