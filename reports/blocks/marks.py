"""Blocks about Goed Geregeld: the trajectories on their way, and the quality marks of the year."""

from __future__ import annotations

from collections import Counter

from nov.kernel import formats
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Align, Block, Column, Place, Row, RowKind
from nov.kernel.periods import ONE_DAY, Turn
from programmes.models import QualityMark, Stage, TrajectoryStep
from programmes.trajectories import TASKS
from reports.blocks.registry import block, recorded
from reports.context import Context

CODE = "goedgeregeld"
Doer = TrajectoryStep.Doer


@block("goedgeregeld.trajecten", "De fasen van een traject, wie wat doet, en hoeveel trajecten in elke fase zijn")
def stages(context: Context) -> tuple[Block, ...]:
    """A row per stage with the fixed tasks, and the trajectories that were in it at the end of the year."""
    there = recorded(_stages_at(context.latest), context)
    tasks = {(stage, doer): task for stage, doer, task in TASKS}
    rows = [
        Row(
            (
                stage.label,
                tasks.get((stage, Doer.ORGANISATION), ""),
                tasks.get((stage, Doer.ADVISER), ""),
                blocks.Point.counted(there[stage]).printed,
            )
        )
        for stage in Stage
    ]
    rows.append(
        Row(("Lopende trajecten", "", "", context.cell("goedgeregeld.trajecten", context.latest)), RowKind.TOTAL)
    )
    columns = (
        Column("fase", width=38),
        Column("de organisatie"),
        Column("de adviseur"),
        Column("trajecten", Align.RIGHT, strong=True, width=22),
    )
    return (
        blocks.Table(
            columns,
            tuple(rows),
            caption="De vaste fasen van een traject",
            second=f"Aantal trajecten dat in die fase is op {formats.day_long(context.latest.eve)}",
        ),
    )


def _stages_at(at: Turn) -> Counter[Stage]:
    """In which stage the trajectories are that run at a moment: the first that has something to do then."""
    steps = TrajectoryStep.objects.filter(trajectory__programme__code=CODE, trajectory__started_on__lt=at.day)
    steps = steps.exclude(trajectory__ended_on__lt=at.day).exclude(done_on__lt=at.day)
    first = steps.order_by("trajectory_id", "stage").distinct("trajectory_id").values_list("stage", flat=True)
    return Counter(Stage(stage) for stage in first)


@block("goedgeregeld.keurmerken", "Wie dit jaar het keurmerk kreeg of verlengde, en tot wanneer het geldt")
def marks(context: Context) -> tuple[Block, ...]:
    """A row per mark of the year, first those awarded for the first time."""
    rows = QualityMark.objects.filter(
        programme__code=CODE, awarded_on__gte=context.year.first, awarded_on__lt=context.year.until
    ).select_related("organisation")
    lines: list[Row] = []
    for again, name in ((False, "Behaald"), (True, "Verlengd")):
        group = rows.filter(renews__isnull=not again).order_by("awarded_on", "organisation__sort_key")
        if group:
            lines.append(Row((f"{name} ({len(group)})",), RowKind.GROUP))
        lines += [Row((str(each.organisation), formats.day(each.awarded_on), _last_day(each))) for each in group]
    columns = (
        Column("organisatie"),
        Column("toegekend", Align.RIGHT, width=26),
        Column("geldig tot en met", Align.RIGHT, width=30),
    )
    return (
        blocks.Table(
            columns,
            tuple(recorded(lines, context)),
            caption="Keurmerken",
            second=f"Behaald of verlengd in {context.year}",
            dense=True,
            place=Place.MAIN,
        ),
    )


def _last_day(mark: QualityMark) -> str:
    return formats.day(mark.valid_until - ONE_DAY)
