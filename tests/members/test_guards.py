"""What the database refuses to whoever goes around the rules, each with a counter-example that works."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from members import mutations
from members.models import Mutation

D = date


def run(sql: str, *values) -> int:
    """Do it as the application would over raw SQL, deferred checks included."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        done = cursor.rowcount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return done


def refused(sql: str, *values) -> str:
    """The first line of what the database says about it."""
    with pytest.raises(DatabaseError) as error:
        run(sql, *values)
    return str(error.value).splitlines()[0]


@pytest.fixture
def membership(member):
    return member("De Brug", "VO", D(2020, 1, 1))


PERIOD = "INSERT INTO members_{table} (during, opened_by_id, {columns}) VALUES (%s, %s, %s, %s)"
HOLDER = PERIOD.format(table="holder", columns="membership_id, organisation_id")
CATEGORY = PERIOD.format(table="categoryperiod", columns="membership_id, category_id")


def test_two_memberships_of_one_organisation_at_a_time(membership, member):
    other, holder = member("De Haven"), membership.holders.get()

    said = refused(HOLDER, "[2024-01-01,)", membership.opened_by_id, other.pk, holder.organisation_id)

    assert "holder_one_membership_at_a_time" in said


def test_two_holders_of_one_membership_at_a_time(membership, organisation):
    said = refused(HOLDER, "[2024-01-01,)", membership.opened_by_id, membership.pk, organisation("De Haven").pk)

    assert "holder_one_per_membership" in said


def test_two_categories_at_a_time(membership, categories):
    said = refused(CATEGORY, "[2024-01-01,)", membership.opened_by_id, membership.pk, categories.VC.pk)

    assert "categoryperiod_one_at_a_time" in said


def test_a_voided_period_may_overlap(member, noted, categories, decision):
    from members.corrections import void

    membership = member()
    organisation = membership.holders.get().organisation
    void(membership.opened_by, reason="Te vroeg ingevoerd", **noted)

    mutations.join(organisation, category=categories.VO, first_day=D(2020, 1, 1), decision=decision, **noted)
    run("SELECT 1")


CLOSE = "UPDATE members_{} SET during = %s, closed_by_id = opened_by_id WHERE {} = %s"


def test_a_gap_in_the_categories(membership):
    said = refused(CLOSE.format("categoryperiod", "membership_id"), "[2020-01-01,2021-01-01)", membership.pk)

    assert said == f"De categorieën van lidmaatschap {membership.pk} sluiten niet aan op het lidmaatschap."


def test_a_gap_in_the_holders(membership):
    said = refused(CLOSE.format("holder", "membership_id"), "[2020-01-01,2021-01-01)", membership.pk)

    assert said == f"De houders van lidmaatschap {membership.pk} sluiten niet aan op het lidmaatschap."


def test_a_membership_that_ends_before_its_parts(membership):
    said = refused(CLOSE.format("membership", "id"), "[2020-01-01,2021-01-01)", membership.pk)

    assert said == f"De houders van lidmaatschap {membership.pk} sluiten niet aan op het lidmaatschap."


def test_a_membership_without_parts(membership):
    said = refused(
        "INSERT INTO members_membership (during, opened_by_id) VALUES ('[2020-01-01,)', %s)", membership.opened_by_id
    )

    assert said.endswith("sluiten niet aan op het lidmaatschap.")


def test_parts_left_of_a_voided_membership(membership):
    said = refused("UPDATE members_membership SET voided_by_id = opened_by_id WHERE id = %s", membership.pk)

    assert said == f"De houders van lidmaatschap {membership.pk} sluiten niet aan op het lidmaatschap."


def test_all_three_closed_together_is_no_gap(membership):
    with transaction.atomic():
        for table, column in (("membership", "id"), ("holder", "membership_id"), ("categoryperiod", "membership_id")):
            with connection.cursor() as cursor:
                cursor.execute(CLOSE.format(table, column), ["[2020-01-01,2021-01-01)", membership.pk])

    run("SELECT 1")


STAYS = "Van een periode verandert alleen het einde; leg een correctie vast."


@pytest.mark.parametrize("table", ["membership", "holder", "categoryperiod"])
def test_the_first_day_of_a_period_stays(membership, table):
    assert refused(f"UPDATE members_{table} SET during = '[2019-01-01,)'") == STAYS


