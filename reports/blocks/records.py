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
TWO_COLUMNS_FROM = 7
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
    columns = (DAY, WHAT, *((Column("dossier", soft=True, width=46),) if dossiers else ()))
    return _table(written, over, columns, rows, "Mijlpalen", "De mijlpalen", row_heads=False)


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
    rows = [Row((each.title, each.get_kind_display().lower(), formats.day(each.published_on))) for each in out]
    if ahead:
        rows.append(Row(("Nog gepland",), RowKind.ASIDE))
        rows += [Row((each.title, each.get_kind_display().lower(), str(each.planned_for))) for each in ahead]
    columns = (Column("titel"), Column("soort", soft=True, width=34), Column("verschenen", Align.RIGHT, width=22))
    return _table(written, over, columns, rows, "Publicaties", "De publicaties")


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
    return _table(written, over, columns, made, "Bijeenkomsten", "De bijeenkomsten", row_heads=False)


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
    names = dict.fromkeys((each.organisation.name, each.organisation.municipality) for each in found)
    made = [Row(each) for each in names]
    columns = (Column("organisatie"), Column("gemeente", soft=True, width=40))
    role = Participation.Role(written.arguments["rol"]).label
    return _table(written, over, columns, made, role, "Op naam", place=Place.MAIN)


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
    names = [each.title for each in found]
    half = -(-len(names) // 2) if len(names) >= TWO_COLUMNS_FROM else len(names)
    made = [Row((name, *names[half + at : half + at + 1])) for at, name in enumerate(names[:half])]
    wide = half < len(names)
    columns = (Column(""), Column("")) if wide else (Column(""),)
    made = [Row((*row.cells, "")) if wide and len(row.cells) == 1 else row for row in made]
    books = {str(each.publication) for each in found if each.publication}
    note = f"Uit: {', '.join(sorted(books))}." if books else ""
    kind = Element.Kind(written.arguments["soort"]).label
    return _table(written, over, columns, made, kind, "De onderdelen", note=note, place=Place.MAIN, row_heads=False)


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


def _table(
    written: Directive, over: Period, columns: tuple[Column, ...], rows: list[Row], title: str, what: str, **more: Any
) -> tuple[Block, ...]:
    """A table over the period; without a row it cannot be made."""
    if not rows:
        raise ValueError(f"Er is niets vastgelegd over {said(over)}.")
    caption = written.arguments.get("titel") or title
    return (blocks.Table(columns, tuple(rows), caption, f"{what}, {said(over)}", dense=True, **more),)
