"""What hangs on an organisation: addresses that differ, numbers by date, labels, what was said and what is to be done."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from members.models.organisations import Organisation
from nov.kernel.history import tracked


@tracked()
class Address(models.Model):
    """An address that differs from the one invoices go to, which is its party's."""

    class Kind(models.TextChoices):
        VISIT = "bezoek", "Bezoekadres"
        POST = "post", "Postadres"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="addresses", verbose_name="organisatie"
    )
    kind = models.CharField("soort", max_length=6, choices=Kind)
    street = models.CharField("straat of postbus", max_length=120)
    house_number = models.CharField("huisnummer", max_length=16, blank=True)
    postcode = models.CharField("postcode", max_length=10, blank=True)
    place = models.CharField("plaats", max_length=80)

    class Meta:
        verbose_name = "adres"
        verbose_name_plural = "adressen"
        ordering = ["organisation_id", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                name="address_once_per_kind",
                violation_error_message="Dit adres is er al; wijzig het.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.street} {self.house_number}".strip() + f", {self.postcode} {self.place}".replace("  ", " ")


@tracked()
class Strength(models.Model):
    """How many volunteers and branches an organisation has, as counted on a day."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="strengths", verbose_name="organisatie"
    )
    counted_on = models.DateField("peildatum")
    volunteers = models.PositiveIntegerField("vrijwilligers", null=True, blank=True)
    branches = models.PositiveIntegerField("afdelingen", null=True, blank=True)

    class Meta:
        verbose_name = "omvang"
        verbose_name_plural = "omvang"
        ordering = ["-counted_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "counted_on"],
                name="strength_once_a_day",
                violation_error_message="Voor deze peildatum is er al een opgave.",
            ),
            models.CheckConstraint(
                condition=Q(volunteers__isnull=False) | Q(branches__isnull=False),
                name="strength_says_something",
                violation_error_message="Vul het aantal vrijwilligers of het aantal afdelingen in.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} op {self.counted_on:%d-%m-%Y}"


@tracked()
class ContactMoment(models.Model):
    """What was said with or about an organisation on a day; with a day on which somebody comes back to it."""

    class Kind(models.TextChoices):
        CALLED = "gebeld", "Gebeld"
        MAILED = "gemaild", "Gemaild"
        MET = "gesproken", "Gesproken"
        WROTE = "brief", "Brief"
        NOTE = "notitie", "Notitie"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="moments", verbose_name="organisatie"
    )
    kind = models.CharField("soort", max_length=9, choices=Kind)
    on = models.DateField("datum")
    person = models.CharField("met wie", max_length=120, blank=True)
    text = models.TextField("wat er is gezegd of afgesproken", max_length=4000)
    follow_up_on = models.DateField("terugkomen op", null=True, blank=True)
    done_on = models.DateField("afgehandeld op", null=True, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name="door"
    )

    class Meta:
        verbose_name = "contactmoment"
        verbose_name_plural = "contactmomenten"
        ordering = ["-on", "-id"]
        indexes = [
            models.Index(fields=["follow_up_on"], condition=Q(done_on=None), name="moment_to_follow_up"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(follow_up_on=None) | Q(follow_up_on__gte=F("on")),
                name="moment_followed_up_later",
                violation_error_message="De dag om terug te komen ligt niet voor het contact zelf.",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(follow_up_on__isnull=False),
                name="moment_done_was_to_do",
                violation_error_message="Alleen wat op een dag terugkomt, wordt afgehandeld.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} op {self.on:%d-%m-%Y}"

    def get_absolute_url(self) -> str:
        """The page of its organisation."""
        return self.organisation.get_absolute_url()
