"""The standing texts of the annual accounts."""

from __future__ import annotations

from dataclasses import dataclass

from nov.kernel.documents import blocks


@dataclass(frozen=True, slots=True)
class Principle:
    """A heading with what holds under it."""

    head: str
    paragraphs: tuple[str, ...]

    def nodes(self) -> tuple[blocks.Block, ...]:
        """The heading and its paragraphs."""
        return (blocks.Heading(self.head, numbered=False), *(blocks.Paragraph(text) for text in self.paragraphs))


PRINCIPLES = (
    Principle(
        "Algemeen",
        (
            "De jaarrekening volgt de richtlijn voor kleine organisaties zonder winststreven (RJk C1). Het boekjaar is "
            "het kalenderjaar. Bedragen zijn in hele euro’s; een afrondingsverschil staat bij de grootste post, zodat "
            "de gedrukte totalen de som zijn van de gedrukte regels.",
        ),
    ),
    Principle(
        "Activa en passiva",
        (
            "Materiële vaste activa staan tegen de prijs van aanschaf, verminderd met lineaire afschrijving over de "
            "verwachte levensduur. Vorderingen, liquide middelen en schulden staan tegen nominale waarde; op debiteuren "
            "is in mindering gebracht wat naar verwachting niet wordt betaald.",
            "Ontvangen subsidie die nog niet aan het werk is besteed, staat onder de vooruitontvangen subsidies: dat geld "
            "is besteed zodra de kosten zijn gemaakt, en anders gaat het terug.",
        ),
    ),
    Principle(
        "Baten en lasten",
        (
            "Subsidies tellen als baten in het jaar waarin de gesubsidieerde kosten zijn gemaakt, en alleen als de "
            "beschikking voor het einde van dat jaar is afgegeven. Contributie telt in het jaar waarvoor zij is verschuldigd. "
            "Lasten horen bij het jaar waarin de prestatie is geleverd.",
            "Ontvangen rente staat onder de overige baten, betaalde rente en bankkosten onder de lasten; zij worden niet "
            "tegen elkaar weggestreept.",
        ),
    ),
    Principle(
        "Reserves",
        (
            "De continuïteitsreserve is er om de vaste lasten door te kunnen betalen als inkomsten wegvallen. Vaste lasten "
            "zijn de kosten van personeel, organisatie en accommodatie. Bestemmingsreserves zijn door de vereniging zelf "
            "afgezonderd; alleen wat een derde aan een doel heeft gebonden, heet een bestemmingsfonds.",
        ),
    ),
)

RULE_OF_APPROPRIATION = (
    "Over de bestemming van het saldo beslist de algemene ledenvergadering, op voorstel van het bestuur, bij de vaststelling "
    "van de jaarrekening."
)
