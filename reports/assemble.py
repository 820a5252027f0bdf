"""The annual report of an edition as a document, from one picture of the records."""

from __future__ import annotations

from datetime import date

from finance.models import Decision
from nov.kernel import formats
from nov.kernel.documents import blocks
from reports import frame
from reports.appendix import meaning_of_figures
from reports.chapters import context_of, document_chapter
from reports.context import Context
from reports.findings import open_findings, outcomes
from reports.models import Edition
from reports.open_points import pages
from reports.picture import picture


def annual_report(edition: Edition, *, on: date, adopted: Decision | None = None) -> blocks.Document:
    """The whole report: cover, contents, what stands before the chapters, the chapters, the meaning of the figures.

    `on` is the day that a draft says it was made; `adopted` is the decision that makes it the final one. A draft says
    what it is on every page, counts its open points and lists them behind.
    """
    final = adopted is not None
    with picture(on=on) as readings:
        chapters = [
            (each.number, document_chapter(each, context_of(each, readings, final=final)))
            for each in edition.chapters.select_related("author", "edition")
        ]
        found = [] if final else outcomes(edition.period)
        points = open_findings(found)
        return blocks.Document(
            title="Jaarverslag",
            subtitle=str(edition.year),
            association=frame.ASSOCIATION,
            motto=frame.MOTTO,
            subject=f"Wat {frame.ASSOCIATION} in {edition.year} deed, voor wie en met welk geld",
            status=frame.status(on, adopted),
            draft=None if final else blocks.Draft(formats.day_long(on), len(points)),
            edition=f"Editie {edition.year}",
            marks=frame.cover_marks(Context(edition.period, readings, final=final)),
            colophon=frame.colophon(edition.year),
            contents=frame.contents(edition.year),
            front=tuple(chapter for number, chapter in chapters if number == 0),
            chapters=tuple(chapter for number, chapter in chapters if number > 0),
            back=(meaning_of_figures(edition, readings, final=final),),
            findings=() if final else pages(found, points),
        )
