"""The grid in a browser: wide, on a phone, and without a script."""

from __future__ import annotations

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from nov.demo import people
from programmes.models import DeskMonth

pytestmark = pytest.mark.browser


@pytest.fixture
def logged_in(demo_committed, live_server, browser, settings):
    """Log in as the lead of #Meedoen, on a phone or a desktop, with scripts off."""
    settings.NOV_TODAY = date(2024, 4, 15)
    contexts = []

    def log_in(width: int):
        context = browser.new_context(
            locale="nl-NL", viewport={"width": width, "height": 900}, java_script_enabled=False, base_url=live_server
        )
        contexts.append(context)
        page = context.new_page()
        page.goto("/account/inloggen/?next=/programmas/meedoen/koppelingen/%3Fprovincie%3Dlimburg")
        page.fill("input[name=login]", people.email("Chantal de Ruiter"))
        page.fill("input[name=password]", people.PASSWORD)
        page.click("main button[type=submit]")
        return page

    yield log_in
    for context in contexts:
        context.close()


def test_a_lead_fills_in_a_month_on_a_phone_without_a_script(logged_in):
    page = logged_in(390)

    boxes = page.locator(".entry input:visible")
    assert [boxes.nth(place).get_attribute("name") for place in range(boxes.count())] == [
        "echt-03",
        "heerlen-03",
        "maastricht-03",
        "weert-03",
    ]
    page.fill("#weert-03", "1o")
    page.fill("#heerlen-03", "8")
    page.click("button:text-is('Bewaar')")

    assert page.locator(".entry .error-text:visible").inner_text() == (
        "Weert, maart: “1o” is geen getal. Vul een heel getal in, bijvoorbeeld 10. De rest is bewaard."
    )
    assert (
        DeskMonth.objects.get(desk__code="heerlen", month="2024-03-01", kind="activiteit", gender="vrouw").matches == 8
    )
    page.fill("#weert-03", "10")
    page.click("button:text-is('Bewaar')")
    assert page.locator(".notice").inner_text().startswith("Gelukt Alles bewaard om ")


def test_the_grid_has_no_barriers(demo_committed, live_server, page, settings):
    settings.NOV_TODAY = date(2024, 4, 15)
    page.goto(f"{live_server}/account/inloggen/?next=/programmas/meedoen/koppelingen/")
    page.fill("input[name=login]", people.email("Chantal de Ruiter"))
    page.fill("input[name=password]", people.PASSWORD)
    page.click("main button[type=submit]")
    for address in (
        "/programmas/meedoen/koppelingen/",
        "/programmas/meedoen/",
        "/programmas/meedoen/metingen/?jaar=2023",
        "/programmas/meedoen/bijeenkomsten/nieuw/",
        "/programmas/meedoen/balies/almelo/",
    ):
        page.goto(live_server + address)
        assert Axe().run(page).response["violations"] == [], address


def test_records_fit_on_a_phone(logged_in):
    page = logged_in(390)

    for address in (
        "meedoen/",
        "meedoen/publicaties/",
        "meedoen/publicaties/nieuw/",
        "expedities/begeleiders/",
        "expedities/deelnemers/",
        "expedities/deelnemers/nieuw/",
        "expedities/bijeenkomsten/",
    ):
        page.goto(f"/programmas/{address}")
        assert page.locator("h1").count() == 1, address
        assert page.evaluate("document.documentElement.scrollWidth") == 390, address
