"""The annual accounts of a year as a document: from the statements of the ledger, in whole euros that add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

import finance.checks
from finance import budgets
from finance.models import Appropriation, AppropriationLine, Budget, Decision
from finance.statements import (
    Movement,
    Node,
    Section,
    Statement,
    balance_sheet,
    income_statement,
    movement_of_reserves,
    unappropriated,
)
from nov.kernel import formats
from nov.kernel.checks import checks_of
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Align, Column, Line, Row, RowKind
from nov.kernel.periods import Turn, Year
from reports import frame
from reports.accounts_texts import PRINCIPLES, RULE_OF_APPROPRIATION
from reports.blocks.finance import whole
from reports.blocks.members import board_on
from reports.findings import open_findings, outcomes
from reports.picture import picture

ALL_EUROS = "Alle bedragen in hele euro’s."
CHECKS = checks_of((finance.checks,))


def annual_accounts(year: int, *, on: date, adopted: Decision | None = None) -> blocks.Document:
    """Balance sheet, income statement, appropriation, principles, notes, movement of reserves, signatures.

    `on` is the day on which the board signs, or on which a draft was made; the signatures are those of the board of
    that day. `adopted` is the decision that makes it the final one.
    """
    with picture():
        of = Year(year)
        version = budgets.of_year(year).last()
        points = [] if adopted else open_findings(outcomes(of, CHECKS))
        balance = balance_sheet(of.end).whole_euros()
        result = income_statement(of, budgets=(version,) if version else ()).whole_euros()
        notes = Notes()
        return blocks.Document(
            title="Jaarrekening",
            subtitle=str(year),
            association=frame.ASSOCIATION,
            motto=frame.MOTTO,
            subject=f"Balans, staat van baten en lasten en toelichting over {year}",
            status=frame.status(on, adopted),
            draft=None if adopted else blocks.Draft(formats.day_long(on), len(points)),
            edition=f"Editie {year}",
            contents=blocks.Contents(),
            chapters=(
                _balance(of, balance, notes),
                _result(of, result, version, notes),
                _principles(),
                _explained(of, balance, result, notes),
                _reserves(of),
                _signatures(of, on, adopted),
                _other(of),
            ),
        )


class Notes:
    """The numbers of the notes, given in the order in which the statements ask for them."""

    def __init__(self) -> None:
        self.numbers: dict[str, str] = {}

    def of(self, node: Node) -> str:
        """The number of a line's note; a line that is one account, or nought, has none."""
        if sum(1 for _ in leaves(node)) < 2:
            return ""
        return self.numbers.setdefault(node.code, str(len(self.numbers) + 1))


# ---- the statements


def _balance(of: Year, statement: Statement, notes: Notes) -> blocks.Chapter:
    left = unappropriated(of.number)
    said = "Voor bestemming van het saldo." if left else "Na bestemming van het saldo."
    heads = tuple(formats.day(column.at.eve) for column in statement.columns)  # type: ignore[union-attr]
    sides = tuple(
        blocks.Statement(heads, tuple(_lines(section, notes, f"Totaal {section.name.lower()}")), head=section.name)
        for section in statement.sections
    )
    return blocks.Chapter(
        f"Balans per {formats.day_long(of.last)}",
        (blocks.Paragraph(f"{said} {ALL_EUROS}", soft=True), *sides),
        wide=True,
    )


def _result(of: Year, statement: Statement, budget: Budget | None, notes: Notes) -> blocks.Chapter:
    heads = (f"realisatie\n{of}", *((f"begroting\n{of}",) if budget else ()), f"realisatie\n{of.previous}")
    lines: list[Line] = []
    for section in statement.sections:
        lines.append(Line(section.name, kind=RowKind.GROUP))
        lines += _lines(section, notes, f"Som van de {section.name.lower()}", RowKind.SUBTOTAL)
    lines.append(Line("Saldo van baten en lasten", _amounts(statement.result), kind=RowKind.TOTAL))
    table = blocks.Statement(heads, tuple(lines), note=_about_budget(budget))
    return blocks.Chapter(
        f"Staat van baten en lasten over {of}",
        (blocks.Paragraph(ALL_EUROS, soft=True), table, *_appropriation(of)),
        wide=True,
    )


def _lines(section: Section, notes: Notes, total: str, kind: RowKind = RowKind.TOTAL) -> Iterator[Line]:
    """The captions of one side: those with captions below them as a group with its sum, and the total."""
    for node in section.nodes:
        below = [child for child in node.children if not child.is_account]
        if not below:
            yield Line(node.name, _amounts(node.amounts), notes.of(node))
            continue
        yield Line(node.name, kind=RowKind.GROUP)
        for child in below:
            yield Line(child.name, _amounts(child.amounts), notes.of(child))
        if len(below) > 1:
            yield Line(f"Totaal {node.name[0].lower()}{node.name[1:]}", _amounts(node.amounts), kind=RowKind.SUBTOTAL)
    yield Line(total, _amounts(section.total), kind=kind)


def _about_budget(budget: Budget | None) -> str:
    if budget is None:
        return "Over dit jaar is geen begroting vastgelegd."
    body, day = budget.decision.get_body_display().lower(), formats.day_long(budget.decision.date)
    said = f"De begroting is versie {budget.version}, “{budget.name}”, vastgesteld op {day} door: {body}."
    if budget.version == 1:
        return said
    first = budgets.of_year(budget.year_id).first()
    assert first is not None, "een latere versie heeft een eerste"
    lines = first.lines.filter(account__kind="lasten").values_list("amount", flat=True)
    return f"{said} De eerste begroting, “{first.name}”, telde {formats.money(sum(lines, Decimal(0)))} aan lasten."


