"""What an open bank line most likely is: looked up in tables made once, so that thousands of lines take a few statements.

In this order, the first that fits: a collection or its return; a return of what was booked before; a payment reference; invoice numbers in the text; the
account it came from; the name of who paid; bank costs and interest. What an earlier line takes of an invoice in the same
run, a later one does not get.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Q

from finance import references
from finance.banking.allocating import Part, open_lines
from finance.invoices import outstanding
from finance.models import Allocation, BankLine, Collection, Invoice, Proposal
from finance.models.collecting import REASONS
from finance.specs import ZERO
from nov.kernel import formats
from nov.kernel.folding import folded
from nov.kernel.periods import Turn

CODE = re.compile(r"\bF\s?(\d{4})[\s-]?(\d{4,6})\b", re.IGNORECASE)
REFERENCE = re.compile(r"\bRF\d{2}[A-Z0-9]{4,21}\b|\b(?:\d{4}[ .]?){3}\d{4}\b", re.IGNORECASE)
# Words of the bank itself: account for what comes in, account for what goes out. Only without another account.
WORDS = (("rente", "8300", "4600"), ("kosten", "", "4610"), ("tarief", "", "4610"))
FOREVER = Turn(date(2100, 1, 1))
CERTAIN, LIKELY, MAYBE = Proposal.Confidence.CERTAIN, Proposal.Confidence.LIKELY, Proposal.Confidence.MAYBE


@dataclass(slots=True)
class Open:
    """An invoice with what is still open of it."""

    code: str
    left: Decimal
    party: int
    due: date


@dataclass(frozen=True, slots=True)
class Suggestion:
    """How sure, why, and how the line is divided."""

    confidence: int
    reason: str
    parts: tuple[Part, ...]


@transaction.atomic
def propose(lines: Iterable[BankLine] | None = None) -> int:
    """Make the proposals for open lines anew, or for some of them; how many lines got one."""
    rows = list(open_lines().order_by("booked_on", "id")) if lines is None else list(lines)
    matcher = Matcher(rows)
    found = [(line, suggestion) for line in rows if (suggestion := matcher.match(line))]
    Proposal.objects.filter(line__in=[line.pk for line in rows]).delete()
    Proposal.objects.bulk_create(
        [
            Proposal(
                line=line,
                confidence=one.confidence,
                reason=one.reason[:300],
                parts=[part.stored() for part in one.parts],
            )
            for line, one in found
        ],
        batch_size=1000,
    )
    return len(found)


class Matcher:
    """The tables in which lines are looked up: open invoices by number, reference, account and name, and what was returned."""

    def __init__(self, lines: Sequence[BankLine]) -> None:
        left = outstanding(FOREVER)
        rows = Invoice.objects.filter(code__in=left).select_related("party").order_by("due", "code")
        self.by_code: dict[str, Open] = {}
        self.by_reference: dict[str, Open] = {}
        self.by_party: dict[int, list[Open]] = defaultdict(list)
        self.by_name: dict[str, set[int]] = defaultdict(set)
        self.by_iban: dict[str, set[int]] = defaultdict(set)
        for invoice in rows:
            one = Open(invoice.code, left[invoice.code], invoice.party_id, invoice.due)
            self.by_code[one.code] = one
            self.by_reference[references.payment_reference(one.code)] = one
            self.by_reference[references.rf_reference(one.code)] = one
            self.by_party[one.party].append(one)
            self.by_name[folded(invoice.party.name)].add(one.party)
            if invoice.party.iban:
                self.by_iban[invoice.party.iban].add(one.party)
        self._learn(lines)
        self._learn_collections(lines)

    def _learn(self, lines: Sequence[BankLine]) -> None:
        """From which accounts parties paid before, and what lines that were sent back had paid."""
        paid = Allocation.objects.filter(
            booking__reversal=None,
            invoice__isnull=False,
            booking__line__iban__in={line.iban for line in lines if line.iban},
        ).order_by("-booking__line__booked_on")
        self.paid: dict[tuple[str, Decimal], list[tuple[str, Decimal]]] = defaultdict(list)
        last: dict[tuple[str, Decimal], int] = {}
        for iban, amount, part, code, party, booking in paid.values_list(
            "booking__line__iban", F("booking__line__amount"), "amount", "invoice__code", "invoice__party", "booking"
        ):
            self.by_iban[iban].add(party)
            if last.setdefault((iban, amount), booking) == booking:
                self.paid[iban, amount].append((code, part))

    def _learn_collections(self, lines: Sequence[BankLine]) -> None:
        """Which collections lines are about: one by its own reference, or all that the bank books as one."""
        own = {line.end_to_end for line in lines if line.end_to_end}
        groups = {line.batch.rpartition("-")[0] for line in lines if line.batch}
        rows = Collection.objects.filter(Q(end_to_end__in=own) | Q(batch__code__in=groups))
        self.collected: dict[str, tuple[str, Decimal]] = {}
        self.grouped: dict[str, list[tuple[str, Decimal]]] = defaultdict(list)
        for one in rows.select_related("batch", "invoice").order_by("id"):
            self.collected[one.end_to_end] = (one.invoice.code, one.amount)
            self.grouped[one.group].append((one.invoice.code, one.amount))

    def match(self, line: BankLine) -> Suggestion | None:
        """The proposal for a line, or None."""
        ways = (
            self._collected, self._returned, self._by_reference, self._by_code, self._by_iban, self._by_name, self._by_words,
        )  # fmt: skip
        for way in ways:
            if found := way(line):
                for part in found.parts:
                    if part.invoice in self.by_code:
                        self.by_code[part.invoice].left -= part.amount
                return found
        return None

    def _collected(self, line: BankLine) -> Suggestion | None:
        """What was collected, one by one or as a group, or was sent back by the bank."""
        code, amount = self.collected.get(line.end_to_end, ("", ZERO))
        if code and line.amount == amount:
            return Suggestion(CERTAIN, f"De incasso van {code}.", (Part(amount, invoice=code),))
        if code and line.amount == -amount:
            why = REASONS.get(line.return_code, "zonder bekende reden")
            reason = f"De incasso van {code} is teruggeboekt ({line.return_code}, {why}); de factuur staat weer open."
            return Suggestion(CERTAIN, reason, (Part(-amount, invoice=code),))
        group = self.grouped.get(line.batch, [])
        if group and line.amount == sum(one[1] for one in group):
            reason = f"De incasso-opdracht {line.batch}: {formats.counted(len(group), 'factuur', 'facturen')}."
            return Suggestion(CERTAIN, reason, tuple(Part(amount, invoice=code) for code, amount in group))
        return None

    def _returned(self, line: BankLine) -> Suggestion | None:
        if not line.return_code or line.amount > 0:
            return None
        before = self.paid.get((line.iban, -line.amount))
        if not before:
            return None
        codes = ", ".join(code for code, _ in before)
        parts = tuple(Part(-amount, invoice=code) for code, amount in before)
        reason = f"Teruggeboekt door de bank ({line.return_code}): de betaling van {codes} vanaf dezelfde rekening."
        return Suggestion(LIKELY, reason, parts) if sum(part.amount for part in parts) == line.amount else None

    def _by_reference(self, line: BankLine) -> Suggestion | None:
        said = [line.reference, *REFERENCE.findall(f"{line.reference} {line.text} {line.end_to_end}")]
        for one in said:
            found = self.by_reference.get(re.sub(r"[ .]", "", one).upper())
            if found:
                return self._on_one(line, found, "Het betalingskenmerk is dat van", CERTAIN)
        return None

    def _by_code(self, line: BankLine) -> Suggestion | None:
        codes = [
            f"F{year}-{number}" for year, number in CODE.findall(f"{line.text} {line.reference} {line.end_to_end}")
        ]
        found = [self.by_code[code] for code in dict.fromkeys(codes) if code in self.by_code]
        if len(found) == 1:
            return self._on_one(line, found[0], "In de omschrijving staat", CERTAIN)
        return self._on_several(line, found, "In de omschrijving staan", CERTAIN)

    def _by_iban(self, line: BankLine) -> Suggestion | None:
        parties = self.by_iban.get(line.iban, set()) if line.iban else set()
        return self._of_party(line, parties, "Komt van de rekening van", LIKELY)

    def _by_name(self, line: BankLine) -> Suggestion | None:
        parties = self.by_name.get(folded(line.name), set()) if line.name else set()
        return self._of_party(line, parties, "De naam is die van", LIKELY)

    def _of_party(self, line: BankLine, parties: set[int], why: str, sure: int) -> Suggestion | None:
        """The one invoice of exactly this amount, all that is open together, or else the oldest ones of the party."""
        if len(parties) != 1:
            return None
        items = [one for one in self.by_party[next(iter(parties))] if one.left * line.amount > 0]
        exact = [one for one in items if one.left == line.amount]
        if exact:
            reason = f"{why} de relatie van {exact[0].code}, en het bedrag klopt."
            return Suggestion(sure if len(exact) == 1 else MAYBE, reason, (Part(line.amount, invoice=exact[0].code),))
        if items and sum(one.left for one in items) == line.amount:
            return self._on_several(line, items, f"{why} een relatie waarvan openstaan", sure)
        if items and line.amount > 0:
            return self._on_several(line, items, f"{why} een relatie waarvan openstaan", MAYBE)
        return None

    def _on_one(self, line: BankLine, one: Open, why: str, sure: int) -> Suggestion | None:
        if line.amount < 0 or one.left < 0:
            return None
        if one.left == line.amount:
            return Suggestion(sure, f"{why} {one.code}, en het bedrag klopt.", (Part(line.amount, invoice=one.code),))
        if line.amount < one.left:
            rest = formats.cents(one.left - line.amount)
            reason = f"{why} {one.code}; het is een deel, daarna staat nog {rest} open."
            return Suggestion(LIKELY, reason, (Part(line.amount, invoice=one.code),))
        extra = line.amount - one.left
        reason = f"{why} {one.code}; {formats.cents(extra)} is te veel betaald en wordt een tegoed."
        paid = (Part(one.left, invoice=one.code),) if one.left else ()
        return Suggestion(LIKELY, reason, (*paid, Part(extra, party=one.party)))

    def _on_several(self, line: BankLine, items: Sequence[Open], why: str, sure: int) -> Suggestion | None:
        """Several invoices paid at once, the oldest first; what is too much is an advance."""
        items = [one for one in sorted(items, key=lambda one: (one.due, one.code)) if one.left * line.amount > 0]
        if not items:
            return None
        left, parts = line.amount, []
        for one in items:
            part = min(left, one.left) if left > 0 else max(left, one.left)
            if part:
                parts.append(Part(part, invoice=one.code))
                left -= part
        if left:
            parts.append(Part(left, party=items[0].party))
        whole = sum((one.left for one in items), ZERO) == line.amount
        reason = (
            f"{why} {', '.join(one.code for one in items)}; samen {'precies' if whole else 'niet precies'} dit bedrag."
        )
        return Suggestion(sure if whole else MAYBE, reason, tuple(parts))

    def _by_words(self, line: BankLine) -> Suggestion | None:
        if line.iban:
            return None
        said = folded(f"{line.name} {line.text}")
        for word, incoming, outgoing in WORDS:
            account = incoming if line.amount > 0 else outgoing
            if account and word in said:
                part = Part(line.amount, account=account)
                return Suggestion(LIKELY, f"Van de bank zelf: in de omschrijving staat ‘{word}’.", (part,))
        return None
