"""Panels and figures as HTML."""

from __future__ import annotations

from base64 import b64encode
from html import escape

from nov.kernel.documents import charts
from nov.kernel.documents.blocks import Bridge, Illustration, KeyFigures, OpenTask, Picture, Signatures, Step
from nov.kernel.documents.charts.data import data_table
from nov.kernel.documents.charts.svg import inline_svg
from nov.kernel.documents.html.tables import table
from nov.kernel.documents.html.tags import optional, tag
from nov.kernel.documents.html.words import Writer
from nov.kernel.documents.numbering import captioned

AS_TABLE = "Toon als tabel"


def key_figures(block: KeyFigures, writer: Writer) -> str:
    """A list of names with their values."""
    items = (
        tag(
            "div",
            tag("dt", escape(item.label)),
            tag("dd", writer.words(item.value), class_="doc-number"),
            optional("dd", writer.words(item.comparison), class_="doc-soft"),
        )
        for item in block.items
    )
    return tag("dl", *items, class_="doc-key-figures")


def bridge(block: Bridge, writer: Writer) -> str:
    """The steps in order."""

    def step(one: Step) -> str:
        return tag("li", tag("span", writer.words(one.value), class_="doc-number"), " ", tag("span", escape(one.label)))

    return tag("ol", *map(step, (block.start, *block.movements, block.end)), class_="doc-bridge")


def task(block: OpenTask, writer: Writer) -> str:
    """What is still to be done."""
    said = tag("p", tag("strong", escape(block.missing)))
    return tag("div", said, tag("p", writer.words(block.what), escape(block.sentence)), class_="doc-task", role="note")


def signatures(block: Signatures) -> str:
    """Who signs, and why one does not."""
    persons = (
        tag(
            "li",
            optional("em", escape(person.reason)),
            tag("span", escape(person.name)),
            tag("small", escape(person.role)),
        )
        for person in block.persons
    )
    return tag("ul", *persons, class_="doc-signatures")


def figure(block: Illustration, writer: Writer) -> str:
    """A drawing or picture with its caption, and the numbers of a drawing as a table below it."""
    caption = tag("figcaption", escape(captioned(block)), optional("small", escape(block.unit)))
    dress = f"doc-figure doc-{block.place}"
    if isinstance(block, Picture):
        image = tag("img", src=block.src or _data(block.data), alt=block.description)
        return tag("figure", caption, image, optional("p", escape(block.credit)), class_=dress, id=block.anchor)
    key = block.anchor or f"{writer.prefix}-figuur"
    picture = inline_svg(charts.draw(block, writer.palette), key, captioned(block), block.description)
    drawn = tag("div", picture, class_="doc-drawing", tabindex=0, role="group", aria_label=captioned(block))
    numbers = data_table(block)
    below = table(numbers, writer, caption=f"{block.title}: de cijfers") if numbers else ""
    details = tag("details", tag("summary", AS_TABLE), below)
    return tag("figure", caption, drawn, details, optional("p", escape(block.note)), class_=dress, id=block.anchor)


def _data(image: bytes) -> str:
    kind = "png" if image.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{b64encode(image).decode()}"
