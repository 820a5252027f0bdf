"""Blocks that show the figures an author names: a panel, this year beside last year, bars, a division, a map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from nov.kernel import formats
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Align, Block, Column, Place, Row
from nov.kernel.documents.markdown import figures_in, parse
from nov.kernel.documents.markdown.grammar import Directive
from nov.kernel.figures import Reading
from nov.kernel.periods import Turn
from programmes.countable_kinds import KINDS
from programmes.counting import Split, split
from programmes.indicators import located
from programmes.models.desks import Province
from reports.blocks.registry import NAMED_FIGURE, Argument, block_with, chosen
from reports.context import Context, said

TITLE = Argument("wat er staat, als titel", required=True)
UNIT = Argument("wat er is geteld, als tweede regel")
SOURCE = Argument("de bron, onder de tekening")
WAYS = sorted({name for kind in KINDS.values() for name, each in kind.conditions.items() if each.column})
IN_ORDER = "vast"


@block_with(
    "cijfers.paneel",
    "Kerncijfers in een vlak, per regel één: Balies: {meedoen.balies} in het jaar",
    takes={},
    lines=True,
    words=True,
)
def panel(context: Context, written: Directive) -> tuple[Block, ...]:
    """Three across; what stands behind a figure comes below it."""
    items = []
    for line in filter(None, map(NAMED_FIGURE.match, written.body.splitlines())):
        (value,) = map(context.token, figures_in(line["figure"]))
        below = parse(line["rest"].strip(), context.token, lambda name, arguments, body: ())
        words = below[0].words if below and isinstance(below[0], blocks.Paragraph) else ""
        items.append(blocks.KeyFigure(line["name"].strip(), value, words))
    return (blocks.KeyFigures(tuple(items)),)


@block_with(
    "cijfers.jaren",
    "Een tabel van kengetallen, per regel één: dit jaar, vorig jaar en het verschil",
    takes={"titel": TITLE, "eenheid": UNIT},
    lines=True,
)
def years(context: Context, written: Directive) -> tuple[Block, ...]:
    """A row per figure; what was not there last year has no difference."""
    rows = []
    for name, reading in _read(context, written):
        before = context.before(reading)
        growth = context.signed_growth(reading)
        rows.append(Row((name, context.cell(reading), context.cell(before), growth)))
    columns = (
        Column(""),
        Column(str(context.year), Align.RIGHT, strong=True, width=22),
        Column(str(context.year.previous), Align.RIGHT, soft=True, width=22),
        Column("verschil", Align.RIGHT, soft=True, width=20),
    )
    second = written.arguments.get("eenheid", "")
    return (blocks.Table(columns, tuple(rows), written.arguments["titel"], second, place=Place.MAIN),)


@block_with(
    "cijfers.staven",
    "Liggende staven van kengetallen, per regel één, van veel naar weinig",
    takes={"titel": TITLE, "eenheid": UNIT, "bron": SOURCE, "volgorde": chosen("hoe ze staan", ("aantal", IN_ORDER))},
    lines=True,
)
def bars(context: Context, written: Directive) -> tuple[Block, ...]:
    """A bar per figure, all on one scale."""
    read = _read(context, written)
    if written.arguments.get("volgorde") != IN_ORDER:
        read.sort(key=lambda each: -float(each[1].value) if each[1].known else 0.0)  # type: ignore[arg-type]
    drawn = tuple(blocks.Bar(name, context.point(reading)) for name, reading in read)
    return (
        blocks.BarChart(
            title=written.arguments["titel"],
            unit=written.arguments.get("eenheid", "") or _over(read[0][1]),
            description="; ".join(f"{bar.label}: {bar.point.printed}" for bar in drawn) + ".",
            note=written.arguments.get("bron", ""),
            bars=drawn,
        ),
    )


@block_with(
    "cijfers.verdeling",
    "Een geteld kengetal, verdeeld: naar kanaal, provincie, thema of uitkomst",
    takes={
        "titel": TITLE,
        "naar": chosen("waarnaar je verdeelt", WAYS, required=True),
        "volgorde": chosen("hoe de staven staan", ("aantal", IN_ORDER)),
        "bron": SOURCE,
    },
    lines=True,
)
def division(context: Context, written: Directive) -> tuple[Block, ...]:
    """A bar per value with its share of what is known; what was left blank has its own bar and no share. Of several
    figures each is one bar, cut in parts."""
    by = written.arguments["naar"]
    read = _read(context, written)
    if len(read) > 1:
        return (_shares(written, [(name, reading, _parts(reading, by)) for name, reading in read]),)
    reading = read[0][1]
    found = _parts(reading, by)
    n = sum(amount for _, _, amount in found.parts)
    parts = list(found.parts)
    if written.arguments.get("volgorde") != IN_ORDER:
        parts.sort(key=lambda each: (each[0].startswith("overig"), -each[2]))
    drawn = tuple(_bar(label, amount, n) for _, label, amount in parts)
    blank = blocks.Bar("niet ingevuld", blocks.Point.counted(found.blank)) if found.blank else None
    most = max(parts, key=lambda each: each[2])
    of = f"{formats.number(n)} van {context.dressed(reading).text}" if found.blank else formats.number(n)
    return (
        blocks.BarChart(
            title=written.arguments["titel"],
            unit=f"{_named(reading)} (n = {of})",
            description=f"Het meest: {most[1]}, {formats.number(most[2])} van {formats.number(n)}.",
            note=written.arguments.get("bron", ""),
            bars=drawn,
            blank=blank,
        ),
    )


@block_with(
    "cijfers.kaart",
    "Een geteld kengetal per provincie, op een tegelkaart met tabel",
    takes={"titel": TITLE, "kop": Argument("wat er in elk vak is geteld", required=True)},
    lines=True,
)
def tile_map(context: Context, written: Directive) -> tuple[Block, ...]:
    """A province without a record is nought; what has no province is told."""
    reading = _read(context, written)[0][1]
    found = _parts(reading, "provincie")
    names = dict(Province.choices)
    amounts = {names[value]: amount for value, _, amount in found.parts}
    values = {code: blocks.Point.counted(amounts.get(name, 0)) for code, name in blocks.PROVINCES.items()}
    n = sum(amounts.values())
    return (
        blocks.TileMap(
            title=written.arguments["titel"],
            unit=f"{_named(reading)} (n = {formats.number(n)}); hoe donkerder, hoe meer",
            description=f"Elke provincie is één vak, ongeveer op haar plaats. Samen {formats.number(n)}.",
            note=f"Van {formats.number(found.blank)} is de provincie niet bekend." if found.blank else "",
            values=values,
            value_head=written.arguments["kop"],
        ),
    )


# ---- shared


def _lines(context: Context, written: Directive) -> Iterator[tuple[str, Reading]]:
    for line in filter(None, map(NAMED_FIGURE.match, written.body.splitlines())):
        (token,) = figures_in(line["figure"])
        yield line["name"].strip(), context.read(token.key, token.reference)


def _read(context: Context, written: Directive) -> list[tuple[str, Reading]]:
    """The figures of the block with their names. Raises ValueError when it has none."""
    found = list(_lines(context, written))
    if not found:
        raise ValueError("Er staat geen kengetal onder.")
    return found


def _parts(reading: Reading, by: str) -> Split:
    """The parts of a counted figure. Raises ValueError for another one, and when there is nothing to divide."""
    place = located(reading.figure.key) if reading.figure else None
    if place is None or place[1] is not None:
        raise ValueError("Alleen een geteld kengetal is te verdelen.")
    found = split(place[0], reading, by)
    if not found.parts:
        raise ValueError(f"Er is niets vastgelegd om te verdelen naar {by}.")
    return found


def _shares(written: Directive, read: list[tuple[str, Reading, Split]]) -> blocks.ShareChart:
    """Several figures on one scale, each cut in the same parts, what was left blank last."""
    names = {value: label for _, _, found in read for value, label, _ in found.parts}
    if any(found.blank for _, _, found in read):
        names[""] = "niet ingevuld"
    stacks, first = [], read[0][1]
    assert first.figure is not None
    unit = first.figure.unit
    for name, _, found in read:
        amounts = {value: amount for value, _, amount in found.parts} | {"": found.blank}
        points = tuple(blocks.Point.counted(amounts.get(value, 0)) for value in names)
        stacks.append(blocks.Stack(name, points, formats.number(sum(amounts.values()))))
    said_of = (
        f"{stack.label}: {', '.join(f'{p.printed} {n.lower()}' for p, n in _told(stack, names))}" for stack in stacks
    )
    return blocks.ShareChart(
        title=written.arguments["titel"],
        unit=f"Aantal {unit.plural}, {_over(first)}" if unit.plural else _over(first),
        description="; ".join(said_of) + ".",
        note=written.arguments.get("bron", ""),
        names=tuple(names.values()),
        stacks=tuple(stacks),
    )


def _told(stack: blocks.Stack, names: Mapping[str, str]) -> Iterator[tuple[blocks.Point, str]]:
    return zip(stack.points, names.values(), strict=True)


def _named(reading: Reading) -> str:
    """ "Beantwoorde vragen, 2023": what was counted and when."""
    assert reading.figure is not None
    return f"{reading.figure.label}, {_over(reading)}"


def _over(reading: Reading) -> str:
    at = reading.reference
    assert at is not None
    return f"op {said(at)}" if isinstance(at, Turn) else said(at)


def _bar(label: str, amount: int, n: int) -> blocks.Bar:
    return blocks.Bar(label, blocks.Point.counted(amount), formats.percent(Fraction(amount * 100, n), 0) if n else "")
