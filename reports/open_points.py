"""The pages behind a draft: what stands open, and which sums hold. No part of the report itself."""

from __future__ import annotations

from collections.abc import Sequence

from nov.kernel.checks import Finding, Severity
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Column, Entry, Row, RowKind
from nov.kernel.documents.blocks import Sign as Mark
from nov.kernel.formats import counted
from reports.findings import Outcome

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
    for severity, name, mark in _GROUPS:
        group = [each for each in points if each.severity is severity]
        if group:
            rows.append(Row((f"{name} ({len(group)})",), RowKind.GROUP))
        rows += [
            Row((mark, Entry(each.what, sentences.get(each.check, "")), _chapter(each)), RowKind.NORMAL)
            for each in group
        ]
    columns = (Column("", width=7), Column("punt, en wat zou moeten kloppen"), Column("hoofdstuk", width=22))
    return blocks.Table(columns, tuple(rows), row_heads=False)


def _chapter(finding: Finding) -> str:
    return str(finding.chapter) if finding.chapter else blocks.NOUGHT_TEXT


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
