"""The figures of an edition, for people and for programs."""

from __future__ import annotations

import csv
import json
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.management.base import CommandParser

from nov.kernel import clock
from reports.management.edition_command import EditionCommand
from reports.models import Edition
from reports.picture import picture
from reports.rows import Row, edition_rows

COLUMNS = ("key", "label", "value", "printed", "unit", "mark", "state", "reference", "kind", "definition")
_SHOWN = {"key": 42, "reference": 22, "printed": 24, "kind": 9, "label": 0}


class Command(EditionCommand):
    """`figures YEAR`: a row per figure and reference that the edition has to give."""

    help = "Toont de cijfers van het jaarverslag van een jaar, elk met peildatum, eenheid en definitie."
    examples = ("figures 2023", "figures 2023 --format json", "figures 2023 --format csv > cijfers-2023.csv")

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the command."""
        super().add_arguments(parser)
        parser.add_argument("--format", choices=["table", "json", "csv"], default="table", help="de vorm (table)")

    def run(self, edition: Edition, **options: Any) -> None:
        """Print the rows in the wanted form."""
        with picture(on=clock.today()) as readings:
            rows = list({(row.key, row.reference): row for row in edition_rows(edition, readings)}.values())
        match options["format"]:
            case "json":
                found = [{name: _json(row, name) for name in COLUMNS} for row in rows]
                self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            case "csv":
                table = csv.DictWriter(self.stdout, COLUMNS, extrasaction="ignore", lineterminator="\n")
                table.writeheader()
                table.writerows(row.as_dict() for row in rows)
            case _:
                self._table(rows)

    def _table(self, rows: list[Row]) -> None:
        self.stdout.write("  ".join(name.ljust(width) for name, width in _SHOWN.items()).rstrip())
        for row in rows:
            self.stdout.write(
                "  ".join(str(getattr(row, name)).ljust(width) for name, width in _SHOWN.items()).rstrip()
            )
        missing = sum(row.state == "ontbreekt" for row in rows)
        self.stdout.write(f"\n{len(rows)} cijfers, {missing} nog in te vullen.")


def _json(row: Row, name: str) -> str | int | float | None:
    """Values as numbers where they are numbers, and null where there is none."""
    text = getattr(row, name)
    if name != "value":
        return text
    if text == "":
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return int(number) if number == number.to_integral_value() else float(number)
