"""What the bureau does with organisations: enter them, rename them, keep addresses, contacts and promises to come back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from finance.models import Party
from members.models import Address, Contact, ContactMoment, FormerName, Municipality, Organisation, Person, Tag
from nov.kernel.models import User

INVOICES = "factuur"
WHERE = ("street", "house_number", "postcode", "place")
APART = {"post": "Postadres", INVOICES: "Factuuradres"}
REACHED = ("kvk", "email", "invoice_email", "purchase_order")
OF_PARTY = (*WHERE, *REACHED, "iban")


@transaction.atomic
def register(*, name: str, **fields: Any) -> Organisation:
    """Enter an organisation that is not in the administration yet, with the party it is billed as.

    Address, KvK number, e-mail, purchase order and IBAN go to the party; without a place it is the municipality, which may be given by
    name. Membership starts by `mutations.join`. Raises ValidationError at the field for what cannot be.
    """
    tags = fields.pop("tags", ())
    address = {key: fields.pop(key) for key in OF_PARTY if key in fields}
    if isinstance(fields.get("municipality"), str):
        fields["municipality"] = municipality_named(fields["municipality"])
    address["place"] = address.get("place") or str(fields.get("municipality") or "")
    party = Party(name=name, **address)
    party.clean_fields()
    organisation = Organisation(name=name, **fields)
    organisation.clean_fields(exclude=["party"])
    party.save()
    organisation.party = party
    organisation.save()
    organisation.tags.set(tags)
    return organisation


def municipality_named(name: str) -> Municipality:
    """The municipality with this name. Raises ValidationError at `municipality` when there is none."""
    found = Municipality.objects.filter(name=name).first()
    if found is None:
        raise ValidationError({"municipality": f"Er is geen gemeente ‘{name}’."})
    return found


def tags_named(names: Iterable[str]) -> list[Tag]:
    """Labels by name; one that is not there yet is made."""
    return [Tag.objects.get_or_create(name=name)[0] for name in names]


def branch_of(organisation: Organisation, umbrella: Organisation | None) -> None:
    """Refuse an umbrella that stands under the organisation itself. Raises ValidationError at `umbrella`."""
    above = umbrella
    while above is not None:
        if above.pk == organisation.pk and organisation.pk:
            raise ValidationError({"umbrella": f"{umbrella} valt zelf onder {organisation}."})
        above = above.umbrella


# ------------------------------------------------------------------------------------------- addresses


@transaction.atomic
def keep_address(organisation: Organisation, *, kind: str, **where: str) -> Address | None:
    """Keep the visiting, postal or invoice address.

    Invoices go to the party's address. As long as no invoice address was given apart, it is the visiting address;
    once one is, the visiting address stands on its own.
    """
    party = organisation.party
    own = Address.objects.filter(organisation=organisation, kind=Address.Kind.VISIT).first()
    if kind == INVOICES and own is None:
        before = {name: getattr(party, name) for name in WHERE}
        if before["street"]:
            Address.objects.create(organisation=organisation, kind=Address.Kind.VISIT, **before)
    if kind == INVOICES or (kind == Address.Kind.VISIT and own is None):
        for name, value in where.items():
            setattr(party, name, value)
        party.save()
        return None
    return Address.objects.update_or_create(organisation=organisation, kind=kind, defaults=where)[0]


@transaction.atomic
def drop_address(organisation: Organisation, kind: str) -> None:
    """Take a postal or invoice address away: mail goes to the visiting address again."""
    found = Address.objects.filter(
        organisation=organisation, kind=Address.Kind.VISIT if kind == INVOICES else kind
    ).first()
    if found is None:
        return
    if kind == INVOICES:
        for name in WHERE:
            setattr(organisation.party, name, getattr(found, name))
        organisation.party.save()
    found.delete()


def addresses_of(organisation: Organisation) -> dict[str, Address | Party]:
    """The addresses there are by kind: the visiting address always, post and invoices when they differ."""
    own = {one.kind: one for one in organisation.addresses.all()}
    found: dict[str, Address | Party] = {"bezoek": own.get(Address.Kind.VISIT, organisation.party)}
    if Address.Kind.POST in own:
        found["post"] = own[Address.Kind.POST]
    if Address.Kind.VISIT in own:
        found[INVOICES] = organisation.party
    return found


# ------------------------------------------------------------------------------------------- follow-ups


def follow_up(moment: ContactMoment, *, on: date, text: str, again_on: date | None, by: User) -> ContactMoment:
    """Come back to a contact moment: what was said stands in a new one, the old one is done.

    Raises ValidationError when somebody else did so meanwhile.
    """
    with transaction.atomic():
        done = ContactMoment.objects.filter(pk=moment.pk, done_on=None, follow_up_on__isnull=False).update(done_on=on)
        if not done:
            raise ValidationError("Dit is al afgehandeld.")
        return ContactMoment.objects.create(
            organisation=moment.organisation,
            kind=moment.kind,
            on=on,
            person=moment.person,
            text=text,
            follow_up_on=again_on,
            by=by,
        )


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
