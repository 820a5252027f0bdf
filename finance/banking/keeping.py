"""Bank files are kept: each line once, whether its file comes twice, under another name, or overlaps an earlier one.

All of a file is kept or nothing. A line is known by its content and, among equal lines of one day, by its place in the file;
what could slip through that, a line too many or too few, shows as a gap between the bank's balances and the lines.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, BinaryIO

from django.db import connection, transaction
from django.db.models import Sum

from finance.banking import files
from finance.banking.reading import CURRENCY, Movement, Statement, Unreadable
from finance.collecting.batches import note_returns
from finance.models import BankAccount, BankFile, BankLine, BankStatement
from finance.specs import ZERO
from nov.kernel import formats
from nov.kernel.progress import SILENT, Progress
from nov.kernel.uploads import safe_name

if TYPE_CHECKING:
    from nov.kernel.models import User

BANK_LOCK = 7304
COLUMNS = (
    "statement_id, no, booked_on, valued_on, amount, name, iban, text, reference, end_to_end, mandate, batch,"
    " bank_reference, kind, return_code, fingerprint"
)


@dataclass(slots=True)
class Outcome:
    """What a file brought: how many statements and lines were in it, and how many of the lines are new."""

    statements: int = 0
    lines: int = 0
    new: int = 0

    def __str__(self) -> str:
        statements = formats.counted(self.statements, "afschrift", "afschriften")
        lines = formats.counted(self.lines, "regel", "regels")
        if not self.new:
            return f"{statements} met {lines}; niets daarvan is nieuw."
        return f"{statements} met {lines}, waarvan {formats.number(self.new)} nieuw."


@dataclass(slots=True)
class _Running:
    """A statement that is being read."""

    head: Statement
    account: BankAccount
    place: int  # among the statements of the file
    last_day: date | None = None
    total: Decimal = ZERO
    count: int = 0


@transaction.atomic
def import_file(name: str, file: BinaryIO, *, by: User, progress: Progress = SILENT) -> Outcome:
    """Keep what is new in a file of the bank, CAMT.053 or MT940, or a zip of them.

    Raises Unreadable, naming file and line, for what cannot be read or does not add up; nothing is kept then.
    """
    bare = safe_name(PurePath(name).name)
    try:
        with files.opened(file) as members:
            sha256, content = files.packed(file)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [BANK_LOCK])
                cursor.execute(
                    f"CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS SELECT {COLUMNS} FROM finance_bankline WITH NO DATA"  # noqa: S608  # nosec B608
                )
                running = _copied(members, progress)
                outcome = _moved(cursor, running, BankFile(name=bare, sha256=sha256, content=content, by=by))
                cursor.execute("DROP TABLE incoming")
    except Unreadable as error:
        where = f", regel {error.line}" if error.line else ""
        what = error.messages[0].removeprefix(f"Regel {error.line}: ")
        raise Unreadable(f"{bare}{where}: {what} Er is niets ingelezen.") from error
    return outcome


def _copied(members: list[BinaryIO], progress: Progress) -> list[_Running]:
    """Put every line of the files in the temporary table, and answer with the statements they stood in."""
    accounts = list(BankAccount.objects.all())
    running: list[_Running] = []
    with connection.cursor() as cursor, cursor.copy(f"COPY incoming ({COLUMNS}) FROM STDIN") as copy:
        for member in members:
            equals: Counter[bytes] = Counter()
            for one in files.read(member):
                if isinstance(one, Statement):
                    running.append(_Running(one, _account(one, accounts), len(running) + 1))
                    continue
                now = running[-1]
                now.count += 1
                now.total += one.amount
                now.last_day = max(now.last_day or one.booked_on, one.booked_on)
                copy.write_row(_row(one, now, equals))
                if now.count % 500 == 0:
                    progress.step("Regels lezen", now.count)
    for read in running:
        _adds_up(read)
    return running


def _row(one: Movement, now: _Running, equals: Counter[bytes]) -> tuple[Any, ...]:
    if one.currency != CURRENCY:
        raise Unreadable(f"Een regel is in {one.currency or 'een onbekende munt'}; alleen euro kan.", one.line)
    content = hashlib.sha256(json.dumps([now.account.iban, *one.content()]).encode()).digest()
    equals[content] += 1
    fingerprint = hashlib.sha256(content + str(equals[content]).encode()).digest()
    return (
        now.place, now.count, one.booked_on, one.valued_on, one.amount, one.name, one.iban, one.text, one.reference,
        one.end_to_end, one.mandate, one.batch, one.bank_reference, one.kind, one.return_code, fingerprint,
    )  # fmt: skip


def _account(statement: Statement, accounts: list[BankAccount]) -> BankAccount:
    """The account a statement is about, by its IBAN or, in older files, the number at its end."""
    said = statement.account.replace(" ", "").upper()
    for account in accounts:
        if said == account.iban or (said.isdigit() and said.zfill(10) == account.iban[-10:]):
            return account
    raise Unreadable(
        f"Het afschrift is van rekening {said or 'zonder nummer'}, en die staat niet bij de bankrekeningen. "
        "Voeg haar toe, of kies een ander bestand.", statement.line,
    )  # fmt: skip


def _adds_up(one: _Running) -> None:
    """Refuse a statement without balances, in another currency, or whose lines do not lead from one to the other."""
    head = one.head
    for stated, word in ((head.opening, "beginsaldo"), (head.closing, "eindsaldo")):
        if stated is None:
            raise Unreadable(f"Afschrift {head.number} heeft geen {word}. Haal het bestand opnieuw op.", head.line)
        if stated.currency != CURRENCY:
            raise Unreadable(
                f"Het {word} van afschrift {head.number} is in {stated.currency}; alleen euro kan.", head.line
            )
    assert head.opening is not None and head.closing is not None
    if gap := head.closing.amount - head.opening.amount - one.total:
        raise Unreadable(
            f"Afschrift {head.number} klopt niet: het beginsaldo en de regels komen {formats.cents(abs(gap))} "
            f"{'te laag' if gap > 0 else 'te hoog'} uit op het eindsaldo. Vraag de bank om een nieuw bestand.", head.line,
        )  # fmt: skip


def _moved(cursor: Any, running: list[_Running], file: BankFile) -> Outcome:
    """Keep the lines that are new, and the statements that brought them."""
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence('finance_bankstatement', 'id')) FROM generate_series(1, %s)",
        [len(running)],
    )
    ids = [row[0] for row in cursor.fetchall()]
    others = COLUMNS.removeprefix("statement_id, ")
    cursor.execute(
        f"INSERT INTO finance_bankline ({COLUMNS})"  # noqa: S608  # nosec B608  names of columns only
        f" SELECT (%s::bigint[])[statement_id], {others} FROM incoming ORDER BY statement_id, no"
        " ON CONFLICT (fingerprint) DO NOTHING",
        [ids],
    )
    cursor.execute("SELECT statement_id, count(*) FROM finance_bankline WHERE statement_id = ANY(%s) GROUP BY 1", [ids])
    new = dict(cursor.fetchall())
    if new and (kept := BankFile.objects.filter(sha256=file.sha256).first()):
        file = kept
    elif new:
        file.save()
    for pk, one in zip(ids, running, strict=True):
        if pk in new:
            assert one.head.opening is not None and one.head.closing is not None and one.last_day is not None
            BankStatement.objects.create(
                pk=pk, account=one.account, file=file, number=one.head.number, last_day=one.last_day,
                opening=one.head.opening.amount, total=one.total, closing=one.head.closing.amount,
                line_count=one.count, new_count=new[pk],
            )  # fmt: skip
    note_returns(list(new))
    return Outcome(len(running), sum(one.count for one in running), sum(new.values()))


@dataclass(frozen=True, slots=True)
class Gap:
    """Where the bank's balance and the lines part: how much more the bank has than all lines until then."""

    statement: BankStatement
    amount: Decimal


def gaps(account: BankAccount) -> list[Gap]:
    """Statements at whose end the bank states another balance than the first opening and all lines come to.

    A gap is named once, at the statement where it begins. Of several statements that end on one day only the last counts.
    """
    by_day = dict(
        BankLine.objects.filter(statement__account=account).order_by("booked_on").values_list("booked_on").annotate(
            total=Sum("amount")
        )
    )  # fmt: skip
    statements = list(account.statements.order_by("last_day", "id"))
    found, before = [], ZERO
    if not statements:
        return []
    balance, days = statements[0].opening, sorted(by_day.items())
    last = {one.last_day: one for one in statements}
    for day, total in days:
        balance += total
        if day in last and (gap := last[day].closing - balance) != before:
            found.append(Gap(last[day], gap - before))
            before = gap
    return found
