"""Blocks about networks: who belongs to them, who speaks for the association, what they shared; and thanks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import F, QuerySet

from finance.models import Grant
from members.models import Holder, Membership
from nov.kernel import formats
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Block, Column, Row
from programmes.models import DeskContract, Element, Event, Participation, Publication, Representation
from reports.blocks.registry import block, recorded
from reports.context import Context

Role = Participation.Role


@block("lovz.leden", "De organisaties in het LOVZ, en welke daarvan ook in Meer en anders Vrijwilligen meedoen")
def lovz_members(context: Context) -> tuple[Block, ...]:
    """Their names in two rows: those that take part in both, and the others."""
    rows = Participation.objects.filter(during__overlap=_days(context))
    both = rows.filter(programme__code="mva").values("organisation")
    network = rows.filter(programme__code="lovz", role=Role.MEMBER).order_by("organisation__sort_key")
    groups = (
        ("Ook in Meer en anders Vrijwilligen", _names(network.filter(organisation__in=both))),
        ("Alleen in het LOVZ", _names(network.exclude(organisation__in=both))),
    )
    lines = recorded([Row((f"{what} ({len(names)})", ", ".join(names))) for what, names in groups if names], context)
    columns = (Column("", width=44), Column(""))
    return (blocks.Table(columns, tuple(lines), caption="Leden van het LOVZ", second=f"In {context.year}, op naam"),)


@block("novi.forum", "De onderwerpen op het besloten platform van de vrijwilligerscentrales")
def forum(context: Context) -> tuple[Block, ...]:
    """The titles of the items of the year, in the order in which they came."""
    rows = Publication.objects.filter(programme__code="novi", kind=Publication.Kind.FORUM_ITEM)
    found = rows.filter(published_on__gte=context.year.first, published_on__lt=context.year.until)
    titles = recorded(list(found.order_by("published_on", "title").values_list("title", flat=True)), context)
    return (blocks.Paragraph(f"De onderwerpen: {'; '.join(titles)}.", soft=True),)


@block("internationaal.netwerken", "De internationale netwerken, sinds wanneer NOV erbij hoort en wie er spreekt")
def networks(context: Context) -> tuple[Block, ...]:
    """A row per network, with who represents the association there."""
    rows = Element.objects.filter(programme__code="internationaal", kind=Element.Kind.NETWORK)
    found = list(rows.filter(during__overlap=_days(context)).order_by("title"))
    recorded(found, context)
    speak = Representation.objects.filter(network__in=found, during__overlap=_days(context)).select_related("person")
    lines = []
    for network in found:
        names = [
            f"{each.person} ({each.get_capacity_display().lower()})"
            for each in speak.order_by("person__name")
            if each.network_id == network.pk
        ]
        lines.append(Row((network.title, formats.day(network.during.lower), ", ".join(names))))
    columns = (Column("netwerk", width=36), Column("lid sinds", width=30), Column("namens NOV"))
    return (blocks.Table(columns, tuple(lines), "Internationale netwerken", f"Vertegenwoordiging in {context.year}"),)


def _days(context: Context) -> tuple[object, object]:
    return context.year.first, context.year.until


# ---------------------------------------------------------------------------------------------- thanks

# What organisations are thanked for, by the role in which they took part.
ROLES = (
    (Role.PARTNER, "Partners"),
    (Role.COALITION, "Coalitie Meer en anders Vrijwilligen"),
    (Role.EXECUTOR, "Uitvoerders van lokale projecten"),
    (Role.CONSULTED, "Overlegpartners"),
)


@block("dank", "Wie het jaar mogelijk maakten: financiers, partners, balies, netwerken, sessies en nieuwe leden")
def thanks(context: Context) -> tuple[Block, ...]:
    """Drawn from the records of the year: a row per reason to thank, with the names."""
    found = [(reason, names) for reason, names in _thanked(context) if names]
    rows = tuple(Row((reason, ", ".join(names))) for reason, names in recorded(found, context))
    columns = (Column("", width=44), Column(""))
    return (blocks.Table(columns, rows, caption="Dank aan", second=f"Naar de administratie van {context.year}"),)


def _thanked(context: Context) -> Iterator[tuple[str, list[str]]]:
    days = _days(context)
    grants = Grant.objects.filter(during__overlap=days).values_list("funder__name", flat=True)
    took_part = Participation.objects.filter(during__overlap=days).order_by("organisation__sort_key")
    yield "Financiers en fondsen", _once([*sorted(grants), *_names(took_part.filter(role=Role.FUND))])
    for role, reason in ROLES:
        yield reason, _names(took_part.filter(role=role))
    desks = DeskContract.objects.filter(during__overlap=days).order_by("organisation__name")
    yield "Organisaties achter de Meedoenbalies", _once(desks.values_list("organisation__name", flat=True))
    given = Event.objects.filter(date__gte=days[0], date__lt=days[1], hosts__isnull=False)
    yield "Leden die een sessie verzorgden", _once(given.order_by("hosts__name").values_list("hosts__name", flat=True))
    abroad = Element.objects.filter(kind=Element.Kind.NETWORK, during__overlap=days).order_by("title")
    yield "Internationale netwerken", _once(abroad.values_list("title", flat=True))
    joined = Holder.objects.live().filter(membership__in=Membership.objects.opened(context.year))
    first = joined.filter(during__startswith=F("membership__during__startswith"))
    yield "Nieuwe leden", _names(first.order_by("organisation__sort_key"))


def _names(rows: QuerySet[Any]) -> list[str]:
    return _once(rows.values_list("organisation__name", flat=True))


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
