"""The pages behind a draft: what stands open, and which sums hold. No part of the report itself."""

from __future__ import annotations

from collections.abc import Sequence

from nov.kernel.checks import Finding, Severity
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Column, Entry, Row, RowKind
from nov.kernel.documents.blocks import Sign as Mark
from nov.kernel.formats import counted
from reports.findings import Group, Outcome, grouped

_GROUPS = (
    (Severity.BLOCKS, "Eerst herstellen, dan vaststellen", Mark.BLOCKS),
    (Severity.JUDGE, "Kijk hiernaar", Mark.JUDGE),
    (Severity.INFO, "Ter informatie", Mark.JUDGE),
)


def pages(of: Sequence[Outcome], points: Sequence[Finding]) -> tuple[blocks.Chapter, ...]:
    """One chapter with the open points, what blocks first, and below it every check with its outcome."""
    return (blocks.Chapter("Open punten", (_points(of, points), _checks(of)), lead=_lead(points), label="O"),)


def _lead(points: Sequence[Finding]) -> str:
    blocking = sum(each.severity is Severity.BLOCKS for each in points)
    others = len(points) - blocking
    holding = counted(blocking, "punt houdt", "punten houden") if blocking else "Geen punt houdt"
    looking = f", {counted(others, 'punt vraagt', 'punten vragen')} een blik" if others else ""
    return f"{holding} het vaststellen tegen{looking}. Deze bladzijden staan alleen in het concept."


def _points(of: Sequence[Outcome], points: Sequence[Finding]) -> blocks.Table:
    sentences = {outcome.check.key: outcome.check.sentence for outcome in of}
    rows: list[Row] = []
    lines = grouped(points, [outcome.check for outcome in of])
    for severity, name, mark in _GROUPS:
        here = [each for each in lines if each.severity is severity]
        if here:
            rows.append(Row((f"{name} ({sum(len(each.points) for each in here)})",), RowKind.GROUP))
        for each in here:
            about = sentences[each.points[0].check] if each.single else _spread(each)
            rows.append(Row((mark, Entry(each.title, about), _chapter(each)), RowKind.NORMAL))
    columns = (Column("", width=7), Column("punt, en wat zou moeten kloppen"), Column("hoofdstuk", width=22))
    return blocks.Table(columns, tuple(rows), row_heads=False)


def _spread(group: Group) -> str:
    """How many points of one kind there are, and in which chapters."""
    number = counted(len(group.points), "punt", "punten")
    if len(group.chapters) == 1:
        return number
    per = ", ".join(f"{chapter or 'vooraf'} ({times})" for chapter, times in group.chapters if chapter is not None)
    return f"{number}, per hoofdstuk: {per}"


def _chapter(group: Group) -> str:
    if len(group.chapters) > 1:
        return "meer"
    ((chapter, _),) = group.chapters
    return str(chapter) if chapter else blocks.NOUGHT_TEXT


def _checks(of: Sequence[Outcome]) -> blocks.Table:
    rows = tuple(Row(_outcome(each)) for each in of)
    holding = sum(each.holds for each in of)
    return blocks.Table(
        (Column("", width=7), Column("controle"), Column("uitkomst", width=45)),
        rows,
        caption="Controles",
        second=f"{holding} van {len(of)} kloppen",
        row_heads=False,
    )


def _outcome(outcome: Outcome) -> tuple[blocks.Cell, ...]:
    if outcome.holds:
        waived = f", {counted(len(outcome.waivers), 'ontheffing', 'ontheffingen')}" if outcome.waivers else ""
        return Mark.GOOD, outcome.check.sentence, f"klopt{waived}"
    return Mark.BAD, outcome.check.sentence, counted(len(outcome.findings), "punt", "punten")
