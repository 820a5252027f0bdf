"""What the tests of the pages of Leden do as a browser does."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

from django.test import Client
from django.urls import reverse

from members.models import (
    Membership,
    Organisation,
)

D = date
TODAY = D(2024, 4, 15)


def held_by(membership: Membership) -> Organisation:
    return membership.holders.live().latest("during").organisation


def sent(client: Client, page: str, pk: int | None = None, /, **fields):
    """Open a form and send it as a browser does, with its hidden fields."""
    url = reverse(f"members:{page}", args=[pk] if pk else [])
    shown = client.get(url)
    assert shown.status_code == 200
    hidden = dict(re.findall(r'<input type="hidden" name="(form_\w+|seen)" value="([^"]*)"', shown.content.decode()))
    return client.post(url, {**hidden, **fields})


def errors(response) -> list[str]:
    """What the form says is wrong, as it stands on the page."""
    assert response.status_code == 422
    return [unescape(text) for text in re.findall(r'class="error-text"[^>]*>([^<]*)<', response.content.decode())]


def text(response) -> str:
    """The page's words without tags, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())
