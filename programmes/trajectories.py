"""Trajectories towards the mark: the fixed tasks of each stage, and in which stage somebody is."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from nov.kernel import formats
from programmes.models import Stage, Trajectory, TrajectoryStep

Doer = TrajectoryStep.Doer
TASKS: tuple[tuple[Stage, Doer, str], ...] = (
    (Stage.INTAKE, Doer.ORGANISATION, "Aanmelden met het trajectformulier"),
    (Stage.INTAKE, Doer.ADVISER, "Kennismaken en afspraken maken"),
    (Stage.SELF_EVALUATION, Doer.ORGANISATION, "De zelfevaluatie invullen"),
    (Stage.SELF_EVALUATION, Doer.ADVISER, "De uitkomst bespreken"),
    (Stage.IMPROVEMENT, Doer.ORGANISATION, "Verbeteringen kiezen en uitvoeren"),
    (Stage.IMPROVEMENT, Doer.ADVISER, "De voortgang volgen"),
    (Stage.ASSESSMENT, Doer.ORGANISATION, "Het beleid en de bewijzen inleveren"),
    (Stage.ASSESSMENT, Doer.ADVISER, "Beoordelen en adviseren"),
    (Stage.MARK, Doer.ORGANISATION, "Het keurmerk bekendmaken"),
)


@transaction.atomic
def keep(trajectory: Trajectory) -> Trajectory:
    """Save a trajectory; a new one gets the tasks of every stage."""
    new = trajectory.pk is None
    trajectory.save()
    if new:
        for stage, doer, task in TASKS:
            TrajectoryStep.objects.create(trajectory=trajectory, stage=stage, doer=doer, task=task)
    return trajectory


def keep_step(step: TrajectoryStep) -> TrajectoryStep:
    """Save a task; it is not done before the trajectory began. Raises ValidationError by field."""
    began = step.trajectory.started_on
    for name in ("due_on", "done_on"):
        day = getattr(step, name)
        if day is not None and day < began:
            raise ValidationError({name: f"Het traject begon op {formats.day(began)}, na deze dag."})
    step.save()
    return step


def stage_of(trajectory: Trajectory) -> Stage | None:
    """The first stage that has something to do; None when all is done."""
    open_steps = trajectory.steps.filter(done_on__isnull=True).order_by("stage").values_list("stage", flat=True)
    first = open_steps.first()
    return None if first is None else Stage(first)


def stage_in_words(trajectory: Trajectory) -> str:
    """In which stage somebody is, as people say it."""
    stage = stage_of(trajectory)
    return "alle doorlopen" if stage is None else stage.label


@transaction.atomic
def finish_stage(trajectory: Trajectory, *, on: date) -> Stage | None:
    """Mark the tasks of the present stage as done and return the next stage; after the last the trajectory is closed.

    Raises ValidationError when nothing is left to do, or for a day before the start or before an earlier stage.
    """
    stage = stage_of(trajectory)
    if stage is None:
        raise ValidationError(f"{trajectory} is al helemaal doorlopen.")
    done = trajectory.steps.filter(done_on__isnull=False).order_by("-done_on").values_list("done_on", flat=True)
    earliest = done.first() or trajectory.started_on
    if on < earliest:
        raise ValidationError({"on": f"Deze fase is niet klaar voor {formats.day(earliest)}."})
    for step in trajectory.steps.filter(stage=stage, done_on__isnull=True):
        step.done_on = on
        step.save()
    following = stage_of(trajectory)
    if following is None:
        trajectory.ended_on = on
        trajectory.save()
    return following
