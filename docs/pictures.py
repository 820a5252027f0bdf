#!/usr/bin/env python
"""Make the pictures of the handbook from the running demo: `make run` first, then `.venv/bin/python docs/pictures.py`.

Give the address when the site runs elsewhere, and --all FOLDER to take every page wide, narrow and dark for looking at.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
PASSWORD = "demo-vereniging-nov"  # noqa: S105  the demo's password, which `make run` prints
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

# name of the file, first name of who looks ("" for nobody), address
PICTURES = (
    ("inloggen", "", "/account/inloggen/"),
    ("start", "anouk", "/"),
    ("gebruiker", "bram", "/beheer/kernel/user/2/change/"),
    ("leden", "anouk", "/leden/"),
    ("organisatie", "anouk", "/leden/organisatie/5/"),
    ("programma", "chantal", "/programmas/meedoen/"),
    ("koppelingen", "chantal", "/programmas/meedoen/koppelingen/"),
    ("exploitatie", "greetje", "/financien/"),
    ("concept", "greetje", "/financien/concepten/nieuw/"),
    ("hoofdstuk", "esra", "/jaarverslag/2023/hoofdstuk/2/"),
    ("verslag", "esra", "/jaarverslag/2023/"),
)
WIDE, NARROW = (1200, 750), (390, 844)


def main() -> None:
    """Take the pictures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("address", nargs="?", default="http://localhost:8000")
    options.add_argument("--all", type=Path, metavar="FOLDER")
    asked = options.parse_args()
    chromium = os.environ.get("NOV_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not chromium:
        sys.exit("Geen Chromium gevonden: apt install chromium, of noem hem in NOV_CHROMIUM.")
    with sync_playwright() as playwright:
        rights = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium, args=rights)
        for name, who, path in PICTURES:
            if asked.all:
                for kind, size, scheme in (("wide", WIDE, "light"), ("phone", NARROW, "light"), ("dark", WIDE, "dark")):
                    take(browser, asked, who, path, asked.all / f"{name}.{kind}.png", size, scheme, whole=True)
            else:
                take(browser, asked, who, path, HERE / "img" / f"{name}.png", WIDE, "light", whole=False)
        browser.close()


def take(
    browser: Any, asked: Any, who: str, path: str, file: Path, size: tuple[int, int], scheme: str, whole: bool
) -> None:
    """One picture of one page as one of the demo's people sees it."""
    context = browser.new_context(
        base_url=asked.address,
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        locale="nl-NL",
        reduced_motion="reduce",
    )
    page = context.new_page()
    if who:
        page.goto("/account/inloggen/")
        page.get_by_label("E-mailadres").fill(f"{who}@demo.nov.example")
        page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Inloggen", exact=True).click()
    page.goto(path)
    page.wait_for_load_state("networkidle")
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file, full_page=whole)
    context.close()
    with Image.open(file) as picture:  # sixty-four colours are enough for a screen, at a third of the size
        picture.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(file, optimize=True)
    print(file)  # noqa: T201


if __name__ == "__main__":
    main()
