"""An edition: opened once, written with versions, offered and handed back, carried over into the next year."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from nov.kernel.models import User
from reports.editions import Outline, Required, hand_back, offer, open_edition, require_figures, save_chapter
from reports.models import Chapter, ChapterVersion, Edition, EditionEvent

OPEN, REVIEW, RETURN = EditionEvent.Kind.OPEN, EditionEvent.Kind.REVIEW, EditionEvent.Kind.RETURN


def chapter(edition: Edition, number: int = 1) -> Chapter:
    return edition.chapters.get(number=number)


def refused(error: pytest.ExceptionInfo[ValidationError]) -> list[str]:
    return error.value.messages


def test_edition_opens_once(edition, writer):
    with pytest.raises(ValidationError) as error:
        open_edition(2023, by=writer, outline=[Outline(1, "Bestuur")])

    assert refused(error) == ["Het jaarverslag 2023 is al geopend."]


def test_edition_without_a_year_before_needs_an_outline(writer):
    with pytest.raises(ValidationError) as error:
        open_edition(2030, by=writer)

    assert refused(error) == ["Er is geen jaarverslag 2029 om mee te beginnen; geef een indeling."]
    assert not Edition.objects.exists()


def test_saving_keeps_every_version(edition, writer):
    save_chapter(chapter(edition), "Eerste.", seen=0, by=writer)
    saved = save_chapter(chapter(edition), "Tweede.\r\n\r\nMet alinea.  ", seen=1, by=writer)

    assert (saved.version, saved.text) == (2, "Tweede.\n\nMet alinea.\n")
    assert list(saved.versions.order_by("version").values_list("version", "text")) == [
        (1, "Eerste.\n"),
        (2, "Tweede.\n\nMet alinea.\n"),
    ]


def test_saving_the_same_text_makes_no_version(edition, writer):
    save_chapter(chapter(edition), "Eerste.", seen=0, by=writer)
    again = save_chapter(chapter(edition), "Eerste.\n", seen=1, by=writer)

    assert (again.version, again.versions.count()) == (1, 1)


def test_saving_over_somebody_else_is_refused(edition, writer):
    other = User.objects.create_user("esra@nov.example", "x", name="Esra Yildirim", roles=["coordinator"])
    save_chapter(chapter(edition), "Van Esra.", seen=0, by=other)

    with pytest.raises(ValidationError) as error:
        save_chapter(chapter(edition), "Van Daan.", seen=0, by=writer)

    assert error.value.message_dict == {
        "text": ["Esra Yildirim heeft dit hoofdstuk intussen bewaard (versie 1). Vergelijk eerst."]
    }
    assert chapter(edition).text == "Van Esra.\n"


def test_saving_an_unknown_figure_or_block_is_refused_with_the_nearest(edition, writer):
    with pytest.raises(ValidationError) as error:
        save_chapter(chapter(edition), "Er zijn {leden.totaa} leden.\n\n::: leden.burg\n", seen=0, by=writer)

    assert error.value.message_dict == {
        "text": [
            "Regel 1: Het kengetal ‘leden.totaa’ bestaat niet. Bedoel je ‘leden.totaal’?",
            "Regel 3: Het blok ‘leden.burg’ bestaat niet. Bedoel je ‘leden.brug’ of ‘leden.redenen’?",
        ]
    }
    assert chapter(edition).version == 0


def test_required_figures_keep_their_order(edition):
    require_figures(edition, [Required(2, "leden.totaal", "2024-01-01"), Required(1, "bestuur.leden")])

    assert [str(each) for each in edition.figures.all()] == ["leden.totaal@2024-01-01", "bestuur.leden"]


def test_required_figures_that_cannot_be_read_are_refused_by_row(edition):
    wrong = [
        Required(2, "leden.totaal", "2024"),
        Required(2, "leden.nieuw", "2023-12-31"),
        Required(2, "leden.totalen"),
        Required(2, "leden.totaal", "2023", "ongeveer"),
    ]

    with pytest.raises(ValidationError) as error:
        require_figures(edition, wrong)

    assert refused(error) == [
        "Rij 2: ‘leden.nieuw’ loopt over een periode; 2023-12-31 is een peildatum.",
        "Rij 3: Het kengetal ‘leden.totalen’ bestaat niet. Bedoel je ‘leden.totaal’ of ‘leden.sportbonden’ of ‘leden.begin’?",
        "Rij 4: De schrijfwijze ‘ongeveer’ bestaat niet.",
    ]
    assert edition.figures.count() == 0


def test_report_is_offered_and_handed_back(edition, writer):
    assert edition.state is OPEN

    offer(edition, by=writer)
    assert edition.state is REVIEW

    hand_back(edition, by=writer, note="Noem waarom leden opzegden.")
    assert edition.state is RETURN

    offer(edition, by=writer)
    assert [event.kind for event in edition.events.all()] == ["open", "review", "return", "review"]


def test_report_under_review_is_not_offered_again(edition, writer):
    offer(edition, by=writer)

    with pytest.raises(ValidationError) as error:
        offer(edition, by=writer)

    assert refused(error) == ["Jaarverslag 2023 is nu “ter beoordeling”; dat kan hier niet."]


def test_handing_back_says_what_is_to_be_done(edition, writer):
    offer(edition, by=writer)

    with pytest.raises(ValidationError) as error:
        hand_back(edition, by=writer, note=" ")

    assert error.value.message_dict == {"note": ["Schrijf op wat er nog moet gebeuren."]}


def test_next_year_starts_from_this_years_chapters_and_figures(edition, writer):
    save_chapter(chapter(edition), "Er zijn {leden.totaal@eind} leden.", seen=0, by=writer)
    require_figures(
        edition,
        [
            Required(2, "leden.totaal", "2022-01-01"),
            Required(2, "leden.nieuw", "2023"),
            Required(2, "financien.baten", "2018/2020"),
        ],
    )

    after = open_edition(2024, by=writer)

    assert [(each.number, each.title, each.text, each.carried) for each in after.chapters.all()] == [
        (0, "In het kort", "", False),
        (1, "Bestuur", "Er zijn {leden.totaal@eind} leden.\n", True),
        (2, "Cijfers", "", False),
    ]
    assert [str(each) for each in after.figures.all()] == [
        "leden.totaal@2023-01-01",
        "leden.nieuw@2024",
        "financien.baten@2018/2020",
    ]


def test_saving_a_carried_text_as_it_is_says_that_it_was_read(edition, writer):
    save_chapter(chapter(edition), "Tekst.", seen=0, by=writer)
    carried = chapter(open_edition(2024, by=writer))

    saved = save_chapter(carried, "Tekst.", seen=1, by=writer)

    assert (saved.carried, saved.version) == (False, 2)


@pytest.mark.parametrize("deed", ["text = 'Anders.'", None])
def test_versions_are_not_changed_or_removed_by_the_application(edition, writer, deed):
    save_chapter(chapter(edition), "Tekst.", seen=0, by=writer)
    sql = f"UPDATE reports_chapterversion SET {deed}" if deed else "DELETE FROM reports_chapterversion"

    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert ChapterVersion.objects.get().text == "Tekst.\n"
