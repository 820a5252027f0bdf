"""Percentages of a survey as figures: out of who answered the question, and what there is when nobody did."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError

from nov.kernel.figures import State
from nov.kernel.periods import Year
from nov.kernel.printing import printed
from programmes import defining, surveys
from programmes.indicators import SOURCE
from programmes.models import Survey, SurveyOption
from programmes.surveys import Answer
from tests.programmes import making

Y2023 = Year(2023)


@pytest.fixture
def panel(db):
    programme = making.programme("panel", "Panel")
    survey = Survey.objects.create(
        programme=programme, title="Najaar", first_day=date(2023, 9, 1), last_day=date(2023, 10, 1), respondents=8
    )
    ja, nee = Answer("Ja", 3), Answer("Nee", 2, exclusive=True)
    surveys.ask(survey, number=1, text="Doe je mee?", kind="meer", answered=5, skipped=3, answers=[ja, nee])
    surveys.ask(survey, number=2, text="Waar?", kind="een", answered=8, answers=[Answer("Hier"), Answer("Daar")])
    surveys.ask(survey, number=3, text="En?", kind="een", answered=0, skipped=8, answers=[Answer("Ja", 0)])
    return programme


def rate(of, key, column="gekozen", **filters):
    return defining.define_count(
        of,
        key=f"panel.{key}",
        label=key,
        kind="stroom",
        unit_key="procent",
        definition="Deel van wie antwoordde.",
        source="enqueteantwoorden",
        how="kolomdeel",
        column=column,
        filters=filters,
    )


def read(key, at=Y2023):
    return SOURCE.find(f"panel.{key}").read(at)


def test_an_answer_is_a_part_of_who_answered_its_question(panel):
    rate(panel, "ja", nummer="1", antwoord="Ja")
    reading = read("ja")
    assert (reading.value, printed(reading), reading.trail.total()) == (Fraction(60), "60,0%", Fraction(60))


def test_another_count_of_the_answer_is_another_percentage(panel):
    rate(panel, "ja", nummer="1", antwoord="Ja")
    SurveyOption.objects.filter(label="Ja", question__number=1).update(chosen=2)
    assert printed(read("ja")) == "40,0%"


def test_what_nobody_counted_is_missing(panel):
    rate(panel, "hier", nummer="2", antwoord="Hier")
    assert (read("hier").state, printed(read("hier"))) == (State.MISSING, "nog in te vullen")


def test_of_nobody_there_are_no_answers(panel):
    rate(panel, "en", nummer="3", antwoord="Ja")
    assert printed(read("en")) == "geen antwoorden"
    assert printed(read("en", Year(2022))) == "nog in te vullen"


def test_only_a_column_that_is_a_part_of_something_fits(panel):
    with pytest.raises(ValidationError) as refused:
        defining.define_count(
            panel,
            key="panel.vragen",
            label="vragen",
            kind="stroom",
            unit_key="procent",
            definition="Deel.",
            source="enquetevragen",
            how="kolomdeel",
            column="beantwoord",
        )
    assert refused.value.message_dict == {
        "column": ["‘beantwoord’ past hier niet. Vragen van enquêtes hebben zo’n kolom niet."]
    }


def test_a_part_is_a_percentage_or_a_fraction(panel):
    with pytest.raises(ValidationError) as refused:
        defining.define_count(
            panel,
            key="panel.ja",
            label="ja",
            kind="stroom",
            unit_key="antwoorden",
            definition="Deel.",
            source="enqueteantwoorden",
            how="kolomdeel",
            column="gekozen",
        )
    assert refused.value.message_dict == {"unit_key": ["Kies hier als eenheid: breuk of procent."]}
