"""Figures that users define: measured, corrected, missing, not applicable, split, renamed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from nov.kernel.figures import State
from nov.kernel.periods import Month, Turn, Year
from nov.kernel.printing import printed
from programmes import defining, recording
from programmes.indicators import SOURCE
from programmes.models import KeyPrefix, Measurement
from tests.programmes import making

END_OF_2023 = Turn(date(2024, 1, 1))


def read(key, at):
    """The reading of one figure; an assembly, which reads much at once, gives the same."""
    alone, opened = (source.find(key).read(at) for source in (SOURCE, SOURCE.opened()))
    assert shown(opened) == shown(alone)
    return alone


def shown(reading):
    """Of a reading what can be compared: all but the trail's questions to the database."""
    total = reading.trail.total() if reading.trail else None
    parts = {label: shown(part) for label, part in reading.parts.items()}
    key = reading.figure.key if reading.figure else None
    return reading.value, reading.state, reading.mark, reading.note, key, total, parts


@pytest.fixture
def academie(lead):
    return making.programme("academie", "Academie")


@pytest.fixture
def visitors(academie):
    return making.indicator(academie, "academie.nieuw", "Nieuwe gebruikers", unit_key="gebruikers")


def test_a_flow_is_read_over_exactly_its_period(visitors, lead):
    recording.record_measurement(visitors, at=Year(2023), value=10325, source="Matomo", by=lead)

    assert read("academie.nieuw", Year(2023)).value == 10325
    assert printed(read("academie.nieuw", Year(2023)), "eenheid") == "10.325\u00a0gebruikers"
    assert read("academie.nieuw", Year(2022)).state is State.MISSING
    assert read("academie.nieuw", Month(2023, 1)).state is State.MISSING


def test_a_stock_is_read_at_the_turn_after_its_day(academie, lead):
    followers = making.indicator(academie, "academie.volgers", "Volgers", kind="stand")
    recording.record_measurement(followers, at=Year(2023), value=924, source="Facebook", by=lead)

    assert read("academie.volgers", END_OF_2023).value == 924
    assert read("academie.volgers", Year(2023)).value == 924
    assert read("academie.volgers", Turn(date(2023, 1, 1))).state is State.MISSING


def test_a_value_that_was_recorded_as_circa_prints_so_and_has_its_record_as_trail(academie, lead):
    centres = making.indicator(academie, "academie.azc", "Azc’s", kind="stand", origin="extern")
    kept = recording.record_measurement(centres, at=END_OF_2023, value=200, mark="circa", source="COA", by=lead)

    reading = read("academie.azc", END_OF_2023)

    assert printed(reading) == "circa\u00a0200"
    assert reading.trail.total() == 200
    assert list(reading.trail.rows) == [kept]


def test_not_applicable_is_neither_nought_nor_missing(visitors, lead):
    recording.record_measurement(visitors, at=Year(2022), not_applicable="extern gehost", source="NOV", by=lead)

    reading = read("academie.nieuw", Year(2022))

    assert (reading.value, reading.state, reading.note) == (None, State.NOT_APPLICABLE, "extern gehost")


def test_a_correction_supersedes_and_the_old_row_stays(visitors, lead):
    first = recording.record_measurement(visitors, at=Year(2023), value=10, source="Matomo", by=lead)
    second = recording.record_measurement(visitors, at=Year(2023), value=12, source="Matomo", by=lead)

    assert read("academie.nieuw", Year(2023)).value == 12
    assert list(Measurement.objects.values_list("pk", "value")) == [(first.pk, 10), (second.pk, 12)]
    assert list(Measurement.objects.current()) == [second]


def test_the_same_twice_is_one_measurement(visitors, lead):
    first = recording.record_measurement(visitors, at=Year(2023), value=10, source="Matomo", by=lead)
    second = recording.record_measurement(visitors, at=Year(2023), value=10, source="Matomo", by=lead)

    assert first == second
    assert Measurement.objects.count() == 1


