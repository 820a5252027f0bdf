"""Who logs in. What a role may do is not known here: `nov/roles.py` answers that through an authentication backend."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models.functions import Lower, Now

from nov.kernel.history import tracked


class UserManager(BaseUserManager["User"]):
    """Makes accounts; an address is stored in lower case, so that one address is one account."""

    def create_user(
        self, email: str, password: str | None = None, *, name: str, roles: Iterable[str] = (), **extra: Any
    ) -> User:
        """A new account. Without a password it can only log in by another way (single sign-on, a reset)."""
        user = self.model(email=email.strip().lower(), name=name, roles=list(roles), **extra)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


@tracked(without=["password", "last_login"])
class User(AbstractBaseUser):
    """A person with an account. Roles combine; without a role one may log in and see nothing."""

    email = models.EmailField(
        "e-mailadres", unique=True, error_messages={"unique": "Er is al een account met dit e-mailadres."}
    )
    name = models.CharField("naam", max_length=120)
    roles = ArrayField(models.CharField(max_length=30), default=list, blank=True, verbose_name="rollen")
    is_active = models.BooleanField("actief", default=True, help_text="Uit: deze persoon kan niet inloggen.")
    created_at = models.DateTimeField("aangemaakt op", db_default=Now(), editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "gebruiker"
        verbose_name_plural = "gebruikers"
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="user_email_lower_case",
                violation_error_message="Schrijf het e-mailadres in kleine letters.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    @property
    def is_staff(self) -> bool:
        """Whether the admin lets this person in; what stands in it is decided act by act."""
        return self.is_active and bool(self.roles)

    def has_role(self, *names: str) -> bool:
        """Whether this person has one of these roles, for what hangs on a role and is no act (a start page)."""
        return self.is_active and not set(names).isdisjoint(self.roles)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether this person may do `perm`, an act such as "members.mutate"."""
        return any(_asked(backend.has_perm, self, perm, obj) for backend in _rights_backends())

    def has_perms(self, perms: Iterable[str], obj: Any = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        return any(_asked(backend.has_module_perms, self, app_label) for backend in _rights_backends())


def _rights_backends() -> list[Any]:
    """The log-in backends that know rights of their own. Django's reads groups and permission rows: there are none."""
    from django.contrib.auth.backends import ModelBackend  # asks for the user model on import

    return [
        backend
        for backend in get_backends()
        if hasattr(backend, "has_perm") and type(backend).has_perm is not ModelBackend.has_perm
    ]


def _asked(question: Any, *args: Any) -> bool:
    try:
        return bool(question(*args))
    except PermissionDenied:
        return False
