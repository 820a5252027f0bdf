"""Every address of the site, from the URL resolver, with an example of it that leads to a record of the demo year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Route:
    """An address with its placeholders, as it stands in urls.py."""

    path: str
    name: str
    view: Callable[..., Any]
    parameters: tuple[str, ...]

    @property
    def act(self) -> str:
        """The act that the view names, or nothing."""
        return getattr(self.view, "act", "")

    def url(self) -> str:
        """An existing address of this route in the demo year."""
        return reverse(self.name, kwargs={name: example(self.name, name) for name in self.parameters})


def routes() -> list[Route]:
    """All routes, in the order in which they are tried."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[Any], path: str, space: str) -> Iterator[Route]:
    for pattern in patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, here, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield Route(here, space + pattern.name, pattern.callback, tuple(pattern.pattern.regex.groupindex))


# What stands in a placeholder: for a parameter of a route, or of all routes that have it, a value or where to find one.
EXAMPLES: dict[str, Any] = {
    "uidb36": "1",
    "mfa_edit_webauthn.pk": 1,
    "mfa_remove_webauthn.pk": 1,
    "key": "abc",
    "content_type_id": 1,
    "app_label": "kernel",
    "url": "bestaat-niet",
    "year": 2023,
    "reports:chapter.number": 2,
    "reports:preview.number": 2,
    "reports:versions.number": 2,
    "reports:figure.key": "leden.totaal",
    "reports:waive.mark": "0",
    "reports:document.name": "jaarverslag",
    "reports:document.form": "html",
}


def example(route: str, parameter: str) -> Any:
    """A value for the placeholder that exists in the demo year."""
    if route.startswith("admin:") and parameter == "object_id":
        app, model = route.removeprefix("admin:").rsplit("_", 1)[0].split("_", 1)
        return _first(f"{app}.{model}")
    found = EXAMPLES.get(f"{route}.{parameter}", EXAMPLES.get(parameter))
    if found is None:
        raise LookupError(f"Geen voorbeeld voor {parameter} in {route}: zet het in EXAMPLES.")
    return found() if callable(found) else found


def _first(model: str, field: str = "pk", **of: Any) -> Any:
    """The field of the first record, or 0 where there is none."""
    return apps.get_model(model).objects.filter(**of).order_by("pk").values_list(field, flat=True).first() or 0
