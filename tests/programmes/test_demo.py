"""The demo year: the figures of chapters 2 and 3 as in the reference year, the checks, and loading once."""

from __future__ import annotations

from datetime import date

import pytest

from finance.models import Grant
from nov.demo import programmes as loader
from nov.kernel.catalogue import Catalogue
from nov.kernel.checks import Severity, checks_of, findings
from nov.kernel.figures import State
from nov.kernel.models import User
from nov.kernel.periods import Month, Turn, Year, reference
from nov.kernel.printing import printed
from programmes import checks, figures, indicators
from programmes.models import DeskMonth, Event, Measurement, Programme

CATALOGUE = Catalogue((figures,), (indicators.SOURCE,))
pytestmark = pytest.mark.usefixtures("demo")

PAGES = {  # views of 2022 and 2023, rank in 2022 and 2023
    "homepage": (65162, 63120, 1, 1),
    "zoek_lokaal": (40301, 38715, 2, 2),
    "zoek": (30649, 33315, 3, 3),
    "prijzen": (None, 15678, None, 4),
    "vergoedingen": (24441, 12910, 4, 5),
    "prijzen_aanmelden": (None, 12855, None, 6),
    "bemiddelingssites": (14495, 12127, 5, 7),
    "testen": (11932, 11738, 6, 8),
    "agenda": (8879, 9271, 8, 9),
    "wachtwoord": (1366, 8092, 56, 10),
    "veilige_handen": (8879, 7874, 9, 11),
    "werven": (7402, 6873, 10, 12),
    "wbtr": (9662, 5159, 7, 16),
}

FIGURES = {
    ("platform.bezoekers", "2022"): "226.199",
    ("platform.bezoekers", "2023"): "282.668",
    ("platform.paginaweergaven", "2022"): "631.927",
    ("platform.paginaweergaven", "2023"): "929.593",
    ("platform.communityleden", "2022"): "5.842",
    ("platform.communityleden", "2023"): "6.947",
    ("onderdeel.themas", "2022"): "137.302",
    ("onderdeel.themas", "2023"): "132.041",
    ("onderdeel.agenda", "2022"): "31.022",
    ("onderdeel.agenda", "2023"): "48.516",
    ("onderdeel.nieuws", "2022"): "29.517",
    ("onderdeel.nieuws", "2023"): "31.198",
    ("onderdeel.over", "2022"): "24.240",
    ("onderdeel.over", "2023"): "30.959",
    ("onderdeel.forum", "2022"): "8.151",
    ("onderdeel.forum", "2023"): "8.370",
    ("onderdeel.zoek", "2022"): "127.608",
    ("onderdeel.zoek", "2023"): "159.998",
    ("site.goedgeregeld.bezoekers", "2023"): "5.182",
    ("site.goedgeregeld.nieuw", "2023"): "282",
    ("academie.nieuw", "2023"): "10.325",
    ("academie.alcohol", "2023"): "8.219",
    ("academie.werven", "2023"): "225",
    ("volgers.facebook.nov", "2023-12-31"): "924",
    ("volgers.facebook.prijzen", "2023-12-31"): "3.000",
    ("volgers.facebook.sow", "2023-12-31"): "238",
    ("volgers.x.nov", "2023-12-31"): "nog in te vullen",
    ("volgers.x.prijzen", "2023-12-31"): "nog in te vullen",
    ("volgers.x.sow", "2023-12-31"): "106",
    ("volgers.linkedin.groep", "2023-12-31"): "1.395",
    ("volgers.linkedin.nov", "2023-12-31"): "1.889",
    ("volgers.linkedin.goodbusy", "2023-12-31"): "1.024",
    ("volgers.linkedin.sow", "2023-12-31"): "492",
    ("pagina.prijzen", "2022"): "n.v.t.",
    ("pagina.prijzen_aanmelden", "2022"): "n.v.t.",
    ("meedoen.balies", "2023"): "38",
    ("meedoen.azc", "2023"): "circa\u00a0200",
    ("meedoen.uren", "2023"): "8",
    ("meedoen.ambitie", "2023"): "60",
    ("meedoen.koppelingen", "2023"): "9.846",
    ("meedoen.koppelingen_activiteit", "2023"): "6.912",
    ("meedoen.koppelingen_vrijwilligerswerk", "2023"): "2.934",
    ("meedoen.medewerkers", "2023"): "120",
    ("meedoen.projectleiding_coa", "2023"): "2",
    ("meedoen.projectleiding_nov", "2023"): "2",
    ("meedoen.subsidie_tot", "2023"): "31\u00a0december\u00a02027",
    ("meedoen.evaluatiegesprekken", "2023"): "38",
    ("meedoen.werkochtenden", "2023"): "6",
    ("meedoen.overleg_coa", "2023"): "26",
    ("meedoen.bestuursoverleg", "2023"): "1",
    ("meedoen.vrouwen_workshop", "2023"): "1",
}


