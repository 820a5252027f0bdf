"""Adoption: refused while something blocks, frozen afterwards, and what the records say differently since."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from finance.models import Decision
from members.corrections import correct
from members.models import Category, InterviewPlan
from members.mutations import join
from members.organisations import register
from reports import adoption, checks, findings
from reports.adoption import adopt, differences
from reports.editions import Required, offer, require_figures, save_chapter
from reports.models import Chapter, Edition, EditionEvent, Snapshot, SnapshotFile


@pytest.fixture
def decision(db) -> Decision:
    return Decision.objects.create(
        body=Decision.Body.ALV, date=date(2024, 6, 12), number="ALV-2024-3", subject="Jaarverslag 2023"
    )


@pytest.fixture
def plan(db) -> InterviewPlan:
    return InterviewPlan.objects.create(year=2024, subject="Strategie", count=20, mark="circa", source="Werkplan")


@pytest.fixture
def ready(edition, writer, plan, monkeypatch) -> Edition:
    """An edition that has all it needs; only the report's own checks look at it."""
    only = findings.checks_of((checks,))
    monkeypatch.setattr(adoption, "outcomes", lambda year: findings.outcomes(year, only))
    for chapter in edition.chapters.all():
        save_chapter(chapter, "Er zijn {strategie.interviews@volgend} gesprekken gepland.", seen=0, by=writer)
    require_figures(edition, [Required(1, "strategie.interviews", "2024")])
    return edition


def test_adoption_is_refused_while_something_blocks(edition, decision, writer, monkeypatch):
    only = findings.checks_of((checks,))
    monkeypatch.setattr(adoption, "outcomes", lambda year: findings.outcomes(year, only))

    with pytest.raises(ValidationError) as error:
        adopt(edition, decision=decision, by=writer)

    assert error.value.messages == [
        "3 punten houden vaststellen tegen:",
        "In het kort: tekst nog in te vullen",
        "1. Bestuur: tekst nog in te vullen",
        "2. Cijfers: tekst nog in te vullen",
    ]
    assert not Snapshot.objects.exists()


def test_adoption_goes_through_once_every_blocking_finding_is_waived(edition, decision, writer, monkeypatch):
    only = findings.checks_of((checks,))
    monkeypatch.setattr(adoption, "outcomes", lambda year: findings.outcomes(year, only))
    for finding in findings.open_findings(findings.outcomes(edition.period, only)):
        adoption.waive(edition, finding, reason="Komt volgend jaar.", by=writer)

    adopt(edition, decision=decision, by=writer)

    assert edition.state is EditionEvent.Kind.ADOPT


def test_what_lies_after_the_day_of_the_decision_keeps_a_report_from_being_adopted(ready, decision, writer):
    require_figures(ready, [Required(2, "leden.totaal", "2024")])

    with pytest.raises(ValidationError) as error:
        adopt(ready, decision=decision, by=writer)

    assert error.value.messages == [
        "Eén punt houdt vaststellen tegen:",
        "Leden totaal, 2024: nog in te vullen (Dit is pas later bekend)",
    ]


def test_only_the_general_meeting_adopts(ready, decision, writer):
    decision.body = Decision.Body.BOARD

    with pytest.raises(ValidationError) as error:
        adopt(ready, decision=decision, by=writer)

    assert error.value.message_dict == {"decision": ["De algemene ledenvergadering stelt het jaarverslag vast."]}


def test_adoption_keeps_values_texts_and_files(ready, decision, writer):
    snapshot = adopt(ready, decision=decision, by=writer)

    assert [(row["key"], row["value"], row["printed"], row["reference"]) for row in snapshot.values] == [
        ("strategie.interviews", "20", "circa\u00a020", "2024")
    ]
    assert snapshot.texts["1"] == "Er zijn {strategie.interviews@volgend} gesprekken gepland.\n"
    assert sorted(file.name for file in snapshot.files.all()) == [
        "jaarrekening.docx",
        "jaarrekening.html",
        "jaarrekening.pdf",
        "jaarverslag.docx",
        "jaarverslag.html",
        "jaarverslag.pdf",
    ]
    for file in snapshot.files.all():
        assert file.sha256 == hashlib.sha256(bytes(file.content)).hexdigest()


def test_adopted_report_changes_no_more(ready, decision, writer):
    adopt(ready, decision=decision, by=writer)

    for deed in (
        lambda: save_chapter(ready.chapters.get(number=1), "Anders.", seen=1, by=writer),
        lambda: require_figures(ready, []),
        lambda: adopt(ready, decision=decision, by=writer),
    ):
        with pytest.raises(ValidationError) as error:
            deed()
        assert "vastgesteld" in error.value.messages[0]
    with pytest.raises(ValidationError):
        offer(ready, by=writer)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE reports_chapter SET text = 'Anders.'",
        "DELETE FROM reports_chapter WHERE text = ''",
        "UPDATE reports_editionfigure SET reference = ''",
        "DELETE FROM reports_editionfigure",
        "INSERT INTO reports_editionfigure (edition_id, position, chapter, key, reference, style)"
        " VALUES (2023, 9, 1, 'leden.totaal', '', '')",
        "INSERT INTO reports_editionevent (edition_id, kind, note, by_id, at)"
        " SELECT 2023, 'return', '', by_id, now() FROM reports_snapshot",
        "INSERT INTO reports_waiver (edition_id, check_key, what, reason, by_id, at)"
        " SELECT 2023, 'x', 'x', 'x', by_id, now() FROM reports_snapshot",
    ],
)
def test_database_shuts_an_adopted_report(ready, decision, writer, sql):
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT before")
        cursor.execute(sql)  # before adoption it works
        cursor.execute("ROLLBACK TO before")
    adopt(ready, decision=decision, by=writer)
    if "DELETE FROM reports_chapter" in sql:
        sql = sql.replace(" WHERE text = ''", "")

    with pytest.raises(DatabaseError, match="vastgesteld|duplicate"), transaction.atomic():
        connection.cursor().execute(sql)


