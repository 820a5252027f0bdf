"""Events: meetings, sessions, talks. One owner, any number of co-programmes, counted once in totals."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from nov.kernel.history import tracked
from programmes.models.desks import Desk
from programmes.models.programmes import ACTS, Programme
from programmes.querysets import EventQuerySet


@tracked()
class Event(models.Model):
    """Something that took place on a day. Attendance that nobody wrote down is unknown, not nought."""

    class Kind(models.TextChoices):
        MEETING = "overleg", "Overleg"
        BOARD_MEETING = "bestuursoverleg", "Bestuursoverleg"
        WORKING_MORNING = "werkochtend", "Werkochtend"
        EVALUATION = "evaluatiegesprek", "Evaluatie- en ontwikkelgesprek"
        WORKSHOP = "workshop", "Workshop"
        TRAINING = "training", "Training"
        WEBINAR = "webinar", "Webinar"
        SESSION = "sessie", "Sessie"
        NETWORK = "netwerkbijeenkomst", "Netwerkbijeenkomst"
        INFORMATION = "voorlichting", "Voorlichting"
        VISIT = "werkbezoek", "Werkbezoek"
        INTERVISION = "intervisie", "Intervisie"
        REFRESHER = "opfrissessie", "Opfrissessie"
        PRESENTATION = "presentatie", "Presentatie"
        CONGRESS = "congres", "Congres of conferentie"
        BOOTCAMP = "bootcamp", "Bijeenkomst van een bootcamp"
        BROADCAST = "uitzending", "Bijdrage aan een uitzending"
        CEREMONY = "uitreiking", "Uitreiking"
        JOURNEY = "reis", "Bijeenkomst in het buitenland"
        OTHER = "bijeenkomst", "Andere bijeenkomst"

    class Mode(models.TextChoices):
        LIVE = "live", "Op locatie"
        ONLINE = "online", "Online"
        HYBRID = "hybride", "Op locatie en online"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="events", verbose_name="programma")
    co_programmes = models.ManyToManyField(
        Programme, blank=True, related_name="shared_events", verbose_name="samen met de programma’s"
    )
    kind = models.CharField("soort", max_length=20, choices=Kind)
    date = models.DateField("datum")
    subject = models.CharField("onderwerp", max_length=200)
    mode = models.CharField("vorm", max_length=8, choices=Mode, default=Mode.LIVE)
    theme = models.CharField("thema", max_length=80, blank=True)
    series = models.CharField(
        "reeks",
        max_length=80,
        blank=True,
        help_text="Bijeenkomsten die bij elkaar horen, zoals een bootcamp of een week.",
    )
    attendance = models.PositiveIntegerField("deelnemers", null=True, blank=True)
    organisations = models.PositiveIntegerField(
        "aanwezige organisaties", null=True, blank=True, help_text="Als organisaties zijn geteld in plaats van mensen."
    )
    hosts = models.ManyToManyField(
        "members.Organisation", blank=True, related_name="hosted_events", verbose_name="verzorgd door"
    )
    country = models.CharField("land", max_length=40, blank=True, help_text="Alleen buiten Nederland.")
    counterpart = models.CharField(
        "overleg met", max_length=80, blank=True, help_text="De organisatie, bijvoorbeeld COA. Geen namen van personen."
    )
    desk = models.ForeignKey(
        Desk, on_delete=models.PROTECT, null=True, blank=True, related_name="events", verbose_name="balie"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )
    recorded_at = models.DateTimeField("vastgelegd op", auto_now_add=True)

    objects = EventQuerySet.as_manager()
    acts = ACTS

    class Meta:
        verbose_name = "bijeenkomst"
        verbose_name_plural = "bijeenkomsten"
        ordering = ["-date", "-id"]
        indexes = [models.Index(fields=["programme", "kind", "date"])]
        constraints = [models.CheckConstraint(condition=~Q(subject=""), name="event_has_subject")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.date:%d-%m-%Y}: {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("programmes:event", args=[self.programme.code, self.pk])

    def changeable_by(self, user: Any) -> bool:
        """Whether this user may enter results of the programme that owns it."""
        return self.programme.changeable_by(user)
