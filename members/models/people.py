"""Persons, and what they are for which organisation."""

from django.db import models

from members.models.organisations import Organisation
from nov.kernel.history import tracked


@tracked()
class Person(models.Model):
    """Somebody the bureau writes to or names: a contact of organisations, a board member, a colleague."""

    name = models.CharField("naam", max_length=120)
    email = models.EmailField("e-mailadres", blank=True)
    phone = models.CharField("telefoon", max_length=20, blank=True)

    class Meta:
        verbose_name = "persoon"
        verbose_name_plural = "personen"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


@tracked()
class Contact(models.Model):
    """A person in a role at an organisation; one person may be contact of several, in several roles."""

    class Role(models.TextChoices):
        GENERAL = "algemeen", "Algemeen contact"
        INVOICES = "facturen", "Facturen"
        BOARD = "bestuur", "Bestuur"
        COORDINATOR = "coordinator", "Coördinator vrijwilligerswerk"
        MEETING = "alv", "Stukken van de ALV"
        MEEDOEN = "meedoen", "#Meedoen"
        MARK = "keurmerk", "Goed Geregeld"
        PRESS = "pers", "Pers en communicatie"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="contacts", verbose_name="organisatie"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts", verbose_name="persoon")
    role = models.CharField("rol", max_length=11, choices=Role)
    title = models.CharField("functie", max_length=80, blank=True)

    class Meta:
        verbose_name = "contactpersoon"
        verbose_name_plural = "contactpersonen"
        ordering = ["organisation_id", "role", "person_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "role"],
                name="contact_once_per_role",
                violation_error_message="Deze persoon heeft deze rol al bij deze organisatie.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"
