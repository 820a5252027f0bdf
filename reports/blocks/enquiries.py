"""Blocks about the questions that people ask about laws and rules."""

from __future__ import annotations

from django.db.models import Count

from nov.kernel import formats
from nov.kernel.documents import blocks
from nov.kernel.documents.blocks import Block, Place, Point, Stack
from programmes.models import Enquiry
from reports.blocks.registry import block, recorded
from reports.context import Context

ANSWERED = "wetregelgeving.vragen"


@block(ANSWERED, "Beantwoorde vragen naar onderwerp en kanaal")
def by_subject(context: Context) -> tuple[Block, ...]:
    """A bar per subject cut into the channels, the most asked first and the rest last."""
    rows = Enquiry.objects.filter(
        programme__code="wetregelgeving",
        date__gte=context.year.first,
        date__lt=context.year.until,
        answered_on__isnull=False,
    )
    found = rows.order_by().values_list("subject", "channel").annotate(Count("pk"))
    counts = recorded({(subject, channel): number for subject, channel, number in found}, context)
    channels = [each for each in Enquiry.Channel.choices if any(channel == each[0] for _, channel in counts)]
    totals = {code: sum(n for (subject, _), n in counts.items() if subject == code) for code in Enquiry.Subject.values}
    subjects = sorted(
        (each for each in Enquiry.Subject.choices if totals[each[0]]),
        key=lambda each: (each[0] == Enquiry.Subject.OTHER, -totals[each[0]], each[1]),
    )
    stacks = tuple(
        Stack(
            label,
            tuple(Point.counted(counts.get((code, channel), 0)) for channel, _ in channels),
            formats.number(totals[code]),
        )
        for code, label in subjects
    )
    whole = context.value(ANSWERED).text
    most = f" Het meest gevraagd: {subjects[0][1].lower()}."
    return (
        blocks.ShareChart(
            title="Beantwoorde vragen naar onderwerp en kanaal",
            unit=f"Aantal vragen in {context.year} (n = {whole})",
            description=f"Een balk per onderwerp, verdeeld naar kanaal. Samen {whole} vragen.{most}",
            names=tuple(label.lower() for _, label in channels),
            stacks=stacks,
            place=Place.FULL,
        ),
    )