def test_the_organisation_of_a_period_stays(membership, organisation):
    assert refused("UPDATE members_holder SET organisation_id = %s", organisation("De Haven").pk) == STAYS


def test_the_category_of_a_period_stays(membership, categories):
    assert refused("UPDATE members_categoryperiod SET category_id = %s", categories.VC.pk) == STAYS


def test_a_voided_period_stays_voided(membership, noted):
    from members.corrections import void

    void(membership.opened_by, reason="Verkeerd", **noted)

    assert refused("UPDATE members_holder SET voided_by_id = NULL") == STAYS


@pytest.mark.parametrize("table", ["membership", "holder", "categoryperiod"])
def test_a_period_is_not_deleted(membership, table):
    said = refused(f"DELETE FROM members_{table}")

    assert said == "Een periode wordt niet weggehaald; laat haar vervallen met een correctie."


@pytest.mark.parametrize(
    ("during", "constraint"),
    [
        ("[2020-01-01,2020-01-01)", "has_first_day"),
        ("(,2020-01-01)", "has_first_day"),
        ("[-infinity,2020-01-01)", "finite"),
        ("[2020-01-01,infinity)", "finite"),
        ("[2020-01-01,2021-01-01)", "closed_by_mutation"),
    ],
)
def test_a_period_without_first_day_or_with_a_false_end(membership, during, constraint):
    closed_by = None if constraint == "closed_by_mutation" else membership.opened_by_id

    said = refused(
        "INSERT INTO members_membership (during, opened_by_id, closed_by_id) VALUES (%s, %s, %s)",
        during,
        membership.opened_by_id,
        closed_by,
    )

    assert f"membership_{constraint}" in said


@pytest.mark.parametrize("sql", ["UPDATE members_mutation SET reason = ''", "DELETE FROM members_mutation"])
def test_a_mutation_stays(membership, sql):
    assert "permission denied for table members_mutation" in refused(sql)


@pytest.mark.parametrize("table", ["mutation", "contribution"])
@pytest.mark.parametrize(
    "sql", ["UPDATE members_{} SET id = id", "DELETE FROM members_{}", "TRUNCATE members_{} CASCADE"]
)
def test_not_even_the_owner_rewrites_what_is_written_once(db, as_superuser, table, sql):
    with as_superuser() as connection, pytest.raises(psycopg.errors.CheckViolation) as error:
        connection.execute(sql.format(table))

    assert str(error.value).startswith(f"Wat in members_{table} staat verandert niet; leg een correctie vast.")


@pytest.mark.parametrize("table", ["mutation", "contribution", "membership", "holder", "categoryperiod"])
def test_nothing_is_emptied(membership, table):
    assert f"permission denied for table members_{table}" in refused(f"TRUNCATE members_{table} CASCADE")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"kind": "opzegging"}, "mutation_reason_of_leaving"),
        ({"kind": "aanmelding", "reason": "kosten"}, "mutation_reason_of_leaving"),
        ({"decision": None}, "mutation_rests_on_decision"),
        ({"kind": "fusie", "reason": "fusie"}, "mutation_other_organisation"),
        ({"kind": "correctie", "explanation": "zomaar"}, "mutation_correction_explained"),
    ],
)
def test_a_mutation_says_what_it_must(membership, by, decision, change, constraint):
    fields = {
        "kind": "aanmelding",
        "organisation": membership.holders.get().organisation,
        "decision": decision,
        "decided_on": D(2020, 1, 6),
        "effective_on": D(2020, 1, 6),
        "entered_on": D(2020, 1, 6),
        "by": by,
        **change,
    }

    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Mutation.objects.create(**fields)

    assert constraint in str(error.value)


def test_two_corrections_of_one_mutation(membership, by, noted):
    from members.corrections import void

    correction = void(membership.opened_by, reason="Verkeerd", **noted)

    with pytest.raises(IntegrityError), transaction.atomic():
        Mutation.objects.create(
            kind="correctie",
            organisation=correction.organisation,
            corrects=correction.corrects,
            explanation="Nog eens",
            decided_on=D(2023, 6, 1),
            effective_on=D(2020, 1, 1),
            entered_on=D(2023, 6, 1),
            by=by,
        )
