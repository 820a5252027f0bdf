"""Writing HTML without writing angle brackets: every attribute and every text is escaped here."""

from __future__ import annotations

from html import escape

VOID = frozenset({"img", "meta"})


def tag(name: str, /, *inner: str, **attributes: str | int | None) -> str:
    """An element around ready markup. Attributes without value are left out; `class_` is class, `_` becomes `-`."""
    dress = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value), quote=True)}"'
        for key, value in attributes.items()
        if value is not None and value != ""
    )
    return f"<{name}{dress}>" if name in VOID else f"<{name}{dress}>{''.join(inner)}</{name}>"


def optional(name: str, inner: str, /, **attributes: str | int | None) -> str:
    """The element, or nothing when it would be empty."""
    return tag(name, inner, **attributes) if inner else ""
