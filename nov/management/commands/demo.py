"""Load the demo year."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from nov import demo
from nov.demo import people


class Command(BaseCommand):
    """`demo`: the association's year 2023 with invented members and persons."""

    help = (
        "Laadt het demojaar 2023: leden, contributie, grootboek, programma's en de teksten van het jaarverslag. "
        "Wat er al is, blijft zoals het is. Voorbeelden: manage.py demo | manage.py demo --people"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the command."""
        parser.add_argument("--people", action="store_true", help="toon alleen met wie je kunt inloggen")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or show the log-ins."""
        if not options["people"]:
            if settings.NOV_TODAY is None:
                raise CommandError(
                    "Dit is geen demo-omgeving: NOV_TODAY is niet ingesteld. "
                    "Het demojaar mengt verzonnen leden met echte; zet NOV_TODAY=2024-04-15 als je dat wilt."
                )
            demo.load(lambda step: self.stdout.write(f"  {step} …"))
            self.stdout.write(self.style.SUCCESS("Het demojaar staat klaar."))
        self.stdout.write(f"Inloggen met het wachtwoord {people.PASSWORD}:")
        for name, roles in people.PEOPLE:
            self.stdout.write(f"  {people.email(name):32} {name}, {' en '.join(roles)}")
