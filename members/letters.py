"""Standard letters: which one fits what happened, filled in, and put in the outbox once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from finance.invoices import outstanding
from finance.models import Invoice
from members.models import Application, Contact, LetterTemplate, Mutation, Organisation
from nov.kernel import outbox
from nov.kernel.formats import cents, day_long
from nov.kernel.models import Message, User
from nov.kernel.periods import Turn

Kind = LetterTemplate.Kind
OF_MUTATION = {
    Mutation.Kind.JOIN: Kind.WELCOME,
    Mutation.Kind.RESIGN: Kind.RESIGNED,
    Mutation.Kind.PASS_OVER: Kind.TRANSFER,
}
EXAMPLE = {
    "naam": "Vereniging De Brug", "contactpersoon": "Ada Bron", "lidnummer": "0187", "vandaag": "15 april 2024",
    "categorie": "vrijwilligersorganisatie", "eerste_dag": "1 mei 2024", "ontvangen_op": "3 december 2023",
    "laatste_dag": "31 december 2023", "nog_te_betalen": "€ 250,00", "reden": "De statuten noemen geen vrijwillige inzet.",
    "besluit": "B-2024-03/2 van 12 maart 2024", "van": "Stichting De Haven",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """A letter that was filled in: to whom, what it says, and the key that keeps it from going twice."""

    organisation: Organisation
    to: str
    subject: str
    body: str
    key: str


def kind_for(about: Mutation | Application) -> LetterTemplate.Kind | None:
    """The letter that belongs to a mutation or to a declined application; None when there is none."""
    if isinstance(about, Application):
        return Kind.DECLINED if about.outcome == Application.Outcome.DECLINED else None
    return OF_MUTATION.get(Mutation.Kind(about.kind))


def key_of(about: Mutation | Application) -> str:
    """What the outbox knows the letter about this by."""
    return f"brief/{kind_for(about)}/{about.pk}"


def write(about: Mutation | Application, today: date) -> Written:
    """The letter about a mutation or an application. Raises ValidationError when there is none for it."""
    kind = kind_for(about)
    if kind is None:
        raise ValidationError("Hier hoort geen standaardbrief bij.")
    template = LetterTemplate.objects.get(kind=kind)
    organisation = about.other if kind == Kind.TRANSFER and isinstance(about, Mutation) else about.organisation
    assert organisation is not None, "a passing over names who it went to"
    contact = organisation.contacts.filter(role=Contact.Role.GENERAL).select_related("person").first()
    names = {
        "naam": organisation.name,
        "contactpersoon": contact.person.name if contact else "bestuur",
        "lidnummer": organisation.code,
        "vandaag": day_long(today),
        **(_of_application(about) if isinstance(about, Application) else _of_mutation(about, kind, today)),
    }
    to = (contact.person.email if contact else "") or organisation.party.email
    return Written(organisation, to, filled(template.subject, names), filled(template.body, names), key_of(about))


def filled(text: str, names: dict[str, str]) -> str:
    """A text with the names in braces filled in."""
    return text.format_map(names)


def send(about: Mutation | Application, *, to: str, subject: str, body: str, by: User) -> Message:
    """Put the letter in the outbox. Raises ValidationError when it is there already, or the address is none."""
    put = outbox.put([outbox.Letter(to=to, subject=subject, body=body, key=key_of(about))], by=by)
    if not put:
        raise ValidationError("Deze brief is al klaargezet; hij gaat niet twee keer.")
    return put[0]


def owed(organisation: Organisation, today: date) -> Decimal:
    """What an organisation still has to pay at the end of a day, over all its invoices."""
    still = outstanding(Turn.after(today))
    invoices = Invoice.objects.filter(party=organisation.party_id).select_related("year")
    return sum((still.get(one.code, Decimal(0)) for one in invoices), Decimal(0))


def _of_application(one: Application) -> dict[str, str]:
    decision = one.decision
    return {"reden": one.reason, "besluit": f"{decision.number} van {day_long(decision.date)}" if decision else ""}


def _of_mutation(one: Mutation, kind: LetterTemplate.Kind, today: date) -> dict[str, str]:
    if kind == Kind.WELCOME:
        category = one.opened_categoryperiods.select_related("category").first()
        name = category.category.name.lower() if category else ""
        return {"categorie": name, "eerste_dag": day_long(one.effective_on)}
    if kind == Kind.TRANSFER:
        return {"van": one.organisation.name, "eerste_dag": day_long(one.effective_on)}
    return {
        "ontvangen_op": day_long(one.received_on) if one.received_on else "",
        "laatste_dag": day_long(one.effective_on),
        "nog_te_betalen": cents(owed(one.organisation, today)),
    }
