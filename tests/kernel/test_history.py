"""Who changed what: written by the database, whatever way it was changed, and unchangeable."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import HttpResponse
from django.urls import reverse
from pghistory.middleware import HistoryMiddleware

from nov.kernel.history import Difference, acting, event_tables, history_of, in_words
from nov.kernel.models import User
from nov.kernel.records import Acts

pytestmark = pytest.mark.django_db


@pytest.fixture
def chantal(bureau):
    with acting(bureau):
        return User.objects.create_user("c@nov.example", name="Chantal", roles=["auteur"])


def shown(record):
    return [(change.who, change.what, change.why, change.differences) for change in history_of(record)]


def test_each_change_says_who_and_what(chantal, director):
    with acting(director, "Op verzoek"):
        chantal.name, chantal.roles, chantal.is_active = "Chantal de Ruiter", ["auteur", "bestuur"], False
        chantal.save()

    assert shown(chantal) == [
        (
            "Frank Vos",
            "gewijzigd",
            "Op verzoek",
            (
                Difference("Naam", "Chantal", "Chantal de Ruiter"),
                Difference("Rollen", "auteur", "auteur, bestuur"),
                Difference("Actief", "ja", "nee"),
            ),
        ),
        ("Anouk Terpstra", "gemaakt", "", ()),
    ]


def test_bulk_changes_and_raw_sql_are_seen_too(chantal):
    User.objects.filter(pk=chantal.pk).update(name="Een")
    with connection.cursor() as cursor:
        cursor.execute("update kernel_user set name = 'Twee' where id = %s", [chantal.pk])

    assert shown(chantal)[:2] == [
        ("het systeem", "gewijzigd", "", (Difference("Naam", "Een", "Twee"),)),
        ("het systeem", "gewijzigd", "", (Difference("Naam", "Chantal", "Een"),)),
    ]


def test_what_did_not_change_is_no_change_and_a_password_is_nobodys_business(chantal):
    chantal.save()
    chantal.set_password("een-heel-nieuw-wachtwoord")
    chantal.save()

    assert [change.what for change in history_of(chantal)] == ["gemaakt"]
    with connection.cursor() as cursor:
        cursor.execute("select to_jsonb(kernel_userevent)::text from kernel_userevent")
        assert all("password" not in row for (row,) in cursor.fetchall())


def test_taking_away_is_history_as_well(chantal, director):
    key = chantal.pk
    with acting(director):
        User.objects.filter(pk=key).delete()

    gone = User(pk=key)
    assert [(change.who, change.what) for change in history_of(gone)] == [
        ("Frank Vos", "weggehaald"),
        ("Anouk Terpstra", "gemaakt"),
    ]


def test_who_acts_inside_another_is_forgotten_afterwards(chantal, bureau, director):
    with acting(bureau, "Overdag"):
        with acting(director, "Spoed"):
            User.objects.filter(pk=chantal.pk).update(name="Een")
        User.objects.filter(pk=chantal.pk).update(name="Twee")

    assert [(change.who, change.why) for change in history_of(chantal)] == [
        ("Anouk Terpstra", "Overdag"),
        ("Frank Vos", "Spoed"),
        ("Anouk Terpstra", ""),
    ]


def test_what_is_undone_has_no_history(chantal):
    with pytest.raises(RuntimeError), transaction.atomic():
        User.objects.filter(pk=chantal.pk).update(name="Een")
        raise RuntimeError

    assert [change.what for change in history_of(chantal)] == ["gemaakt"]


def test_the_switch_that_skips_triggers_does_nothing(chantal):
    with connection.cursor() as cursor:
        cursor.execute("select set_config('pgtrigger.ignore', '{gewijzigd_update}', true)")
    User.objects.filter(pk=chantal.pk).update(name="Stil")

    assert [change.what for change in history_of(chantal)] == ["gewijzigd", "gemaakt"]


@pytest.mark.parametrize("verb", ["update {} set pgh_label = 'x'", "delete from {}"])
def test_the_application_cannot_change_history(chantal, verb):
    assert "kernel_userevent" in event_tables()
    for table in event_tables():
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(verb.format(table))


@pytest.mark.parametrize("changes", [1, 3])
def test_a_history_costs_the_same_however_long(chantal, bureau, django_assert_num_queries, changes):
    for number in range(changes):
        with acting(bureau):
            User.objects.filter(pk=chantal.pk).update(name=f"Naam {number}")

    with django_assert_num_queries(2):  # the changes, and the names of who made them
        assert len(history_of(chantal)) == changes + 1


def test_a_record_that_is_not_tracked_has_none():
    from nov.kernel.models import Message

    assert history_of(Message(subject="x")) == []


def test_the_page_shows_it_to_who_may_look(client, chantal, bureau, monkeypatch):
    monkeypatch.setattr(User, "acts", Acts(view="members.view", change="members.enter"), raising=False)
    url = reverse("kernel:history", args=["kernel.user", chantal.pk])
    client.force_login(bureau)
    with acting(bureau):
        User.objects.filter(pk=chantal.pk).update(name="Chantal de Ruiter")

    html = client.get(url).content.decode()

    assert "<h1>Geschiedenis van Chantal de Ruiter</h1>" in html
    assert "<dt>Naam</dt><dd><del>Chantal</del> → <ins>Chantal de Ruiter</ins></dd>" in html
    client.force_login(chantal)
    assert client.get(url).status_code == 403


def test_what_happens_in_a_request_is_by_who_is_logged_in(rf, chantal, bureau):
    def view(request):
        request.user = bureau
        User.objects.filter(pk=chantal.pk).update(name="Chantal de Ruiter")
        return HttpResponse()

    HistoryMiddleware(view)(rf.post("/"))

    assert [(change.who, change.what) for change in history_of(chantal)] == [
        ("Anouk Terpstra", "gewijzigd"),
        ("Anouk Terpstra", "gemaakt"),
    ]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "ja"),
        (False, "nee"),
        (date(2023, 12, 31), "31-12-2023"),
        (datetime(2023, 12, 31, 23, 30, tzinfo=UTC), "01-01-2024 om 00.30 uur"),
        (Decimal("1234.50"), "1.234,50"),
        (Decimal("3"), "3"),
        (DateRange(date(2023, 1, 1), date(2024, 1, 1)), "01-01-2023 tot en met 31-12-2023"),
        (DateRange(date(2023, 1, 1), None), "vanaf 01-01-2023"),
        ([], "geen"),
        (["a", "b"], "a, b"),
        (12, "12"),
    ],
)
def test_values_in_words(value, words):
    assert in_words(value) == words
