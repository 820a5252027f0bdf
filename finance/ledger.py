"""The ledger's only writers. What they write is checked once more, numbered and sealed by the database.

Everything is posted in batches: two COPYs, lines first, then the entry rows that seal them. Never call `post` in a
loop inside one transaction: every call updates the same balances again. Posting is the last thing a transaction does;
locks are taken in one order everywhere (a run, invoice numbers, the ledger).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from finance import statements, verify, years
from finance.models import DraftEntry, DraftLine, Entry, FiscalYear, Line, YearEvent
from finance.problems import Codes, check
from finance.specs import ZERO, EntrySpec, LedgerError, LineSpec
from nov.kernel import formats

if TYPE_CHECKING:
    from nov.kernel.models import User

__all__ = ["EntrySpec", "LedgerError", "LineSpec"]

PATIENCE = "5s"
DIMENSIONS = ("account", "cost_centre", "grant")


def post(entries: Sequence[EntrySpec], *, by: User) -> list[Entry]:
    """Post all of the entries or none, and answer with them in the same order.

    Raises LedgerError for what is out of balance, unknown, blocked, or in a year or period that is shut, and when
    somebody else has been posting for five seconds.
    """
    return _write(entries, by)


def reverse(entry: Entry, *, on: date, reason: str, by: User) -> Entry:
    """Post the opposite of an entry on a date, and answer with it; a repeat answers with the first reversal.

    Raises LedgerError when the entry is an invoice's or an appropriation's (those have their own way back), when the
    date lies before the entry's own, or when that day's period is shut.
    """
    if hasattr(entry, "invoice"):
        raise LedgerError(f"Dit boekstuk hoort bij factuur {entry.invoice.code}. Maak een creditfactuur.")
    if hasattr(entry, "appropriation"):
        raise LedgerError("Dit boekstuk is een resultaatbestemming. Leg een nieuw besluit over de bestemming vast.")
    if hasattr(entry, "bank_booking"):
        raise LedgerError("Dit boekstuk hoort bij een bankregel. Maak de boeking daar ongedaan.")
    return take_back(entry, on=on, reason=reason, by=by)


def take_back(entry: Entry, *, on: date, reason: str, by: User) -> Entry:
    """What `reverse` does, for the rule that owns the entry."""
    if on < entry.date:
        raise LedgerError({"date": f"Terugboeken kan vanaf {formats.day(entry.date)}, de datum van het boekstuk zelf."})
    if not reason.strip():
        raise LedgerError({"reason": "Schrijf op waarom je terugboekt."})
    with transaction.atomic():
        lock()
        if first := Entry.objects.select_related("journal").filter(reverses=entry).first():
            return first
        lines = tuple(
            _spec(line, line.credit, line.debit) for line in entry.lines.select_related(*DIMENSIONS).order_by("no")
        )
        spec = EntrySpec(entry.journal.code, on, reason.strip(), f"Terugboeking van {entry.code}", lines)
        return _write([spec], by, reverses=entry)[0]


def post_draft(draft: DraftEntry, *, by: User) -> Entry:
    """Post a draft and remove it. A repeat, also at the same moment, answers with the entry that was made.

    Raises LedgerError as `post` does; the draft then stays as it was.
    """
    with transaction.atomic():
        kept = DraftEntry.objects.select_for_update(of=["self"]).select_related("journal").filter(pk=draft.pk).first()
        if kept is None:
            return Entry.objects.select_related("journal").get(request=draft.request)
        spec = draft_spec(kept, kept.lines.select_related(*DIMENSIONS).order_by("no"))
        kept.lines.all().delete()
        kept.delete()
        return _write([spec], by)[0]


def draft_spec(draft: DraftEntry, lines: Iterable[DraftLine]) -> EntrySpec:
    """A draft with its lines as it would be posted."""
    specs = tuple(_spec(line, line.debit or ZERO, line.credit or ZERO) for line in lines)
    return EntrySpec(
        draft.journal.code, draft.date, draft.description, draft.source, specs, draft.period, draft.request
    )  # fmt: skip


def _spec(line: Line | DraftLine, debit: Decimal, credit: Decimal) -> LineSpec:
    """A stored line as it is handed to the ledger, with these amounts."""
    return LineSpec(
        line.account.code,
        debit,
        credit,
        line.cost_centre.code if line.cost_centre else None,
        line.grant.code if line.grant else None,
        line.description,
        line.relation,
        line.reference,
        line.document,
    )


# ------------------------------------------------------------------------------------------------ years


def lock_period(year: int, period: int | None = None, *, by: User) -> YearEvent:
    """Lock a period (1 to 13), or with None the whole year: nothing is posted there until it is unlocked.

    Raises LedgerError when the year is closed.
    """
    return _happens(YearEvent(year_id=year, period=period, kind=YearEvent.Kind.LOCK, by=by))


def unlock(year: int, period: int | None = None, *, reason: str, by: User) -> YearEvent:
    """Take the lock off a period or the whole year again. Raises LedgerError when the year is closed."""
    return _happens(YearEvent(year_id=year, period=period, kind=YearEvent.Kind.UNLOCK, by=by, reason=reason))


def close_year(year: int, *, by: User) -> YearEvent:
    """Close a year for good; a repeat answers with the closing that was.

    Raises LedgerError while the result is not wholly appropriated, drafts are waiting, the year before is open, or the
    ledger does not verify.
    """
    with transaction.atomic():
        lock()
        if years.state(year).closed:
            return YearEvent.objects.filter(year_id=year, kind=YearEvent.Kind.CLOSE).latest("id")
        if left := statements.unappropriated(year):
            raise LedgerError(f"Van het resultaat is {formats.cents(left)} nog niet bestemd.")
        if waiting := DraftEntry.objects.filter(date__year=year).count():
            raise LedgerError(
                f"Er {'wacht' if waiting == 1 else 'wachten'} nog {formats.counted(waiting, 'concept', 'concepten')} in {year}."
            )
        if broken := verify.first_fault():
            raise LedgerError(f"Het grootboek klopt niet: {broken}")
        return _happens(YearEvent(year_id=year, kind=YearEvent.Kind.CLOSE, by=by))


def ask_reopening(year: int, *, reason: str, by: User) -> YearEvent:
    """Ask for a closed year to be reopened; somebody else does it with `reopen_year`."""
    if not reason.strip():
        raise LedgerError({"reason": "Schrijf op waarom het jaar open moet."})
    return _happens(YearEvent(year_id=year, kind=YearEvent.Kind.ASK, by=by, reason=reason.strip()))


def reopen_year(year: int, *, by: User) -> YearEvent:
    """Reopen a closed year as the second person, for the reason the first one gave.

    Raises LedgerError when nobody asked, when the asker tries it alone, and when the next year is closed too.
    """
    asked = years.state(year).asked
    if asked is None:
        raise LedgerError("Niemand heeft gevraagd dit jaar te heropenen.")
    if asked.by_id == by.pk:
        raise LedgerError("Een ander dan wie het vroeg, heropent het jaar.")
    return _happens(
        YearEvent(year_id=year, kind=YearEvent.Kind.REOPEN, by_id=asked.by_id, second=by, reason=asked.reason)
    )


def open_year(year: int) -> FiscalYear:
    """Make the next financial year, or answer with it. Raises LedgerError when it does not follow the last one."""
    last = FiscalYear.objects.order_by("-year").values_list("year", flat=True).first()
    if last is not None and year > last + 1:
        raise LedgerError(f"Boekjaar {year} sluit niet aan op {last}.")
    return FiscalYear.objects.get_or_create(year=year)[0]


def _happens(event: YearEvent) -> YearEvent:
    """Store an event under the ledger's lock; what the database refuses about its order, it says in Dutch."""
    with transaction.atomic():
        lock()
        try:
            with transaction.atomic():
                event.save()
        except IntegrityError as error:
            raise LedgerError(str(error).partition("\n")[0]) from error
    return event


