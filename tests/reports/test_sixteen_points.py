"""The sixteen points on which the draft of the reference year was unfinished or contradicted itself.

Each is found by a check that has a name, or cannot be: the form, the rule or the database refuses it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, transaction
from django.test import Client

import finance.checks
from finance import budgets
from finance.models import GrantAward
from members.models import Membership
from nov.demo import people
from nov.kernel.checks import Check
from nov.kernel.documents import blocks
from nov.kernel.models import User
from nov.kernel.periods import Turn, Year, reference
from programmes import advisers, checks, checks_chapters, defining, recording
from programmes.models import (
    Adviser,
    AdviserActivity,
    AreaParticipation,
    Element,
    Event,
    Indicator,
    Measurement,
    Milestone,
    Nominee,
    PrizeEdition,
    Programme,
    Publication,
)
from programmes.records import enter
from reports import checks as report_checks
from reports.blocks import BLOCKS
from reports.catalogue import CATALOGUE
from reports.chapters import context_of, document_chapter
from reports.models import Chapter
from reports.picture import picture

YEAR = Year(2023)

pytestmark = pytest.mark.usefixtures("demo")


def said(check: Check, year: Year = YEAR) -> list[str]:
    return [finding.what for finding in check.run(year)]


def read(key: str, at: str = "2023") -> Any:
    return CATALOGUE.find(key).read(reference(at)).value


def programme(code: str) -> Programme:
    return Programme.objects.get(code=code)


def coordinator() -> User:
    return User.objects.get(email=people.email("Esra"))


def block(name: str, number: int) -> Any:
    """What a block of a chapter prints."""
    chapter = Chapter.objects.select_related("edition", "author").get(edition=2023, number=number)
    with picture() as readings:
        return BLOCKS[name].make(context_of(chapter, readings))


def prints(number: int) -> str:
    """The words of the first paragraph of a chapter."""
    chapter = Chapter.objects.select_related("edition", "author").get(edition=2023, number=number)
    with picture() as readings:
        made = document_chapter(chapter, context_of(chapter, readings))
    return blocks.plain(made.lead or made.blocks[0].words).replace("\u00a0", " ")


def write(number: int, text: str) -> None:
    Chapter.objects.filter(edition=2023, number=number).update(text=text)


def test_point_1_a_required_figure_without_a_measurement_is_named():
    unmeasured = [what for what in said(checks.required_measured) if "(volgers.x." in what]
    assert [what.rpartition("(")[2].partition(")")[0] for what in unmeasured] == ["volgers.x.nov", "volgers.x.prijzen"]
    assert said(checks_chapters.surveys_are_counted) == [
        "Enquête onder besturen 2023, vraag 2: hoe de antwoorden zijn verdeeld, is nog in te vullen."
    ]


def test_point_1_a_top_three_needs_the_attendance_of_every_session():
    session = Event.objects.filter(series="Kennisboostweek najaar 2023", kind="sessie")[0]
    Event.objects.filter(pk=session.pk).update(attendance=None)
    assert [what for what in said(checks_chapters.sessions_are_counted) if str(session) in what] == [
        f"{session}: het aantal deelnemers is nog in te vullen; "
        "zonder dat klopt de top drie van Kennisboostweek najaar 2023 niet."
    ]


def test_point_2_a_note_to_a_colleague_is_an_open_task():
    write(0, "Daan, heb jij al een eerste opzet?\n")
    assert said(report_checks.tasks_in_texts) == [
        "Het jaar in het kort, regel 1: een vraag aan een collega: “Daan, heb jij al een eerste opzet?”"
    ]


def test_point_3_active_is_part_of_trained():
    assert (read("goedgeregeld.adviseurs_expedities"), read("goedgeregeld.adviseurs")) == (61, 75)
    adviser = Adviser.objects.filter(programme__code="goedgeregeld")[0]
    with pytest.raises(ValidationError, match="is opgeleid op"):
        advisers.resume(adviser, first_day=date(2010, 1, 1))
    with pytest.raises(Error), transaction.atomic():
        AdviserActivity.objects.create(adviser=adviser, during=(date(2010, 1, 1), date(2010, 2, 1)))
    assert said(checks_chapters.active_are_trained) == []


def test_point_4_a_rank_is_computed():
    places = {key: (read(f"pagina.{key}"), read(f"rang.{key}")) for key in ("prijzen", "vergoedingen")}
    assert places == {"prijzen": (15678, 4), "vergoedingen": (12910, 5)}
    assert not Indicator.objects.filter(key__startswith="rang").exists()


def test_point_5_a_period_does_not_end_before_it_starts_and_a_phase_stands_once():
    sow = programme("sow")
    with pytest.raises(ValidationError, match="De fase eindigt op 31-12-2023, voor zij begint op 01-01-2028"):
        defining.add_phase(sow, name="Fase 3", first_day=date(2028, 1, 1), last_day=date(2023, 12, 31))
    with pytest.raises(ValidationError):
        defining.add_phase(sow, name="Fase 2", first_day=date(2023, 10, 1), last_day=date(2027, 12, 31))
    assert sow.phases.get(name="Fase 2").last_day == date(2026, 12, 31)


def test_point_6_the_ranking_is_this_years_top_ten_and_last_years():
    (table,) = [node for node in block("platform.rangorde", 2) if isinstance(node, blocks.Table)]
    assert [int(blocks.plain(row.cells[0])) for row in table.rows if len(row.cells) > 1] == [*range(1, 13), 16]


def test_point_7_every_leaver_has_a_reason():
    left = CATALOGUE.find("leden.opgezegd").read(YEAR)
    assert (left.value, sum(part.value for part in left.parts.values())) == (7, 7)
    bureau = Client()
    bureau.force_login(
        User.objects.get(email=people.email("Anouk")), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    stays = Membership.objects.at_turn(Turn(date(2024, 1, 1))).filter(during__upper_inf=True).order_by("pk")[0]
    organisation = stays.holders.get(during__upper_inf=True).organisation
    answer = bureau.post(
        f"/leden/organisatie/{organisation.pk}/opzegging/",
        {"received_on": "16-10-2023", "last_day": "31-12-2024", "reason": ""},
    )
    assert answer.status_code == 422


def test_point_8_one_figure_over_two_periods_is_two_readings():
    assert (read("expedities.kennisboostsessies", "2021/2023"), read("kennisboost.sessies")) == (96, 33)


def test_point_9_every_difference_names_its_budget():
    assert said(finance.checks.budget) == []
    latest = list(budgets.of_year(2023))[-1]
    for key in ("financien.personeel_afwijking", "financien.overige_afwijking"):
        assert str(latest) in CATALOGUE.find(key).read(YEAR).note
    (table,) = block("financien.verschillen", 2)
    assert latest.name in table.second


def test_point_10_an_award_has_one_date_and_gives_no_income_before_it():
    award = GrantAward.objects.get(grant__phases__programme__code="mva")
    assert award.dated.year == 2024
    assert (read("meeranders.budget"), read("meeranders.budget", "2024")) == (0, award.amount)
    with pytest.raises(Error), transaction.atomic():
        GrantAward.objects.create(grant=award.grant, number=award.number, dated=date(2023, 11, 1), amount=award.amount)
    assert said(finance.checks.grants) == []


def test_point_11_a_publication_has_one_title_and_a_figure_one_meaning():
    book = Publication.objects.filter(programme__code="sow")[0]
    with pytest.raises(ValidationError, match="Dit programma heeft al een publicatie met deze titel"):
        enter(Publication, programme=book.programme, kind="e-book", title=book.title.upper(), published_on=YEAR.first)
    visitors = [CATALOGUE.find(f"site.goedgeregeld.{name}").definition for name in ("bezoekers", "nieuw")]
    assert len(set(visitors)) == 2


def test_point_12_a_rank_that_is_told_is_asked_about():
    assert read("rang.werven") == 12
    write(
        4,
        "Vijf pagina’s over werven zijn de top 10 van de meest bezochte pagina’s.\n\nWerven: {rang.werven} in de top 10.\n",
    )
    assert said(report_checks.ranks_without_figure) == [
        "4. Expedities Nieuwe Gezichten, regel 1: ‘top 10’ zonder de plaats die dat laat zien"
    ]


def test_point_12_a_week_began_once_and_the_year_of_it_is_not_typed():
    with pytest.raises(ValidationError, match="al zo’n onderdeel met deze naam"):
        week = Element.objects.filter(programme__code="kennisboost", kind="editie")[0]
        enter(Element, programme=week.programme, kind="editie", title=week.title, during=("2021-06-01", "2021-06-08"))
    write(1, "De weken bestaan sinds 2021.\n")
    write(16, "De weken begonnen in 2022.\n")
    assert said(report_checks.typed_in_texts) == [
        "1. Bestuur, vergaderingen en dank, regel 1: het moment 2021 is getypt",
        "16. Kennisboostweek, regel 1: het moment 2022 is getypt",
    ]


def test_point_12_what_is_promised_and_given_in_another_chapter_is_asked_about():
    title, at = "Antwoord van de minister", date(2023, 12, 1)
    enter(Milestone, programme=programme("wetregelgeving"), title=title, date=at, planned=True)
    assert [what for what in said(checks.planned_ahead) if "minister" in what] == [
        "‘Antwoord van de minister’ was gepland op 01-12-2023: is het bereikt, of wanneer komt het?"
    ]
    assert said(checks_chapters.promises_kept_elsewhere) == [
        "‘Antwoord van de minister’ is nog gepland; bij Belangenbehartiging is op 21-11-2023 "
        "‘Antwoord van de minister op Kamervragen over regeldruk’ bereikt: is dat hetzelfde?"
    ]


def test_point_13_an_edition_has_a_date_and_after_it_a_winner():
    with pytest.raises(ValidationError) as refused:
        enter(PrizeEdition, programme=programme("prijzen"), year=2024, place="Utrecht", prize_money=Decimal(100))
    assert list(refused.value.message_dict) == ["ceremony_on"]
    assert said(checks_chapters.prizes_have_winners) == [
        "Nationale Vrijwilligersprijzen, editie 2023: wie won, is na de uitreiking op 07-12-2023 nog in te vullen."
    ]
    winner = Nominee.objects.filter(edition__year=2023)[0]
    winner.winner = True
    winner.save()
    assert said(checks_chapters.prizes_have_winners) == []


def test_point_14_one_finding_has_one_value_and_one_mark():
    found = Indicator.objects.get(key="cbs.online_geen")
    for value, mark in ((60, "bijna"), (58, "exact")):
        recording.record_measurement(found, at=Year(2022), value=value, mark=mark, source="Onderzoek", by=coordinator())
    now = Measurement.objects.current().about(found, None, Year(2022))
    assert [(row.value, row.mark) for row in now] == [(58, "exact")]
    write(21, "Bijna zes op de tien, de 60 procent (!): {cbs.online_geen@vorig|bijna}, {cbs.online_geen@vorig}.\n")
    assert [what for what in said(report_checks.typed_in_texts) if what.startswith("21.")] == [
        "21. Onderzoek, regel 1: het getal 60 procent is getypt",
        "21. Onderzoek, regel 1: ‘zes op de tien’ is getypt",
    ]
    assert prints(21) == "Bijna zes op de tien, de 60 procent (!): bijna 60%, 58%."


def test_point_15_a_word_of_change_needs_its_figure():
    write(9, "Het aantal aanvragen is flink gestegen.\n\nEen opmerkelijke toename van trainingen.\n")
    assert [what for what in said(report_checks.changes_without_figure) if what.startswith("9.")] == [
        "9. Maatschappelijke Diensttijd, regel 1: ‘flink’ zonder kengetal dat het laat zien",
        "9. Maatschappelijke Diensttijd, regel 3: ‘opmerkelijke’ zonder kengetal dat het laat zien",
    ]
    before = {
        key: read(key, "2022") for key in ("mdt.aanvragen_kort", "mdt.aanvragen_regulier", "preventie.trainingen")
    }
    assert before == {"mdt.aanvragen_kort": 31, "mdt.aanvragen_regulier": 22, "preventie.trainingen": 9}


def test_point_16_a_place_and_a_region_are_working_areas_and_no_municipalities():
    areas = AreaParticipation.objects.filter(programme__code="bestuurderscentraal")
    kinds = [area.area.kind for area in areas]
    assert (len(kinds), kinds.count("gemeente"), kinds.count("plaats"), kinds.count("regio")) == (21, 19, 1, 1)
    place = areas.get(area__kind="plaats").area
    place.kind = "gemeente"
    place.save()
    assert said(checks_chapters.areas_are_what_they_are) == [
        f"{place} ligt in {place.within} en staat toch als gemeente: is het een plaats?"
    ]
