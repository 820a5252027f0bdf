"""Reminders on the command line."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from finance.billing import reminding
from finance.billing.reminding import SEND, STATES
from nov.kernel.clock import today
from nov.kernel.formats import cents, counted
from nov.kernel.forms import DayField
from nov.kernel.history import acting
from nov.kernel.models import User


class Command(BaseCommand):
    """`reminders [--send]`."""

    help = (
        "Facturen die te laat zijn: wat er met elk gebeurt en waarom. Zonder --send verandert er niets; met --send gaan"
        " de herinneringen die aan de beurt zijn naar de postbus, elk één keer, ook als je dit nog eens doet."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The day, and for sending who does it."""
        parser.add_argument("--send", action="store_true", help="zet de herinneringen in de postbus")
        parser.add_argument(
            "--date", metavar="DATUM", default="", help="de dag waarop gekeken wordt; zonder is het vandaag"
        )
        parser.add_argument("--by", metavar="E-MAIL", default="", help="wie dit doet; nodig bij --send")

    def handle(self, *args: Any, **options: Any) -> None:
        """Show, or send."""
        try:
            on = DayField().clean(options["date"]) if options["date"] else today()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        if not options["send"]:
            found = reminding.cases(on)
            for case in found:
                step = f" ({case.level})" if case.state == SEND else ""
                self.stdout.write(
                    f"{case.invoice.code} {case.invoice.party}: {cents(case.open)}. {STATES[case.state]}{step}. {case.why}"
                )
            due = sum(case.state == SEND for case in found)
            self.stdout.write(f"{counted(len(found), 'factuur is', 'facturen zijn')} te laat; {due} aan de beurt.")
            return
        by = User.objects.filter(email__iexact=options["by"], is_active=True).first()
        if by is None:
            raise CommandError("Zeg met --by wie dit doet: het e-mailadres van een gebruiker.")
        if not by.has_perm("members.invoice"):
            raise CommandError(f"{by.name} mag geen herinneringen versturen.")
        with acting(by):
            sent = reminding.send(on, by=by)
        self.stdout.write(f"{counted(len(sent), 'herinnering staat', 'herinneringen staan')} klaar in de postbus.")
