"""`contribution_run` as it is typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from finance.models import FiscalYear
from members.models import Contribution, ContributionRun
from members.tariffs import TariffRow, adopt_tariffs

D = date


@pytest.fixture(autouse=True)
def _world(settings, by, categories, decision, member):
    settings.NOV_TODAY = D(2023, 1, 31)
    FiscalYear.objects.create(year=2023)
    rows = [
        TariffRow(categories.SB, "–", Decimal(0), Decimal(195)),
        TariffRow(categories.VO, "A", Decimal(0), Decimal(205)),
    ]
    adopt_tariffs(first_day=D(2023, 1, 1), decision=decision, rows=rows)
    member("Dambond", "SB")
    member("Schaakbond", "SB")


def said(*words: str) -> str:
    out = StringIO()
    call_command("contribution_run", *words, stdout=out)
    return out.getvalue()


def sentence(name: str) -> str:
    return (
        f"{name}: Contributie 2023 als sportbond: tarief €\xa0195,00, besloten op 06-01-2020 (B-1); heel jaar lid:"
        " €\xa0195,00."
    )


def test_a_preview_shows_each_member_and_keeps_nothing():
    assert said("2023") == f"{sentence('Dambond')}\n{sentence('Schaakbond')}\n2\xa0leden, samen €\xa0390,00.\n"
    assert said("2023", "--preview") == said("2023")
    assert ContributionRun.objects.count() == 0


def test_final_invoices_everybody_once(by):
    by.roles = ["financien"]
    by.save()

    assert said("2023", "--final", "--by", "anouk@example.org") == "2\xa0leden gefactureerd, samen €\xa0390,00.\n"
    with pytest.raises(CommandError, match="Ieder lid heeft voor dit jaar al contributie."):
        said("2023", "--final", "--by", "anouk@example.org")
    assert [(run.invoice_date, run.due) for run in ContributionRun.objects.all()] == [(D(2023, 1, 31), D(2023, 3, 2))]
    assert Contribution.objects.count() == 2


def test_a_draft_that_stands_ready_is_used(by):
    ContributionRun.objects.create(year=2023, invoice_date=D(2023, 2, 1), due=D(2023, 3, 15), by=by)

    said("2023", "--final", "--by", "anouk@example.org")

    assert ContributionRun.objects.get().finalised_on == D(2023, 1, 31)


def test_what_is_in_the_way_is_said_and_ends_with_1(member):
    member("De Brug", "VO")

    with pytest.raises(CommandError, match="1\xa0lid kan nog geen factuur krijgen; los dat eerst op."):
        said("2023")
    with pytest.raises(CommandError, match="De Brug: de grondslag"):
        said("2023", "--final", "--by", "anouk@example.org")
    assert (Contribution.objects.count(), ContributionRun.objects.count()) == (0, 0)


@pytest.mark.parametrize("who", ["", "niemand@example.org"])
def test_final_needs_somebody_who_may(who):
    with pytest.raises(CommandError, match="Noem met --by het e-mailadres van iemand die contributie mag factureren."):
        said("2023", "--final", "--by", who)


def test_a_wrong_date():
    with pytest.raises(CommandError, match="‘morgen’ is geen datum"):
        said("2023", "--date", "morgen")
