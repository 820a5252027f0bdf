"""A record of any app, reached through the kernel: for its attachments and its history.

A model that lets the kernel do this says which acts it takes:

    class Organisation(models.Model):
        acts = Acts(view="members.view", change="members.enter")

A model without `acts` is closed. If its manager has `visible_to(user)`, what is not in it does not exist for that user;
if its records have `changeable_by(user)`, the act alone is not enough to change one.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404

from nov.kernel.models import User


class Acts(NamedTuple):
    """What one must be allowed to do to look at a record, and to change what hangs on it."""

    view: str
    change: str


def acts_of(model: type[models.Model] | models.Model) -> Acts | None:
    """The acts that open a model's records; None for a closed model."""
    return getattr(model, "acts", None)


def found(user: User, label: str, pk: int, *, to_change: bool = False) -> Any:
    """The record `pk` of the model "app.name" that this user may look at, or with `to_change` may change.

    Raises Http404 for what is not there or not theirs, PermissionDenied for an act they may not do.
    """
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404(label) from None
    acts = acts_of(model)
    if acts is None:
        raise Http404(label)
    if not user.has_perm(acts.view) or (to_change and not user.has_perm(acts.change)):
        raise PermissionDenied(acts.change if to_change else acts.view)
    manager = model._default_manager
    visible = manager.visible_to(user) if hasattr(manager, "visible_to") else manager.all()
    record = visible.filter(pk=pk).first()
    if record is None:
        raise Http404(label)
    if to_change and not may_change(user, record):
        raise PermissionDenied(acts.change)
    return record


def may_change(user: User, record: models.Model) -> bool:
    """Whether this user may change what hangs on a record they are looking at."""
    acts = acts_of(record)
    if acts is None or not user.has_perm(acts.change):
        return False
    return record.changeable_by(user) if hasattr(record, "changeable_by") else True


def url_of(record: models.Model) -> str:
    """Where the record's own page is; "/" when it has none."""
    return record.get_absolute_url() if hasattr(record, "get_absolute_url") else "/"
