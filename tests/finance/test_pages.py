"""The pages of Financiën: what is shown, what is refused, and that a list costs the same with one row as with three."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from finance import ledger, registers
from finance.models import Account, DraftEntry, Entry, Invoice, Journal, YearEvent
from nov.kernel.models import User
from tests.finance.books import entry, issue

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def page(client: Client, by: User, settings: Any) -> Client:
    """The site as the finance officer sees it."""
    settings.NOV_TODAY = date(2024, 4, 15)
    client.force_login(by, backend=BACKEND)
    return client


def other(client: Client, *roles: str) -> Client:
    user = User.objects.create_user(
        f"{'-'.join(roles)}@nov.example", "kort-maar-lang-genoeg", name="Ander", roles=list(roles)
    )
    client.force_login(user, backend=BACKEND)
    return client


def words(response: Any) -> str:
    """The text of the main part of a page, as it reads; every space a plain one."""
    html = re.search(r"<main.*?</main>", response.content.decode(), re.S)
    assert html
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[0])).strip()


def cost(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


# statements


def test_income_opens_down_to_the_entry(page: Client, by: User) -> None:
    posted = ledger.post([entry("250.30"), entry("60", debit="1010", credit="8010")], by=by)[0]
    url = reverse("finance:income")

    shut = page.get(url, {"jaar": 2023}).content.decode()
    toggle = re.search(r'id="post-organisatie_accommodatie_bestuur_rente" href="([^"]+)"', shut)
    assert toggle and "4200 Huur" not in shut
    opened = page.get(url + toggle[1].replace("&amp;", "&") + "&open=accommodatiekosten").content.decode()
    link = re.search(r'4200 Huur</span></th><td class="num"><a href="([^"]+)">250</a>', opened)
    assert link
    lines = page.get(link[1].replace("&amp;", "&"))

    assert list(lines.context["table"].data.data.values_list("debit", flat=True)) == [Decimal("250.30")]
    assert posted.get_absolute_url() in lines.content.decode()
    assert "4200 Huur" in words(page.get(posted.get_absolute_url()))


def test_income_beside_the_budget_names_its_version(demo: None, client: Client) -> None:
    client.force_login(User.objects.get(email="hassan@demo.nov.example"), backend=BACKEND)

    text = words(client.get(reverse("finance:income"), {"jaar": 2023}))

    assert "Vergeleken met: Begroting 2023, aangepast november 2023." in text
    assert "Totaal baten 2.861.190 2.261.600 2.793.600 +67.590 2.107.600" in text
    assert "31,3% Doel: 33% van de vaste lasten. Nog € 17.999 te gaan." in text


def test_income_of_months_in_the_wrong_order(page: Client) -> None:
    response = page.get(reverse("finance:income"), {"jaar": 2023, "van": 7, "tot": 6})

    assert response.status_code == 422
    assert "De laatste maand ligt voor de eerste. Kies een latere." in words(response)


@pytest.mark.parametrize(
    "query", [{"jaar": "x"}, {"jaar": "99999"}, {"maand": "13"}, {"kostenplaats": "maan"}, {"begroting": "0"}]
)
def test_nonsense_in_the_address_is_said(page: Client, query: dict[str, str]) -> None:
    for name in ("income", "balance"):
        assert page.get(reverse(f"finance:{name}"), query).status_code in (200, 422)


def test_balance_before_and_after_appropriation(demo: None, client: Client) -> None:
    client.force_login(User.objects.get(email="jurre@demo.nov.example"), backend=BACKEND)
    url = reverse("finance:balance")

    after, before = (words(client.get(url, {"jaar": 2023, "bestemming": which})) for which in ("na", "voor"))

    assert "Na resultaatbestemming" in after and "Continuïteitsreserve 329.671 229.671" in after
    assert "Voor resultaatbestemming" in before and "Continuïteitsreserve 229.671 221.457" in before
    assert "Nog te bestemmen resultaat 184.405" in before


def test_statement_as_a_workbook(page: Client, by: User) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    ledger.post([entry("250.30")], by=by)
    response = page.get(reverse("finance:income"), {"jaar": 2023, "export": "xlsx"})

    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active  # type: ignore[attr-defined]
    assert ["      4200 Huur", 250, 0] in [[cell.value for cell in row] for row in sheet.rows]


# lists


def test_lists_cost_the_same_with_one_row_as_with_three(page: Client, by: User) -> None:
    def rows() -> None:
        ledger.post([entry(cost_centre="meedoen", grant="szw")], by=by)
        issue(by)
        draft(by)
        number = Entry.objects.count()
        funder = registers.party(f"Financier {number}")
        centre = registers.cost_centre(f"k{number}", f"Kostenplaats {number}")
        registers.grant(
            f"s{number}",
            f"Subsidie {number}",
            funder=funder,
            cost_centre=centre,
            first=date(2023, 1, 1),
            last=date(2023, 12, 31),
        )

    names = ("entries", "lines", "invoices", "drafts", "grants", "years", "cost_centres")
    rows()
    one = {name: cost(page, reverse(f"finance:{name}")) for name in names}
    rows()
    rows()
    three = {name: cost(page, reverse(f"finance:{name}")) for name in names}

    assert one == three
    assert one == {"entries": 8, "lines": 10, "invoices": 6, "drafts": 4, "grants": 5, "years": 4, "cost_centres": 9}


def test_entries_are_found_and_exported(page: Client, by: User) -> None:
    ledger.post([entry(description="=Huur maart"), entry("7", journal="INK", description="Koffie")], by=by)
    url = reverse("finance:entries")

    assert [one.description for one in page.get(url, {"q": "koffie"}).context["table"].data.data] == ["Koffie"]
    assert [one.description for one in page.get(url, {"dagboek": "INK"}).context["table"].data.data] == ["Koffie"]
    assert [one.description for one in page.get(url, {"rekening": "1600"}).context["table"].data.data] == []
    rows = b"".join(page.get(url, {"export": "csv", "sort": "code"}).streaming_content).decode("utf-8-sig").splitlines()
    assert rows == [
        "Boekstuk;Datum;Omschrijving;Bron;Bedrag",
        "INK-2023-0001;01-03-2023;Koffie;Factuur 12;7",
        "MEM-2023-0001;01-03-2023;'=Huur maart;Factuur 12;100",
    ]


# drafts


def draft(by: User) -> DraftEntry:
    memo = Journal.objects.get(code="MEM")
    made = DraftEntry.objects.create(journal=memo, date=date(2023, 3, 1), description="Huur", source="F 1", made_by=by)
    for no, (code, side) in enumerate((("4200", "debit"), ("1010", "credit")), start=1):
        made.lines.create(no=no, account=Account.objects.get(code=code), **{side: Decimal(100)})
    return made


def filled(**more: Any) -> dict[str, Any]:
    accounts = dict(Account.objects.values_list("code", "pk"))
    return {
        "journal": Journal.objects.get(code="MEM").pk, "date": "01-03-2023", "description": "Huur", "source": "F 1",
        "rows": "4", "account_0": accounts["4200"], "debit_0": "1.250,50", "account_2": accounts["1010"],
        "credit_2": "1.250,50", **more,
    }  # fmt: skip


def test_draft_is_written_posted_and_reversed(page: Client) -> None:
    made = page.post(reverse("finance:draft_new"), filled(), follow=True)
    kept = DraftEntry.objects.get()
    assert made.redirect_chain == [(f"/financien/concepten/{kept.pk}/", 302)]
    assert [(line.no, line.account.code, line.debit, line.credit) for line in kept.lines.order_by("no")] == [
        (1, "4200", Decimal("1250.50"), None),
        (2, "1010", None, Decimal("1250.50")),
    ]

    posted = page.post(reverse("finance:draft_post", args=[kept.pk]), follow=True)
    stored = Entry.objects.get()
    assert posted.redirect_chain == [(stored.get_absolute_url(), 302)]
    assert (stored.code, stored.total, DraftEntry.objects.count()) == ("MEM-2023-0001", Decimal("1250.50"), 0)

    back = {"date": "02-03-2023", "reason": "dubbel"}
    page.post(reverse("finance:reverse", args=[stored.pk]), back)
    assert Entry.objects.get(reverses=stored).description == "dubbel"
    assert "Teruggeboekt" in words(page.get(stored.get_absolute_url()))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"date": "31-2-2023"}, "‘31-2-2023’ is geen datum."),
        ({"account_0": ""}, "Kies een rekening."),
        ({"credit_0": "5"}, "Vul debet of credit in, een van de twee."),
        ({"debit_0": "-5"}, "Een bedrag is meer dan nul; een min is de andere kant."),
        ({"debit_0": "1,005"}, "Een bedrag heeft ten hoogste twee"),
        ({"description": ""}, "Vul dit in."),
    ],
)
def test_wrong_draft_is_refused_at_its_field(page: Client, wrong: dict[str, str], message: str) -> None:
    response = page.post(reverse("finance:draft_new"), filled(**wrong))

    assert response.status_code == 422
    assert message in words(response)
    assert DraftEntry.objects.count() == 0


def test_draft_that_does_not_balance_says_so_and_is_not_posted(page: Client) -> None:
    page.post(reverse("finance:draft_new"), filled(credit_2="1.000"))
    kept = DraftEntry.objects.get()
    assert "Debet € 1.250,50 en credit € 1.000,00 verschillen € 250,50." in words(page.get(kept.get_absolute_url()))

    response = page.post(reverse("finance:draft_post", args=[kept.pk]))

    assert response.status_code == 422
    assert "verschillen € 250,50" in words(response)
    assert (Entry.objects.count(), DraftEntry.objects.count()) == (0, 1)


def test_draft_changed_by_somebody_else_meanwhile(page: Client, by: User) -> None:
    kept = draft(by)
    url = reverse("finance:draft_edit", args=[kept.pk])
    seen = page.get(url).context["version"]
    page.post(url, filled(description="Eerste", form_version=seen))

    second = page.post(url, filled(description="Tweede", form_version=seen))

    assert second.status_code == 422
    assert "Iemand anders heeft dit intussen gewijzigd." in words(second)
    assert DraftEntry.objects.get().description == "Eerste"


def test_draft_thrown_away(page: Client, by: User) -> None:
    kept = draft(by)

    page.post(reverse("finance:draft_discard", args=[kept.pk]))

    assert DraftEntry.objects.count() == 0
    assert page.get(kept.get_absolute_url()).status_code == 302


# years


def test_year_is_locked_and_unlocked(page: Client) -> None:
    page.post(reverse("finance:year_lock", args=[2023]), {"period": "3"})
    assert "3 Op slot" in words(page.get(reverse("finance:year", args=[2023])))
    page.post(reverse("finance:year_unlock", args=[2023]), {"period": "3", "reason": "nog een factuur"})

    assert list(YearEvent.objects.values_list("kind", "period", "reason")) == [
        ("lock", 3, ""),
        ("unlock", 3, "nog een factuur"),
    ]


def test_year_is_closed_and_reopened_by_two(page: Client) -> None:
    assert page.post(reverse("finance:year_close", args=[2022])).status_code == 302
    first, second = Client(), Client()
    other(first, "directeur")
    other(second, "penningmeester")
    assert first.post(reverse("finance:year_ask", args=[2022]), {"reason": "fout in de huur"}).status_code == 302

    alone = first.post(reverse("finance:year_reopen", args=[2022]))
    assert alone.status_code == 422
    assert "Een ander dan wie het vroeg, heropent het jaar." in words(alone)
    assert second.post(reverse("finance:year_reopen", args=[2022])).status_code == 302

    assert list(YearEvent.objects.values_list("kind", flat=True)) == ["close", "ask", "reopen"]
    assert "fout in de huur" in words(page.get(reverse("finance:year", args=[2022])))


def test_year_with_result_left_is_not_closed(page: Client, by: User) -> None:
    ledger.post([entry(on=date(2022, 3, 1))], by=by)

    response = page.post(reverse("finance:year_close", args=[2022]))

    assert response.status_code == 422
    assert "Van het resultaat is −€ 100,00 nog niet bestemd." in words(response)


def test_result_is_appropriated_on_its_form(page: Client, by: User) -> None:
    registers.reserve("algemeen", "Algemene reserve", kind="algemeen", account="0500", purpose="", restricted_by="")
    decision = registers.decision("alv", "ALV-1", on=date(2023, 6, 1), subject="Jaarrekening")
    ledger.post([entry()], by=by)
    url = reverse("finance:year_appropriate", args=[2023])

    short = page.post(url, {"decision": decision.pk, "amount_algemeen": "-99"})
    assert "Te bestemmen is −€ 100,00; de regels komen samen op −€ 99,00." in words(short)
    page.post(url, {"decision": decision.pk, "amount_algemeen": "-100"})

    assert "Klopt: het resultaat is bestemd" in words(page.get(reverse("finance:year", args=[2023])))


# invoices


def test_invoice_is_credited(page: Client, by: User) -> None:
    invoice = issue(by)
    read = words(page.get(invoice.get_absolute_url()))
    assert "Nog te betalen: € 205,00" in read
    assert "Betalingskenmerk 5202 3000 0000 0001 Kenmerk uit het buitenland" in read

    page.post(
        reverse("finance:invoice_credit", args=[invoice.pk]),
        {"date": "01-02-2023", "reason": "dubbel", "amount_1": "205"},
    )

    assert [one.total for one in Invoice.objects.order_by("number")] == [Decimal(205), Decimal(-205)]


# rights


@pytest.mark.parametrize(
    ("name", "args"),
    [("draft_new", []), ("reverse", [1]), ("year_lock", [2023]), ("year_close", [2022]), ("year_appropriate", [2023])],
)
def test_who_only_looks_changes_nothing(client: Client, by: User, name: str, args: list[Any]) -> None:
    ledger.post([entry()], by=by)
    looker = other(client, "kascommissie")

    assert looker.get(reverse("finance:income")).status_code == 200
    for method in (looker.get, looker.post):
        assert method(reverse(f"finance:{name}", args=args)).status_code == 403
    assert (Entry.objects.count(), YearEvent.objects.count(), DraftEntry.objects.count()) == (1, 0, 0)


def test_who_has_no_right_sees_nothing(client: Client, by: User) -> None:
    outsider = other(client, "programmaleider")

    for name in (
        "income",
        "balance",
        "entries",
        "lines",
        "invoices",
        "grants",
        "years",
        "drafts",
        "budgets",
        "cost_centres",
    ):
        assert outsider.get(reverse(f"finance:{name}")).status_code == 403
