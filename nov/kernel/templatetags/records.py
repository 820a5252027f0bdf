"""What hangs on a record, for its page: `{% load records %}{% attachments record %}` and `{% history_url record %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.db import models
from django.urls import reverse

from nov.kernel.attachments import attached_to
from nov.kernel.records import may_change

register = template.Library()


@register.inclusion_tag("kernel/attachments.html", takes_context=True)
def attachments(context: dict[str, Any], record: models.Model) -> dict[str, Any]:
    """The list of files on a record; adding and taking away for who may change it."""
    change = may_change(context["request"].user, record)
    return {
        "attachments": attached_to(record),
        "add_url": reverse("kernel:attachment_add", args=[record._meta.label_lower, record.pk]) if change else "",
    }


@register.simple_tag
def history_url(record: models.Model) -> str:
    """Where one sees who changed what on a record."""
    return reverse("kernel:history", args=[record._meta.label_lower, record.pk])
