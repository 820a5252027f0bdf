"""Placing: boxes from top to bottom on pages of 52 lines, with notes beside them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from nov.kernel.documents.pdf.pen import Pen
from nov.kernel.documents.pdf.styles import DEPTH, LINE

NOTE_GAP = 9.75
FUZZ = 0.01


class Box:
    """Something with a height that stands on a page. `top` is measured from the top of the page when drawn."""

    height: float = 0.0
    before: float = 0.0  # white above and below; of two neighbours the larger counts
    after: float = 0.0
    snaps: bool = False  # what follows starts on the grid of lines
    clears: bool = False  # stands over the full width: waits until the notes above have ended
    keeps: bool = False  # never parted from the box that follows
    breaks: bool = False  # starts a new page
    notes: tuple[Box, ...] = ()  # stand in the margin, level with it
    anchor: str = ""
    outline: tuple[str, int] | None = None  # title and depth of its bookmark

    @property
    def least(self) -> float:
        """How much of it a page must have room for."""
        return self.height

    def split(self, room: float) -> tuple[Box, Box] | None:
        """Two boxes, the first no higher than `room`; None where it cannot be."""
        return None

    def draw(self, pen: Pen, top: float) -> None:
        """Put it on the page."""


@dataclass
class Page:
    """What stands on a page, in the order of reading, with the distance from the top of the text area."""

    running: Any = None  # what its head says; flow only hands it on
    items: list[tuple[Box, float]] = field(default_factory=list)
    end: float = 0.0
    note_end: float = 0.0  # where the margin is free again

    def sink(self) -> None:
        """Let all of it stand at the foot of the page."""
        self.items = [(box, top + DEPTH - self.end) for box, top in self.items]


def place(boxes: Iterable[Box], running: Any = None) -> list[Page]:
    """The pages that hold `boxes`, in order."""
    return _Flow(deque(boxes), running).run()


class _Flow:
    def __init__(self, queue: deque[Box], running: Any) -> None:
        self.queue = queue
        self.running = running
        self.pages = [Page(running)]
        self.previous: Box | None = None  # above on this page

    @property
    def page(self) -> Page:
        return self.pages[-1]

    def run(self) -> list[Page]:
        while self.queue:
            box = self.queue.popleft()
            if box.breaks and self.page.items:
                self._turn()
            if not self._fits(box):
                self._turn()
            top = self._top(box)
            parts = box.split(DEPTH - top) if top + box.height > DEPTH + FUZZ else None
            if parts:
                box, rest = parts
                self.queue.appendleft(rest)
            elif top + box.height > DEPTH + FUZZ and self.page.items:
                self._turn()
                self.queue.appendleft(box)
                continue
            self._put(box, top)
            if parts:
                self._turn()
        return self.pages

    def _turn(self) -> None:
        self.pages.append(Page(self.running))
        self.previous = None

    def _top(self, box: Box) -> float:
        """Where the next box would stand."""
        top = 0.0
        if self.previous:
            end = self.page.end
            if self.previous.snaps:
                end = _next_line(end)
            top = end + max(self.previous.after, box.before)
        if box.clears and self.page.note_end and self.page.note_end + NOTE_GAP > top:
            top = _next_line(self.page.note_end + NOTE_GAP)
        return top

    def _fits(self, box: Box) -> bool:
        """Whether a box may start on this page: it, what it is kept with, and its notes."""
        if not self.page.items:
            return True
        top = self._top(box)
        need, depth, last = box.least, box.height, box
        for following in self.queue if box.keeps else ():
            depth += max(last.after, following.before)
            need = max(need, depth + following.least)
            if not following.keeps:
                break
            depth, last = depth + following.height, following
        return top + need <= DEPTH + FUZZ and self._room_for_notes(box, top)

    def _room_for_notes(self, box: Box, top: float) -> bool:
        end = self.page.note_end
        for note in box.notes:
            start = self._note_top(note, top, end)
            if start + note.height > DEPTH + FUZZ:
                return False
            end = start + note.height
        return True

    @staticmethod
    def _note_top(note: Box, top: float, end: float) -> float:
        """Level with its paragraph, below the note before it, and lifted where the page would end too soon."""
        lowest = end + NOTE_GAP if end else 0.0
        return max(lowest, min(max(top, lowest), DEPTH - note.height))

    def _put(self, box: Box, top: float) -> None:
        page = self.page
        page.items.append((box, top))
        for note in box.notes:
            start = self._note_top(note, top, page.note_end)
            page.items.append((note, start))
            page.note_end = start + note.height
        page.end = top + box.height
        self.previous = box


def _next_line(depth: float) -> float:
    return -(-(depth - FUZZ) // LINE) * LINE
