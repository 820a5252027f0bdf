"""The search box in the head: kinds of things with the act that lets one see them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from django.urls import reverse

from finance.models import Invoice
from members.models import Contact, Organisation
from nov.kernel.folding import folded
from nov.kernel.formats import cents, day
from nov.kernel.lists import searched
from nov.kernel.models import User
from programmes.models import Programme
from reports.catalogue import CATALOGUE
from reports.models import Chapter

SHORTEST = 2
MOST = 8


class Hit(NamedTuple):
    """One thing that was found: what it is called, where it stands, a few words about it."""

    title: str
    url: str
    about: str = ""


class Kind(NamedTuple):
    """A kind of thing that can be found: its heading, who may see it, how it is sought."""

    title: str
    act: str
    find: Callable[[str, User], Iterable[Hit]]


def organisations(query: str, user: User) -> Iterator[Hit]:
    """By a member number as a whole, else by all that is known of them: names, numbers, places, addresses, contacts."""
    rows = Organisation.objects.select_related("municipality")
    numbered = rows.numbered(int(query)) if re.fullmatch(r"[0-9]{1,6}", query) else rows.none()
    for one in numbered or searched(rows, query, (), "search_key")[:MOST]:
        yield Hit(one.name, one.get_absolute_url(), ", ".join(filter(None, [str(one.municipality or ""), one.code])))


def persons(query: str, user: User) -> Iterator[Hit]:
    """Contacts, by name or e-mail address; their organisation is where they stand."""
    contacts = Contact.objects.select_related("person", "organisation").order_by("person__name", "id")
    for one in searched(contacts, query, ("person__name", "person__email", "person__phone"))[:MOST]:
        yield Hit(one.person.name, one.organisation.get_absolute_url(), f"{one.get_role_display()}, {one.organisation}")


def invoices(query: str, user: User) -> Iterator[Hit]:
    """By number (F2023-0042), who they went to, or their reference."""
    rows = Invoice.objects.select_related("party", "year")
    by_number = re.fullmatch(r"f?(\d{4})-0*(\d+)", query.lower())
    if by_number:
        found = rows.filter(year=by_number[1], number=by_number[2])
    else:
        found = searched(rows, query, ("party__name", "reference"))
    for one in found[:MOST]:
        yield Hit(one.code, one.get_absolute_url(), f"{one.party}, {day(one.date)}, {cents(one.total)}")


def programmes(query: str, user: User) -> Iterator[Hit]:
    """Programmes this user may see, by name."""
    for one in searched(Programme.objects.visible_to(user), query, ("name",))[:MOST]:
        yield Hit(one.name, one.get_absolute_url())


def figures(query: str, user: User) -> Iterator[Hit]:
    """Figures of the annual report, by the words of their key."""
    words = folded(query.replace(".", " ")).split()
    for key in CATALOGUE.keys():  # noqa: SIM118  no mapping: its items are read one by one
        if all(word in key for word in words):
            yield Hit(CATALOGUE.find(key).label, reverse("reports:figure", args=[key]), key)


def chapters(query: str, user: User) -> Iterator[Hit]:
    """Chapters of annual reports, by their title."""
    rows = Chapter.objects.select_related("edition").order_by("-edition_id", "number")
    for one in searched(rows, query, ("title",))[:MOST]:
        yield Hit(str(one), one.get_absolute_url(), str(one.edition))


KINDS = (
    Kind("Organisaties", "members.view", organisations),
    Kind("Personen", "members.view", persons),
    Kind("Facturen", "finance.view", invoices),
    Kind("Programma’s", "programmes.view", programmes),
    Kind("Cijfers", "reports.view", figures),
    Kind("Hoofdstukken", "reports.view", chapters),
)


def searches(user: Any) -> bool:
    """Whether there is anything that this user may search in."""
    return user.is_authenticated and any(user.has_perm(kind.act) for kind in KINDS)


def find(query: str, user: User) -> list[tuple[str, list[Hit]]]:
    """For each kind that this user may see and that has hits: its heading and the hits, at most MOST of them."""
    if len(query) < SHORTEST:
        return []
    found = [(kind.title, list(islice(kind.find(query, user), MOST))) for kind in KINDS if user.has_perm(kind.act)]
    return [(title, hits) for title, hits in found if hits]
