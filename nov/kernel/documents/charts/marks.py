"""The cover: one mark per member, by category; shape and colour tell the category, open marks are new."""

from __future__ import annotations

from reportlab.graphics.shapes import Drawing

from nov.kernel.documents import fonts
from nov.kernel.documents.charts.sheet import NAME_SIZE, XY, Sheet
from nov.kernel.documents.illustrations import CoverMarks, MarkGroup
from nov.kernel.documents.palette import Palette

PITCH = 11.34  # 4 mm
A_ROW = 28
MANY = 700  # above so many marks the pitch is halved
NUMBER_SPACE = 48.0  # beside each group: its number and name
SIDE = 164.4  # where the marks begin; the names stand left of it


def draw_marks(marks: CoverMarks, palette: Palette) -> Drawing:
    """All marks with names and numbers beside them."""
    fine = sum(group.count for group in marks.groups) > MANY
    pitch, a_row = (PITCH / 2, A_ROW * 2) if fine else (PITCH, A_ROW)
    depths = [max(-(-group.count // a_row) * pitch + 18, NUMBER_SPACE) for group in marks.groups]
    sheet = Sheet(482.0, 26 + sum(depths) + 14, palette)
    sheet.text(marks.caption, SIDE, 6, font=fonts.BOLD, size=NAME_SIZE)
    y = 30.0
    for place, (group, depth) in enumerate(zip(marks.groups, depths, strict=True)):
        sheet.text(f"{group.count}", 0, y + 10, font=fonts.BOLD, size=22)
        sheet.text(group.name, 0, y + 28, size=NAME_SIZE)
        _group(sheet, group, place, y, pitch, a_row)
        y += depth
    sheet.text(marks.note, SIDE, y + 4, colour=palette.soft)
    return sheet.drawing


def _group(sheet: Sheet, group: MarkGroup, place: int, top: float, pitch: float, a_row: int) -> None:
    centres = [(SIDE + (at % a_row + 0.33) * pitch, top + (at // a_row + 0.4) * pitch) for at in range(group.count)]
    old, new = centres[: group.count - group.new], centres[group.count - group.new :]
    colour, radius = sheet.palette.series_colour(place), pitch * 0.31
    if place % 3 == 0:
        sheet.discs(old, radius, fill=colour)
        sheet.discs(new, radius - 0.5, line=colour)
        return
    shape = _square if place % 3 == 1 else _triangle
    sheet.polygons([shape(centre, radius) for centre in old], fill=colour)
    sheet.polygons([shape(centre, radius - 0.6) for centre in new], line=colour)


def _square(centre: XY, radius: float) -> tuple[XY, ...]:
    x, y = centre
    return (x - radius, y - radius), (x + radius, y - radius), (x + radius, y + radius), (x - radius, y + radius)


def _triangle(centre: XY, radius: float) -> tuple[XY, ...]:
    x, y = centre
    return (x - radius * 1.15, y + radius), (x + radius * 1.15, y + radius), (x, y - radius)
