"""A letter with a table: what the association sends to one addressee, on as many pages as it needs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with what it says."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    """Words, and the figures that stand in the columns behind them."""

    words: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """A line under the table; the last one, the total, is strong."""

    label: str
    figure: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """What the addressee has to do: facts on a light ground, and a square code beside them to be scanned."""

    title: str
    facts: tuple[Fact, ...]
    squares: tuple[tuple[bool, ...], ...] = ()
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter. `heads` are those of the table, the first above the words."""

    title: str
    sender: str
    sender_lines: tuple[str, ...]
    addressee: tuple[str, ...]
    facts: tuple[Fact, ...]
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    sums: tuple[Sum, ...]
    notes: tuple[str, ...] = ()
    panel: Panel | None = None
    foot: str = ""
