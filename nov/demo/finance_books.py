"""Makes the entries of the demo ledger, month by month, so that the totals in `finance_numbers.py` come out exactly.

Amounts are cut up by a random generator with a fixed seed: the same every time. What balances a year is paid or left
open: purchases and invoices are paid in the order in which they fall due until exactly what the balance sheet says is
left, so that the bank account follows by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from random import Random

from finance.specs import ZERO, EntrySpec, LineSpec
from nov.demo import finance_income, finance_payments
from nov.demo.finance_numbers import (
    AHEAD,
    BOARD,
    BUREAU_PERSONNEL,
    GRANTS,
    HOUSING,
    OPENING,
    ORGANISATION,
    PROJECT,
    SUPPLIERS,
    WAGES,
    YearNumbers,
)
from nov.demo.finance_opening import (
    AHEAD_ACCOUNT,
    BANK,
    CREDITORS,
    DEBTORS,
    HOLIDAYS,
    INTEREST_DUE,
    NET_WAGES,
    PENSIONS,
    PREPAID,
    PROVISION,
    RECEIVABLE,
    SAVINGS,
    TO_COME,
    WAGE_TAX,
    Item,
    cut,
    even,
    old_invoices,
    old_purchases,
    shares,
    weekday,
)
from nov.kernel.periods import Month


class Books:
    """The entries made so far, and what is still open of purchases and invoices."""

    def __init__(
        self,
        invoices: Iterable[Item],
        contribution: Mapping[int, Decimal],
        deferred: Mapping[int, Decimal],
        never_paid: Sequence[str],
    ) -> None:
        """`invoices` are booked already: `contribution` is what they come to per year, `deferred` what of a year was
        invoiced for the next one; some are never paid."""
        self.random = Random(2023)
        self.entries: list[EntrySpec] = []
        self.purchases = old_purchases()
        self.invoices = [*old_invoices(), *invoices]
        self.contribution = contribution
        self.deferred = deferred
        self.never_paid = never_paid
        self.purchase_number: dict[int, int] = defaultdict(int)
        self.ahead = dict(AHEAD[2020])
        self.carried = {key: Decimal(abs(OPENING[key])) for key in (WAGE_TAX, PENSIONS, HOLIDAYS, TO_COME, PREPAID)}
        self.interest_due = ZERO
        self.provision = ZERO
        self.released: dict[str, int] = {}
        self.liquid = {BANK: Decimal(OPENING[BANK]), SAVINGS: Decimal(OPENING[SAVINGS])}

    def year(self, plan: YearNumbers) -> None:
        """All entries of a year, or of its first months."""
        self._turn_of_the_year(plan)
        self._wages(plan)
        self._bureau(plan)
        self._projects(plan)
        finance_income.grants(self, plan)
        finance_income.income(self, plan)
        self._bank(plan)
        self._end_of_the_year(plan)
        finance_payments.invoices_paid(self, plan)
        finance_payments.purchases_paid(self, plan)
        finance_payments.transfers(self, plan)

    # tools

    def book(self, journal: str, day: date, description: str, source: str, *lines: LineSpec) -> None:
        """Add an entry; lines of nought are left out."""
        kept = tuple(line for line in lines if line.debit or line.credit)
        if kept:
            self.entries.append(EntrySpec(journal, day, description, source, kept))

    def buy(
        self, day: date, account: str, amount: Decimal, cost_centre: str | None = None, grant: str | None = None
    ) -> None:  # fmt: skip
        """A supplier's invoice, to be paid later."""
        names = SUPPLIERS.get(account[:2], SUPPLIERS["43"])
        supplier = names[self.random.randrange(len(names))]
        self.purchase_number[day.year] += 1
        number = f"I{day.year}-{self.purchase_number[day.year]:04d}"
        relation = f"K{100 + sum(map(ord, supplier)) % 900}"
        self.book(
            "INK", day, supplier, f"Inkoopfactuur {number}",
            LineSpec(account, amount, ZERO, cost_centre, grant, "", relation, number),
            LineSpec(CREDITORS, ZERO, amount, None, None, "", relation, number),
        )  # fmt: skip
        self.purchases.append(Item(day, amount, relation, number))

    def buy_in_pieces(
        self, plan: YearNumbers, months: Sequence[int], account: str, total: Decimal | int, pieces: int,
        cost_centre: str | None, grant: str | None = None,
    ) -> None:  # fmt: skip
        """An amount as so many invoices on days spread over these months."""
        for amount in cut(self.random, total, pieces):
            day = weekday(date(plan.year, self.random.choice(months), self.random.randint(3, 28)))
            self.buy(day, account, amount, cost_centre, grant)

    # the parts of a year

    def _turn_of_the_year(self, plan: YearNumbers) -> None:
        """What belonged to the year before is released, and its late invoices come in."""
        year, first = plan.year, date(plan.year, 1, 1)
        before = f"Overlopende posten {year - 1}"
        self.released = shares(int(self.carried[PREPAID]), {"4200": 6, "4330": 4}) if self.carried[PREPAID] else {}
        self.book(
            "MEM", first, "Vooruitbetaalde kosten van vorig jaar", before,
            *(LineSpec(account, Decimal(part), cost_centre="bureau") for account, part in self.released.items()),
            LineSpec(PREPAID, ZERO, self.carried[PREPAID]),
        )  # fmt: skip
        if self.carried[TO_COME]:
            self.buy_in_pieces(plan, [1], TO_COME, self.carried[TO_COME], 22, None)
        self.book(
            "BANK", date(year, 1, 3), "Rente spaarrekening", f"Afschrift {year}-01",
            LineSpec(SAVINGS, self.interest_due), LineSpec(INTEREST_DUE, ZERO, self.interest_due),
        )  # fmt: skip
        for grant, amount in self.ahead.items():
            due = Decimal(max(-amount, 0))
            self.book(
                "MEM", first, f"Nog te ontvangen subsidie {GRANTS[grant][0]}", before,
                LineSpec(AHEAD_ACCOUNT, due, grant=grant), LineSpec(RECEIVABLE, ZERO, due, grant=grant),
            )  # fmt: skip
        self.carried.update({PREPAID: ZERO, TO_COME: ZERO})
        self.interest_due = ZERO

    def _wages(self, plan: YearNumbers) -> None:
        """Wages each month; the tax and the pension premiums of a month are paid in the next one."""
        months = range(1, plan.months + 1)
        grants = {centre: grant for centre, grant, _, _ in reversed(list(plan.parts))}
        costs = {
            (centre, account): even(part, months)
            for centre, total in plan.personnel.items()
            for account, part in shares(total, BUREAU_PERSONNEL if centre == "bureau" else WAGES).items()
            if account in WAGES
        }
        gross = int(sum(sum(parts.values()) for (_, account), parts in costs.items() if account == "4000"))
        reserved = even(gross // 13, months)
        for month in months:
            paid = sum((parts[month] for parts in costs.values()), ZERO)
            last = plan.closes and month == 12
            tax = Decimal(plan.wage_tax if last else int(paid) * 41 // 100)
            pension = Decimal(plan.pensions if last else int(paid) * 10 // 100)
            net = paid - reserved[month] - tax - pension
            statement = f"Afschrift {plan.year}-{month:02d}"
            self.book(
                "BANK", weekday(date(plan.year, month, 22)), "Loonheffing en pensioenpremies van de vorige maand", statement,
                LineSpec(WAGE_TAX, self.carried[WAGE_TAX]), LineSpec(PENSIONS, self.carried[PENSIONS]),
                LineSpec(BANK, ZERO, self.carried[WAGE_TAX] + self.carried[PENSIONS]),
            )  # fmt: skip
            self.book(
                "SAL", weekday(date(plan.year, month, 24)), f"Salarissen {plan.year}-{month:02d}", f"Loonstaat {plan.year}-{month:02d}",
                *(
                    LineSpec(account, parts[month], ZERO, centre, grants.get(centre))
                    for (centre, account), parts in costs.items()
                ),
                LineSpec(HOLIDAYS, ZERO, reserved[month]), LineSpec(WAGE_TAX, ZERO, tax),
                LineSpec(PENSIONS, ZERO, pension), LineSpec(NET_WAGES, ZERO, net),
            )  # fmt: skip
            self.book(
                "BANK", weekday(date(plan.year, month, 25)), "Nettolonen", statement,
                LineSpec(NET_WAGES, net), LineSpec(BANK, ZERO, net),
            )  # fmt: skip
            self.carried.update({WAGE_TAX: tax, PENSIONS: pension})
        if plan.closes:
            holidays = self.carried[HOLIDAYS] + sum(reserved.values()) - plan.holidays
            self.book(
                "BANK", weekday(date(plan.year, 5, 24)), "Vakantiegeld", f"Afschrift {plan.year}-05",
                LineSpec(HOLIDAYS, holidays), LineSpec(BANK, ZERO, holidays),
            )  # fmt: skip
            self.carried[HOLIDAYS] = Decimal(plan.holidays)

    def _bureau(self, plan: YearNumbers) -> None:
        """What the bureau buys: hired staff, office, housing, board, and now and then something that lasts."""
        months = range(1, plan.months + 1)
        personnel = shares(plan.personnel["bureau"], BUREAU_PERSONNEL)
        bought = {account: part for account, part in personnel.items() if account not in WAGES}
        for total, weights in ((plan.organisation, ORGANISATION), (plan.housing, HOUSING), (plan.board, BOARD)):
            bought |= shares(total, weights)
        for account, part in bought.items():
            self.buy_in_pieces(plan, months, account, part - self.released.get(account, 0), plan.months, "bureau")
        if plan.investment:
            self.buy_in_pieces(plan, [3, 9], "0210", plan.investment, 2, None)

    def _projects(self, plan: YearNumbers) -> None:
        """What the programmes buy; part of it was delivered in December and is invoiced in January."""
        parts = list(plan.parts)
        to_come = plan.accruals - int(self.deferred.get(plan.year, 0)) if plan.closes else 0
        late = shares(to_come, {str(place): part[2] for place, part in enumerate(parts)})
        piece = sum(plan.projects.values()) * 12 // plan.months // 620
        self.book(
            "MEM", date(plan.year, 12, 31), "Geleverd, factuur nog te ontvangen", f"Overlopende posten {plan.year}",
            *(
                LineSpec("7000", Decimal(late.get(str(place), 0)), ZERO, centre, grant)
                for place, (centre, grant, _, _) in enumerate(parts)
            ),
            LineSpec(TO_COME, ZERO, Decimal(to_come)),
        )  # fmt: skip
        for place, (centre, grant, total, months) in enumerate(parts):
            for account, part in shares(total, PROJECT).items():
                now = part - (late.get(str(place), 0) if account == "7000" else 0)
                self.buy_in_pieces(plan, months, account, now, max(1, now // piece), centre, grant)
        self.carried[TO_COME] = Decimal(to_come)

    def _bank(self, plan: YearNumbers) -> None:
        """Bank costs each month, interest paid each quarter."""
        for month, amount in enumerate(cut(self.random, plan.bank_costs, plan.months), start=1):
            self._cost_by_bank(Month(plan.year, month).last, "4610", "Bankkosten", amount)
        quarters = [month for month in (3, 6, 9, 12) if month <= plan.months]
        for month, amount in even(plan.interest_paid, quarters).items():
            self._cost_by_bank(Month(plan.year, month).last, "4600", "Rente over het tegoed", amount)

    def _cost_by_bank(self, day: date, account: str, what: str, amount: Decimal) -> None:
        self.book(
            "BANK",
            day,
            what,
            f"Afschrift {day:%Y-%m}",
            LineSpec(account, amount, cost_centre="bureau"),
            LineSpec(BANK, ZERO, amount),
        )

    def _end_of_the_year(self, plan: YearNumbers) -> None:
        """Depreciation each month; what is bought for next year; the provision for bad debts."""
        for month, amount in even(plan.depreciation, range(1, plan.months + 1)).items():
            self.book(
                "MEM", Month(plan.year, month).last, "Afschrijving inventaris", f"Staat vaste activa {plan.year}",
                LineSpec("4410", amount, cost_centre="bureau"), LineSpec("0219", ZERO, amount),
            )  # fmt: skip
        if plan.prepaid:
            self.buy_in_pieces(plan, [12], PREPAID, plan.prepaid, 4, None)
        self.carried[PREPAID] = Decimal(plan.prepaid)
        provided = Decimal(plan.bad_debts)
        self.book(
            "MEM", date(plan.year, 9, 29), "Voorziening voor wat niet betaald zal worden", f"Ouderdomslijst debiteuren {plan.year}",
            LineSpec("4420", provided, cost_centre="bureau"), LineSpec(PROVISION, ZERO, provided),
        )  # fmt: skip
        self.provision += provided
        for item in [
            item for item in self.invoices if item.reference in self.never_paid and item.date.year == plan.year
        ]:
            self.book(
                "MEM", date(plan.year, 12, 15), f"Afgeboekt: {item.reference}", "Besluit bestuur oninbare contributie",
                LineSpec(PROVISION, item.amount), LineSpec(DEBTORS, ZERO, item.amount, None, None, "", item.relation, item.reference),
            )  # fmt: skip
            self.provision -= item.amount
            self.invoices.remove(item)
