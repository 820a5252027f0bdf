"""The annual accounts of a year as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from finance.models import FiscalYear
from nov.kernel import clock
from reports.management.edition_command import YearCommand, form_of, write_file
from reports.publish import RENDERERS, accounts_file


class Command(YearCommand):
    """`annual_accounts YEAR --output FILE`: the accounts as they stand, or as they were adopted."""

    help = "Maakt de jaarrekening van een jaar als bestand: een concept, of het document zoals het is vastgesteld."
    examples = (
        "annual_accounts 2023 --output jaarrekening-2023.pdf",
        "annual_accounts 2023 --output jaarrekening-2023.docx --format docx",
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the command."""
        super().add_arguments(parser)
        parser.add_argument("--output", type=Path, required=True, metavar="BESTAND", help="waar het komt te staan")
        parser.add_argument("--format", choices=[*RENDERERS], help="de vorm (die van de bestandsnaam, anders pdf)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the file."""
        year, path = options["year"], options["output"]
        if not FiscalYear.objects.filter(year=year).exists():
            raise CommandError(f"Er is geen boekjaar {year}.")
        form = form_of(path, options["format"], tuple(RENDERERS))
        self.stderr.write(f"Jaarrekening {year} wordt gemaakt …")
        content = accounts_file(year, form, on=clock.today())
        write_file(path, content)
        self.stdout.write(f"Jaarrekening {year} staat in {path} ({len(content) // 1024} kB).")
