"""Every block that an author can place in a text; the modules stand here in plain sight."""

from reports.blocks import figures, finance, members, panels, programmes, records
from reports.blocks.registry import blocks_of

REGISTRY = blocks_of((panels, figures, records, members, programmes, finance))
BLOCKS = {each.name: each for each in REGISTRY}
