"""#Meedoen: desks, their months and what follows from them, with numbers worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from finance.models import CostCentre, Grant, Party
from nov.kernel.figures import State
from nov.kernel.periods import Month, Period, Turn, Year
from nov.kernel.printing import printed
from programmes import desks, figures, months, recording
from programmes.models import Desk, DeskMonth, Event, MatchKind, Staffing
from tests.programmes import making

NEW_YEAR = Turn(date(2024, 1, 1))


@pytest.fixture
def hengelo(meedoen):
    return making.desk(meedoen, "hengelo", "Hengelo")


@pytest.fixture
def zwolle(meedoen):
    return making.desk(meedoen, "zwolle", "Zwolle")


def test_matches_add_up_by_kind_gender_and_month(hengelo, zwolle, lead):
    refused = months.record_months(
        [
            making.count(hengelo, "2023-01", 10),
            making.count(hengelo, "2023-01", 20, gender="man"),
            making.count(hengelo, "2023-02", 4, kind=MatchKind.VOLUNTEERING),
            making.count(zwolle, "2023-02", 6, gender="man"),
            making.count(zwolle, "2023-02", 3, gender="onbekend"),
            making.count(zwolle, "2022-12", 99),
        ],
        by=lead,
    )

    whole = figures.koppelingen.read(Year(2023))
    assert refused == []
    assert (whole.value, whole.trail.total()) == (43, 43)
    assert shape(whole) == {
        "Activiteit": {
            "Vrouwen": {"januari 2023": 10},
            "Mannen": {"januari 2023": 20, "februari 2023": 6},
            "Onbekend": {"februari 2023": 3},
        },
        "Vrijwilligerswerk": {"Vrouwen": {"februari 2023": 4}},
    }
    assert figures.koppelingen_activiteit.read(Year(2023)).value == 39
    assert figures.koppelingen_vrijwilligerswerk.read(Year(2023)).value == 4
    assert figures.koppelingen.read(Month(2023, 2)).value == 13
    assert printed(figures.aandeel_vrouwen.read(Year(2023))) == "35,0%"  # 14 of the 40 whose gender was counted


def shape(reading):
    """The parts within parts, checked on the way: each whole is the sum of its parts and of its own records."""
    if not reading.parts:
        return reading.value
    assert sum(part.value for part in reading.parts.values()) == reading.value
    assert all(part.trail.total() == part.value for part in reading.parts.values())
    return {label: shape(part) for label, part in reading.parts.items()}


def test_a_year_without_counts_has_no_matches_and_no_share(hengelo):
    assert figures.koppelingen.read(Year(2023)).value == 0
    assert figures.aandeel_vrouwen.read(Year(2023)).state is State.NOT_APPLICABLE


def test_one_bad_count_does_not_cost_the_rest(hengelo, lead):
    refused = months.record_months(
        [
            making.count(hengelo, "2023-01", 10),
            making.count(hengelo, "2023-02", -1),
            making.count(hengelo, "2023-03", 12_000),
            making.count(hengelo, "2021-12", 3),
        ],
        by=lead,
    )

    assert [(one.count.month, one.why) for one in refused] == [
        (Month(2023, 2), "−1 kan niet: een aantal is nul of meer."),
        (Month(2023, 3), "12.000 is meer dan een balie in een maand kan tellen."),
        (Month(2021, 12), "de balie was in deze maand niet open."),
    ]
    assert list(DeskMonth.objects.values_list("month", "matches")) == [(date(2023, 1, 1), 10)]


def test_an_emptied_cell_takes_its_number_away(hengelo, lead):
    months.record_months([making.count(hengelo, "2023-01", 10)], by=lead)

    months.record_months([making.count(hengelo, "2023-01", None)], by=lead)

    assert DeskMonth.objects.count() == 0


def test_a_change_by_somebody_else_is_not_overwritten(hengelo, lead, coordinator):
    months.record_months([making.count(hengelo, "2023-01", 10)], by=lead)
    months.record_months([making.count(hengelo, "2023-01", 14, seen=10)], by=coordinator)

    refused = months.record_months([making.count(hengelo, "2023-01", 12, seen=10)], by=lead)

    assert [one.why for one in refused] == [
        "intussen vulde Noor Bakker 14 in. Kijk of dat klopt, of vul jouw getal opnieuw in."
    ]
    assert DeskMonth.objects.get().matches == 14
    assert months.record_months([making.count(hengelo, "2023-01", 14, seen=10)], by=lead) == []


def test_a_check_is_lost_when_the_number_changes_and_kept_when_it_does_not(meedoen, hengelo, lead, coordinator):
    months.record_months([making.count(hengelo, "2023-01", 10), making.count(hengelo, "2023-02", 9)], by=lead)
    assert months.check_month(meedoen, Month(2023, 1), by=lead) == 0  # not one's own
    assert months.check_month(meedoen, Month(2023, 1), by=coordinator) == 1

    months.record_months([making.count(hengelo, "2023-01", 10)], by=lead)
    assert DeskMonth.objects.get(month="2023-01-01").checked_by == coordinator
    months.record_months([making.count(hengelo, "2023-01", 11)], by=lead)
    assert DeskMonth.objects.get(month="2023-01-01").checked_by is None


def test_a_fixed_number_does_not_change_not_even_past_the_rules(meedoen, hengelo, lead, coordinator):
    months.record_months([making.count(hengelo, "2023-01", 10), making.count(hengelo, "2023-02", 9)], by=lead)
    months.check_month(meedoen, Month(2023, 1), by=coordinator)

    assert months.fix_months(meedoen, Year(2023)) == 1  # February was not checked

    refused = months.record_months([making.count(hengelo, "2023-01", 11)], by=lead)
    assert [one.why for one in refused] == ["10 is vastgezet met het jaarverslag en verandert niet meer."]
    for sql in ("update programmes_deskmonth set matches = 11", "delete from programmes_deskmonth"):
        with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{sql} where month = '2023-01-01'")
        assert str(error.value).startswith("Dit maandgetal is vastgezet en verandert niet meer.")
    with connection.cursor() as cursor:
        cursor.execute("update programmes_deskmonth set matches = 11 where month = '2023-02-01'")
    assert DeskMonth.objects.get(month="2023-02-01").matches == 11


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("matches", "-1", "programmes_deskmonth_matches_check"),
        ("month", "'2023-01-02'", "desk_month_is_first_day"),
        ("fixed", "true", "desk_month_checked_before_fixed"),
    ],
)
def test_the_database_refuses_a_month_that_cannot_be(hengelo, lead, column, value, constraint):
    months.record_months([making.count(hengelo, "2023-01", 10)], by=lead)

    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"update programmes_deskmonth set {column} = {value}")

    assert constraint in str(error.value)


@pytest.mark.parametrize(
    ("value", "others", "expected"),
    [
        (96, [9, 12, 21, 15, 17, 11], (9, 21)),
        (47, [9, 12, 21, 15, 17, 11], None),  # twice the most plus five is still believed
        (48, [9, 12, 21, 15, 17, 11], (9, 21)),
        (3, [9, 12, 21, 15, 17, 11], (9, 21)),  # 3 is less than a quarter of 13,5
        (4, [9, 12, 21, 15, 17, 11], None),
        (0, [1, 2, 3, 2, 1, 2], None),  # small numbers come and go
        (96, [9, 12, 21, 15, 17], None),  # five months make no habit
    ],
)
def test_what_is_unusual(value, others, expected):
    assert months.unusual(value, others) == expected


def test_desks_are_counted_at_a_turn_and_light_ones_apart(meedoen, hengelo, zwolle):
    making.desk(meedoen, "emmen", "Emmen", kind=Desk.Kind.LIGHT)
    making.desk(meedoen, "delft", "Delft", first_day=date(2024, 1, 1))
    desks.close_desk(zwolle, last_day=date(2023, 12, 30))

    assert figures.balies.read(NEW_YEAR).value == 1
    assert figures.balies_light.read(NEW_YEAR).value == 1
    assert figures.balies.read(Turn(date(2024, 1, 2))).value == 2
    assert figures.balies.read(Turn(date(2023, 12, 31))).value == 2


def test_a_desk_does_not_close_before_it_opened_or_before_its_last_count(hengelo, lead):
    months.record_months([making.count(hengelo, "2023-05", 10)], by=lead)

    with pytest.raises(ValidationError) as refused:
        desks.close_desk(hengelo, last_day=date(2021, 12, 31))
    assert refused.value.message_dict == {"last_day": ["De balie ging pas open op 01-01-2022."]}
    with pytest.raises(ValidationError) as refused:
        desks.close_desk(hengelo, last_day=date(2023, 4, 30))
    assert refused.value.message_dict == {"last_day": ["Er zijn al koppelingen geteld in 05-2023."]}


def test_people_are_counted_by_employer_at_a_turn(meedoen, hengelo, zwolle):
    desks.staff(meedoen, desk=hengelo, employer="coa", people=2, first_day=date(2022, 1, 1))
    desks.staff(meedoen, desk=hengelo, employer="centrale", people=1, first_day=date(2022, 1, 1))
    desks.staff(meedoen, desk=zwolle, employer="coa", people=1, first_day=date(2022, 1, 1))
    desks.staff(meedoen, desk=zwolle, employer="coa", people=3, first_day=date(2023, 7, 1))
    desks.staff(meedoen, employer="nov", people=2, first_day=date(2022, 1, 1))
    desks.staff(meedoen, employer="coa", people=2, first_day=date(2022, 1, 1))

    now = figures.medewerkers.read(NEW_YEAR)
    assert (now.value, now.trail.total()) == (6, 6)
    assert {label: part.value for label, part in now.parts.items()} == {
        "COA": 5,
        "Vrijwilligerscentrale of welzijnsorganisatie": 1,
    }
    assert figures.medewerkers.read(Turn(date(2023, 7, 1))).value == 4
    assert figures.projectleiding_nov.read(NEW_YEAR).value == 2
    assert figures.projectleiding_coa.read(NEW_YEAR).value == 2
    assert Staffing.objects.count() == 6


def test_a_new_contract_ends_the_one_before_it(hengelo, organisation):
    desks.contract(hengelo, organisation, first_day=date(2022, 1, 1), hours_per_week=6)
    desks.contract(hengelo, organisation, first_day=date(2023, 1, 1), hours_per_week=8)

    periods = [(row.during.lower, row.during.upper, row.hours_per_week) for row in hengelo.contracts.all()]
    assert periods == [
        (date(2022, 1, 1), date(2023, 1, 1), Decimal(6)),
        (date(2023, 1, 1), None, Decimal(8)),
    ]
    with pytest.raises(ValidationError) as refused:
        desks.contract(hengelo, organisation, first_day=date(2022, 6, 1), hours_per_week=8)
    assert refused.value.message_dict == {"first_day": ["Kies een dag na 01-01-2023: toen begon het vorige."]}
    with pytest.raises(ValidationError) as refused:
        desks.contract(hengelo, organisation, first_day=date(2021, 6, 1), hours_per_week=8)
    assert refused.value.message_dict == {"first_day": ["Balie Hengelo is op 01-06-2021 niet open."]}


def test_the_grant_runs_until_its_last_day(meedoen):
    centre = CostCentre.objects.create(code="t-meedoen", name="#Meedoen")
    meedoen.cost_centre = centre
    meedoen.save()
    assert figures.subsidie_tot.read(NEW_YEAR).state is State.MISSING
    Grant.objects.create(
        code="T-SZW",
        name="SZW",
        funder=Party.objects.create(name="Ministerie van SZW"),
        cost_centre=centre,
        during=(date(2023, 1, 1), date(2028, 1, 1)),
    )

    reading = figures.subsidie_tot.read(NEW_YEAR)

    assert (reading.value, reading.trail.total()) == (date(2027, 12, 31), date(2027, 12, 31))
    assert printed(reading) == "31\u00a0december\u00a02027"
    assert figures.subsidie_tot.read(Turn(date(2023, 1, 1))).state is State.MISSING


def test_events_are_counted_by_kind_and_by_whom_they_were_with(meedoen, hengelo, lead):
    def event(kind, day, **more):
        recording.record_event(meedoen, kind=kind, date=day, subject="overleg", by=lead, **more)

    event("overleg", date(2023, 1, 1), counterpart="COA")
    event("overleg", date(2023, 12, 31), counterpart="COA")
    event("overleg", date(2024, 1, 1), counterpart="COA")
    event("overleg", date(2023, 5, 1), counterpart="SZW")
    event("bestuursoverleg", date(2023, 5, 1), counterpart="COA")
    event("evaluatiegesprek", date(2023, 10, 1), desk=hengelo)
    event("werkochtend", date(2023, 10, 1))
    event("workshop", date(2023, 10, 1))

    assert figures.overleg_coa.read(Year(2023)).value == 2
    assert figures.bestuursoverleg.read(Year(2023)).value == 1
    assert figures.evaluatiegesprekken.read(Year(2023)).value == 1
    assert figures.werkochtenden.read(Year(2023)).value == 1
    assert figures.vrouwen_workshop.read(Year(2023)).value == 1
    assert figures.overleg_coa.read(Period(date(2023, 12, 31), date(2024, 1, 2))).value == 2


def test_hours_that_nobody_worked_are_told_by_reason(hengelo, lead):
    months.record_unfilled_hours(hengelo, Month(2023, 3), reason="uitval", hours=Decimal("12.5"), by=lead)
    months.record_unfilled_hours(hengelo, Month(2023, 3), reason="vacature", hours=Decimal(8), by=lead)
    months.record_unfilled_hours(hengelo, Month(2023, 4), reason="uitval", hours=Decimal(2), by=lead)
    months.record_unfilled_hours(hengelo, Month(2023, 4), reason="uitval", hours=Decimal(0), by=lead)

    reading = figures.uren_niet_ingevuld.read(Year(2023))

    assert reading.value == Decimal("20.5")
    assert {label: part.value for label, part in reading.parts.items()} == {
        "Uitval": Decimal("12.5"),
        "Vacature": Decimal(8),
    }


def test_an_event_has_one_owner_and_is_counted_once(meedoen, lead):
    other = making.programme("academie", "Academie")
    event = recording.record_event(
        meedoen, kind="sessie", date=date(2023, 5, 1), subject="Samen", co_programmes=[other], by=lead
    )

    assert list(Event.objects.of(meedoen)) == [event]
    assert list(Event.objects.of(other)) == [event]
    assert Event.objects.count() == 1
    with pytest.raises(ValidationError) as refused:
        recording.record_event(
            meedoen, kind="sessie", date=date(2023, 5, 1), subject="Samen", co_programmes=[meedoen], by=lead
        )
    assert refused.value.message_dict == {"co_programmes": ["#Meedoen is al de eigenaar van deze bijeenkomst."]}


def test_no_column_could_hold_a_residents_data():
    columns = {field.name: type(field).__name__ for field in DeskMonth._meta.concrete_fields}

    assert columns == {
        "id": "BigAutoField",
        "desk": "ForeignKey",
        "month": "DateField",
        "kind": "CharField",
        "gender": "CharField",
        "matches": "PositiveIntegerField",
        "unusual": "CharField",
        "entered_by": "ForeignKey",
        "entered_at": "DateTimeField",
        "checked_by": "ForeignKey",
        "fixed": "BooleanField",
    }
    assert all(
        field.choices for field in DeskMonth._meta.concrete_fields if type(field).__name__ == "CharField"
    )  # no free text
