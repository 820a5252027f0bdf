"""Makes the entries of the demo ledger, month by month, so that the totals in `finance_numbers.py` come out exactly.

Amounts are cut up by a random generator with a fixed seed: the same every time. What balances a year is paid or left
open: purchases and invoices are paid in the order in which they fall due until exactly what the balance sheet says is
left, so that the bank account follows by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from finance.specs import ZERO, EntrySpec, LineSpec
from nov.demo.finance_numbers import AHEAD, AWARDS, GRANTS, OPENING, YearNumbers
from nov.kernel.periods import Month

BANK, SAVINGS, DEBTORS, PROVISION, CREDITORS = "1010", "1020", "1300", "1390", "1600"
RECEIVABLE, AHEAD_ACCOUNT, PREPAID, INTEREST_DUE = "1310", "1750", "1400", "1420"
TO_COME, NET_WAGES, WAGE_TAX, PENSIONS, HOLIDAYS = "1860", "1880", "1700", "1720", "1800"

# How costs are spread over accounts, in parts of the whole.
WAGES = {"4000": 78, "4010": 13, "4020": 9}
BUREAU_PERSONNEL = {
    "4000": 600, "4010": 100, "4020": 70, "4030": 105, "4050": 40, "4060": 40, "4070": 20, "4080": 10, "4090": 15,
}  # fmt: skip
PROJECT = {
    "7000": 300, "7010": 120, "7020": 110, "7030": 100, "7040": 220, "7050": 50, "7060": 40, "7070": 20, "7090": 40,
}  # fmt: skip
ORGANISATION = {
    "4300": 55, "4310": 85, "4320": 205, "4330": 160, "4340": 75, "4350": 50, "4360": 45, "4370": 180, "4380": 60,
    "4390": 55, "4490": 30,
}  # fmt: skip
HOUSING = {"4200": 650, "4210": 125, "4220": 120, "4230": 90, "4290": 15}
BOARD = {"4500": 6, "4510": 4}
CONTRIBUTION = {"8010": 823, "8020": 589, "8030": 156, "8040": 1}

SUPPLIERS = {
    "40": ("Flexwerk Midden", "Opleidingshuis De Brug", "Arbodienst Kompas", "Reiskaart Zakelijk"),
    "42": ("Verhuur Maliehof", "Schoonmaakbedrijf Helder", "Energie Collectief Utrecht"),
    "43": ("Kantoorvakhandel Vecht", "Telecom Direct", "ICT-beheer Noorderlicht", "Drukkerij De Ploeg", "Accountants Domstad"),
    "45": ("Vergadercentrum Oudegracht", "Catering De Lepel"),
    "70": (
        "Trainersgroep Samen", "Congrescentrum De Werkplaats", "Campagnebureau Luid", "Webstudio Kolibrie",
        "Onderzoeksbureau Peil", "Tekstbureau Komma", "Videohuis Licht", "Zalen in Zwolle", "Adviesgroep Verbind",
        "Stichting Welzijn Oost", "Stichting Samenleven West", "Vormgevers aan Zee",
    ),
    "02": ("ICT-beheer Noorderlicht", "Kantoorinrichting Stoel en Tafel"),
}  # fmt: skip


INCOME_BY_BANK = {
    "8200": "Bijdrage van een fonds", "8210": "Bijdrage van de Nationale Postcode Loterij", "8220": "Giften",
    "8400": "Deelnemersbijdragen trainingen", "8410": "Bijdragen keurmerk", "8490": "Overige ontvangsten",
}  # fmt: skip


def shares(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Cut a whole amount by weight into whole amounts; what rounding leaves over goes to the largest part."""
    parts = {key: total * weight // sum(weights.values()) for key, weight in weights.items()}
    parts[max(weights, key=lambda key: weights[key])] += total - sum(parts.values())
    return {key: part for key, part in parts.items() if part}


def even(total: int | Decimal, months: Sequence[int]) -> dict[int, Decimal]:
    """Cut an amount into equal parts of whole euros per month; the last month gets what is left over."""
    part = Decimal(total // len(months))
    return dict.fromkeys(months[:-1], part) | {months[-1]: Decimal(total) - part * (len(months) - 1)}


def weekday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


@dataclass(frozen=True)
class Item:
    """Something to be paid: since when, how much, and what it is called in the books."""

    date: date
    amount: Decimal
    relation: str
    reference: str


def cut(random: Random, total: Decimal | int, pieces: int) -> list[Decimal]:
    """Cut an amount into uneven pieces in cents that add up to it."""
    weights = [random.uniform(0.35, 1.65) for _ in range(max(1, pieces))]
    cents = int(Decimal(total) * 100)
    parts = [int(cents * weight / sum(weights)) for weight in weights]
    parts[-1] += cents - sum(parts)
    return [Decimal(part) / 100 for part in parts if part > 0]


def opening() -> EntrySpec:
    """The balance sheet of 31 December 2020, with the open purchases one by one."""
    day = date(2020, 12, 31)
    lines = [
        LineSpec(account, *_sides(Decimal(amount)), None, None, "Beginbalans")
        for account, amount in OPENING.items()
        if account not in (CREDITORS, DEBTORS, RECEIVABLE, AHEAD_ACCOUNT)
    ]
    lines += [LineSpec(CREDITORS, *_sides(-i.amount), None, None, "", i.relation, i.reference) for i in old_purchases()]
    lines += [LineSpec(DEBTORS, *_sides(i.amount), None, None, "", i.relation, i.reference) for i in old_invoices()]
    lines += [
        LineSpec(AHEAD_ACCOUNT if amount > 0 else RECEIVABLE, *_sides(Decimal(-amount)), None, grant, GRANTS[grant][0])
        for grant, amount in AHEAD[2020].items()
    ]
    return EntrySpec("BEG", day, "Beginbalans uit de vorige administratie", "Jaarrekening 2020", tuple(lines))


def old_purchases() -> list[Item]:
    """What was still to be paid to suppliers on 31 December 2020."""
    amounts = cut(Random(2020), -OPENING[CREDITORS], 34)
    return [Item(date(2020, 12, 15), a, f"K{100 + n % 40}", f"I2020-{n:04d}") for n, a in enumerate(amounts, start=801)]


def old_invoices() -> list[Item]:
    """What was still to be received from debtors on 31 December 2020."""
    amounts = cut(Random(2019), OPENING[DEBTORS], 26)
    return [Item(date(2020, 12, 15), a, f"D{n}", f"F2020-{n:04d}") for n, a in enumerate(amounts, start=331)]


def _sides(amount: Decimal) -> tuple[Decimal, Decimal]:
    return (amount, ZERO) if amount > 0 else (ZERO, -amount)


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
        self._grants(plan)
        self._income(plan)
        self._bank(plan)
        self._end_of_the_year(plan)
        self._invoices_paid(plan)
        self._purchases_paid(plan)
        self._transfers(plan)

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

    def _grants(self, plan: YearNumbers) -> None:
        """Grants are income in the months they are for; they are received by the quarter, ahead or afterwards."""
        year = plan.year
        by_month: dict[int, list[tuple[str, Decimal]]] = defaultdict(list)
        for grant, amount, first, last in plan.subsidies:
            for month, part in even(amount, range(first, last + 1)).items():
                by_month[month].append((grant, part))
        for month, parts in sorted(by_month.items()):
            self.book(
                "MEM", (Month(year, month)).last, f"Subsidiebaten {year}-{month:02d}", f"Toerekening subsidies {year}",
                *(LineSpec(AHEAD_ACCOUNT, part, ZERO, None, grant) for grant, part in parts),
                *(LineSpec("8100", ZERO, part, GRANTS[grant][2], grant, GRANTS[grant][0]) for grant, part in parts),
            )  # fmt: skip
        indexed = {grant: amount for grant, _, dated, amount, kind in AWARDS if kind == "ova" and dated.year == year}
        for grant, amount in indexed.items():
            self._received(date(year, 11, 21), "Indexatie (OVA)", Decimal(amount), grant)
        earned: dict[str, int] = defaultdict(int)
        begins: dict[str, int] = {}
        for grant, amount, first, _ in plan.subsidies:
            earned[grant] += amount
            begins[grant] = min(first, begins.get(grant, 12))
        ahead = AHEAD[year] if plan.closes else {grant: amount // 2 for grant, amount in earned.items()}
        for grant in {**self.ahead, **earned}:
            total = earned[grant] + ahead.get(grant, 0) - self.ahead.get(grant, 0) - indexed.get(grant, 0)
            if total <= 0:
                continue
            quarters = [month for month in (1, 4, 7, 10) if begins.get(grant, 1) <= month <= plan.months]
            for month, part in even(total, quarters or [plan.months]).items():
                self._received(weekday(date(year, month, 17)), f"Voorschot {GRANTS[grant][0]}", part, grant)
        for grant, amount in ahead.items():
            due = Decimal(max(-amount, 0))
            self.book(
                "MEM", date(year, 12, 31), f"Nog te ontvangen subsidie {GRANTS[grant][0]}", f"Overlopende posten {year}",
                LineSpec(RECEIVABLE, due, grant=grant), LineSpec(AHEAD_ACCOUNT, ZERO, due, grant=grant),
            )  # fmt: skip
        self.ahead = dict(ahead)

    def _received(self, day: date, what: str, amount: Decimal, grant: str) -> None:
        self.book(
            "BANK",
            day,
            what,
            f"Afschrift {day:%Y-%m}",
            LineSpec(BANK, amount),
            LineSpec(AHEAD_ACCOUNT, ZERO, amount, grant=grant),
        )

    def _income(self, plan: YearNumbers) -> None:
        """Gifts, trainings, quality marks and the rest come in by bank; interest is booked at the year's end."""
        year, months = plan.year, range(1, plan.months + 1)
        contribution = self.contribution.get(year, ZERO) or Decimal(plan.contribution)
        rest = (
            plan.other_income - contribution - plan.training - plan.quality_mark - plan.interest
            if plan.closes
            else 2_400
        )
        incomes = [
            ("8400", "kennisboost", plan.training),
            ("8410", "goedgeregeld", plan.quality_mark),
            ("8490", "bureau", rest),
        ]
        for account, centre, total in incomes:
            for month, amount in zip(months, cut(self.random, total, plan.months), strict=False):
                self._by_bank(weekday(date(year, month, 20)), account, centre, amount)
        for account, centre, total in plan.gifts:
            pieces = (
                cut(self.random, total, plan.months)
                if account == "8220"
                else even(total, [m for m in (2, 6, 10) if m <= plan.months]).values()
            )
            days = months if account == "8220" else (2, 6, 10)
            for month, amount in zip(days, pieces, strict=False):
                self._by_bank(weekday(date(year, month, 15)), account, centre, amount)
        self.book(
            "MEM", date(year, 12, 31), "Rente spaarrekening over het jaar", f"Rentenota {year}",
            LineSpec(INTEREST_DUE, Decimal(plan.interest)), LineSpec("8300", ZERO, Decimal(plan.interest), "bureau"),
        )  # fmt: skip
        self.interest_due = Decimal(plan.interest)
        if not self.contribution.get(year) and plan.contribution:
            self._old_contribution(plan)

    def _by_bank(self, day: date, account: str, centre: str, amount: Decimal) -> None:
        self.book(
            "BANK", day, INCOME_BY_BANK[account], f"Afschrift {day:%Y-%m}",
            LineSpec(BANK, amount), LineSpec(account, ZERO, amount, centre),
        )  # fmt: skip

    def _old_contribution(self, plan: YearNumbers) -> None:
        """Contribution of a year that was invoiced in the administration before this one: a total per category."""
        day = date(plan.year, 1, 29)
        for place, (account, part) in enumerate(shares(plan.contribution, CONTRIBUTION).items(), start=1):
            amounts = cut(self.random, part, max(1, part // 4000))
            items = [Item(day, a, "", f"C{plan.year}-{place}{n:02d}") for n, a in enumerate(amounts)]
            self.book(
                "VRK", day, f"Contributie {plan.year} uit de vorige administratie", f"Contributieronde {plan.year}",
                *(LineSpec(DEBTORS, item.amount, reference=item.reference) for item in items),
                LineSpec(account, ZERO, Decimal(part)),
            )  # fmt: skip
            self.invoices += items

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

    # payments

    def _invoices_paid(self, plan: YearNumbers) -> None:
        """Debtors pay two to eight weeks after the invoice, some much later, until what is left is what the balance sheet says."""

        def pays_on(item: Item) -> date:
            number = sum(map(ord, item.reference + item.relation))
            day = item.date + timedelta(days=14 + number * 7 % 43 + (75 if number % 11 == 0 else 0))
            return day + timedelta(days=(4 - day.weekday()) % 7)

        left = plan.debtors + self.provision if plan.closes else None
        for day, items in self._paid(plan, "invoices", pays_on, left):
            total = sum((item.amount for item in items), ZERO)
            self.book(
                "BANK", day, "Ontvangen van debiteuren", f"Afschrift {day}", LineSpec(BANK, *_sides(total)),
                *(LineSpec(DEBTORS, *_sides(-i.amount), None, None, "", i.relation, i.reference) for i in items),
            )  # fmt: skip

    def _purchases_paid(self, plan: YearNumbers) -> None:
        """Suppliers are paid twice a month, three weeks or more after their invoice."""

        def pays_on(item: Item) -> date:
            day = item.date + timedelta(days=20)
            return day.replace(day=10) if day.day <= 10 else day.replace(day=26) if day.day <= 26 else _next_tenth(day)

        left = Decimal(plan.creditors) if plan.closes else None
        for day, items in self._paid(plan, "purchases", pays_on, left):
            total = sum((item.amount for item in items), ZERO)
            self.book(
                "BANK", day, "Betaling aan leveranciers", f"Betaalopdracht {day}",
                *(LineSpec(CREDITORS, *_sides(i.amount), None, None, "", i.relation, i.reference) for i in items),
                LineSpec(BANK, *_sides(-total)),
            )  # fmt: skip

    def _paid(
        self, plan: YearNumbers, which: str, pays_on: Callable[[Item], date], left: Decimal | None
    ) -> Iterator[tuple[date, list[Item]]]:  # fmt: skip
        """What is paid on which day, oldest first, so that `left` stays open; None: all that is due by mid-April."""
        end = date(plan.year, 12, 29) if plan.closes else date(plan.year, 4, 12)
        start = date(plan.year, 1, 5)
        known = [item for item in getattr(self, which) if item.date.year <= plan.year]
        later = [item for item in getattr(self, which) if item.date.year > plan.year]
        budget = sum((item.amount for item in known), ZERO) - left if left is not None else None
        by_day: dict[date, list[Item]] = defaultdict(list)
        open_items = []
        for day, item in sorted(
            ((pays_on(item), item) for item in known), key=lambda pair: (pair[0], pair[1].reference)
        ):
            if budget is None:
                paid = item.amount if day <= end else ZERO
            else:
                paid = min(item.amount, budget)
                budget -= paid
            if paid:
                by_day[max(start, min(day, end))].append(replace(item, amount=paid))
            if paid != item.amount:
                open_items.append(replace(item, amount=item.amount - paid))
        setattr(self, which, open_items + later)
        yield from sorted(by_day.items())

    def _transfers(self, plan: YearNumbers) -> None:
        """Money goes to and from the savings account, so that the bank account has enough and not too much."""
        moved: dict[int, Decimal] = defaultdict(Decimal)
        lowest: dict[int, Decimal] = {}
        balance = self.liquid[BANK]
        for day, change in sorted(self._changes(plan.year, BANK)):
            balance += change
            lowest[day.month] = min(balance, lowest.get(day.month, balance))
        for month in range(1, plan.months + 1):
            low = lowest.get(month, balance) + sum(moved.values())
            if not 40_000 <= low <= 180_000:
                moved[month] = (90_000 - low) // 10_000 * 10_000
                day = (
                    weekday(date(plan.year, month, 2))
                    if date(plan.year, month, 2).weekday() < 5
                    else date(plan.year, month, 1)
                )
                self.book(
                    "BANK", day, "Overboeking van of naar de spaarrekening", f"Afschrift {plan.year}-{month:02d}",
                    LineSpec(BANK, *_sides(moved[month])), LineSpec(SAVINGS, *_sides(-moved[month])),
                )  # fmt: skip
        for account in self.liquid:
            self.liquid[account] += sum(change for _, change in self._changes(plan.year, account))

    def _changes(self, year: int, account: str) -> Iterator[tuple[date, Decimal]]:
        for entry in self.entries:
            if entry.date.year == year:
                for line in entry.lines:
                    if line.account == account:
                        yield entry.date, line.debit - line.credit


def _next_tenth(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=10)
