"""Statements of the bank read, kept and proposed; and an order to collect written.

    .venv/bin/python -m bench.bank

Reading: against expat going through the same bytes with a function for every start, end and text, as the floor that any
reader in Python has. Keeping: against a COPY of the same rows into the same columns without key, index or trigger. Proposing:
against reading the open lines and writing as many ready proposals. pain.008: against writing the bytes, with and without the
check against the schema. All in turn, median of five; what comes out is compared first.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from xml.parsers import expat

from bench.ledger import prepare
from nov import localdb

ROUNDS = 5
SIZES = (5_000, 100_000)  # lines to read
KEPT = 5_000
COLLECTED = (1_000, 100_000)
MADE = "2023-03-01T00:00:00"
OURS, SPACE = "NL64NOVB0000002023", "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def statement(lines: int, first: int = 1) -> bytes:
    """A statement of so many receipts, each naming an invoice."""

    def balance(code: str, amount: int) -> str:
        return f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>'

    entries = "".join(
        f'<Ntry><Amt Ccy="EUR">205.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2023-03-01</Dt></BookgDt>'
        f"<ValDt><Dt>2023-03-01</Dt></ValDt><AcctSvcrRef>R{no}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd>"
        f"<SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
        f"<RltdPties><Dbtr><Pty><Nm>Vereniging {no}</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>NL20NOVD0000000001</IBAN></Id></DbtrAcct></RltdPties>"
        f"<RmtInf><Ustrd>contributie 2023 F2023-{no:04d}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
        for no in range(first, first + lines)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{SPACE}"><BkToCstmrStmt><GrpHdr/><Stmt><Id>{first}</Id>'
        f"<Acct><Id><IBAN>{OURS}</IBAN></Id></Acct>{balance('OPBD', 0)}{balance('CLBD', 205 * lines)}{entries}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def tokens(data: bytes) -> int:
    """What expat finds, each told to a function."""
    found = 0

    def one(*_: Any) -> None:
        nonlocal found
        found += 1

    parser = expat.ParserCreate()
    parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = one
    parser.ParseFile(io.BytesIO(data))
    return found


def lines_of(data: bytes) -> int:
    """How many lines our reader finds."""
    from finance.banking import camt

    return sum(1 for _ in camt.read(io.BytesIO(data))) - 1


MEASURED = """
import sys
from finance.banking import camt
open("/proc/self/clear_refs", "w").write("5")  # the peak begins anew: that of the parent came along
def peak():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
before = peak()
with open(sys.argv[1], "rb") as file:
    for _ in camt.read(file): pass
print(peak() - before)
"""


def memory_of(data: bytes) -> float:
    """How many MB a process of its own grows by while it reads the file, what libxml2 takes included."""
    with tempfile.NamedTemporaryFile(suffix=".xml") as file:
        file.write(data)
        file.flush()
        told = subprocess.run([sys.executable, "-c", MEASURED, file.name], capture_output=True, text=True, check=True)  # noqa: S603
    return int(told.stdout) / 1024


def joined(pieces: list[str]) -> bytes:
    """The bytes of a file from its ready lines."""
    return "".join(pieces).encode()


def timed(*works: Callable[[], Any]) -> list[float]:
    """The median time of each, in turn."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for place, work in enumerate(works):
            began = perf_counter()
            work()
            times[place].append(perf_counter() - began)
    return [median(one) for one in times]


def reading() -> None:
    """CAMT.053 as a stream, with the memory it takes."""
    print("| lines | MB | floor (ms) | reading (ms) | ratio | memory (MB) |\n| --- | --- | --- | --- | --- | --- |")
    for size in SIZES:
        data = statement(size)
        assert lines_of(data) == size
        floor, ours = timed(partial(tokens, data), partial(lines_of, data))
        memory = memory_of(data)
        print(
            f"| {size:,} | {len(data) / 1e6:.1f} | {floor * 1000:.0f} | {ours * 1000:.0f} | {ours / floor:.1f} | {memory:.1f} |"
        )


