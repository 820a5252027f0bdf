"""From an author's text to blocks.

`parse(text, value, block)` asks the caller for every figure and every block it does not know itself; `figures_in` and
`blocks_in` list what a text uses, with line numbers, to check it on saving. No text makes any of them fail.

Known here: `::: kantlijn titel="Peildatum"` (a note beside the paragraph above it), `> words` with a last line
"— who" (a quote), `^[text]` (a numbered note), headings `##` and `###`, lists, **strong**, *stress* and links.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from markdown_it.token import Token

from nov.kernel.documents.blocks import Block, Heading, ListBlock, Paragraph, Quote, SideNote
from nov.kernel.documents.markdown.grammar import Directive, FigureToken, parser
from nov.kernel.documents.spans import Em, Link, NumberedNote, Span, Strong, Text, Value, Words, outward, plain

Valuer = Callable[[FigureToken], Value]
Blocker = Callable[[str, dict[str, str], str], Sequence[Block]]

SIDE_NOTE = "kantlijn"
SOURCE_MARKS = ("— ", "– ", "-- ")


def parse(text: str, value: Valuer, block: Blocker) -> list[Block]:
    """The blocks of a text. `value` prints a figure; `block` makes the blocks of a directive from name, arguments, body."""
    return _attached(list(_Reader(parser().parse(text), value, block).blocks()))


def figures_in(text: str) -> list[FigureToken]:
    """Every figure that a text uses, notes and bodies of directives included, in order, with its line."""
    return list(_figures(parser().parse(text), 0))


def blocks_in(text: str) -> list[Directive]:
    """Every directive of a text, in order, with its line."""
    return [token.meta["directive"] for token in parser().parse(text) if token.type == "directive"]


def _figures(tokens: list[Token], above: int) -> Iterator[FigureToken]:
    for token in tokens:
        if token.type == "directive":
            directive: Directive = token.meta["directive"]
            yield from _figures(parser().parse(directive.body), above + directive.line)
        elif token.type == "inline" and token.map is not None:
            yield from _inline_figures(token.children or [], above + token.map[0] + 1)


def _inline_figures(tokens: list[Token], line: int) -> Iterator[FigureToken]:
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            line += 1
        elif token.type == "figure":
            yield replace(token.meta["figure"], line=line)
        elif token.type == "note":
            yield from _inline_figures(token.children or [], line)


class _Reader:
    """Reads tokens from front to back."""

    def __init__(self, tokens: list[Token], value: Valuer, block: Blocker) -> None:
        self.tokens, self.value, self.block = tokens, value, block
        self.at = 0

    def blocks(self) -> Iterator[Block | SideNote]:
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            match token.type:
                case "heading_open":
                    level = 2 if token.tag in ("h1", "h2") else 3
                    yield Heading(plain(self._inline("heading_close")).strip(), level)
                case "paragraph_open":
                    yield Paragraph(self._inline("paragraph_close"))
                case "bullet_list_open" | "ordered_list_open":
                    yield self._list(token)
                case "blockquote_open":
                    yield self._quote()
                case "directive":
                    yield from self._directive(token.meta["directive"])

    def _inline(self, close: str) -> Words:
        """The words up to the closing token."""
        words: Words = ""
        while (token := self.tokens[self.at]).type != close:
            if token.type == "inline":
                words = self._spans(list(token.children or []))
            self.at += 1
        self.at += 1
        return words

    def _list(self, opening: Token) -> ListBlock:
        """A list; what is nested in it stands among its items."""
        items: list[Words] = []
        depth = 1
        while depth:
            token = self.tokens[self.at]
            self.at += 1
            depth += {"_open": 1, "close": -1}.get(token.type[-5:], 0) if "_list_" in token.type else 0
            if token.type == "inline":
                items.append(self._spans(list(token.children or [])))
        first = int(opening.attrGet("start") or 1)
        return ListBlock(tuple(items), opening.type == "ordered_list_open", first)

    def _quote(self) -> Quote:
        """A quote; a last line that begins with a dash says whose it is."""
        paragraphs: list[tuple[Span, ...]] = []
        depth = 1
        while depth:
            token = self.tokens[self.at]
            self.at += 1
            depth += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
            if token.type == "inline":
                lines = _split_lines(list(token.children or []))
                paragraphs += [spans for spans in map(self._spans, lines) if spans]
        source = ""
        if len(paragraphs) > 1 and plain(paragraphs[-1]).startswith(SOURCE_MARKS):
            source = plain(paragraphs.pop()).lstrip("—–- ")
        words = tuple(span for place, part in enumerate(paragraphs) for span in ((Text(" "),) if place else ()) + part)
        return Quote(_without_marks(words), source)

    def _directive(self, directive: Directive) -> Iterator[Block | SideNote]:
        if directive.name != SIDE_NOTE:
            yield from self.block(directive.name, directive.arguments, directive.body)
            return
        inner = _Reader(parser().parse(directive.body), self.value, self.block).blocks()
        texts = [one.words for one in inner if isinstance(one, Paragraph)]
        words = tuple(
            span for place, part in enumerate(texts) for span in (*((Text(" "),) if place else ()), *_as_spans(part))
        )
        yield SideNote(directive.arguments.get("titel", ""), words)

    # ---- inside a line

    def _spans(self, tokens: list[Token]) -> tuple[Span, ...]:
        tokens.reverse()
        return _merged(self._until(tokens, ""))

    def _until(self, tokens: list[Token], close: str) -> Iterator[Span]:
        """Spans from reversed tokens, up to the closing token."""
        while tokens:
            token = tokens.pop()
            if token.type == close:
                return
            yield from self._span(token, tokens)

    def _span(self, token: Token, tokens: list[Token]) -> Iterator[Span]:
        match token.type:
            case "softbreak":
                yield Text(" ")
            case "hardbreak":
                yield Text("\n")
            case "figure":
                yield self.value(token.meta["figure"])
            case "note":
                words = self._spans(list(token.children or []))
                yield NumberedNote(tuple(span for span in words if not isinstance(span, NumberedNote)))
            case "strong_open":
                yield Strong(_merged(self._until(tokens, "strong_close")))
            case "em_open":
                yield Em(_merged(self._until(tokens, "em_close")))
            case "link_open":
                inner = _merged(self._until(tokens, "link_close"))
                href = outward(str(token.attrGet("href") or ""))
                yield from (Link(inner, href),) if href else inner
            case _ if token.content:
                yield Text(token.content.replace("'", "’"))


def _as_spans(words: Words) -> tuple[Span, ...]:
    return words if not isinstance(words, str) else ((Text(words),) if words else ())


def _merged(spans: Iterator[Span]) -> tuple[Span, ...]:
    """Spans with neighbouring texts made one."""
    found: list[Span] = []
    for span in spans:
        if isinstance(span, Text) and found and isinstance(found[-1], Text):
            found[-1] = Text(found[-1].text + span.text)
        else:
            found.append(span)
    return tuple(found)


def _split_lines(tokens: list[Token]) -> list[list[Token]]:
    """The tokens of a quote by typed line, so that its source may stand right below it."""
    lines: list[list[Token]] = [[]]
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            lines.append([])
        else:
            lines[-1].append(token)
    return lines


def _without_marks(words: tuple[Span, ...]) -> tuple[Span, ...]:
    """A quote without the marks its author typed: the editions set them."""
    if words and isinstance(words[0], Text) and isinstance(words[-1], Text):
        text = plain(words).strip()
        if len(text) > 1 and text[0] == "‘" and text[-1] == "’":
            inner = [*words]
            inner[0] = Text(words[0].text.lstrip().removeprefix("‘"))
            last = inner[-1].text if isinstance(inner[-1], Text) else ""
            inner[-1] = Text(last.rstrip().removesuffix("’"))
            return tuple(inner)
    return words


def _attached(found: list[Block | SideNote]) -> list[Block]:
    """Side notes put to the paragraph above them, or, at the start of a text, to the one below."""
    blocks: list[Block] = []
    waiting: tuple[SideNote, ...] = ()
    for one in found:
        if isinstance(one, SideNote):
            last = blocks[-1] if blocks else None
            if isinstance(last, Paragraph):
                blocks[-1] = replace(last, notes=(*last.notes, one))
            else:
                waiting = (*waiting, one)
        elif isinstance(one, Paragraph) and waiting:
            blocks.append(replace(one, notes=(*waiting, *one.notes)))
            waiting = ()
        else:
            blocks.append(one)
    if waiting:
        blocks.append(Paragraph("", waiting))
    return blocks
