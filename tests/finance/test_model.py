"""Random histories against a plain model of a ledger: thirty lines of Python that know nothing of a database."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finance import ledger, statements, verify
from finance.ledger import EntrySpec, LedgerError, LineSpec
from finance.models import Balance, Entry
from nov.kernel.models import User
from nov.kernel.periods import Turn, Year

ACCOUNTS = ("1010", "1300", "1600", "4200", "7000", "8220", "8100")
amounts = st.integers(1, 10_000_000).map(lambda cents: Decimal(cents) / 100)
days = st.dates(date(2022, 1, 1), date(2024, 12, 31))


@st.composite
def entries(draw: Any) -> EntrySpec:
    parts = draw(st.lists(amounts, min_size=1, max_size=4))
    account = st.sampled_from(ACCOUNTS)
    dimension = {"cost_centre": st.sampled_from([None, "meedoen", "bureau"]), "grant": st.sampled_from([None, "szw"])}
    lines = [LineSpec(draw(account), debit=part, **{k: draw(v) for k, v in dimension.items()}) for part in parts]
    lines.append(LineSpec(draw(account), credit=sum(parts, Decimal(0))))
    return EntrySpec(draw(st.sampled_from(["MEM", "INK", "BANK"])), draw(days), "x", "y", tuple(lines))


steps = st.one_of(
    st.tuples(st.just("post"), st.lists(entries(), min_size=1, max_size=4)),
    st.tuples(st.just("reverse"), st.integers(0, 30), days),
    st.tuples(st.just("lock"), st.integers(2022, 2024), st.integers(1, 12)),
    st.tuples(st.just("unlock"), st.integers(2022, 2024), st.integers(1, 12)),
)


class Model:
    """What the ledger should hold."""

    def __init__(self) -> None:
        self.entries: list[EntrySpec] = []
        self.reversed: set[int] = set()
        self.locked: set[tuple[int, int]] = set()

    def post(self, batch: list[EntrySpec]) -> bool:
        if any((spec.date.year, spec.date.month) in self.locked for spec in batch):
            return False
        self.entries += batch
        return True

    def opposite(self, place: int, on: date) -> EntrySpec:
        spec = self.entries[place]
        flipped = tuple(LineSpec(i.account, i.credit, i.debit, i.cost_centre, i.grant) for i in spec.lines)
        return EntrySpec(spec.journal, on, "terug", "y", flipped)

    def balances(self) -> dict[tuple[Any, ...], tuple[Decimal, Decimal]]:
        sums: dict[tuple[Any, ...], list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
        for spec in self.entries:
            for line in spec.lines:
                pair = sums[line.account, spec.date.year, spec.date.month, line.cost_centre, line.grant]
                pair[0] += line.debit
                pair[1] += line.credit
        return {key: (debit, credit) for key, (debit, credit) in sums.items()}


@pytest.fixture
def books(by: User) -> User:
    return by


@given(history=st.lists(steps, max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_histories(books: User, history: list[tuple[Any, ...]]) -> None:
    model = Model()
    with transaction.atomic():
        for step in history:
            play(model, books, step)

        kept = {
            (code, year, period, centre, grant): (debit, credit)
            for code, year, period, centre, grant, debit, credit in Balance.objects.values_list(
                "account__code", "year_id", "period", "cost_centre__code", "grant__code", "debit", "credit"
            )
        }
        assert kept == model.balances()
        assert [entry.date for entry in Entry.objects.order_by("id")] == [spec.date for spec in model.entries]
        assert verify.first_fault() is None
        for year in (2022, 2023, 2024):
            sheet = statements.balance_sheet(Turn(date(year + 1, 1, 1)), compare=False)
            assert sheet.result == (0,)
            assert statements.result(Year(year)) == result(model, year)
        transaction.set_rollback(True)


def play(model: Model, by: User, step: tuple[Any, ...]) -> None:
    match step:
        case "post", batch:
            done = attempt(lambda: ledger.post(batch, by=by))
            assert done == model.post(batch)
        case "reverse", number, on:
            stored = list(Entry.objects.select_related("journal").order_by("id"))
            if stored:
                place = number % len(stored)
                expected = place not in model.reversed and on >= model.entries[place].date
                before = Entry.objects.count()
                attempt(lambda: ledger.reverse(stored[place], on=on, reason="terug", by=by))
                if expected and model.post([model.opposite(place, on)]):
                    model.reversed.add(place)
                assert Entry.objects.count() == len(model.entries), before
        case "lock", year, period:
            ledger.lock_period(year, period, by=by)
            model.locked.add((year, period))
        case "unlock", year, period:
            ledger.unlock(year, period, reason="x", by=by)
            model.locked.discard((year, period))


def attempt(deed: Any) -> bool:
    try:
        with transaction.atomic():
            deed()
    except LedgerError:
        return False
    return True


def result(model: Model, year: int) -> Decimal:
    lines = [
        line for spec in model.entries if spec.date.year == year for line in spec.lines if line.account[0] in "478"
    ]
    return sum((line.credit - line.debit for line in lines), Decimal(0))
