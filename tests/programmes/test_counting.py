"""Figures that are defined without code: what may be named, what is read, and what hangs on each record."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange

from members import organisations
from nov.kernel.figures import State
from nov.kernel.periods import Month, Year, reference
from programmes import defining, recording
from programmes.indicators import SOURCE
from programmes.models import Element, Event, Leader, Participation, Publication
from tests.programmes import making

Y2023 = Year(2023)


@pytest.fixture
def boost(lead):
    programme = making.programme("kennisboost", "Kennisboostweek")
    other = making.programme("goedgeregeld", "Goed Geregeld")
    spring = {"kind": "sessie", "by": lead}
    for day, subject, people, series in (
        (date(2023, 6, 14), "Werven", 37, "Juni 2023"),
        (date(2023, 6, 20), "Binden", 20, "Juni 2023"),
        (date(2023, 10, 30), "Besturen", None, "Najaar 2023"),
        (date(2022, 10, 30), "Vorig jaar", 99, "Najaar 2022"),
    ):
        event = recording.record_event(programme, date=day, subject=subject, attendance=people, **spring)
        Event.objects.filter(pk=event.pk).update(series=series)
    recording.record_event(
        other,
        kind="sessie",
        date=date(2023, 6, 15),
        subject="Keurmerk",
        attendance=3,
        co_programmes=[programme],
        by=lead,
    )
    recording.record_event(programme, kind="overleg", date=date(2023, 6, 15), subject="Voorbereiden", by=lead)
    return programme


def count(of, key, **given):
    named = {"label": key, "kind": "stroom", "definition": "Wat telt mee.", **given}
    return defining.define_count(of, key=f"{of.code}.{key}", source=named.pop("source", "bijeenkomsten"), **named)


def read(of, key, at=Y2023):
    return SOURCE.find(f"{of.code}.{key}").read(at)


def test_a_number_counts_what_fell_in_the_period_shared_events_included(boost):
    count(boost, "sessies", filters={"soort": "sessie"})
    assert read(boost, "sessies").value == 4
    assert read(boost, "sessies", reference("2023-06-14/2023-06-20")).value == 3


def test_taking_a_record_away_changes_the_number_and_its_trail_makes_it(boost):
    count(boost, "sessies", filters={"soort": "sessie"})
    Event.objects.get(subject="Binden").delete()
    reading = read(boost, "sessies")
    assert (reading.value, reading.trail.total()) == (3, 3)


def test_a_sum_says_of_how_many_it_is_not_known(boost):
    count(boost, "deelnemers", how="som", column="deelnemers", filters={"soort": "sessie"})
    reading = read(boost, "deelnemers")
    assert (reading.value, reading.note, reading.trail.total()) == (60, "van 1 niet bekend", 60)


def test_nothing_is_nought_only_in_a_year_of_which_something_is_recorded(boost):
    count(boost, "feesten", filters={"onderwerp": "Feest"})
    assert [read(boost, "feesten", Year(number)).value for number in (2021, 2023)] == [None, 0]
    assert read(boost, "feesten", Month(2023, 1)).value == 0
    assert read(boost, "feesten", Year(2021)).note == "Bijeenkomsten: over deze periode is niets vastgelegd."


def test_a_record_that_still_holds_says_that_none_were_added(boost):
    count(boost, "erbij", source="nieuwe_deelnemers", filters={"rol": "deelnemer"})
    organisation = organisations.register(name="Stichting De Brug", municipality="Utrecht", sector="welzijn")
    Participation.objects.create(
        programme=boost, organisation=organisation, role="deelnemer", during=DateRange(date(2022, 5, 1), None)
    )
    assert [read(boost, "erbij", Year(number)).value for number in (2021, 2022, 2023)] == [None, 1, 0]


def test_a_sum_of_nothing_known_is_missing_and_of_nothing_is_nought(boost):
    count(boost, "deelnemers", how="som", column="deelnemers", filters={"onderwerp": "BESTUREN"})
    assert read(boost, "deelnemers").state is State.MISSING
    count(boost, "gasten", how="som", column="deelnemers", filters={"onderwerp": "Feest"})
    assert read(boost, "gasten").value == 0


def test_different_values_count_once_and_empty_ones_do_not(boost):
    count(boost, "weken", how="verschillende", column="reeks", filters={"soort": "sessie"})
    assert read(boost, "weken").value == 2


def test_a_number_per_value_and_an_average(boost):
    count(boost, "per", how="per", column="reeks", filters={"in_reeks": "ja"})
    count(boost, "gemiddeld", how="gemiddelde", column="deelnemers", filters={"reeks": "juni 2023"})
    assert read(boost, "per").value == Fraction(3, 2)
    assert read(boost, "gemiddeld").value == Fraction(57, 2)


def test_a_stock_counts_all_until_its_day(boost):
    count(boost, "ooit", kind="stand", filters={"soort": "sessie"})
    assert read(boost, "ooit", reference("2023-06-14")).value == 2


def test_a_share_is_a_part_of_what_there_is_and_of_nothing_it_is_not_applicable(boost):
    training = Event.objects.get(subject="Werven")
    for number, outcome in enumerate(["volgens-opzet", "niet", ""]):
        Leader.objects.create(programme=boost, code=f"b{number}", trained_at=training, outcome=outcome)
    count(boost, "opzet", source="begeleiders", how="deel", share_of={"uitkomst": "volgens-opzet"}, unit_key="procent")
    count(boost, "breuk", source="begeleiders", how="deel", share_of={"uitkomst": "niet"}, unit_key="breuk")
    assert read(boost, "opzet").value == Fraction(100, 3)
    assert read(boost, "breuk").value == Fraction(1, 3)
    none = {"uitkomst": "anders"}
    count(boost, "leeg", source="begeleiders", how="deel", filters=none, share_of=none, unit_key="procent")
    assert (read(boost, "leeg").state, read(boost, "leeg").note) == (State.NOT_APPLICABLE, "geen antwoorden")
    assert read(boost, "opzet", Year(2022)).state == State.MISSING


def test_a_span_counts_on_every_day_it_holds_and_its_last_day_is_a_date(boost):
    during = DateRange(date(2023, 10, 1), date(2024, 1, 1))
    Element.objects.create(programme=boost, kind="thema", title="Werven", during=during)
    defining.add_phase(boost, name="Eerste", first_day=date(2024, 1, 1), last_day=date(2027, 12, 31))
    count(boost, "themas", source="onderdelen", filters={"soort": "thema"})
    count(boost, "tot", source="fasen", how="laatste-dag", column="laatste_dag", unit_key="datum", kind="stand")
    assert [read(boost, "themas", Year(number)).value for number in (2022, 2023, 2024)] == [None, 1, None]
    assert read(boost, "tot").value == date(2027, 12, 31)


def test_what_is_only_planned_was_not_published(boost):
    Publication.objects.create(programme=boost, kind="whitepaper", title="Straks", planned_for=2024)
    Publication.objects.create(programme=boost, kind="whitepaper", title="Nu", published_on=date(2023, 5, 1))
    count(boost, "papers", source="publicaties", filters={"soort": "whitepaper"})
    assert read(boost, "papers").value == 1


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({"source": "leden"}, "source", "‘leden’ kan niet worden geteld."),
        ({"filters": {"programme__code": "x"}}, "filters", "‘programme__code’ is geen voorwaarde bij bijeenkomsten."),
        ({"filters": {"soort": "feest"}}, "filters", "‘feest’ bestaat niet bij ‘Soort’."),
        ({"filters": {"reeks": " "}}, "filters", "Vul bij ‘Reeks’ een waarde in, of laat de voorwaarde weg."),
        ({"how": "som"}, "column", "‘’ past hier niet. Kies uit: deelnemers, organisaties."),
        ({"how": "som", "column": "reeks"}, "column", "‘reeks’ past hier niet."),
        ({"column": "deelnemers"}, "column", "Bij een aantal en een deel hoort geen kolom."),
        ({"how": "deel", "unit_key": "procent"}, "share_of", "Noem waaraan het deel voldoet."),
        ({"share_of": {"soort": "sessie"}}, "share_of", "Alleen een deel heeft extra voorwaarden."),
        ({"how": "deel", "share_of": {"soort": "sessie"}}, "unit_key", "Kies hier als eenheid: breuk of procent."),
        ({"unit_key": "procent"}, "unit_key", "‘procent’ past niet bij aantal."),
    ],
)
def test_what_there_is_not_is_refused_at_its_field(boost, given, field, message):
    with pytest.raises(ValidationError) as refused:
        count(boost, "fout", **given)
    assert refused.value.message_dict[field][0].startswith(message)
    assert not boost.indicators.exists()


def test_a_counted_figure_cannot_be_measured(boost, lead):
    indicator = count(boost, "sessies")
    with pytest.raises(ValidationError, match="volgt uit wat is vastgelegd"):
        recording.record_measurement(indicator, at=Y2023, value=3, source="Geschat", by=lead)
