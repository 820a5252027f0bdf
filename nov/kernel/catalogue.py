"""The catalogue: every figure there is, found by its key, and read once per assembly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from types import ModuleType
from typing import Any, Protocol

from nov.kernel.figures import Figure, Reading
from nov.kernel.periods import Reference


class Source(Protocol):
    """Figures that live in rows: families, and the indicators that users define themselves."""

    def keys(self) -> Iterator[str]:
        """All keys of this source."""

    def find(self, key: str) -> Figure | None:
        """The figure with this key, or None."""

    def opened(self) -> Source:
        """This source for one assembly: it may read much at once, since nothing changes while that lasts."""


@dataclass(frozen=True, slots=True)
class Family:
    """Figures that exist once per record: one for each page of a website, say.

    `prefix` is what comes before the member's name: "pagina" makes `pagina.homepage`. `members` gives the names with
    their labels, `build` the figure of one of them (None when there is no such member).
    """

    prefix: str
    members: Callable[[], Iterable[str]]
    build: Callable[[str], Figure | None]

    def keys(self) -> Iterator[str]:
        """All keys of the family as they stand now."""
        for name in self.members():
            yield f"{self.prefix}.{name}"

    def find(self, key: str) -> Figure | None:
        """The figure with this key, if it is one of the family."""
        prefix, _, name = key.partition(".")
        return self.build(name) if prefix == self.prefix and name else None

    def opened(self) -> Family:
        """The family itself: its figures are read one by one in an assembly too."""
        return self


class UnknownFigure(LookupError):
    """No figure has this key; `nearest` are the keys that look most like it."""

    def __init__(self, key: str, nearest: Sequence[str]) -> None:
        self.key, self.nearest = key, tuple(nearest)
        hint = f" Bedoel je {' of '.join(f'‘{one}’' for one in nearest)}?" if nearest else ""
        super().__init__(f"Het kengetal ‘{key}’ bestaat niet.{hint}")


class Catalogue:
    """The figures of the given modules, and those of the sources. Raises ValueError when two share a key."""

    def __init__(self, modules: Sequence[ModuleType], sources: Sequence[Source] = ()) -> None:
        self._figures: dict[str, Figure] = {}
        own_sources: list[Source] = []
        for module in modules:
            for value in vars(module).values():
                if isinstance(value, Figure):
                    self._add(value)
                elif isinstance(value, Family) and value not in own_sources:
                    own_sources.append(value)
        self._sources: tuple[Source, ...] = (*own_sources, *sources)

    def _add(self, figure: Figure) -> None:
        if self._figures.get(figure.key, figure) is not figure:
            raise ValueError(f"Twee kengetallen heten ‘{figure.key}’.")
        self._figures[figure.key] = figure

    def keys(self) -> list[str]:
        """Every key, in alphabetical order; the keys in rows as they stand now."""
        return sorted({*self._figures, *(key for source in self._sources for key in source.keys())})  # noqa: SIM118

    def __iter__(self) -> Iterator[Figure]:
        """Every figure in one pass, from sources that read much at once."""
        opened = self.opened()
        return (opened.find(key) for key in self.keys())

    def find(self, key: str) -> Figure:
        """The figure with this key. Raises UnknownFigure, which names the nearest keys."""
        if key in self._figures:
            return self._figures[key]
        for source in self._sources:
            if found := source.find(key):
                return found
        raise UnknownFigure(key, self.nearest(key))

    def nearest(self, key: str) -> list[str]:
        """Up to three known keys that look like `key`."""
        return get_close_matches(key, self.keys(), n=3, cutoff=0.6)

    def opened(self) -> Catalogue:
        """The same figures for one assembly, from sources that read much at once."""
        same = copy(self)
        same._sources = tuple(source.opened() for source in self._sources)
        return same


class Readings:
    """Readings of one assembly: each (key, reference, scope) is computed once, so that no two places can disagree.

    Use it inside one repeatable-read transaction; it lives as long as that. `on` is the day it is made, if that is
    known: what lies after it is not known yet, but for norms and plans.
    """

    def __init__(self, catalogue: Catalogue, on: date | None = None) -> None:
        self.catalogue = catalogue.opened()
        self.on = on
        self._figures: dict[str, Figure] = {}
        self._read: dict[tuple[str, Reference, Any], Reading] = {}

    def figure(self, key: str) -> Figure:
        """The figure with this key, looked up once: one that lives in a row costs statements. Raises UnknownFigure."""
        if key not in self._figures:
            self._figures[key] = self.catalogue.find(key)
        return self._figures[key]

    def read(self, key: str, at: Reference, scope: Any = None) -> Reading:
        """The reading of a figure at a reference. Raises UnknownFigure or WrongReference."""
        place = (key, at, scope)
        if place not in self._read:
            figure = self.figure(key)
            ahead = self.on is not None and figure.lies_after(self.on, at)
            self._read[place] = figure.unknown_yet(at) if ahead else figure.read(at, scope)
        return self._read[place]

    @property
    def all(self) -> list[Reading]:
        """Everything that was read so far, in the order in which it was asked."""
        return list(self._read.values())
