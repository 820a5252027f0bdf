"""Ranks of pages are computed from their views, never typed."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nov.kernel.figures import State
from nov.kernel.periods import Year
from programmes import defining, ranks, recording
from programmes.indicators import SOURCE
from programmes.models import IndicatorPart, Measurement
from tests.programmes import making


@pytest.fixture
def pages(lead):
    platform = making.programme("pagina", "Platform")
    return making.indicator(platform, "pagina", "Weergaven van pagina’s", dimension="pagina", chapter=2)


def measure(pages, lead, year, **views):
    for key, value in views.items():
        part = pages.parts.filter(key=key).first() or defining.add_part(pages, key=key, label=key.title())
        given = {"not_applicable": "extern gehost"} if value is None else {"value": value}
        recording.record_measurement(pages, part=part, at=Year(year), source="Matomo", by=lead, **given)


def rank(key, year=2023):
    return SOURCE.find(f"rang.{key}").read(Year(year))


def test_more_views_stand_higher_and_equal_views_alphabetically(pages, lead):
    measure(pages, lead, 2023, home=63120, veilig=8879, agenda=8879, zoek=38715)

    assert {key: rank(key).value for key in ("home", "zoek", "agenda", "veilig")} == {
        "home": 1, "zoek": 2, "agenda": 3, "veilig": 4,
    }  # fmt: skip
    assert sorted(ranks.keys()) == ["rang.agenda", "rang.home", "rang.veilig", "rang.zoek"]


def test_a_rank_is_the_number_of_pages_at_or_above_it_and_falls_when_one_goes(pages, lead):
    measure(pages, lead, 2023, home=63120, agenda=8879, zoek=38715)

    assert (rank("agenda").value, rank("agenda").trail.total()) == (3, 3)
    Measurement.objects.filter(part__key="home").delete()
    assert rank("agenda").value == 2


def test_a_page_without_views_has_no_rank(pages, lead):
    measure(pages, lead, 2022, prijzen=None, home=10)
    measure(pages, lead, 2023, prijzen=15678, home=63120)
    defining.add_part(pages, key="nieuw", label="Nieuw")

    assert (rank("prijzen", 2022).state, rank("prijzen", 2022).note) == (State.NOT_APPLICABLE, "extern gehost")
    assert rank("nieuw").state is State.MISSING
    assert rank("prijzen").value == 2
    assert SOURCE.find("rang.bestaat_niet") is None


def test_a_corrected_measurement_counts_once(pages, lead):
    measure(pages, lead, 2023, home=10, agenda=20)
    measure(pages, lead, 2023, home=30)

    assert (rank("home").value, rank("agenda").value) == (1, 2)


@pytest.fixture
def twelve(pages):
    return [defining.add_part(pages, key=f"p{i:02}", label=f"Pagina {i:02}") for i in range(12)]


def test_ranks_are_one_to_n_each_once(pages, twelve, lead, django_db_blocker):
    years = iter(range(1900, 2100))

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.integers(0, 5), min_size=1, max_size=12))
    def holds(views):
        year = next(years)
        for part, value in zip(twelve, views, strict=False):
            recording.record_measurement(pages, part=part, at=Year(year), value=value, source="x", by=lead)
        ranks = {part.key: rank(part.key, year) for part in twelve}

        known = [reading.value for reading in ranks.values() if reading.known]
        assert sorted(known) == list(range(1, len(views) + 1))
        assert Counter(reading.state for reading in ranks.values())[State.MISSING] == 12 - len(views)
        ordered = sorted(range(len(views)), key=lambda place: (-views[place], place))
        assert [twelve[place].key for place in ordered] == sorted(
            (key for key, reading in ranks.items() if reading.known), key=lambda key: ranks[key].value
        )

    holds()


def test_the_rank_of_a_page_carries_its_definition(pages, lead):
    measure(pages, lead, 2023, home=1)

    found = SOURCE.find("rang.home")

    assert (found.label, found.chapter, found.definition) == (
        "Rang van de pagina Home",
        2,
        "Plaats van de pagina naar aantal weergaven; bij gelijke weergaven alfabetisch.",
    )
    assert IndicatorPart.objects.get().full_key == "pagina.home"
