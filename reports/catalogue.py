"""Every figure there is: the modules of the apps in plain sight, and those that live in rows: what users define, and ranks."""

from __future__ import annotations

import finance.figures
import members.figures
import programmes.figures
import programmes.indicators
import programmes.ranks
from nov.kernel.catalogue import Catalogue

CATALOGUE = Catalogue(
    (finance.figures, members.figures, programmes.figures),
    sources=(programmes.indicators.SOURCE, programmes.ranks.RANKS),
)
