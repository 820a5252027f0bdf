"""Every block that an author can place in a text; the modules stand here in plain sight."""

from reports.blocks import (
    areas,
    coalition,
    enquiries,
    events,
    figures,
    finance,
    members,
    panels,
    prevention,
    prizes,
    programmes,
    records,
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
    )
)
BLOCKS = {each.name: each for each in REGISTRY}
