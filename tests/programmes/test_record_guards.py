"""What the database itself refuses in the records of the programmes, past every form and rule."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from finance.models import Party
from members.models import Municipality, Organisation
from nov.kernel.periods import Year
from programmes import checks
from programmes.models import (
    AdviceActivity,
    Adviser,
    AdviserActivity,
    Application,
    ApplicationRound,
    GrantScheme,
    Milestone,
    Nominee,
    PrizeEdition,
    Publication,
    QualityMark,
    Survey,
    SurveyOption,
    SurveyQuestion,
    WorkingArea,
)


def refused(name, make):
    """The database refuses it, by this constraint or in these words."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make()


@pytest.fixture
def other(db) -> Organisation:
    party = Party.objects.create(name="Buurtkring Loodal")
    return Organisation.objects.create(
        party=party, name="Buurtkring Loodal", municipality=Municipality.objects.get(name="Hengelo"), sector="welzijn"
    )


@pytest.fixture
def adviser(meedoen) -> Adviser:
    return Adviser.objects.create(programme=meedoen, code="a1", trained_on=date(2022, 3, 1), region="drenthe")


def test_a_mark_is_renewed_later_and_by_its_own_organisation(meedoen, organisation, other):
    def mark(of, awarded, renews=None):
        valid = awarded.replace(year=awarded.year + 4)
        return QualityMark.objects.create(
            programme=meedoen, organisation=of, awarded_on=awarded, valid_until=valid, renews=renews
        )

    first = mark(organisation, date(2019, 5, 1))
    refused("Een verlenging komt na", lambda: mark(organisation, date(2018, 5, 1), first))
    refused("van dezelfde organisatie", lambda: mark(other, date(2023, 5, 1), first))
    mark(organisation, date(2023, 5, 1), first)
    moved = QualityMark.objects.filter(pk=first.pk)
    refused("al verlengd", lambda: moved.update(awarded_on=date(2023, 6, 1), valid_until=date(2027, 6, 1)))
    refused("mark_valid_after_award", lambda: moved.update(valid_until=date(2019, 5, 1)))


def test_an_adviser_is_active_from_the_training_on_and_once_at_a_time(adviser):
    def active(first, last):
        return AdviserActivity.objects.create(adviser=adviser, during=DateRange(first, last))

    refused("vanaf de opleiding", lambda: active(date(2022, 2, 1), date(2022, 6, 1)))
    active(date(2022, 3, 1), date(2022, 6, 1))
    refused("adviser_active_once_at_a_time", lambda: active(date(2022, 5, 1), None))
    later = Adviser.objects.filter(pk=adviser.pk)
    refused("al actief voor deze dag", lambda: later.update(trained_on=date(2022, 4, 1)))
    refused("adviser_stopped_after_training", lambda: later.update(stopped_on=date(2022, 3, 1)))


def test_the_fields_of_an_activity_belong_to_its_kind(meedoen, adviser):
    said = {"programme": meedoen, "adviser": adviser, "date": date(2023, 3, 1)}
    for wrong in (
        {"kind": "bijeenkomst", "province": "drenthe"},
        {"kind": "bijeenkomst", "sector": "sport"},
        {"kind": "bijeenkomst", "size": "1-10"},
        {"kind": "advies", "meeting": "workshop"},
    ):
        refused("activity_fields_of_its_kind", lambda wrong=wrong: AdviceActivity.objects.create(**said, **wrong))
    AdviceActivity.objects.create(**said, kind="advies", province="drenthe", size="1-10")


def test_an_edition_has_one_winner_and_a_prize(meedoen, organisation, other):
    said = {"programme": meedoen, "year": 2023, "ceremony_on": date(2023, 12, 7), "place": "Hengelo"}
    refused("edition_prize_money_positive", lambda: PrizeEdition.objects.create(**said, prize_money=Decimal(0)))
    refused("ceremony_on", lambda: PrizeEdition.objects.create(**{**said, "ceremony_on": None}, prize_money=1))
    edition = PrizeEdition.objects.create(**said, prize_money=Decimal(100))
    Nominee.objects.create(edition=edition, organisation=organisation, winner=True)
    refused("nominee_one_winner", lambda: Nominee.objects.create(edition=edition, organisation=other, winner=True))


def test_an_answer_is_chosen_or_a_subject_is_learned_and_taught(meedoen):
    days = {"first_day": date(2023, 1, 1), "last_day": date(2023, 1, 31)}
    survey = Survey.objects.create(programme=meedoen, title="Peiling", respondents=10, **days)
    question = SurveyQuestion.objects.create(survey=survey, number=1, text="Wat?", kind="meer", answered=10)

    def option(**given):
        return SurveyOption.objects.create(question=question, order=1, label="Iets", **given)

    refused("option_chosen_or_get_and_give", lambda: option(chosen=1, get=1, give=1))
    refused("option_get_with_give", lambda: option(get=1))
    refused("chosen", lambda: option(chosen=-1))
    refused("survey_closes_after_opening", lambda: Survey.objects.update(last_day=date(2022, 1, 1)))


def test_a_place_lies_within_a_municipality(db):
    refused(
        "area_place_lies_within",
        lambda: WorkingArea.objects.create(name="Nijverdal", kind="plaats", province="overijssel"),
    )


def test_an_application_is_decided_on_a_day_with_an_outcome(meedoen):
    scheme = GrantScheme.objects.create(programme=meedoen, name="Kort", funder="VWS")
    during = DateRange(date(2023, 1, 1), date(2023, 3, 1))
    rounds = ApplicationRound.objects.create(scheme=scheme, name="1", during=during)
    said = {"programme": meedoen, "round": rounds, "reference": "1", "submitted_on": date(2023, 2, 1)}
    for wrong in (
        {"outcome": "toegekend"},
        {"decided_on": date(2023, 3, 1)},
        {"outcome": "afgewezen", "decided_on": date(2023, 1, 1)},
    ):
        refused("application_decided_with_outcome", lambda wrong=wrong: Application.objects.create(**said, **wrong))


def test_a_publication_was_published_or_is_planned_and_a_title_is_there_once(meedoen):
    refused(
        "publication_published_or_planned",
        lambda: Publication.objects.create(programme=meedoen, kind="film", title="A"),
    )
    Publication.objects.create(programme=meedoen, kind="e-book", title="Samen", planned_for=2024)
    refused(
        "publication_title_once",
        lambda: Publication.objects.create(programme=meedoen, kind="film", title="SAMEN", planned_for=2024),
    )


def test_a_planned_milestone_that_has_passed_is_found(meedoen):
    Milestone.objects.create(programme=meedoen, title="Start", date=date(2023, 9, 1), planned=True)
    Milestone.objects.create(programme=meedoen, title="Later", date=date(2024, 9, 1), planned=True)
    Milestone.objects.create(programme=meedoen, title="Klaar", date=date(2023, 1, 1))
    assert [finding.what for finding in checks.planned_ahead.run(Year(2023))] == [
        "‘Start’ was gepland op 01-09-2023: is het bereikt, of wanneer komt het?"
    ]
