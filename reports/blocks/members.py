"""Blocks about the members, the board and the meetings."""

from __future__ import annotations

from members.headcount import Line, headcount
from members.models import Appointment, Category, Meeting
from nov.kernel import formats
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Align, Block, Cell, Column, Place, Row, RowKind
from nov.kernel.figures import Value
from nov.kernel.periods import Turn
from nov.kernel.printing import printed
from reports.blocks.registry import block
from reports.context import Context, said

TOTAL = "leden.totaal"


@block("leden.brug", "Van het ledental aan het begin naar dat aan het eind van het jaar")
def bridge(context: Context) -> tuple[Block, ...]:
    """Start, joined, left, end; what changed category changes nothing here."""
    joined = context.value("leden.nieuw", "", "teken")
    left = context.read("leden.opgezegd")
    less = context.dressed(left, f"{formats.MINUS}{printed(left)}" if left.value else None)
    return (
        blocks.Bridge(
            blocks.Step(context.value(TOTAL, "begin"), f"op {said(context.year.begin)}"),
            (blocks.Step(joined, "nieuw"), blocks.Step(less, "opgezegd")),
            blocks.Step(context.value(TOTAL, "eind"), f"op {said(context.year.end)}"),
        ),
    )


@block("leden.per_categorie", "Leden per categorie op drie peildata, met de mutaties van het jaar")
def per_category(context: Context) -> tuple[Block, ...]:
    """A row per category, in the order of the categories, and the total."""
    year = context.year
    turns = (year.previous.begin, year.begin, context.latest)
    moved = headcount(year.begin, context.latest)
    keys = {category.plural: f"leden.{category.key}" for category in Category.objects.all()}
    rows = [Row(_category(context, line.name, keys[line.name], line, turns)) for line in moved.lines]
    rows.append(Row(_category(context, "Totaal", TOTAL, moved.total, turns), RowKind.TOTAL))
    first, begin, end = (said(turn, short=True) for turn in turns)
    heads = (first, begin, "nieuw", "opgezegd", "andere\ncategorie", end)
    columns = (Column("categorie"), *(Column(head, Align.RIGHT, strong=head == end, width=21) for head in heads))
    return (
        blocks.Table(
            columns,
            tuple(rows),
            caption="Leden per categorie op drie peildata",
            second=f"Aantal lidorganisaties; de mutaties lopen van {said(year.begin)} tot en met {formats.day_long(context.latest.eve)}",
        ),
    )


def _category(context: Context, name: str, key: str, line: Line, turns: tuple[Turn, ...]) -> tuple[Cell, ...]:
    first, begin, end = (context.cell(key, turn) for turn in turns)
    return name, first, begin, _change(line.joined), _change(-line.left), _change(line.changed), end


def _change(count: int) -> str:
    return formats.signed(count) if count else blocks.NOUGHT_TEXT


@block("leden.samenstelling", "Hoe het ledenbestand is samengesteld, op drie peildata")
def composition(context: Context) -> tuple[Block, ...]:
    """A bar per reference date, cut into the categories; the largest first."""
    turns = (context.year.previous.begin, context.year.begin, context.latest)
    readings = [context.read(TOTAL, turn) for turn in turns]
    names = sorted(readings[-1].parts, key=lambda name: -int(readings[-1].parts[name].value or 0))  # type: ignore[arg-type]
    stacks = tuple(
        blocks.Stack(
            said(turn),
            tuple(context.point(context.part(reading, name)) for name in names),
            context.dressed(reading).text,
        )
        for turn, reading in zip(turns, readings, strict=True)
    )
    last = ", ".join(f"{printed(context.part(readings[-1], name))} {name.lower()}" for name in names)
    return (
        blocks.ShareChart(
            title="Samenstelling van het ledenbestand",
            unit="Aantal leden per categorie",
            description=f"Een balk per peildatum, verdeeld naar categorie. Op {said(turns[-1])}: {last}.",
            place=Place.MAIN,
            names=tuple(name.lower() for name in names),
            stacks=stacks,
        ),
    )


@block("leden.redenen", "Waarom leden vertrokken, met aantallen")
def reasons(context: Context) -> tuple[Block, ...]:
    """A row per reason that was given in the year, and the total."""
    left = context.read("leden.opgezegd")
    rows = [Row((label, context.cell(context.part(left, label)))) for label in left.parts]
    rows.append(Row(("Totaal", context.cell(left)), RowKind.TOTAL))
    return (
        blocks.Table(
            (Column("reden"), Column("leden", Align.RIGHT, width=24)),
            tuple(rows),
            caption="Redenen van vertrek",
            second=f"Aantal leden met hun laatste dag in {context.year}",
            place=Place.MAIN,
        ),
    )


# ---- board and meetings


@block("bestuur.samenstelling", "Wie aan het eind van het jaar in het bestuur zitten, met hun termijn")
def board(context: Context) -> tuple[Block, ...]:
    """A row per seat: chair and treasurer first, then by name."""
    years = context.read("bestuur.termijn", context.latest).value
    rows = tuple(
        Row((str(seat.person), seat.role, _nth(seat.term), formats.day(seat.first_day), _stands_down(seat, years)))
        for seat in board_on(context.latest)
    )
    columns = (
        Column("naam"),
        Column("functie", width=34),
        Column("termijn", width=20),
        Column("sinds", Align.RIGHT, width=24),
        Column("aftredend in", Align.RIGHT, width=24),
    )
    return (
        blocks.Table(
            columns, rows, caption="Samenstelling van het bestuur", second=f"Op {formats.day_long(context.latest.eve)}"
        ),
    )


def board_on(at: Turn) -> list[Appointment]:
    """The seats of the board at a moment: chair, treasurer, then the others by name."""
    order = {"voorzitter": 0, "penningmeester": 1, "secretaris": 2}
    seats = Appointment.objects.at_turn(at).filter(body=Appointment.Body.BOARD).select_related("person")
    return sorted(seats, key=lambda seat: (order.get(seat.role.lower(), 9), str(seat.person)))


def _nth(term: int | None) -> str:
    return {1: "eerste", 2: "tweede", 3: "derde"}.get(term or 0, f"{term}e" if term else "")


def _stands_down(seat: Appointment, years: Value | None) -> str:
    """The year in which the term ends, by its own end or by how long a term lasts."""
    if seat.last_day:
        return str(seat.last_day.year)
    return str(seat.first_day.year + years) if isinstance(years, int) else blocks.NOUGHT_TEXT


@block("vergaderingen", "De ledenvergaderingen en bestuursvergaderingen van het jaar met hun onderwerpen")
def meetings(context: Context) -> tuple[Block, ...]:
    """A row per meeting of members and board, by date, with the subjects of its agenda."""
    held = Meeting.objects.filter(
        date__gte=context.year.first, date__lt=context.year.until, kind__in=(Meeting.Kind.ALV, Meeting.Kind.BOARD)
    )
    rows = tuple(
        Row((formats.day(each.date), each.get_kind_display(), _subjects(each)))
        for each in held.order_by("date", "kind").prefetch_related("items")
    )
    return (
        blocks.Table(
            (Column("datum", width=24), Column("vergadering", width=42), Column("onderwerpen")),
            rows,
            caption=f"Vergaderingen in {context.year}",
            row_heads=False,
        ),
    )


def _subjects(meeting: Meeting) -> str:
    return "; ".join(item.subject for item in meeting.items.all()) or blocks.NOUGHT_TEXT
