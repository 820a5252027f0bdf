"""The ledger's only writers. What they write is checked once more, numbered and sealed by the database.

Everything is posted in batches: two COPYs, lines first, then the entry rows that seal them. Never call `post` in a
loop inside one transaction: every call updates the same balances again. Posting is the last thing a transaction does;
locks are taken in one order everywhere (a run, invoice numbers, the ledger).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from finance import years
from finance.models import Account, CostCentre, DraftEntry, Entry, FiscalYear, Grant, Journal, Kind, Line
from nov.kernel import formats

if TYPE_CHECKING:
    from nov.kernel.models import User

ZERO = Decimal(0)
LIMIT = Decimal(10) ** 12
PATIENCE = "5s"


class LedgerError(ValidationError):
    """Something that cannot be posted, said in Dutch at the field where it can be mended."""


@dataclass(frozen=True, slots=True)
class LineSpec:
    """A line to post. Exactly one of debit and credit is filled; account, cost centre and grant go by their code."""

    account: str
    debit: Decimal = ZERO
    credit: Decimal = ZERO
    cost_centre: str | None = None
    grant: str | None = None
    description: str = ""
    relation: str = ""
    reference: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class EntrySpec:
    """An entry to post. `source` names the document it rests on; without `period` it is the month of the date.

    `request` makes posting safe to repeat: a second entry with the same one is not posted, the first is answered.
    """

    journal: str
    date: date
    description: str
    source: str
    lines: tuple[LineSpec, ...]
    period: int | None = None
    request: UUID | None = None

    @property
    def in_period(self) -> int:
        """The period that the entry falls in: its month, or 13."""
        return self.period or self.date.month


def post(entries: Sequence[EntrySpec], *, by: User) -> list[Entry]:
    """Post all of the entries or none, and answer with them in the same order.

    Raises LedgerError for what is out of balance, unknown, blocked, or in a year or period that is shut, and when
    somebody else has been posting for five seconds.
    """
    return _write(entries, by)


@transaction.atomic
def reverse(entry: Entry, *, on: date, reason: str, by: User) -> Entry:
    """Post the opposite of an entry on a date, and answer with it; a repeat answers with the first reversal.

    Raises LedgerError when the entry is an invoice's or an appropriation's (those have their own way back), when the
    date lies before the entry's own, or when that day's period is shut.
    """
    if hasattr(entry, "invoice"):
        raise LedgerError(f"Dit boekstuk hoort bij factuur {entry.invoice.code}. Maak een creditfactuur.")
    if hasattr(entry, "appropriation"):
        raise LedgerError("Dit boekstuk is een resultaatbestemming. Trek de bestemming in.")
    return _reverse(entry, on, reason, by)


def _reverse(entry: Entry, on: date, reason: str, by: User) -> Entry:
    if on < entry.date:
        raise LedgerError({"date": f"Terugboeken kan vanaf {formats.day(entry.date)}, de datum van het boekstuk zelf."})
    if not reason.strip():
        raise LedgerError({"reason": "Schrijf op waarom je terugboekt."})
    lock()
    if first := Entry.objects.filter(reverses=entry).first():
        return first
    lines = entry.lines.select_related("account", "cost_centre", "grant").order_by("no")
    spec = EntrySpec(
        entry.journal.code, on, reason.strip(), f"Terugboeking van {entry.code}", tuple(map(_opposite, lines)),
        13 if entry.period == 13 and (on.month, on.day) == (12, 31) else None,
    )  # fmt: skip
    return _write([spec], by, reverses=entry)[0]


def _opposite(line: Line) -> LineSpec:
    return LineSpec(
        line.account.code, line.credit, line.debit,
        line.cost_centre.code if line.cost_centre else None, line.grant.code if line.grant else None,
        line.description, line.relation, line.reference, line.document,
    )  # fmt: skip


def post_draft(draft: DraftEntry, *, by: User) -> Entry:
    """Post a draft and remove it. A repeat, also at the same moment, answers with the entry that was made.

    Raises LedgerError as `post` does; the draft then stays as it was.
    """
    with transaction.atomic():
        lines = draft.lines.select_related("account", "cost_centre", "grant").order_by("no")
        kept = DraftEntry.objects.select_for_update().filter(pk=draft.pk).select_related("journal").first()
        if kept is None:
            return Entry.objects.get(request=draft.request)
        spec = EntrySpec(
            kept.journal.code, kept.date, kept.description, kept.source,
            tuple(
                LineSpec(
                    line.account.code, line.debit or ZERO, line.credit or ZERO,
                    line.cost_centre.code if line.cost_centre else None, line.grant.code if line.grant else None,
                    line.description,
                )
                for line in lines
            ),
            kept.period, kept.request,
        )  # fmt: skip
        entry = _write([spec], by)[0]
        kept.delete()
        return entry


# ---------------------------------------------------------------------------------------------- the lock


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
                raise LedgerError(_who_is_busy()) from error
            raise
        cursor.execute("SELECT set_config('lock_timeout', '0', true)")
    return place


def _who_is_busy() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch from clock_timestamp() - a.xact_start)::int FROM pg_locks l"
            " JOIN pg_stat_activity a USING (pid)"
            " WHERE l.locktype = 'advisory' AND l.objid = 7301 AND l.granted"
        )
        row = cursor.fetchone()
    since = f" al {formats.counted(row[0], 'seconde', 'seconden')}" if row and row[0] is not None else ""
    return f"Een ander is{since} aan het boeken. Probeer het zo nog eens; er is niets geboekt."


# --------------------------------------------------------------------------------------------- checking


class _Codes:
    """The ids behind the codes in a batch, each table read once."""

    def __init__(self) -> None:
        self.journals = {journal.code: journal for journal in Journal.objects.all()}
        self.accounts = {account.code: account for account in Account.objects.all()}
        self.cost_centres = {cost_centre.code: cost_centre for cost_centre in CostCentre.objects.all()}
        self.grants = dict(Grant.objects.values_list("code", "id"))
        self.years = years.states(FiscalYear.objects.values_list("year", flat=True))


def _problems(spec: EntrySpec, codes: _Codes) -> Iterator[tuple[str, str]]:
    """What is wrong with an entry, as (field, message)."""
    if spec.journal not in codes.journals:
        yield "journal", f"Er is geen dagboek ‘{spec.journal}’."
    if not 0 < len(spec.description) <= 200:
        yield "description", "Schrijf een omschrijving van hooguit 200 tekens."
    if not 0 < len(spec.source) <= 80:
        yield "source", "Noem het stuk waarop de boeking berust, in hooguit 80 tekens."
    yield from _problems_of_date(spec, codes)
    for no, line in enumerate(spec.lines, start=1):
        for message in _problems_of_line(line, codes):
            yield "lines", f"Regel {no}: {message}"
    debit, credit = (sum((getattr(line, side) for line in spec.lines), ZERO) for side in ("debit", "credit"))
    yield from _problems_of_journal(spec, codes)
    if len(spec.lines) < 2:
        yield "lines", "Een boekstuk heeft minstens twee regels."
    elif debit != credit:
        yield (
            "lines",
            (
                f"Debet {formats.cents(debit)} is niet gelijk aan credit {formats.cents(credit)}:"
                f" een verschil van {formats.cents(abs(debit - credit))}."
            ),
        )


def _problems_of_date(spec: EntrySpec, codes: _Codes) -> Iterator[tuple[str, str]]:
    state = codes.years.get(spec.date.year)
    if state is None:
        yield "date", f"Er is geen boekjaar {spec.date.year}."
    elif state.closed:
        yield "date", f"Boekjaar {spec.date.year} is afgesloten. Boek een correctie in een open jaar."
    elif state.shut(spec.in_period):
        yield "date", f"Periode {spec.in_period} van {spec.date.year} zit op slot."
    if spec.period not in (None, spec.date.month) and not (
        spec.period == 13 and spec.date.day == 31 == spec.date.month + 19
    ):
        yield "period", "De periode is de maand van de datum, of 13 op 31 december."


def _problems_of_journal(spec: EntrySpec, codes: _Codes) -> Iterator[tuple[str, str]]:
    """Equity moves by appropriation alone, appropriation moves equity alone, and only the first year has an opening."""
    journal = codes.journals.get(spec.journal)
    if journal is None:
        return
    appropriates = journal.kind == Journal.Kind.APPROPRIATION
    if appropriates != (spec.in_period == 13):
        yield "period", "Periode 13 is er alleen voor de resultaatbestemming."
    if journal.kind == Journal.Kind.OPENING:
        if spec.date.year > min(codes.years, default=spec.date.year):
            yield "journal", "Alleen het eerste boekjaar heeft een beginbalans; daarna volgt de stand uit de boekingen."
        return
    accounts = [codes.accounts[line.account] for line in spec.lines if line.account in codes.accounts]
    if any((account.kind == Kind.EQUITY) != appropriates for account in accounts):
        yield "lines", "Eigen vermogen verandert alleen door resultaatbestemming, en die verandert niets anders."


def _problems_of_line(line: LineSpec, codes: _Codes) -> Iterator[str]:
    account = codes.accounts.get(line.account)
    if account is None:
        yield f"er is geen rekening ‘{line.account}’."
    elif account.blocked:
        yield f"rekening {line.account} is geblokkeerd."
    if line.cost_centre is not None:
        cost_centre = codes.cost_centres.get(line.cost_centre)
        if cost_centre is None:
            yield f"er is geen kostenplaats ‘{line.cost_centre}’."
        elif cost_centre.blocked:
            yield f"kostenplaats {line.cost_centre} is geblokkeerd."
    if line.grant is not None and line.grant not in codes.grants:
        yield f"er is geen subsidie ‘{line.grant}’."
    yield from _problems_of_amounts(line)
    for text, longest in ((line.description, 200), (line.relation, 20), (line.reference, 40), (line.document, 80)):
        if len(text) > longest:
            yield f"‘{text[:20]}…’ is langer dan {longest} tekens."


def _problems_of_amounts(line: LineSpec) -> Iterator[str]:
    for amount in (line.debit, line.credit):
        if not amount.is_finite() or not 0 <= amount < LIMIT:
            yield "een bedrag is nul of meer; schrijf een min als de andere kant."
            return
        if amount != amount.quantize(Decimal("0.01")):
            yield f"{amount} heeft meer dan twee decimalen."
    if (line.debit == 0) == (line.credit == 0):
        yield "vul debet of credit in, niet allebei."


def _check(entries: Sequence[EntrySpec], codes: _Codes) -> None:
    found: dict[str, list[str]] = {}
    for place, spec in enumerate(entries, start=1):
        where = f"Boekstuk {place} ({spec.description[:40]}): " if len(entries) > 1 else ""
        for field, message in _problems(spec, codes):
            found.setdefault(field, []).append(where + message)
    if found:
        raise LedgerError(found)


# ---------------------------------------------------------------------------------------------- writing


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
        codes = _Codes()
        _check(list(new.values()), codes)
        _copy(new, codes, by, reverses)
    written = Entry.objects.select_related("journal").in_bulk(ids)
    return [written[one] for one in ids]


def _copy(new: dict[int, EntrySpec], codes: _Codes, by: User, reverses: Entry | None) -> None:
    with connection.cursor() as cursor:
        with cursor.copy(
            "COPY finance_line (entry_id, no, account_id, cost_centre_id, grant_id, debit, credit, description,"
            " relation, reference, document) FROM STDIN"
        ) as copy:
            for place, spec in new.items():
                for no, line in enumerate(spec.lines, start=1):
                    copy.write_row((
                        place, no, codes.accounts[line.account].pk,
                        codes.cost_centres[line.cost_centre].pk if line.cost_centre else None,
                        codes.grants[line.grant] if line.grant else None,
                        line.debit, line.credit, line.description, line.relation, line.reference, line.document,
                    ))  # fmt: skip
        with cursor.copy(
            "COPY finance_entry (id, journal_id, year_id, period, date, description, source, request, reverses_id,"
            " posted_by_id) FROM STDIN"
        ) as copy:
            for place, spec in new.items():
                copy.write_row((
                    place, codes.journals[spec.journal].pk, spec.date.year, spec.in_period, spec.date, spec.description,
                    spec.source, spec.request, reverses.pk if reverses else None, by.pk,
                ))  # fmt: skip
