"""What stands on the start page: per block the act that lets one see it and what it shows."""

from __future__ import annotations

from datetime import date
from typing import Any

from nov.kernel.models import User


def blocks(user: User, day: date) -> dict[str, Any]:
    """The blocks that this user's roles allow, by name; the template decides where they stand."""
    return {}