def test_two_windows_do_not_overwrite_each_other(visitors, lead, coordinator):
    seen = recording.record_measurement(visitors, at=Year(2023), value=10, source="Matomo", by=lead)
    recording.record_measurement(visitors, at=Year(2023), value=11, source="Matomo", seen=seen.pk, by=coordinator)

    with pytest.raises(ValidationError) as refused:
        recording.record_measurement(visitors, at=Year(2023), value=12, source="Matomo", seen=seen.pk, by=lead)

    assert refused.value.message_dict == {
        "value": ["Noor Bakker vulde intussen ‘11’ in. Kijk of dat klopt, of vul jouw waarde opnieuw in."]
    }
    assert read("academie.nieuw", Year(2023)).value == 11


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({"value": None}, "value", "Vul een waarde in, of de reden waarom het niet van toepassing is."),
        (
            {"value": 3, "not_applicable": "x"},
            "value",
            "Vul een waarde in, of de reden waarom het niet van toepassing is.",
        ),
        ({"value": -1}, "value", "-1 kan niet: een gemeten waarde is nul of meer."),
        ({"value": Decimal("NaN")}, "value", "NaN kan niet: een gemeten waarde is nul of meer."),
        ({"value": Decimal("1.5")}, "value", "Nieuwe gebruikers is een aantal. Vul een heel getal in."),
        ({"value": 3, "source": " "}, "source", "Noem de bron: waar komt dit getal vandaan?"),
        (
            {"value": 3, "at": END_OF_2023},
            "at",
            "‘Nieuwe gebruikers’ loopt over een periode. Kies een jaar, een maand of dagen.",
        ),
    ],
)
def test_bad_input_is_refused_at_its_field_and_nothing_is_stored(visitors, lead, given, field, message):
    with pytest.raises(ValidationError) as refused:
        recording.record_measurement(visitors, **{"at": Year(2023), "source": "Matomo", "by": lead, **given})

    assert refused.value.message_dict == {field: [message]}
    assert Measurement.objects.count() == 0


def test_parts_are_figures_of_their_own_and_add_up_to_the_whole_with_what_is_unknown(academie, lead):
    followers = making.indicator(
        academie, "academie.volgers", "Volgers", kind="stand", dimension="kanaal", adds_up=True
    )
    facebook = defining.add_part(followers, key="facebook", label="Facebook")
    x = defining.add_part(followers, key="x", label="X")
    for part, value in ((facebook, 924), (x, 106)):
        recording.record_measurement(followers, part=part, at=END_OF_2023, value=value, source="teller", by=lead)

    whole = read("academie.volgers", END_OF_2023)
    assert (whole.value, whole.trail.total()) == (1030, 1030)
    assert {label: part.value for label, part in whole.parts.items()} == {"Facebook": 924, "X": 106}
    assert read("academie.volgers.x", END_OF_2023).value == 106

    recording.record_measurement(followers, at=END_OF_2023, value=1100, source="teller", by=lead)
    whole = read("academie.volgers", END_OF_2023)
    assert whole.value == 1100
    assert {label: part.value for label, part in whole.parts.items()} == {"Facebook": 924, "X": 106, "onbekend": 70}


def test_an_indicator_by_part_that_does_not_add_up_is_no_figure_itself(academie, lead):
    pages = making.indicator(academie, "academie.pagina", "Pagina’s", dimension="pagina")
    defining.add_part(pages, key="home", label="Home")

    assert sorted(SOURCE.keys()) == ["academie.pagina.home"]
    assert (SOURCE.find("academie.pagina"), SOURCE.opened().find("academie.pagina")) == (None, None)
    with pytest.raises(ValidationError) as refused:
        recording.record_measurement(pages, at=Year(2023), value=3, source="Matomo", by=lead)
    assert refused.value.message_dict == {"part": ["‘Pagina’s’ wordt per pagina gemeten. Kies er een."]}


