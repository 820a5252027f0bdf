"""Posting, reversing and drafts through the rule functions: Dutch refusals at a field, one effect, nothing half done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from finance import ledger, verify
from finance.ledger import EntrySpec, LedgerError, LineSpec
from finance.models import Account, Balance, CostCentre, DraftEntry, DraftLine, Entry, Journal, Line
from nov.kernel.models import User
from tests.finance.books import entry, issue, sql, written


def test_post_keeps_everything(by: User) -> None:
    lines = (
        LineSpec("7000", Decimal("80.10"), cost_centre="meedoen", grant="szw", description="Training", relation="K101",
                 reference="I2023-0001", document="factuur.pdf"),
        LineSpec("1600", credit=Decimal("80.10")),
    )  # fmt: skip
    request = uuid4()

    stored = ledger.post([EntrySpec("INK", date(2023, 3, 9), "Training", "Factuur 8", lines, request=request)], by=by)[
        0
    ]

    assert (stored.code, stored.period, stored.total, stored.request) == ("INK-2023-0001", 3, Decimal("80.10"), request)
    values = Line.objects.order_by("no").values_list(
        "account__code", "cost_centre__code", "grant__code", "debit", "credit", "description", "relation", "reference", "document"
    )  # fmt: skip
    assert list(values) == [
        ("7000", "meedoen", "szw", Decimal("80.10"), 0, "Training", "K101", "I2023-0001", "factuur.pdf"),
        ("1600", None, None, 0, Decimal("80.10"), "", "", "", ""),
    ]


def test_numbers_follow_per_journal_and_year(by: User) -> None:
    specs = [entry(), entry(journal="INK"), entry(on=date(2024, 2, 1)), entry()]

    stored = ledger.post(specs, by=by)

    assert [one.code for one in stored] == ["MEM-2023-0001", "INK-2023-0001", "MEM-2024-0001", "MEM-2023-0002"]
    assert [one.pk for one in stored] == [1, 2, 3, 4]


def test_balances_are_kept_per_period_cost_centre_and_grant(by: User) -> None:
    ledger.post(
        [entry(cost_centre="meedoen", grant="szw"), entry("50", cost_centre="meedoen", grant="szw"), entry("7")], by=by
    )

    kept = Balance.objects.filter(account__code="4200").order_by("debit")
    assert list(kept.values_list("period", "cost_centre__code", "grant__code", "debit", "credit")) == [
        (3, None, None, Decimal(7), 0),
        (3, "meedoen", "szw", Decimal(150), 0),
    ]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"journal": "XYZ"}, {"journal": ["Er is geen dagboek ‘XYZ’."]}),
        ({"description": ""}, {"description": ["Schrijf een omschrijving van hooguit 200 tekens."]}),
        ({"source": ""}, {"source": ["Noem het stuk waarop de boeking berust, in hooguit 80 tekens."]}),
        ({"on": date(2021, 5, 1)}, {"date": ["Er is geen boekjaar 2021."]}),
        ({"period": 4}, {"period": ["De periode is de maand van de datum, of 13 op 31 december."]}),
        ({"debit": "9999"}, {"lines": ["Regel 1: er is geen rekening ‘9999’."]}),
        ({"cost_centre": "maan"}, {"lines": ["Regel 1: er is geen kostenplaats ‘maan’."]}),
        ({"grant": "maan"}, {"lines": ["Regel 1: er is geen subsidie ‘maan’."]}),
        ({"debit": "0500"}, {"lines": ["Eigen vermogen verandert alleen door resultaatbestemming, en die verandert niets anders."]}),
        ({"journal": "BEG"}, {"journal": ["Alleen het eerste boekjaar heeft een beginbalans; daarna volgt de stand uit de boekingen."]}),
        ({"on": date(2023, 12, 31), "period": 13}, {"period": ["Periode 13 is er alleen voor de resultaatbestemming."]}),
        ({"amount": "1.005"}, {"lines": ["Regel 1: 1.005 heeft meer dan twee decimalen.", "Regel 2: 1.005 heeft meer dan twee decimalen."]}),
        ({"amount": "-1"}, {"lines": [f"Regel {n}: een bedrag is nul of meer; een min is de andere kant." for n in (1, 2)]}),
        ({"amount": "NaN"}, {"lines": [f"Regel {n}: een bedrag is nul of meer; een min is de andere kant." for n in (1, 2)]}),
        ({"amount": "0"}, {"lines": [f"Regel {n}: vul debet of credit in, een van de twee." for n in (1, 2)]}),
    ],
)  # fmt: skip
def test_wrong_entry_is_refused_at_its_field(by: User, wrong: dict[str, Any], said: dict[str, list[str]]) -> None:
    with pytest.raises(LedgerError) as error:
        ledger.post([entry(**wrong)], by=by)

    assert error.value.message_dict == said
    assert Entry.objects.count() == 0


def test_unbalanced_entry_says_the_difference(by: User) -> None:
    lines = (LineSpec("4200", Decimal(100)), LineSpec("1010", credit=Decimal("99.50")))

    with pytest.raises(LedgerError) as error:
        ledger.post([replace(entry(), lines=lines)], by=by)

    assert error.value.message_dict == {
        "lines": ["Debet €\u00a0100,00 en credit €\u00a099,50 verschillen €\u00a00,50."]
    }


def test_one_wrong_entry_stops_the_batch_and_is_named(by: User) -> None:
    with pytest.raises(LedgerError) as error:
        ledger.post([entry(), entry(debit="9999", description="Koffie")], by=by)

    assert error.value.message_dict == {"lines": ["Boekstuk 2 (Koffie): Regel 1: er is geen rekening ‘9999’."]}
    assert Entry.objects.count() == 0


def test_blocked_account_and_cost_centre(by: User) -> None:
    Account.objects.filter(code="4200").update(blocked=True)
    CostCentre.objects.filter(code="bureau").update(blocked=True)

    with pytest.raises(LedgerError) as error:
        ledger.post([entry(cost_centre="bureau")], by=by)

    assert error.value.message_dict == {
        "lines": ["Regel 1: rekening 4200 Huur is geblokkeerd.", "Regel 1: kostenplaats Bureau is geblokkeerd."]
    }


def test_locked_period_is_refused_at_the_date(by: User) -> None:
    ledger.lock_period(2023, 3, by=by)

    with pytest.raises(LedgerError) as error:
        ledger.post([entry()], by=by)

    assert error.value.message_dict == {"date": ["Periode 3 van 2023 zit op slot."]}


def test_repeated_request_answers_with_the_first(by: User) -> None:
    request = uuid4()
    first = ledger.post([entry(request=request)], by=by)[0]

    again = ledger.post([entry("5", request=request), entry(), entry("6", request=request)], by=by)

    assert [one.pk for one in again] == [first.pk, 2, first.pk]
    assert Entry.objects.count() == 2


def test_statements_of_a_batch_do_not_grow(by: User) -> None:
    def cost(count: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            ledger.post([entry() for _ in range(count)], by=by)
        return len(queries)

    assert (cost(3), cost(30)) == (14, 14)


def test_settings_of_the_session_do_not_change_the_seal(by: User) -> None:
    sql("SET LOCAL datestyle = 'German, DMY'")
    sql("SET LOCAL timezone = 'Asia/Tokyo'")
    sql("SET LOCAL intervalstyle = 'sql_standard'")
    sql("SET LOCAL extra_float_digits = -15")
    written(by, 1, description='Één zegel ‘€’ \\ " \n')
    sql("SET LOCAL datestyle = 'SQL, MDY'")
    sql("SET LOCAL timezone = 'America/New_York'")

    assert verify.first_fault() is None


# reversing


def test_reverse_posts_the_opposite(by: User) -> None:
    first = ledger.post([entry(cost_centre="meedoen", grant="szw")], by=by)[0]

    back = ledger.reverse(first, on=date(2023, 4, 2), reason="dubbel geboekt", by=by)

    assert (back.code, back.description, back.source) == (
        "MEM-2023-0002",
        "dubbel geboekt",
        "Terugboeking van MEM-2023-0001",
    )
    assert back.reverses_id == first.pk
    assert list(back.lines.order_by("no").values_list("account__code", "debit", "credit", "cost_centre__code", "grant__code")) == [
        ("4200", 0, Decimal(100), "meedoen", "szw"),
        ("1010", Decimal(100), 0, None, None),
    ]  # fmt: skip
    assert ledger.reverse(first, on=date(2023, 4, 2), reason="nog eens", by=by).pk == back.pk


def test_reverse_before_the_entry_or_without_reason(posted: Entry, by: User) -> None:
    with pytest.raises(LedgerError) as early:
        ledger.reverse(posted, on=date(2023, 2, 28), reason="x", by=by)
    with pytest.raises(LedgerError) as silent:
        ledger.reverse(posted, on=date(2023, 3, 1), reason=" ", by=by)

    assert early.value.message_dict == {"date": ["Terugboeken kan vanaf 01-03-2023, de datum van het boekstuk zelf."]}
    assert silent.value.message_dict == {"reason": ["Schrijf op waarom je terugboekt."]}


def test_reverse_of_an_invoice_goes_by_credit(by: User) -> None:
    with pytest.raises(LedgerError, match="Dit boekstuk hoort bij factuur F2023-0001. Maak een creditfactuur."):
        ledger.reverse(issue(by).entry, on=date(2023, 4, 1), reason="x", by=by)


# drafts


@pytest.fixture
def draft(by: User) -> DraftEntry:
    made = DraftEntry.objects.create(
        journal=Journal.objects.get(code="MEM"),
        date=date(2023, 3, 1),
        description="Huur",
        source="Factuur 12",
        made_by=by,
    )
    accounts = {account.code: account for account in Account.objects.filter(code__in=["4200", "1010"])}
    DraftLine.objects.create(draft=made, no=1, account=accounts["4200"], debit=Decimal(100), reference="I1")
    DraftLine.objects.create(draft=made, no=2, account=accounts["1010"], credit=Decimal(100))
    return made


def test_draft_becomes_an_entry_once(draft: DraftEntry, by: User) -> None:
    stored = ledger.post_draft(draft, by=by)

    assert (stored.code, stored.request) == ("MEM-2023-0001", draft.request)
    assert stored.lines.get(no=1).reference == "I1"
    assert DraftEntry.objects.count() == 0
    assert ledger.post_draft(draft, by=by).pk == stored.pk


def test_draft_that_cannot_be_posted_stays(draft: DraftEntry, by: User) -> None:
    draft.lines.filter(no=2).update(credit=Decimal(90))

    with pytest.raises(LedgerError), transaction.atomic():
        ledger.post_draft(draft, by=by)

    assert (DraftEntry.objects.count(), DraftLine.objects.count(), Entry.objects.count()) == (1, 2, 0)
