"""Tampering: each column of each entry and line, what is cut off or written anew, is noticed and named."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command

from finance import ledger, verify
from finance.models import Entry
from tests.finance.books import entry, make_books

Superuser = Callable[[], psycopg.Connection]
TOUCHED = {
    "entry": {
        "journal_id": "(SELECT id FROM finance_journal WHERE code = 'INK')", "year_id": "2024", "period": "4", "number": "9",
        "date": "date + 1", "description": "'anders'", "source": "'anders'", "request": "gen_random_uuid()",
        "reverses_id": "1", "posted_by_id": "posted_by_id + 1", "posted_at": "posted_at + interval '1 s'",
        "total": "total + 1", "line_count": "3", "hash": "sha256('x')",
    },
    "line": {
        "no": "no + 5", "account_id": "account_id + 1", "cost_centre_id": "(SELECT min(id) FROM finance_costcentre)",
        "grant_id": "(SELECT min(id) FROM finance_grant)", "debit": "debit + 1", "credit": "credit + 1",
        "description": "'anders'", "relation": "'K9'", "reference": "'F9'", "document": "'anders'",
    },
}  # fmt: skip


@pytest.fixture
def tamper(committed: Any, as_superuser: Superuser) -> Any:
    """Five posted entries, and a way to do with them what nobody may: as superuser, with the triggers off."""
    ledger.post([entry(str(amount)) for amount in (10, 20, 30, 40, 50)], by=make_books())
    root = as_superuser()
    root.execute("SET session_replication_role = replica")
    root.execute("ALTER TABLE finance_entry DROP CONSTRAINT entry_period")
    root.execute("ALTER TABLE finance_line DROP CONSTRAINT line_one_side")
    with root:
        yield root.execute


def test_untouched(tamper: Any) -> None:
    assert verify.first_fault() is None


@pytest.mark.parametrize("table", TOUCHED)
def test_every_column_of_every_row(tamper: Any, table: str) -> None:
    """First, middle and last; entry rows are numbered 1 to 5, and so are the entries of the lines."""
    key = "id" if table == "entry" else "entry_id"
    named = {}
    for column, other in TOUCHED[table].items():
        for place in (1, 3, 5):
            tamper(f"CREATE TEMP TABLE kept AS SELECT * FROM finance_{table} WHERE {key} = {place}")
            tamper(f"UPDATE finance_{table} SET {column} = {other} WHERE {key} = {place}")

            fault = verify.first_fault()

            named[column, place] = fault and fault.place
            tamper(f"DELETE FROM finance_{table} WHERE {key} = {place}")
            tamper(f"INSERT INTO finance_{table} OVERRIDING SYSTEM VALUE SELECT * FROM kept")
            tamper("DROP TABLE kept")
    assert named == {(column, place): place for column in TOUCHED[table] for place in (1, 3, 5)}
    assert verify.first_fault() is None


def test_columns_are_all_tried() -> None:
    from finance.models import Line

    for model, table in ((Entry, "entry"), (Line, "line")):
        columns = {field.column for field in model._meta.concrete_fields} - {"id", "entry_id"}
        assert columns == set(TOUCHED[table])


def test_sentence_names_the_entry(tamper: Any) -> None:
    tamper("UPDATE finance_line SET description = 'anders' WHERE entry_id = 3 AND no = 1")

    assert str(verify.first_fault()) == "boekstuk MEM-2023-0003 (plaats 3) is veranderd nadat het is geboekt."


def test_line_moved_to_another_entry(tamper: Any) -> None:
    tamper("UPDATE finance_line SET entry_id = 2, no = 3 WHERE entry_id = 4 AND no = 1")

    fault = verify.first_fault()
    assert fault and (fault.kind, fault.place) == ("lines", 2)


def test_lines_swapped(tamper: Any) -> None:
    tamper("UPDATE finance_line SET no = CASE no WHEN 1 THEN 12 ELSE 11 END WHERE entry_id = 4")
    tamper("UPDATE finance_line SET no = no - 10 WHERE entry_id = 4")

    fault = verify.first_fault()
    assert fault and (fault.kind, fault.place) == ("seal", 4)


def test_line_deleted(tamper: Any) -> None:
    tamper("DELETE FROM finance_line WHERE entry_id = 2 AND no = 2")

    fault = verify.first_fault()
    assert fault and (fault.kind, fault.place) == ("lines", 2)


def test_entry_deleted(tamper: Any) -> None:
    tamper("DELETE FROM finance_line WHERE entry_id = 3")
    tamper("DELETE FROM finance_entry WHERE id = 3")

    fault = verify.first_fault()
    assert fault and (fault.kind, fault.place) == ("gap", 3)
    assert str(fault) == "op plaats 3 ontbreekt een boekstuk."


def test_lines_without_their_entry(tamper: Any) -> None:
    tamper("DELETE FROM finance_entry WHERE id = 5")

    fault = verify.first_fault()
    assert fault and (fault.kind, fault.place) == ("orphan", 5)


def test_balance_touched(tamper: Any) -> None:
    tamper("UPDATE finance_balance SET debit = debit + 1 WHERE debit > 0")

    fault = verify.first_fault()
    assert fault and (fault.kind, fault.place) == ("balance", None)
    assert str(fault) == "het bijgehouden saldo van rekening 4200 Huur klopt niet met de boekingen."


# against an anchor


def cut(tamper: Any, after: int) -> None:
    tamper("DELETE FROM finance_line WHERE entry_id > %s", [after])
    tamper("DELETE FROM finance_entry WHERE id > %s", [after])
    tamper("DELETE FROM finance_balance")
    tamper(
        "INSERT INTO finance_balance (account_id, year_id, period, cost_centre_id, grant_id, debit, credit)"
        " SELECT l.account_id, e.year_id, e.period, l.cost_centre_id, l.grant_id, sum(l.debit), sum(l.credit)"
        " FROM finance_line l JOIN finance_entry e ON e.id = l.entry_id GROUP BY 1, 2, 3, 4, 5"
    )


@pytest.mark.parametrize("after", [4, 0])
def test_tail_cut_off(tamper: Any, after: int) -> None:
    anchor = verify.head()
    assert anchor
    cut(tamper, after)

    assert verify.first_fault() is None  # without an anchor nothing is left to compare
    fault = verify.first_fault([anchor])
    assert fault and (fault.kind, fault.place) == ("cut", 5)


def test_whole_ledger_written_anew(tamper: Any) -> None:
    anchor = verify.head()
    assert anchor
    cut(tamper, 0)
    by = Entry._meta.get_field("posted_by").related_model.objects.get()
    ledger.post([entry(str(amount)) for amount in (10, 20, 31, 40, 50)], by=by)

    assert verify.first_fault() is None
    fault = verify.first_fault([anchor])
    assert fault and (fault.kind, fault.place) == ("rewritten", 5)


# the command


def run(*args: Any) -> str:
    out = StringIO()
    call_command("verify_ledger", *args, stdout=out)
    return out.getvalue()


def test_command_says_that_all_is_well(tamper: Any) -> None:
    head = verify.head()
    assert head

    assert run() == f"Het grootboek klopt: 5 boekstukken, zegel {head.hash.hex()}.\n"
    assert json.loads(run("--format", "json")) == {
        "klopt": True, "boekstukken": 5, "zegel": head.hash.hex(), "fout": None,
    }  # fmt: skip


def test_command_fails_on_a_fault(tamper: Any) -> None:
    tamper("UPDATE finance_entry SET description = 'anders' WHERE id = 2")

    with pytest.raises(
        CommandError, match=r"Het grootboek klopt niet: boekstuk MEM-2023-0002 \(plaats 2\) is veranderd"
    ):
        run()


def test_command_keeps_anchors(tamper: Any, tmp_path: Path) -> None:
    file = tmp_path / "ankers.txt"
    run("--anchor", file)
    run("--anchor", file)
    assert len(file.read_text().splitlines()) == 1
    cut(tamper, 3)

    with pytest.raises(CommandError, match="het grootboek is afgekapt: het boekstuk op plaats 5 was er"):
        run("--anchor", file)
    assert len(file.read_text().splitlines()) == 1


def test_command_refuses_a_damaged_anchor_file(tamper: Any, tmp_path: Path) -> None:
    file = tmp_path / "ankers.txt"
    file.write_text("vijf abc\n")

    with pytest.raises(CommandError, match=r"Regel 1 van .*ankers.txt is geen anker \(plaats en zegel\)."):
        run("--anchor", file)


def test_empty_ledger(committed: Any) -> None:
    assert run() == "Het grootboek klopt: 0 boekstukken.\n"
