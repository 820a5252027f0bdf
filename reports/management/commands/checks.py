"""The named checks of a year with what they find."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import CommandParser

from nov.kernel import clock
from nov.kernel.checks import Finding
from nov.kernel.formats import counted
from nov.kernel.periods import Year
from reports.findings import Outcome, blocking, open_findings, outcomes
from reports.management.edition_command import YearCommand
from reports.picture import picture


class Command(YearCommand):
    """`checks YEAR`: every check, what it finds, and exit code 1 when something keeps the report from adoption."""

    help = "Controleert de administratie en het jaarverslag van een jaar. Geeft code 1 als iets vaststellen tegenhoudt."
    examples = ("checks 2023", "checks 2023 --format json")

    def add_arguments(self, parser: CommandParser) -> None:
        """The options of the command."""
        super().add_arguments(parser)
        parser.add_argument("--format", choices=["table", "json"], default="table", help="de vorm (table)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run all checks on one picture of the records."""
        with picture(on=clock.today()):
            found = outcomes(Year(options["year"]))
        if options["format"] == "json":
            self.stdout.write(json.dumps([_as_dict(each) for each in found], ensure_ascii=False, indent=2))
        else:
            self._table(found)
        if blocking(open_findings(found)):
            sys.exit(1)

    def _table(self, found: list[Outcome]) -> None:
        for each in found:
            mark = "klopt  " if each.holds else "let op "
            self.stdout.write(f"{mark} {each.check.key:32} {each.check.sentence}")
            for finding in each.findings:
                self.stdout.write(f"          - {finding.what} [{finding.severity.value}]")
            for waiver in each.waivers:
                self.stdout.write(f"          - {waiver.what} [ontheffing: {waiver.reason}]")
        points = open_findings(found)
        holding = sum(each.holds for each in found)
        self.stdout.write(
            f"\n{holding} van {len(found)} controles kloppen; {counted(len(points), 'punt', 'punten')} open, "
            f"waarvan {len(blocking(points))} vaststellen tegenhouden."
        )


def _as_dict(each: Outcome) -> dict[str, Any]:
    return {
        "check": each.check.key,
        "sentence": each.check.sentence,
        "definition": each.check.definition,
        "holds": each.holds,
        "findings": [_finding(finding) for finding in each.findings],
        "waived": [{"what": one.what, "reason": one.reason} for one in each.waivers],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "what": finding.what,
        "severity": finding.severity.name.lower(),
        "chapter": finding.chapter,
        "url": finding.url,
    }
