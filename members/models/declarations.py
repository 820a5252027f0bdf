"""The yearly asking of members for the base that their class follows from, and what each of them answered."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from members.models.memberships import Category
from members.models.organisations import Organisation
from nov.kernel.history import tracked


@tracked()
class BaseRound(models.Model):
    """Members are asked for the base over a year; the contribution of the year after it follows from that."""

    year = models.PositiveSmallIntegerField("grondslag over", unique=True)
    last_day = models.DateField("antwoord tot en met")
    notable = models.PositiveSmallIntegerField(
        "opvallend vanaf",
        default=25,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text="Zoveel procent meer of minder dan de vorige opgave: dan kijkt het bureau er eerst naar.",
    )
    begun_on = models.DateField("verstuurd op")
    reminded_on = models.DateField("laatst herinnerd op", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="door")

    class Meta:
        verbose_name = "uitvraag van de grondslag"
        verbose_name_plural = "uitvragen van de grondslag"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=models.F("begun_on")),
                name="baseround_time_to_answer",
                violation_error_message="De laatste dag om te antwoorden ligt voor vandaag.",
            )
        ]

    def __str__(self) -> str:
        return f"grondslag over {self.year}"

    def get_absolute_url(self) -> str:
        """The list of who answered what."""
        return f"{reverse('members:declarations')}?jaar={self.year}"

    @property
    def contribution_year(self) -> int:
        """The year whose contribution follows from what is asked."""
        return self.year + 1


@tracked()
class BaseRequest(models.Model):
    """One member that was asked, and what it answered itself. What counts is the `DeclaredBase`.

    An answer that differs much from the former base counts only once the bureau accepted it.
    """

    class Verdict(models.TextChoices):
        NONE = "", "nog niet gevraagd"
        WAITS = "beoordelen", "nog te beoordelen"
        ACCEPTED = "akkoord", "akkoord"
        RETURNED = "terug", "teruggestuurd"

    round = models.ForeignKey(BaseRound, models.PROTECT, related_name="requests", verbose_name="uitvraag")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="base_requests", verbose_name="organisatie"
    )
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", verbose_name="als")
    former = models.DecimalField("vorige grondslag", max_digits=14, decimal_places=2, null=True, blank=True)
    former_year = models.PositiveSmallIntegerField("over", null=True, blank=True)
    sent_to = models.EmailField("gestuurd aan", blank=True)
    reminders = models.PositiveSmallIntegerField("herinneringen", default=0)
    amount = models.DecimalField(
        "opgave", max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    answered_on = models.DateField("geantwoord op", null=True, blank=True)
    answered_by = models.CharField("ingevuld door", max_length=120, blank=True)
    remark = models.CharField("toelichting", max_length=400, blank=True)
    verdict = models.CharField("oordeel", max_length=10, choices=Verdict, default=Verdict.NONE, blank=True)
    returned_why = models.CharField("waarom terug", max_length=400, blank=True)

    class Meta:
        verbose_name = "gevraagde grondslag"
        verbose_name_plural = "gevraagde grondslagen"
        ordering = ["organisation__sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "organisation"],
                name="baserequest_once_a_round",
                violation_error_message="Deze organisatie is voor dit jaar al gevraagd.",
            ),
            models.CheckConstraint(
                condition=Q(verdict="", amount__isnull=True, answered_on__isnull=True)
                | (~Q(verdict="") & Q(amount__gte=0, answered_on__isnull=False)),
                name="baserequest_verdict_on_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} van {self.organisation}"

    def get_absolute_url(self) -> str:
        """Where the bureau looks at it."""
        return reverse("members:declaration", args=[self.pk])

    def is_notable(self, amount: Decimal) -> bool:
        """Whether a base differs from the former one by more than the round allows; never when there was none."""
        return self.former is not None and abs(amount - self.former) * 100 > self.round.notable * self.former
