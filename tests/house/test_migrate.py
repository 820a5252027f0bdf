"""Migrating again keeps the rights as they are."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command

from nov.management.commands.migrate import INSERT_ONLY


def test_migrating_again_keeps_what_is_refused(committed: Any, as_superuser: Any) -> None:
    with as_superuser() as connection:
        connection.execute(f"GRANT UPDATE, DELETE ON {INSERT_ONLY[0]} TO nov_app")
        connection.execute(
            "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN LANGUAGE sql AS 'SELECT true'"
        )

    call_command("migrate", verbosity=0)

    with committed.cursor() as cursor:
        cursor.execute(
            f"SELECT has_table_privilege('{INSERT_ONLY[0]}', 'UPDATE'), _pgtrigger_should_ignore('anything')"
        )
        assert cursor.fetchall() == [(False, False)]
        cursor.execute("SELECT current_user")
        assert cursor.fetchall() == [("nov_app",)]
