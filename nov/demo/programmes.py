"""The programmes of the demo year: who they are, the desks of #Meedoen, events, and what was measured.

Made by rule functions and by the same files that users read in. What is there already is left as it is.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from finance.models import CostCentre, Grant
from members.models import Organisation
from nov.demo import people
from nov.kernel.imports import run_import
from nov.kernel.models import User
from nov.kernel.periods import Month, Year
from programmes import defining, desks, imports, months
from programmes.models import Desk, Indicator, Programme

DATA = Path(__file__).parent / "data" / "programmas"
# On 15 April 2024: 2022 is fixed with its report, 2023 and the first two months of 2024 are checked.
FIXED, CHECKED_UNTIL = Year(2022), date(2024, 3, 1)
LEADS = {"meedoen": ("Chantal de Ruiter",), "expedities": ("Chantal de Ruiter",)}


def load(by: User) -> None:
    """Make the programmes with all that was recorded of them, unless they are there already."""
    if Programme.objects.filter(code="meedoen").exists():
        return
    coordinator = User.objects.get(email=people.email("Esra Yildirim"))
    lead = User.objects.get(email=people.email("Chantal de Ruiter"))
    _programmes()
    _indicators()
    _desks()
    run_import(imports.MEASUREMENTS, DATA / "metingen.csv", by=coordinator)
    run_import(imports.EVENTS, DATA / "bijeenkomsten.csv", by=lead)
    run_import(imports.COUNTS, DATA / "koppelingen.csv", by=lead)
    _hours(lead)
    _checked(coordinator)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _programmes() -> None:
    accounts = {user.name: user for user in User.objects.all()}
    for row in _rows("programmas.csv"):
        defining.start_programme(
            code=row["code"],
            name=row["naam"],
            purpose=row["doel"],
            cost_centre=CostCentre.objects.filter(code=row["kostenplaats"]).first(),
            chapters=[int(number) for number in row["hoofdstukken"].split()],
            confidential=row["vertrouwelijk"] == "ja",
            prefixes=row["voorvoegsels"].split(),
            leads=[accounts[name] for name in LEADS.get(row["code"], ())],
        )
    for row in _rows("fasen.csv"):
        defining.add_phase(
            Programme.objects.get(code=row["programma"]),
            name=row["naam"],
            first_day=date.fromisoformat(row["eerste dag"]),
            last_day=date.fromisoformat(row["laatste dag"]),
            grant=Grant.objects.filter(code=row["subsidie"]).first(),
        )


def _indicators() -> None:
    programmes = {programme.code: programme for programme in Programme.objects.all()}
    for row in _rows("kengetallen.csv"):
        defining.define_indicator(
            programmes[row["programma"]],
            key=row["sleutel"],
            label=row["naam"],
            unit_key=row["eenheid"],
            kind=row["soort"],
            origin=row["herkomst"],
            chapter=int(row["hoofdstuk"]),
            dimension=row["uitgesplitst naar"],
            required_from=int(row["verplicht vanaf"]) if row["verplicht vanaf"] else None,
            definition=row["definitie"],
        )
    indicators = {indicator.key: indicator for indicator in Indicator.objects.all()}
    for row in _rows("onderdelen.csv"):
        required = int(row["verplicht vanaf"]) if row["verplicht vanaf"] else None
        defining.add_part(indicators[row["kengetal"]], key=row["sleutel"], label=row["naam"], required_from=required)
    defining.set_norm(
        indicators["meedoen.uren"], value=8, first_day=date(2021, 1, 1), source="Afspraak van NOV, COA en SZW"
    )
    defining.set_norm(
        indicators["meedoen.ambitie"], value=60, first_day=date(2023, 1, 1), source="Meerjarenplan #Meedoen"
    )


def _desks() -> None:
    meedoen = Programme.objects.get(code="meedoen")
    near = _Organisations()
    for employer in ("nov", "coa"):
        desks.staff(meedoen, employer=employer, people=2, first_day=date(2021, 1, 1))
    for row in _rows("balies.csv"):
        first_day = date.fromisoformat(row["open vanaf"])
        desk = desks.open_desk(
            meedoen,
            code=row["code"],
            name=row["naam"],
            municipality=row["gemeente"],
            province=row["provincie"],
            kind=row["soort"],
            first_day=first_day,
        )
        if desk.kind == Desk.Kind.LIGHT:
            continue
        desks.contract(desk, near.take(desk), first_day=first_day, hours_per_week=int(row["uren per week"]))
        for employer, column in (("coa", "medewerkers COA"), ("centrale", "medewerkers organisatie")):
            desks.staff(meedoen, desk=desk, employer=employer, people=int(row[column]), first_day=first_day)


class _Organisations:
    """Volunteer centres to run a desk: one of the same municipality if there is one, else of the province, else any."""

    def __init__(self) -> None:
        members = Organisation.objects.members_on(FIXED.first).select_related("municipality")
        centres = members.filter(held__membership__categories__category__code="VC").distinct()
        self.free = list(centres)

    def take(self, desk: Desk) -> Organisation:
        """The nearest one that runs no desk yet."""
        found = min(
            self.free,
            key=lambda one: (one.municipality.name != desk.municipality, one.municipality.province != desk.province),
        )
        self.free.remove(found)
        return found


def _hours(by: User) -> None:
    for row in _rows("niet-ingevulde-uren.csv"):
        year, month = row["maand"].split("-")
        desk = Desk.objects.get(code=row["balie"])
        months.record_unfilled_hours(
            desk, Month(int(year), int(month)), reason=row["reden"], hours=Decimal(row["uren"]), by=by
        )


def _checked(by: User) -> None:
    meedoen = Programme.objects.get(code="meedoen")
    month = Month(2022, 1)
    while month.first < CHECKED_UNTIL:
        months.check_month(meedoen, month, by=by)
        month = month.next
    months.fix_months(meedoen, FIXED)
