"""The one decorator that opens a view, and what a record's acts open."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from nov.kernel import clock
from nov.kernel.folding import folded, sort_key
from nov.kernel.models import User
from nov.kernel.records import Acts, found, may_change, url_of
from nov.kernel.rights import BY_RECORD, by_record, needs


@needs("members.mutate")
def mutate(request):
    return HttpResponse("gedaan")


@by_record
def look(request):
    return HttpResponse("gezien")


def test_a_view_carries_its_act():
    assert (mutate.act, look.act, mutate.__name__) == ("members.mutate", BY_RECORD, "mutate")


def test_nobody_goes_to_the_log_in_page_and_comes_back(request_by):
    for view in (mutate, look):
        answer = view(request_by(AnonymousUser(), path="/leden/?q=x"))
        assert (answer.status_code, answer["Location"]) == (302, "/account/inloggen/?next=/leden/%3Fq%3Dx")


def test_only_who_may_gets_in(request_by):
    assert mutate(request_by(User(roles=["bureau"]))).content == b"gedaan"
    assert look(request_by(User(roles=[]))).content == b"gezien"
    with pytest.raises(PermissionDenied, match="members.mutate"):
        mutate(request_by(User(roles=["financien"])))


def test_a_records_acts_open_it(bureau, director, monkeypatch):
    stranger = User(roles=["auteur"])
    with pytest.raises(Http404):
        found(bureau, "kernel.user", bureau.pk)
    monkeypatch.setattr(User, "acts", Acts(view="members.view", change="members.enter"), raising=False)

    assert found(bureau, "kernel.user", bureau.pk, to_change=True) == bureau
    assert found(director, "kernel.User", bureau.pk) == bureau
    with pytest.raises(PermissionDenied, match="members.enter"):
        found(director, "kernel.user", bureau.pk, to_change=True)
    with pytest.raises(PermissionDenied, match="members.view"):
        found(stranger, "kernel.user", bureau.pk)
    with pytest.raises(Http404):
        found(bureau, "kernel.user", 0)
    assert [may_change(user, bureau) for user in (bureau, director, stranger)] == [True, False, False]
    assert url_of(bureau) == "/"


def test_the_clock_can_stand_still(settings):
    settings.NOV_TODAY = None
    assert not clock.is_demo()
    from datetime import date

    settings.NOV_TODAY = date(2024, 4, 15)
    assert (clock.is_demo(), clock.today()) == (True, date(2024, 4, 15))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Ĳsbrand  Élan", "ijsbrand elan"),
        ("’s-Hertogenbosch", "'s-hertogenbosch"),
        ("Sør-Łódź", "sor-lodz"),
        ("STRASSE ß", "strasse ss"),
        ("a\0b", "ab"),
        ("", ""),
    ],
)
def test_folded_text_has_no_capitals_and_no_accents(text, key):
    assert folded(text) == key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("de Vries", "vries, de"),
        ("’t Hart", "hart, 't"),
        ("Van der Berg", "berg, van der"),
        ("De", "de"),
        ("Vandenberg", "vandenberg"),
        ("Het Vrijwilligersplein", "vrijwilligersplein, het"),
        ("Bakker", "bakker"),
    ],
)
def test_a_name_is_sorted_with_its_prefix_behind(name, key):
    assert sort_key(name) == key
