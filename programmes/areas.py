"""Working areas are shared: whoever enters them leaves alone what another programme relies on."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from programmes.models import AreaParticipation, Programme, WorkingArea


def own(programme: Programme) -> QuerySet[Any]:
    """The working areas that may be changed from a programme: those in which no other programme is."""
    elsewhere = AreaParticipation.objects.exclude(programme=programme).values("area")
    return WorkingArea.objects.exclude(pk__in=elsewhere)
