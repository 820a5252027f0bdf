"""The records of a report, one file per noun. Events, versions, waivers and snapshots are only ever added."""

from reports.models.chapters import Chapter, ChapterVersion
from reports.models.editions import Edition, EditionEvent, EditionFigure
from reports.models.snapshots import Snapshot, SnapshotFile, Waiver

__all__ = [
    "Chapter",
    "ChapterVersion",
    "Edition",
    "EditionEvent",
    "EditionFigure",
    "Snapshot",
    "SnapshotFile",
    "Waiver",
]
