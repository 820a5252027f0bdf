"""All checks there are, and what they find in a year: open, or waived in writing."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import finance.checks
import members.checks
import programmes.checks
import programmes.checks_chapters
import reports.checks
from nov.kernel.checks import Check, Finding, Severity, checks_of, findings
from nov.kernel.periods import Year
from reports.models import Waiver

CHECKS = checks_of((members.checks, finance.checks, programmes.checks, programmes.checks_chapters, reports.checks))

_ORDER = (Severity.BLOCKS, Severity.JUDGE, Severity.INFO)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A check with what it found: nothing when it holds."""

    check: Check
    findings: tuple[Finding, ...]
    waivers: tuple[Waiver, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def outcomes(year: Year, checks: Sequence[Check] = CHECKS) -> list[Outcome]:
    """What each check finds in a year; findings that were waived stand apart as their waivers."""
    waived = {(each.check_key, each.what): each for each in Waiver.objects.filter(edition=year.number)}
    found = []
    for check in checks:
        all_of_it = _once(findings([check], year))
        still = tuple(each for each in all_of_it if (each.check, each.what) not in waived)
        let_go = tuple(waived[each.check, each.what] for each in all_of_it if (each.check, each.what) in waived)
        found.append(Outcome(check, still, let_go))
    return found


def open_findings(of: Iterable[Outcome]) -> list[Finding]:
    """What stands open, what blocks first, then by chapter."""
    return sorted(
        (finding for outcome in of for finding in outcome.findings),
        key=lambda each: (_ORDER.index(each.severity), each.chapter if each.chapter is not None else 99),
    )


FEW = 3  # so many points of one kind stand by themselves


@dataclass(frozen=True, slots=True)
class Group:
    """Open points of one kind, which are shown as one line; up to three stand in a group of their own each."""

    title: str
    points: tuple[Finding, ...]

    @property
    def severity(self) -> Severity:
        """How much each of the points weighs."""
        return self.points[0].severity

    @property
    def single(self) -> bool:
        """Whether this is one point, which speaks for itself."""
        return len(self.points) == 1

    @property
    def marked(self) -> list[tuple[str, Finding]]:
        """The points, each with its name in addresses."""
        return [(mark_of(each), each) for each in self.points]

    @property
    def chapters(self) -> list[tuple[int | None, int]]:
        """The chapters of the points with their number, in order; None for points of no chapter."""
        return list(Counter(each.chapter for each in self.points).items())


def grouped(points: Sequence[Finding], checks: Sequence[Check] = CHECKS) -> list[Group]:
    """Open points by kind, in their order; what has to wait for its day comes last of what weighs the same."""
    sentences = {each.key: each.sentence for each in checks}
    alike: dict[tuple[Severity, str], list[Finding]] = {}
    for each in points:
        alike.setdefault((each.severity, each.kind or f"Klopt niet: {sentences[each.check]}"), []).append(each)
    groups = []
    for (_, title), found in alike.items():
        groups += [Group(title, tuple(found))] if len(found) > FEW else [Group(one.what, (one,)) for one in found]
    return sorted(groups, key=lambda each: (_ORDER.index(each.severity), each.title == reports.checks.LATER))


def blocking(of: Iterable[Finding]) -> list[Finding]:
    """What keeps the report from being adopted."""
    return [each for each in of if each.severity is Severity.BLOCKS]


def mark_of(finding: Finding) -> str:
    """A short name for a finding in an address: the same check saying the same thing has the same one."""
    return hashlib.sha256(f"{finding.check}\n{finding.what}".encode()).hexdigest()[:16]


def _once(found: Iterable[Finding]) -> list[Finding]:
    return list({(each.check, each.what): each for each in found}.values())
