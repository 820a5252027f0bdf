"""Asking members once a year whether their data are still right: the mail, the answer, and taking corrections over."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet

from members import asking
from members import organisations as rules
from members.models import Contact, DataCheck, Organisation, Strength
from members.organisation_files import organisation_from_row, values_of
from nov.kernel import links, outbox
from nov.kernel.formats import day_long
from nov.kernel.models import User

PURPOSE = "gegevens"
PLACES = ("naam", "organisatie", "jaar", "uiterlijk", "link")
SUBJECT = "Kloppen de gegevens van {organisatie} nog?"
TEXT = """Beste {naam},

Eén keer per jaar vragen we onze leden om hun gegevens na te kijken. Dat kost twee minuten en kan zonder inloggen, met deze persoonlijke link:

{link}

Klopt alles, dan hoef je alleen je naam in te vullen. Klopt er iets niet, verbeter het dan daar. Wil je dat uiterlijk {uiterlijk} doen?

Heb je een vraag? Antwoord op deze mail.

Met vriendelijke groet,
Bureau Vereniging NOV
"""

# What a member sees and may correct; the rest (sector, municipality, umbrella) is the bureau's.
OWN = ("statutory_name", "kvk", "street", "house_number", "postcode", "place", "email", "phone", "website", "listed")
CONTACT = ("contact_name", "contact_email")
LABELS = {
    "statutory_name": "Statutaire naam", "kvk": "KvK-nummer", "street": "Straat", "house_number": "Huisnummer",
    "postcode": "Postcode", "place": "Plaats", "email": "E-mailadres van de organisatie", "phone": "Telefoon",
    "website": "Website", "listed": "Op de ledenlijst van onze website", "contact_name": "Contactpersoon",
    "contact_email": "E-mailadres van de contactpersoon", "volunteers": "Aantal vrijwilligers",
}  # fmt: skip


def known_of(one: Organisation) -> dict[str, Any]:
    """What is known now of what a member may correct."""
    values = values_of(one)
    contact = one.contacts.filter(role=Contact.Role.GENERAL).select_related("person").order_by("pk").first()
    strength = one.strengths.filter(volunteers__isnull=False).first()
    return {
        **{name: values[name] for name in OWN},
        "contact_name": contact.person.name if contact else "",
        "contact_email": contact.person.email if contact else "",
        "volunteers": strength.volunteers if strength else None,
    }


def to_judge() -> QuerySet[DataCheck]:
    """Corrections that wait for the bureau, the oldest first."""
    return DataCheck.objects.filter(state=DataCheck.State.WAITS).order_by("answered_on", "pk")


def silent(on: date) -> QuerySet[Organisation]:
    """The members of a day that did not answer in its year, whether they were asked or not."""
    answered = DataCheck.objects.filter(year=on.year).exclude(state=DataCheck.State.ASKED)
    return Organisation.objects.members_on(on).exclude(pk__in=answered.values("organisation"))


@transaction.atomic
def ask(*, on: date, last_day: date, subject: str, text: str, by: User) -> int:
    """Ask every member that did not answer yet this year; who was asked before gets a reminder. How many mails there are.

    A member without an address is on the list too, so that somebody can call. Raises ValidationError at `last_day`.
    """
    if last_day < on:
        raise ValidationError({"last_day": "De laatste dag om te antwoorden ligt voor vandaag."})
    members = list(silent(on))
    names = asking.addresses([one.pk for one in members])
    before = set(DataCheck.objects.filter(year=on.year).values_list("organisation_id", flat=True))
    DataCheck.objects.filter(year=on.year, state=DataCheck.State.ASKED, organisation__in=members).update(
        reminders=F("reminders") + 1, last_day=last_day
    )
    DataCheck.objects.bulk_create(
        DataCheck(organisation=one, year=on.year, asked_on=on, last_day=last_day)
        for one in members
        if one.pk not in before
    )
    checks = list(
        DataCheck.objects.filter(year=on.year, organisation__in=members).select_related("organisation__party")
    )
    given = links.give(PURPOSE, checks, last_day=last_day, by=by)
    letters = []
    for check in checks:
        name, address = names.get(check.organisation_id, ("contactpersoon", check.organisation.party.email))
        check.sent_to = address if asking.is_address(address) else ""
        if check.sent_to:
            values = {
                "naam": name,
                "organisatie": check.organisation.name,
                "jaar": str(on.year),
                "uiterlijk": day_long(last_day),
                "link": links.address("members:data_answer", given[check.pk]),
            }
            key = f"gegevens-{check.pk}-{check.reminders}"
            filled = asking.filled(subject, values)[:200], asking.filled(text, values)
            letters.append(outbox.Letter(check.sent_to, *filled, key))
    DataCheck.objects.bulk_update(checks, ["sent_to"])
    return len(outbox.put(letters, by=by))


@transaction.atomic
def answer(check: DataCheck, *, said: dict[str, Any], name: str, remark: str, on: date) -> DataCheck:
    """Keep what a member says. What is the same confirms the data; the rest, or a remark, waits for the bureau.

    A second answer takes the place of the first. Raises ValidationError once the bureau took it over.
    """
    check = DataCheck.objects.select_for_update(of=("self",)).select_related("organisation__party").get(pk=check.pk)
    if check.state in (DataCheck.State.TAKEN_OVER, DataCheck.State.DECLINED):
        raise ValidationError(
            "Het bureau heeft je antwoord al verwerkt. Wil je nog iets veranderen, antwoord dan op de mail."
        )
    known = known_of(check.organisation)
    check.corrections = {field: said[field] for field in known if said[field] != known[field]}
    check.answered_on, check.answered_by, check.remark = on, name, remark
    check.state = DataCheck.State.WAITS if check.corrections or remark else DataCheck.State.CONFIRMED
    check.save()
    if check.state == DataCheck.State.CONFIRMED:
        _verified(check, on)
    return check


@transaction.atomic
def take_over(check: DataCheck, *, on: date, by: User) -> None:
    """Change the organisation as the member asks, by the rules of the form. Raises ValidationError for what cannot be."""
    check = _waiting(check)
    one, new = check.organisation, check.corrections
    own = {name: value for name, value in new.items() if name in OWN}
    if own:
        organisation_from_row({**values_of(one), **own, "record": one.pk, "name": one.name}, by=by)
    if any(name in new for name in CONTACT):
        _contact(one, {**known_of(one), **new})
    if new.get("volunteers") is not None and check.answered_on:
        Strength.objects.update_or_create(
            organisation=one, counted_on=check.answered_on, defaults={"volunteers": new["volunteers"]}
        )
    check.state, check.judged_on = DataCheck.State.TAKEN_OVER, on
    check.save()
    _verified(check, on)


@transaction.atomic
def decline(check: DataCheck, *, on: date, why: str) -> None:
    """Leave the data as they are, with the reason."""
    check = _waiting(check)
    check.state, check.judged_on, check.why = DataCheck.State.DECLINED, on, why
    check.save()


def _waiting(check: DataCheck) -> DataCheck:
    check = DataCheck.objects.select_for_update(of=("self",)).select_related("organisation__party").get(pk=check.pk)
    if check.state != DataCheck.State.WAITS:
        raise ValidationError(f"Hier valt niets te beoordelen: {check.get_state_display().lower()}.")
    return check


def _contact(one: Organisation, said: dict[str, Any]) -> None:
    name, email = said["contact_name"], said["contact_email"]
    there = one.contacts.filter(role=Contact.Role.GENERAL).select_related("person").order_by("pk").first()
    if there and there.person.name == name:
        rules.change_contact(there, name=name, email=email, role=there.role, title=there.title)
    elif name:  # somebody else took over: the person stays who they were
        if there:
            there.delete()
        rules.add_contact(one, name=name, email=email)


def _verified(check: DataCheck, on: date) -> None:
    Organisation.objects.filter(pk=check.organisation_id).update(verified_on=on)
