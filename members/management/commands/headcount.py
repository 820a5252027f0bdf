"""The bridge of the membership on the command line."""

from __future__ import annotations

import csv
import json
from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from members.headcount import Headcount, headcount
from nov.kernel.formats import day, number, signed
from nov.kernel.periods import Period, Turn, reference

HELP = """Het ledental op twee peildatums en wat er tussen gebeurde, per categorie, met de redenen van vertrek.

Een peildatum is een moment: 2023-01-01 is de overgang naar 1 januari, 2023-06-30 het einde van die dag. Een jaar of
maand als VAN begint bij zijn eerste dag, als TOT eindigt het na zijn laatste; zonder TOT is het dat hele jaar."""

EXAMPLES = """voorbeelden:
  manage.py headcount 2023
  manage.py headcount 2022-01-01 2024-01-01
  manage.py headcount 2023-01 2023-06 --format csv > leden.csv"""

HEADS = ("categorie", "begin", "nieuw", "vertrokken", "categorie_in", "categorie_uit", "eind")


class Command(BaseCommand):
    """`headcount FROM UNTIL`: exit code 1 when the bridge does not hold."""

    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the examples on lines of their own."""
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLES, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: CommandParser) -> None:
        """Two moments and the form of the answer."""
        parser.add_argument("van", metavar="VAN", help="peildatum, jaar of maand, bijvoorbeeld 2023-01-01 of 2023")
        parser.add_argument("tot", metavar="TOT", nargs="?", help="peildatum, jaar of maand; later dan VAN")
        parser.add_argument("--format", choices=("table", "json", "csv"), default="table", help="vorm van het antwoord")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, print, and say so when it does not fit."""
        try:
            found = headcount(*turns(options["van"], options["tot"]))
        except ValueError as error:
            raise CommandError(str(error)) from None
        {"table": self.table, "json": self.json, "csv": self.csv}[options["format"]](found)
        if broken := [line.name for line in (*found.lines, found.total) if line.gap]:
            raise CommandError(f"De ledenbrug sluit niet: {', '.join(broken)}.")

    def table(self, found: Headcount) -> None:
        """For people."""
        self.stdout.write(f"Leden van {in_words(found.begin)} tot {in_words(found.end)}\n\n")
        row = "{:26}{:>8}{:>8}{:>12}{:>12}{:>8}"
        self.stdout.write(row.format("", "begin", "nieuw", "vertrokken", "categorie", "eind"))
        for line in (*found.lines, found.total):
            moved = (signed(line.joined), signed(-line.left), signed(line.changed))
            self.stdout.write(row.format(line.name, number(line.begin), *moved, number(line.end)))
        if found.reasons:
            self.stdout.write("\nVertrokken")
            for reason, count in found.reasons.items():
                self.stdout.write(f"  {count:>4}  {reason}")

    def json(self, found: Headcount) -> None:
        """For programs."""
        lines = [dict(zip(HEADS, (line.name, *line.counts), strict=True)) for line in (*found.lines, found.total)]
        answer = {"van": str(found.begin), "tot": str(found.end), "leden": lines, "redenen": found.reasons}
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))

    def csv(self, found: Headcount) -> None:
        """For a spreadsheet."""
        write = csv.writer(self.stdout, delimiter=";", lineterminator="\n").writerow
        write(HEADS)
        for line in (*found.lines, found.total):
            write((line.name, *line.counts))


def turns(begin: str, end: str | None) -> tuple[Turn, Turn]:
    """The two moments that were asked. Raises ValueError in Dutch for what is none."""
    first = reference(begin)
    last = reference(end) if end else first
    if end is None and isinstance(first, Turn):
        raise ValueError("Noem ook de tweede peildatum, of één jaar of maand.")
    return (
        first.begin if isinstance(first, Period) else first,
        last.end if isinstance(last, Period) else last,
    )


def in_words(turn: Turn) -> str:
    """ "01-01-2024 (begin van de dag)" for a turn of the year, "31-10-2023 (einde van de dag)" for another."""
    if (turn.day.month, turn.day.day) == (1, 1):
        return f"{day(turn.day)} (begin van de dag)"
    return f"{day(turn.eve)} (einde van de dag)"
