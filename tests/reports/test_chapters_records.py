"""Without one record behind a computed figure, every table, chart and sentence of the report that gives it changes.

Generated over the list of the edition, its texts and its blocks: what is added there later is tried as well. Of each kind of
place the first one that a record changes is put on paper too, where the text of the PDF has to change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2

from nov.kernel.documents import blocks, pdf
from nov.kernel.documents.markdown import blocks_in, figures_in
from nov.kernel.figures import FLOW, Reading
from nov.kernel.periods import Period, Reference
from nov.kernel.printing import printed
from reports.blocks import BLOCKS
from reports.catalogue import CATALOGUE
from reports.chapters import context_of
from reports.context import CHANGES, Context
from reports.models import Chapter, Edition
from reports.picture import picture
from reports.rows import asked_at
from tests.reports.test_catalogue import computed_figures, without_one

ROUNDING = ("bijna", "circa", "afgerond", "meer dan", "ruim", "minstens")
# What is printed and stays: a half, a third and a sixth of 207 leaders are so without one of them as well; all of one
# organisation fewer is still all; a series, or a kind of meeting, with one meeting fewer is still one; 3½ is printed 4.
STAYS = {
    "expedities.uitgevoerd",
    "expedities.afgevallen",
    "expedities.designthinking",
    "mdt.accounthouders",
    "bestuurderscentraal.bootcamps",
    "preventie.soorten_bijeenkomst",
    "bestuurderscentraal.bijeenkomsten",
}


@dataclass(frozen=True)
class Place:
    """A sentence's figure, a table or a chart in a chapter; `make` gives what is printed there."""

    chapter: Chapter
    name: str
    make: Callable[[Context], Any]

    @property
    def kind(self) -> str:
        """The block that it is, or a sentence."""
        return self.name if self.name.startswith(":::") else "zin"

    def read(self) -> tuple[Any, set[tuple[str, Reference]]]:
        """What is printed, and which figures at which moments were asked for it."""
        with picture() as readings:
            context = context_of(self.chapter, readings)
            made = self.make(context)
        return made, {place(each) for each in context.asked if each.figure}


def place(reading: Reading) -> tuple[str, Reference]:
    """The figure and the moment of a reading; a stock over a period is that of its end."""
    assert reading.figure is not None and reading.reference is not None
    return at_moment(reading.figure.key, reading.reference)


def at_moment(key: str, at: Reference) -> tuple[str, Reference]:
    stock = CATALOGUE.find(key).kind is not FLOW
    return key, at.end if stock and isinstance(at, Period) else at


def places() -> Iterator[Place]:
    """Every place in the chapters that prints figures to the last one."""
    for chapter in Chapter.objects.filter(edition=2023).select_related("edition", "author"):
        for each in blocks_in(chapter.text):
            if each.name in BLOCKS:
                yield Place(
                    chapter, f"::: {each.name}", lambda context, each=each: BLOCKS[each.name].make(context, each)
                )
        for token in figures_in(chapter.text):
            if token.format not in (*ROUNDING, *CHANGES):  # "groeide" says the same of one fewer
                yield Place(chapter, token.typed, lambda context, token=token: context.token(token).text)


def on_paper(made: str | Sequence[blocks.Block]) -> str:
    """The text of a PDF with only this in it."""
    body = (blocks.Paragraph(made),) if isinstance(made, str) else tuple(made)
    document = blocks.Document("Proef", "NOV", (blocks.Chapter("Proef", body),), cover=False, contents=None)
    pages = pypdfium2.PdfDocument(pdf.render(document))
    return "".join(page.get_textpage().get_text_range() for page in pages)


def test_one_record_fewer_changes_every_place_that_prints_the_figure(demo_committed, as_superuser):
    styles = {at_moment(each.key, asked_at(each)): each.style for each in Edition.objects.get(year=2023).figures.all()}
    before = [(each, *each.read()) for each in places()]
    unprinted, unmoved, tried = set(), [], 0
    paper: dict[str, bool] = {}
    with as_superuser() as guardless:
        guardless.execute("SET session_replication_role = replica")
        for key, at in computed_figures():
            there = CATALOGUE.find(key).read(at)
            if not there.known or there.value == 0:
                continue
            style = styles[at_moment(key, at)]
            asking = [(each, said) for each, said, asked in before if at_moment(key, at) in asked]
            with without_one(guardless, there):
                if printed(CATALOGUE.find(key).read(at), style) == printed(there, style) and style not in ROUNDING:
                    unprinted.add(key)
                    continue
                tried += 1
                for each, said in asking:
                    now, _ = each.read()
                    if now == said:
                        unmoved.append(f"{each.chapter.number} {each.name}: {key}")
                    elif each.kind not in paper:
                        paper[each.kind] = on_paper(now) != on_paper(said)

    assert unprinted == STAYS
    assert unmoved == []
    assert tried > 100
    assert [kind for kind, changed in paper.items() if not changed] == []
    assert len(paper) > 20
