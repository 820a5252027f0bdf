"""The members of the demo year: 366 at the begin of 2021, 368 at the turns of 2022 and 2023, 372 at that of 2024.

Everything goes through the rules that the screens use. The numbers are those of the reference year; which organisation
does what is invented, with every case that counting goes wrong on:

    last day 31-12-2022, entered in January 2023            notice of 3 December (in time) and of 20 December (a year on)
    joined on 1-1-2023; admitted in 2023 per 1-1-2024       a merger into a non-member: the membership passes over
    a first day entered wrongly and corrected               two changes of category that cancel, on one day
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from django.db import transaction

from members import applications, contributions, mutations, organisations
from members.corrections import correct
from members.models import CategoryPeriod, DeclaredBase, Membership, Mutation
from nov.demo import members_bases
from nov.demo import members_meetings as meetings
from nov.demo.members_numbers import JOINED_2023, JOINED_2024, JOINED_BEFORE, LEFT_BEFORE, ROUNDS, TARIFFS
from nov.demo.members_scribe import TAKEN_OVER, Scribe, on, organisation_of
from nov.kernel.history import acting
from nov.kernel.models import User

Reason = Mutation.Reason


def load(by: User) -> None:
    """Load all of it, or nothing when there are members already."""
    if Membership.objects.exists():
        return
    with transaction.atomic(), acting(by):
        story = Story(by)
        story.tariffs()
        story.beginning()
        story.before_2023()
        story.in_2023()
        story.in_2024()
        story.applied()
        story.rounds()
        meetings.load()


class Story(Scribe):
    """The years, one after another."""

    def beginning(self) -> None:
        """The members that were taken over from the former administration, the oldest first.

        Those of 1 January 2023 have the classes of the table: who is here already, and who joins in 2021 and 2022.
        """
        joining = []
        for code, classes in TARIFFS.items():
            stay = [klass for klass, _, count, *_ in classes for _ in range(count)]
            self.chance.shuffle(stay)
            later = len(JOINED_BEFORE.get(code, ()))
            self.klass_of_later[code] = stay[:later]
            gone = [self.chance.choice(classes[:3])[0] for _ in range(LEFT_BEFORE[code])]
            joining += [(self.long_ago(), code, klass, False) for klass in stay[later:]]
            joining += [(self.long_ago(), code, klass, True) for klass in gone]
        decision = meetings.decided("bestuur", "2020-12-14", 5, "Ledenbestand overgenomen per 1 januari 2021")
        for first_day, code, klass, leaves in sorted(joining):
            membership = self.admit(code, first_day, decision, klass, entered_on=TAKEN_OVER)
            if leaves:
                self.members[code].remove(membership)
                self.leavers[code].append(membership)
        for code in ("VO", "VC"):
            self.declare(self.members[code] + self.leavers[code], code, 2021)

    def long_ago(self) -> date:
        """A first day between 1985 and 2020."""
        return date(self.chance.randrange(1985, 2021), self.chance.choice([1, 1, 1, 4, 7, 9]), 1)

    def before_2023(self) -> None:
        """Who joined and left in 2021 and 2022: at each turn of the year as many of each category as a year later."""
        for code, days in JOINED_BEFORE.items():
            for first_day, klass in zip(days, self.klass_of_later[code], strict=True):
                self.join_before(code, on(first_day), klass)
        vo, vc = self.leavers["VO"], self.leavers["VC"]
        self.resigned(vo[0], "2021-11-08", Reason.UNUSED)
        self.resigned(vo[1], "2021-10-20", Reason.COST)
        mutations.dissolve(
            vc[0], last_day=date(2021, 6, 30), received_on=date(2021, 5, 3), **self.noted(date(2021, 5, 6))
        )
        self.resigned(vo[2], "2022-09-30", Reason.UNUSED)
        self.resigned(vo[3], "2022-12-01", Reason.COST)
        mutations.dissolve(
            vo[4], last_day=date(2022, 8, 31), received_on=date(2022, 8, 8), **self.noted(date(2022, 8, 9))
        )
        # left with the year, entered only in the next
        self.resigned(vo[5], "2022-11-28", Reason.UNUSED, entered_on=date(2023, 1, 9))
        self.resigned(vc[1], "2022-10-17", Reason.UNUSED)
        into = organisation_of(self.members["VC"][5])
        mutations.merge_into(
            vc[2],
            into=into,
            last_day=date(2022, 12, 31),
            received_on=date(2022, 9, 12),
            **self.noted(date(2022, 9, 15)),
        )
        for place, name in ((12, "Buurtschap {}"), (40, "Steun en Inzet {}"), (77, "Kring {}")):
            organisation = organisation_of(self.members["VO" if place == 12 else "VC"][place])
            word = organisation.name.split()[-1]
            organisations.rename(organisation, name=name.format(word), first_day=date(2022, 3, 1))

    def join_before(self, code: str, first_day: date, klass: str) -> None:
        """Admit one of 2021 or 2022; of one the first day was entered wrongly, and put right a week later."""
        decided = first_day.replace(day=1) - timedelta(days=20)
        decision = meetings.decided("bestuur", decided.isoformat(), 1, "Toelating van leden")
        wrong = (code, first_day) == ("VO", date(2022, 5, 1))
        membership = self.admit(code, date(2022, 4, 1) if wrong else first_day, decision, klass)
        if wrong:
            again = correct(
                membership.opened_by,
                effective_on=first_day,
                reason="In het besluit staat 1 mei",
                **self.noted(decided + timedelta(days=10)),
            )
            self.members[code][-1] = again.opened_memberships.get()
            self.klass[self.members[code][-1].pk] = klass
        self.declare(self.members[code][-1:], code, first_day.year)

    def in_2023(self) -> None:
        """The year itself: 11 joined, 7 left, one aspirant became a member, and what must not move a number."""
        self.declare(self.chance.sample(self.members["VO"], 50), "VO", 2022)
        self.declare(self.chance.sample(self.members["VC"], 60), "VC", 2022)
        self.declare_rest(2022, silent=6)
        vo, vc = list(self.members["VO"]), list(self.members["VC"])
        # seven leave
        mutations.dissolve(
            vo[20], last_day=date(2023, 6, 30), received_on=date(2023, 5, 22), **self.noted(date(2023, 5, 23))
        )
        self.resigned(vo[33], "2023-09-18", Reason.UNUSED)
        self.resigned(vo[51], "2023-11-27", Reason.UNUSED)
        self.resigned(vc[64], "2023-12-03", Reason.UNUSED, entered_on=date(2023, 12, 5))
        unpaid = next(one for one in vo[100:] if self.klass[one.pk] == "B")
        board = meetings.decided("bestuur", "2023-09-12", 3, "Opzegging wegens onbetaalde contributie")
        mutations.terminate(
            unpaid, last_day=board.date, reason=Reason.UNPAID, decision=board, **self.noted(date(2023, 9, 14))
        )
        survivor = organisation_of(vc[80])
        for place in (81, 82):
            mutations.merge_into(
                vc[place],
                into=survivor,
                last_day=date(2023, 12, 31),
                received_on=date(2023, 10, 2),
                explanation="Samen verder als één centrale",
                **self.noted(date(2023, 10, 5)),
            )
            moved = organisation_of(vc[place]).contacts.earliest("pk").person
            organisations.add_contact(survivor, name=moved.name, email=moved.email, role="meedoen", title="Coördinator")
        # one passes over to a body that was no member; notice that came too late for 2023
        heir = organisations.register(**self.names.organisation("VC"))
        mutations.pass_over(
            vc[100],
            to=heir,
            first_day=date(2023, 1, 1),
            received_on=date(2022, 11, 14),
            explanation="Opgegaan in een nieuwe stichting",
            **self.noted(date(2022, 11, 17)),
        )
        self.resigned(vo[90], "2023-12-20", Reason.COST)
        self.changes(vo[70], vc[110])
        for code, klass, first_day, decided in JOINED_2023:
            decision = meetings.decided("bestuur", decided, 1, "Toelating van leden")
            self.admit(code, on(first_day), decision, klass)
            self.declare(self.members[code][-1:], code, 2022 if first_day < "2023-02" else 2023)

        members_bases.ask(self.by)
        self.declare_rest(2023, silent=9)
        members_bases.remind(self.by)

    def declare_rest(self, year: int, silent: int) -> None:
        """What the others declared for a year, but for so many of each category; by chances of its own."""
        before, self.chance = self.chance, Random(year)
        for code in ("VO", "VC"):
            declared = set(DeclaredBase.objects.filter(year=year).values_list("organisation_id", flat=True))
            now = CategoryPeriod.objects.on(date(year, 12, 31)).filter(category__code=code)
            ids = set(now.values_list("membership_id", flat=True))
            rest = [one for one in self.members[code] if one.pk in ids and organisation_of(one).pk not in declared]
            self.declare(self.chance.sample(rest, len(rest) - silent), code, year)
        self.chance = before

    def changes(self, to_centre: Membership, to_organisation: Membership) -> None:
        """Three changes of category: the aspirant's, and two that cancel on one day."""
        board = meetings.decided("bestuur", "2023-06-16", 1, "Aspirant-lid wordt vrijwilligersorganisatie")
        other = meetings.decided("bestuur", "2023-09-12", 4, "Wijziging van categorie op eigen verzoek")
        for membership, code, klass, first_day, decision in (
            (self.members["AL"][0], "VO", "A", date(2023, 7, 1), board),
            (to_centre, "VC", "B", date(2023, 10, 1), other),
            (to_organisation, "VO", "B", date(2023, 10, 1), other),
        ):
            mutations.change_category(
                membership,
                category=self.category[code],
                first_day=first_day,
                decision=decision,
                **self.noted(decision.date + timedelta(days=3)),
            )
            self.klass[membership.pk] = klass
            self.declare([membership], code, 2023)

    def in_2024(self) -> None:
        """Two more: one admitted in 2023 per the first day of 2024, one in the spring."""
        for code, klass, first_day, decided in JOINED_2024:
            decision = meetings.decided("bestuur", decided, 1, "Toelating van leden")
            self.admit(code, on(first_day), decision, klass)
            self.declare(self.members[code][-1:], code, 2023)

    def applied(self) -> None:
        """In the spring of 2024 two that left ask to come back: one was declined, one still waits for the board."""
        decision = meetings.decided("bestuur", "2024-03-12", 2, "Aanmelding afgewezen")
        declined = applications.apply(
            organisation_of(self.leavers["VO"][0]), category=self.category["VO"], received_on=date(2024, 2, 19)
        )
        applications.decline(declined, decision=decision, reason="De statuten noemen geen vrijwillige inzet meer")
        applications.apply(
            organisation_of(self.leavers["VC"][1]),
            category=self.category["VC"],
            received_on=date(2024, 3, 28),
            remark="Wil na twee jaar terugkomen",
        )

    def rounds(self) -> None:
        """The contribution of three years, invoiced as it was: the federations of 2024 before that year began."""
        for year, invoice_date, due, code in ROUNDS:
            run = contributions.draft_run(
                year,
                invoice_date=on(invoice_date),
                due=on(due),
                category=self.category[code] if code else None,
                by=self.by,
            )
            contributions.finalise_run(run, on=on(invoice_date), by=self.by)
