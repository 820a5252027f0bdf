"""The pieces of Word's XML that python-docx has no words for: fields, shading, borders, alternative text, links."""

from __future__ import annotations

import re
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

# What XML cannot hold, and would make the file unreadable.
_UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """The text without letters that XML forbids."""
    return _UNSPEAKABLE.sub("", text)


def element(name: str, /, **attributes: str | int) -> Any:
    """An element of WordprocessingML with its attributes, all in Word's own namespace."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def rgb(colour: str) -> RGBColor:
    """#RRGGBB as Word wants it."""
    return RGBColor.from_string(colour.lstrip("#").upper())


def shade(properties: Any, colour: str) -> None:
    """A ground of colour behind a run, paragraph or cell."""
    properties.append(element("shd", val="clear", color="auto", fill=colour.lstrip("#")))


def border(properties: Any, name: str, **sides: tuple[int, str]) -> None:
    """Borders: for each side its thickness in eighths of a point and its colour."""
    box = element(name)
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            size, colour = sides[side]
            box.append(
                element(side, val="single", sz=size, space=0 if name == "tcBorders" else 4, color=colour.lstrip("#"))
            )
    properties.append(box)


def field(paragraph: Paragraph, instruction: str, shown: str, *, dirty: bool = False) -> None:
    """A field that Word fills in: the number of the page, the contents. `shown` stands there until it does."""
    begin = element("fldChar", fldCharType="begin")
    if dirty:
        begin.set(qn("w:dirty"), "true")
    paragraph.add_run()._r.append(begin)
    text = element("instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = f" {instruction} "
    paragraph.add_run()._r.append(text)
    paragraph.add_run()._r.append(element("fldChar", fldCharType="separate"))
    paragraph.add_run(shown)
    paragraph.add_run()._r.append(element("fldChar", fldCharType="end"))


def describe(run: Run, title: str, description: str) -> None:
    """The alternative text of the picture in a run."""
    for properties in run._r.iter(qn("wp:docPr")):
        properties.set("title", clean(title))
        properties.set("descr", clean(description))


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """The end of links within the document."""
    start = element("bookmarkStart", id=number, name=name[:40])
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(element("bookmarkEnd", id=number))


def hyperlink(paragraph: Paragraph, href: str) -> Any:
    """A link to be filled with runs: outwards, or to a bookmark."""
    link = element("hyperlink")
    if href.startswith("#"):
        link.set(qn("w:anchor"), href[1:41])
    else:
        link.set(qn("r:id"), paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(link)
    return link
