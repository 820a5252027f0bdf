"""The owner's log-in, for making and migrating databases. Everything else works as the application's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import environ
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper


def has_owner() -> bool:
    """Whether the tables have an owner of their own, so that the application cannot switch off what guards them."""
    return bool(environ.FileAwareEnv()("DATABASE_OWNER_URL", default=""))


@contextmanager
def as_owner() -> Iterator[BaseDatabaseWrapper]:
    """The default connection as the owner of the tables: for migrations and for making test databases, nothing else.

    Without DATABASE_OWNER_URL the connection stays as it is: everything runs in one role.
    """
    owner = environ.FileAwareEnv().db("DATABASE_OWNER_URL") if has_owner() else {}
    kept = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict.update({key: owner[key] for key in kept if key in owner})
    try:
        yield connection
    finally:
        connection.close()
        connection.settings_dict.update(kept)
