"""Whose programme it is: what somebody may do with one programme, and what does not exist for them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from programmes.models import Programme


def may_enter(user: Any, programme: Programme) -> bool:
    """Whether this user may enter results of this programme: its lead, or who manages all programmes."""
    return programme.changeable_by(user)


def may_check(user: Any, programme: Programme) -> bool:
    """Whether this user may check and fix the results of this programme."""
    return user.has_perm("programmes.check") and Programme.objects.visible_to(user).filter(pk=programme.pk).exists()


def visible_programme(user: Any, code: str) -> Programme:
    """The programme, or a 404: what a user may not know of does not exist for them."""
    rows = Programme.objects.visible_to(user).select_related("cost_centre")
    return get_object_or_404(rows, code=code)


def own_programme(user: Any, code: str) -> Programme:
    """The programme, if this user may enter its results; 404 when it is hidden, 403 when it is only to be read."""
    programme = visible_programme(user, code)
    if not may_enter(user, programme):
        raise PermissionDenied("programmes.enter")
    return programme
