"""How the demo's members are entered: one organisation with its contacts and its base at a time."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from finance import registers
from finance.models import Decision
from members import mutations, organisations
from members.models import Category, DeclaredBase, Membership, Organisation
from members.tariffs import TariffRow, adopt_tariffs, declare_bases
from nov.demo import members_meetings as meetings
from nov.demo.members_names import Names
from nov.demo.members_numbers import TARIFFS, TOP
from nov.kernel.folding import folded
from nov.kernel.models import User

TAKEN_OVER = date(2021, 1, 4)


def on(text: str) -> date:
    """A date of the tables."""
    return date.fromisoformat(text)


class Scribe:
    """Enters members with names, contacts, classes and bases, and remembers who they are."""

    def __init__(self, by: User) -> None:
        self.by = by
        self.names = Names()
        self.chance = self.names.chance
        self.category = {category.code: category for category in Category.objects.all()}
        self.members: dict[str, list[Membership]] = {code: [] for code in TARIFFS}
        self.leavers: dict[str, list[Membership]] = {code: [] for code in TARIFFS}
        self.klass: dict[int, str] = {}
        self.klass_of_later: dict[str, list[str]] = {}

    # ------------------------------------------------------------------------------------- basics

    def tariffs(self) -> None:
        """Three tables of tariffs, each decided by the general meeting of the November before; who pays together."""
        for place, year in enumerate((2022, 2023, 2024)):
            rows = [
                TariffRow(self.category[code], klass, Decimal(minimum), Decimal(amounts[place]))
                for code, classes in TARIFFS.items()
                for klass, minimum, _, *amounts in classes
                if amounts[place]
            ]
            adopt_tariffs(first_day=date(year, 1, 1), decision=meetings.tariffs_decided(year), rows=rows)
        sport = self.category["SB"]
        sport.collective_payer = registers.party(
            "Samenwerkende Sportbonden Brinkland", place="Arnhem", email="contributie@sportbonden.example"
        )
        sport.save()

    def admit(
        self, code: str, first_day: date, decision: Decision, klass: str, entered_on: date | None = None
    ) -> Membership:
        """A new organisation with a contact joins, and declares the base that puts it in a class."""
        fields = self.names.organisation(code)
        organisation = organisations.register(**fields)
        self.contacts(organisation, fields["email"].partition("@")[2])
        membership = mutations.join(
            organisation,
            category=self.category[code],
            first_day=first_day,
            decision=decision,
            received_on=decision.date - timedelta(days=self.chance.randrange(10, 60)),
            entered_on=entered_on or max(decision.date + timedelta(days=3), TAKEN_OVER),
            by=self.by,
        )
        self.klass[membership.pk] = klass
        self.members[code].append(membership)
        return membership

    def contacts(self, organisation: Organisation, domain: str) -> None:
        """Somebody in general, and for one in three somebody for the invoices."""
        name = self.names.person()
        mail = f"{folded(name).replace(' ', '.')}@{domain}"
        organisations.add_contact(organisation, name=name, email=mail, title="Directeur")
        if self.chance.random() < 1 / 3:
            clerk = self.names.person()
            organisations.add_contact(
                organisation, name=clerk, email=f"administratie@{domain}", role="facturen", title="Administratie"
            )

    def declare(self, memberships: list[Membership], code: str, year: int) -> None:
        """Bases that lie in the class of each member."""
        if not self.category[code].base:
            return
        bounds = {klass: minimum for klass, minimum, *_ in TARIFFS[code]}
        nexts = dict(zip(bounds, [*list(bounds.values())[1:], TOP[code]], strict=True))
        declare_bases(
            DeclaredBase(
                organisation=organisation_of(membership),
                category=self.category[code],
                year=year,
                amount=self.base(code, bounds[self.klass[membership.pk]], nexts[self.klass[membership.pk]]),
                declared_on=date(year, 11, self.chance.randrange(1, 29)),
                source=self.chance.choice(["opgave", "opgave", "opgave", "jaarrekening", "schatting"]),
            )
            for membership in memberships
        )

    def base(self, code: str, minimum: int, until: int) -> Decimal:
        """A base in a class: whole thousands of euros, or tenths of an fte."""
        step = Decimal(1000) if code == "VO" else Decimal("0.1")
        return minimum + step * self.chance.randrange(1, int((until - minimum) / step))

    def noted(self, entered_on: date) -> dict:
        """Who enters it, and when."""
        return {"by": self.by, "entered_on": entered_on}

    def resigned(self, membership: Membership, received_on: str, reason: str, entered_on: date | None = None) -> None:
        """Notice as it comes in; the last day is the earliest there can be."""
        received = on(received_on)
        mutations.resign(
            membership,
            last_day=mutations.earliest_last_day(received),
            reason=reason,
            received_on=received,
            **self.noted(entered_on or received + timedelta(days=2)),
        )


def organisation_of(membership: Membership) -> Organisation:
    """Who holds a membership last."""
    return membership.holders.live().select_related("organisation__party").latest("during").organisation