def test_a_renamed_key_keeps_reading_under_its_old_one(academie, visitors, lead):
    recording.record_measurement(visitors, at=Year(2023), value=10, source="Matomo", by=lead)

    defining.rename_indicator(visitors, "academie.gebruikers")

    assert SOURCE.find("academie.nieuw").key == "academie.gebruikers"
    assert read("academie.nieuw", Year(2023)).value == 10
    assert list(SOURCE.keys()) == ["academie.gebruikers"]
    with pytest.raises(ValidationError) as refused:
        making.indicator(academie, "academie.nieuw", "Iets anders")
    assert refused.value.message_dict == {"key": ["Er is al een kengetal ‘academie.nieuw’. Sleutels zijn uniek."]}


@pytest.mark.parametrize("count", [1, 3])
def test_an_assembly_reads_all_that_was_measured_over_a_year_at_once(academie, lead, count, django_assert_num_queries):
    for number in range(count):
        one = making.indicator(academie, f"academie.les{number}", f"Les {number}", dimension="soort", adds_up=True)
        part = defining.add_part(one, key="online", label="Online")
        recording.record_measurement(one, part=part, at=Year(2023), value=number, source="Matomo", by=lead)
    keys = [key for number in range(count) for key in (f"academie.les{number}", f"academie.les{number}.online")]

    opened = SOURCE.opened()
    with django_assert_num_queries(4):  # indicators, old keys, parts, measurements
        found = [opened.find(key).read(Year(2023)).value for key in keys]

    assert found == [number for number in range(count) for _ in range(2)]


def test_what_was_corrected_since_is_read_by_the_next_assembly(visitors, lead):
    recording.record_measurement(visitors, at=Year(2023), value=10, source="Matomo", by=lead)
    first = SOURCE.opened()
    assert first.find("academie.nieuw").read(Year(2023)).value == 10

    recording.record_measurement(visitors, at=Year(2023), value=12, source="Matomo", by=lead)

    assert first.find("academie.nieuw").read(Year(2023)).value == 10
    assert SOURCE.opened().find("academie.nieuw").read(Year(2023)).value == 12


def test_a_key_begins_with_a_word_of_its_own_programme(academie):
    meedoen = making.programme("meedoen", "#Meedoen")

    with pytest.raises(ValidationError) as refused:
        making.indicator(academie, "meedoen.azc", "Azc’s")
    assert refused.value.message_dict == {"key": ["Een sleutel van Academie begint met ‘academie.’."]}
    with pytest.raises(ValidationError) as refused:
        making.indicator(meedoen, "meedoen.koppelingen", "Koppelingen")
    assert refused.value.message_dict == {"key": ["Er is al een kengetal ‘meedoen.koppelingen’. Sleutels zijn uniek."]}


@pytest.mark.parametrize("taken", ["leden", "financien", "rang"])
def test_a_word_of_the_administration_itself_is_nobodys(academie, taken):
    with pytest.raises(ValidationError) as refused:
        defining.claim_prefix(academie, taken)

    assert refused.value.message_dict == {"prefix": [f"‘{taken}’ is van de administratie zelf. Kies een ander woord."]}
    assert list(KeyPrefix.objects.values_list("prefix", flat=True)) == ["academie"]


def test_a_norm_holds_from_its_day_until_the_next(academie):
    hours = making.indicator(academie, "academie.uren", "Uren", kind="norm", origin="norm", unit_key="uur per week")
    defining.set_norm(hours, value=6, first_day=date(2020, 1, 1), source="afspraak met COA")
    defining.set_norm(hours, value=8, first_day=date(2023, 1, 1), source="afspraak met COA")

    assert read("academie.uren", Turn(date(2020, 1, 1))).state is State.MISSING
    assert read("academie.uren", Turn(date(2020, 1, 2))).value == 6
    assert read("academie.uren", Turn(date(2023, 1, 1))).value == 6
    assert read("academie.uren", Turn(date(2024, 1, 1))).value == 8


def test_a_norm_names_what_it_rests_on(academie):
    hours = making.indicator(academie, "academie.uren", "Uren", kind="norm", origin="norm")

    with pytest.raises(ValidationError) as refused:
        defining.set_norm(hours, value=6, first_day=date(2020, 1, 1))

    assert refused.value.message_dict == {"source": ["Noem het besluit of de bron waar deze norm op rust."]}


# What the database itself refuses, to whoever goes around the rules.


