"""Bank files read in on the command line."""

from __future__ import annotations

from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from finance.banking import keeping, matching
from nov.kernel.formats import counted
from nov.kernel.history import acting
from nov.kernel.models import User

HELP = """Leest bestanden van de bank in (CAMT.053 of MT940, ook in een zip) en maakt voorstellen.

Elke regel komt er één keer in, ook als een bestand twee keer komt of een ander overlapt. Van een bestand dat niet deugt
komt er niets in; de bestanden ervoor wel. Er wordt niets geboekt: dat doe je bij Financiën, Bank."""

EXAMPLES = """voorbeeld:
  manage.py import_bank 2024-03.xml 2024-04.xml --by hassan@nov.example

De afsluitcode is 1 als een bestand is geweigerd."""


class Command(BaseCommand):
    """`import_bank FILE… --by E-MAIL`."""

    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the examples on lines of their own."""
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLES, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: CommandParser) -> None:
        """The files, and who reads them in."""
        parser.add_argument("bestand", metavar="BESTAND", nargs="+", type=Path, help="bestand van de bank")
        parser.add_argument("--by", metavar="E-MAIL", required=True, help="wie dit doet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Keep what is new in each file and propose what every open line is."""
        by = User.objects.filter(email__iexact=options["by"]).first()
        if by is None or not by.has_perm("finance.bank"):
            raise CommandError("Noem met --by het e-mailadres van iemand die bankafschriften mag verwerken.")
        with acting(by, "import_bank"):
            for path in options["bestand"]:
                try:
                    with path.open("rb") as file:
                        self.stdout.write(f"{path.name}: {keeping.import_file(path.name, file, by=by)}")
                except OSError as error:
                    raise CommandError(f"{path} is niet te openen: {error.strerror}.") from None
                except ValidationError as error:
                    raise CommandError(" ".join(error.messages)) from None
            self.stdout.write(f"{counted(matching.propose(), 'regel heeft', 'regels hebben')} een voorstel.")
