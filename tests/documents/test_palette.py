"""Everything that is read can be read: 4.5 to 1 at least."""

import pytest

from nov.kernel.documents.palette import PALETTE, contrast

PAIRS = [
    (PALETTE.ink, PALETTE.paper),
    (PALETTE.soft, PALETTE.paper),
    (PALETTE.soft, PALETTE.surface),
    (PALETTE.accent, PALETTE.paper),
    (PALETTE.error, PALETTE.paper),
    (PALETTE.missing_text, PALETTE.missing_fill),
]


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(text, ground):
    assert contrast(text, ground) >= 4.5


def test_contrast_of_known_pairs():
    assert contrast("#000000", "#FFFFFF") == 21.0
    assert contrast("#FFFFFF", "#FFFFFF") == 1.0


def test_text_on_the_series_is_ink_or_paper_or_stands_beside_it():
    ink, paper = PALETTE.ink, PALETTE.paper

    assert [PALETTE.text_on(colour) for colour in PALETTE.series] == [paper, ink, paper, ink, paper, None]
