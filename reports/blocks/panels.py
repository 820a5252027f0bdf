"""Panels of key figures, each with what it is compared with."""

from __future__ import annotations

from datetime import date

from nov.kernel import formats
from nov.kernel.documents.blocks import Block, KeyFigure, KeyFigures, Text, Value, Words
from nov.kernel.printing import printed
from reports.blocks.registry import block
from reports.context import Context, said


@block("verslag.kerncijfers", "Zes cijfers van het hele jaar, met die van vorig jaar")
def year_in_short(context: Context) -> tuple[Block, ...]:
    """The year in six figures."""
    return (
        KeyFigures(
            (
                _member_count(context),
                _grown(context, "platform.bezoekers", "Bezoekers van het platform"),
                _compared(context, "meedoen.koppelingen", "Koppelingen bij #Meedoen"),
                _compared(context, "financien.baten", "Baten"),
                _compared(context, "financien.resultaat", "Resultaat"),
                _resilience(context),
            )
        ),
    )


@block("cijfers.kerncijfers", "Leden, platform, community, baten, resultaat en weerstandsvermogen")
def figures_in_short(context: Context) -> tuple[Block, ...]:
    """The key figures of members, media and money."""
    return (
        KeyFigures(
            (
                _member_count(context),
                _grown(context, "platform.bezoekers", "Bezoekers van het platform"),
                _grown(context, "platform.communityleden", "Communityleden"),
                _compared(context, "financien.baten", "Baten"),
                _compared(context, "financien.resultaat", "Resultaat"),
                _resilience(context),
            )
        ),
    )


@block("meedoen.kerncijfers", "Balies, koppelingen, aandeel vrouwen, medewerkers, gesprekken en looptijd")
def meedoen_in_short(context: Context) -> tuple[Block, ...]:
    """The key figures of #Meedoen."""
    ambition = (Text("ambitie: "), context.value("meedoen.ambitie"))
    people = context.read("meedoen.medewerkers")
    employers = ", ".join(f"{printed(context.part(people, label))} {label}" for label in people.parts)
    return (
        KeyFigures(
            (
                KeyFigure("Meedoenbalies", context.value("meedoen.balies"), ambition),
                _compared(context, "meedoen.koppelingen", "Koppelingen"),
                KeyFigure(
                    "Aandeel vrouwen", context.value("meedoen.aandeel_vrouwen"), "waar het geslacht is vastgelegd"
                ),
                KeyFigure("Medewerkers", context.dressed(people), employers),
                KeyFigure(
                    "Evaluatiegesprekken", context.value("meedoen.evaluatiegesprekken"), "met de balies, in het jaar"
                ),
                KeyFigure("Subsidie loopt tot en met", _day(context, "meedoen.subsidie_tot")),
            )
        ),
    )


# ---- single figures


def _member_count(context: Context) -> KeyFigure:
    turn = context.year.end
    then = (Text(f"{said(context.year.begin)}: "), context.value("leden.totaal", "begin"))
    return KeyFigure(f"Leden op {said(turn)}", context.value("leden.totaal", turn), then)


def _grown(context: Context, key: str, label: str) -> KeyFigure:
    """With last year and the growth since."""
    reading = context.read(key)
    before = context.before(reading)
    comparison: Words = (Text(f"{said(context.year.previous)}: "), context.dressed(before))
    if reading.known and before.known:
        comparison = (*comparison, Text(", nu "), context.signed_growth(reading))
    return KeyFigure(label, context.dressed(reading), comparison)


def _compared(context: Context, key: str, label: str) -> KeyFigure:
    """With last year, unless there is nothing to compare with."""
    reading = context.read(key)
    before = context.before(reading)
    same_kind = before.known and before.value
    then: Words = (Text(f"{said(context.year.previous)}: "), context.dressed(before)) if same_kind else ""
    return KeyFigure(f"{label} {context.year}", context.dressed(reading), then)


def _day(context: Context, key: str) -> Value:
    """A date in figures: in words it is wider than a place of the panel."""
    reading = context.read(key)
    return context.dressed(reading, formats.day(reading.value) if isinstance(reading.value, date) else None)


def _resilience(context: Context) -> KeyFigure:
    goal = (Text("doel: "), context.value("reserve.weerstand_doel"), Text(" van de vaste lasten"))
    return KeyFigure("Weerstandsvermogen", context.value("reserve.weerstand"), goal)
