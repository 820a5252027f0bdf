"""The whole catalogue on the demo year: trails add up, records count, nothing breaks on an empty or a first year."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db.models import F

from nov.kernel.catalogue import Catalogue
from nov.kernel.figures import FLOW, STOCK, Origin, Reading, State
from nov.kernel.periods import Year
from reports.catalogue import CATALOGUE
from reports.models import Edition
from reports.rows import asked_at

ROOT = Path(__file__).resolve().parents[2]
YEAR = Year(2023)


def at_of(figure):
    return YEAR if figure.kind is FLOW else YEAR.end


def test_keys_are_unique_over_code_and_rows(demo):
    keys = [key for source in CATALOGUE._sources for key in source.keys()]  # noqa: SIM118
    keys += list(CATALOGUE._figures)

    assert sorted(keys) == sorted(set(keys))


def test_two_figures_with_one_key_are_refused():
    import members.figures

    twin = type(members)("twin")
    twin.totaal = members.figures.begin.__class__(
        "leden.totaal", "Dubbel", members.figures.LEDEN, STOCK, lambda at: Reading(1), definition="Dubbel."
    )

    with pytest.raises(ValueError, match="Twee kengetallen heten ‘leden.totaal’"):
        Catalogue((members.figures, twin))


def test_every_trail_adds_up_to_its_value(demo):
    wrong = {
        figure.key: (reading.value, reading.trail.total())
        for figure in CATALOGUE
        if (reading := figure.read(at_of(figure))).known
        and reading.trail is not None
        and reading.trail.total() != reading.value
    }

    assert wrong == {}


def test_every_figure_that_follows_from_records_has_a_trail(demo):
    without = [
        figure.key
        for figure in CATALOGUE
        if figure.origin is Origin.BEREKEND and (reading := figure.read(at_of(figure))).known and reading.trail is None
    ]

    assert without == []


def test_no_figure_that_follows_from_records_is_fed_by_a_measurement_of_itself(demo):
    fed = [
        figure.key
        for figure in CATALOGUE
        if figure.origin is Origin.BEREKEND
        and not figure.key.startswith("rang.")  # the rank of a page follows from the views of all pages
        and (trail := figure.read(at_of(figure)).trail)
        and any(leaf.rows.model._meta.label == "programmes.Measurement" for leaf in trail.leaves())
    ]

    assert fed == []


def test_parts_of_a_counted_figure_add_up_to_it(demo):
    wrong = {}
    for figure in CATALOGUE:
        reading = figure.read(at_of(figure))
        known = [part.value for part in reading.parts.values() if part.known]
        if reading.known and known and sum(known) != reading.value:
            wrong[figure.key] = (reading.value, sum(known))

    assert wrong == {}


# All of one fewer is still all; and what counts different values stays while another record has the same value.
STAY = {
    "mdt.accounthouders 2024-01-01",
    "bestuurderscentraal.bootcamps 2023",
    "preventie.soorten_bijeenkomst 2023",
}


def test_taking_one_record_away_changes_every_computed_figure_of_the_edition(demo_committed, as_superuser):
    """Generated over the list of the edition: with the guards off a record behind each figure goes, and comes back."""
    unchanged, tried = [], 0
    with as_superuser() as guardless:
        guardless.execute("SET session_replication_role = replica")
        for key, at in computed_figures():
            before = CATALOGUE.find(key).read(at)
            if not before.known or before.value == 0:
                continue
            tried += 1
            with without_one(guardless, before):
                after = CATALOGUE.find(key).read(at)
            if (after.value, after.state) == (before.value, before.state):
                unchanged.append(f"{key} {at}")
            assert CATALOGUE.find(key).read(at).value == before.value, "het record is niet teruggezet"

    assert set(unchanged) == STAY
    assert tried > 70


def computed_figures():
    """Each computed figure of the edition at each of its references."""
    rows = Edition.objects.get(year=2023).figures.all()
    asked = {(each.key, asked_at(each)): each for each in rows}
    return [place for place in asked if CATALOGUE.find(place[0]).origin is Origin.BEREKEND]


@contextmanager
def without_one(guardless, reading: Reading):
    """Without one record of the trail: of a sum the largest, of an extreme the one that is it."""
    leaf = next(leaf for leaf in reading.trail.leaves() if leaf.rows.exists())
    rows = leaf.rows
    if leaf.column is not None:
        column = F(leaf.column) if isinstance(leaf.column, str) else leaf.column
        rows = rows.order_by(column.asc() if leaf.how == "min" else column.desc())
    taken = rows.first()
    table, pk = taken._meta.db_table, taken._meta.pk.column
    delete = f'DELETE FROM "{table}" AS gone WHERE gone."{pk}" = %s RETURNING to_jsonb(gone)::text'
    (kept,) = guardless.execute(delete, [taken.pk]).fetchone()
    try:
        yield
    finally:
        back = f'INSERT INTO "{table}" OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_record(null::"{table}", %s)'
        guardless.execute(back, [kept])


@pytest.mark.parametrize("year", [1990, 2031])
def test_year_without_records_gives_readings_and_no_errors(demo, year):
    of = Year(year)
    for figure in CATALOGUE:
        reading = figure.read(of if figure.kind is FLOW else of.end)

        assert isinstance(reading.state, State), figure.key


def test_database_without_records_gives_readings_and_no_errors(db):
    for figure in CATALOGUE:
        reading = figure.read(at_of(figure))

        assert isinstance(reading.state, State), figure.key


def test_first_year_has_no_year_before(demo):
    first = Year(2021)
    for figure in CATALOGUE:
        reading = figure.read(first.previous if figure.kind is FLOW else first.begin)

        assert isinstance(reading.state, State), figure.key


def test_no_figure_asks_what_day_it_is():
    modules = [ROOT / app / "figures.py" for app in ("finance", "members", "programmes")]
    modules += [ROOT / "programmes" / name for name in ("counting.py", "indicators.py", "ranks.py")]
    asks = [path.name for path in modules if re.search(r"today\(|now\(|clock", path.read_text())]

    assert asks == []


def test_every_figure_has_a_sentence_that_says_what_it_counts(demo):
    without = [figure.key for figure in CATALOGUE if not re.fullmatch(r"[A-Z#‘].*[.…]", figure.definition, re.DOTALL)]

    assert without == []
