"""The pen: draws set lines, rules and drawings on a page, measured from its top left corner downwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from nov.kernel.documents import fonts
from nov.kernel.documents.pdf.setting import GROUND_INSET, Dress, Piece, SetLine
from nov.kernel.documents.pdf.styles import ASCENT, PAGE_HEIGHT, Style, Styles


@lru_cache(maxsize=256)
def _fill(colour: str) -> str:
    return fp_str(*(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))) + " rg"


@dataclass
class Pen:
    """Draws on the canvas of one document. `folios` tells on which page each anchor stands."""

    canvas: Canvas
    styles: Styles
    folios: Mapping[str, str] = field(default_factory=dict)

    def lines(
        self, lines: Iterable[SetLine], x: float, top: float, style: Style, measure: float = 0.0, align: float = 0.0
    ) -> None:
        """Set lines from `top` down. align: 0 is left, 1 right, 0.5 centred within `measure`."""
        code = ["BT"]
        dressed: tuple[str, float, str] = ("", 0.0, "")
        baseline = PAGE_HEIGHT - top - ASCENT * style.size
        for line in lines:
            at = x + align * (measure - line.width)
            for piece in line.pieces:
                end = at + piece.width
                dress = piece.dress
                if dress.ground:
                    self.rect(at, PAGE_HEIGHT - baseline - 9.0, piece.width, 11.75, dress.ground)
                    at += GROUND_INSET
                if dress.link:
                    size = dress.size
                    self.link(dress.link, at, PAGE_HEIGHT - baseline - size, piece.width, size * 1.3)
                for text, font in fonts.parts(piece.text, dress.font):
                    now = (font, dress.size, dress.colour or style.colour)
                    if now[2] != dressed[2]:
                        code.append(_fill(now[2]))
                    code.append(f"1 0 0 1 {at:.2f} {baseline + dress.rise:.2f} Tm")
                    code.append(self._shown(text, font, dress.size, new=now[:2] != dressed[:2]))
                    at += fonts.measured(text, font).width * dress.size / 1000
                    dressed = now
                at = end
            baseline -= style.leading
        self.canvas._code.append("q " + " ".join(code) + " ET Q")

    def _shown(self, text: str, font: str, size: float, *, new: bool) -> str:
        """The operators that show `text`, pulled together as its kerning says."""
        face, document = pdfmetrics.getFont(font), self.canvas._doc
        kerns = fonts.measured(text, font).kerns
        parts = face.splitString(text, document)
        several = len(parts) > 1
        code, done = [], 0
        for subset, letters in parts:
            if new or several:
                code.append(f"{face.getSubsetInternalName(subset, document)} {size:g} Tf")
            pulled = kerns[done : done + len(letters)] if kerns else ()
            done += len(letters)
            code.append(self._pulled(letters, pulled))
        if several:  # the next piece must not trust the subset that was left on
            code.append(f"{face.getSubsetInternalName(parts[0][0], document)} {size:g} Tf")
        return " ".join(code)

    def _pulled(self, letters: bytes, kerns: tuple[int, ...]) -> str:
        escape = self.canvas._escape
        if not any(kerns):
            return f"({escape(letters)}) Tj"
        code, begun = [], 0
        for place, kern in enumerate(kerns):
            if kern:
                code.append(f"({escape(letters[begun : place + 1])}) {kern}")
                begun = place + 1
        if begun < len(letters):
            code.append(f"({escape(letters[begun:])})")
        return f"[{' '.join(code)}] TJ"

    def text(self, words: str, x: float, top: float, style: Style, *, align: float = 0.0, colour: str = "") -> None:
        """One line of plain words from `x` rightwards (align 0), leftwards (1) or around it (0.5)."""
        line = SetLine(
            (Piece(words, Dress(style.font, style.size, colour)),), fonts.width(words, style.font, style.size)
        )
        self.lines((line,), x, top, style, 0.0, align)

    def link(self, target: str, x: float, top: float, width: float, height: float) -> None:
        """A place to click: `#anchor` within the document (if it has it), else an address."""
        box = (x, PAGE_HEIGHT - top - height, x + width, PAGE_HEIGHT - top)
        if not target.startswith("#"):
            self.canvas.linkURL(target, box, relative=0)
        elif target[1:] in self.folios:
            self.canvas.linkRect("", target[1:], box, relative=0, thickness=0)

    def rule(self, x: float, top: float, width: float, thick: float, colour: str) -> None:
        """A rule to the right of `x`, its middle at `top`."""
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(thick)
        self.canvas.line(x, PAGE_HEIGHT - top, x + width, PAGE_HEIGHT - top)

    def upright(self, x: float, top: float, height: float, thick: float, colour: str) -> None:
        """A rule downwards from `top`."""
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(thick)
        self.canvas.line(x, PAGE_HEIGHT - top, x, PAGE_HEIGHT - top - height)

    def rect(self, x: float, top: float, width: float, height: float, colour: str, corner: float = 0.0) -> None:
        """A filled rectangle."""
        self.canvas.setFillColor(colour)
        if corner:
            self.canvas.roundRect(x, PAGE_HEIGHT - top - height, width, height, corner, stroke=0, fill=1)
        else:
            self.canvas.rect(x, PAGE_HEIGHT - top - height, width, height, stroke=0, fill=1)

    def drawing(self, drawing: Drawing, x: float, top: float) -> None:
        """A drawing with its upper left corner here."""
        renderPDF.draw(drawing, self.canvas, x, PAGE_HEIGHT - top - drawing.height, showBoundary=0)

    def anchor(self, name: str, top: float) -> None:
        """The end of links to `name`."""
        if name:
            self.canvas.bookmarkHorizontal(name, 0, PAGE_HEIGHT - top)
