"""With the keyboard alone, and without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest

from tests.screens.conftest import NARROW

pytestmark = pytest.mark.browser

# All that can be acted on and can be seen, and whether the focus came by.
TARGETS = """() => [...document.querySelectorAll(
  'a[href], button:not([disabled]), input:not([type=hidden]):not([disabled]), select, textarea, summary, [tabindex="0"]')]
  .filter(one => one.checkVisibility({visibilityProperty: true}) && one.tabIndex >= 0)
  .filter(one => !(one.type === 'radio' && !one.checked && document.querySelector(`[name="${one.name}"]:checked`)))
  .filter(one => !one.dataset.seen).map(one => one.outerHTML.slice(0, 120))"""
HERE = """() => {
  const here = document.activeElement;
  if (here === document.body || here.dataset.seen) return null;
  here.dataset.seen = '1';
  const style = getComputedStyle(here);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 ? '' : here.outerHTML.slice(0, 120);
}"""

PAGES = [("bureau", "/"), ("beheerder", "/beheer/kernel/user/"), ("", "/account/inloggen/")]


@pytest.mark.parametrize(("role", "path"), PAGES)
def test_the_keyboard_reaches_everything(visitor: Any, role: str, path: str) -> None:
    page = visitor(role)
    page.goto(path)
    without_ring = []

    for _ in range(500):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None:
            break
        if here:
            without_ring.append(here)

    assert without_ring == []
    assert page.evaluate(TARGETS) == []


def test_the_first_key_leads_past_the_menu(visitor: Any) -> None:
    page = visitor("bureau")
    page.goto("/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "inhoud"


def test_the_menu_opens_on_a_phone_without_script(visitor: Any) -> None:
    page = visitor("bureau", java_script_enabled=False)
    page.set_viewport_size(NARROW)
    page.goto("/")

    page.get_by_role("button", name="Menu").click()
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Leden", exact=True).click()

    assert page.url.endswith("/leden/")


def test_logging_in_searching_and_a_theme_without_script(visitor: Any) -> None:
    from nov.demo.people import PASSWORD, email

    page = visitor(java_script_enabled=False)

    page.goto("/")
    page.get_by_label("E-mailadres").fill(email("Anouk Terpstra"))
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.get_by_role("button", name="Donker").click()
    page.get_by_label("Zoek in de hele administratie").last.fill("leden totaal")
    page.get_by_role("button", name="Zoek", exact=True).click()

    assert page.get_by_role("heading", level=1).inner_text() == "Zoeken"
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.get_by_role("link", name="Leden totaal").count() == 1
