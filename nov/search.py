"""The search box in the head: kinds of things with the act that lets one see them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from nov.kernel.models import User

SHORTEST = 2
MOST = 8


class Hit(NamedTuple):
    """One thing that was found: what it is called, where it stands, a few words about it."""

    title: str
    url: str
    about: str = ""


class Kind(NamedTuple):
    """A kind of thing that can be found: its heading, who may see it, how it is sought."""

    title: str
    act: str
    find: Callable[[str, User], Iterable[Hit]]


KINDS: tuple[Kind, ...] = ()


def searches(user: Any) -> bool:
    """Whether there is anything that this user may search in."""
    return user.is_authenticated and any(user.has_perm(kind.act) for kind in KINDS)


def find(query: str, user: User) -> list[tuple[str, list[Hit]]]:
    """For each kind that this user may see and that has hits: its heading and the hits, at most MOST of them."""
    if len(query) < SHORTEST:
        return []
    found = [(kind.title, list(kind.find(query, user))[:MOST]) for kind in KINDS if user.has_perm(kind.act)]
    return [(title, hits) for title, hits in found if hits]
