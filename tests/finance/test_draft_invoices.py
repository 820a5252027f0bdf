"""Invoices for other things: from items with account and VAT, as a draft until issued, once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from finance import registers
from finance.billing import drafting
from finance.models import Account, CostCentre, Invoice, InvoiceDraft, Item
from nov.kernel.models import User
from tests.finance.books import make_books, refused
from tests.finance.test_pages import page, words  # noqa: F401
from tests.finance.test_races import at_once


def training() -> Item:
    account, centre = Account.objects.get(code="8400"), CostCentre.objects.get(code="bureau")
    return Item.objects.create(name="Training besturen", price=Decimal(125), account=account, cost_centre=centre)


def draft_of(by: User) -> InvoiceDraft:
    party = registers.party("Ziekenhuis Zuid", place="Goes")
    draft = InvoiceDraft.objects.create(party=party, date=date(2023, 4, 3), due=date(2023, 5, 3), made_by=by)
    draft.lines.create(no=1, item=training(), quantity=Decimal(3), price=Decimal(125))
    return draft


def test_invoice_is_written_issued_and_gone_as_a_draft(page: Any, by: User) -> None:  # noqa: F811
    training()
    party = registers.party("Ziekenhuis Zuid", place="Goes")
    new = reverse("finance:invoice_draft", args=[0])
    form = {"party": party.pk, "date": "03-04-2023", "due": "03-05-2023", "reference": "training april"}
    assert "Een factuur heeft ten minste één regel." in words(page.post(new, form))
    assert "Kies een artikel" in words(page.post(new, form | {"price_0": "5"}))
    item = Item.objects.get()
    form |= {"item_0": item.pk, "quantity_0": "3", "item_1": item.pk, "description_1": "Korting", "price_1": "-10"}
    page.post(new, form)

    draft = InvoiceDraft.objects.get()
    # 3 × 125 − 10 = 365; 21% of it is 76,65
    assert "Btw 21% over € 365,00 € 76,65 Totaal met btw € 441,65" in words(page.get(draft.get_absolute_url()))
    assert "€ 441,65" in words(page.get(reverse("finance:invoice_drafts")))
    assert Invoice.objects.count() == 0

    page.post(reverse("finance:invoice_draft_deed", args=[draft.pk, "factureren"]))

    issued = Invoice.objects.get()
    assert (issued.total, issued.reference, InvoiceDraft.objects.count()) == (Decimal("441.65"), "training april", 0)
    assert list(
        issued.lines.values_list("description", "amount", "account__code", "cost_centre__code", "vat", "rate")
    ) == [
        ("3 × Training besturen à €\u00a0125,00", Decimal(375), "8400", "bureau", "S", Decimal(21)),
        ("Korting", Decimal(-10), "8400", "bureau", "S", Decimal(21)),
    ]
    assert page.get(draft.get_absolute_url()).status_code == 302  # somebody else still had it before them
    assert drafting.issue_draft(draft, by=by) == issued


def test_item_has_a_rate_that_fits(page: Any, by: User) -> None:  # noqa: F811
    account = Account.objects.get(code="8400")
    form = {"name": "Keurmerk", "price": "450", "vat": "E", "rate": "21", "account": account.pk}
    url = reverse("finance:item", args=[0])
    assert "vrijgesteld en buiten de btw hebben tarief 0." in words(page.post(url, form))
    assert page.post(url, form | {"rate": "0"}).status_code == 302
    assert "vrijgesteld" in words(page.get(reverse("finance:items")))
    with refused("item_rate_fits"):
        Item.objects.update(rate=21)


def test_draft_is_thrown_away(page: Any, by: User) -> None:  # noqa: F811
    draft = draft_of(by)
    page.post(reverse("finance:invoice_draft_deed", args=[draft.pk, "weggooien"]))
    assert (InvoiceDraft.objects.count(), Invoice.objects.count()) == (0, 0)


@pytest.fixture
def both(committed: Any) -> User:
    return make_books()


def test_two_people_issue_a_draft_once(both: User) -> None:
    draft = draft_of(both)
    codes = at_once(*[lambda: drafting.issue_draft(draft, by=both).code] * 3)
    assert (codes, Invoice.objects.count()) == (["F2023-0001"] * 3, 1)
