"""What day it is, for screens and commands only: rules and figures get their dates as arguments."""

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Today in Amsterdam, or the day of the demo clock (setting NOV_TODAY, shown in the head of every page)."""
    return settings.NOV_TODAY or timezone.localdate()


def is_demo() -> bool:
    """Whether the demo clock stands still on a set day."""
    return settings.NOV_TODAY is not None
