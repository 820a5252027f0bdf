"""The annual report of the demo year: its chapters, the figures it has to give, and the texts of the first three."""

from __future__ import annotations

import csv
from pathlib import Path

from nov.kernel.models import User
from reports.editions import Outline, Required, open_edition, require_figures, save_chapter
from reports.models import Edition

YEAR = 2023
DATA = Path(__file__).parent / "data" / f"jaarverslag-{YEAR}"


def load(by: User) -> None:
    """Open the report of the year and write what there is of it, unless it is there already."""
    if Edition.objects.filter(year=YEAR).exists():
        return
    edition = open_edition(YEAR, by=by, outline=outline())
    require_figures(edition, required())
    for chapter in edition.chapters.all():
        path = DATA / f"{chapter.number:02}.md"
        if path.exists():
            save_chapter(chapter, path.read_text(encoding="utf-8"), seen=0, by=by)


def outline() -> list[Outline]:
    """The chapters of the report."""
    with (DATA / "hoofdstukken.csv").open(encoding="utf-8", newline="") as file:
        return [Outline(int(row["nummer"]), row["titel"], row["programma"]) for row in csv.DictReader(file)]


def required() -> list[Required]:
    """The figures that the report has to give."""
    with (DATA / "cijfers.csv").open(encoding="utf-8", newline="") as file:
        return [
            Required(int(row["hoofdstuk"]), row["sleutel"], row["referentie"], row["schrijfwijze"])
            for row in csv.DictReader(file)
        ]