def refused_by_database(sql: str) -> str:
    with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    return str(refused.value).splitlines()[0]


def test_a_measurement_does_not_change(visitors, lead):
    recording.record_measurement(visitors, at=Year(2023), value=10, source="Matomo", by=lead)

    for change in ("value = 11", "source = 'x'", "during = '[2022-01-01,2023-01-01)'", "mark = 'circa'"):
        assert (
            refused_by_database(f"update programmes_measurement set {change}")
            == "Een meting verandert niet; leg een correctie vast."
        )
    with connection.cursor() as cursor:
        cursor.execute("update programmes_measurement set superseded_at = now()")
    assert (
        refused_by_database("update programmes_measurement set superseded_at = null")
        == "Een meting verandert niet; leg een correctie vast."
    )


def test_a_key_does_not_change_without_an_alias(visitors):
    assert (
        refused_by_database("update programmes_indicator set key = 'academie.anders'")
        == "De sleutel academie.nieuw staat in teksten; leg eerst de oude sleutel vast."
    )


def test_the_unit_of_what_was_measured_does_not_change(visitors, lead):
    with connection.cursor() as cursor:
        cursor.execute("update programmes_indicator set unit_key = 'bezoekers'")
    recording.record_measurement(visitors, at=Year(2023), value=10, source="Matomo", by=lead)

    assert (
        refused_by_database("update programmes_indicator set unit_key = 'EUR'")
        == "Van ‘Nieuwe gebruikers’ zijn er al getallen: eenheid, soort en herkomst blijven wat ze zijn."
    )


@pytest.mark.parametrize(
    ("columns", "values", "constraint"),
    [
        ("value", "-1", "measurement_not_negative"),
        ("value, not_applicable", "1, 'extern'", "measurement_value_or_reason"),
        ("value", "null", "measurement_value_or_reason"),
        ("during", "'empty'", "measurement_period_closed"),
        ("during", "'[2023-01-01,)'", "measurement_period_closed"),
    ],
)
def test_the_database_refuses_a_measurement_that_cannot_be(visitors, lead, columns, values, constraint):
    given = {
        "indicator_id": str(visitors.pk), "during": "'[2023-01-01,2024-01-01)'", "value": "1", "not_applicable": "''",
        "mark": "'exact'", "source": "'x'", "evidence": "''", "note": "''", "recorded_by_id": str(lead.pk),
        "recorded_at": "now()",
    }  # fmt: skip
    insert = "insert into programmes_measurement ({}) values ({})"
    with connection.cursor() as cursor:
        cursor.execute(insert.format(", ".join(given), ", ".join(given.values())))
        cursor.execute("update programmes_measurement set superseded_at = now()")

    given |= dict(zip(columns.split(", "), values.split(", "), strict=True))
    said = refused_by_database(insert.format(", ".join(given), ", ".join(given.values())))

    assert constraint in said


def test_two_measurements_of_one_period_do_not_both_hold(visitors, lead):
    kept = recording.record_measurement(visitors, at=Year(2023), value=10, source="Matomo", by=lead)
    columns = "indicator_id, part_id, during, value, not_applicable, mark, source, evidence, note, recorded_by_id, recorded_at"

    said = refused_by_database(
        f"insert into programmes_measurement ({columns}) select {columns} from programmes_measurement where id = {kept.pk}"
    )

    assert "measurement_once" in said


def test_a_part_of_another_indicator_is_refused(academie, visitors, lead):
    pages = making.indicator(academie, "academie.pagina", "Pagina’s", dimension="pagina")
    part = defining.add_part(pages, key="home", label="Home")
    kept = recording.record_measurement(pages, part=part, at=Year(2023), value=10, source="Matomo", by=lead)
    columns = "during, value, not_applicable, mark, source, evidence, note, recorded_by_id, recorded_at"

    said = refused_by_database(
        "set constraints all immediate;"
        f"insert into programmes_measurement (indicator_id, part_id, {columns})"
        f" select {visitors.pk}, {part.pk}, {columns} from programmes_measurement where id = {kept.pk}"
    )

    assert "measurement_part_of_indicator" in said
