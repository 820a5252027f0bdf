"""A batch of collections made on the command line, or the file of one that was approved."""

from __future__ import annotations

from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from finance.collecting import batches
from finance.models import BankAccount, CollectionBatch
from nov.kernel.clock import today
from nov.kernel.formats import cents, counted, day
from nov.kernel.forms import DayField
from nov.kernel.history import acting
from nov.kernel.models import User

HELP = """Maakt een incasso-opdracht van alle openstaande facturen met een machtiging die nu gebruikt kan worden.

Zonder --by verandert er niets en zie je wat er mee zou gaan en wat niet. De opdracht moet daarna in de site door een ander
worden goedgekeurd. Pas dan geeft --output het bestand voor de bank (pain.008.001.08): van de laatste goedgekeurde opdracht."""

EXAMPLES = """voorbeelden:
  manage.py collection_batch
  manage.py collection_batch --date 15-05-2024 --by greetje@nov.example
  manage.py collection_batch --output incasso.xml"""


class Command(BaseCommand):
    """`collection_batch [--date DAY] [--by E-MAIL] [--output FILE]`."""

    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the examples on lines of their own."""
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLES, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: CommandParser) -> None:
        """When is collected, who makes it, and where the file goes."""
        parser.add_argument("--date", metavar="DATUM", default="", help="incassodatum; zonder is het de eerste die kan")
        parser.add_argument("--by", metavar="E-MAIL", default="", help="wie de opdracht maakt")
        parser.add_argument("--output", metavar="BESTAND", type=Path, help="schrijf de laatste goedgekeurde opdracht")

    def handle(self, *args: Any, **options: Any) -> None:
        """Show, make, or write the file."""
        if options["output"]:
            self.write(options["output"])
            return
        account = BankAccount.objects.exclude(creditor_id="").first()
        if account is None:
            raise CommandError("Vul eerst bij een bankrekening het incassant-ID in.")
        try:
            on = DayField(required=False).clean(options["date"]) or batches.earliest(account, today())
            if not options["by"]:
                self.show(on)
                return
            by = User.objects.filter(email__iexact=options["by"]).first()
            if by is None or not by.has_perm("finance.collect"):
                raise CommandError("Noem met --by het e-mailadres van iemand die incasso-opdrachten mag maken.")
            with acting(by, "collection_batch"):
                made = batches.make(account, collect_on=on, today=today(), by=by)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        words = counted(made.count, "incasso", "incasso’s")
        self.stdout.write(f"{made.code}: {words}, samen {cents(made.total)}, op {day(on)}. Een ander keurt haar goed.")

    def show(self, on: Any) -> None:
        """What would be collected and what not, each with why."""
        found = batches.candidates(on)
        for one in found:
            self.stdout.write(f"{one.invoice}, {one.invoice.party}: {one.why_not or cents(one.amount)}")
        taken = [one for one in found if not one.why_not]
        total = sum(one.amount for one in taken)
        self.stdout.write(f"{counted(len(taken), 'incasso', 'incasso’s')}, samen {cents(total)}, op {day(on)}.")

    def write(self, path: Path) -> None:
        """The file of the batch that was approved last."""
        batch = CollectionBatch.objects.exclude(approved_by=None).order_by("-approved_at").first()
        if batch is None:
            raise CommandError("Er is nog geen goedgekeurde opdracht.")
        try:
            path.write_bytes(bytes(batch.content))
        except OSError as error:
            raise CommandError(f"{path} is niet te schrijven: {error.strerror}.") from None
        self.stdout.write(f"{batch.code} staat in {path.name}.")
