"""Mutations: what happened to a membership, when it was decided, when it takes effect and when it was entered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from finance.models import Decision
from members.models.organisations import Organisation


class Mutation(models.Model):
    """A dated event in a membership. Rows are added and never change; a wrong one is followed by a correction.

    `effective_on` is the day it is counted by: the first day as a member, the first day in the new category or with
    the new holder, the last day as a member. `decided_on` is the day of the decision, or, for what needs none, the day
    the organisation's notice came in.
    """

    class Kind(models.TextChoices):
        JOIN = "aanmelding", "Nieuw lid"
        RESIGN = "opzegging", "Opzegging door het lid"
        TERMINATE = "opzegging_nov", "Opzegging door de vereniging"
        EXPEL = "ontzetting", "Ontzetting"
        DISSOLVE = "opheffing", "Ophouden te bestaan"
        MERGE = "fusie", "Fusie"
        PASS_OVER = "overgang", "Overgang van het lidmaatschap"
        CATEGORY = "categorie", "Andere categorie"
        CORRECTION = "correctie", "Correctie"

    class Reason(models.TextChoices):
        MERGED = "fusie", "Fusie, overname of opheffing"
        UNUSED = "geen_gebruik", "Geen gebruik van het lidmaatschap"
        UNPAID = "niet_betaald", "Contributie niet voldaan"
        COST = "kosten", "Kosten van het lidmaatschap"
        CONDUCT = "handelwijze", "In strijd met statuten of besluiten"
        OTHER = "anders", "Andere reden"

    LEAVING = (Kind.RESIGN, Kind.TERMINATE, Kind.EXPEL, Kind.DISSOLVE, Kind.MERGE)

    kind = models.CharField("mutatie", max_length=13, choices=Kind)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="mutations", verbose_name="organisatie"
    )
    other = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="received_mutations",
        verbose_name="andere organisatie",
        help_text="Bij een fusie of overgang: waarin zij opging of wie het lidmaatschap kreeg.",
    )
    reason = models.CharField("reden", max_length=12, choices=Reason, blank=True)
    explanation = models.CharField("toelichting", max_length=400, blank=True)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="besluit"
    )
    received_on = models.DateField("ontvangen op", null=True, blank=True)
    decided_on = models.DateField("besloten op")
    effective_on = models.DateField("gaat in op")
    entered_on = models.DateField("ingevoerd op")
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="correction",
        verbose_name="maakt ongedaan",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="door")
    at = models.DateTimeField("vastgelegd op", auto_now_add=True)
    request = models.UUIDField("aanvraag", null=True, editable=False)

    class Meta:
        verbose_name = "ledenmutatie"
        verbose_name_plural = "ledenmutaties"
        ordering = ["-effective_on", "-id"]
        indexes = [models.Index(fields=["-effective_on", "-id"], name="mutation_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(request__isnull=False), name="mutation_request_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["opzegging", "opzegging_nov", "ontzetting", "opheffing", "fusie"]) & ~Q(reason="")
                | ~Q(kind__in=["opzegging", "opzegging_nov", "ontzetting", "opheffing", "fusie"]) & Q(reason=""),
                name="mutation_reason_of_leaving",
                violation_error_message="Een vertrek heeft een reden, een andere mutatie niet.",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["aanmelding", "opzegging_nov", "ontzetting", "categorie"])
                | Q(decision__isnull=False),
                name="mutation_rests_on_decision",
                violation_error_message="Deze mutatie rust op een besluit.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["fusie", "overgang"], other__isnull=False)
                | Q(other__isnull=True) & ~Q(kind__in=["fusie", "overgang"]),
                name="mutation_other_organisation",
                violation_error_message="Een fusie of overgang noemt de andere organisatie.",
            ),
            models.CheckConstraint(
                condition=Q(kind="correctie", corrects__isnull=False) & ~Q(explanation="")
                | Q(corrects__isnull=True) & ~Q(kind="correctie"),
                name="mutation_correction_explained",
                violation_error_message="Een correctie noemt de mutatie en de reden.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.organisation} per {self.effective_on:%d-%m-%Y}"

    def get_absolute_url(self) -> str:
        """The page of the organisation, which shows it in its timeline."""
        return self.organisation.get_absolute_url()

    @property
    def leaves(self) -> bool:
        """Whether it ended a membership."""
        return self.kind in self.LEAVING
