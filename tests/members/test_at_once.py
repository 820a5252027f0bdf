"""Two people at the same moment: one effect, the other hears why."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from time import sleep

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from finance.models import FiscalYear, Invoice
from members import mutations
from members.contributions import draft_run, finalise_run
from members.models import Contribution, Membership, Mutation, Organisation
from members.tariffs import TariffRow, adopt_tariffs
from members.timeline import take_lock

D = date


WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


def waiting(cursor) -> int:
    """How many wait for a lock."""
    cursor.execute(WAITING)
    return cursor.fetchone()[0]


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Let all of them come to the members' lock before the first may go on, each on a connection of its own.

    Answers with what each was refused, or nothing.
    """

    def run(deed: Callable[[], object]) -> str:
        try:
            deed()
            return ""
        except ValidationError as error:
            return " ".join(error.messages)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        with transaction.atomic(), connection.cursor() as cursor:
            take_lock()
            said = [pool.submit(run, deed) for deed in deeds]
            while waiting(cursor) < len(deeds):
                sleep(0.01)
        return sorted(one.result() for one in said)


def test_joining_the_same_organisation_at_once(committed, organisation, categories, decision, noted):
    brug = organisation("De Brug")

    def join() -> None:
        mutations.join(brug, category=categories.VO, first_day=D(2023, 1, 1), decision=decision, **noted)

    assert at_once(join, join, join) == ["", *["De Brug is al lid vanaf 01-01-2023."] * 2]
    assert (Membership.objects.count(), Mutation.objects.count()) == (1, 1)


def test_member_numbers_given_at_once_have_no_gap(committed, organisation, categories, decision, noted):
    brugs = [organisation(f"De Brug {number}") for number in range(6)]

    def join(one: Organisation) -> Callable[[], object]:
        return lambda: mutations.join(one, category=categories.VO, first_day=D(2023, 1, 1), decision=decision, **noted)

    assert at_once(*map(join, brugs)) == [""] * 6
    assert list(Organisation.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_leaving_and_changing_category_at_once(committed, member, categories, decision, noted):
    membership = member()
    said = at_once(
        lambda: mutations.dissolve(membership, last_day=D(2023, 6, 30), received_on=D(2023, 6, 1), **noted),
        lambda: mutations.change_category(
            membership, category=categories.VC, first_day=D(2023, 9, 1), decision=decision, **noted
        ),
    )

    assert said in (
        ["", "Het lidmaatschap eindigt op 30-06-2023."],
        ["", "Op 01-09-2023 is er nog een wijziging; maak die eerst ongedaan."],
    )


def test_two_mergers_into_each_other_at_once(committed, member, noted):
    one, two = member("Een"), member("Twee")
    first, second = (membership.holders.get().organisation for membership in (one, two))
    told = {"last_day": D(2023, 12, 31), "received_on": D(2023, 9, 1), **noted}

    said = at_once(
        lambda: mutations.merge_into(one, into=second, **told), lambda: mutations.merge_into(two, into=first, **told)
    )

    assert said[0] == "" and said[1].endswith(
        "op 01-01-2024 geen ander lid. Gaat het lidmaatschap over, kies dan ‘Overgang’."
    )


def test_a_run_made_final_at_once(committed, member, categories, decision, by):
    FiscalYear.objects.create(year=2023)
    rows = [TariffRow(categories.SB, "–", Decimal(0), Decimal(195))]
    adopt_tariffs(first_day=D(2023, 1, 1), decision=decision, rows=rows)
    for number in range(5):
        member(f"Bond {number}", "SB")
    run = draft_run(2023, invoice_date=D(2023, 1, 31), due=D(2023, 3, 2), by=by)

    said = at_once(*[lambda: finalise_run(run, on=D(2023, 1, 31), by=by)] * 4)

    assert said == [""] * 4
    assert (Contribution.objects.count(), Invoice.objects.count()) == (5, 5)
