"""What stands around the chapters: cover, colophon, contents, and how far the report is."""

from __future__ import annotations

from datetime import date

from finance.models import Decision
from nov.kernel import formats
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Definition
from reports.context import Context, said

ASSOCIATION = "Vereniging NOV"
MOTTO = "Nederlandse Organisaties Vrijwilligerswerk"


def status(on: date, adopted: Decision | None) -> str:
    """How far a document is, as its foot says it."""
    if adopted is None:
        return f"Concept, niet vastgesteld. Stand van {formats.day_long(on)}"
    return f"Vastgesteld door de {adopted.get_body_display().lower()} op {formats.day_long(adopted.date)}"


def cover_marks(context: Context) -> blocks.CoverMarks:
    """One mark per member at the end of the year, by category; the open ones joined in the year."""
    total, joined = context.read("leden.totaal", context.latest), context.read("leden.nieuw")
    new = {label: part.value or 0 for label, part in joined.parts.items()}
    groups = [
        blocks.MarkGroup(label.lower(), int(part.value), int(new.get(label, 0)))  # type: ignore[arg-type]
        for label, part in sorted(total.parts.items(), key=lambda item: -int(item[1].value or 0))  # type: ignore[arg-type]
        if part.value
    ]
    day = said(context.latest)
    count = context.value("leden.nieuw", "", "woord").text
    return blocks.CoverMarks(
        f"{context.value('leden.totaal', context.latest, 'eenheid').text} op {day}",
        tuple(groups),
        f"Elk teken is een lid. Een open teken is een van de {count} leden die er in {context.year} bij kwamen.",
    )


def colophon(year: int) -> tuple[str, ...]:
    """Who made the report, and which form of it suits whom."""
    return (
        f"Dit is het jaarverslag {year} van {ASSOCIATION}, de landelijke vereniging van organisaties die met vrijwilligers "
        "werken. Het geld van het jaar staat uitgebreid in de jaarrekening, een document op zichzelf.",
        "Alle cijfers zijn gelezen uit de administratie van de vereniging. De bijlage zegt per cijfer wat het telt en op "
        "welk moment of over welke periode.",
        "Lees je met een schermlezer, kies dan de HTML-editie: die is daarvoor gemaakt. De pdf is bedoeld om te drukken.",
    )


def contents(year: int) -> blocks.Contents:
    """The page of contents with how to read the figures beside it."""
    return blocks.Contents(
        reading_title="Zo lees je de cijfers",
        reading=(
            Definition(
                "elk getal",
                "Komt uit de administratie, op een peildatum of over een periode. De bijlage zegt wat het telt.",
            ),
            Definition("circa, bijna, meer dan", "Zo nauwkeurig is het bekend. Staat er niets bij, dan is het exact."),
            Definition(
                f"op 1 januari {year + 1}",
                f"De stand nadat alles van 31 december {year} is verwerkt. Wie die dag vertrok, telt niet meer mee.",
            ),
            Definition("– (streepje)", "Gemeten, en nul."),
            Definition("niet gemeten", "Er is geen meting; dat is iets anders dan nul."),
        ),
        note=f"Bij dit verslag hoort de jaarrekening {year}. De bedragen in hoofdstuk 2 zijn daaraan gelijk.",
    )
