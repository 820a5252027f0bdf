"""Migrate as the owner, then say in one place what the application may do with the tables."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from nov.database import as_owner, has_owner
from nov.kernel.history import event_tables

# Rows are added and never change: nobody but the owner could, and triggers refuse it to the owner as well. The tables
# with the history of tracked records come with these (nov.kernel.history.event_tables).
INSERT_ONLY = (
    "finance_allocation",
    "finance_appropriation",
    "finance_appropriationline",
    "finance_bankfile",
    "finance_bankline",
    "finance_bankstatement",
    "finance_budget",
    "finance_budgetline",
    "finance_entry",
    "finance_fiscalyear",
    "finance_grantaward",
    "finance_invoice",
    "finance_invoiceline",
    "finance_invoicemail",
    "finance_line",
    "finance_reminder",
    "finance_yearevent",
    "kernel_takenlist",
    "members_contribution",
    "members_mutation",
    "reports_chapterversion",
    "reports_editionevent",
    "reports_snapshot",
    "reports_snapshotfile",
    "reports_waiver",
)
# The database itself keeps these: the application reads them.
READ_ONLY = (
    "django_migrations",
    "finance_balance",
    "finance_caption",
    "finance_journal",
)


class Command(Migrate):
    """`migrate`: Django's own, as the owner of the tables, followed by the rights of the application."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then grant."""
        application = connection.settings_dict["USER"]
        with as_owner() as owner:
            super().handle(*args, **options)
            grant(owner, application)


def grant(owner: BaseDatabaseWrapper, application: str) -> None:
    """Give the application its rights, and make pgtrigger's switch to skip triggers do nothing.

    Tables that are not there (a migration in steps) are passed over; a test holds the names against the whole schema.
    """
    role = owner.ops.quote_name(application)
    with owner.cursor() as cursor:
        there = set(owner.introspection.table_names(cursor))
        cursor.execute(NEVER_IGNORE)
        if not has_owner():
            return
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
        for table in there.intersection([*INSERT_ONLY, *event_tables()]):
            cursor.execute(f"REVOKE UPDATE, DELETE ON {table} FROM {role}")
        for table in there.intersection(READ_ONLY):
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM {role}")


# `SET pgtrigger.ignore` would let any log-in skip the triggers that write history.
NEVER_IGNORE = """
CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name NAME)
RETURNS BOOLEAN LANGUAGE sql IMMUTABLE AS 'SELECT false'
"""
