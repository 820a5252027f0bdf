#!/usr/bin/env python
"""Run a command: `.venv/bin/python manage.py COMMAND`. Starts the embedded database where no DATABASE_URL is set."""

import os
import sys

from nov import localdb
from nov.supervision import follow_supervisor


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nov.settings")
    follow_supervisor()
    try:
        localdb.ensure_secret()
        localdb.ensure()
    except localdb.LocalDatabaseError as error:
        sys.exit(str(error))
    from django.core.management import execute_from_command_line  # after the environment is complete
    from django.db import ProgrammingError
    from psycopg.errors import UndefinedColumn, UndefinedTable

    try:
        execute_from_command_line(sys.argv)
    except ProgrammingError as error:
        if not isinstance(error.__cause__, (UndefinedColumn, UndefinedTable)):
            raise
        sys.exit("De database is nog niet bijgewerkt. Geef eerst: .venv/bin/python manage.py migrate")


if __name__ == "__main__":
    main()
