"""The edition on paper: A4 pages with running heads, side notes, contents and outline.

`render(document)` is the way in. Pages are made in two steps: `flow.py` places boxes on pages, then every page is
drawn knowing all of them, so that contents and references have their page numbers without a second pass. Boxes are
our own and not platypus flowables: side notes, captions that repeat, rows that stay together and the grid of
lines are rules here, where there they would be work-arounds, and it is quicker (bench/README.md).
"""

from nov.kernel.documents.pdf.build import render
from nov.kernel.documents.pdf.letter import render_letter

__all__ = ["render", "render_letter"]
