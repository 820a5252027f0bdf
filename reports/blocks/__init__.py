"""Every block that an author can place in a text; the modules stand here in plain sight."""

from reports.blocks import (
    areas,
    coalition,
    enquiries,
    events,
    figures,
    finance,
    gatherings,
    marks,
    members,
    networks,
    panels,
    prevention,
    prizes,
    programmes,
    records,
    studies,
    surveys,
)
from reports.blocks.registry import blocks_of

REGISTRY = blocks_of(
    (
        panels,
        figures,
        records,
        members,
        programmes,
        finance,
        events,
        surveys,
        areas,
        prizes,
        prevention,
        enquiries,
        coalition,
        gatherings,
        networks,
        marks,
        studies,
    )
)
BLOCKS = {each.name: each for each in REGISTRY}
