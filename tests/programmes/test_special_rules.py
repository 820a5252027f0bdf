"""The rules of advisers, trajectories and surveys, with values worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError

from programmes import advisers, recording, surveys, trajectories
from programmes.models import AdviserActivity, Stage, Survey, SurveyOption, SurveyQuestion, Trajectory, TrajectoryStep
from programmes.records import enter
from programmes.surveys import Answer
from tests.programmes import making

TRAINED = date(2023, 3, 23)


@pytest.fixture
def programme(db):
    return making.programme("geregeld", "Geregeld")


@pytest.fixture
def adviser(programme):
    return advisers.train_adviser(programme, code="a-1", trained_on=TRAINED, region="utrecht")


def active(day):
    return AdviserActivity.objects.filter(during__contains=day).count()


def test_an_adviser_is_active_from_the_training_until_the_last_day(adviser):
    assert (active(date(2023, 3, 22)), active(TRAINED)) == (0, 1)
    advisers.stop_adviser(adviser, last_day=date(2023, 9, 30))
    assert (active(date(2023, 9, 30)), active(date(2023, 10, 1))) == (1, 0)
    assert adviser.stopped_on == date(2023, 10, 1)


def test_an_adviser_rests_and_comes_back(adviser):
    advisers.pause(adviser, first_day=date(2023, 6, 1))
    advisers.resume(adviser, first_day=date(2023, 9, 1))
    assert [active(date(2023, month, 1)) for month in (5, 6, 8, 9)] == [1, 0, 0, 1]
    assert adviser.stopped_on is None


def test_resuming_before_the_training_is_refused(adviser):
    with pytest.raises(ValidationError) as refused:
        advisers.resume(adviser, first_day=date(2023, 3, 22))
    assert refused.value.message_dict == {"first_day": ["Adviseur a-1 is opgeleid op 23-03-2023."]}


def test_trained_on_the_day_of_the_training(programme, lead):
    training = recording.record_event(programme, kind="training", date=TRAINED, subject="Basistraining", by=lead)
    with pytest.raises(ValidationError) as refused:
        advisers.train_adviser(
            programme, code="a-2", trained_on=date(2023, 3, 24), trained_at=training, region="utrecht"
        )
    assert list(refused.value.message_dict) == ["trained_on"]


@pytest.fixture
def trajectory(programme, organisation, adviser):
    return enter(
        Trajectory, programme=programme, organisation=organisation, adviser=adviser, started_on=date(2023, 4, 1)
    )


def test_a_trajectory_goes_through_its_stages_in_order(trajectory):
    assert trajectory.steps.count() == 9
    went = [trajectories.stage_of(trajectory)]
    for month in (4, 5, 6, 7, 8):
        went.append(trajectories.finish_stage(trajectory, on=date(2023, month, 10)))
    assert went == [
        Stage.INTAKE,
        Stage.SELF_EVALUATION,
        Stage.IMPROVEMENT,
        Stage.ASSESSMENT,
        Stage.MARK,
        None,
    ]
    with pytest.raises(ValidationError, match="al helemaal doorlopen"):
        trajectories.finish_stage(trajectory, on=date(2023, 9, 10))


def test_a_stage_is_not_done_before_the_one_before_it(trajectory):
    with pytest.raises(ValidationError) as refused:
        trajectories.finish_stage(trajectory, on=date(2023, 3, 31))
    assert list(refused.value.message_dict) == ["on"]
    trajectories.finish_stage(trajectory, on=date(2023, 5, 10))
    with pytest.raises(ValidationError):
        trajectories.finish_stage(trajectory, on=date(2023, 5, 9))
    assert TrajectoryStep.objects.filter(done_on__isnull=False).count() == 2


def test_keeping_a_trajectory_again_adds_no_tasks(trajectory):
    trajectories.keep(trajectory)
    assert trajectory.steps.count() == 9


@pytest.fixture
def survey(programme):
    return enter(
        Survey,
        programme=programme,
        title="Enquête",
        first_day=date(2023, 4, 3),
        last_day=date(2023, 6, 30),
        respondents=145,
    )


def ask(survey, *answers, kind="meer", answered=145, skipped=0):
    return surveys.ask(survey, number=1, text="Vraag", kind=kind, answered=answered, skipped=skipped, answers=answers)


def test_a_percentage_follows_from_the_counts(survey):
    question = ask(survey, Answer("Ja", 75), Answer("Weet niet"))
    yes, unknown = question.options.all()
    assert (surveys.percentage(yes), surveys.percentage(unknown)) == (Fraction(7500, 145), None)


def test_of_no_answers_there_is_no_percentage(survey):
    question = ask(survey, Answer("Ja", 0), answered=0, skipped=145)
    assert surveys.percentage(question.options.get()) is None


@pytest.mark.parametrize(
    ("answers", "more", "field"),
    [
        ([Answer("Ja", 146)], {}, "chosen"),
        ([Answer("ICT", get=146, give=1)], {"kind": "onderwerpen"}, "get"),
        ([Answer("Ja", 100), Answer("Nee", 46)], {"kind": "een"}, "chosen"),
        ([Answer("Ja", 104), Answer("Nee, geen van beide", 42, exclusive=True)], {}, "chosen"),
        ([Answer("Ja", 1)], {"answered": 144}, "answered"),
    ],
    ids=["more than all", "subject more than all", "one answer each", "exclusive with another", "not all"],
)
def test_counts_that_cannot_be_are_refused(survey, answers, more, field):
    with pytest.raises(ValidationError) as refused:
        ask(survey, *answers, **more)
    assert list(refused.value.message_dict) == [field]
    assert SurveyQuestion.objects.count() == 0


def test_counts_that_just_fit_are_kept(survey):
    ask(survey, Answer("Ja", 103), Answer("Anders", 103), Answer("Nee, geen van beide", 42, exclusive=True))
    assert SurveyOption.objects.count() == 3