@pytest.mark.parametrize("table", ["snapshot", "snapshotfile", "waiver", "editionevent", "chapterversion"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_what_was_adopted_stays_for_the_owner_too(committed, as_superuser, table, deed):
    """Even the owner of the tables, past the application's rights, meets the guard."""
    column = {"snapshot": "decision_id", "snapshotfile": "name", "waiver": "what", "editionevent": "note"}
    name = f"reports_{table}"
    sql = deed.format(name, column.get(table, "text"), column.get(table, "text"))

    with as_superuser() as owner, pytest.raises(Exception, match="verandert niet"):
        owner.execute(sql)


def test_hash_of_a_kept_file_cannot_be_given_wrongly(ready, decision, writer):
    snapshot = adopt(ready, decision=decision, by=writer)

    with pytest.raises(DatabaseError, match="snapshotfile_hash_of_content"), transaction.atomic():
        SnapshotFile.objects.create(snapshot=snapshot, name="ander.pdf", content=b"iets", sha256="0" * 64)


def test_differences_since_adoption_are_listed(ready, decision, writer, plan):
    snapshot = adopt(ready, decision=decision, by=writer)
    assert differences(snapshot) == []

    plan.count = 24
    plan.save()

    (one,) = differences(snapshot)
    assert (one.adopted.printed, one.now.printed) == ("circa\u00a020", "circa\u00a024")
    assert Snapshot.objects.get().values[0]["value"] == "20"


def test_a_joining_corrected_after_adoption_is_a_difference_and_the_report_stays(ready, decision, writer):
    noted = {"entered_on": date(2023, 12, 1), "by": writer}
    brug = register(name="De Brug", municipality="Ede", sector="welzijn")
    joined = join(
        brug, category=Category.objects.get(code="VO"), first_day=date(2023, 12, 31), decision=decision, **noted
    )
    chapter = ready.chapters.get(number=2)
    save_chapter(chapter, "Er kwam {leden.nieuw} lid bij.", seen=chapter.version, by=writer)
    require_figures(ready, [Required(1, "strategie.interviews", "2024"), Required(2, "leden.nieuw", "2023")])
    snapshot = adopt(ready, decision=decision, by=writer)

    correct(joined.opened_by, effective_on=date(2024, 1, 1), reason="In het besluit staat 1 januari", **noted)

    assert [(one.adopted.key, one.adopted.printed, one.now.printed) for one in differences(snapshot)] == [
        ("leden.nieuw", "1", "0")
    ]
    assert [one["value"] for one in Snapshot.objects.get().values] == ["20", "1"]


def test_a_membership_that_changes_after_adoption_says_why_and_is_a_difference(edition, decision, writer, monkeypatch):
    only = findings.checks_of((checks,))
    monkeypatch.setattr(adoption, "outcomes", lambda year: findings.outcomes(year, only))
    board = Decision.objects.create(body="bestuur", date=date(2023, 1, 9), number="B-1", subject="Toelating")
    for chapter in edition.chapters.all():
        save_chapter(chapter, "Er zijn {leden.totaal} leden.", seen=0, by=writer)
    require_figures(edition, [Required(1, "leden.totaal")])

    def joined(name: str, **more) -> None:
        joining = {"category": Category.objects.get(code="VO"), "first_day": date(2023, 5, 1), "decision": board}
        body = register(name=name, municipality="Ede", sector="welzijn")
        join(body, **joining, by=writer, entered_on=date(2024, 7, 1), **more)

    joined("Voor het vaststellen")
    snapshot = adopt(edition, decision=decision, by=writer)
    with (
        pytest.raises(DatabaseError, match="Het jaarverslag over 2023 is vastgesteld. Schrijf bij de toelichting op"),
        transaction.atomic(),
    ):
        joined("Zonder reden")
    assert differences(snapshot) == []

    joined("Met reden", explanation="Bleek al in mei lid te zijn")
    assert [(one.adopted.printed, one.now.printed) for one in differences(snapshot)] == [("1", "2")]


def test_saving_while_adopting_waits_and_is_refused(committed):
    """Two connections: the writer's text is in the adopted report or refused, never changed behind it."""
    from threading import Thread

    from django.db import connections

    from nov.kernel.models import User
    from reports.editions import Outline, open_edition

    by = User.objects.create_user("daan@nov.example", "x", name="Daan", roles=["auteur"])
    edition = open_edition(2023, by=by, outline=[Outline(1, "Bestuur")])
    answers: list[str] = []

    def write() -> None:
        try:
            save_chapter(Chapter.objects.get(number=1), "Net te laat.", seen=0, by=by)
            answers.append("bewaard")
        except ValidationError as error:
            answers.append(error.messages[0])
        finally:
            connections.close_all()

    with transaction.atomic():
        adoption._hold_editions()
        writer = Thread(target=write)
        writer.start()
        writer.join(0.5)
        assert writer.is_alive(), "het bewaren wacht niet op het vaststellen"
        moment = Decision.objects.create(body="alv", date=date(2024, 6, 12), number="A-1", subject="Vaststelling")
        EditionEvent.objects.create(edition=edition, kind=EditionEvent.Kind.ADOPT, decision=moment, by=by)
        Snapshot.objects.create(edition=edition, decision=moment, values=[], texts={"1": ""}, by=by)
    writer.join(10)

    assert answers == ["Jaarverslag 2023 is vastgesteld en verandert niet meer."]
    assert Chapter.objects.get(number=1).text == ""
