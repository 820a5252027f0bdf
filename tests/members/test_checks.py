"""Each check is silent on a good year (the demo year is one) and speaks on a broken one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from finance.models import FiscalYear
from members import checks, mutations
from members.appointments import appoint, reappoint, set_term
from members.contributions import draft_run, finalise_run
from members.meetings import record_meeting
from members.models import DeclaredBase, Person
from members.tariffs import TariffRow, adopt_tariffs, declare_bases
from nov.kernel.checks import checks_of
from nov.kernel.periods import Year

D = date


def found(check, year: int = 2023) -> list[str]:
    return [finding.what for finding in check.run(Year(year))]


@pytest.fixture
def broken(committed, as_superuser):
    """broken(sql) does what the guards forbid, with the triggers off."""

    def run(sql: str, *values) -> None:
        with as_superuser() as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(sql, values)

    return run


@pytest.fixture
def charged(member, categories, decision, by):
    """A member with a base that was charged for 2023."""
    for year in (2022, 2023):
        FiscalYear.objects.create(year=year)
    rows = [
        TariffRow(categories.VO, "A", Decimal(0), Decimal(205)),
        TariffRow(categories.VO, "B", Decimal(1000), Decimal(355)),
    ]
    adopt_tariffs(first_day=D(2023, 1, 1), decision=decision, rows=rows)
    membership = member()
    declare_bases(
        [
            DeclaredBase(
                organisation=membership.holders.get().organisation,
                category=categories.VO,
                year=2022,
                amount=Decimal(500),
                declared_on=D(2022, 11, 1),
            )
        ]
    )
    run = draft_run(2023, invoice_date=D(2023, 1, 31), due=D(2023, 3, 2), by=by)
    return finalise_run(run, on=D(2023, 1, 31), by=by)[0]


def test_all_are_silent_on_a_small_good_year(charged):
    assert [found(one) for one in checks_of([checks])] == [[]] * 9


def test_the_bridge_speaks_when_a_category_begins_late(member, broken):
    membership = member()
    broken("UPDATE members_categoryperiod SET during = '[2023-05-01,)' WHERE membership_id = %s", membership.pk)

    assert found(checks.bridge) == ["De wijzigingen van categorie heffen elkaar niet op."]
    assert found(checks.cover) == [f"Lidmaatschap {membership.pk}: houders of categorieën sluiten niet aan."]


def test_the_bridge_speaks_when_a_category_outlives_the_membership(member, noted, broken):
    mutations.dissolve(member(), last_day=D(2023, 6, 30), received_on=D(2023, 6, 1), **noted)
    broken("UPDATE members_categoryperiod SET during = '[2020-01-01,2023-09-01)'")

    assert found(checks.bridge) == [
        "Vrijwilligersorganisaties: de mutaties leiden niet van 1 naar 0.",
        "Totaal: de mutaties leiden niet van 1 naar 0.",
    ]


def test_a_mutation_without_its_periods(member, noted, broken):
    membership = member()
    notice = mutations.dissolve(membership, last_day=D(2023, 6, 30), received_on=D(2023, 6, 1), **noted)
    broken("UPDATE members_holder SET during = '[2020-01-01,2023-07-02)'")
    broken("UPDATE members_categoryperiod SET closed_by_id = opened_by_id")

    assert found(checks.mutations_and_periods) == [
        f"houder van een lidmaatschap {membership.holders.get().pk}: de laatste dag is niet die van de mutatie.",
        f"categorie in een periode {membership.categories.get().pk}: de laatste dag is niet die van de mutatie.",
        f"{notice}: bij deze mutatie hoort geen periode.",
    ]


def test_a_first_day_that_is_not_the_mutations(member, broken):
    membership = member()
    broken("UPDATE members_membership SET during = '[2020-01-02,)'")

    assert found(checks.mutations_and_periods) == [
        f"lidmaatschap {membership.pk}: de eerste dag is niet die van de mutatie."
    ]


def test_a_member_that_declared_nothing(member):
    member("De Brug", "VC")
    member("Dambond", "SB")

    assert found(checks.bases) == ["De Brug: de grondslag is nog niet opgegeven."]


def test_a_base_of_another_category_does_not_count(charged, noted, categories, decision):
    mutations.change_category(
        charged.membership, category=categories.VC, first_day=D(2023, 7, 1), decision=decision, **noted
    )

    assert found(checks.bases) == ["De Brug: de grondslag is nog niet opgegeven."]


def test_a_member_that_was_not_charged(charged, member):
    member("De Haven", first_day=D(2023, 9, 1))

    assert found(checks.charged) == ["De Haven: nog geen contributie voor 2023."]
    assert found(checks.charged, 2022) == []


def test_contribution_of_who_was_no_member(charged, noted):
    from members.corrections import void

    void(charged.membership.opened_by, reason="Nooit lid geweest", **noted)

    assert found(checks.charged) == ["De Brug: contributie voor 2023, maar toen geen lid."]


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        (
            "UPDATE members_contribution SET amount = 200",
            [
                "contributie 2023 van De Brug: €\xa0200,00 is niet het tarief.",
                "contributieronde 2023, facturen van 31-01-2023: gefactureerd €\xa0205,00, contributie €\xa0200,00.",
            ],
        ),
        (
            "UPDATE members_contribution SET base = 1000",
            ["contributie 2023 van De Brug: de grondslag valt in een andere klasse."],
        ),
    ],
)
def test_contribution_that_is_not_the_tariff(committed, charged, broken, sql, says):
    broken(sql)

    assert found(checks.by_tariff) == says


@pytest.fixture
def meeting(database):
    """meeting(year) is a general meeting on 16 June."""
    return lambda year: record_meeting("alv", D(year, 6, 16))


def test_a_board_member_beyond_the_term(meeting, decision):
    seat = appoint(
        Person.objects.create(name="Irene Vos"),
        body="bestuur",
        role="voorzitter",
        first_day=D(2020, 6, 16),
        elected_at=meeting(2020),
    )

    assert found(checks.terms, 2022) == ["Er is niet vastgelegd hoe lang een bestuurstermijn duurt."]
    set_term(3, first_day=D(2010, 1, 1), decision=decision)
    assert found(checks.terms, 2022) == []
    assert found(checks.terms, 2023) == ["Irene Vos, voorzitter: termijn 1 loopt af op 16-06-2023."]

    reappoint(seat, meeting=meeting(2023))
    assert found(checks.terms, 2023) == []


def test_a_board_member_who_was_not_elected(database):
    appoint(Person.objects.create(name="Irene Vos"), body="bestuur", role="voorzitter", first_day=D(2020, 6, 16))

    assert found(checks.elections) == ["Irene Vos, voorzitter: de vergadering die koos is niet vastgelegd."]


def test_a_decision_of_another_day(decision):
    record_meeting("alv", D(2023, 6, 16), agenda=["Opening", ("Toelating", decision)])

    assert found(checks.decisions) == [
        "Algemene ledenvergadering 16-06-2023, punt 2. Toelating: het besluit is van een andere dag, Bestuur"
        " 06-01-2020, B-1: Toelating."
    ]
