"""What every record of a programme shares: whose it is, who may look at it and change it, and where its page is."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q
from django.urls import reverse

from programmes.models.programmes import ACTS, Programme
from programmes.querysets import OfProgramme


class Record(models.Model):
    """A record that hangs from one programme. `address` is its kind's word in the addresses of the site."""

    address: ClassVar[str]

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, verbose_name="programma")

    objects = OfProgramme.as_manager()
    acts = ACTS

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return reverse("programmes:record", args=[self.programme.code, self.address, self.pk])

    def changeable_by(self, user: Any) -> bool:
        """Whether this user may enter results of its programme."""
        return self.programme.changeable_by(user)


class Row(models.Model):
    """A row of a record, such as a question of a survey; `within` names the relation to what it is a row of."""

    address: ClassVar[str]
    within: ClassVar[str]
    acts = ACTS

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return reverse("programmes:record", args=[self.programme.code, self.address, self.pk])

    @classmethod
    def path(cls) -> str:
        """Along which relations a row reaches its programme."""
        above: Any = cls._meta.get_field(cls.within).related_model
        return f"{cls.within}__{above.path() if issubclass(above, Row) else 'programme'}"

    @property
    def programme(self) -> Programme:
        """The programme of the record that it is a row of."""
        return getattr(self, self.within).programme

    def changeable_by(self, user: Any) -> bool:
        """Whether this user may enter results of its programme."""
        return self.programme.changeable_by(user)


def begins(name: str) -> CheckConstraint:
    """The guard that a period `during` begins on a day and does not end before it."""
    return CheckConstraint(
        condition=Q(during__isempty=False, during__lower_inf=False),
        name=name,
        violation_error_message="De periode begint op een dag en eindigt niet voor die dag.",
    )


def filled(column: str, name: str, message: str) -> CheckConstraint:
    """The guard that a text is there."""
    return CheckConstraint(condition=~Q(**{column: ""}), name=name, violation_error_message=message)
