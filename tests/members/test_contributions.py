"""A round of contribution: who owes what, and what becomes of it in the books."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from finance.models import FiscalYear, InvoiceLine, Line, Party
from members import mutations
from members.contributions import draft_run, finalise_run, preview, reduce
from members.corrections import correct
from members.models import Contribution, ContributionRun, DeclaredBase
from members.tariffs import ContributionError, TariffRow, adopt_indexed, adopt_tariffs, declare_bases, indexed

D, E = date, Decimal
LONG_AGO, JANUARY = D(2020, 1, 1), D(2023, 1, 31)


@pytest.fixture(autouse=True)
def years(by):
    for year in (2022, 2023, 2024):
        FiscalYear.objects.create(year=year)


@pytest.fixture(autouse=True)
def tariffs(categories, decision):
    """VO: A from 0 € 205, B from 100.000 € 355; VC: A € 190,25; SB € 195. In force from 1 January 2023."""
    rows = [
        TariffRow(categories.VO, "A", E(0), E(205)),
        TariffRow(categories.VO, "B", E(100_000), E(355)),
        TariffRow(categories.VC, "A", E(0), E("190.25")),
        TariffRow(categories.SB, "–", E(0), E(195)),
    ]
    return adopt_tariffs(first_day=D(2023, 1, 1), decision=decision, rows=rows)


@pytest.fixture
def paying(member, categories):
    """paying("De Brug", "VO", first_day, base) admits a member that declared a base for 2022."""

    def admit(name="De Brug", code="VO", first_day=LONG_AGO, base=50_000):
        membership = member(name, code, first_day)
        if base is not None:
            declared(membership, getattr(categories, code), 2022, base)
        return membership

    return admit


def declared(membership, category, year, amount):
    organisation = membership.holders.first().organisation
    declare_bases(
        [
            DeclaredBase(
                organisation=organisation,
                category=category,
                year=year,
                amount=E(amount),
                declared_on=D(year, 11, 1),
                source="opgave",
            )
        ]
    )


@pytest.fixture
def run(by):
    """run() is a draft for 2023 with invoices of 31 January."""

    def draft(year=2023, invoice_date=JANUARY, **fields) -> ContributionRun:
        return draft_run(year, invoice_date=invoice_date, due=D(2024, 3, 31), by=by, **fields)

    return draft


def owed(run: ContributionRun) -> list:
    return [(one.organisation.name, one.tariff and one.tariff.klass, one.amount) for one in preview(run).charges]


@pytest.mark.parametrize(
    ("base", "klass", "amount"), [(0, "A", 205), ("99999.99", "A", 205), (100_000, "B", 355), (9_000_000, "B", 355)]
)
def test_the_class_follows_from_the_base(paying, run, base, klass, amount):
    paying(base=base)

    assert owed(run()) == [("De Brug", klass, amount)]


@pytest.mark.parametrize(
    ("first_day", "amount"),
    [
        (D(2023, 1, 1), E(205)),
        (D(2023, 6, 30), E(205)),
        (D(2023, 7, 1), E("102.50")),
        (D(2023, 12, 31), E("102.50")),
    ],
)
def test_who_joins_on_or_after_1_july_owes_half(paying, run, first_day, amount):
    paying(first_day=first_day)

    assert owed(run(invoice_date=D(2023, 12, 31))) == [("De Brug", "A", amount)]


@pytest.mark.parametrize(("half_from", "amount"), [(10, E(205)), (9, E("102.50")), (None, E(205))])
def test_from_when_half_is_owed_is_set_with_the_tariffs(paying, run, tariffs, half_from, amount):
    tariffs.half_from = half_from
    tariffs.save()
    paying(first_day=D(2023, 9, 1))

    assert owed(run(invoice_date=D(2023, 12, 31))) == [("De Brug", "A", amount)]


def reduced(membership, share, decision, year=2023):
    organisation = membership.holders.get().organisation
    return reduce(organisation, year=year, share=E(share), decision=decision, reason="opgeheven in februari")


def test_a_decision_makes_it_less(paying, run, by, decision):
    reduced(paying("De Brug"), "0.25", decision)
    reduced(paying("De Haven"), "0", decision)
    draft = run()

    assert owed(draft) == [("De Brug", "A", E("51.25"))]
    assert [one.organisation.name for one in preview(draft).exempt] == ["De Haven"]
    made = finalise_run(draft, on=D(2023, 1, 31), by=by)[0]
    assert made.explanation == (
        "Contributie 2023 als vrijwilligersorganisatie, klasse A (grondslag €\xa050.000 over 2022, opgave van 01-11-2022):"
        " tarief €\xa0205,00, besloten op 06-01-2020 (B-1); een kwart jaar volgens besluit B-1 van 06-01-2020: opgeheven in"
        " februari: €\xa051,25."
    )


def test_a_decision_after_the_invoice_asks_for_a_credit(paying, run, by, decision):
    membership = paying("De Brug")
    finalise_run(run(), on=D(2023, 1, 31), by=by)

    with pytest.raises(ContributionError) as error:
        reduced(membership, "0.25", decision)

    assert error.value.messages == [
        "De contributie 2023 van De Brug is al gefactureerd. Maak een creditfactuur volgens het besluit."
    ]


def test_an_umbrella_pays_for_its_members_on_one_invoice(paying, run, by):
    umbrella = Party.objects.create(name="Koepel van bruggen")
    for name in ("De Brug", "Ophaalbrug", "De Haven"):
        organisation = paying(name).holders.get().organisation
        if "rug" in name:
            organisation.payer = umbrella
            organisation.save()

    made = finalise_run(run(), on=D(2023, 1, 31), by=by)

    assert [(one.organisation.name, one.invoice.party.name, one.invoice.total) for one in made] == [
        ("De Brug", "Koepel van bruggen", 410),
        ("De Haven", "De Haven", 205),
        ("Ophaalbrug", "Koepel van bruggen", 410),
    ]


@pytest.mark.parametrize(
    ("first_day", "base_of", "code", "said"),
    [
        (LONG_AGO, 2022, "VO", " (grondslag €\xa050.000 over 2022, opgave van 01-11-2022): tarief €\xa0205,00, besloten op"
            " 06-01-2020 (B-1); heel jaar lid: €\xa0205,00."),
        (LONG_AGO, 2020, "VO", " (grondslag geschat op €\xa050.000: over 2022 is niets opgegeven, dus de laatst bekende, over"
            " 2020, opgave van 01-11-2020): tarief €\xa0205,00, besloten op 06-01-2020 (B-1); heel jaar lid: €\xa0205,00."),
        (D(2023, 3, 1), 2022, "VO", " (grondslag €\xa050.000 over 2022, opgave van 01-11-2022): tarief €\xa0205,00, besloten op"
            " 06-01-2020 (B-1); lid vanaf 01-03-2023, voor 1 juli, dus het hele bedrag: €\xa0205,00."),
        (D(2023, 9, 1), 2022, "VO", " (grondslag €\xa050.000 over 2022, opgave van 01-11-2022): tarief €\xa0205,00, besloten op"
            " 06-01-2020 (B-1); half jaar vanwege lidmaatschap vanaf 01-09-2023, op of na 1 juli: €\xa0102,50."),
    ],
)  # fmt: skip
def test_each_amount_explains_itself(paying, run, categories, first_day, base_of, code, said):
    declared(paying(first_day=first_day, code=code, base=None), categories.VO, base_of, 50_000)

    charge = preview(run(invoice_date=D(2023, 12, 31))).charges[0]

    assert charge.explanation == f"Contributie 2023 als vrijwilligersorganisatie, klasse A{said}"


def test_a_run_that_breaks_off_leaves_nothing_and_is_done_again(paying, run, by):
    paying("De Brug")
    draft = run()

    def crash(step: str) -> None:
        if step == "Contributie vastleggen":
            raise RuntimeError(step)

    with pytest.raises(RuntimeError):
        finalise_run(draft, on=D(2023, 1, 31), by=by, step=crash)
    assert (Contribution.objects.count(), Line.objects.count(), InvoiceLine.objects.count()) == (0, 0, 0)

    finalise_run(draft, on=D(2023, 1, 31), by=by)
    assert (Contribution.objects.count(), InvoiceLine.objects.count()) == (1, 1)


def test_half_an_odd_number_of_cents_is_rounded_up(paying, run):
    paying("De Haven", "VC", D(2023, 9, 1), base=2)

    assert owed(run(invoice_date=D(2023, 12, 31))) == [("De Haven", "A", E("95.13"))]


def test_who_leaves_during_the_year_owes_all_of_it(paying, run, noted):
    mutations.dissolve(paying(), last_day=D(2023, 1, 1), received_on=D(2022, 12, 1), **noted)

    assert owed(run()) == [("De Brug", "A", 205)]


def test_who_left_with_the_year_before_owes_nothing(paying, run, noted):
    mutations.dissolve(paying(), last_day=D(2022, 12, 31), received_on=D(2022, 12, 1), **noted)

    assert owed(run()) == []


@pytest.mark.parametrize(
    ("first_day", "last_day", "of_2023", "of_2024"),
    [
        (D(2023, 1, 1), None, [E(205)], [E(205)]),
        (D(2023, 12, 31), None, [E("102.50")], [E(205)]),
        (D(2024, 1, 1), None, [], [E(205)]),
        (LONG_AGO, D(2022, 12, 31), [], []),
        (LONG_AGO, D(2023, 12, 31), [E(205)], []),
        (D(2023, 2, 1), D(2023, 5, 31), [E(205)], []),
        (D(2023, 12, 31), D(2023, 12, 31), [E("102.50")], []),
    ],
)
def test_what_is_owed_around_the_turn_of_the_year(paying, run, noted, first_day, last_day, of_2023, of_2024):
    membership = paying(first_day=first_day)
    if last_day:
        mutations.dissolve(membership, last_day=last_day, received_on=last_day, **noted)

    drafts = (run(invoice_date=D(2023, 12, 31)), run(2024, D(2024, 1, 31)))
    assert [[amount for _, _, amount in owed(one)] for one in drafts] == [of_2023, of_2024]


def test_who_leaves_and_joins_again_next_year_owes_both(paying, run, noted, categories, decision):
    membership = paying()
    mutations.dissolve(membership, last_day=D(2023, 3, 31), received_on=D(2023, 3, 1), **noted)
    organisation = membership.holders.get().organisation
    mutations.join(organisation, category=categories.VO, first_day=D(2024, 1, 1), decision=decision, **noted)

    assert [owed(run()), owed(run(2024, D(2024, 1, 31)))] == [[("De Brug", "A", 205)], [("De Brug", "A", 205)]]


def test_a_first_day_corrected_after_the_invoice_is_seen_and_billed_no_second_time(paying, run, by, noted):
    membership = paying(first_day=D(2023, 1, 1))
    finalise_run(run(), on=D(2023, 1, 31), by=by)

    correct(membership.opened_by, effective_on=D(2023, 9, 1), reason="In het besluit staat 1 september", **noted)

    assert owed(run(invoice_date=D(2023, 11, 30))) == []


def test_who_joins_after_the_invoice_date_waits_for_the_next_run(paying, run):
    paying("De Brug", first_day=D(2023, 1, 31))
    paying("De Haven", first_day=D(2023, 2, 1))

    assert owed(run()) == [("De Brug", "A", 205)]


def test_a_run_before_the_year_takes_who_joins_on_1_january(paying, run):
    paying("De Brug", first_day=D(2023, 1, 1))
    paying("De Haven", first_day=D(2023, 1, 2))

    assert owed(run(invoice_date=D(2022, 12, 1))) == [("De Brug", "A", 205)]


def test_the_category_of_1_january_counts(paying, run, noted, categories, decision):
    membership = paying()
    mutations.change_category(membership, category=categories.VC, first_day=D(2023, 1, 2), decision=decision, **noted)

    assert owed(run()) == [("De Brug", "A", 205)]


def test_a_change_of_category_on_1_january_is_that_of_the_year(paying, run, noted, categories, decision):
    membership = paying("Dambond", "SB", base=None)
    declared(membership, categories.VO, 2022, 50_000)
    mutations.change_category(membership, category=categories.VO, first_day=D(2023, 1, 1), decision=decision, **noted)

    assert owed(run()) == [("Dambond", "A", 205)]


def test_after_a_change_of_category_the_base_is_asked_anew(paying, run, noted, categories, decision):
    membership = paying(base=200_000)
    mutations.change_category(membership, category=categories.VC, first_day=D(2023, 1, 1), decision=decision, **noted)

    assert [one.problem for one in preview(run()).problems] == ["de grondslag (formatie in fte) is niet opgegeven"]


def test_the_latest_base_up_to_the_year_counts(paying, run, categories):
    membership = paying(base=50_000)
    declared(membership, categories.VO, 2023, 150_000)
    declared(membership, categories.VO, 2024, 50_000)

    assert owed(run()) == [("De Brug", "B", 355)]


def test_a_base_declared_again_replaces_the_former(paying, run, categories):
    declared(paying(base=50_000), categories.VO, 2022, 150_000)

    assert owed(run()) == [("De Brug", "B", 355)]


def test_a_new_holder_is_charged_by_the_base_of_the_former(paying, organisation, run, noted):
    mutations.pass_over(
        paying(base=150_000), to=organisation("De Haven"), first_day=D(2023, 1, 1), received_on=D(2022, 9, 1), **noted
    )

    assert owed(run()) == [("De Haven", "B", 355)]


def test_final_charges_each_member_once(paying, run, by):
    paying("De Brug", base=150_000)
    paying("De Haven", "VC", base=2)
    draft = run()

    made = finalise_run(draft, on=D(2023, 1, 31), by=by)
    again = finalise_run(draft, on=D(2023, 2, 1), by=by)

    assert [(one.organisation.name, one.base, one.share, one.amount) for one in made] == [
        ("De Brug", E(150_000), 1, E(355)),
        ("De Haven", E(2), 1, E("190.25")),
    ]
    assert [one.pk for one in again] == [one.pk for one in made]
    assert [(line.description, line.amount, line.account.code) for line in InvoiceLine.objects.order_by("id")] == [
        ("Contributie 2023, vrijwilligersorganisatie, klasse B", E(355), "8010"),
        ("Contributie 2023, vrijwilligerscentrale, klasse A", E("190.25"), "8020"),
    ]
    draft.refresh_from_db()
    assert draft.finalised_on == D(2023, 1, 31)


def test_a_second_run_takes_only_who_was_not_charged(paying, run, by, noted):
    membership = paying("De Brug")
    finalise_run(run(), on=D(2023, 1, 31), by=by)
    paying("De Haven", first_day=D(2023, 9, 1))
    mutations.dissolve(membership, last_day=D(2023, 6, 30), received_on=D(2023, 6, 1), **noted)

    assert owed(run(invoice_date=D(2023, 11, 30))) == [("De Haven", "A", E("102.50"))]


def test_who_leaves_and_joins_again_in_a_year_is_charged_once(paying, run, by, noted, categories, decision):
    membership = paying("De Brug")
    finalise_run(run(), on=D(2023, 1, 31), by=by)
    mutations.dissolve(membership, last_day=D(2023, 3, 31), received_on=D(2023, 3, 1), **noted)
    organisation = membership.holders.get().organisation
    mutations.join(organisation, category=categories.VO, first_day=D(2023, 5, 1), decision=decision, **noted)

    assert owed(run(invoice_date=D(2023, 11, 30))) == []


def test_a_new_holder_is_not_charged_again(paying, organisation, run, by, noted):
    membership = paying("De Brug")
    finalise_run(run(), on=D(2023, 1, 31), by=by)
    mutations.pass_over(
        membership, to=organisation("De Haven"), first_day=D(2023, 6, 1), received_on=D(2023, 5, 1), **noted
    )

    assert owed(run(invoice_date=D(2023, 11, 30))) == []


def test_a_category_that_is_billed_together_gets_one_invoice(paying, run, by, categories):
    payer = Party.objects.create(name="Koepel van de sport")
    categories.SB.collective_payer = payer
    categories.SB.save()
    for name in ("Schaakbond", "Dambond", "Roeibond"):
        paying(name, "SB", base=None)

    made = finalise_run(run(), on=D(2023, 1, 31), by=by)

    assert len({one.invoice_id for one in made}) == 1
    assert (made[0].invoice.party, made[0].invoice.total) == (payer, 585)
    line = InvoiceLine.objects.get()
    assert line.description == "Contributie 2023, 3 × sportbond à €\xa0195,00"


def test_a_run_of_one_category(paying, run, categories):
    paying("De Brug")
    paying("Dambond", "SB", base=None)

    assert owed(run(category=categories.SB)) == [("Dambond", "–", 195)]


def test_what_is_invoiced_ahead_becomes_income_on_1_january(paying, run, by):
    paying("De Brug")
    finalise_run(run(2024, D(2023, 12, 15)), on=D(2023, 12, 15), by=by)

    booked = Line.objects.order_by("entry__date", "entry_id", "no")
    assert [(line.entry.date, line.account.code, line.debit, line.credit) for line in booked] == [
        (D(2023, 12, 15), "1300", 205, 0),
        (D(2023, 12, 15), "1850", 0, 205),
        (D(2024, 1, 1), "1850", 205, 0),
        (D(2024, 1, 1), "8010", 0, 205),
    ]


def test_a_member_without_a_base_stops_the_run(paying, run, by):
    paying("De Brug", base=None)

    with pytest.raises(ContributionError) as error:
        finalise_run(run(), on=D(2023, 1, 31), by=by)

    assert error.value.messages == [
        "1\xa0lid kan nog geen factuur krijgen. De Brug: de grondslag (lasten per jaar in euro) is niet opgegeven"
    ]
    assert Contribution.objects.count() == 0


def test_what_changed_since_it_was_looked_at_stops_the_run(paying, run, by):
    paying("De Brug")
    draft = run()
    seen = preview(draft).mark
    paying("De Haven")

    with pytest.raises(ContributionError) as error:
        finalise_run(draft, seen=seen, on=D(2023, 1, 31), by=by)

    assert error.value.messages == [
        "Er is iets veranderd sinds je dit bekeek: het zijn nu 2\xa0leden, samen €\xa0410,00. Kijk het voorbeeld nog"
        " eens na."
    ]


def test_nobody_left_to_charge(run, by):
    with pytest.raises(ContributionError) as error:
        finalise_run(run(), on=D(2023, 1, 31), by=by)

    assert error.value.messages == ["Ieder lid heeft voor dit jaar al contributie."]


def test_a_year_without_tariffs(run):
    with pytest.raises(ContributionError) as error:
        preview(run(2022, D(2022, 1, 31)))

    assert error.value.messages == ["Er zijn geen tarieven voor 2022. Leg eerst het tarievenbesluit vast."]


def test_one_draft_a_year(run):
    run()

    with pytest.raises(ValidationError) as error:
        run()

    assert error.value.messages == ["Voor dit jaar staat al een contributieronde klaar."]


def test_a_table_of_tariffs_begins_at_nought(categories, decision):
    with pytest.raises(ContributionError) as error:
        adopt_tariffs(first_day=D(2025, 1, 1), decision=decision, rows=[TariffRow(categories.VO, "A", E(1), E(205))])

    assert error.value.messages == ["De laagste klasse van vrijwilligersorganisaties begint bij 0, niet bij 1."]


@pytest.mark.parametrize(
    ("percentage", "step", "amounts"),
    [
        ("5.5", "1", [216, 375, 201, 206]),
        ("5.5", "5", [215, 375, 200, 205]),
        ("5.5", "0.01", [E("216.28"), E("374.53"), E("200.71"), E("205.73")]),
        ("0", "1", [205, 355, 190, 195]),
        ("-10", "1", [185, 320, 171, 176]),
    ],
)
def test_tariffs_are_indexed_and_rounded(percentage, step, amounts):
    assert [new for _, new in indexed(2024, E(percentage), E(step))] == amounts


def test_indexed_tariffs_are_stored_with_their_decision(decision, tariffs):
    tariffs.half_from = 9
    tariffs.save()
    table = adopt_indexed(year=2024, percentage=E("5.5"), step=E(5), decision=decision)

    rows = table.tariffs.order_by("category__position", "minimum").values_list(
        "category__code", "klass", "minimum", "amount"
    )
    assert list(rows) == [("VO", "A", 0, 215), ("VO", "B", 100_000, 375), ("VC", "A", 0, 200), ("SB", "–", 0, 205)]
    assert (table.first_day, table.decision, table.half_from) == (D(2024, 1, 1), decision, 9)


def test_no_new_tariffs_for_a_year_that_was_invoiced(paying, run, by, decision):
    paying()
    finalise_run(run(), on=D(2023, 1, 31), by=by)

    for year in (2022, 2023):
        with pytest.raises(ContributionError) as error:
            adopt_tariffs(first_day=D(year, 6, 1) if year == 2022 else D(2023, 1, 1), decision=decision, rows=[])
        assert error.value.messages == ["De contributie van 2023 is al gefactureerd; de tarieven staan daarmee vast."]
    adopt_indexed(year=2024, percentage=E(1), step=E(1), decision=decision)


def test_indexing_needs_tariffs_to_start_from(decision):
    with pytest.raises(ContributionError) as error:
        indexed(2023, E(1), E(1))

    assert error.value.messages == ["Er zijn geen tarieven van voor 2023 om van uit te gaan."]


def test_a_run_takes_as_many_statements_for_30_members_as_for_3(paying, run, by):
    taken = {}
    for members in (3, 30):
        for number in range(members):
            paying(f"Lid {members} {number}")
        draft = run()
        with CaptureQueriesContext(connection) as queries:
            made = finalise_run(draft, on=D(2023, 1, 31), by=by)
        assert len(made) == members
        taken[members] = len(queries)

    assert taken[30] == taken[3] < 50


# ---------------------------------------------------------------------- what the database refuses


@pytest.fixture
def charged(paying, run, by):
    """A member that was charged for 2023."""
    paying("De Brug")
    return finalise_run(run(), on=D(2023, 1, 31), by=by)[0]


def refused(sql: str, *values) -> str:
    """The first line of what the database says to the application's log-in."""
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    return str(error.value).splitlines()[0]


