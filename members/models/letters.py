"""The standard letters of the bureau: a text with names in braces that are filled in for each organisation."""

from __future__ import annotations

from string import Formatter

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from nov.kernel.history import tracked
from nov.kernel.records import Acts

COMMON = {
    "naam": "naam van de organisatie",
    "contactpersoon": "naam van het algemene contact",
    "lidnummer": "lidnummer",
    "vandaag": "de dag van de brief",
}


@tracked()
class LetterTemplate(models.Model):
    """The text of one kind of letter; what stands in braces is filled in, and nothing else is known."""

    class Kind(models.TextChoices):
        WELCOME = "welkom", "Welkomstbrief"
        RESIGNED = "opzegging", "Bevestiging van de opzegging"
        DECLINED = "afwijzing", "Afwijzing van een aanmelding"
        TRANSFER = "overgang", "Overgang van het lidmaatschap"

    OWN = {
        Kind.WELCOME: {"categorie": "categorie", "eerste_dag": "eerste dag als lid"},
        Kind.RESIGNED: {
            "ontvangen_op": "dag waarop de opzegging binnenkwam",
            "laatste_dag": "laatste dag als lid",
            "nog_te_betalen": "wat op dit moment openstaat",
        },
        Kind.DECLINED: {"reden": "waarom het bestuur afwees", "besluit": "nummer en dag van het besluit"},
        Kind.TRANSFER: {"van": "wie het lidmaatschap had", "eerste_dag": "eerste dag met de nieuwe houder"},
    }

    kind = models.CharField("brief", max_length=10, choices=Kind, unique=True, editable=False)
    subject = models.CharField("onderwerp", max_length=160)
    body = models.TextField("tekst", max_length=8000)

    acts = Acts(view="members.view", change="members.enter")

    class Meta:
        verbose_name = "standaardbrief"
        verbose_name_plural = "standaardbrieven"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.get_kind_display()

    def get_absolute_url(self) -> str:
        """Where its text is changed."""
        return reverse("members:letter_template", args=[self.kind])

    @property
    def placeholders(self) -> dict[str, str]:
        """The names that may stand in braces, each with what is filled in for it."""
        return COMMON | self.OWN[self.Kind(self.kind)]

    def clean(self) -> None:
        """Raises ValidationError at the field for a name in braces that is not known."""
        errors = {name: said for name in ("subject", "body") if (said := self._unknown(getattr(self, name)))}
        if errors:
            raise ValidationError(errors)

    def _unknown(self, text: str) -> str:
        try:
            parts = [part for part in Formatter().parse(text) if part[1] is not None]
        except ValueError:
            return "Er staat een accolade te veel of te weinig. Schrijf een naam als {naam}, met een accolade aan elke kant."
        for _, name, form, conversion in parts:
            if name not in self.placeholders or form or conversion:
                known = ", ".join(f"{{{one}}}" for one in self.placeholders)
                return f"‘{{{name}}}’ is er niet in deze brief. Je kunt gebruiken: {known}."
        return ""