def _appropriation(of: Year) -> tuple[blocks.Block, ...]:
    lines = AppropriationLine.objects.filter(appropriation__year__in=(of.number, of.number - 1))
    amounts: dict[str, list[Decimal]] = {}
    for name, year, amount in lines.order_by("reserve__account__code").values_list(
        "reserve__name", "appropriation__year", "amount"
    ):
        columns = amounts.setdefault(name, [Decimal(0), Decimal(0)])
        columns[0 if year == of.number else 1] += amount
    rows = [Line(_moved(name, columns[0]), _amounts(columns)) for name, columns in amounts.items()]
    left = unappropriated(of.number), unappropriated(of.number - 1)
    if any(left):
        rows.append(Line("Nog te bestemmen", _amounts(left)))
    sums = [sum((columns[place] for columns in amounts.values()), left[place]) for place in (0, 1)]
    rows.append(Line("Saldo van baten en lasten", _amounts(sums), kind=RowKind.TOTAL))
    heading = blocks.Heading("Bestemming van het saldo", numbered=False)
    return heading, blocks.Statement((str(of), str(of.previous)), tuple(rows), note_head="")


def _moved(reserve: str, amount: Decimal) -> str:
    deed = "Onttrekking aan" if amount < 0 else "Toevoeging aan"
    return f"{deed} de {reserve[0].lower()}{reserve[1:]}"


def _amounts(amounts: Iterable[Decimal]) -> tuple[str, ...]:
    return tuple(whole(amount) for amount in amounts)


# ---- principles and notes


def _principles() -> blocks.Chapter:
    return blocks.Chapter("Grondslagen", tuple(node for part in PRINCIPLES for node in part.nodes()), wide=True)


def _explained(of: Year, balance: Statement, result: Statement, notes: Notes) -> blocks.Chapter:
    """Every line of the statements that is made of several accounts, with those accounts."""
    nodes: list[blocks.Block] = []
    for statement, title in ((balance, "Balans"), (result, "Staat van baten en lasten")):
        nodes.append(blocks.Heading(title, numbered=False))
        heads = tuple(_head(column.heading) for column in statement.columns)
        for section in statement.sections:
            for node in _noted(section.nodes, notes):
                head = f"{notes.numbers[node.code]}. {node.name}"
                lines = [Line(leaf.name, _amounts(leaf.amounts)) for leaf in leaves(node)]
                lines.append(Line("Totaal", _amounts(node.amounts), kind=RowKind.TOTAL))
                nodes.append(blocks.Statement(heads, tuple(lines), head=head, note_head=""))
    return blocks.Chapter("Toelichting", (blocks.Paragraph(ALL_EUROS, soft=True), *nodes), wide=True)


def _head(heading: str) -> str:
    """A column's head in two short lines."""
    return heading.replace(" ", "\n", 1) if heading.startswith("Realisatie") else heading


def _noted(nodes: Iterable[Node], notes: Notes) -> Iterator[Node]:
    for node in nodes:
        if node.code in notes.numbers:
            yield node
        else:
            yield from _noted((child for child in node.children if not child.is_account), notes)


def leaves(node: Node) -> Iterator[Node]:
    """The accounts of a line that hold anything."""
    if node.is_account:
        yield node
    for child in node.children:
        yield from leaves(child)


def _reserves(of: Year) -> blocks.Chapter:
    tables = [_movement(each, movement_of_reserves(each)) for each in (of, of.previous)]
    about = blocks.Paragraph(
        "De reserves bewegen alleen door bestemming van het saldo. Een bestemmingsreserve is door de vereniging zelf "
        "afgezonderd en is geen verplichting."
    )
    return blocks.Chapter("Verloop van de reserves", (about, *tables), wide=True)


def _movement(of: Year, moved: list[Movement]) -> blocks.Table:
    rows = [Row((each.reserve.name, *_amounts((each.begin, each.added, -each.taken, each.end)))) for each in moved]
    sums = [
        sum(column, Decimal(0)) for column in zip(*((m.begin, m.added, -m.taken, m.end) for m in moved), strict=True)
    ]
    rows.append(Row(("Totaal", *_amounts(sums or [Decimal(0)] * 4)), RowKind.TOTAL))
    heads = ("stand\n1 januari", "toevoeging", "onttrekking", "stand\n31 december")
    return blocks.Table(
        (Column(""), *(Column(head, Align.RIGHT, width=26) for head in heads)),
        tuple(rows),
        caption=f"Boekjaar {of}",
        second=ALL_EUROS.rstrip("."),
        dense=True,
    )


def _signatures(of: Year, on: date, adopted: Decision | None) -> blocks.Chapter:
    seats = board_on(Turn.after(on))
    said = f"Opgemaakt door het bestuur, {formats.day_long(on)}."
    if adopted:
        said = f"Vastgesteld door de {adopted.get_body_display().lower()} op {formats.day_long(adopted.date)}."
    persons = tuple(blocks.Signature(str(seat.person), seat.role) for seat in seats)
    return blocks.Chapter("Ondertekening", (blocks.Paragraph(said), blocks.Signatures(persons)), wide=True)


def _other(of: Year) -> blocks.Chapter:
    decisions = [each.decision for each in Appropriation.objects.filter(year=of.number).select_related("decision")]
    done = [blocks.Paragraph(f"Besluit over {of}: {decision}.") for decision in decisions]
    rule: tuple[blocks.Block, ...] = (
        blocks.Heading("Bestemming van het saldo", numbered=False),
        blocks.Paragraph(RULE_OF_APPROPRIATION),
        *done,
    )
    return blocks.Chapter("Overige gegevens", rule, wide=True)