def keeping(by: Any) -> None:
    """A statement of 5,000 lines kept, proposed and booked, each against its floor."""
    from django.db import connection, transaction

    from finance.banking import allocating, keeping, matching
    from finance.invoices import InvoiceLineSpec, InvoiceSpec, issue
    from finance.models import Account, BankAccount, BankLine, Proposal
    from finance.registers import party

    BankAccount.objects.create(
        name="Bank", iban=OURS, account=Account.objects.get(code="1010"), creditor_id="NL28ZZZ401234560000"
    )
    payer = party("Vereniging Bench", place="Assen")
    line = (InvoiceLineSpec("Contributie", Decimal(205), "8010"),)
    issue([InvoiceSpec(payer, date(2023, 1, 20), date(2023, 2, 20), line)] * KEPT, by=by)
    data, times = statement(KEPT), {}
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bare AS SELECT * FROM finance_bankline WITH NO DATA")
        cursor.execute("CREATE TEMPORARY TABLE bare_proposal AS SELECT * FROM finance_proposal WITH NO DATA")
        began = perf_counter()
        keeping.import_file("bench.xml", io.BytesIO(data), by=by)
        times["keeping"] = perf_counter() - began
        cursor.execute("SELECT * FROM finance_bankline")
        rows = cursor.fetchall()
        assert len(rows) == KEPT
        began = perf_counter()
        with cursor.copy("COPY bare FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        times["keeping floor"] = perf_counter() - began
        began = perf_counter()
        assert matching.propose() == KEPT
        times["proposing"] = perf_counter() - began
        cursor.execute("SELECT id, confidence, reason, parts::text, line_id FROM finance_proposal")
        ready = cursor.fetchall()
        began = perf_counter()
        assert len(list(BankLine.objects.all())) == KEPT
        with cursor.copy("COPY bare_proposal (id, confidence, reason, parts, line_id) FROM STDIN") as copy:
            for row in ready:
                copy.write_row(row)
        times["proposing floor"] = perf_counter() - began
        began = perf_counter()
        with transaction.atomic():
            bookings, problems = allocating.confirm(Proposal.objects.select_related("line"), by=by)
        times["booking"] = perf_counter() - began
        assert (len(bookings), problems) == (KEPT, [])
    print(f"\n{KEPT:,} lines, once (s): " + ", ".join(f"{name} {took:.2f}" for name, took in times.items()))


def collecting() -> None:
    """pain.008 written, and written and checked."""
    from finance.collecting import pain
    from finance.models import BankAccount, Collection, CollectionBatch, Invoice, Mandate

    account = BankAccount.objects.get()
    mandate = Mandate(reference="R00001-1", iban=OURS, name="Vereniging Bench", signed_on=date(2023, 1, 1))
    print(
        "\n| collections | floor (ms) | written (ms) | ratio | written and checked (ms) | ratio |\n| --- | --- | --- | --- | --- | --- |"
    )
    for size in COLLECTED:
        batch = CollectionBatch(
            account=account, code="NOV-INCASSO-1", collect_on=date(2023, 3, 15), count=size, total=Decimal(205) * size
        )
        rows = [
            Collection(batch=batch, mandate=mandate, invoice=Invoice(code=f"F2023-{no:04d}"), amount=Decimal(205), sequence="RCUR", end_to_end=f"F2023-{no:04d}-1")
            for no in range(size)
        ]  # fmt: skip
        data = pain.order(batch, rows, made=MADE)
        pieces = data.decode().splitlines(keepends=True)
        floor, written, checked = timed(
            partial(joined, pieces),
            partial(pain.written, batch, rows, made=MADE),
            partial(pain.order, batch, rows, made=MADE),
        )
        print(
            f"| {size:,} | {floor * 1000:.1f} | {written * 1000:.0f} | {written / floor:.0f} | {checked * 1000:.0f} | {checked / floor:.0f} |"
        )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="nov-bench-") as folder:
        cluster = localdb.Cluster(Path(folder) / "postgres")
        somebody = prepare(cluster)
        print(f"load {os.getloadavg()[0]:.1f}\n")
        reading()
        keeping(somebody)
        collecting()
        cluster.leave()
        cluster.stop_unless_used(wait=True)
