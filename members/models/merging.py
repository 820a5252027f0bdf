"""Two records that may be one organisation: what is likely, what somebody said about it, and what was merged."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from finance.models import Party
from members.models.organisations import Organisation
from nov.kernel.history import tracked


@tracked()
class Distinct(models.Model):
    """Somebody looked at two records that are alike and found two organisations: the list does not ask again."""

    first = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="organisatie", editable=False
    )
    second = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="en", editable=False
    )
    reason = models.CharField("waarom", max_length=400)
    on = models.DateField("bekeken op", editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name="door"
    )

    class Meta:
        verbose_name = "geen dubbele"
        verbose_name_plural = "geen dubbelen"
        constraints = [
            models.UniqueConstraint(
                Least("first", "second"), Greatest("first", "second"), name="distinct_once",
                violation_error_message="Van deze twee is al vastgelegd dat zij geen dubbele zijn.",
            ),
            models.CheckConstraint(
                condition=~Q(first=F("second")),
                name="distinct_are_two",
                violation_error_message="Een organisatie is geen dubbele van zichzelf.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.first} en {self.second}"


@tracked()
class Absorbed(models.Model):
    """A record that turned out to be of an organisation that has another one, and went up in it.

    Its member number is never given again, its name and numbers still find the organisation, and what finance had with it
    stays with its party.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="absorbed", verbose_name="organisatie", editable=False
    )
    record = models.BigIntegerField("oude record", unique=True, editable=False)
    name = models.CharField("naam", max_length=160, editable=False)
    number = models.PositiveIntegerField("oud lidnummer", unique=True, null=True, editable=False)
    party = models.OneToOneField(
        Party, on_delete=models.PROTECT, related_name="absorbed", verbose_name="oude relatie", editable=False
    )
    was = models.JSONField("wat erin stond", default=dict, editable=False)
    reason = models.CharField("waarom", max_length=400)
    on = models.DateField("samengevoegd op", editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name="door"
    )

    class Meta:
        verbose_name = "samengevoegd record"
        verbose_name_plural = "samengevoegde records"
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.number:04d})" if self.number else self.name


class LikelyDuplicateQuerySet(models.QuerySet[Any]):
    """Pairs with what their row shows."""

    def shown(self) -> LikelyDuplicateQuerySet:
        """With both organisations and their places."""
        return self.select_related("first__municipality", "second__municipality")


class LikelyDuplicate(models.Model):
    """Two organisations with the same name, number, account or domain: a view of the database (sql/duplicates.sql)."""

    class Why(models.TextChoices):
        NAME = "naam", "Naam"
        KVK = "kvk", "KvK-nummer"
        RSIN = "rsin", "RSIN"
        IBAN = "iban", "IBAN"
        DOMAIN = "domein", "Domein"

    id = models.BigIntegerField(primary_key=True)
    first = models.ForeignKey(Organisation, on_delete=models.DO_NOTHING, related_name="+", verbose_name="organisatie")
    second = models.ForeignKey(Organisation, on_delete=models.DO_NOTHING, related_name="+", verbose_name="lijkt op")
    why = ArrayField(models.CharField(max_length=6, choices=Why), verbose_name="waarin")
    strength = models.PositiveSmallIntegerField("gewicht")

    objects = LikelyDuplicateQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "members_likelyduplicate"
        verbose_name = "mogelijke dubbele"
        verbose_name_plural = "mogelijke dubbelen"
        ordering = ["-strength", "id"]

    def __str__(self) -> str:
        return f"{self.first} en {self.second}"

    @property
    def alike(self) -> str:
        """In what they are alike, in words."""
        return ", ".join(str(self.Why(one).label) for one in self.why)
