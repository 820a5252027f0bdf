"""Named checks: each looks at a year's records and says what does not fit. A check never raises and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from types import ModuleType

from nov.kernel.periods import Year


class Severity(Enum):
    """How much a finding weighs for the report of the year."""

    BLOCKS = "houdt vaststellen tegen"
    JUDGE = "kijk hiernaar"
    INFO = "ter informatie"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit: what, how bad, and the page where it is mended.

    `chapter` is the number of the chapter that cannot be finished because of it, if it is one chapter's. `kind` says in a
    word what it has in common with others of its check, so that many are shown as one line; nothing says they all have.
    """

    what: str
    severity: Severity = Severity.BLOCKS
    url: str = ""
    chapter: int | None = None
    kind: str = ""
    check: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A check with its name ("leden.brug"), its sentence ("De ledenbrug sluit") and what it computes."""

    key: str
    sentence: str
    run: Callable[[Year], Iterable[Finding]]
    definition: str = field(default="", compare=False)


def check(key: str, sentence: str) -> Callable[[Callable[[Year], Iterable[Finding]]], Check]:
    """Make a named check of a function from a year to findings; its docstring is the explanation that is printed."""

    def made(run: Callable[[Year], Iterable[Finding]]) -> Check:
        return Check(key, sentence, run, (run.__doc__ or "").strip())

    return made


def checks_of(modules: Sequence[ModuleType]) -> tuple[Check, ...]:
    """The checks defined in these modules, in their order; a name that comes twice raises ValueError."""
    found: dict[str, Check] = {}
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, Check):
                if found.get(value.key, value) is not value:
                    raise ValueError(f"Twee controles heten ‘{value.key}’.")
                found[value.key] = value
    return tuple(found.values())


def findings(checks: Iterable[Check], year: Year) -> Iterator[Finding]:
    """What the checks find in a year, each finding with the name of its check."""
    for each in checks:
        for finding in each.run(year):
            yield replace(finding, check=each.key)
