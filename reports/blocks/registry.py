"""What a report block is, and how a module says that it has one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass, field
from types import ModuleType
from typing import TypeVar

from nov.kernel.documents.blocks import Block
from nov.kernel.documents.markdown.grammar import Directive
from reports.context import Context

Make = Callable[[Context], tuple[Block, ...]]
Fill = Callable[[Context, Directive], tuple[Block, ...]]
NOTHING = Directive("")
Found = TypeVar("Found", bound=Sized)
# A line of a block with figures: what it is called, the figure, and in a panel what stands below it.
NAMED_FIGURE = re.compile(r"\s*(?:- )?(?P<name>[^:{}]+):\s*(?P<figure>\{[^{}]+\})(?P<rest>.*)$")


@dataclass(frozen=True, slots=True)
class Argument:
    """What an author may write behind the name of a block: what it is for, and the words to choose from, if few."""

    about: str
    values: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class ReportBlock:
    """A table, chart or panel that an author places with `::: name`; `about` says what one gets.

    `takes` are its arguments. `lines`: its body holds figures, one a line ("Leden: {leden.totaal}"); `words`: more may
    stand behind each.
    """

    name: str
    about: str
    fill: Fill
    takes: Mapping[str, Argument] = field(default_factory=dict)
    lines: bool = False
    words: bool = False

    def make(self, context: Context, directive: Directive = NOTHING) -> tuple[Block, ...]:
        """The nodes of the block as it was written."""
        return self.fill(context, directive)

    @property
    def example(self) -> str:
        """How it is written: its first line with everything it needs."""
        needed = [f"{name}=…" for name, each in self.takes.items() if each.required]
        return " ".join((f"::: {self.name}", *needed))


def block(name: str, about: str) -> Callable[[Make], ReportBlock]:
    """Make a report block of a function from the context to nodes of a document."""
    return lambda make: ReportBlock(name, about, lambda context, directive: make(context))


def block_with(
    name: str, about: str, *, takes: Mapping[str, Argument], lines: bool = False, words: bool = False
) -> Callable[[Fill], ReportBlock]:
    """The same for a function that also gets what the author wrote: arguments behind the name, figures below it."""
    return lambda fill: ReportBlock(name, about, fill, takes, lines, words)


def chosen(about: str, values: Iterable[str], *, required: bool = False) -> Argument:
    """An argument that is one of a list of words."""
    return Argument(about, tuple(values), required)


def recorded(found: Found, context: Context) -> Found:
    """What was found for a block. Raises ValueError, in Dutch, when nothing was: an empty table is no table."""
    if not found:
        raise ValueError(f"Er is niets vastgelegd over {context.year}.")
    return found


def blocks_of(modules: Sequence[ModuleType]) -> tuple[ReportBlock, ...]:
    """The blocks of these modules in their order. Raises ValueError for a name that comes twice."""
    found: dict[str, ReportBlock] = {}
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, ReportBlock):
                if found.get(value.name, value) is not value:
                    raise ValueError(f"Twee blokken heten ‘{value.name}’.")
                found[value.name] = value
    return tuple(found.values())
