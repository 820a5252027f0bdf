"""All organisations to a file on the command line."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from members.organisation_files import organisation_lines
from nov.kernel.lists.exports import csv_lines, workbook


class Command(BaseCommand):
    """`export_organisations FILE`."""

    help = "Schrijft alle organisaties naar een .xlsx- of .csv-bestand, met de kolommen die import_organisations leest."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument(
            "bestand", metavar="BESTAND", type=Path, help="een .xlsx- of .csv-bestand dat er nog niet is"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it whole or not at all; what is there already stays."""
        path: Path = options["bestand"]
        if path.suffix not in (".xlsx", ".csv"):
            raise CommandError(f"{path.name}: kies een naam die eindigt op .xlsx of .csv.")
        try:
            with path.open("xb") as target:
                if path.suffix == ".xlsx":
                    with workbook(organisation_lines()) as source:
                        shutil.copyfileobj(source, target)
                else:
                    target.writelines(line.encode() for line in csv_lines(organisation_lines()))
        except FileExistsError:
            raise CommandError(f"{path}: dit bestand is er al. Kies een andere naam.") from None
        except OSError as error:
            raise CommandError(f"{path}: hier kan het niet worden geschreven ({error.strerror}).") from None
        self.stdout.write(f"{path} is geschreven.")
