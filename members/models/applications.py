"""Applications for membership: what came in, what was looked at, and what the board or the general meeting decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from finance.models import Decision
from members.models.memberships import Category, Membership
from members.models.organisations import Organisation
from nov.kernel.history import tracked
from nov.kernel.records import Acts


@tracked()
class Application(models.Model):
    """An organisation that asks to be a member. The board decides; what it declines the general meeting may still admit (BW 2:33)."""

    class Outcome(models.TextChoices):
        ADMITTED = "toegelaten", "Toegelaten"
        DECLINED = "afgewezen", "Afgewezen"
        WITHDRAWN = "ingetrokken", "Ingetrokken"

    PENDING = "In behandeling"
    AFTER_ALL = "Alsnog toegelaten"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="membership_applications", verbose_name="organisatie"
    )
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+", verbose_name="categorie")
    received_on = models.DateField("ontvangen op")
    statutes_seen_on = models.DateField("statuten bekeken op", null=True, blank=True)
    kvk_seen_on = models.DateField("KvK-uittreksel bekeken op", null=True, blank=True)
    remark = models.CharField("opmerking", max_length=400, blank=True)
    outcome = models.CharField("uitkomst", max_length=11, choices=Outcome, blank=True, editable=False)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="bestuursbesluit", editable=False
    )
    reason = models.CharField("waarom", max_length=400, blank=True, editable=False)
    overruled_by = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="besluit van de ALV",
        editable=False,
    )
    membership = models.OneToOneField(
        Membership, on_delete=models.PROTECT, null=True, related_name="application", verbose_name="lidmaatschap",
        editable=False,
    )  # fmt: skip

    acts = Acts(view="members.view", change="members.enter")

    class Meta:
        verbose_name = "aanmelding"
        verbose_name_plural = "aanmeldingen"
        ordering = ["-received_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(outcome=""),
                name="application_one_pending",
                violation_error_message="Er is al een aanmelding van deze organisatie in behandeling.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="toegelaten") & ~Q(overruled_by__isnull=False)
                | Q(statutes_seen_on__isnull=False, kvk_seen_on__isnull=False),
                name="application_seen_before_admitted",
                violation_error_message="Bekijk eerst de statuten en het KvK-uittreksel.",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["toegelaten", "afgewezen"], decision__isnull=False)
                | Q(outcome__in=["", "ingetrokken"], decision__isnull=True),
                name="application_decided_by_board",
                violation_error_message="Over een aanmelding beslist het bestuur.",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "toegelaten"]) | ~Q(reason=""),
                name="application_reason",
                violation_error_message="Een afwijzing of intrekking noemt waarom.",
            ),
            models.CheckConstraint(
                condition=Q(overruled_by__isnull=True) | Q(outcome="afgewezen"),
                name="application_overruled_when_declined",
                violation_error_message="De ALV laat alleen alsnog toe wat het bestuur afwees.",
            ),
            models.CheckConstraint(
                condition=Q(membership__isnull=False, outcome="toegelaten")
                | Q(membership__isnull=False, overruled_by__isnull=False)
                | Q(membership__isnull=True, overruled_by__isnull=True) & ~Q(outcome="toegelaten"),
                name="application_admitted_is_member",
                violation_error_message="Wie toegelaten is, heeft een lidmaatschap.",
            ),
        ]

    def __str__(self) -> str:
        return f"aanmelding van {self.organisation}, {self.received_on:%d-%m-%Y}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("members:application", args=[self.pk])

    @property
    def state(self) -> str:
        """What became of it, in words."""
        if self.overruled_by_id:
            return self.AFTER_ALL
        return self.get_outcome_display() or self.PENDING

    @property
    def may_be_overruled(self) -> bool:
        """Whether the general meeting may still admit it."""
        return self.outcome == self.Outcome.DECLINED and not self.overruled_by_id

    @property
    def is_seen(self) -> bool:
        """Whether statutes and extract were looked at."""
        return bool(self.statutes_seen_on and self.kvk_seen_on)
