"""The pages of the report, as their users meet them."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest
from django.test import Client

from finance.models import Decision
from members.models import InterviewPlan
from nov.kernel.models import User
from reports import checks
from reports.editions import Outline, Required, open_edition, require_figures, save_chapter
from reports.findings import mark_of, open_findings, outcomes
from reports.models import Chapter, EditionEvent, Waiver
from tests.programmes import making

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def client_of(*roles: str) -> Client:
    user = User.objects.create_user(f"{'-'.join(roles)}@nov.example", "x", name=f"Iemand {roles[0]}", roles=list(roles))
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def author(edition) -> Client:
    return client_of("auteur")


def test_overview_shows_chapters_with_their_state(author, edition, writer):
    save_chapter(edition.chapters.get(number=1), "Tekst.", seen=0, by=writer)

    page = author.get("/jaarverslag/2023/").content.decode()

    assert page.count('<span class="tag none">nog in te vullen</span>') == 2
    assert page.count('<span class="tag good">klaar</span>') == 1


@pytest.mark.parametrize("year", [2023, 2024])
def test_overview_costs_as_many_queries_with_three_chapters_as_with_one(
    author, writer, monkeypatch, django_assert_num_queries, year
):
    open_edition(2024, by=writer, outline=[Outline(1, "Bestuur")])
    own = [checks.chapters_without_text]
    monkeypatch.setattr(import_module("reports.views.editions"), "outcomes", lambda of: outcomes(of, own))

    with django_assert_num_queries(10):
        author.get(f"/jaarverslag/{year}/")


def test_author_saves_a_text_and_sees_it_with_its_figures(author, edition):
    InterviewPlan.objects.create(year=2024, subject="Strategie", count=20, mark="circa", source="Werkplan")

    answer = author.post(
        "/jaarverslag/2023/hoofdstuk/1/",
        {"text": "Er zijn {strategie.interviews@volgend} gesprekken gepland.", "seen": 0},
        follow=True,
    )

    assert answer.redirect_chain == [("/jaarverslag/2023/hoofdstuk/1/", 302)]
    page = answer.content.decode()
    assert "Bewaard als versie 1." in page
    assert 'href="/jaarverslag/cijfers/strategie.interviews/?op=2024"' in page
    assert "circa\u00a020" in page


def test_text_with_an_unknown_figure_is_kept_in_the_form_and_not_saved(author, edition):
    answer = author.post("/jaarverslag/2023/hoofdstuk/1/", {"text": "Er zijn {leden.totaa} leden.", "seen": 0})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Regel 1: Het kengetal ‘leden.totaa’ bestaat niet. Bedoel je ‘leden.totaal’?" in page
    assert "Er zijn {leden.totaa} leden.</textarea>" in page
    assert Chapter.objects.get(number=1).version == 0


def test_reader_sees_the_text_and_no_editor(edition, writer):
    save_chapter(edition.chapters.get(number=1), "Tekst.", seen=0, by=writer)
    reader = client_of("accountant")

    page = reader.get("/jaarverslag/2023/hoofdstuk/1/")
    assert (page.status_code, "<textarea" in page.content.decode()) == (200, False)
    assert reader.post("/jaarverslag/2023/hoofdstuk/1/", {"text": "Anders.", "seen": 1}).status_code == 403
    assert Chapter.objects.get(number=1).text == "Tekst.\n"


def test_preview_shows_a_text_without_saving_it(author, edition):
    answer = author.post("/jaarverslag/2023/hoofdstuk/1/voorbeeld/", {"text": "## Kop\n\nMet <b>haken</b>."})

    assert "Kop" in answer.content.decode()
    assert "&lt;b&gt;haken&lt;/b&gt;" in answer.content.decode()
    assert Chapter.objects.get(number=1).version == 0


def test_versions_show_what_changed(author, edition, writer):
    save_chapter(edition.chapters.get(number=1), "Eerste regel.\n\nBlijft.", seen=0, by=writer)
    save_chapter(edition.chapters.get(number=1), "Andere regel.\n\nBlijft.", seen=1, by=writer)

    page = author.get("/jaarverslag/2023/hoofdstuk/1/versies/").content.decode()

    assert "<del>Eerste regel.</del>" in page
    assert "<ins>Andere regel.</ins>" in page


def test_list_of_figures_costs_as_many_queries_with_three_indicators_as_with_one(author, django_assert_num_queries):
    of = making.programme("meedoen", "#Meedoen")
    making.indicator(of, "meedoen.films", "Films")
    with django_assert_num_queries(15) as asked:
        author.get("/jaarverslag/cijfers/")

    making.indicator(of, "meedoen.boeken", "Boeken")
    making.indicator(of, "meedoen.liedjes", "Liedjes")
    with django_assert_num_queries(len(asked)):
        assert "Liedjes" in author.get("/jaarverslag/cijfers/").content.decode()


def test_figure_has_a_page_with_its_value_meaning_and_records(edition):
    InterviewPlan.objects.create(year=2024, subject="Strategie", count=20, mark="circa", source="Werkplan")
    bureau = client_of("bureau")

    page = bureau.get("/jaarverslag/cijfers/strategie.interviews/?op=2024").content.decode()

    assert '<p class="key">circa\u00a020</p>' in page
    assert "Interviews over de meerjarenstrategie die voor de jaren van de periode zijn gepland." in page
    assert '<th scope="row">Strategie, 2024</th><td class="num">20</td>' in page


def test_figure_of_a_day_that_has_not_come_is_not_known_yet(author, edition, settings):
    settings.NOV_TODAY = date(2024, 4, 15)

    page = author.get("/jaarverslag/cijfers/leden.totaal/?op=2024").content.decode()
    assert '<p class="key">nog in te vullen</p>' in page
    assert '<p class="soft">Dit is pas later bekend.</p>' in page

    open_edition(2024, by=User.objects.get(roles__contains=["coordinator"]))
    assert 'name="op" value="2024-04-15"' in author.get("/jaarverslag/cijfers/leden.totaal/").content.decode()


def test_records_that_are_not_for_a_role_are_not_shown(author, edition):
    InterviewPlan.objects.create(year=2024, subject="Strategie", count=20, mark="circa", source="Werkplan")

    page = author.get("/jaarverslag/cijfers/strategie.interviews/?op=2024").content.decode()

    assert '<p class="key">circa\u00a020</p>' in page
    assert "De gegevens zelf vallen buiten je rol." in page
    assert "Strategie, 2024" not in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("2023-12-31", "‘leden.nieuw’ loopt over een periode, niet op een peildatum."),
        ("gisteren", "‘gisteren’ is geen peildatum of periode."),
    ],
)
def test_figure_asked_at_a_wrong_moment_says_so(author, edition, asked, said):
    page = author.get(f"/jaarverslag/cijfers/leden.nieuw/?op={asked}")

    assert page.status_code == 200
    assert said in page.content.decode()


def test_unknown_figure_is_not_found(author):
    assert author.get("/jaarverslag/cijfers/leden.totaa/").status_code == 404


def test_catalogue_is_searched_by_words_anywhere(author):
    page = author.get("/jaarverslag/cijfers/?q=bestuur+termijn").content.decode()

    assert "/jaarverslag/cijfers/bestuur.termijn/" in page
    assert "/jaarverslag/cijfers/leden.totaal/" not in page


@pytest.mark.parametrize(
    ("form", "kind", "begins"),
    [("pdf", "application/pdf", b"%PDF-"), ("html", "text/html; charset=utf-8", b"<!DOCTYPE html>")],
)
def test_report_is_downloaded(edition, form, kind, begins):
    answer = client_of("accountant").get(f"/jaarverslag/2023/jaarverslag.{form}")

    assert answer.content.startswith(begins)
    assert answer["Content-Type"] == kind
    assert answer["Content-Disposition"] == f'attachment; filename="jaarverslag-2023.{form}"'


def test_unknown_document_is_not_found(edition):
    accountant = client_of("accountant")

    assert accountant.get("/jaarverslag/2023/ledenlijst.pdf").status_code == 404
    assert accountant.get("/jaarverslag/2023/jaarverslag.exe").status_code == 404


def test_finding_is_waived_with_a_reason(edition):
    coordinator = client_of("coordinator")
    finding = next(each for each in open_findings(outcomes(edition.period)) if each.chapter == 1)
    url = f"/jaarverslag/2023/ontheffing/{mark_of(finding)}/"

    assert finding.what in coordinator.get(url).content.decode()
    assert coordinator.post(url, {"reason": ""}).status_code == 422
    answer = coordinator.post(url, {"reason": "Dit jaar niet."})

    assert answer.status_code == 302
    assert [(each.what, each.reason) for each in Waiver.objects.all()] == [(finding.what, "Dit jaar niet.")]
    assert coordinator.get(url).status_code == 404


def test_report_is_offered_handed_back_and_not_adopted_while_points_are_open(edition):
    author, board = client_of("auteur"), client_of("bestuur")
    decision = Decision.objects.create(body="alv", date="2024-06-12", number="A-3", subject="Jaarverslag 2023")

    author.post("/jaarverslag/2023/aanbieden/", {})
    assert edition.state is EditionEvent.Kind.REVIEW
    board.post("/jaarverslag/2023/terug/", {"note": "Hoofdstuk 2 mist de redenen."})
    assert edition.state is EditionEvent.Kind.RETURN
    answer = board.post("/jaarverslag/2023/vaststellen/", {"decision": decision.pk})

    assert answer.status_code == 422
    assert "1. Bestuur: tekst nog in te vullen" in answer.content.decode()
    assert edition.state is EditionEvent.Kind.RETURN


def test_whole_draft_is_read_on_screen(author, edition, writer):
    save_chapter(edition.chapters.get(number=1), "Er zijn {leden.totaal} leden.", seen=0, by=writer)

    page = author.get("/jaarverslag/2023/lezen/").content.decode()

    assert page.count("<h1") == 1
    assert 'href="/jaarverslag/cijfers/leden.totaal/?op=2023"' in page


def test_list_of_editions(author, writer):
    page = author.get("/jaarverslag/").content.decode()

    assert '<a href="/jaarverslag/2023/">Jaarverslag 2023</a>' in page


def test_required_figures_without_value_link_to_their_page(author, edition):
    require_figures(edition, [Required(1, "strategie.interviews", "2024")])

    page = author.get("/jaarverslag/2023/").content.decode()

    assert 'href="/jaarverslag/cijfers/strategie.interviews/?op=2024"' in page


def test_points_of_one_kind_are_one_line_with_their_chapters_and_the_list(author, edition):
    require_figures(edition, [Required(1, "strategie.interviews", str(year)) for year in range(2030, 2034)])

    page = author.get("/jaarverslag/2023/").content.decode()

    assert "<h3>Cijfers waarvoor nog niets is vastgelegd: 4</h3>" in page
    assert 'Hoofdstuk <a href="/jaarverslag/2023/hoofdstuk/1/#found">1<' in page
    assert page.count('href="/jaarverslag/cijfers/strategie.interviews/?op=203') == 4
    chapter = author.get("/jaarverslag/2023/hoofdstuk/1/").content.decode()
    assert "<summary>Toon de 4 punten<" in chapter
