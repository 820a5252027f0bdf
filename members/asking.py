"""The mails that ask for a base: to whom, and the text that the bureau may change, with what is filled in for each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from members.explaining import base_in_words
from members.models import BaseRequest, Contact
from nov.kernel import links
from nov.kernel.formats import day_long
from nov.kernel.models import PersonalLink
from nov.kernel.outbox import Letter

PURPOSE = "grondslag"
PLACES = {
    "naam": "de contactpersoon",
    "organisatie": "de naam van de organisatie",
    "jaar": "het jaar van de grondslag",
    "contributiejaar": "het jaar van de contributie",
    "grondslag": "wat er gevraagd wordt",
    "vorige": "wat er nu bekend is",
    "uiterlijk": "de laatste dag om te antwoorden",
    "link": "de persoonlijke link",
}
_PLACE = re.compile(r"\{([^{}]*)\}")

SUBJECT = "Jullie opgave voor de contributie {contributiejaar}"
TEXT = """Beste {naam},

Jullie contributie van {contributiejaar} volgt uit de {grondslag} van {organisatie} over {jaar}. Wil je die uiterlijk {uiterlijk} opgeven? Dat kan zonder inloggen, met deze persoonlijke link:

{link}

Wat wij nu weten: {vorige}. Horen we niets, dan rekenen we daarmee.

Heb je een vraag? Antwoord op deze mail.

Met vriendelijke groet,
Bureau Vereniging NOV
"""
REMINDER_SUBJECT = "Herinnering: jullie opgave voor de contributie {contributiejaar}"
REMINDER = """Beste {naam},

We kregen nog geen opgave van de {grondslag} van {organisatie} over {jaar}. Wil je die uiterlijk {uiterlijk} doorgeven? Het kost een minuut en kan zonder inloggen:

{link}

Wat wij nu weten: {vorige}. Horen we niets, dan rekenen we daarmee voor de contributie van {contributiejaar}.

Met vriendelijke groet,
Bureau Vereniging NOV
"""
RETURNED_SUBJECT = "Een vraag over jullie opgave voor de contributie {contributiejaar}"
RETURNED = """Beste {naam},

Dank voor jullie opgave van de {grondslag} van {organisatie} over {jaar}. Wij hebben er nog een vraag over:

{vraag}

Je kunt de opgave tot en met {uiterlijk} aanpassen of nog eens bevestigen, met dezelfde persoonlijke link:

{link}

Met vriendelijke groet,
Bureau Vereniging NOV
"""


def checked(text: str, *, needs_link: bool = True, places: Collection[str] = PLACES) -> str:
    """A text whose places can all be filled in. Raises ValidationError for an unknown one, or when the link is missing."""
    unknown = [name for name in _PLACE.findall(text) if name not in places]
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in places)
        raise ValidationError(f"‘{{{unknown[0][:30]}}}’ kan niet ingevuld worden. Wat kan: {known}.")
    if needs_link and "{link}" not in text:
        raise ValidationError("Zonder {link} kan niemand antwoorden. Zet het in de tekst waar de link moet komen.")
    return text


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with each place filled in once: what was filled in is not looked at again."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


def addresses(organisations: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Name and address of the general contact of organisations, or else of whoever gets the invoices.

    An address that no mail can be sent to is passed over.
    """
    roles = (Contact.Role.GENERAL, Contact.Role.INVOICES)
    contacts = Contact.objects.filter(organisation__in=organisations, role__in=roles).exclude(person__email="")
    found: dict[int, tuple[str, str]] = {}
    for contact in contacts.select_related("person").order_by("role", "pk"):  # "algemeen" before "facturen"
        if is_address(contact.person.email):
            found.setdefault(contact.organisation_id, (contact.person.name, contact.person.email))
    return found


def is_address(text: str) -> bool:
    """Whether a mail can be sent to it."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def letters(
    requests: Iterable[BaseRequest],
    given: Mapping[int, PersonalLink],
    subject: str,
    text: str,
    *,
    key: str,
    names: Mapping[int, tuple[str, str]],
    question: str = "",
) -> list[Letter]:
    """The mail for each request that has an address. `key` is a pattern with the request's number and its reminders."""
    written = []
    for one in requests:
        if not one.sent_to:
            continue
        values = {
            "naam": names.get(one.organisation_id, ("contactpersoon", ""))[0],
            "organisatie": one.organisation.name,
            "jaar": str(one.round.year),
            "contributiejaar": str(one.round.contribution_year),
            "grondslag": one.category.base,
            "vorige": former_in_words(one),
            "uiterlijk": day_long(one.round.last_day),
            "link": links.address("members:declare", given[one.pk]),
            "vraag": question,
        }
        name = key.format(request=one.pk, reminders=one.reminders)
        written.append(Letter(one.sent_to, filled(subject, values)[:200], filled(text, values), name))
    return written


def former_in_words(request: BaseRequest) -> str:
    """What is known so far: "€ 310.000 over 2022"."""
    if request.former is None:
        return "nog niets"
    return f"{base_in_words(request.category, request.former)} over {request.former_year}"