def read(key: str, at: str):
    return CATALOGUE.find(key).read(reference(at))


@pytest.mark.parametrize(("key", "at"), FIGURES)
def test_a_figure_prints_as_in_the_reference_year(key, at):
    assert printed(read(key, at)) == FIGURES[key, at]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_its_views_and_its_rank(page):
    views = (read(f"pagina.{page}", "2022").value, read(f"pagina.{page}", "2023").value)
    ranks = (read(f"rang.{page}", "2022").value, read(f"rang.{page}", "2023").value)

    assert (*views, *ranks) == PAGES[page]


def test_what_was_recorded_as_rounded_carries_its_mark():
    assert read("volgers.facebook.prijzen", "2023-12-31").mark == "afgerond"
    assert read("pagina.prijzen", "2022").note == "extern gehost"


def test_matches_are_456_desk_months_and_the_share_of_women_rises():
    rows = DeskMonth.objects.during(Year(2023))
    shares = [read("meedoen.aandeel_vrouwen", f"2023-{month:02}").value for month in range(1, 13)]

    assert rows.values("desk", "month").distinct().count() == 456
    assert printed(read("meedoen.aandeel_vrouwen", "2023-01-01/2023-03-31")) == "31,2%"
    assert printed(read("meedoen.aandeel_vrouwen", "2023-10-01/2023-12-31")) == "38,0%"
    assert len(set(shares)) == 12
    assert rows.filter(matches__lt=5).exists()


def test_the_whole_is_the_sum_of_its_parts_three_levels_deep():
    whole = read("meedoen.koppelingen", "2023")

    by_kind = {kind: part.value for kind, part in whole.parts.items()}
    by_gender = [sum(part.value for part in kind.parts.values()) for kind in whole.parts.values()]
    by_month = [len(gender.parts) for kind in whole.parts.values() for gender in kind.parts.values()]
    assert by_kind == {"Activiteit": 6912, "Vrijwilligerswerk": 2934}
    assert by_gender == [6912, 2934]
    assert by_month == [12, 12, 12, 12]


def test_every_computed_figure_has_a_trail_that_makes_its_value_and_no_measurement_feeds_it():
    year = Year(2023)
    for key in sorted(figures.KEYS):
        reading = CATALOGUE.find(key).read(year)
        assert reading.state is State.KNOWN, key
        assert reading.trail.total() == reading.value, key
        models = {leaf.rows.model for leaf in reading.trail.leaves()}
        assert Measurement not in models, key


def test_taking_a_record_away_changes_a_rank():
    before = read("rang.wachtwoord", "2023").value

    Measurement.objects.filter(part__key="homepage", during__startswith=date(2023, 1, 1)).delete()

    assert (before, read("rang.wachtwoord", "2023").value) == (10, 9)


def test_the_checks_find_what_the_draft_left_open_and_nothing_else():
    found = [(one.check, one.what, one.severity) for one in findings(checks_of((checks,)), Year(2023))]

    assert found == [
        (
            "programmas.kengetallen",
            "‘X Vereniging NOV’ (volgers.x.nov) is voor 2023 nog in te vullen.",
            Severity.BLOCKS,
        ),
        (
            "programmas.kengetallen",
            "‘X Nationale Vrijwilligersprijzen’ (volgers.x.prijzen) is voor 2023 nog in te vullen.",
            Severity.BLOCKS,
        ),
    ]


def test_loading_again_changes_nothing():
    counts = [model.objects.count() for model in (Programme, Event, Measurement, DeskMonth)]

    loader.load(User.objects.get(name="Greetje Mulder"))

    assert [model.objects.count() for model in (Programme, Event, Measurement, DeskMonth)] == counts
    assert counts[0] == 20


def test_a_stock_before_the_first_day_is_nothing():
    assert CATALOGUE.find("meedoen.balies").read(Turn(date(2019, 1, 1))).value == 0
    assert CATALOGUE.find("meedoen.koppelingen").read(Month(2019, 1)).value == 0
    assert Grant.objects.filter(code="szw-meedoen").exists()
