"""The pages of the report: editions, chapters, figures, and what is decided about them."""

from reports.views.catalogue import figure, figures
from reports.views.chapters import chapter, preview, versions
from reports.views.decisions import adopted, differences, handed_back, offered, waived
from reports.views.editions import document, edition, editions, reading

__all__ = [
    "adopted",
    "chapter",
    "differences",
    "document",
    "edition",
    "editions",
    "figure",
    "figures",
    "handed_back",
    "offered",
    "preview",
    "reading",
    "versions",
    "waived",
]
