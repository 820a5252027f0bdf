"""Each check of the special records is silent when all fits, and speaks when one thing was broken."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from nov.kernel.checks import Severity
from nov.kernel.periods import Year
from programmes import advisers, recording, surveys
from programmes import checks_chapters as checks
from programmes.models import (
    Adviser,
    AdviserActivity,
    AreaParticipation,
    Nominee,
    PrizeEdition,
    QualityMark,
    Survey,
    SurveyOption,
    WorkingArea,
)
from programmes.records import enter
from tests.programmes import making

YEAR = Year(2023)


def found(check, year=YEAR) -> list[tuple[str, Severity]]:
    return [(one.what, one.severity) for one in check.run(year)]


@pytest.fixture
def programme(db):
    return making.programme("werk", "Werk", chapters=[11])


def test_active_but_stopped(programme):
    adviser = advisers.train_adviser(programme, code="a-1", trained_on=date(2022, 3, 1), region="utrecht")
    advisers.stop_adviser(adviser, last_day=date(2023, 5, 31))
    assert found(checks.active_are_trained) == []
    Adviser.objects.filter(pk=adviser.pk).update(stopped_on=date(2023, 6, 1))
    AdviserActivity.objects.filter(adviser=adviser).update(during=(date(2022, 3, 1), None))

    assert found(checks.active_are_trained) == [
        ("Adviseur a-1 staat eind 2023 als actief, maar is dan gestopt of nog niet opgeleid.", Severity.BLOCKS)
    ]
    assert found(checks.active_are_trained, Year(2022)) == []


def test_prize_without_a_winner(programme, organisation):
    edition = enter(
        PrizeEdition,
        programme=programme,
        year=2023,
        ceremony_on=date(2023, 12, 7),
        place="Utrecht",
        prize_money=Decimal(100),
    )
    nominee = Nominee.objects.create(edition=edition, organisation=organisation)
    assert [(one.what, one.severity, one.chapter) for one in checks.prizes_have_winners.run(YEAR)] == [
        (
            "Werk, editie 2023: wie won, is na de uitreiking op 07-12-2023 nog in te vullen.",
            Severity.BLOCKS,
            11,
        )
    ]
    assert found(checks.prizes_have_winners, Year(2024)) == []
    nominee.winner = True
    nominee.save()
    assert found(checks.prizes_have_winners) == []


@pytest.fixture
def question(programme):
    survey = enter(
        Survey,
        programme=programme,
        title="Enquête",
        first_day=date(2023, 4, 3),
        last_day=date(2023, 6, 30),
        respondents=10,
    )
    answers = [surveys.Answer("Ja", 6), surveys.Answer("Nee", 4)]
    return surveys.ask(survey, number=2, text="Vraag", kind="een", answered=10, answers=answers)


def test_survey_question_without_distribution(question):
    assert found(checks.surveys_are_counted) == []
    SurveyOption.objects.filter(label="Nee").update(chosen=None)

    assert found(checks.surveys_are_counted) == [
        ("Enquête, vraag 2: hoe de antwoorden zijn verdeeld, is nog in te vullen.", Severity.BLOCKS)
    ]


def test_survey_counts_that_cannot_be(question):
    SurveyOption.objects.filter(label="Nee").update(chosen=5)

    assert found(checks.surveys_are_counted) == [
        ("Enquête, vraag 2: De antwoorden zijn samen meer dan de 10 die antwoordden.", Severity.BLOCKS)
    ]


def test_session_of_a_series_without_attendance(programme, lead):
    def session(subject, **more):
        recording.record_event(programme, kind="sessie", date=date(2023, 6, 14), subject=subject, by=lead, **more)

    session("Los")
    session("Geteld", series="Week", attendance=0)
    assert found(checks.sessions_are_counted) == []
    session("Ongeteld", series="Week")

    assert found(checks.sessions_are_counted) == [
        (
            "Sessie 14-06-2023: Ongeteld: het aantal deelnemers is nog in te vullen; "
            "zonder dat klopt de top drie van Week niet.",
            Severity.BLOCKS,
        )
    ]


def test_place_called_a_municipality(programme):
    hellendoorn = WorkingArea.objects.create(name="Hellendoorn", kind="gemeente", province="overijssel")
    nijverdal = WorkingArea.objects.create(name="Nijverdal", kind="plaats", within=hellendoorn, province="overijssel")
    during = (date(2023, 1, 1), None)
    for area in (hellendoorn, nijverdal):
        AreaParticipation.objects.create(programme=programme, area=area, during=during)
    assert found(checks.areas_are_what_they_are) == []
    nijverdal.kind = "gemeente"
    nijverdal.save()

    assert found(checks.areas_are_what_they_are) == [
        ("Nijverdal ligt in Hellendoorn en staat toch als gemeente: is het een plaats?", Severity.JUDGE)
    ]


def test_mark_that_lapsed(programme, organisation):
    given = {"programme": programme, "organisation": organisation}
    first = QualityMark.objects.create(**given, awarded_on=date(2019, 3, 12), valid_until=date(2023, 3, 12))
    assert found(checks.marks_are_renewed) == [
        ("Het keurmerk van Centrale Veldkamp gold tot 12-03-2023 en was dan niet verlengd.", Severity.INFO)
    ]
    QualityMark.objects.create(**given, awarded_on=date(2023, 3, 12), valid_until=date(2027, 3, 12), renews=first)
    assert found(checks.marks_are_renewed) == []
