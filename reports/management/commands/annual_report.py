"""The annual report of a year as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from nov.kernel import clock
from reports.management.edition_command import EditionCommand, form_of, write_file
from reports.models import Edition
from reports.publish import RENDERERS, report_file


class Command(EditionCommand):
    """`annual_report YEAR --output FILE`: the report as it stands, or as it was adopted."""

    help = "Maakt het jaarverslag van een jaar als bestand: een concept, of het document zoals het is vastgesteld."
    examples = (
        "annual_report 2023 --output jaarverslag-2023.pdf",
        "annual_report 2023 --output jaarverslag-2023.html --format html",
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the command."""
        super().add_arguments(parser)
        parser.add_argument("--output", type=Path, required=True, metavar="BESTAND", help="waar het komt te staan")
        parser.add_argument("--format", choices=[*RENDERERS], help="de vorm (die van de bestandsnaam, anders pdf)")

    def run(self, edition: Edition, **options: Any) -> None:
        """Make the file."""
        path: Path = options["output"]
        form = form_of(path, options["format"], tuple(RENDERERS))
        self.stderr.write(f"{edition} wordt gemaakt …")
        content = report_file(edition, form, on=clock.today())
        write_file(path, content)
        self.stdout.write(f"{edition} staat in {path} ({len(content) // 1024} kB).")
