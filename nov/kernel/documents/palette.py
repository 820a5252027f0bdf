"""The colours of paper and drawings. A house style changes by passing another Palette to the renderers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as #RRGGBB. `series` is the order in which a chart takes them; `tints` run from few to many.

    Every pair of text and ground that is used reaches a contrast of 4.5; a test measures them.
    """

    ink: str = "#1D2433"
    soft: str = "#4A5568"
    line: str = "#DCD9D2"
    surface: str = "#F6F5F2"
    paper: str = "#FFFFFF"
    accent: str = "#0B6E78"
    warm: str = "#E0732A"
    attention: str = "#C79A1E"
    error: str = "#B3261E"
    good: str = "#26693F"
    missing_fill: str = "#FBF1D6"
    missing_text: str = "#6B4F00"
    series: tuple[str, ...] = ("#0B6E78", "#E0732A", "#7A3E72", "#C79A1E", "#5B6B7F", "#5C8A3A")
    tints: tuple[str, ...] = ("#E7F1F2", "#B5D6D9", "#5FA4AB", "#0B6E78")

    def series_colour(self, place: int) -> str:
        """The colour of the series at `place`, starting over after the last."""
        return self.series[place % len(self.series)]

    def text_on(self, ground: str) -> str | None:
        """Ink or paper, whichever can be read on `ground`; None where neither reaches 4.5 to 1."""
        best = max((self.ink, self.paper), key=lambda colour: contrast(colour, ground))
        return best if contrast(best, ground) >= 4.5 else None


PALETTE = Palette()


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21, as in WCAG 2.2 (relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
