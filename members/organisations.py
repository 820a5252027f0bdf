"""Organisations come into the administration with a party, and keep being found under their former names."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from finance.models import Party
from members.models import Contact, FormerName, Organisation, Person

ADDRESS = ("street", "house_number", "postcode", "place", "kvk", "email", "iban")


@transaction.atomic
def register(*, name: str, **fields: Any) -> Organisation:
    """Enter an organisation that is not in the administration yet, with the party it is billed as.

    Address, KvK number, e-mail and IBAN go to the party; without a place it is the municipality. Membership starts by
    `mutations.join`. Raises ValidationError at the field for what cannot be.
    """
    address = {key: fields.pop(key) for key in ADDRESS if key in fields}
    address["place"] = address.get("place") or fields.get("municipality", "")
    party = Party(name=name, **address)
    party.clean_fields()
    organisation = Organisation(name=name, **fields)
    organisation.clean_fields(exclude=["party"])
    party.save()
    organisation.party = party
    organisation.save()
    return organisation


@transaction.atomic
def rename(organisation: Organisation, *, name: str, first_day: date) -> None:
    """Give an organisation, and the party it is billed as, another name from a day on; the old one stays known."""
    FormerName.objects.create(organisation=organisation, name=organisation.name, until=first_day)
    organisation.name = name
    organisation.save()
    organisation.party.name = name
    organisation.party.save()


def add_contact(
    organisation: Organisation, *, name: str, email: str, role: str = Contact.Role.GENERAL, title: str = ""
) -> Contact:
    """Make a person a contact of an organisation; a person with this name and address is entered once."""
    person = Person.objects.filter(name=name, email=email).first() or Person.objects.create(name=name, email=email)
    return Contact.objects.create(organisation=organisation, person=person, role=role, title=title)


@transaction.atomic
def change_contact(contact: Contact, *, name: str, email: str, role: str, title: str = "") -> None:
    """Change a contact and the person it is, wherever else they are a contact.

    Raises ValidationError when the person has that role at the organisation already.
    """
    person = contact.person
    person.name, person.email = name, email
    person.save()
    contact.role, contact.title = role, title
    contact.validate_constraints()
    contact.save()
