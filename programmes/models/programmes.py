"""A programme: what it is for, who leads it, which cost centre pays for it, and the phases it runs in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from nov.kernel.history import tracked
from nov.kernel.periods import ONE_DAY
from nov.kernel.records import Acts
from programmes.querysets import OfProgramme, ProgrammeQuerySet

ACTS = Acts(view="programmes.view", change="programmes.enter")


@tracked()
class Programme(models.Model):
    """Work of the association under one name, with its own chapter in the annual report.

    `confidential` keeps it to its leads and those who manage programmes: reports of misconduct, for instance.
    """

    code = models.SlugField("code", max_length=40, unique=True, help_text="Kleine letters, bijvoorbeeld meedoen.")
    name = models.CharField("naam", max_length=80)
    purpose = models.TextField("doel", max_length=1000, blank=True)
    cost_centre = models.ForeignKey(
        "finance.CostCentre",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
        verbose_name="kostenplaats",
    )
    leads = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="programmes", verbose_name="programmaleiders"
    )
    chapters = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name="hoofdstukken van het jaarverslag"
    )
    confidential = models.BooleanField(
        "vertrouwelijk", default=False, help_text="Alleen zichtbaar voor de eigen programmaleiders en de beheerders."
    )

    objects = ProgrammeQuerySet.as_manager()
    acts = ACTS

    class Meta:
        verbose_name = "programma"
        verbose_name_plural = "programma’s"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="programme_has_name"),
            models.CheckConstraint(
                condition=Q(chapters__contained_by=list(range(1, 22))),
                name="programme_chapters_exist",
                violation_error_message="Het jaarverslag heeft de hoofdstukken 1 tot en met 21.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programmes:programme", args=[self.code])

    def changeable_by(self, user: Any) -> bool:
        """Whether this user may enter results of this programme: its lead, or who manages all programmes."""
        if user.has_perm("programmes.manage"):
            return True
        return user.has_perm("programmes.enter") and self.leads.filter(pk=user.pk).exists()


@tracked()
class ProgrammePhase(models.Model):
    """A stretch of a programme with a grant of its own: "fase 2, 2023 tot en met 2026". One record, one truth."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="phases", verbose_name="programma")
    name = models.CharField("naam", max_length=80)
    during = DateRangeField("looptijd")
    grant = models.ForeignKey(
        "finance.Grant",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="phases",
        verbose_name="subsidie",
    )

    objects = OfProgramme.as_manager()

    class Meta:
        verbose_name = "fase"
        verbose_name_plural = "fasen"
        ordering = ["programme", "during"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="phase_name_once"),
            models.CheckConstraint(
                condition=Q(during__isempty=False, during__lower_inf=False),
                name="phase_period_begins",
                violation_error_message="Een fase begint op een dag en eindigt niet voor die dag.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}, {self.name}"

    def get_absolute_url(self) -> str:
        return self.programme.get_absolute_url()

    @property
    def last_day(self) -> date | None:
        """The last day of the phase, if it has one."""
        return None if self.during.upper is None else self.during.upper - ONE_DAY


class KeyPrefix(models.Model):
    """The first word of a figure's key, which belongs to one programme: "academie" in `academie.nieuw`."""

    prefix = models.CharField("voorvoegsel", max_length=40, unique=True)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="prefixes", verbose_name="programma"
    )

    class Meta:
        verbose_name = "voorvoegsel"
        verbose_name_plural = "voorvoegsels"
        ordering = ["prefix"]
        constraints = [
            models.CheckConstraint(
                condition=Q(prefix__regex=r"^[a-z][a-z0-9_]*$"),
                name="prefix_form",
                violation_error_message="Gebruik alleen kleine letters, cijfers en liggende streepjes.",
            )
        ]

    def __str__(self) -> str:
        return self.prefix
