"""The styles of the Word edition; whoever edits it finds them by these names."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from nov.kernel.documents.docx.parts import border, element, rgb, shade
from nov.kernel.documents.palette import Palette

FONT = "Lato"
LEAD, NOTE, SMALL, TASK, NUMBER, HEAD = "Inleiding", "Kantlijn", "Bijschrift", "Open taak", "Kerncijfer", "Kolomkop"


def prepare(word: Word, palette: Palette, language: str) -> None:
    """Set the page and all styles."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(30), Mm(25)
    _style(word, "Normal", palette.ink, 10, after=6, line=1.35)
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(element("lang", val=language, eastAsia=language))
    for name, size, before, after in (("Title", 34.0, 60, 6), ("Heading 1", 22, 0, 12), ("Heading 2", 15, 18, 6)):
        _style(word, name, palette.ink, size, before=before, after=after, bold=True)
    _style(word, "Heading 3", palette.ink, 10, before=6, after=0, bold=True)
    _style(word, "Caption", palette.ink, 10, before=10, after=2, bold=True)
    _style(word, "Quote", palette.accent, 15, before=10, after=2)
    for name, colour, size in ((LEAD, palette.ink, 12.0), (NOTE, palette.soft, 8.5), (SMALL, palette.soft, 8.5)):
        word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _style(word, name, colour, size, after=8)
    word.styles[NOTE].paragraph_format.left_indent = Mm(8)
    for name, colour, size in (
        (TASK, palette.missing_text, 10.0),
        (NUMBER, palette.ink, 18),
        (HEAD, palette.soft, 8.5),
    ):
        properties = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).element.get_or_add_pPr()
        if name == TASK:  # before the spacing: Word wants the parts of a style in their order
            border(properties, "pBdr", left=(24, palette.attention))
            shade(properties, palette.missing_fill)
        _style(word, name, colour, size, bold=name != TASK)
    word.styles["Heading 1"].paragraph_format.page_break_before = True
    for name in ("Heading 1", "Heading 2", "Heading 3", "Caption"):
        word.styles[name].paragraph_format.keep_with_next = True


def _style(
    word: Word,
    name: str,
    colour: str,
    size: float,
    *,
    before: float = 0,
    after: float = 0,
    bold: bool = False,
    line: float = 1.2,
) -> None:
    style: Any = word.styles[name]
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, False
    font.color.rgb = rgb(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{script}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = line
