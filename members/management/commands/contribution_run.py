"""A round of contribution on the command line."""

from __future__ import annotations

from argparse import RawDescriptionHelpFormatter
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from members.contributions import Preview, draft_run, finalise_run, preview
from members.models import ContributionRun
from nov.kernel.clock import today
from nov.kernel.formats import cents, counted
from nov.kernel.forms import DayField
from nov.kernel.history import acting
from nov.kernel.models import User

HELP = """De contributie van een jaar: laat per lid zien wat het wordt en waarom, of factureert iedereen.

Zonder keuze en met --preview verandert er niets. Met --final komen de facturen er, in één keer of helemaal niet; wie al
contributie voor het jaar heeft, krijgt geen tweede. Een concept dat klaarstaat, wordt gebruikt met zijn eigen datums."""

EXAMPLES = """voorbeelden:
  manage.py contribution_run 2024
  manage.py contribution_run 2024 --date 31-01-2024 --due 01-03-2024 --preview
  manage.py contribution_run 2024 --final --by anouk@nov.example

De afsluitcode is 1 als er nog iets in de weg staat."""

DUE_IN = timedelta(days=30)


class Command(BaseCommand):
    """`contribution_run YEAR [--preview|--final]`."""

    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the examples on lines of their own."""
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLES, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: CommandParser) -> None:
        """The year, what to do, and for a new round its days and who makes it."""
        parser.add_argument("jaar", metavar="JAAR", type=int, help="het contributiejaar, bijvoorbeeld 2024")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--preview", action="store_true", help="laat zien wat ieder lid betaalt en waarom")
        what.add_argument("--final", action="store_true", help="maak de facturen en boek ze")
        parser.add_argument("--date", metavar="DATUM", default="", help="factuurdatum; zonder is het vandaag")
        parser.add_argument("--due", metavar="DATUM", default="", help="vervaldatum; zonder is het 30 dagen later")
        parser.add_argument("--by", metavar="E-MAIL", default="", help="wie dit doet; nodig bij --final")

    def handle(self, *args: Any, **options: Any) -> None:
        """Show, or invoice."""
        try:
            if options["final"]:
                self.finalise(options)
            else:
                self.show(_draft(options) or _unsaved(options))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None

    def show(self, run: ContributionRun) -> None:
        """Every member with its amount and sentence, and what is in the way."""
        found = preview(run)
        for charge in found.charges:
            self.stdout.write(f"{charge.organisation}: {charge.explanation or charge.problem}")
        for charge in found.exempt:
            self.stdout.write(f"{charge.organisation}: betaalt niets. {charge.explanation}")
        self.stdout.write(_total(found))
        if found.problems:
            raise CommandError(
                f"{counted(len(found.problems), 'lid', 'leden')} kan nog geen factuur krijgen; los dat eerst op."
            )

    def finalise(self, options: dict[str, Any]) -> None:
        """Invoice everybody of the year's draft, or of a new one; nobody a second time."""
        by = User.objects.filter(email__iexact=options["by"]).first()
        if by is None or not by.has_perm("members.invoice"):
            raise CommandError("Noem met --by het e-mailadres van iemand die contributie mag factureren.")
        with acting(by, "contribution_run"), transaction.atomic():
            run = _draft(options)
            if run is None:
                new = _unsaved(options)
                if not preview(new).charges:
                    raise CommandError("Ieder lid heeft voor dit jaar al contributie.")
                run = draft_run(new.year, invoice_date=new.invoice_date, due=new.due, by=by)
            made = finalise_run(run, on=today(), by=by)
        total = sum(one.amount for one in made)
        self.stdout.write(f"{counted(len(made), 'lid', 'leden')} gefactureerd, samen {cents(total)}.")


def _draft(options: dict[str, Any]) -> ContributionRun | None:
    return ContributionRun.objects.filter(year=options["jaar"], finalised_on=None).first()


def _unsaved(options: dict[str, Any]) -> ContributionRun:
    """A round that is not there: what it would charge can be looked at all the same."""
    invoice_date = _day(options["date"]) or today()
    return ContributionRun(
        year=options["jaar"], invoice_date=invoice_date, due=_day(options["due"]) or invoice_date + DUE_IN
    )


def _day(text: str) -> date | None:
    return DayField(required=False).clean(text)


def _total(found: Preview) -> str:
    return f"{counted(len(found.charges), 'lid', 'leden')}, samen {cents(found.total)}."
