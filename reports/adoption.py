"""Waiving what stays open, adopting a report, and what the records say differently since."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from nov.kernel.checks import Finding
from reports.findings import blocking, open_findings, outcomes
from reports.models import Edition, EditionEvent, Snapshot, SnapshotFile, Waiver
from reports.picture import picture
from reports.publish import adopted_files
from reports.rows import Row, edition_rows

if TYPE_CHECKING:
    from finance.models import Decision
    from nov.kernel.models import User


def waive(edition: Edition, finding: Finding, *, reason: str, by: User, decision: Decision | None = None) -> Waiver:
    """Accept in writing that a finding stays as it is. Raises ValidationError without a reason, or once adopted."""
    if not reason.strip():
        raise ValidationError({"reason": "Schrijf op waarom dit punt zo mag blijven."})
    with transaction.atomic():
        locked = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
        if locked.state is EditionEvent.Kind.ADOPT:
            raise ValidationError(f"{edition} is vastgesteld en verandert niet meer.")
        waiver, _ = Waiver.objects.get_or_create(
            edition=locked,
            check_key=finding.check,
            what=finding.what,
            defaults={"reason": reason.strip(), "decision": decision, "by": by},
        )
    return waiver


def adopt(edition: Edition, *, decision: Decision, by: User) -> Snapshot:
    """Adopt a report by a decision of the general meeting: its values, texts and files are kept as they are now.

    Raises ValidationError while anything blocks that was not waived, when the decision is not the general meeting's,
    and when the report was adopted before.
    """
    if decision.body != decision.Body.ALV:
        raise ValidationError({"decision": "De algemene ledenvergadering stelt het jaarverslag vast."})
    with picture(on=decision.date, writing=True) as readings:
        _hold_editions()
        if edition.state is EditionEvent.Kind.ADOPT:
            raise ValidationError(f"{edition} is al vastgesteld.")
        open_still = blocking(open_findings(outcomes(edition.period)))
        if open_still:
            raise ValidationError([_standing(len(open_still)), *(each.what for each in open_still)])
        files = adopted_files(edition, decision)
        EditionEvent.objects.create(edition=edition, kind=EditionEvent.Kind.ADOPT, decision=decision, by=by)
        snapshot = Snapshot.objects.create(
            edition=edition,
            decision=decision,
            values=[row.as_dict() for row in edition_rows(edition, readings)],
            texts={str(each.number): each.text for each in edition.chapters.all()},
            by=by,
        )
        SnapshotFile.objects.bulk_create(
            SnapshotFile(snapshot=snapshot, name=name, content=content, sha256=hashlib.sha256(content).hexdigest())
            for name, content in files.items()
        )
    return snapshot


def _hold_editions() -> None:
    """Let nobody change an edition until this transaction ends: all who do so lock its row first.

    A lock on the table, and not on the row, because it is taken before the transaction's picture of the records is:
    who was saving just now is waited for and seen.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE reports_edition IN EXCLUSIVE MODE")


def _standing(count: int) -> str:
    return "Eén punt houdt vaststellen tegen:" if count == 1 else f"{count} punten houden vaststellen tegen:"


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that the records say differently than the adopted report."""

    adopted: Row
    now: Row


def differences(snapshot: Snapshot) -> list[Difference]:
    """What the records say differently since a report was adopted, in the order of the report.

    They are read as on the day of the decision: that a later year has come is no difference.
    """
    adopted = [Row(**values) for values in snapshot.values]
    with picture(on=snapshot.decision.date) as readings:
        now = list(edition_rows(snapshot.edition, readings))
    return [
        Difference(then, today)
        for then, today in zip(adopted, now, strict=True)
        if (then.value, then.state) != (today.value, today.state)
    ]