# ---------------------------------------------------------------------------------------------- writing


def lock() -> int:
    """Take the ledger's lock until the transaction ends, and answer with the next free place.

    Waits at most five seconds; then raises LedgerError that says since when somebody else is busy.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
        try:
            with transaction.atomic():
                cursor.execute("SELECT finance_lock()")
                place: int = cursor.fetchone()[0]
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                raise LedgerError(_busy()) from error
            raise
        cursor.execute("SELECT set_config('lock_timeout', '0', true)")
    return place


def _busy() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch from clock_timestamp() - a.xact_start)::int FROM pg_locks l"
            " JOIN pg_stat_activity a USING (pid)"
            " WHERE l.locktype = 'advisory' AND l.objid = 7301 AND l.granted AND a.xact_start IS NOT NULL"
        )
        row = cursor.fetchone()
    since = f" al {formats.counted(row[0], 'seconde', 'seconden')}" if row else ""
    return f"Een ander is{since} aan het boeken. Probeer het zo nog eens; er is niets geboekt."


@transaction.atomic
def _write(entries: Sequence[EntrySpec], by: User, reverses: Entry | None = None) -> list[Entry]:
    """Check, number, copy; entries whose request is known already are answered, not written."""
    if not entries:
        return []
    place = lock()
    requests = {spec.request for spec in entries if spec.request}
    known = dict(Entry.objects.filter(request__in=requests).values_list("request", "id")) if requests else {}
    ids: list[int] = []
    new: dict[int, EntrySpec] = {}
    for spec in entries:
        if spec.request in known:
            ids.append(known[spec.request])
            continue
        ids.append(place)
        new[place] = spec
        if spec.request:
            known[spec.request] = place
        place += 1
    if new:
        specs = tuple(new.values())
        codes = Codes(specs)
        check(specs, codes)
        _copy(new, codes, by, reverses)
    written = Entry.objects.select_related("journal").in_bulk(ids)
    return [written[one] for one in ids]


def _copy(new: dict[int, EntrySpec], codes: Codes, by: User, reverses: Entry | None) -> None:
    """Two COPYs: the lines, and the entry rows that seal them."""
    lines = (
        (place, no, codes.accounts[line.account].pk, codes.cost_centre(line), codes.grant(line), line.debit, line.credit,
         line.description, line.relation, line.reference, line.document)
        for place, spec in new.items() for no, line in enumerate(spec.lines, start=1)
    )  # fmt: skip
    entries = (
        (place, codes.journals[spec.journal].pk, spec.date.year, spec.in_period, spec.date, spec.description,
         spec.source, spec.request, reverses.pk if reverses else None, by.pk)
        for place, spec in new.items()
    )  # fmt: skip
    copy_rows(
        "finance_line (entry_id, no, account_id, cost_centre_id, grant_id, debit, credit, description, relation,"
        " reference, document)",
        lines,
    )
    copy_rows(
        "finance_entry (id, journal_id, year_id, period, date, description, source, request, reverses_id, posted_by_id)",
        entries,
    )


def copy_rows(into: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rows with one COPY; `into` is a table with its columns."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
