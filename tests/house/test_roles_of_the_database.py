"""What the application's log-in may not do, with what it may: the tables' owner is another one."""

from __future__ import annotations

import pghistory.models
import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from nov.deployment import tables_have_an_owner
from nov.kernel.models import User
from nov.management.commands.migrate import INSERT_ONLY, READ_ONLY

pytestmark = pytest.mark.django_db


def rows(question: str) -> list[tuple]:
    """The rows of one question."""
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()


def refused(statement: str) -> str:
    """Why the database refuses a statement."""
    with pytest.raises(ProgrammingError) as told, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(told.value).splitlines()[0]


def test_the_application_is_not_the_owner() -> None:
    assert rows(
        "SELECT current_user, rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    ) == [("nov_app", False, False, False)]
    assert rows("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'") == [("nov_owner",)]
    assert rows("SELECT rolsuper FROM pg_roles WHERE rolname = 'nov_owner'") == [(False,)]


def test_the_application_writes_ordinary_tables() -> None:
    user = User.objects.create(email="a@nov.example", name="A")

    user.name = "B"
    user.save()
    assert User.objects.values_list("name", flat=True).get() == "B"
    user.delete()
    assert User.objects.count() == 0


@pytest.mark.parametrize("table", INSERT_ONLY)
def test_insert_only_tables_are_there_and_only_grow(table: str) -> None:
    granted = rows(
        "SELECT string_agg(privilege_type, ' ' ORDER BY privilege_type) FROM information_schema.role_table_grants "
        f"WHERE table_name = '{table}' AND grantee = 'nov_app'"
    )

    assert granted == [("INSERT SELECT",)]


@pytest.mark.parametrize("table", READ_ONLY)
def test_read_only_tables_are_there_and_stay(table: str) -> None:
    granted = rows(
        "SELECT string_agg(privilege_type, ' ' ORDER BY privilege_type) FROM information_schema.role_table_grants "
        f"WHERE table_name = '{table}' AND grantee = 'nov_app'"
    )

    assert granted == [("SELECT",)]


def test_history_only_grows() -> None:
    tables = {m._meta.db_table for m in apps.get_models() if issubclass(m, pghistory.models.Event) and m._meta.managed}

    changeable = rows(
        "SELECT DISTINCT table_name FROM information_schema.role_table_grants "
        "WHERE grantee = 'nov_app' AND privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE')"
    )

    assert tables & {name for (name,) in changeable} == set()
    assert "kernel_user" in {name for (name,) in changeable}  # the question does find tables


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("TRUNCATE kernel_user CASCADE", "permission denied for table kernel_user"),
        ("DROP TABLE kernel_user", "must be owner of table kernel_user"),
        ("ALTER TABLE finance_entry DISABLE TRIGGER ALL", "must be owner of table finance_entry"),
        ("CREATE TABLE mine ()", "permission denied for schema public"),
        ("SET session_replication_role = replica", 'permission denied to set parameter "session_replication_role"'),
        ("SET ROLE nov_owner", 'permission denied to set role "nov_owner"'),
        ("UPDATE django_migrations SET app = app", "permission denied for table django_migrations"),
    ],
)
def test_the_application_cannot(statement: str, why: str) -> None:
    assert refused(statement) == why


def test_pgtriggers_switch_does_nothing() -> None:
    rows("SELECT set_config('pgtrigger.ignore', '{anything}', true)")

    assert rows("SELECT _pgtrigger_should_ignore('anything')") == [(False,)]


def test_deployment_without_an_owner_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tables_have_an_owner() == []

    monkeypatch.delenv("DATABASE_OWNER_URL")

    assert [message.id for message in tables_have_an_owner()] == ["nov.W001"]
