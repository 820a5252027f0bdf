"""MT940: tokenised by the package mt-940; what banks put in :86: is taken apart here.

Lines the package does not know may be swallowed by it, so a statement whose lines do not lead from the opening to the closing
balance is refused when it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import mt940

from finance.banking.reading import Movement, Stated, Statement, Unreadable, amount_of

START = re.compile(r"^:20:", re.MULTILINE)
STRUCTURED = re.compile(
    r"/(?=(?:EREF|PREF|MARF|CSID|CNTP|REMI|RTRN|NAME|IBAN|BIC|TRTP|BENM|ORDP|ISDT|ULTD|ULTC|PURP|SVCL)/)"
)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}[A-Z]{4}\d{10}\b")


def read(text: str) -> Iterator[Statement | Movement]:
    """Each statement of the file followed by its lines. Raises Unreadable with the line in the file."""
    starts = [found.start() for found in START.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line = text.count("\n", 0, start) + 1
        try:
            parsed = mt940.models.Transactions(options=mt940.Options.all())
            parsed.parse(text[start:end])
        except Exception as error:  # the package lets any kind of error through for what it cannot read
            raise Unreadable(
                "Dit deel is niet te lezen als MT940. Haal het bestand opnieuw op bij de bank.", line
            ) from error
        yield from _statement(parsed, line, text[start:end])
    if not starts:
        raise Unreadable("Er staat geen enkel afschrift in. Haal het bestand opnieuw op bij de bank.")


def _statement(parsed: Any, line: int, text: str) -> Iterator[Statement | Movement]:
    data = parsed.data
    account = str(data.get("account_identification") or "").removesuffix("EUR")
    number = "/".join(str(data[key]) for key in ("statement_number", "sequence_number") if data.get(key))
    opening = data.get("final_opening_balance") or data.get("intermediate_opening_balance")
    closing = data.get("final_closing_balance") or data.get("intermediate_closing_balance")
    if not account or not opening:
        raise Unreadable("Een afschrift zonder rekening of beginsaldo. Haal het bestand opnieuw op bij de bank.", line)
    ends = _stated(closing, line) if closing else None
    yield Statement(account.rpartition("/")[2], number[:40], _stated(opening, line), ends, line)
    moved = [one.data for one in parsed if one.data.get("amount")]
    if text.count("\n:61:") != len(moved):
        raise Unreadable("Niet elke :61:-regel is te lezen. Haal het bestand opnieuw op bij de bank.", line)
    for one in moved:
        if one["amount"].amount:  # a line of nought tells something, and moves nothing
            yield _movement(one, line)


def _stated(balance: Any, line: int) -> Stated:
    return Stated(_signed(balance.amount, line), balance.amount.currency, balance.date)


def _signed(amount: Any, line: int) -> Decimal:
    """What the package read, if it is in whole cents."""
    return amount_of(str(abs(amount.amount)), line).copy_sign(amount.amount)


def _movement(data: dict[str, Any], line: int) -> Movement:
    amount, told = data["amount"], " ".join((data.get("transaction_details") or "").replace("\n", "").split())
    keys = _keys(told)
    own = keys.get("EREF", "")
    name, iban = keys.get("NAME", ""), keys.get("IBAN", "")
    if "CNTP" in keys:  # IBAN/BIC/name/place, as ING writes it
        parts = [*keys["CNTP"].split("/"), "", "", ""]
        iban, name = parts[0], parts[2]
    if not iban and (found := IBAN.search(told)):
        iban = found.group()
    remittance = keys.get("REMI", "" if keys else told).strip("/")
    remittance = re.sub(r"^(?:USTD|STRD/CUR|STRD/ISO|STRD)/+", "", remittance)
    structured = "STRD/" in keys.get("REMI", "")
    value = data["date"]
    booked = data.get("entry_date") or value
    return Movement(
        _signed(amount, line), booked, value, amount.currency, name[:140], iban[:34], (remittance or told)[:1000],
        remittance[:40] if structured else "", "" if own == "NOTPROVIDED" else own[:40], keys.get("MARF", "")[:40],
        keys.get("PREF", "")[:40], _bank_reference(data), str(data.get("id") or "")[:40],
        keys.get("RTRN", "")[:4], line,
    )  # fmt: skip


def _bank_reference(data: dict[str, Any]) -> str:
    found = (data.get("bank_reference") or "").strip()
    return "" if found.startswith("/") else found[:60]


def _keys(told: str) -> dict[str, str]:
    """The parts of "/EREF/123//CNTP/NL../…//REMI/USTD//text/" by their key."""
    parts = STRUCTURED.split(told)
    return {part[:4].rstrip("/"): part[4:].strip("/").strip() for part in parts[1:]}
