"""Verify the whole ledger, also against what it was at earlier verifications."""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from finance import verify
from finance.verify import Anchor

EXAMPLES = """Voorbeelden:
  manage.py verify_ledger
  manage.py verify_ledger --format json
  manage.py verify_ledger --anchor /veilig/ergens/anders/ankers.txt

Een anker is de plaats en het zegel van het laatste boekstuk. Met --anchor wordt het grootboek vergeleken met alle
ankers in dat bestand en komt er, als alles klopt, een bij. Bewaar het bestand buiten de database en buiten de server:
wie het grootboek afkapt of in zijn geheel herschrijft, valt alleen daaraan op.

De afsluitcode is 0 als alles klopt en anders 1."""


class Command(BaseCommand):
    """`verify_ledger`: exit code 0 only when the ledger is what was posted."""

    help = "Controleert het hele grootboek: volgorde, nummers, zegels, evenwicht, saldi, en of er niets is afgekapt."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the lines of the examples."""
        return super().create_parser(
            prog_name, subcommand, epilog=EXAMPLES, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the command."""
        parser.add_argument("--format", choices=("text", "json"), default="text", help="leesbare tekst of JSON")
        parser.add_argument("--anchor", type=Path, metavar="BESTAND", help="vergelijk met de ankers in dit bestand")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, say what was found, and add an anchor."""
        file: Path | None = options["anchor"]
        fault, head = verify.first_fault(_read(file) if file else ()), verify.head()
        if options["format"] == "json":
            answer = {
                "klopt": fault is None,
                "boekstukken": head.place if head else 0,
                "zegel": head.hash.hex() if head else None,
                "fout": {"soort": fault.kind, "plaats": fault.place, "uitleg": fault.sentence} if fault else None,
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        if fault:
            raise CommandError(f"Het grootboek klopt niet: {fault}")
        if file and head:
            _add(file, head)
        if options["format"] == "text":
            seal = f", zegel {head.hash.hex()}" if head else ""
            self.stdout.write(f"Het grootboek klopt: {head.place if head else 0} boekstukken{seal}.")


def _read(file: Path) -> list[Anchor]:
    """The anchors in a file, one a line: place and seal."""
    if not file.exists():
        return []
    anchors = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        place, _, seal = line.partition(" ")
        try:
            anchors.append(Anchor(int(place), bytes.fromhex(seal)))
        except ValueError:
            raise CommandError(f"Regel {number} van {file} is geen anker (plaats en zegel).") from None
    return anchors


def _add(file: Path, head: Anchor) -> None:
    if head not in _read(file):
        with file.open("a", encoding="utf-8") as target:
            target.write(f"{head.place} {head.hash.hex()}\n")
