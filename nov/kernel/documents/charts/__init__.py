"""Charts: each drawn once, from shapes, and shown in every edition.

`draw(chart)` gives the drawing, `svg.inline_svg` puts it in a page, `png` in a Word file, `data.data_table` says its
numbers. A new kind of chart is a dataclass in `illustrations`, a function here, a case in `data`, and a picture test.
"""

from __future__ import annotations

from io import BytesIO

import pypdfium2
from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing

from nov.kernel.documents import fonts
from nov.kernel.documents.charts.bars import draw_bars, draw_budget, draw_shares
from nov.kernel.documents.charts.marks import draw_marks
from nov.kernel.documents.charts.months import draw_columns, draw_lines
from nov.kernel.documents.charts.tiles import draw_tiles
from nov.kernel.documents.illustrations import (
    BarChart,
    BudgetChart,
    ColumnChart,
    Illustration,
    LineChart,
    ShareChart,
    TileMap,
)
from nov.kernel.documents.palette import PALETTE, Palette

__all__ = ["draw", "draw_marks", "png"]

PNG_DPI = 200


def draw(chart: Illustration, palette: Palette = PALETTE) -> Drawing:
    """The drawing of a chart, in the width of its place. Never raises on odd data: an empty chart is an empty axis."""
    fonts.ready()
    match chart:
        case BarChart():
            return draw_bars(chart, palette)
        case ColumnChart():
            return draw_columns(chart, palette)
        case LineChart():
            return draw_lines(chart, palette)
        case ShareChart():
            return draw_shares(chart, palette)
        case BudgetChart():
            return draw_budget(chart, palette)
        case TileMap():
            return draw_tiles(chart, palette)
    raise TypeError(f"geen tekening voor {type(chart).__name__}")


def png(drawing: Drawing, dpi: int = PNG_DPI) -> bytes:
    """The drawing as a picture, through its own page in PDF: the same letters in the same places."""
    page = pypdfium2.PdfDocument(renderPDF.drawToString(drawing, "", showBoundary=0))
    try:
        image = page[0].render(scale=dpi / 72).to_pil()
        file = BytesIO()
        image.save(file, "PNG", dpi=(dpi, dpi), optimize=True)
        return file.getvalue()
    finally:
        page.close()
