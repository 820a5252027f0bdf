"""Mandates: given, revoked, and what each is on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max, Q

from finance.models import Collection, Mandate, Party
from finance.specs import LedgerError
from nov.kernel import formats


@dataclass(frozen=True, slots=True)
class State:
    """What a mandate is on a day: in a word with its mark, and when it cannot be used, why."""

    word: str
    mark: str
    why_not: str = ""
    last_used: date | None = None


@transaction.atomic
def give(party: Party, *, iban: str, name: str, signed_on: date) -> Mandate:
    """Keep a mandate that a party signed, with the next reference of its own.

    The database refuses a second one beside it, and an IBAN that is none.
    """
    Party.objects.select_for_update().get(pk=party.pk)
    number = party.mandates.count() + 1
    mandate = Mandate(party=party, reference=f"{party.code}-{number}", iban=iban, name=name, signed_on=signed_on)
    mandate.full_clean(exclude=["reference"])
    mandate.save()
    return mandate


def revoke(mandate: Mandate, *, on: date, reason: str) -> None:
    """End a mandate for good; a repeat changes nothing. Raises LedgerError for a day before it was signed."""
    if on < mandate.signed_on:
        raise LedgerError({"date": f"Zij is getekend op {formats.day(mandate.signed_on)}; kies die dag of een latere."})
    Mandate.objects.filter(pk=mandate.pk, revoked_on=None).update(revoked_on=on, end_reason=reason)


def settle(mandate: Mandate, *, on: date) -> None:
    """Somebody settled with the payer why the bank returned a collection: it may be collected again."""
    Mandate.objects.filter(pk=mandate.pk).update(settled_on=on)


def states(mandates: Iterable[Mandate], day: date) -> dict[int, State]:
    """What each mandate is on a day, by its key."""
    rows = list(mandates)
    went = Collection.objects.filter(mandate__in=rows).filter(Q(stands=True) | ~Q(return_code=""))
    used = dict(
        went.filter(batch__collect_on__lte=day).order_by().values_list("mandate").annotate(Max("batch__collect_on"))
    )
    back: dict[int, Collection] = {}
    for one in went.exclude(return_code="").filter(returned_on__lte=day).order_by("returned_on"):
        back[one.mandate_id] = one
    return {one.pk: _state(one, used.get(one.pk), back.get(one.pk), day) for one in rows}


def _state(mandate: Mandate, used: date | None, back: Collection | None, day: date) -> State:
    if mandate.revoked_on and mandate.revoked_on <= day:
        return State("ingetrokken", "none", f"de machtiging is ingetrokken op {formats.day(mandate.revoked_on)}", used)
    if day < mandate.signed_on:
        return State("nog niet getekend", "wait", "de machtiging is nog niet getekend", used)
    if mandate.lapses_on(used) <= day:
        return State("vervallen", "none", "de machtiging is drie jaar niet gebruikt en vervallen", used)
    if back and back.returned_on and (mandate.settled_on is None or mandate.settled_on < back.returned_on):
        why = f"de bank boekte terug op {formats.day(back.returned_on)}: {back.why_returned} ({back.return_code})"
        return State("na te kijken", "bad", why, used)
    return State("in gebruik", "good", "", used) if used else State("gegeven", "good")
