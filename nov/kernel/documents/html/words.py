"""Running text and values as HTML."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from nov.kernel.documents.html.tags import tag
from nov.kernel.documents.palette import Palette
from nov.kernel.documents.spans import (
    Em,
    Link,
    NumberedNote,
    Span,
    State,
    Strong,
    Text,
    Value,
    Words,
    inward,
    outward,
    spans,
)

_STATES = {State.MISSING: "value value-missing", State.UNMEASURED: "value value-unmeasured"}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes for one chapter. level: of its title; links: figures lead to the records behind them; prefix: of ids."""

    palette: Palette
    level: int
    links: bool
    prefix: str = ""

    def words(self, words: Words | Value) -> str:
        """Text with its markup."""
        return "".join(map(self._span, (words,) if isinstance(words, Value) else spans(words)))

    def _span(self, span: Span) -> str:
        match span:
            case Text(text):
                return escape(text).replace("\n", "<br>")
            case Value():
                return self._value(span)
            case Strong(inner):
                return tag("strong", self.words(inner))
            case Em(inner):
                return tag("em", self.words(inner))
            case Link(inner, href):
                return tag("a", self.words(inner), href=outward(href)) if outward(href) else self.words(inner)
            case NumberedNote(_, number):
                mark = tag("a", str(number), href=f"#{self.prefix}-noot-{number}", aria_label=f"noot {number}")
                return tag("sup", mark, id=f"{self.prefix}-noot-{number}-terug")

    def _value(self, value: Value) -> str:
        href = inward(value.href) if self.links else ""
        dress = {"class_": _STATES.get(value.state, "value"), "title": value.title}
        return tag("a" if href else "span", escape(value.text), href=href, **dress)

    def notes(self, words: Words) -> str:
        """The numbered notes of a text, to stand behind it."""
        found = ""
        for span in spans(words):
            if isinstance(span, NumberedNote):
                back = tag("a", str(span.number), href=f"#{self.prefix}-noot-{span.number}-terug", aria_label="terug")
                name = f"{self.prefix}-noot-{span.number}"
                found += tag("div", back, " ", self.words(span.words), class_="doc-note", role="note", id=name)
            elif isinstance(span, Strong | Em | Link):
                found += self.notes(span.spans)
        return found
