"""Units of figures: how a value is called in singular and plural, and how it is written.

`form` says how the number itself is printed: a count, money, a percentage, a date, a rank, a fraction or a
multiplication. Percentage points are a unit of their own: the difference of two percentages is not a percentage.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Form = Literal["aantal", "geld", "procent", "datum", "rang", "breuk", "decimaal"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its singular and plural ("1 lid", "12 leden"); `key` is how files and indicators name it."""

    key: str
    singular: str
    plural: str
    form: Form = "aantal"
    decimals: int = 0


_ALL = (
    Unit("aantal", "", ""),
    Unit("aanvragen", "aanvraag", "aanvragen"),
    Unit("aanmeldingen", "aanmelding", "aanmeldingen"),
    Unit("balies", "balie", "balies"),
    Unit("bezoekers", "bezoeker", "bezoekers"),
    Unit("certificaten", "certificaat", "certificaten"),
    Unit("cursisten", "cursist", "cursisten"),
    Unit("dagen", "dag", "dagen"),
    Unit("deelnemers", "deelnemer", "deelnemers"),
    Unit("downloads", "download", "downloads"),
    Unit("EUR", "euro", "euro", "geld"),
    Unit("gemeenten", "gemeente", "gemeenten"),
    Unit("gebruikers", "gebruiker", "gebruikers"),
    Unit("jaar", "jaar", "jaar"),
    Unit("koppelingen", "koppeling", "koppelingen"),
    Unit("leden", "lid", "leden"),
    Unit("locaties", "locatie", "locaties"),
    Unit("maanden", "maand", "maanden"),
    Unit("organisaties", "organisatie", "organisaties"),
    Unit("personen", "persoon", "personen"),
    Unit("uren", "uur", "uur"),
    Unit("uur per week", "uur per week", "uur per week"),
    Unit("volgers", "volger", "volgers"),
    Unit("weergaven", "weergave", "weergaven"),
    Unit("weken", "week", "weken"),
    Unit("activiteiten", "activiteit", "activiteiten"),
    Unit("adviezen", "advies", "adviezen"),
    Unit("antwoorden", "antwoord", "antwoorden"),
    Unit("bezoeken", "bezoek", "bezoeken"),
    Unit("fondsen", "fonds", "fondsen"),
    Unit("hotels", "hotel", "hotels"),
    Unit("inzendingen", "inzending", "inzendingen"),
    Unit("items", "item", "items"),
    Unit("landen", "land", "landen"),
    Unit("minuten", "minuut", "minuten"),
    Unit("paginas", "pagina", "pagina’s"),
    Unit("sessies", "sessie", "sessies"),
    Unit("trajecten", "traject", "trajecten"),
    Unit("vragen", "vraag", "vragen"),
    Unit("werkgebieden", "werkgebied", "werkgebieden"),
    Unit("procent", "", "", "procent", 1),
    Unit("procentpunt", "procentpunt", "procentpunt", "decimaal", 1),
    Unit("datum", "", "", "datum"),
    Unit("rang", "", "", "rang"),
    Unit("breuk", "", "", "breuk"),
)

UNITS: dict[str, Unit] = {unit.key: unit for unit in _ALL}

AANTAL = UNITS["aantal"]
EUR = UNITS["EUR"]
LEDEN = UNITS["leden"]
PERSONEN = UNITS["personen"]
PROCENT = UNITS["procent"]
DATUM = UNITS["datum"]
RANG = UNITS["rang"]
BREUK = UNITS["breuk"]
