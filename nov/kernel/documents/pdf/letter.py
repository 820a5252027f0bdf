"""A letter on paper: placed on pages first, so that each page can say how many there are, then drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from nov.kernel.documents import fonts
from nov.kernel.documents.letter import Letter, Panel, Row, Sum
from nov.kernel.documents.palette import PALETTE, Palette
from nov.kernel.documents.pdf.pen import Pen
from nov.kernel.documents.pdf.setting import SetLine, set_lines
from nov.kernel.documents.pdf.styles import FULL, GUTTER, LEFT, LINE, PAGE_HEIGHT, PAGE_WIDTH, Styles

RIGHT = LEFT + FULL
SENDER_LEFT = LEFT + 112 * mm
SENDER = FULL - 112 * mm
ADDRESS_TOP = 52 * mm  # where the window of an envelope is
TITLE_TOP = 92 * mm
NEXT_TOP = 26 * mm  # where the table goes on, on a page after the first
BOTTOM = PAGE_HEIGHT - 27 * mm
FOOT = PAGE_HEIGHT - 17.6 * mm
FIGURES = 27 * mm
ROW = 6.5  # white of a row: 4 above, 2.5 below
DENSE = 3.25  # the same in a table that is long anyhow
MANY = 24  # rows
HEAD = 17.0
CODE = 32 * mm
KEPT = 2  # rows that go along to the page of the sums


@dataclass(frozen=True)
class Item:
    """Something with a height that is not broken: a row, the sums, a note or the panel."""

    what: Row | Sum | Panel | tuple[SetLine, ...]
    height: float
    lines: tuple[SetLine, ...] = ()
    before: float = 0.0


Page = list[tuple[float, Item]]


def render_letter(letter: Letter, palette: Palette = PALETTE) -> bytes:
    """The letter as PDF. The same letter gives the same bytes."""
    fonts.ready()
    styles = Styles(palette)
    file = BytesIO()
    canvas = Canvas(
        file, (PAGE_WIDTH, PAGE_HEIGHT), invariant=1, pageCompression=1, initialFontName=fonts.REGULAR, lang="nl-NL"
    )
    canvas.setTitle(letter.title)
    canvas.setAuthor(letter.sender)
    canvas.setSubject(letter.title)
    canvas.setCreator(letter.sender)
    canvas.setProducer("NOV")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    sheet = _Sheet(letter, styles, Pen(canvas, styles))
    for number, page in enumerate(sheet.pages, start=1):
        sheet.draw(page, number)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


class _Sheet:
    """A letter being set: its items on pages, and how each is drawn."""

    def __init__(self, letter: Letter, styles: Styles, pen: Pen) -> None:
        self.letter, self.styles, self.pen = letter, styles, pen
        self.row = DENSE if len(letter.rows) > MANY else ROW
        self.words = FULL - FIGURES * (len(letter.heads) - 1) - GUTTER
        self.title = set_lines(letter.title, styles.chapter, FULL)
        self.facts = [
            (set_lines(fact.label, styles.column_head, self._fact), set_lines(fact.value, styles.cell, self._fact))
            for fact in letter.facts
        ]
        self.pages = self._placed()

    @property
    def _fact(self) -> float:
        return FULL / max(len(self.letter.facts), 1) - GUTTER

    # ---- placing

    def _items(self) -> list[Item]:
        styles, letter = self.styles, self.letter
        items = []
        for row in letter.rows:
            lines = set_lines(row.words, styles.cell, self.words)
            items.append(Item(row, len(lines) * LINE + self.row, lines))
        for place, one in enumerate(letter.sums):
            items.append(Item(one, LINE + ROW, before=0.0 if place else ROW))
        for note in letter.notes:
            lines = set_lines(note, styles.body, FULL)
            items.append(Item(lines, len(lines) * LINE, lines, before=LINE))
        if letter.panel:
            facts = sum(self._panel_fact(fact.value) for fact in letter.panel.facts)
            height = max(facts + 33.0, CODE + 26.0 if letter.panel.squares else 0.0) + LINE
            items.append(Item(letter.panel, height, before=2 * LINE))
        return items

    def _panel_fact(self, value: str) -> float:
        return max(len(set_lines(value, self.styles.cell, self._panel_measure)), 1) * LINE + 3.25

    @property
    def _panel_measure(self) -> float:
        squares = self.letter.panel and self.letter.panel.squares
        return FULL - 42 * mm - 2 * GUTTER - (CODE + 3 * GUTTER if squares else 0.0)

    def _first_top(self) -> float:
        facts = max((len(head) * 9.75 + len(value) * LINE for head, value in self.facts), default=0.0)
        return TITLE_TOP + len(self.title) * 26 + LINE + facts + 2 * LINE

    def _placed(self) -> list[Page]:
        top = self._first_top() + HEAD
        page: Page = []
        pages = [page]
        for item in self._items():
            room = item.before if page else 0.0
            wanted = self._sums_height() if item.what is next(iter(self.letter.sums), None) else item.height
            if page and top + room + wanted > BOTTOM:
                moved = self._moved(page, item)
                page = []
                pages.append(page)
                top = NEXT_TOP + (HEAD if isinstance((moved or [item])[0].what, Row) else 0.0)
                for one in moved:
                    page.append((top, one))
                    top += one.height
                room = item.before if page else 0.0
            page.append((top + room, item))
            top += room + item.height
        return pages

    def _sums_height(self) -> float:
        return (LINE + ROW) * len(self.letter.sums)

    def _moved(self, page: Page, item: Item) -> list[Item]:
        """The last rows go along with the sums, which never stand alone."""
        moved: list[Item] = []
        if isinstance(item.what, Sum):
            while len(page) > 1 and len(moved) < KEPT and isinstance(page[-1][1].what, Row):
                moved.insert(0, page.pop()[1])
        return moved

    # ---- drawing

    def draw(self, page: Page, number: int) -> None:
        """One page: what stands above it, its items, its foot."""
        if number == 1:
            self._above()
            self._heads(self._first_top())
        else:
            self._running()
            if isinstance(page[0][1].what, Row):
                self._heads(NEXT_TOP)
        for top, item in page:
            match item.what:
                case Row():
                    self._row(item, top)
                case Sum():
                    self._sum(item.what, top)
                case Panel():
                    self._panel(item.what, top, item.height)
                case _:
                    self.pen.lines(item.lines, LEFT, top, self.styles.body)
        self._foot(number)

    def _above(self) -> None:
        pen, styles, letter = self.pen, self.styles, self.letter
        pen.text(letter.sender, LEFT, 20 * mm, replace(styles.section, colour=styles.palette.accent))
        top = 20 * mm + 2.5
        for line in letter.sender_lines:
            lines = set_lines(line, styles.small, SENDER)
            pen.lines(lines, SENDER_LEFT, top, styles.small)
            top += len(lines) * 9.75
        top = ADDRESS_TOP
        for line in letter.addressee:
            lines = set_lines(line, styles.cell, 85 * mm)
            pen.lines(lines, LEFT, top, styles.cell)
            top += len(lines) * LINE
        pen.lines(self.title, LEFT, TITLE_TOP, styles.chapter)
        top = TITLE_TOP + len(self.title) * 26 + LINE
        for place, (head, value) in enumerate(self.facts):
            x = LEFT + place * (self._fact + GUTTER)
            pen.lines(head, x, top, styles.column_head)
            pen.lines(value, x, top + len(head) * 9.75, styles.cell)

    def _running(self) -> None:
        pen, styles = self.pen, self.styles
        pen.text(self.letter.title, LEFT, 12.9 * mm, replace(styles.small, font=fonts.BOLD, colour=styles.palette.ink))
        pen.text("vervolg", RIGHT, 12.9 * mm, styles.small, align=1)
        pen.rule(LEFT, 16 * mm + 6.5, FULL, 0.5, styles.palette.line)

    def _heads(self, top: float) -> None:
        pen, styles = self.pen, self.styles
        for place, head in enumerate(reversed(self.letter.heads[1:])):
            pen.text(head, RIGHT - place * FIGURES, top, styles.column_head, align=1)
        pen.text(self.letter.heads[0], LEFT, top, styles.column_head)
        pen.rule(LEFT, top + 13.5, FULL, 0.75, styles.palette.ink)

    def _row(self, item: Item, top: float) -> None:
        pen, styles = self.pen, self.styles
        words_top = top + (2.25 if self.row == DENSE else 4)
        pen.lines(item.lines, LEFT, words_top, styles.cell)
        assert isinstance(item.what, Row)
        for place, figure in enumerate(reversed(item.what.figures)):
            pen.text(figure, RIGHT - place * FIGURES, words_top, styles.cell, align=1)
        pen.rule(LEFT, top + item.height, FULL, 0.4, styles.palette.line)

    def _sum(self, one: Sum, top: float) -> None:
        pen, styles = self.pen, self.styles
        style = replace(styles.cell, font=fonts.BOLD) if one.strong else styles.cell
        if one.strong:
            pen.rule(LEFT + FULL / 2, top + 1.5, FULL / 2, 0.75, styles.palette.ink)
        pen.text(one.label, LEFT + FULL / 2, top + 4, style)
        pen.text(one.figure, RIGHT, top + 4, style, align=1)

    def _panel(self, panel: Panel, top: float, height: float) -> None:
        pen, styles, palette = self.pen, self.styles, self.styles.palette
        pen.rect(LEFT, top, FULL, height, palette.surface, corner=3)
        pen.text(panel.title, LEFT + GUTTER, top + 11, styles.table_head)
        at = top + 33.0
        for fact in panel.facts:
            lines = set_lines(fact.value, styles.cell, self._panel_measure)
            pen.text(fact.label, LEFT + GUTTER, at, replace(styles.cell, colour=palette.soft))
            pen.lines(lines, LEFT + GUTTER + 42 * mm, at, styles.cell)
            at += self._panel_fact(fact.value)
        if panel.squares:
            left = RIGHT - CODE - GUTTER
            self._squares(panel.squares, left, top + 13)
            pen.text(panel.beside, left, top + 13 + CODE + 4, styles.small)

    def _squares(self, squares: tuple[tuple[bool, ...], ...], left: float, top: float) -> None:
        """The code on white, with its quiet margin; each run of dark squares is one rectangle."""
        palette = self.styles.palette
        side = CODE / (len(squares) + 4)
        self.pen.rect(left, top, CODE, CODE, palette.paper)
        for row, line in enumerate(squares):
            start = None
            for column, dark in enumerate((*line, False)):
                if dark and start is None:
                    start = column
                elif not dark and start is not None:
                    x = left + (start + 2) * side
                    self.pen.rect(x, top + (row + 2) * side, (column - start) * side, side, "#000000")
                    start = None

    def _foot(self, number: int) -> None:
        pen, styles = self.pen, self.styles
        pen.rule(LEFT, FOOT - 8, FULL, 0.5, styles.palette.line)
        pen.lines(set_lines(self.letter.foot, styles.small, FULL - 30 * mm)[:2], LEFT, FOOT, styles.small)
        if len(self.pages) > 1:
            pen.text(f"Pagina {number} van {len(self.pages)}", RIGHT, FOOT, styles.small, align=1)
