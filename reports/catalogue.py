"""Every figure there is: the modules of the apps in plain sight, and the indicators that users define in rows."""

from __future__ import annotations

import finance.figures
import members.figures
import programmes.figures
import programmes.indicators
from nov.kernel.catalogue import Catalogue

CATALOGUE = Catalogue(
    (finance.figures, members.figures, programmes.figures),
    sources=(programmes.indicators.SOURCE,),
)
