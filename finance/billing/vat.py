"""VAT of an invoice: computed per rate over the sum of its lines, as EN 16931 asks, and rounded there once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from nov.kernel.formats import number

STANDARD, EXEMPT, OUTSIDE = "S", "E", "O"
CENT = Decimal("0.01")
ALONE = "Een regel buiten de btw staat niet met andere regels op één factuur. Maak er twee facturen van."


class Taxed(Protocol):
    """A line with an amount without VAT, the category of its VAT and its rate in percent."""

    @property
    def amount(self) -> Decimal: ...
    @property
    def vat(self) -> str: ...
    @property
    def rate(self) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class Share:
    """The lines of one category and rate: what they come to, and the VAT over that."""

    vat: str
    rate: Decimal
    base: Decimal

    @property
    def tax(self) -> Decimal:
        """The VAT in euros; half a cent is rounded away from nought."""
        return (self.base * self.rate / 100).quantize(CENT, ROUND_HALF_UP)

    @property
    def name(self) -> str:
        """How it is called on paper and on screen."""
        return name_of(self.vat, self.rate)


def shares(lines: Iterable[Taxed]) -> tuple[Share, ...]:
    """What lines come to per category and rate: the highest rate first."""
    sums: dict[tuple[str, Decimal], Decimal] = {}
    for line in lines:
        key = line.vat, Decimal(line.rate)
        sums[key] = sums.get(key, Decimal(0)) + line.amount
    return tuple(Share(vat, rate, sums[vat, rate]) for vat, rate in sorted(sums, key=lambda one: (-one[1], one[0])))


def tax(lines: Iterable[Taxed]) -> Decimal:
    """All VAT over these lines."""
    return sum((share.tax for share in shares(lines)), Decimal(0))


def name_of(vat: str, rate: Decimal) -> str:
    """A category and rate in words: "21%", "vrijgesteld", "buiten de btw"."""
    if vat == STANDARD:
        return f"{number(rate, 0 if rate == int(rate) else 2)}%"
    return {EXEMPT: "vrijgesteld", OUTSIDE: "buiten de btw"}[vat]