def test_a_second_contribution_for_a_member_and_a_year(charged):
    columns = "run_id, organisation_id, membership_id, year, kind, tariff_id, base, share, amount, invoice_id"

    said = refused(f"INSERT INTO members_contribution ({columns}) SELECT {columns} FROM members_contribution")

    assert "contribution_once_per_member_and_year" in said


@pytest.mark.parametrize("sql", ["UPDATE members_contribution SET amount = 1", "DELETE FROM members_contribution"])
def test_a_contribution_stays(charged, sql):
    assert refused(sql) == "permission denied for table members_contribution"


@pytest.mark.parametrize("sql", ["UPDATE members_tariff SET amount = 1", "DELETE FROM members_tariff"])
def test_a_tariff_that_was_charged_stays(charged, sql):
    assert refused(f"{sql} WHERE id = %s", charged.tariff_id) == "Dit tarief is al in rekening gebracht."


def test_a_tariff_that_was_not_charged_may_be_mended(charged, tariffs):
    assert tariffs.tariffs.exclude(pk=charged.tariff_id).update(amount=200) == 3


@pytest.mark.parametrize(
    "sql", ["UPDATE members_contributionrun SET due = '2025-01-01'", "DELETE FROM members_contributionrun"]
)
def test_a_final_run_stays(charged, sql):
    assert refused(sql) == "Deze contributieronde is definitief."


def test_a_draft_may_be_changed_and_thrown_away(run):
    draft = run()
    draft.due = D(2024, 4, 30)
    draft.save()

    assert draft.delete()[0] == 1


@pytest.mark.parametrize(
    ("column", "value"), [("share", "0"), ("share", "1.25"), ("amount", "0"), ("amount", "-5"), ("amount", "1.005")]
)
def test_a_contribution_is_a_part_of_a_year_and_positive(charged, paying, column, value):
    other = paying("De Haven")
    fields = {
        "run_id": charged.run_id, "organisation_id": other.holders.get().organisation_id, "membership_id": other.pk,
        "year": 2023, "kind": "jaar", "tariff_id": charged.tariff_id, "share": "1", "amount": "205", "invoice_id": charged.invoice_id,
        column: value,
    }  # fmt: skip

    said = refused(
        f"INSERT INTO members_contribution ({', '.join(fields)}) VALUES ({', '.join(['%s'] * len(fields))})",
        *fields.values(),
    )

    assert "violates check constraint" in said
