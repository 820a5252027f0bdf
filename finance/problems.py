"""What is wrong with an entry, in Dutch and at its field, before the database would refuse it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from finance import years
from finance.models import Account, CostCentre, FiscalYear, Grant, Journal, Kind
from finance.specs import ZERO, EntrySpec, LedgerError, LineSpec
from nov.kernel import formats

LIMIT = Decimal(10) ** 12
Problems = Iterator[tuple[str, str]]


class Codes:
    """What the codes in a batch stand for: each table is read once, and of it only what the batch names."""

    def __init__(self, entries: Sequence[EntrySpec]) -> None:
        lines = [line for spec in entries for line in spec.lines]
        self.journals = _named(Journal, {spec.journal for spec in entries})
        self.accounts = _named(Account, {line.account for line in lines})
        self.cost_centres = _named(CostCentre, {line.cost_centre for line in lines if line.cost_centre})
        self.grants = _named(Grant, {line.grant for line in lines if line.grant})
        there = set(FiscalYear.objects.values_list("year", flat=True))
        self.first_year = min(there, default=None)
        self.years = years.states(there & {spec.date.year for spec in entries})

    def cost_centre(self, line: LineSpec) -> int | None:
        """The id of a line's cost centre, if it has one."""
        return self.cost_centres[line.cost_centre].pk if line.cost_centre else None

    def grant(self, line: LineSpec) -> int | None:
        """The id of a line's grant, if it has one."""
        return self.grants[line.grant].pk if line.grant else None


def _named(model: type[Any], codes: set[str]) -> dict[str, Any]:
    """The rows with these codes, by code; without codes nothing is asked."""
    return {row.code: row for row in model.objects.filter(code__in=codes)}


def check(entries: Sequence[EntrySpec], codes: Codes) -> None:
    """Raise LedgerError with everything that is wrong with these entries, by field."""
    found: dict[str, list[str]] = {}
    for place, spec in enumerate(entries, start=1):
        where = f"Boekstuk {place} ({spec.description[:40]}): " if len(entries) > 1 else ""
        for of in (_of_texts, _of_date, _of_journal, _of_lines):
            for field, message in of(spec, codes):
                found.setdefault(field, []).append(where + message)
    if found:
        raise LedgerError(found)


def _of_texts(spec: EntrySpec, codes: Codes) -> Problems:
    if not 0 < len(spec.description) <= 200:
        yield "description", "Schrijf een omschrijving van hooguit 200 tekens."
    if not 0 < len(spec.source) <= 80:
        yield "source", "Noem het stuk waarop de boeking berust, in hooguit 80 tekens."


def _of_date(spec: EntrySpec, codes: Codes) -> Problems:
    state = codes.years.get(spec.date.year)
    if state is None:
        yield "date", f"Er is geen boekjaar {spec.date.year}."
    elif state.closed:
        yield "date", f"Boekjaar {spec.date.year} is afgesloten. Boek een correctie in een open jaar."
    elif state.shut(spec.in_period):
        yield "date", f"Periode {spec.in_period} van {spec.date.year} zit op slot."
    if spec.in_period != spec.date.month and (spec.period, spec.date.month, spec.date.day) != (13, 12, 31):
        yield "period", "De periode is de maand van de datum, of 13 op 31 december."


def _of_journal(spec: EntrySpec, codes: Codes) -> Problems:
    """Equity moves by appropriation alone, appropriation moves equity alone, only the first year has an opening."""
    journal = codes.journals.get(spec.journal)
    if journal is None:
        yield "journal", f"Er is geen dagboek ‘{spec.journal}’."
        return
    appropriates = journal.kind == Journal.Kind.APPROPRIATION
    if appropriates != (spec.in_period == 13):
        yield "period", "Periode 13 is er alleen voor de resultaatbestemming."
    if journal.kind == Journal.Kind.OPENING:
        if codes.first_year is not None and spec.date.year > codes.first_year:
            yield "journal", "Alleen het eerste boekjaar heeft een beginbalans; daarna volgt de stand uit de boekingen."
        return
    accounts = [codes.accounts[line.account] for line in spec.lines if line.account in codes.accounts]
    if any((account.kind == Kind.EQUITY) != appropriates for account in accounts):
        yield "lines", "Eigen vermogen verandert alleen door resultaatbestemming, en die verandert niets anders."


def _of_lines(spec: EntrySpec, codes: Codes) -> Problems:
    sound = True
    for no, line in enumerate(spec.lines, start=1):
        for of in (_of_amounts, _of_codes, _of_lengths):
            for message in of(line, codes):
                sound = False
                yield "lines", f"Regel {no}: {message}"
    if len(spec.lines) < 2:
        yield "lines", "Een boekstuk heeft minstens twee regels."
    elif sound:
        debit = sum((line.debit for line in spec.lines), ZERO)
        credit = sum((line.credit for line in spec.lines), ZERO)
        if debit != credit:
            gap = formats.cents(abs(debit - credit))
            yield "lines", f"Debet {formats.cents(debit)} en credit {formats.cents(credit)} verschillen {gap}."


def _of_amounts(line: LineSpec, codes: Codes) -> Iterator[str]:
    for amount in (line.debit, line.credit):
        if not amount.is_finite() or not 0 <= amount < LIMIT:
            yield "een bedrag is nul of meer; een min is de andere kant."
            return
        if amount != amount.quantize(Decimal("0.01")):
            yield f"{amount} heeft meer dan twee decimalen."
    if (line.debit == 0) == (line.credit == 0):
        yield "vul debet of credit in, een van de twee."


def _of_codes(line: LineSpec, codes: Codes) -> Iterator[str]:
    if (account := codes.accounts.get(line.account)) is None:
        yield f"er is geen rekening ‘{line.account}’."
    elif account.blocked:
        yield f"rekening {account} is geblokkeerd."
    if line.cost_centre:
        if (cost_centre := codes.cost_centres.get(line.cost_centre)) is None:
            yield f"er is geen kostenplaats ‘{line.cost_centre}’."
        elif cost_centre.blocked:
            yield f"kostenplaats {cost_centre} is geblokkeerd."
    if line.grant and line.grant not in codes.grants:
        yield f"er is geen subsidie ‘{line.grant}’."


def _of_lengths(line: LineSpec, codes: Codes) -> Iterator[str]:
    for text, longest in ((line.description, 200), (line.relation, 20), (line.reference, 40), (line.document, 80)):
        if len(text) > longest:
            yield f"‘{text[:20]}…’ is langer dan {longest} tekens."
