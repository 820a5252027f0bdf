"""Who money goes to or comes from, and the decisions that spending it rests on."""

from django.db import models


class Party(models.Model):
    """A person or body that the association pays, bills or is funded by. The ledger itself names none of them."""

    name = models.CharField("naam", max_length=160)
    street = models.CharField("straat", max_length=120, blank=True)
    house_number = models.CharField("huisnummer", max_length=16, blank=True)
    postcode = models.CharField("postcode", max_length=10, blank=True)
    place = models.CharField("plaats", max_length=80, blank=True)
    country = models.CharField("land", max_length=2, default="NL", help_text="Twee letters, bijvoorbeeld NL.")
    kvk = models.CharField("KvK-nummer", max_length=8, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    iban = models.CharField("IBAN", max_length=34, blank=True)
    invoice_email = models.EmailField(
        "e-mailadres voor facturen", blank=True, help_text="Leeg: facturen gaan naar het gewone e-mailadres."
    )
    purchase_order = models.CharField(
        "inkoopnummer", max_length=40, blank=True, help_text="Staat op elke factuur, als de relatie daarom vraagt."
    )

    class Meta:
        verbose_name = "relatie"
        verbose_name_plural = "relaties"
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kvk="") | models.Q(kvk__regex=r"^\d{8}$"),
                name="party_kvk_eight_digits",
                violation_error_message="Een KvK-nummer heeft acht cijfers.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """What the ledger calls this party: a number, never a name."""
        return f"R{self.pk:05d}"

    @property
    def billed_at(self) -> str:
        """The address that invoices and reminders are mailed to; empty when there is none."""
        return self.invoice_email or self.email


class Decision(models.Model):
    """A decision with the body that took it, its date and its number; budgets, tariffs and admissions name theirs."""

    class Body(models.TextChoices):
        ALV = "alv", "Algemene ledenvergadering"
        BOARD = "bestuur", "Bestuur"
        DIRECTOR = "directie", "Directie"

    class Kind(models.TextChoices):
        ACCOUNTS = "jaarrekening", "Jaarrekening goedgekeurd"
        REPORT = "jaarverslag", "Jaarverslag vastgesteld"
        RESULT = "resultaat", "Resultaatbestemming"
        DISCHARGE = "decharge", "Décharge"
        BUDGET = "begroting", "Begroting"
        TARIFFS = "tarieven", "Tarieven"
        APPOINT = "benoeming", "Benoeming"
        REAPPOINT = "herbenoeming", "Herbenoeming"
        AUDIT = "kascommissie", "Kascommissie benoemd"
        OTHER = "anders", "Ander besluit"

    body = models.CharField("orgaan", max_length=12, choices=Body)
    kind = models.CharField("soort", max_length=12, choices=Kind, default=Kind.OTHER)
    date = models.DateField("datum")
    number = models.CharField("nummer", max_length=30)
    subject = models.CharField("onderwerp", max_length=200)

    class Meta:
        verbose_name = "besluit"
        verbose_name_plural = "besluiten"
        ordering = ["-date", "body", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "number"],
                name="decision_number_once",
                violation_error_message="Dit orgaan heeft al een besluit met dit nummer.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_body_display()} {self.date:%d-%m-%Y}, {self.number}: {self.subject}"
