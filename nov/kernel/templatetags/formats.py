"""The Dutch way of writing numbers, money and dates in a template: `{% load formats %}` and `{{ amount|cents }}`."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone

from nov.kernel import formats

register = template.Library()
for _filter in (
    formats.cents,
    formats.day,
    formats.day_long,
    formats.money,
    formats.month_name,
    formats.number,
    formats.percent,
    formats.signed,
):
    register.filter(_filter.__name__, _filter)


@register.filter
def moment(value: datetime) -> str:
    """A moment in Dutch time: "15-04-2024 om 14.32 uur"."""
    return formats.moment(timezone.localtime(value))
