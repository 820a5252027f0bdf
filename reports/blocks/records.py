"""Blocks that list the records of the chapter's programme: milestones, publications, meetings, partners, elements."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from nov.kernel import formats
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Align, Block, Cell, Column, Place, Row, RowKind
from nov.kernel.documents.markdown.grammar import Directive
from nov.kernel.periods import Period
from programmes.models import Element, Event, Milestone, Participation, Programme, Publication
from reports.blocks.registry import Argument, block_with, chosen
from reports.context import Context, said

TITLE = Argument("wat er staat, als titel")
OVER = Argument("de periode, zoals achter een kengetal: vorig of looptijd; anders het jaar")
TWO_COLUMNS_FROM = 4
DAY, WHAT = Column("datum", width=22), Column("wat")


@block_with(
    "programma.mijlpalen",
    "Wat het programma bereikte, op datum, en wat nog gepland is",
    takes={"titel": TITLE, "over": OVER},
)
def milestones(context: Context, written: Directive) -> tuple[Block, ...]:
    """Reached in the period, oldest first; then what is planned for later."""
    over = _over(context, written)
    all_ = Milestone.objects.filter(programme=_programme(context)).select_related("dossier").order_by("date", "pk")
    reached = list(all_.filter(planned=False, date__gte=over.first, date__lt=over.until))
    ahead = list(all_.filter(planned=True, date__gte=over.until))
    dossiers = any(each.dossier for each in (*reached, *ahead))
    rows = [Row(_milestone(each, dossiers)) for each in reached]
    if ahead:
        rows += [Row(("Nog gepland",), RowKind.ASIDE), *(Row(_milestone(each, dossiers)) for each in ahead)]
    columns = (DAY, WHAT, *((Column("dossier", soft=True, width=54),) if dossiers else ()))
    return _table(written, over, columns, rows, "Mijlpalen", row_heads=False)


def _milestone(each: Milestone, dossiers: bool) -> tuple[Cell, ...]:
    return (formats.day(each.date), each.title, *((str(each.dossier or ""),) if dossiers else ()))


@block_with(
    "programma.publicaties",
    "Wat het programma uitbracht, en wat voor volgend jaar gepland is",
    takes={"titel": TITLE, "over": OVER, "soort": chosen("welke soort", Publication.Kind.values)},
)
def publications(context: Context, written: Directive) -> tuple[Block, ...]:
    """Published in the period, oldest first; then what is planned and has no date yet."""
    over = _over(context, written)
    all_ = _chosen(Publication.objects.filter(programme=_programme(context)), written, kind="soort")
    out = list(all_.filter(published_on__gte=over.first, published_on__lt=over.until).order_by("published_on", "pk"))
    ahead = list(all_.filter(published_on=None, planned_for__gt=over.last.year).order_by("planned_for", "title"))
    kinds = len({each.kind for each in (*out, *ahead)}) > 1
    rows = [Row(_publication(each, formats.day(each.published_on), kinds)) for each in out]
    if ahead:
        rows.append(Row(("Nog gepland",), RowKind.ASIDE))
        rows += [Row(_publication(each, str(each.planned_for), kinds)) for each in ahead]
    kind = (Column("soort", soft=True, width=34),) if kinds else ()
    columns = (Column("titel"), *kind, Column("verschenen", Align.RIGHT, width=22))
    return _table(written, over, columns, rows, "Publicaties", place=Place.FULL if kinds else Place.MAIN)


def _publication(each: Publication, when: str, kinds: bool) -> tuple[Cell, ...]:
    return (each.title, *((each.get_kind_display().lower(),) if kinds else ()), when)


@block_with(
    "programma.bijeenkomsten",
    "De bijeenkomsten van het programma, op datum, met wie er kwamen",
    takes={
        "titel": TITLE,
        "over": OVER,
        "soort": chosen("welke soort", Event.Kind.values),
        "thema": Argument("alleen met dit thema"),
        "reeks": Argument("alleen uit deze reeks"),
        "met": Argument("alleen overleg met deze organisatie"),
    },
)
def events(context: Context, written: Directive) -> tuple[Block, ...]:
    """Its own and those it shares, oldest first. Attendance that nobody wrote down is said to be unknown."""
    over = _over(context, written)
    rows = Event.objects.of(_programme(context)).filter(date__gte=over.first, date__lt=over.until)
    found = list(
        _chosen(rows, written, kind="soort", theme="thema", series="reeks", counterpart="met").order_by("date", "pk")
    )
    counts = any(_came(each) for each in found)
    counted = (Column("aanwezig", Align.RIGHT, width=26),) if counts else ()
    columns = (DAY, Column("onderwerp"), Column("vorm", soft=True, width=26), *counted)
    made = [
        Row(
            (
                formats.day(each.date),
                each.subject,
                each.get_mode_display().lower(),
                *((_came(each) or "niet geteld",) if counts else ()),
            )
        )
        for each in found
    ]
    return _table(written, over, columns, made, "Bijeenkomsten", row_heads=False)


def _came(event: Event) -> str:
    if event.attendance is not None:
        return formats.number(event.attendance)
    return "" if event.organisations is None else f"{formats.number(event.organisations)} organisaties"


@block_with(
    "programma.deelnemers",
    "De organisaties die in een rol meededen, op naam",
    takes={"titel": TITLE, "over": OVER, "rol": chosen("welke rol", Participation.Role.values, required=True)},
)
def participants(context: Context, written: Directive) -> tuple[Block, ...]:
    """Every organisation once, with its municipality."""
    over = _over(context, written)
    rows = Participation.objects.filter(programme=_programme(context), during__overlap=(over.first, over.until))
    found = _chosen(rows, written, role="rol").select_related("organisation").order_by("organisation__sort_key")
    names = dict.fromkeys((each.organisation.name, str(each.organisation.municipality or "")) for each in found)
    columns = (Column("organisatie"), Column("gemeente", soft=True, width=36))
    role = Participation.Role(written.arguments["rol"]).label
    return _beside(written, over, columns, list(names), role)


@block_with(
    "programma.onderdelen",
    "De thema’s, actielijnen, routes of andere onderdelen van het programma",
    takes={"titel": TITLE, "over": OVER, "soort": chosen("welke soort", Element.Kind.values, required=True)},
)
def elements(context: Context, written: Directive) -> tuple[Block, ...]:
    """The names, in two columns when there are many."""
    over = _over(context, written)
    rows = Element.objects.filter(programme=_programme(context), during__overlap=(over.first, over.until))
    found = list(_chosen(rows, written, kind="soort").select_related("publication").order_by("pk"))
    books = {str(each.publication) for each in found if each.publication}
    note = f"Uit: {', '.join(sorted(books))}." if books else ""
    kind = Element.Kind(written.arguments["soort"]).label
    columns = (Column("", width=56),)
    return _beside(written, over, columns, [(each.title,) for each in found], kind, place=Place.MAIN, note=note)


# ---- shared


def _programme(context: Context) -> Programme:
    """The chapter's programme. Raises ValueError when it has none."""
    found = Programme.objects.filter(code=context.programme).first() if context.programme else None
    if found is None:
        raise ValueError("Dit hoofdstuk hoort niet bij een programma.")
    return found


