"""What authors may write beyond plain Markdown: figures in a line, notes, and blocks between lines of three colons.

A figure is `{key}`, `{key@reference}`, `{key|format}` or `{key@reference|format}`; a numbered note `^[text]`; a block

    ::: name key=value key="two words"
    text of the block, if it has any
    :::

A block without text may leave out its last line. Braces that are no figure stay what they are; a backslash before one keeps
it so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

FIGURE = re.compile(
    r"\{(?P<key>[a-z0-9_.]+(?:\[[^\[\]{}\n]+\])?)(?:@(?P<reference>[^|{}\s]+))?(?:\|(?P<format>[^{}\s|]+(?: [^{}\s|]+)*))?\}"
)
OPENING = re.compile(r":::\s*(?P<name>[a-z0-9_.-]+)(?P<rest>(?:\s.*)?)$")
CLOSING = re.compile(r":::\s*$")
ARGUMENT = re.compile(r"""(?P<key>[a-z0-9_-]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+))(?=\s|$)""")
DEEPEST = 20  # quotes in lists in quotes: beyond this it is plain text


@dataclass(frozen=True, slots=True)
class FigureToken:
    """A figure as it was typed: which, when ("" is the year of the report), how printed ("" is as usual), and where."""

    key: str
    reference: str = ""
    format: str = ""
    line: int = 0  # from 1

    @property
    def typed(self) -> str:
        """How it stands in the text."""
        reference = f"@{self.reference}" if self.reference else ""
        return f"{{{self.key}{reference}{f'|{self.format}' if self.format else ''}}}"


@dataclass(frozen=True, slots=True)
class Directive:
    """A block as it was typed. strange: parts of its first line that are no key=value."""

    name: str
    arguments: dict[str, str] = field(default_factory=dict)
    body: str = ""
    line: int = 0  # from 1
    strange: tuple[str, ...] = ()


def parser() -> MarkdownIt:
    """Markdown as authors may use it: no HTML, no code, no pictures; links only outwards; Dutch quotation marks."""
    markdown = MarkdownIt("zero", {"typographer": True, "quotes": "‘’‘’", "maxNesting": DEEPEST})
    markdown.enable(["heading", "list", "blockquote", "emphasis", "link", "escape", "newline", "entity", "smartquotes"])
    markdown.block.ruler.before("blockquote", "directive", _directive, {"alt": ["paragraph", "blockquote", "list"]})
    markdown.inline.ruler.before("link", "figure", _figure)
    markdown.inline.ruler.before("link", "note", _note)
    return markdown


def arguments(rest: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """The key=value pairs of a first line, and what else stands there."""
    found = {
        match["key"]: match["quoted"] if match["bare"] is None else match["bare"] for match in ARGUMENT.finditer(rest)
    }
    return found, tuple(ARGUMENT.sub(" ", rest).split())


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`::: name` at the outermost level. Its text runs to the next line of three colons, if that closes it."""
    opening = OPENING.match(_line(state, start))
    if not opening or state.level or state.blkIndent:
        return False
    if silent:
        return True
    last = next((at for at in range(start + 1, end) if _line(state, at).startswith(":::")), None)
    closes = last is not None and bool(CLOSING.match(_line(state, last)))
    body = state.getLines(start + 1, last, 0, False) if closes and last is not None else ""
    found, strange = arguments(opening["rest"])
    token = state.push("directive", "", 0)
    token.meta = {"directive": Directive(opening["name"], found, body.rstrip("\n"), start + 1, strange)}
    token.map = [start, last or start]
    state.line = last + 1 if closes and last is not None else start + 1
    return True


def _figure(state: StateInline, silent: bool) -> bool:
    match = FIGURE.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push("figure", "", 0)
        token.meta = {"figure": FigureToken(match["key"], match["reference"] or "", match["format"] or "")}
    state.pos = match.end()
    return True


def _note(state: StateInline, silent: bool) -> bool:
    """`^[text]`, the text up to the bracket that closes it."""
    if not state.src.startswith("^[", state.pos):
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos + 1)
    if end < 0:
        return False
    if not silent:
        begin = state.pos + 2
        token = state.push("note", "", 0)
        token.content = state.src[begin:end]
        token.children = state.md.parseInline(token.content, state.env)[0].children or []
    state.pos = end + 1
    return True
