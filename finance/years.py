"""Whether a year or a period is shut, read from its events. Who shuts and opens is `finance.ledger`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from finance.models import YearEvent


@dataclass(slots=True)
class YearState:
    """Where a year stands: closed, locked as a whole, which periods are locked, and who asked to reopen it."""

    closed: bool = False
    locked: bool = False
    locked_periods: set[int] = field(default_factory=set)
    asked: YearEvent | None = None

    def shut(self, period: int) -> bool:
        """Whether nothing can be posted in this period any more."""
        return self.closed or self.locked or period in self.locked_periods

    def take(self, event: YearEvent) -> None:
        """Let an event, the next one of this year, have its effect."""
        match event.kind, event.period:
            case "lock" | "unlock", None:
                self.locked = event.kind == "lock"
            case "lock", int(period):
                self.locked_periods.add(period)
            case "unlock", int(period):
                self.locked_periods.discard(period)
            case "close" | "reopen", _:
                self.closed, self.asked = event.kind == "close", None
            case "ask", _:
                self.asked = event


def states(numbers: Iterable[int]) -> dict[int, YearState]:
    """The states of these years, in one query; a year without events is open."""
    found = {number: YearState() for number in numbers}
    for event in YearEvent.objects.filter(year_id__in=found).order_by("id"):
        found[event.year_id].take(event)
    return found


def state(number: int) -> YearState:
    """The state of one year."""
    return states([number])[number]
