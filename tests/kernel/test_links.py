"""Personal links: what opens them, what shuts them, and what they leave behind."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.signing import Signer
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path
from django.utils import timezone

from nov.kernel import leftovers, links
from nov.kernel.models import LinkPlace, PersonalLink, User

ON, LAST = date(2024, 3, 5), date(2024, 3, 31)
SHUT = "Deze link werkt niet"


@links.personal("proef")
def page(request, link):
    """A page that says whose it is."""
    return HttpResponse(f"van {link.record.name}")


@links.personal("iets anders")
def other(request, link):
    """A page for another purpose."""
    return HttpResponse("iets anders")


urlpatterns = [path("proef/<str:token>/", page, name="page"), path("anders/<str:token>/", other, name="other")]


@pytest.fixture(autouse=True)
def _here(settings):
    settings.NOV_TODAY = ON


@pytest.fixture
def link(bureau, director):
    """A link about the director."""
    return links.give("proef", [director], last_day=LAST, by=bureau)[director.pk]


@pytest.fixture
def visit(rf: RequestFactory):
    """visit(token): the answer to somebody without an account."""

    def make(token, view=page, **meta):
        request = rf.get("/proef/", **meta)
        request.user = User()  # nobody
        return view(request, token)

    return make


def test_a_link_opens_its_page(link, visit):
    answer = visit(links.token(link))

    assert (answer.status_code, answer.content.decode()) == (200, "van Frank Vos")


def test_nothing_stays_behind(link, visit):
    answer = visit(links.token(link))

    assert {name: answer.headers[name] for name in ("Referrer-Policy", "X-Robots-Tag", "Cache-Control")} == {
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
        "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private",
    }
    assert not answer.cookies


@pytest.mark.urls(__name__)
def test_the_address_is_signed_and_in_no_column(link, settings):
    settings.SITE_URL = "https://nov.example/"
    address = links.address("page", link)

    assert address == f"https://nov.example/proef/{links.token(link)}/"
    secret = links.token(link).split(".")[1]
    assert len(secret) == 43
    assert secret not in str(PersonalLink.objects.values().get())


def shut(answer) -> tuple[int, bool]:
    return answer.status_code, SHUT in answer.content.decode()


@pytest.mark.parametrize("wrong", ["", "geen", "0" * 32, "0" * 32 + "." + "A" * 43])
def test_what_was_not_signed_here_opens_nothing(link, visit, wrong):
    assert shut(visit(wrong)) == (404, True)


def test_a_number_signed_for_something_else_opens_nothing(link, visit):
    assert shut(visit(links.token(link), other)) == (404, True)
    assert shut(visit(Signer(sep=".").sign(link.pk.hex))) == (404, True)


def test_whatever_is_wrong_the_answer_is_the_same(link, visit, director, bureau):
    never = visit("0" * 32 + "." + "A" * 43).content
    PersonalLink.objects.update(last_day=date(2024, 3, 4))
    lapsed = visit(links.token(link)).content
    PersonalLink.objects.update(last_day=LAST)
    links.revoke("proef", [director])

    assert never == lapsed == visit(links.token(link)).content


def test_a_link_lives_until_the_end_of_its_last_day(link, visit, settings):
    settings.NOV_TODAY = LAST
    assert visit(links.token(link)).status_code == 200
    settings.NOV_TODAY = date(2024, 4, 1)
    assert shut(visit(links.token(link))) == (404, True)


def test_a_link_is_withdrawn_and_given_again(link, visit, director, bureau):
    assert links.revoke("proef", [director]) == 1
    assert shut(visit(links.token(link))) == (404, True)

    again = links.give("proef", [director], last_day=LAST, by=bureau)[director.pk]
    assert (again.pk == link.pk, visit(links.token(again)).status_code) == (False, 200)
    assert shut(visit(links.token(link))) == (404, True)


def test_giving_again_keeps_the_link_and_its_later_day(link, director, bureau):
    longer = links.give("proef", [director], last_day=date(2024, 4, 30), by=bureau)[director.pk]
    shorter = links.give("proef", [director], last_day=date(2024, 4, 1), by=bureau)[director.pk]

    assert (longer.pk, longer.last_day, shorter.last_day) == (link.pk, date(2024, 4, 30), date(2024, 4, 30))
    assert PersonalLink.objects.count() == 1


def test_many_links_take_as_many_statements_as_one(bureau, director, django_assert_num_queries):
    many = [User.objects.create_user(f"{n}@nov.example", "wachtwoord-van-iemand", name=str(n)) for n in range(5)]
    links.give("warm", [director], last_day=LAST, by=bureau)
    for some in ([director], many):
        with django_assert_num_queries(5):  # the savepoint and its end, later days, the new, all of them
            assert set(links.give("proef", some, last_day=LAST, by=bureau)) == {one.pk for one in some}


def test_a_link_for_once_is_used_once(bureau, director, visit):
    link = links.give("proef", [director], last_day=LAST, by=bureau, once=True)[director.pk]
    with links.using(link, "Antwoord"):
        pass

    assert shut(visit(links.token(link))) == (404, True)
    with pytest.raises(ValidationError, match="intussen gebruikt of ingetrokken"), links.using(link, "Antwoord"):
        raise AssertionError("the deed must not be done again")
    again = links.give("proef", [director], last_day=LAST, by=bureau, once=True)[director.pk]
    assert (again.pk == link.pk, visit(links.token(again)).status_code) == (False, 200)


def test_a_link_until_a_day_is_used_as_often_as_needed(link, visit):
    for _ in range(2):
        with links.using(link, "Antwoord"):
            pass

    link.refresh_from_db()
    assert (link.uses, visit(links.token(link)).status_code) == (2, 200)


def test_what_fails_is_not_counted_as_used(link):
    with pytest.raises(RuntimeError), links.using(link, "Antwoord"):
        raise RuntimeError

    link.refresh_from_db()
    assert link.uses == 0


def test_a_link_withdrawn_while_its_page_was_open_does_nothing(link, director):
    links.revoke("proef", [director])

    with pytest.raises(ValidationError, match="intussen gebruikt of ingetrokken"), links.using(link, "Antwoord"):
        raise AssertionError("the deed must not be done")


def test_a_place_that_asks_too_often_waits(link, visit, monkeypatch):
    monkeypatch.setattr(links, "MOST", 3)
    token = links.token(link)

    assert [visit(token, REMOTE_ADDR="192.0.2.1").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert visit(token, REMOTE_ADDR="192.0.2.2").status_code == 200
    assert sorted(LinkPlace.objects.values_list("asked", flat=True)) == [1, 4]
    assert not LinkPlace.objects.filter(place__contains="192").exists()

    LinkPlace.objects.update(since=timezone.now() - timedelta(seconds=links.WITHIN + 5))
    assert visit(token, REMOTE_ADDR="192.0.2.1").status_code == 200
    LinkPlace.objects.update(since=timezone.now() - timedelta(days=2))
    leftovers.clear()
    assert not LinkPlace.objects.exists()


@pytest.mark.parametrize(
    ("meta", "proxy", "place"),
    [
        ({"REMOTE_ADDR": "192.0.2.1"}, None, "192.0.2.1"),
        ({"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "198.51.100.7"}, None, "192.0.2.1"),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9, 198.51.100.7"}, ("X", "https"), "198.51.100.7"),
        ({"REMOTE_ADDR": "10.0.0.1"}, ("X", "https"), "10.0.0.1"),
        ({"REMOTE_ADDR": "2001:db8:1:2:3::4"}, None, "2001:db8:1:2::/64"),
        ({"REMOTE_ADDR": ""}, None, "elsewhere"),
    ],
)  # fmt: skip
def test_a_place_is_what_nobody_can_make_up(rf, settings, meta, proxy, place):
    settings.SECURE_PROXY_SSL_HEADER = proxy

    assert links._place(rf.get("/", **meta)) == place


@pytest.mark.parametrize(("days", "left"), [(89, 1), (92, 0)])
def test_a_lapsed_link_is_cleared_after_three_months(link, days, left):
    PersonalLink.objects.update(last_day=timezone.localdate() - timedelta(days=days))

    leftovers.clear()

    assert PersonalLink.objects.count() == left
