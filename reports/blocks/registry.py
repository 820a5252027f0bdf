"""What a report block is, and how a module says that it has one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType

from nov.kernel.documents.blocks import Block
from reports.context import Context

Make = Callable[[Context], tuple[Block, ...]]


@dataclass(frozen=True, slots=True)
class ReportBlock:
    """A table, chart or panel that an author places with `::: name`; `about` says what one gets."""

    name: str
    about: str
    make: Make


def block(name: str, about: str) -> Callable[[Make], ReportBlock]:
    """Make a report block of a function from the context to nodes of a document."""
    return lambda make: ReportBlock(name, about, make)


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
