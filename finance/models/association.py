"""The association as it stands on what it sends: one row, kept up by finance."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from stdnum import iban as iban_numbers
from stdnum.exceptions import ValidationError as WrongNumber
from stdnum.nl import btw

from nov.kernel.history import tracked


def is_iban(value: str) -> None:
    """Refuse what is no IBAN."""
    try:
        iban_numbers.validate(value)
    except WrongNumber:
        raise ValidationError(
            "Dit is geen IBAN. Kijk de letters en cijfers na, bijvoorbeeld NL91 ABNA 0417 1643 00."
        ) from None


def is_vat_number(value: str) -> None:
    """Refuse what is no Dutch VAT number."""
    try:
        btw.validate(value)
    except WrongNumber:
        raise ValidationError("Dit is geen btw-nummer. Kijk het na, bijvoorbeeld NL004495445B01.") from None


@tracked()
class Association(models.Model):
    """Name, address and numbers of the association on invoices, in the QR code and in the file for other systems."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    name = models.CharField("naam", max_length=70, default="Vereniging NOV")
    street = models.CharField("straat", max_length=120, blank=True)
    house_number = models.CharField("huisnummer", max_length=16, blank=True)
    postcode = models.CharField("postcode", max_length=10, blank=True)
    place = models.CharField("plaats", max_length=80, blank=True)
    kvk = models.CharField("KvK-nummer", max_length=8, blank=True)
    vat_number = models.CharField("btw-nummer", max_length=20, blank=True, validators=[is_vat_number])
    iban = models.CharField("IBAN", max_length=34, blank=True, validators=[is_iban])
    email = models.EmailField("e-mailadres", blank=True)
    phone = models.CharField("telefoon", max_length=20, blank=True)
    website = models.URLField("website", blank=True)
    term = models.PositiveSmallIntegerField(
        "betaaltermijn in dagen", default=30, help_text="Van een factuur die je zelf maakt."
    )
    exemption = models.CharField(
        "waarom vrijgesteld van btw", max_length=200,
        default="Vrijgesteld van btw op grond van artikel 11 van de Wet op de omzetbelasting 1968",
        help_text="Staat op elke factuur met een regel die van btw is vrijgesteld.",
    )  # fmt: skip

    class Meta:
        verbose_name = "gegevens van de vereniging"
        verbose_name_plural = "gegevens van de vereniging"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="association_one_row"),
            models.CheckConstraint(
                condition=models.Q(kvk="") | models.Q(kvk__regex=r"^\d{8}$"),
                name="association_kvk_eight_digits",
                violation_error_message="Een KvK-nummer heeft acht cijfers.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Keep numbers without the spaces that people write in them."""
        self.iban = self.iban.replace(" ", "").upper()
        self.vat_number = self.vat_number.replace(" ", "").replace(".", "").upper()

    @property
    def address(self) -> str:
        """Street and number, on one line."""
        return f"{self.street} {self.house_number}".strip()

    @property
    def town(self) -> str:
        """Postcode and place, on one line."""
        return f"{self.postcode} {self.place}".strip()

    @classmethod
    def only(cls) -> Association:
        """The one row, which a migration made."""
        return cls.objects.get(pk=cls.ONLY)
