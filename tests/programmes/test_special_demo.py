"""The special records of the demo year: what they add up to, and that loading them again adds nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest

from nov.demo import chapters_special, people
from nov.kernel.models import User
from nov.kernel.periods import Year
from programmes import checks_chapters, surveys, trajectories
from programmes.indicators import SOURCE
from programmes.models import (
    AdviceActivity,
    AdviserActivity,
    Enquiry,
    Measurement,
    QualityMark,
    SurveyOption,
    Trajectory,
)

pytestmark = pytest.mark.usefixtures("demo")


def of_years(key: str) -> list[object]:
    return [SOURCE.find(key).read(Year(year)).value for year in (2022, 2023)]


def test_last_year_stands_beside_this_year():
    keys = ("preventie.activiteiten", "preventie.trainingen", "mdt.aanvragen_kort", "mdt.aanvragen_regulier")
    assert [of_years(key) for key in keys] == [[240, 314], [9, 14], [31, 48], [22, 29]]


def test_percentages_of_the_survey_follow_from_its_counts():
    options = SurveyOption.objects.filter(question__number=1).order_by("order").select_related("question")
    assert [round(float(surveys.percentage(option)), 2) for option in options] == [51.72, 27.59, 28.97, 13.79]
    assert surveys.percentage(options[0]) == Fraction(7500, 145)


def test_marks_hold_four_years_and_renewals_have_their_award():
    marks = QualityMark.objects.filter(awarded_on__year=2023)
    assert (marks.count(), marks.filter(renews__awarded_on__year=2019).count()) == (15, 6)
    assert {mark.valid_until.year - mark.awarded_on.year for mark in QualityMark.objects.all()} == {4}


def test_trajectories_are_in_every_stage():
    running = Trajectory.objects.filter(ended_on=None).order_by("pk")
    found = [trajectories.stage_of(one)[0] for one in running]
    assert [found.count(stage) for stage in "12345"] == [4, 5, 4, 2, 0]


def test_every_finding_of_others_names_its_study():
    external = Measurement.objects.filter(indicator__programme__code="onderzoek")
    assert external.count() == 34
    assert list(external.filter(study=None)) == []


def test_what_the_year_still_lacks_is_found():
    lacking = [
        one.what
        for check in (checks_chapters.prizes_have_winners, checks_chapters.surveys_are_counted)
        for one in check.run(Year(2023))
    ]
    assert lacking == [
        "Nationale Vrijwilligersprijzen, editie 2023: wie won, is na de uitreiking op 07-12-2023 nog in te vullen.",
        "Enquête onder besturen 2023, vraag 2: hoe de antwoorden zijn verdeeld, is nog in te vullen.",
    ]
    assert list(checks_chapters.active_are_trained.run(Year(2023))) == []


def test_loading_again_changes_nothing():
    def there():
        return [model.objects.count() for model in (AdviceActivity, AdviserActivity, Enquiry, QualityMark, Measurement)]

    before = there()
    chapters_special.load(User.objects.get(email=people.email("Esra Yildirim")))
    assert there() == before
