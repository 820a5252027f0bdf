"""What was typed into the grid of desks × months: kept cell by cell, so that a wrong one does not cost the rest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from types import EllipsisType

from nov.kernel import formats
from nov.kernel.forms.fields import parsed_number
from nov.kernel.models import User
from programmes.grid import Cell, Choice, Grid, grid
from programmes.models import Desk, DeskMonth
from programmes.months import Count, record_months

SEEN, REASON = "gezien", "reden-"
NOT_A_NUMBER = "“{}” is geen getal. Vul een heel getal in, bijvoorbeeld 10."


def save(choice: Choice, typed: Mapping[str, str], *, by: User, today: date) -> Grid:
    """Keep what was typed into the cells, all that can be kept; the grid afterwards, with errors in the cells that cannot.

    Only cells that were changed count: what somebody else did to another cell in the meantime stays.
    """
    shown = grid(choice, may_enter=True, today=today)
    seen = _seen(typed.get(SEEN, ""))
    counts, errors = {}, {}
    for line in shown.lines:
        for cell in line.cells:
            if not cell.name or cell.name not in typed:
                continue
            text = typed[cell.name].strip()
            try:
                count = _typed(choice, line.desk, cell, text, typed.get(REASON + cell.name), seen)
            except ValueError:
                errors[cell.name] = (text, NOT_A_NUMBER.format(text[:20]))
                continue
            if count is not None:
                counts[cell.name] = count
    names = {count.place: name for name, count in counts.items()}
    for refused in record_months(list(counts.values()), by=by):
        name = names[refused.count.place]
        errors[name] = (typed[name].strip(), refused.why)
    return _with_errors(grid(choice, may_enter=True, today=today), errors)


def _seen(text: str) -> dict[str, int | None]:
    """The numbers the form showed; what was spoiled on the way counts as not seen."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    numbers = found.items() if isinstance(found, dict) else ()
    return {name: value for name, value in numbers if value is None or type(value) is int}


def _typed(
    choice: Choice, desk: Desk, cell: Cell, text: str, reason: str | None, seen: Mapping[str, int | None]
) -> Count | None:
    """What a cell says, or None when it says what it said. Raises ValueError for what is no number."""
    matches = _whole(text)
    was: int | EllipsisType | None = seen.get(cell.name, ...)
    reason = reason if reason in DeskMonth.Unusual.values else cell.reason if matches == cell.value else ""
    if matches == was and reason == cell.reason:
        return None
    return Count(desk, cell.month, choice.kind, choice.gender, matches, reason, was)


def _whole(text: str) -> int | None:
    if not text:
        return None
    number = parsed_number(text)
    if number is None or number != int(number):
        raise ValueError(text)
    return int(number)


def _with_errors(shown: Grid, errors: Mapping[str, tuple[str, str]]) -> Grid:
    for line in shown.lines:
        for cell in line.cells:
            if cell.name in errors:
                cell.text, why = errors[cell.name]
                cell.state, cell.doubt = "error", ""
                cell.error = f"{line.desk.name}, {formats.month_name(cell.month.first)}: {why} De rest is bewaard."
    return shown
