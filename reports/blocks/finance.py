"""Blocks about money: income and expenses, differences from the budget, appropriation, reserves."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from finance import budgets
from finance.models import Appropriation, Budget, BudgetLine, Kind, Reserve
from finance.statements import Movement, income_statement, movement_of_reserves
from nov.kernel import formats
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Align, Block, BudgetBar, Column, Place, Point, Row, RowKind
from nov.kernel.figures import Reading
from reports.blocks.registry import block
from reports.context import Context, said

# The lines of both tables: the caption in the statement, and what it is called here. `financien.<caption>` reads it.
INCOME = (
    ("subsidiebaten", "Subsidies"),
    ("giften", "Giften en eigen fondsenwerving"),
    ("overige_baten", "Contributies en overige baten"),
)
EXPENSES = (
    ("personeelskosten", "Personeel"),
    ("projectkosten", "Activiteiten en projecten"),
    ("organisatie_accommodatie_bestuur_rente", "Organisatie, huisvesting, bestuur, rente"),
)
SIDES = ((INCOME, "baten", "Totaal baten"), (EXPENSES, "lasten", "Totaal lasten"))


@block("financien.baten_lasten", "Baten en lasten: een grafiek naast de begroting, een tabel naast vorig jaar")
def income_and_expenses(context: Context) -> tuple[Block, ...]:
    """A chart with the last budget as a mark, and a table with this year and the year before."""
    budget = budgets.of_year(context.year.number).last()
    rows: list[Row] = []
    for lines, total, name in SIDES:
        rows += [_beside_last_year(context, caption, words) for caption, words in lines]
        rows.append(_beside_last_year(context, total, name, RowKind.SUBTOTAL))
    rows.append(_beside_last_year(context, "resultaat", "Resultaat", RowKind.TOTAL))
    columns = (
        Column(""),
        Column(str(context.year), Align.RIGHT, strong=True, width=28),
        Column(str(context.year.previous), Align.RIGHT, soft=True, width=28),
        Column("verschil", Align.RIGHT, soft=True, width=28),
    )
    table = blocks.Table(columns, tuple(rows), caption="Baten en lasten naast vorig jaar", second="In hele euro’s")
    return (_chart(context, budget), table) if budget else (table,)


def _beside_last_year(context: Context, of: str, words: str, kind: RowKind = RowKind.NORMAL) -> Row:
    now = context.read(f"financien.{of}")
    then = context.before(now)
    change = _signed(_amount(now) - _amount(then)) if now.known and then.known else blocks.NOT_APPLICABLE_TEXT
    return Row((words, _bare(context, now), _bare(context, then), change), kind)


def _chart(context: Context, budget: Budget) -> Block:
    planned = Planned(context, budget)
    groups = (
        *(tuple(_bar(context, planned, caption, words) for caption, words in lines) for lines, _, _ in SIDES),
        (_bar(context, planned, "resultaat", "Resultaat", strong=True),),
    )
    total = context.value("financien.baten").text
    spent = context.value("financien.lasten").text
    return blocks.BudgetChart(
        title=f"Baten en lasten {context.year}",
        unit=f"In euro’s. Balk: werkelijk. Streep: {budget.name}",
        description=f"De baten zijn {total}, de lasten {spent}. De tabel eronder geeft elk bedrag.",
        groups=groups,
    )


def _bar(context: Context, planned: Planned, of: str, words: str, *, strong: bool = False) -> BudgetBar:
    now = context.read(f"financien.{of}")
    actual = Point(_amount(now), whole(_amount(now))) if now.known else blocks.NOT_MEASURED
    return BudgetBar(words, actual, Point(planned[of], whole(planned[of])), strong)


class Planned:
    """What a version of the budget allows per line of the tables, from the income statement."""

    def __init__(self, context: Context, budget: Budget) -> None:
        statement = income_statement(context.year, budgets=(budget,), compare=False)
        self._amounts = {node.code: node.amounts[1] for section in statement.sections for node in section.nodes}
        income, expenses = (section.total[1] for section in statement.sections)
        self._amounts |= {"baten": income, "lasten": expenses, "resultaat": income - expenses}

    def __getitem__(self, of: str) -> Decimal:
        return self._amounts.get(of, Decimal(0))


@block("financien.verschillen", "Werkelijk tegenover de laatste begroting, die met naam en besluit wordt genoemd")
def differences(context: Context) -> tuple[Block, ...]:
    """A row per line with the difference, and which version it is compared with."""
    versions = list(budgets.of_year(context.year.number))
    if not versions:
        return (blocks.OpenTask("Begroting nog in te vullen", f"Over {context.year} is geen begroting vastgelegd."),)
    planned = Planned(context, versions[-1])
    rows: list[Row] = []
    for lines, total, name in SIDES:
        rows += [_beside_budget(context, planned, caption, words) for caption, words in lines]
        rows.append(_beside_budget(context, planned, total, name, RowKind.SUBTOTAL))
    rows.append(_beside_budget(context, planned, "resultaat", "Resultaat", RowKind.TOTAL))
    columns = (
        Column(""),
        Column("werkelijk", Align.RIGHT, strong=True, width=28),
        Column("begroot", Align.RIGHT, soft=True, width=28),
        Column("verschil", Align.RIGHT, width=28),
    )
    return (
        blocks.Table(
            columns,
            tuple(rows),
            caption=f"Werkelijk en begroot {context.year}",
            second=f"In hele euro’s; vergeleken met: {_named(versions[-1])}",
            note=" ".join(_history(versions)),
        ),
    )


def _beside_budget(context: Context, planned: Planned, of: str, words: str, kind: RowKind = RowKind.NORMAL) -> Row:
    now = context.read(f"financien.{of}")
    change = _signed(_amount(now) - planned[of]) if now.known else blocks.NOT_APPLICABLE_TEXT
    return Row((words, _bare(context, now), whole(planned[of]), change), kind)


def _named(budget: Budget) -> str:
    decision = budget.decision
    return f"{budget.name} ({decision.get_body_display().lower()}, {formats.day_long(decision.date)})"


def _history(versions: list[Budget]) -> Iterator[str]:
    """Every version of the budget in a sentence."""
    for budget in versions:
        spent = sum(
            BudgetLine.objects.filter(budget=budget, account__kind=Kind.EXPENSE).values_list("amount", flat=True),
            Decimal(0),
        )
        yield f"Versie {budget.version}, {_named(budget)}: lasten {formats.money(spent)}."


@block("financien.bestemming", "Naar welke reserves het resultaat gaat")
def appropriation(context: Context) -> tuple[Block, ...]:
    """A row per reserve that the result of the year goes to, and the total, which is the result."""
    lines = [
        (reserve, context.read(f"bestemming.{reserve.code}"))
        for reserve in Reserve.objects.filter(movements__appropriation__year=context.year.number).distinct()
    ]
    if not lines:
        return (blocks.OpenTask("Bestemming nog in te vullen", f"Het resultaat over {context.year} is niet bestemd."),)
    rows = [Row((reserve.name, _bare(context, reading))) for reserve, reading in lines]
    rows.append(Row(("Resultaat", _bare(context, context.read("financien.resultaat"))), RowKind.TOTAL))
    decisions = Appropriation.objects.filter(year=context.year.number).select_related("decision")
    return (
        blocks.Table(
            (Column("reserve"), Column("bedrag", Align.RIGHT, width=28)),
            tuple(rows),
            caption=f"Bestemming van het resultaat {context.year}",
            second="In hele euro’s",
            note=" ".join(f"Besluit: {each.decision}." for each in decisions),
            place=Place.MAIN,
        ),
    )


@block("financien.reserves", "Het verloop van elke reserve in het jaar")
def reserves(context: Context) -> tuple[Block, ...]:
    """A row per reserve from the first to the last day, and the total."""
    moved = movement_of_reserves(context.year)
    rows = [
        Row(
            (
                each.reserve.name,
                _bare(context, context.read(f"reserve.{each.reserve.code}", "begin")),
                whole(each.added),
                whole(-each.taken),
                _bare(context, context.read(f"reserve.{each.reserve.code}", "eind")),
            )
        )
        for each in moved
    ]
    sums = [sum((amount for amount in column), Decimal(0)) for column in zip(*map(_movement, moved), strict=True)]
    total = [blocks.Value(whole(amount)) for amount in sums]
    if any(cell.state is blocks.State.MISSING for row in rows for cell in row.cells[-1:]):  # type: ignore[union-attr]
        total[-1] = blocks.Value(blocks.NOT_APPLICABLE_TEXT)  # no sum over what is missing
    rows.append(Row(("Totaal", *total), RowKind.TOTAL))
    heads = (said(context.year.begin, short=True), "bij", "af", said(context.year.end, short=True))
    columns = (Column("reserve"), *(Column(head, Align.RIGHT, width=26) for head in heads))
    return (
        blocks.Table(
            columns,
            tuple(rows),
            caption="Verloop van de reserves",
            second="In hele euro’s, na bestemming van het resultaat",
        ),
    )


def _movement(each: Movement) -> tuple[Decimal, ...]:
    return each.begin, each.added, -each.taken, each.end


# ---- amounts


def _amount(reading: Reading) -> Decimal:
    """A known amount; nought in tables is the figure's own nought, never a missing one."""
    assert reading.known and isinstance(reading.value, int | Decimal), "alleen bekende bedragen"
    return Decimal(reading.value)


def _bare(context: Context, reading: Reading) -> blocks.Value:
    """An amount in a table: without the euro sign, which stands in the caption."""
    return context.dressed(reading, whole(_amount(reading)) if reading.known else None)


def whole(amount: Decimal) -> str:
    """An amount in whole euros as tables and statements print it; nought is a dash."""
    return formats.number(amount) if formats.rounded(amount) else blocks.NOUGHT_TEXT


def _signed(amount: Decimal) -> str:
    return formats.signed(amount) if formats.rounded(amount) else blocks.NOUGHT_TEXT
