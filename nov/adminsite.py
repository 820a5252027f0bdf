"""The admin: the bureau's workplace for records, in our words and behind our own log-in."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect


class Site(admin.AdminSite):
    """Django's admin site: no log-in of its own, no side bar, no deleting in bulk."""

    site_title = "Vereniging NOV"
    site_header = "Vereniging NOV"
    index_title = "Beheer"
    empty_value_display = "–"
    enable_nav_sidebar = False
    site_url = "/"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        """The site's own log-in, with its second step and limits."""
        return redirect_to_login(request.GET.get("next", "/beheer/"))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        """The site's own log-out."""
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        """The site's own page to change a password."""
        return redirect("account_change_password")

    def password_change_done(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        """There is no such page here: your account."""
        return redirect("account")
