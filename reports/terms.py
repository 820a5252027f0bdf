"""How long the programme of a chapter runs: what `@looptijd` means there."""

from __future__ import annotations

from nov.kernel.periods import Period
from programmes.models import ProgrammePhase


def term_of(programme: str) -> Period | None:
    """From the first day of a programme's first phase to the last day of its last; None without phases or with an
    open end."""
    if not programme:
        return None
    phases = [each.during for each in ProgrammePhase.objects.filter(programme__code=programme)]
    if not phases or any(each.upper is None for each in phases):
        return None
    return Period(min(each.lower for each in phases), max(each.upper for each in phases))
