"""CAMT.053, versions .02 and .08, read as a stream: one entry at a time, whatever the size of the file.

By libxml2, which builds only the entry at hand and knows its line: nothing it is given here can hold a document type, since
`files.read` has refused that on the bytes, so there are no entities and nothing to fetch; what nests too deep it refuses.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, BinaryIO

from lxml import etree

from finance.banking.reading import Movement, Stated, Statement, Unreadable, amount_of, day_of

SPACES = ("urn:iso:std:iso:20022:tech:xsd:camt.053.001.02", "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08")
AGAIN = "Haal het bestand opnieuw op bij de bank."
SAFE: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False, "remove_comments": True, "remove_pis": True}  # fmt: skip
Element = Any  # of lxml, which has no types
Told = dict[str, Any]


def read(file: BinaryIO) -> Iterator[Statement | Movement]:
    """Each statement of the file followed by its lines. Raises Unreadable with the line in the file."""
    try:
        yield from _statements(file, _space(file))
    except etree.XMLSyntaxError as error:
        file.seek(0)
        cut = not file.read().rstrip().endswith(b"Document>")
        what = "Het bestand breekt hier af. " if cut else "Dit is geen geldige XML. "
        raise Unreadable(what + AGAIN, error.lineno) from error


def _space(file: BinaryIO) -> str:
    """The namespace of the file's root. Raises Unreadable for any other than a statement's."""
    file.seek(0)
    _, root = next(etree.iterparse(file, events=("start",), **SAFE))
    space = str(etree.QName(root).namespace or "")
    if space not in SPACES:
        raise Unreadable(f"{_kind(space)} Nodig is een afschrift in CAMT.053, versie .02 of .08, of MT940.", 1)
    return space


def _statements(file: BinaryIO, space: str) -> Iterator[Statement | Movement]:
    bare, now, count = "{" + space + "}", None, 0
    account, balance, entry, statement = (f"{bare}{name}" for name in ("Acct", "Bal", "Ntry", "Stmt"))
    file.seek(0)
    for _, element in etree.iterparse(file, tag=(account, balance, entry, statement), **SAFE):
        tag, holder = element.tag, element.getparent()
        if tag == statement:
            count, now = count + 1, None
        elif holder.tag != statement:
            continue
        elif tag == account:
            now = _head(element, holder, bare)
            yield now
        elif now is None:
            raise Unreadable("Een afschrift zonder rekening. " + AGAIN, element.sourceline)
        else:
            try:
                if tag == balance:
                    _balance(_told(element), now)
                else:
                    yield from _movements(_told(element))
            except Unreadable as error:
                raise Unreadable(error.messages[0], error.line or element.sourceline) from error
        if tag in (entry, statement):  # it was read: let it go
            element.clear()
            while (before := element.getprevious()) is not None and before.tag == tag:
                holder.remove(before)
    if not count:
        raise Unreadable("Er staat geen enkel afschrift in. " + AGAIN)


def _head(element: Element, holder: Element, bare: str) -> Statement:
    told = _told(element)
    account = _at(told, "Id", "IBAN") or _at(told, "Id", "Othr", "Id")
    number = holder.findtext(f"{bare}ElctrncSeqNb") or holder.findtext(f"{bare}Id") or ""
    return Statement(account, number.strip()[:40], line=element.sourceline)


def _balance(told: Told, now: Statement) -> None:
    code = _at(told, "Tp", "CdOrPrtry", "Cd")
    if code not in ("OPBD", "PRCD", "CLBD") or (code == "PRCD" and now.opening):
        return
    amount, currency = _amount(told)
    day = _at(told, "Dt", "Dt") or _at(told, "Dt", "DtTm")
    stated = Stated(amount, currency, day_of(day) if day else None)
    if code == "CLBD":
        now.closing = stated
    else:
        now.opening = stated


def _kind(space: str) -> str:
    name = space.rpartition(":")[2]
    known = {"camt.052": "Dit is een tussentijds overzicht (CAMT.052).", "camt.054": "Dit is een melding (CAMT.054).",
             "pain.001": "Dit is een betaalopdracht.", "pain.008": "Dit is een incasso-opdracht."}  # fmt: skip
    return known.get(name[:8], "Dit is geen bankafschrift.")


class _Names(dict[str, str]):
    """Tags without their namespace, each cut once."""

    def __missing__(self, tag: str) -> str:
        return self.setdefault(tag, tag.rpartition("}")[2])


NAMES = _Names()
SEVERAL = ("NtryDtls", "TxDtls", "Ustrd")  # what stands there more than once


def _told(element: Element) -> Told:
    """An element as names and texts, read in one pass: looking each value up in the tree costs three times as much."""
    told: Told = {}
    for child in element:
        name = NAMES[child.tag]
        value = _told(child) if len(child) else " ".join((child.text or "").split())
        if name in SEVERAL:
            told.setdefault(name, []).append(value)
        elif name not in told:
            told[name] = value
            if name == "Amt":
                told["Ccy"] = child.get("Ccy", "")
    return told


def _at(told: Any, *path: str) -> str:
    """The text at a path; nothing where there is none."""
    for name in path:
        if type(told) is not dict:
            return ""
        told = told.get(name)
    return told if type(told) is str else ""


def _amount(told: Told) -> tuple[Decimal, str]:
    """The signed amount of an entry or balance, and its currency."""
    if "Amt" not in told:
        raise Unreadable("Het bedrag ontbreekt. " + AGAIN)
    side = _at(told, "CdtDbtInd")
    if side not in ("CRDT", "DBIT"):
        raise Unreadable("Er staat niet bij of het bedrag erbij of eraf gaat. " + AGAIN)
    amount = amount_of(_at(told, "Amt"))
    return (amount if side == "CRDT" else -amount), told["Ccy"]


def _movements(entry: Told) -> Iterator[Movement]:
    """An entry as one line, or as its details when the bank gives them and they add up to it."""
    if (_at(entry, "Sts", "Cd") or _at(entry, "Sts")) not in ("BOOK", ""):
        return  # announced, not booked: not in the balance
    amount, currency = _amount(entry)
    if not amount:
        return
    booked, valued = (_at(entry, name, "Dt") or _at(entry, name, "DtTm") for name in ("BookgDt", "ValDt"))
    booked_on = day_of(booked or valued)
    family = [_at(entry, "BkTxCd", "Domn", *path) for path in (("Cd",), ("Fmly", "Cd"), ("Fmly", "SubFmlyCd"))]
    about: dict[str, Any] = {
        "booked_on": booked_on, "valued_on": day_of(valued) if valued else booked_on, "currency": currency,
        "kind": ("/".join(filter(None, family)) or _at(entry, "BkTxCd", "Prtry", "Cd"))[:40],
        "bank_reference": (_at(entry, "AcctSvcrRef") or _at(entry, "NtryRef"))[:60],
    }  # fmt: skip
    groups = [one for one in entry.get("NtryDtls", ()) if type(one) is dict]
    details = [one for group in groups for one in group.get("TxDtls", ()) if type(one) is dict]
    amounts = [_of_detail(one, amount) for one in details] if len(details) > 1 else []
    extra = _at(entry, "AddtlNtryInf")
    batch = next(filter(None, (_at(group, "Btch", "PmtInfId") for group in groups)), "")
    if amounts and None not in amounts and sum(filter(None, amounts)) == amount:
        for detail, part in zip(details, amounts, strict=True):
            if part:
                yield Movement(part, **about, **_details(detail, part > 0, extra, batch))
    else:
        detail = details[0] if len(details) == 1 else {}
        yield Movement(amount, **about, **_details(detail, amount > 0, extra, batch))


def _of_detail(detail: Told, whole: Decimal) -> Decimal | None:
    """The amount of a detail of an entry; without a side of its own it has that of the whole."""
    stated = _at(detail, "Amt") or _at(detail, "AmtDtls", "TxAmt", "Amt")
    if not stated:
        return None
    side = _at(detail, "CdtDbtInd") or ("CRDT" if whole > 0 else "DBIT")
    return amount_of(stated) if side == "CRDT" else -amount_of(stated)


def _details(detail: Told, comes_in: bool, extra: str, batch: str) -> dict[str, Any]:
    """Who, why and under which references. The other side is the debtor of what comes in, the creditor of what goes out."""
    code = _at(detail, "RtrInf", "Rsn", "Cd")
    side = "Dbtr" if comes_in != bool(code) else "Cdtr"
    parties = detail.get("RltdPties")
    name = iban = ""
    for one in (side, "Cdtr" if side == "Dbtr" else "Dbtr") if code else (side,):
        name = name or _at(parties, one, "Nm") or _at(parties, one, "Pty", "Nm")
        iban = iban or _at(parties, f"{one}Acct", "Id", "IBAN")
    refs, remittance = detail.get("Refs"), detail.get("RmtInf")
    words = [one for one in remittance.get("Ustrd", ()) if type(one) is str] if type(remittance) is dict else []
    own = _at(refs, "EndToEndId")
    return {
        "name": name[:140], "iban": iban[:34], "text": (" ".join(words) or extra)[:1000],
        "reference": _at(remittance, "Strd", "CdtrRefInf", "Ref")[:40],
        "end_to_end": "" if own == "NOTPROVIDED" else own[:40], "mandate": _at(refs, "MndtId")[:40],
        "batch": (batch or _at(refs, "PmtInfId"))[:40], "return_code": code[:4],
    }  # fmt: skip
