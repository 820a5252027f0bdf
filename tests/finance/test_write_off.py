"""A bad debt goes off its provision: the invoice is closed, the income stands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import F, Sum
from django.test import Client
from django.urls import reverse

from finance import ledger
from finance.banking.allocating import left_open
from finance.models import Line
from finance.specs import LedgerError
from finance.write_off import provision, write_off
from nov.kernel.models import User
from tests.finance.books import entry, issue
from tests.finance.test_pages import BACKEND, other

DAY = date(2023, 12, 15)


def income() -> Decimal:
    return Line.objects.filter(account__code="8010").aggregate(total=Sum(F("credit") - F("debit")))["total"]


def test_income_stands_and_the_invoice_is_closed(by: User) -> None:
    invoice = issue(by)
    with pytest.raises(LedgerError, match="Verhoog eerst de voorziening"):
        write_off(invoice, on=DAY, reason="Besluit 12", by=by)
    ledger.post([entry("300", debit="4420", credit="1390", on=date(2023, 9, 29), cost_centre="bureau")], by=by)

    made = write_off(invoice, on=DAY, reason="Besluit 12", by=by)

    assert (income(), left_open([invoice.code])[invoice.code], provision(DAY)) == (205, 0, 95)
    assert (made.description, made.source) == ("Afgeboekt: F2023-0001", "Besluit 12")
    with pytest.raises(LedgerError, match="staat niets open"):
        write_off(invoice, on=DAY, reason="Besluit 12", by=by)


def test_from_the_page_of_the_invoice(by: User, client: Client) -> None:
    invoice = issue(by)
    ledger.post([entry("300", debit="4420", credit="1390", on=date(2023, 9, 29), cost_centre="bureau")], by=by)
    client.force_login(by, backend=BACKEND)
    url = reverse("finance:invoice_write_off", args=[invoice.pk])

    assert client.post(url, {"date": "15-12-2023", "reason": "Besluit 12"}).status_code == 302
    assert left_open([invoice.code]) == {invoice.code: 0}
    assert other(client, "bureau").get(url).status_code == 403