def _over(context: Context, written: Directive) -> Period:
    at = context.at(written.arguments.get("over", ""))
    if not isinstance(at, Period):
        raise ValueError(f"‘over={written.arguments['over']}’ is geen periode.")
    return at


def _chosen(rows: QuerySet[Any], written: Directive, **columns: str) -> QuerySet[Any]:
    """The rows that answer to the arguments that were given."""
    given = {column: written.arguments[name] for column, name in columns.items() if written.arguments.get(name)}
    return rows.filter(Q(**given))


def _beside(
    written: Directive, over: Period, columns: tuple[Column, ...], names: list[tuple[str, ...]], title: str, **more: Any
) -> tuple[Block, ...]:
    """A table of names; many are read down the left half first and then down the right."""
    if len(names) < TWO_COLUMNS_FROM:
        more = {"place": Place.MAIN} | more
        return _table(written, over, columns, [Row(each) for each in names], title, **more)
    half = -(-len(names) // 2)
    blank = ("",) * len(columns)
    right = [*names[half:], *[blank] * (2 * half - len(names))]
    rows = [Row((*one, *other)) for one, other in zip(names[:half], right, strict=True)]
    return _table(written, over, (*columns, *columns), rows, title, row_heads=False, **more)


def _table(
    written: Directive, over: Period, columns: tuple[Column, ...], rows: list[Row], title: str, **more: Any
) -> tuple[Block, ...]:
    """A table over the period; without a row it cannot be made."""
    if not rows:
        raise ValueError(f"Er is niets vastgelegd over {said(over)}.")
    caption = written.arguments.get("titel") or title
    return (blocks.Table(columns, tuple(rows), caption, said(over), dense=True, **more),)
