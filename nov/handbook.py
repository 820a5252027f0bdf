"""The handbook for users: the Markdown files in docs/, shown under Hulp with their pictures."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from markdown_it import MarkdownIt
from markdown_it.token import Token


class Page(NamedTuple):
    """A page of the handbook: its file, what it is called, the roles that it is for (none: everybody)."""

    name: str
    title: str
    roles: tuple[str, ...] = ()


PAGES = (
    Page("beginnen", "Beginnen: inloggen, zoeken, je account"),
    Page("leden", "Leden: aanmelden, opzeggen, categorie wijzigen", ("bureau", "directeur")),
    Page(
        "programmas", "Programma’s: resultaten invoeren en controleren", ("programmaleider", "coordinator", "directeur")
    ),
    Page("financien", "Financiën: boeken, bekijken, afsluiten", ("financien", "penningmeester", "directeur")),
    Page(
        "jaarverslag",
        "Het jaarverslag: schrijven, nakijken, vaststellen",
        ("auteur", "coordinator", "directeur", "bestuur"),
    ),
    Page("meelezen", "Meelezen: bestuur, kascommissie, accountant", ("bestuur", "kascommissie", "accountant")),
    Page("beheer", "Beheer: accounts en rollen, privacy", ("beheerder", "privacy")),
)


def page(name: str) -> Page | None:
    """The page with this name."""
    return next((one for one in PAGES if one.name == name), None)


@cache
def html(name: str) -> str:
    """The page as HTML: links to other pages lead to the site, pictures to the static files."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse((settings.BASE_DIR / "docs" / f"{name}.md").read_text())
    for token in tokens:
        for inner in token.children or []:
            _lead_on(inner)
    return markdown.renderer.render(tokens, markdown.options, {})


def _lead_on(token: Token) -> None:
    link = str(token.attrs.get("href", ""))
    if link.endswith(".md"):
        token.attrs["href"] = reverse("help_page", args=[Path(link).stem])
    if token.type == "image":
        token.attrs["src"] = static(f"handboek/{Path(str(token.attrs['src'])).name}")
