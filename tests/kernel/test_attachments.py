"""Files on a record: for whoever may look at the record, never shown or run as a page of ours."""

import os
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.template import Context, Template
from django.urls import reverse

from nov.kernel import leftovers
from nov.kernel.attachments import attach, attached_to, detach
from nov.kernel.models import Attachment, User
from nov.kernel.records import Acts

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 notulen"


@pytest.fixture
def record(monkeypatch, db):
    """A record with acts: a user, for want of a kernel record with a page of its own."""
    monkeypatch.setattr(User, "acts", Acts(view="members.view", change="members.enter"), raising=False)
    monkeypatch.setattr(User, "get_absolute_url", lambda user: f"/mens/{user.pk}/", raising=False)
    return User.objects.create_user("c@nov.example", name="Chantal")


@pytest.fixture
def attachment(record, bureau):
    return attach(record, SimpleUploadedFile("notulen.pdf", PDF), note="ALV", by=bureau)


def media():
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def test_a_file_is_kept_under_a_name_that_tells_nothing(attachment, record, bureau):
    place = Path(settings.MEDIA_ROOT) / attachment.file.name

    assert (attachment.name, attachment.note, attachment.kind, attachment.size) == (
        "notulen.pdf",
        "ALV",
        "application/pdf",
        16,
    )
    assert attachment.file.name[:12] == "attachments/"
    assert (len(place.name), place.suffix) == (40, "")
    assert place.read_bytes() == PDF
    assert oct(place.stat().st_mode)[-3:] == "600"
    assert list(attached_to(record)) == [attachment]


def test_a_refused_file_leaves_nothing(record, bureau):
    before = media()

    with pytest.raises(ValidationError):
        attach(record, SimpleUploadedFile("a.html", b"<html>"), by=bureau)
    assert (media(), Attachment.objects.count()) == (before, 0)


def test_it_comes_back_as_a_download_that_does_nothing(client, attachment, bureau):
    client.force_login(bureau)

    response = client.get(attachment.get_absolute_url())

    assert b"".join(response.streaming_content) == PDF
    assert {name: response[name] for name in ("Content-Disposition", "Content-Type", "X-Content-Type-Options")} == {
        "Content-Disposition": 'attachment; filename="notulen.pdf"',
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
    }
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"


def test_who_may_look_at_the_record_may_fetch_and_who_may_change_it_may_add(
    client, attachment, record, bureau, director
):
    stranger = User.objects.create_user("s@nov.example", name="S", roles=["auteur"])
    add = reverse("kernel:attachment_add", args=["kernel.user", record.pk])
    paths = [attachment.get_absolute_url(), add, reverse("kernel:attachment_remove", args=[attachment.pk])]

    def answers(user):
        client.force_login(user)
        return [client.get(path).status_code for path in paths]

    assert answers(bureau) == [200, 200, 200]
    assert answers(director) == [200, 403, 403]
    assert answers(stranger) == [403, 403, 403]
    client.logout()
    assert [client.get(path).status_code for path in paths] == [302, 302, 302]


def test_what_is_not_visible_does_not_exist(client, attachment, bureau, monkeypatch):
    monkeypatch.setattr(
        type(User.objects), "visible_to", lambda manager, user: manager.exclude(email="c@nov.example"), raising=False
    )
    client.force_login(bureau)

    assert client.get(attachment.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("label", ["kernel.message", "kernel.nothing", "geen", "auth.permission", "a.b.c"])
def test_a_model_without_acts_is_closed(client, bureau, label):
    client.force_login(bureau)

    assert client.get(reverse("kernel:attachment_add", args=[label, 1])).status_code == 404


def test_adding_and_taking_away_through_the_pages(client, record, bureau):
    client.force_login(bureau)
    add = reverse("kernel:attachment_add", args=["kernel.user", record.pk])

    wrong = client.post(add, {"file": SimpleUploadedFile("a.exe", b"MZ"), "note": ""})
    right = client.post(add, {"file": SimpleUploadedFile("notulen.pdf", PDF), "note": "ALV"})

    assert (wrong.status_code, "Bestanden van dit soort kunnen hier niet." in wrong.content.decode()) == (422, True)
    assert right["Location"] == f"/mens/{record.pk}/"
    attachment = Attachment.objects.get()
    assert (attachment.note, attachment.added_by) == ("ALV", bureau)
    remove = reverse("kernel:attachment_remove", args=[attachment.pk])
    assert "notulen.pdf weghalen?" in client.get(remove).content.decode()
    assert Attachment.objects.count() == 1
    assert client.post(remove)["Location"] == f"/mens/{record.pk}/"
    assert Attachment.objects.count() == 0


def test_the_bytes_go_when_it_is_certain(attachment, django_capture_on_commit_callbacks):
    place = Path(settings.MEDIA_ROOT) / attachment.file.name

    with django_capture_on_commit_callbacks() as callbacks:
        detach(attachment)
    assert place.exists()
    for callback in callbacks:
        callback()
    assert not place.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_on_a_page_is_one_query(rf, record, bureau, director, django_assert_num_queries, count):
    for number in range(count):
        attach(record, SimpleUploadedFile(f"{number}.pdf", PDF), by=bureau)
    request = rf.get("/")
    request.user = director
    template = Template("{% load records %}{% attachments record %}")

    with django_assert_num_queries(1):
        html = template.render(Context({"request": request, "record": record}))
    assert html.count("<li>") == count
    assert "Weghalen" not in html
    request.user = bureau
    html = template.render(Context({"request": request, "record": record}))
    assert html.count("Weghalen") == count
    assert reverse("kernel:attachment_add", args=["kernel.user", record.pk]) in html


def test_files_whose_row_never_came_are_cleared_after_a_day(record, bureau):
    kept = attach(record, SimpleUploadedFile("a.pdf", PDF), by=bureau)
    with pytest.raises(RuntimeError), transaction.atomic():
        stray = attach(record, SimpleUploadedFile("b.pdf", PDF), by=bureau)
        raise RuntimeError
    places = [Path(settings.MEDIA_ROOT) / one.file.name for one in (kept, stray)]

    leftovers.clear()
    assert [place.exists() for place in places] == [True, True]
    for place in places:
        os.utime(place, (time.time() - 90_000,) * 2)
    leftovers.clear()
    assert [place.exists() for place in places] == [True, False]
