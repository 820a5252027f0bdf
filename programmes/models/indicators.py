"""Indicators: figures that people measure, and that users define without a line of code."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from nov.kernel.history import tracked
from nov.kernel.periods import Period, Reference, Turn
from nov.kernel.units import UNITS, Unit
from programmes.models.programmes import Programme
from programmes.querysets import IndicatorQuerySet

KEY_FORM = r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$"


class Required:
    """What the annual reports of some years cannot do without."""

    required_from: int | None
    required_until: int | None

    def required_in(self, year: int) -> bool:
        """Whether the annual report of this year needs a measurement."""
        if self.required_from is None or year < self.required_from:
            return False
        return self.required_until is None or year <= self.required_until


@tracked()
class Indicator(Required, models.Model):
    """A figure that is measured: its key, what it is called, in which unit, and for which years it must be there.

    With `dimension` it is measured apart for each of its parts (pages of a website, channels): `pagina.homepage`.
    A key is what texts and adopted editions hold; it changes only together with an alias (`recording.rename`).
    """

    class Kind(models.TextChoices):
        STOCK = "stand", "Stand op een dag"
        FLOW = "stroom", "Over een periode"
        NORM = "norm", "Norm of doel"

    class Origin(models.TextChoices):
        COUNTED = "berekend", "Geteld uit wat is vastgelegd"
        MEASURED = "gemeten", "Zelf gemeten"
        EXTERNAL = "extern", "Bevinding van anderen"
        NORM = "norm", "Besluit of regel"
        PLANNED = "gepland", "Gepland"

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="indicators", verbose_name="programma"
    )
    key = models.CharField("sleutel", max_length=80, unique=True, help_text="Bijvoorbeeld academie.nieuw.")
    label = models.CharField("naam", max_length=120)
    unit_key = models.CharField(
        "eenheid", max_length=30, choices=[(key, unit.plural or key) for key, unit in UNITS.items()], default="aantal"
    )
    kind = models.CharField("soort", max_length=6, choices=Kind)
    origin = models.CharField("herkomst", max_length=8, choices=Origin, default=Origin.MEASURED)
    definition = models.CharField("definitie", max_length=300, help_text="Eén zin: wat telt mee, en wat niet.")
    chapter = models.PositiveSmallIntegerField("hoofdstuk", null=True, blank=True)
    dimension = models.CharField(
        "uitgesplitst naar", max_length=40, blank=True, help_text="Bijvoorbeeld pagina of kanaal. Leeg: één getal."
    )
    adds_up = models.BooleanField(
        "onderdelen tellen op", default=False, help_text="De onderdelen samen, plus onbekend, zijn het geheel."
    )
    required_from = models.PositiveSmallIntegerField("verplicht vanaf jaar", null=True, blank=True)
    required_until = models.PositiveSmallIntegerField("verplicht tot en met jaar", null=True, blank=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = "kengetal"
        verbose_name_plural = "kengetallen"
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(key__regex=KEY_FORM),
                name="indicator_key_form",
                violation_error_message="Een sleutel bestaat uit kleine letters, cijfers, _ en punten.",
            ),
            models.CheckConstraint(condition=~Q(definition=""), name="indicator_defined"),
            models.CheckConstraint(
                condition=Q(kind="norm", origin="norm") | ~Q(kind="norm") & ~Q(origin="norm"),
                name="indicator_norm_is_norm",
                violation_error_message="Een norm heeft als herkomst een besluit of regel; een meting niet.",
            ),
            models.CheckConstraint(
                condition=Q(required_until__isnull=True) | Q(required_until__gte=models.F("required_from")),
                name="indicator_required_order",
                violation_error_message="Het laatste verplichte jaar ligt niet voor het eerste.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("programmes:indicator", args=[self.programme.code, self.key])

    @property
    def unit(self) -> Unit:
        """How its values are called and written."""
        return UNITS[self.unit_key]

    def days(self, at: Reference) -> tuple[date, date]:
        """The stored days of a reference: a stock is about the day that ends then, anything else about the period.

        Raises ValueError when a flow is asked at a moment.
        """
        if self.kind != self.Kind.FLOW:
            turn = at.end if isinstance(at, Period) else at
            return turn.eve, turn.day
        if isinstance(at, Turn):
            raise ValueError(f"‘{self}’ loopt over een periode. Kies een jaar, een maand of dagen.")
        return at.first, at.until


class IndicatorPart(Required, models.Model):
    """One of what an indicator is measured for apart: a page of a website, a channel, a section."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="parts", verbose_name="kengetal")
    key = models.CharField("sleutel", max_length=60, help_text="Wat na de punt komt: homepage in pagina.homepage.")
    label = models.CharField("naam", max_length=120)
    required_from = models.PositiveSmallIntegerField("verplicht vanaf jaar", null=True, blank=True)
    required_until = models.PositiveSmallIntegerField("verplicht tot en met jaar", null=True, blank=True)

    objects = models.Manager()

    class Meta:
        verbose_name = "onderdeel"
        verbose_name_plural = "onderdelen"
        ordering = ["indicator", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "key"],
                name="part_key_once",
                violation_error_message="Dit kengetal heeft al een onderdeel met deze sleutel.",
            ),
            models.UniqueConstraint(
                "indicator",
                Lower("label"),
                name="part_label_once",
                violation_error_message="Dit kengetal heeft al een onderdeel met deze naam.",
            ),
            models.CheckConstraint(
                condition=Q(key__regex=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$"),
                name="part_key_form",
                violation_error_message="Een sleutel bestaat uit kleine letters, cijfers, _ en punten.",
            ),
            models.CheckConstraint(
                condition=Q(required_until__isnull=True) | Q(required_until__gte=models.F("required_from")),
                name="part_required_order",
                violation_error_message="Het laatste verplichte jaar ligt niet voor het eerste.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return self.indicator.get_absolute_url()

    @property
    def full_key(self) -> str:
        """The key of its figure: `pagina.homepage`."""
        return f"{self.indicator.key}.{self.key}"


class KeyAlias(models.Model):
    """An old key of an indicator: texts and adopted editions that hold it keep reading the same figure."""

    key = models.CharField("oude sleutel", max_length=80, unique=True)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="aliases", verbose_name="kengetal")

    class Meta:
        verbose_name = "oude sleutel"
        verbose_name_plural = "oude sleutels"
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key
