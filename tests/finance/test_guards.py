"""What the database refuses to the application's log-in over raw SQL, each beside something alike that it allows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction

from finance import ledger
from finance.models import Account, Entry, FiscalYear, Line, Party
from nov.kernel.models import User
from tests.finance.books import account_id, entry, issue, journal_id, line, make_books, refused, seal, sql, written


def test_application_owns_nothing(by: User) -> None:
    assert sql("SELECT current_user")[0][0] == "nov_app"
    assert sql("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")[0][0] == 0


def test_raw_sql_posts_what_is_right(by: User) -> None:
    written(by, 1)

    stored = Entry.objects.get()
    assert (stored.id, stored.number, stored.total, stored.line_count) == (1, 1, Decimal(100), 2)
    assert len(stored.hash) == 32


# 1: not balanced, no lines, one line


def test_entry_out_of_balance(by: User) -> None:
    with refused("Boekstuk 1 is niet in evenwicht: debet 100, credit 99."):
        written(by, 1, credit=99)
    written(by, 1)


def test_entry_without_lines(by: User) -> None:
    with refused("Boekstuk 1 heeft minder dan twee regels."):
        seal(by, 1)


def test_entry_with_one_line(by: User) -> None:
    with refused("Boekstuk 1 heeft minder dan twee regels."):
        line(1, 1, debit=100)
        seal(by, 1)


def test_line_added_to_a_posted_entry(posted: Entry, by: User) -> None:
    with refused("Het boekstuk is al geboekt."):
        line(posted.pk, 3, debit=10)
    written(by, posted.pk + 1)


def test_lines_without_an_entry_do_not_stay(by: User) -> None:
    with refused("violates foreign key constraint"):
        line(1, 1, debit=10)
        sql("SET CONSTRAINTS ALL IMMEDIATE")


# 2: amounts


@pytest.mark.parametrize(
    ("debit", "credit", "message"),
    [
        (Decimal("-1"), 0, "line_one_side"),
        (Decimal("NaN"), 0, "amount_check"),
        (Decimal("Infinity"), 0, "amount_check"),
        (Decimal("1.005"), 0, "amount_check"),
        (Decimal("1e12"), 0, "amount_check"),
        (1, 1, "line_one_side"),
        (0, 0, "line_one_side"),
    ],
)
def test_line_with_a_wrong_amount(by: User, debit: Any, credit: Any, message: str) -> None:
    with refused(message):
        line(1, 1, debit=debit, credit=credit)
    most = Decimal("999999999999.99")
    written(by, 1, debit=most, credit=most)


# 3: what is posted stays


@pytest.mark.parametrize("table", ["entry", "line", "fiscalyear"])
@pytest.mark.parametrize(
    "change", ["UPDATE finance_{} SET {} = {}", "DELETE FROM finance_{}", "TRUNCATE finance_{} CASCADE"]
)
def test_posted_rows_change(posted: Entry, table: str, change: str) -> None:
    column = {"entry": "period", "line": "no", "fiscalyear": "year"}[table]
    with refused("permission denied"):
        sql(change.format(table, column, column))
    assert sql(f"SELECT count(*) FROM finance_{table}")[0][0] > 0


@pytest.mark.parametrize(
    "change",
    ["INSERT INTO finance_balance (account_id, year_id, period, debit, credit) VALUES (1, 2023, 3, 1, 0)",
     "UPDATE finance_balance SET debit = 0", "DELETE FROM finance_balance"],
)  # fmt: skip
def test_balances_are_the_databases(posted: Entry, change: str) -> None:
    with refused("permission denied"):
        sql(change)
    assert sql("SELECT sum(debit), sum(credit) FROM finance_balance") == [(Decimal(100), Decimal(100))]


def test_posted_rows_stay_for_the_owner_too(committed: Any, as_superuser: Any) -> None:
    ledger.post([entry()], by=make_books())
    with as_superuser() as root:
        for statement in (
            "UPDATE finance_entry SET period = 4",
            "DELETE FROM finance_line",
            "TRUNCATE finance_entry CASCADE",
        ):
            with pytest.raises(Exception, match="verandert niet; leg een correctie vast"):
                root.execute(statement)
    assert Entry.objects.get().period == 3


# 4 and 5: shut years


def test_entry_in_a_locked_period(by: User) -> None:
    ledger.lock_period(2023, 3, by=by)

    with refused("Boekjaar 2023, periode 3 is op slot."):
        written(by, 1)
    written(by, 1, period=4, date="2023-04-01")


def test_entry_in_a_locked_year(by: User) -> None:
    ledger.lock_period(2023, by=by)

    with refused("Boekjaar 2023, periode 3 is op slot."):
        written(by, 1)
    ledger.unlock(2023, reason="nog een factuur", by=by)
    written(by, 1)


def test_entry_in_a_closed_year(by: User) -> None:
    ledger.close_year(2022, by=by)

    with refused("Boekjaar 2022, periode 3 is afgesloten."):
        written(by, 1, year_id=2022, date="2022-03-01")
    written(by, 1)


def test_entry_under_a_date_of_another_year_or_month(by: User) -> None:
    for other in ({"date": "2022-03-01"}, {"date": "2023-04-01"}, {"period": 13}):
        with refused("entry_period|Periode 13"):
            written(by, 1, **other)
    written(by, 1)


def test_closed_year_opens_only_by_two(by: User) -> None:
    ledger.close_year(2022, by=by)
    second = User.objects.create_user("tweede@nov.example", "kort-maar-lang-genoeg", name="Tom Twee")
    columns = "INSERT INTO finance_yearevent (year_id, kind, by_id, second_id, reason, at) VALUES (2022, %s, %s, %s, %s, now())"

    with refused("is al afgesloten"):
        sql(columns, "unlock", by.pk, None, "toch nog")
    with refused("Heropenen kan alleen wat iemand met een reden heeft gevraagd."):
        sql(columns, "reopen", by.pk, second.pk, "fout")
    sql(columns, "ask", by.pk, None, "fout")
    with refused("yearevent_reopening_by_two"):
        sql(columns, "reopen", by.pk, by.pk, "fout")
    with refused("yearevent_reopening_by_two"):
        sql(columns, "reopen", by.pk, None, "fout")
    with refused("yearevent_reopening_has_reason"):
        sql(columns, "ask", by.pk, None, "")
    with refused("Heropenen kan alleen wat iemand"):
        sql(columns, "reopen", by.pk, second.pk, "een andere reden")
    sql(columns, "reopen", by.pk, second.pk, "fout")
    written(by, 1, year_id=2022, date="2022-03-01")


def test_year_events_follow_each_other(by: User) -> None:
    columns = "INSERT INTO finance_yearevent (year_id, kind, by_id, reason, at) VALUES (%s, %s, %s, 'r', now())"

    with refused("Sluit eerst boekjaar 2022 af."):
        sql(columns, 2023, "close", by.pk)
    with refused("Boekjaar 2022 is niet afgesloten."):
        sql(columns, 2022, "ask", by.pk)
    sql(columns, 2022, "close", by.pk)
    with refused("Boekjaar 2022 is al afgesloten."):
        sql(columns, 2022, "close", by.pk)
    sql(columns, 2023, "close", by.pk)
    with refused("Boekjaar 2023 is ook al afgesloten; heropen dat eerst."):
        sql(columns, 2022, "ask", by.pk)


def test_year_before_the_first_or_after_a_gap(by: User) -> None:
    for year in (2021, 2026):
        with refused(f"Boekjaar {year} sluit niet aan op het vorige."):
            sql("INSERT INTO finance_fiscalyear (year) VALUES (%s)", year)
    sql("INSERT INTO finance_fiscalyear (year) VALUES (2025)")


# 6: numbers and places


def test_place_that_does_not_follow(posted: Entry, by: User) -> None:
    with refused("Boekstuk 3 sluit niet aan op 1."):
        written(by, 3)
    with refused("line_place_once"):
        written(by, 1)
    written(by, 2)


def test_number_of_ones_own_is_ignored(posted: Entry, by: User) -> None:
    written(by, 2, number=77, total=5, line_count=9, hash=b"x", posted_at="2001-01-01")

    stored = Entry.objects.get(pk=2)
    assert (stored.number, stored.total, stored.line_count) == (2, Decimal(100), 2)
    assert stored.posted_at.year != 2001


# 12: source, author, text


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"source": ""}, "entry_described"),
        ({"description": ""}, "entry_described"),
        ({"posted_by_id": None}, "null value"),
        ({"posted_by_id": 999_999}, "foreign key"),
        ({"description": "x" * 201}, "too long"),
        ({"journal_id": None}, "null value"),
    ],
)
def test_entry_without_source_or_author(by: User, other: dict[str, Any], message: str) -> None:
    with refused(message):
        written(by, 1, **other)
        sql("SET CONSTRAINTS ALL IMMEDIATE")
    written(by, 1, description="x" * 200)


def test_text_with_nul(by: User) -> None:
    with pytest.raises(Exception, match="NUL"), transaction.atomic():
        written(by, 1, description="a\x00b")


# 14, 15, 18, 19


def test_year_events_stay(by: User) -> None:
    ledger.lock_period(2023, 3, by=by)

    with refused("permission denied"):
        sql("UPDATE finance_yearevent SET kind = 'unlock'")
    with refused("permission denied"):
        sql("DELETE FROM finance_yearevent")


def test_party_with_invoices_stays(by: User) -> None:
    party = issue(by).party
    with refused("foreign key"):
        sql("DELETE FROM finance_party WHERE id = %s", party.pk)
        sql("SET CONSTRAINTS ALL IMMEDIATE")
    other = Party.objects.create(name="Zonder facturen")
    sql("DELETE FROM finance_party WHERE id = %s", other.pk)


def test_account_that_is_used_keeps_its_meaning(posted: Entry) -> None:
    for change in ("code = '4999'", "rgs = 'WBedHuiSer'"):
        with refused("Rekening 4200 is gebruikt"):
            sql(f"UPDATE finance_account SET {change} WHERE code = '4200'")
    with refused("Rekening 4200 is gebruikt"):
        sql("DELETE FROM finance_account WHERE code = '4200'")
    sql("UPDATE finance_account SET name = 'Huur kantoor' WHERE code = '4200'")
    sql("UPDATE finance_account SET rgs = 'WBedHuiSer' WHERE code = '4210'")
    sql("DELETE FROM finance_account WHERE code = '4290'")


def test_account_is_of_the_kind_of_its_caption(by: User) -> None:
    with refused("account_kind_of_caption"):
        sql("UPDATE finance_account SET kind = 'actief' WHERE code = '4210'")
    with refused("permission denied"):
        sql("UPDATE finance_caption SET kind = 'actief'")
    caption = Account.objects.get(code="4300").caption_id
    sql("UPDATE finance_account SET caption_id = %s WHERE code = '4210'", caption)


def test_unknown_parent(by: User) -> None:
    with refused("foreign key"):
        written(by, 1, journal_id=999)
        sql("SET CONSTRAINTS ALL IMMEDIATE")


# 21: switches


@pytest.mark.parametrize(
    "statement",
    [
        "SET session_replication_role = 'replica'",
        "ALTER TABLE finance_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER z_stays ON finance_line",
        "CREATE OR REPLACE FUNCTION finance_stays() RETURNS trigger LANGUAGE plpgsql AS 'begin return null; end'",
        "ALTER DOMAIN amount DROP CONSTRAINT amount_check",
        "GRANT UPDATE ON finance_entry TO nov_app",
        "SET ROLE nov_owner",
    ],
)
def test_guards_are_not_switched_off(posted: Entry, statement: str) -> None:
    with refused("permission denied|must be owner|ERROR"):
        sql(statement)
        sql("UPDATE finance_entry SET period = 4")


def test_pgtrigger_ignore_changes_nothing(posted: Entry) -> None:
    sql("SET LOCAL pgtrigger.ignore = '{finance_entry:z_stays}'")

    with refused("permission denied"):
        sql("DELETE FROM finance_entry")


def test_tables_of_the_session_are_not_mistaken_for_the_ledger(posted: Entry, by: User) -> None:
    rent, bank, memo = account_id("4200"), account_id("1010"), journal_id()
    ledger.lock_period(2023, 3, by=by)
    for table in ("yearevent", "journal", "balance", "account", "fiscalyear"):
        sql(f"CREATE TEMP TABLE finance_{table} (LIKE public.finance_{table}) ON COMMIT DROP")
    sql("INSERT INTO pg_temp.finance_journal SELECT * FROM public.finance_journal")

    with refused("Boekjaar 2023, periode 3 is op slot."):
        sql(
            "INSERT INTO finance_line (entry_id, no, account_id, debit, credit, description, relation, reference, document)"
            " VALUES (2, 1, %s, 5, 0, '', '', '', ''), (2, 2, %s, 0, 5, '', '', '', '')", rent, bank,
        )  # fmt: skip
        seal(by, 2, journal_id=memo)


def test_stale_snapshot_does_not_post(committed: Any) -> None:
    by = make_books()
    with refused("Boeken kan alleen met isolatie read committed."):
        sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        written(by, 1)


# equity


def test_reserve_moves_by_appropriation_alone(by: User) -> None:
    with refused("Eigen vermogen verandert alleen door resultaatbestemming."):
        line(1, 1, "0500", debit=10)
        line(1, 2, "1010", credit=10)
        seal(by, 1)
    line(1, 1, "0590", debit=10)
    line(1, 2, "0500", credit=10)
    seal(by, 1, journal_id=journal_id("BST"), period=13, date="2023-12-31")


def test_appropriation_moves_equity_alone(by: User) -> None:
    with refused("Eigen vermogen verandert alleen door resultaatbestemming."):
        line(1, 1, "4200", debit=10)
        line(1, 2, "0500", credit=10)
        seal(by, 1, journal_id=journal_id("BST"), period=13, date="2023-12-31")


def test_opening_balance_of_a_later_year(by: User) -> None:
    with refused("Alleen het eerste boekjaar heeft een beginbalans."):
        written(by, 1, journal_id=journal_id("BEG"))
    written(by, 1, journal_id=journal_id("BEG"), year_id=2022, date="2022-03-01")


def test_every_guard_is_there(by: User) -> None:
    """The list of triggers, so that a guard that is lost is missed at once."""
    rows = sql(
        "SELECT c.relname, string_agg(t.tgname, ' ' ORDER BY t.tgname) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE NOT t.tgisinternal AND c.relname LIKE 'finance%%' AND t.tgname !~ '^pgtrigger' GROUP BY 1"
    )

    assert dict(rows) == {
        "finance_account": "z_stays",
        "finance_allocation": "c_late z_stays",
        "finance_appropriation": "z_stays",
        "finance_appropriationline": "z_stays",
        "finance_bankbooking": "c_made z_stays",
        "finance_bankfile": "z_stays",
        "finance_bankline": "c_late z_stays",
        "finance_bankstatement": "b_seal z_stays",
        "finance_budget": "z_stays",
        "finance_budgetline": "z_stays",
        "finance_collection": "c_late z_stays",
        "finance_collectionbatch": "b_seal z_stays",
        "finance_entry": "a_lock b_seal c_posted z_stays",
        "finance_fiscalyear": "a_lock b_follows z_stays",
        "finance_grantaward": "z_stays",
        "finance_invoice": "a_lock b_seal z_stays",
        "finance_invoiceline": "a_lock c_late z_stays",
        "finance_invoicemail": "z_stays",
        "finance_line": "a_lock c_late z_stays",
        "finance_party": "n_found_by",
        "finance_reminder": "z_stays",
        "finance_yearevent": "a_lock b_fits z_stays",
    }
    assert connection.settings_dict["USER"] == "nov_app"
    assert (Line.objects.count(), FiscalYear.objects.count()) == (0, 3)
