"""Each check is silent on a year that fits, and speaks on one that was broken in one place."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from finance.models import CostCentre, Grant, Party
from nov.kernel.checks import Severity
from nov.kernel.periods import Month, Year
from programmes import checks, defining, desks, months, recording
from programmes.models import DeskMonth, Event
from tests.programmes import making

YEAR = Year(2023)


def found(check) -> list[tuple[str, Severity, str]]:
    return [(one.what, one.severity, one.url) for one in check.run(YEAR)]


@pytest.fixture
def pages(meedoen, lead):
    defining.claim_prefix(meedoen, "pagina")
    indicator = making.indicator(meedoen, "pagina", "Weergaven per pagina", dimension="pagina", chapter=2)
    for key, views in {"home": 90, "agenda": 50}.items():
        part = defining.add_part(indicator, key=key, label=key.title())
        for year in (2022, 2023):
            recording.record_measurement(indicator, part=part, at=Year(year), value=views, source="x", by=lead)
    return indicator


@pytest.fixture
def hengelo(meedoen, organisation, lead, coordinator):
    """A desk that did in 2023 all that a desk does."""
    desk = making.desk(meedoen, "hengelo", "Hengelo", first_day=date(2023, 11, 1))
    hours = making.indicator(meedoen, "meedoen.uren", "Uren", kind="norm", origin="norm", required_from=2023)
    defining.set_norm(hours, value=8, first_day=date(2023, 1, 1), source="afspraak")
    desks.contract(desk, organisation, first_day=date(2023, 11, 1), hours_per_week=8)
    desks.staff(meedoen, desk=desk, employer="coa", people=1, first_day=date(2023, 11, 1))
    months.record_months(
        [
            making.count(desk, month, 5, kind=kind, gender=gender)
            for month in ("2023-11", "2023-12")
            for kind in ("activiteit", "vrijwilligerswerk")
            for gender in ("vrouw", "man")
        ],
        by=lead,
    )
    for month in (11, 12):
        months.check_month(meedoen, Month(2023, month), by=coordinator)
    recording.record_event(
        meedoen, kind="evaluatiegesprek", date=date(2023, 12, 1), subject="Gesprek", desk=desk, by=lead
    )
    return desk


ALL = (
    checks.required_measured,
    checks.parts_within_whole,
    checks.phases_within_grants,
    checks.events_once,
    checks.ranking_complete,
    checks.months_complete,
    checks.months_checked,
    checks.gender_known,
    checks.talks_held,
    checks.contracts_fit,
)


def test_a_year_that_fits_has_no_findings(hengelo, pages):
    assert [found(check) for check in ALL] == [[]] * 10


def test_an_empty_database_has_no_findings(db):
    assert [found(check) for check in ALL] == [[]] * 10


def test_a_required_indicator_without_a_measurement(meedoen, lead):
    making.indicator(meedoen, "meedoen.azc", "Azc’s", kind="stand", required_from=2023, required_until=2023)
    followers = making.indicator(meedoen, "meedoen.volgers", "Volgers", kind="stand", dimension="kanaal")
    defining.add_part(followers, key="x", label="X", required_from=2023)
    making.indicator(meedoen, "meedoen.uren", "Uren", kind="norm", origin="norm", required_from=2023)

    assert found(checks.required_measured) == [
        (
            "‘Azc’s’ (meedoen.azc) is voor 2023 nog in te vullen.",
            Severity.BLOCKS,
            "/programmas/meedoen/metingen/?jaar=2023#meedoen.azc",
        ),
        (
            "Voor ‘Uren’ geldt geen norm aan het eind van 2023.",
            Severity.BLOCKS,
            "/programmas/meedoen/kengetallen/meedoen.uren/",
        ),
        (
            "‘X’ (meedoen.volgers.x) is voor 2023 nog in te vullen.",
            Severity.BLOCKS,
            "/programmas/meedoen/metingen/?jaar=2023#meedoen.volgers.x",
        ),
    ]
    assert [one.what for one in checks.required_measured.run(Year(2022))] == []


def test_not_applicable_is_no_gap(meedoen, lead):
    indicator = making.indicator(meedoen, "meedoen.azc", "Azc’s", required_from=2023)
    recording.record_measurement(indicator, at=YEAR, not_applicable="extern gehost", source="x", by=lead)

    assert found(checks.required_measured) == []


def test_parts_that_are_more_than_the_whole(meedoen, lead):
    indicator = making.indicator(meedoen, "meedoen.leden", "Leden", dimension="kanaal", adds_up=True)
    recording.record_measurement(indicator, at=YEAR, value=100, source="x", by=lead)
    for key, value in (("a", 60), ("b", 47)):
        part = defining.add_part(indicator, key=key, label=key)
        recording.record_measurement(indicator, part=part, at=YEAR, value=value, source="x", by=lead)

    assert [what for what, *_ in found(checks.parts_within_whole)] == [
        "De onderdelen van ‘Leden’ zijn in 2023 samen 7 te veel."
    ]


def test_a_phase_outside_its_grant(meedoen):
    grant = Grant.objects.create(
        code="T-SZW",
        name="SZW",
        funder=Party.objects.create(name="Ministerie van SZW"),
        cost_centre=CostCentre.objects.create(code="t", name="T"),
        during=(date(2023, 1, 1), date(2027, 1, 1)),
    )
    defining.add_phase(meedoen, name="Fase 1", first_day=date(2023, 1, 1), last_day=date(2026, 12, 31), grant=grant)
    assert found(checks.phases_within_grants) == []
    defining.add_phase(meedoen, name="Fase 2", first_day=date(2023, 1, 1), last_day=date(2027, 12, 31), grant=grant)

    assert found(checks.phases_within_grants) == [
        ("#Meedoen, Fase 2 loopt buiten de looptijd van de subsidie SZW.", Severity.JUDGE, "/programmas/meedoen/")
    ]


def test_a_phase_that_ends_before_it_starts_is_refused(meedoen):
    with pytest.raises(ValidationError) as refused:
        defining.add_phase(meedoen, name="Fase 1", first_day=date(2028, 1, 1), last_day=date(2023, 12, 31))

    assert refused.value.message_dict == {"last_day": ["De fase eindigt op 31-12-2023, voor zij begint op 01-01-2028."]}
    assert meedoen.phases.count() == 0


def test_an_event_that_stands_there_twice_or_names_its_owner_again(meedoen, lead):
    for _ in range(2):
        event = recording.record_event(meedoen, kind="sessie", date=date(2023, 5, 1), subject="Samen", by=lead)
    event.co_programmes.add(meedoen)  # as raw SQL could

    assert [(what, severity) for what, severity, _ in found(checks.events_once)] == [
        ("Sessie 01-05-2023: Samen noemt zijn eigenaar ook als medeprogramma.", Severity.BLOCKS),
        ("Sessie 01-05-2023: Samen staat er meer dan eens.", Severity.JUDGE),
    ]


def test_a_page_of_last_years_top_ten_that_was_not_measured(pages):
    pages.measurements.filter(part__key="agenda", during__startswith=date(2023, 1, 1)).delete()

    assert found(checks.ranking_complete) == [
        (
            "De pagina ‘Agenda’ stond vorig jaar in de top 10 en is in 2023 niet gemeten.",
            Severity.BLOCKS,
            "/programmas/meedoen/metingen/?jaar=2023#pagina.agenda",
        )
    ]


def test_a_month_that_was_not_counted_in_full(hengelo):
    DeskMonth.objects.filter(month="2023-12-01", kind="activiteit", gender="man").delete()

    assert found(checks.months_complete) == [
        (
            "Balie Hengelo: december 2023 nog in te vullen.",
            Severity.BLOCKS,
            "/programmas/meedoen/koppelingen/?jaar=2023&provincie=overijssel",
        )
    ]


def test_numbers_that_nobody_checked(hengelo, lead):
    months.record_months([making.count(hengelo, "2023-12", 6), making.count(hengelo, "2023-11", 6)], by=lead)

    assert found(checks.months_checked) == [
        (
            f"1\u00a0getal van {name} 2023 niet gecontroleerd.",
            Severity.JUDGE,
            f"/programmas/meedoen/koppelingen/?jaar=2023&maand={number}",
        )
        for name, number in (("november", 11), ("december", 12))
    ]


def test_matches_of_which_the_gender_is_unknown(hengelo, lead):
    months.record_months([making.count(hengelo, "2023-12", 4, gender="onbekend")], by=lead)
    assert found(checks.gender_known) == []  # 4 of 44

    months.record_months([making.count(hengelo, "2023-12", 5, gender="onbekend")], by=lead)

    assert [what for what, *_ in found(checks.gender_known)] == [
        "Van 5 van de 45 koppelingen is het geslacht niet geteld."
    ]


def test_a_desk_that_nobody_spoke_with(hengelo):
    Event.objects.all().delete()

    assert found(checks.talks_held) == [
        (
            "Met balie Hengelo is in 2023 nog geen evaluatiegesprek vastgelegd.",
            Severity.JUDGE,
            "/programmas/meedoen/balies/hengelo/",
        )
    ]


def test_a_desk_without_a_fitting_contract_or_people(meedoen, hengelo, organisation):
    def said():
        return [what for what, *_ in found(checks.contracts_fit)]

    desks.contract(hengelo, organisation, first_day=date(2023, 12, 1), hours_per_week=6)
    assert said() == ["Balie Hengelo heeft een contract voor 6 uur; de norm is 8."]
    desks.contract(hengelo, organisation, first_day=date(2023, 12, 15), hours_per_week=8)
    desks.staff(meedoen, desk=hengelo, employer="coa", people=0, first_day=date(2023, 12, 15))
    assert said() == ["Balie Hengelo heeft eind 2023 geen bezetting."]
    hengelo.contracts.all().delete()
    assert said() == ["Balie Hengelo heeft eind 2023 geen contract."]
