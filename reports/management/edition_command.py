"""What the commands about the report of a year share: the year, and examples below the help."""

from __future__ import annotations

import tempfile
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.models import Edition


class YearCommand(BaseCommand):
    """A command about a year, with `examples` below its help."""

    examples: ClassVar[tuple[str, ...]] = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """A parser whose help ends with the examples."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.epilog = "Voorbeelden:\n" + "\n".join(f"  manage.py {line}" for line in self.examples)
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        """The year."""
        parser.add_argument("year", type=int, metavar="JAAR", help="het verslagjaar, bijvoorbeeld 2023")


class EditionCommand(YearCommand):
    """A command about the edition of a year: `run` gets the edition."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Find the edition and run."""
        self.run(edition_of(options.pop("year")), **options)

    def run(self, edition: Edition, **options: Any) -> None:
        """What the command does."""
        raise NotImplementedError


def edition_of(year: int) -> Edition:
    """The edition of a year. Raises CommandError, with the years that there are."""
    found = Edition.objects.filter(year=year).first()
    if found is None:
        years = ", ".join(str(each) for each in Edition.objects.order_by("year").values_list("year", flat=True))
        there = f" Er is wel een verslag over: {years}." if years else " Laad eerst gegevens of open het verslag."
        raise CommandError(f"Over {year} is geen jaarverslag geopend.{there}")
    return found


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises CommandError when that cannot be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            beside = Path(file.name)
            try:
                file.write(content)
                file.flush()
                beside.chmod(0o644)
                beside.replace(path)
            finally:
                beside.unlink(missing_ok=True)
    except OSError as error:
        raise CommandError(f"{path} is niet te schrijven: {error.strerror}.") from error


def form_of(path: Path, asked: str | None, forms: tuple[str, ...]) -> str:
    """The form that was asked for, or the one that the file's name says."""
    return asked or (path.suffix[1:].lower() if path.suffix[1:].lower() in forms else forms[0])
