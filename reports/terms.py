"""How long the programme of a chapter runs: what `@looptijd` and `@fase1` mean there."""

from __future__ import annotations

from nov.kernel.periods import Period
from programmes.models import ProgrammePhase


def phases_of(programme: str) -> tuple[Period, ...]:
    """The phases of a programme in the order of their first days; none when one of them has an open end."""
    if not programme:
        return ()
    phases = [each.during for each in ProgrammePhase.objects.filter(programme__code=programme)]
    if any(each.upper is None for each in phases):
        return ()
    return tuple(Period(each.lower, each.upper) for each in sorted(phases, key=lambda each: each.lower))
