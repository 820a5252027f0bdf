"""The demo year's members against the reference year, and the cases that counting goes wrong on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import StringIO
from itertools import combinations

import pytest
from django.core.management import call_command
from django.db.models import Count, Sum

from members import checks, figures
from members.headcount import headcount, headcounts
from members.models import Contribution, Membership, Mutation, Organisation
from nov.kernel.catalogue import Catalogue
from nov.kernel.checks import checks_of, findings
from nov.kernel.periods import Turn, Year, reference
from nov.kernel.printing import printed

D = date

FIGURES = [
    ("bestuur.vergaderingen", "2023", "7"),
    ("bestuur.vergaderingen_bij_alv", "2023", "2"),
    ("bestuur.alv", "2023", "2"),
    ("bestuur.leden", "2023-12-31", "9"),
    ("bestuur.nieuw", "2023", "2"),
    ("bestuur.herbenoemd", "2023", "2"),
    ("bestuur.termijn", "2023-12-31", "3"),
    ("alv.dialooggroepen", "2023-11", "4"),
    ("alv.actielijnen", "2023-06", "5"),
    ("strategie.interviews", "2024", "circa\xa020"),
    ("leden.begin", "2023-01-01", "368"),
    ("leden.begin", "2023", "368"),
    ("leden.nieuw", "2023", "11"),
    ("leden.opgezegd", "2023", "7"),
    ("leden.van_categorie_veranderd", "2023", "3"),
    ("leden.vrijwilligersorganisaties", "2022-01-01", "135"),
    ("leden.vrijwilligersorganisaties", "2023-01-01", "135"),
    ("leden.vrijwilligersorganisaties", "2024-01-01", "138"),
    ("leden.vrijwilligerscentrales", "2022-01-01", "143"),
    ("leden.vrijwilligerscentrales", "2023-01-01", "143"),
    ("leden.vrijwilligerscentrales", "2024-01-01", "145"),
    ("leden.sportbonden", "2022-01-01", "89"),
    ("leden.sportbonden", "2023-01-01", "89"),
    ("leden.sportbonden", "2024-01-01", "89"),
    ("leden.aspirantleden", "2022-01-01", "1"),
    ("leden.aspirantleden", "2023-01-01", "1"),
    ("leden.aspirantleden", "2024-01-01", "0"),
    ("leden.totaal", "2022-01-01", "368"),
    ("leden.totaal", "2023-01-01", "368"),
    ("leden.totaal", "2024-01-01", "372"),
    ("leden.totaal", "2023-12-31", "372"),
    ("bureau.team", "2023-12-31", "36"),
    ("contributie.in_rekening", "2023", "€\xa0177.040"),
]


def test_every_figure_is_that_of_the_reference_year(demo):
    catalogue = Catalogue([figures])

    found = [(key, at, printed(catalogue.find(key).read(reference(at)))) for key, at, _ in FIGURES]

    assert found == FIGURES


def test_every_figure_is_the_total_of_its_trail_and_of_its_parts(demo):
    catalogue = Catalogue([figures])

    for key, at, _ in FIGURES:
        reading = catalogue.find(key).read(reference(at))
        assert (key, reading.trail.total()) == (key, reading.value)
        if reading.parts:
            assert (key, sum(part.value for part in reading.parts.values())) == (key, reading.value)


def test_the_bridge_of_2023(demo):
    found = headcount(Year(2023).begin, Year(2023).end)

    assert {line.name: line.counts for line in (*found.lines, found.total)} == {
        "Vrijwilligersorganisaties": (135, 6, 4, 2, 1, 138),
        "Vrijwilligerscentrales": (143, 5, 3, 1, 1, 145),
        "Sportbonden": (89, 0, 0, 0, 0, 89),
        "Aspirant-leden": (1, 0, 0, 0, 1, 0),
        "Totaal": (368, 11, 7, 3, 3, 372),
    }
    assert found.reasons == {
        "Fusie, overname of opheffing": 3,
        "Geen gebruik van het lidmaatschap": 3,
        "Contributie niet voldaan": 1,
    }


def test_the_bridge_holds_for_every_pair_of_month_turns(demo):
    turns = [Turn(D(2021 + month // 12, month % 12 + 1, 1)) for month in range(41)]

    found = headcounts(list(combinations(turns, 2)))

    assert len(found) == 820
    assert [(one.begin, one.end, line.name) for one in found for line in (*one.lines, one.total) if line.gap] == []


@pytest.mark.parametrize("year", [2021, 2022, 2023])
def test_the_checks_are_silent(demo, year):
    assert list(findings(checks_of([checks]), Year(year))) == []


def test_the_contribution_of_2023_per_class(demo):
    opening = Contribution.objects.filter(year=2023, membership__in=Membership.objects.at_turn(Turn(D(2023, 1, 1))))
    rows = opening.values_list("tariff__category__code", "tariff__klass").annotate(Count("id"), Sum("amount"))

    assert sorted(rows) == [
        ("AL", "–", 1, 100),
        ("SB", "–", 89, 17_355),
        ("VC", "A", 35, 6_650),
        ("VC", "B", 44, 13_860),
        ("VC", "C", 36, 18_180),
        ("VC", "D", 20, 16_400),
        ("VC", "E", 8, 10_040),
        ("VO", "A", 27, 5_535),
        ("VO", "B", 36, 12_780),
        ("VO", "C", 30, 17_550),
        ("VO", "D", 20, 17_600),
        ("VO", "E", 12, 15_420),
        ("VO", "F", 7, 13_510),
        ("VO", "G", 3, 8_745),
    ]
    assert opening.aggregate(total=Sum("amount"))["total"] == 173_725


def test_who_joined_in_2023_pays_3315(demo):
    joined = Contribution.objects.filter(year=2023, membership__in=Membership.objects.opened(Year(2023)))

    assert sorted(joined.values_list("amount", flat=True)) == [
        Decimal(one) for one in ("102.5", "157.5", "190", "205", "252.5", "292.5", "315", "355", "355", "505", "585")
    ]


def test_the_federations_of_2023_are_on_one_invoice(demo):
    invoices = Contribution.objects.filter(year=2023, tariff__category__code="SB").values_list("invoice__total")

    assert set(invoices) == {(Decimal(17_355),)}
    assert len(set(invoices.values_list("invoice"))) == 1


def test_the_cases_that_counting_goes_wrong_on(demo):
    late = Mutation.objects.get(effective_on=D(2022, 12, 31), entered_on=D(2023, 1, 9))
    in_time = Mutation.objects.get(kind="opzegging", received_on=D(2023, 12, 3))
    too_late = Mutation.objects.get(kind="opzegging", received_on=D(2023, 12, 20))
    ahead = Mutation.objects.get(kind="aanmelding", effective_on=D(2024, 1, 1))
    passed = Mutation.objects.get(kind="overgang")

    assert (late.kind, in_time.effective_on, too_late.effective_on) == (
        "opzegging",
        D(2023, 12, 31),
        D(2024, 12, 31),
    )
    assert (ahead.decided_on, passed.effective_on) == (D(2023, 12, 12), D(2023, 1, 1))
    assert Mutation.objects.filter(kind="correctie").count() == 1
    assert Mutation.objects.filter(kind="categorie").values_list("effective_on", flat=True).order_by(
        "effective_on"
    ).last() == D(2023, 10, 1)


def test_names_are_invented_once(demo):
    names = list(Organisation.objects.values_list("name", flat=True))

    assert (len(names), len(set(names))) == (398, 398)


def test_loading_again_changes_nothing(demo):
    from nov.demo import members
    from nov.kernel.models import User

    counts = [model.objects.count() for model in (Organisation, Membership, Mutation, Contribution)]
    members.load(User.objects.first())

    assert [model.objects.count() for model in (Organisation, Membership, Mutation, Contribution)] == counts


def test_the_command_prints_the_bridge(demo):
    out = StringIO()
    call_command("headcount", "2023", stdout=out)

    assert out.getvalue().splitlines() == [
        "Leden van 01-01-2023 (begin van de dag) tot 01-01-2024 (begin van de dag)",
        "",
        "                             begin   nieuw  vertrokken   categorie    eind",
        "Vrijwilligersorganisaties      135      +6          −4          +1     138",
        "Vrijwilligerscentrales         143      +5          −3           0     145",
        "Sportbonden                     89       0           0           0      89",
        "Aspirant-leden                   1       0           0          −1       0",
        "Totaal                         368     +11          −7           0     372",
        "",
        "Vertrokken",
        "     3  Fusie, overname of opheffing",
        "     3  Geen gebruik van het lidmaatschap",
        "     1  Contributie niet voldaan",
    ]
