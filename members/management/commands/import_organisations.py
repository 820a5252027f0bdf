"""Organisations from a file on the command line."""

from __future__ import annotations

from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from members.organisation_files import ORGANISATIONS
from nov.kernel.formats import counted
from nov.kernel.imports import Effect, ImportRefused, Outcome, Unreadable, run_import
from nov.kernel.imports.run import sentences
from nov.kernel.models import User

HELP = """Leest organisaties in uit een Excel- of CSV-bestand, met de regels van de formulieren.

Met --dry-run verandert er niets en zie je per regel wat het bestand zou doen. Is er één regel fout, dan wordt er niets
ingelezen. Wat export_organisations schreef, verandert niets als je het weer inleest."""

EXAMPLES = """voorbeelden:
  manage.py import_organisations organisaties.xlsx --dry-run
  manage.py import_organisations organisaties.csv --by anouk@nov.example

De afsluitcode is 1 als het bestand niet in te lezen is."""


class Command(BaseCommand):
    """`import_organisations FILE [--dry-run]`."""

    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the examples on lines of their own."""
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLES, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and who reads it in."""
        parser.add_argument("bestand", metavar="BESTAND", type=Path, help="een .xlsx- of .csv-bestand")
        parser.add_argument("--dry-run", action="store_true", help="laat alleen zien wat het bestand zou doen")
        parser.add_argument("--by", metavar="E-MAIL", default="", help="wie dit doet; mag weg als er maar één kan")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, or read in."""
        path: Path = options["bestand"]
        by = _by(options["by"])
        try:
            outcome = run_import(ORGANISATIONS, path, by=by, dry_run=options["dry_run"])
        except OSError as error:
            raise CommandError(f"{path}: dit bestand is niet te openen ({error.strerror}).") from None
        except Unreadable as error:
            raise CommandError(f"{path.name}: {error}") from None
        except ImportRefused as refused:
            raise CommandError("\n".join([f"{path.name}: er is niets ingelezen.", *refused.messages])) from None
        self.show(outcome, path.name)

    def show(self, outcome: Outcome, name: str) -> None:
        """Every row that does something or is wrong, and how many there are of each."""
        for row in outcome.rows:
            if row.effect in (Effect.NEW, Effect.CHANGES):
                changed = "; ".join(
                    f"{column.title}: {_said(row.changes[column.field][0])} → {_said(row.changes[column.field][1])}"
                    for column in ORGANISATIONS.columns
                    if column.field in row.changes
                )
                self.stdout.write(
                    f"Regel {row.number}: {row.data['name']} – {row.effect}" + (f" ({changed})" * bool(changed))
                )
        for problem in [*outcome.problems, *sentences(ORGANISATIONS, outcome)]:
            self.stdout.write(problem)
        counts = outcome.counts
        self.stdout.write(
            f"{counted(len(outcome.rows), 'regel', 'regels')}: "
            + ", ".join(f"{counts[effect]} {effect}" for effect in Effect if counts[effect])
        )
        if not outcome.is_good:
            raise CommandError(f"{name}: zo is dit bestand niet in te lezen.")


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value) or "leeg"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return str(value) if value not in (None, "") else "leeg"


def _by(email: str) -> User:
    """Who reads in: as named, or the only one who may."""
    may = [one for one in User.objects.filter(is_active=True) if one.has_perm(ORGANISATIONS.act)]
    if email:
        may = [one for one in may if one.email.lower() == email.lower()]
    if len(may) != 1:
        raise CommandError("Noem met --by het e-mailadres van iemand die gegevens van organisaties mag wijzigen.")
    return may[0]
