"""What Leden does in the background. Each of these may run twice without a second effect."""

from __future__ import annotations

from datetime import date

from members.contributions import finalise_run
from members.models import ContributionRun
from nov.kernel.models import User
from nov.kernel.progress import Progress, background


@background("Contributieronde definitief maken")
def finalise(progress: Progress, *, run: int, seen: str, on: str, user: int) -> str:
    """Invoice everybody of a round, as it was looked at."""
    found = ContributionRun.objects.get(pk=run)
    finalise_run(found, seen=seen, on=date.fromisoformat(on), by=User.objects.get(pk=user), step=progress.step)
    return found.get_absolute_url()
