"""What `manage.py check --deploy` says about an installation of ours, besides what Django says."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

from nov.database import has_owner


@register(Tags.security, deploy=True)
def tables_have_an_owner(**_: Any) -> list[CheckMessage]:
    """The ledger's guards stand firmest when the application's log-in does not own the tables."""
    if has_owner():
        return []
    return [
        Warning(
            "De tabellen zijn van het account waarmee de toepassing werkt: dat kan de bewaking van het grootboek uitzetten.",
            hint="Maak een tweede account, eigenaar van de database, en zet DATABASE_OWNER_URL.",
            id="nov.W001",
        )
    ]


@register(Tags.security, deploy=True)
def demo_clock_is_off(**_: Any) -> list[CheckMessage]:
    """Where real work is done the clock does not stand still."""
    if settings.NOV_TODAY is None:
        return []
    return [Warning(f"De klok staat stil op {settings.NOV_TODAY}.", hint="Laat NOV_TODAY leeg.", id="nov.W002")]
