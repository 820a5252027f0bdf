"""Rounds, tariffs and amounts as the bureau meets them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from finance.models import Decision, FiscalYear
from members import tasks
from members.contributions import preview
from members.models import (
    Category,
    Contribution,
    ContributionRun,
    Organisation,
    Tariff,
    TariffTable,
)
from members.tariffs import TariffRow, adopt_tariffs
from nov.kernel.models import Job
from tests.members.pages import held_by, sent, text

D = date
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def round_of_2024(bureau, member, by, categories, decision):
    """A draft for 2024 with one federation to charge."""
    for year in (2023, 2024):
        FiscalYear.objects.create(year=year)
    rows = [TariffRow(categories.SB, "–", Decimal(0), Decimal(205))]
    adopt_tariffs(first_day=D(2024, 1, 1), decision=decision, rows=rows)
    member("Dambond", "SB")
    sent(bureau, "run_new", year="2024", invoice_date="15-4-2024", due="15-5-2024", category="")
    return ContributionRun.objects.get()


def test_a_draft_shows_what_it_will_charge(bureau, round_of_2024):
    page = text(bureau.get(round_of_2024.get_absolute_url()))

    assert "Sportbond – € 205,00 1 € 205,00" in page
    assert "Op te lossen (0) Opvallend (1) Alle leden (1) voor het eerst: 1" in page
    assert (
        "Dambond voor het eerst voor het eerst Contributie 2024 als sportbond: tarief € 205,00, besloten op 06-01-2020 (B-1); heel jaar lid: € 205,00."
        in page
    )
    assert Contribution.objects.count() == 0


def test_what_is_in_the_way_leads_to_where_it_is_mended(bureau, round_of_2024, member, decision):
    brug = held_by(member("De Brug", "VO"))
    url = round_of_2024.get_absolute_url()

    assert "er is geen tarief voor vrijwilligersorganisaties Oplossen voor De Brug" in text(bureau.get(url))
    assert "/beheer/members/tarifftable/" in bureau.get(url).content.decode()
    Tariff.objects.create(
        table=TariffTable.objects.get(), category=Category.objects.get(code="VO"), klass="A", minimum=0, amount=215
    )
    assert reverse("members:base", args=[brug.pk]) in bureau.get(url).content.decode()


def test_a_long_draft_is_paged_searched_and_exported(bureau, round_of_2024, member, monkeypatch):
    monkeypatch.setattr("members.views.run_draft.PER_PAGE", 1)
    member("Schaakbond", "SB")
    url = round_of_2024.get_absolute_url()

    first, second, found = (text(bureau.get(url, asked)) for asked in ({}, {"page": "2"}, {"q": "schaak"}))

    assert [("Dambond" in one, "Schaakbond" in one) for one in (first, second, found)] == [
        (True, False), (False, True), (False, True),
    ]  # fmt: skip
    assert "2 tot en met 2 van 2" in second
    file = b"".join(bureau.get(url, {"export": "csv"})).decode().splitlines()
    assert [line.split(";")[0] for line in file] == ["\ufeffOrganisatie", "Dambond", "Schaakbond"]
    assert file[1].endswith(";205,00")


def test_a_decision_that_a_member_pays_nothing(bureau, round_of_2024, decision):
    bond = Organisation.objects.get()
    answer = sent(
        bureau, "reduction", bond.pk, year="2024", share="0.00", reason="Opgeheven", decision=str(decision.pk)
    )

    assert answer.url == bond.get_absolute_url()
    page = text(bureau.get(round_of_2024.get_absolute_url()))
    assert "Betaalt niets Dambond Opgeheven (besluit B-1)" in page


def test_tariffs_of_a_new_year_are_looked_at_and_then_stored(bureau, round_of_2024, visit):
    decided = Decision.objects.create(body="alv", date=D(2024, 11, 20), number="ALV-7", subject="Tarieven 2025")
    asked = {"year": "2025", "percentage": "4,6", "step": "1"}
    url = reverse("members:tariffs")

    assert "Sportbond – 0 € 205,00 € 214,00" in text(bureau.get(url, asked))
    assert TariffTable.objects.count() == 1
    bureau.post(url, {**asked, "decision": str(decided.pk)})

    table = TariffTable.objects.get(first_day=D(2025, 1, 1))
    assert (table.decision, [one.amount for one in table.tariffs.all()]) == (decided, [214])
    assert "is al" not in text(bureau.get(url))


def test_a_draft_is_made_final_in_the_background(bureau, round_of_2024):
    answer = sent(bureau, "run_finalise", round_of_2024.pk)
    job = Job.objects.get()
    assert answer.url == job.get_absolute_url()

    result = tasks.finalise(**job.arguments)

    assert result == round_of_2024.get_absolute_url()
    assert [(one.organisation.name, one.amount) for one in Contribution.objects.all()] == [("Dambond", 205)]
    assert "Definitief op 15 april 2024" in text(bureau.get(result))


def test_what_changed_meanwhile_is_not_sent(bureau, round_of_2024, member):
    sent(bureau, "run_finalise", round_of_2024.pk)
    member("Schaakbond", "SB")

    with pytest.raises(Exception, match="Er is iets veranderd sinds je dit bekeek"):
        tasks.finalise(**Job.objects.get().arguments)

    assert (Contribution.objects.count(), len(preview(round_of_2024).charges)) == (0, 2)


def test_a_member_without_a_base_stands_in_the_draft(bureau, round_of_2024, member, categories, decision):
    rows = [
        TariffRow(categories.SB, "–", Decimal(0), Decimal(205)),
        TariffRow(categories.VO, "A", Decimal(0), Decimal(1)),
    ]
    adopt_tariffs(first_day=D(2023, 12, 31), decision=decision, rows=rows)
    member("De Brug")

    page = text(bureau.get(round_of_2024.get_absolute_url()))

    assert "Eerst op te lossen 1 lid kan nog geen factuur krijgen." in page
    assert "De Brug er is geen tarief voor vrijwilligersorganisaties voor het eerst er is geen tarief" in page
    assert "Definitief maken" not in page


def test_a_draft_is_thrown_away(bureau, round_of_2024):
    sent(bureau, "run_discard", round_of_2024.pk)

    assert ContributionRun.objects.count() == 0


def test_a_due_date_before_the_invoice_is_refused(bureau):
    answer = sent(bureau, "run_new", year="2024", invoice_date="15-4-2024", due="14-4-2024", category="")

    assert "De vervaldatum ligt voor de factuurdatum." in text(answer)
    assert ContributionRun.objects.count() == 0
