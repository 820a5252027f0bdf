"""The grid of desks and months as a programme lead meets it: a plain form, without a script."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from nov.kernel.periods import Month
from programmes import desks, months
from programmes.models import DeskMonth
from tests.programmes import making

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PAGE = "/programmas/meedoen/koppelingen/"


@pytest.fixture(autouse=True)
def spring(settings):
    settings.NOV_TODAY = date(2024, 4, 15)


@pytest.fixture
def hengelo(meedoen):
    return making.desk(meedoen, "hengelo", "Hengelo")


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead, BACKEND)
    return client


def cells(response) -> dict[str, tuple[str, str]]:
    """What each cell shows: its look and its text."""
    html = response.content.decode()
    found = re.findall(r'<td class="([^"]+)"><input id="[^"]+" name="([^"]+)" value="([^"]*)"', html)
    return {name: (look, text) for look, name, text in found}


def seen(response) -> str:
    return response.context["grid"].seen


def kept() -> dict[str, int]:
    rows = DeskMonth.objects.values_list("month", "matches")
    return {f"{month:%Y-%m}": matches for month, matches in rows}


def test_each_cell_says_how_it_stands(as_lead, meedoen, hengelo, lead, coordinator):
    months.record_months(
        [
            making.count(hengelo, "2024-01", 10),
            making.count(hengelo, "2024-02", 12),
            making.count(hengelo, "2023-02", 8),
        ],
        by=lead,
    )
    months.check_month(meedoen, Month(2024, 1), by=coordinator)

    response = as_lead.get(PAGE)

    assert cells(response) == {
        "hengelo-01": ("checked", "10"),
        "hengelo-02": ("entered", "12"),
        "hengelo-03": ("open now", ""),
        "hengelo-04": ("entered", ""),  # April is not over
    }
    html = response.content.decode()
    assert "Hengelo, januari, gecontroleerd" in html
    assert "Hengelo, maart, leeg" in html
    assert "Hengelo, april, nog niet aan de beurt" in html
    assert json.loads(seen(response)) == {"hengelo-01": 10, "hengelo-02": 12, "hengelo-03": None, "hengelo-04": None}
    assert (response.context["grid"].filled, len(response.context["grid"].due)) == (2, 3)
    assert [line.before for line in response.context["grid"].lines] == [8]


def test_what_is_typed_is_kept_and_the_page_says_so(as_lead, hengelo):
    response = as_lead.post(PAGE, {"hengelo-01": "10", "hengelo-02": "0", "hengelo-03": ""}, follow=True)

    assert response.redirect_chain == [(PAGE, 302)]
    assert kept() == {"2024-01": 10, "2024-02": 0}
    assert re.search(r"Alles bewaard om \d\d\.\d\d uur\.", response.content.decode())


def test_a_bad_cell_keeps_what_was_typed_and_the_rest_is_saved(as_lead, hengelo):
    response = as_lead.post(PAGE, {"hengelo-01": "10", "hengelo-02": "1o", "hengelo-03": "-4"})

    assert response.status_code == 422
    assert kept() == {"2024-01": 10}
    assert cells(response) == {
        "hengelo-01": ("entered", "10"),
        "hengelo-02": ("error", "1o"),
        "hengelo-03": ("error now", "-4"),
        "hengelo-04": ("entered", ""),
    }
    said = re.findall(r'<span class="error-text" id="([^"]+)">([^<]+)</span>', response.content.decode())
    assert said == [
        (
            "over-hengelo-02",
            "Hengelo, februari: “1o” is geen getal. Vul een heel getal in, bijvoorbeeld 10. De rest is bewaard.",
        ),
        ("over-hengelo-03", "Hengelo, maart: −4 kan niet: een aantal is nul of meer. De rest is bewaard."),
    ]
    assert 'aria-describedby="over-hengelo-02"' in response.content.decode()


def test_mended_after_an_error_the_form_is_done(as_lead, hengelo):
    first = as_lead.post(PAGE, {"hengelo-01": "10", "hengelo-02": "1o"})

    second = as_lead.post(PAGE, {"gezien": seen(first), "hengelo-01": "10", "hengelo-02": "10"})

    assert second.status_code == 302
    assert kept() == {"2024-01": 10, "2024-02": 10}


def test_a_double_click_changes_nothing_more(as_lead, hengelo):
    typed = {"gezien": seen(as_lead.get(PAGE)), "hengelo-01": "10"}

    answers = [as_lead.post(PAGE, typed).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert kept() == {"2024-01": 10}
    assert DeskMonth.objects.get().history.count() == 1


def test_two_windows_keep_each_others_cells_and_refuse_the_same_one(as_lead, hengelo, coordinator):
    before = seen(as_lead.get(PAGE))
    months.record_months([making.count(hengelo, "2024-01", 7), making.count(hengelo, "2024-02", 8)], by=coordinator)

    response = as_lead.post(PAGE, {"gezien": before, "hengelo-01": "", "hengelo-02": "9", "hengelo-03": "5"})

    assert response.status_code == 422
    assert kept() == {"2024-01": 7, "2024-02": 8, "2024-03": 5}
    assert cells(response)["hengelo-01"] == ("entered", "7")
    assert cells(response)["hengelo-02"] == ("error now", "9")
    assert "intussen vulde Noor Bakker 8 in." in response.content.decode()
    # having seen it, the lead may insist
    response = as_lead.post(PAGE, {"gezien": seen(response), "hengelo-02": "9"})
    assert kept()["2024-02"] == 9


@pytest.mark.parametrize("nonsense", ["", "x", "[1]", '{"hengelo-01": "a"}', '{"hengelo-01": true}'])
def test_what_was_seen_may_be_spoiled_without_harm(as_lead, hengelo, nonsense):
    response = as_lead.post(PAGE, {"gezien": nonsense, "hengelo-01": "10"})

    assert response.status_code == 302
    assert kept() == {"2024-01": 10}


def test_months_to_come_and_months_before_the_desk_was_open_are_not_filled_in(as_lead, meedoen):
    making.desk(meedoen, "zwolle", "Zwolle", first_day=date(2024, 3, 1))

    response = as_lead.post(PAGE, {"zwolle-01": "3", "zwolle-03": "4", "zwolle-05": "5", "zwolle-13": "6"})

    assert response.status_code == 302
    assert kept() == {"2024-03": 4}


def test_an_unusual_number_asks_whether_it_is_right_and_a_reason_settles_it(as_lead, hengelo, lead):
    usual = [
        making.count(hengelo, f"2023-{month:02}", number) for month, number in enumerate([9, 12, 21, 15, 17, 11], 1)
    ]
    months.record_months([*usual, making.count(hengelo, "2024-01", 96)], by=lead)

    response = as_lead.get(PAGE)
    assert cells(response)["hengelo-01"] == ("doubt", "96")
    assert "Hengelo, januari: 96 is veel meer dan anders (9 tot 21)." in strip_tags(response.content.decode())

    as_lead.post(PAGE, {"gezien": seen(response), "hengelo-01": "96", "reden-hengelo-01": "evenement"})
    assert cells(as_lead.get(PAGE))["hengelo-01"] == ("entered", "96")
    assert DeskMonth.objects.get(month="2024-01-01").unusual == "evenement"

    response = as_lead.get(PAGE)
    as_lead.post(PAGE, {"gezien": seen(response), "hengelo-01": "97"})
    assert DeskMonth.objects.get(month="2024-01-01").unusual == ""


def test_together_is_looked_at_and_filled_in_per_group(as_lead, hengelo, lead):
    months.record_months(
        [making.count(hengelo, "2024-01", 10), making.count(hengelo, "2024-01", 20, gender="man")], by=lead
    )

    response = as_lead.get(PAGE, {"bewoners": "allen"})

    assert cells(response) == {}
    assert [line.total for line in response.context["grid"].lines] == [30]
    as_lead.post(f"{PAGE}?bewoners=allen", {"hengelo-01": "99"})
    assert sorted(DeskMonth.objects.values_list("matches", flat=True)) == [10, 20]


def test_kind_gender_province_and_year_are_chosen_by_the_address(as_lead, meedoen, hengelo, lead):
    making.desk(meedoen, "assen", "Assen", province="drenthe")

    response = as_lead.get(
        PAGE, {"soort": "vrijwilligerswerk", "bewoners": "man", "provincie": "drenthe", "jaar": "2023", "maand": "3"}
    )

    assert [line.desk.name for line in response.context["grid"].lines] == ["Assen"]
    choice = response.context["choice"]
    assert (choice.kind, choice.gender, choice.year.number, choice.month) == (
        "vrijwilligerswerk",
        "man",
        2023,
        Month(2023, 3),
    )
    assert as_lead.get(PAGE, {"jaar": "x", "soort": "x", "bewoners": "x", "maand": "99"}).status_code == 200


def test_the_grid_costs_as_many_queries_for_three_desks_as_for_one(as_lead, meedoen, hengelo, organisation):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            as_lead.get(PAGE)
        return len(captured)

    queries()
    one = queries()
    for code, name in (("assen", "Assen"), ("emmen", "Emmen")):
        desk = making.desk(meedoen, code, name)
        desks.contract(desk, organisation, first_day=date(2022, 1, 1), hours_per_week=8)

    assert (one, queries()) == (10, 10)


def test_who_may_look_sees_numbers_and_no_boxes_and_cannot_save(client, meedoen, hengelo, lead):
    months.record_months([making.count(hengelo, "2024-01", 10)], by=lead)
    client.force_login(making.user("bestuur@example.nl", "Irene Vos", "bestuur"), BACKEND)

    response = client.get(PAGE)
    assert cells(response) == {}
    assert '<td class="fixed"><span>10</span></td>' in response.content.decode()
    assert client.post(PAGE, {"hengelo-01": "11"}).status_code == 403
    assert kept() == {"2024-01": 10}


def test_checking_and_fixing_are_for_who_may_and_not_ones_own(client, meedoen, hengelo, lead, coordinator):
    months.record_months([making.count(hengelo, "2024-01", 10)], by=lead)
    client.force_login(lead, BACKEND)
    assert client.post(f"{PAGE}controleren/", {"jaar": 2024, "maand": 1}).status_code == 403

    client.force_login(coordinator, BACKEND)
    response = client.post(f"{PAGE}controleren/", {"jaar": 2024, "maand": 1}, follow=True)
    assert "1\u00a0getal van januari gecontroleerd." in response.content.decode()
    response = client.post(f"{PAGE}controleren/", {"jaar": 2024, "maand": 1}, follow=True)
    assert "Er was niets te controleren." in response.content.decode()

    assert client.get(f"{PAGE}vastzetten/?jaar=2024").status_code == 200
    client.post(f"{PAGE}vastzetten/?jaar=2024", {})
    assert DeskMonth.objects.get().fixed
