"""CAMT.053, versions .02 and .08, read as a stream: one entry at a time, whatever the size of the file.

The parser of the standard library on expat: nothing it is given here can hold a document type, `files.read` has refused
that on the bytes, so there are no entities and nothing to fetch.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError, XMLPullParser  # nosec B405  see above
from xml.parsers import expat  # nosec B407

from finance.banking.reading import Movement, Stated, Statement, Unreadable, amount_of, day_of

SPACES = ("urn:iso:std:iso:20022:tech:xsd:camt.053.001.02", "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08")
PIECE = 1 << 16
DEEPEST = 64
AGAIN = "Haal het bestand opnieuw op bij de bank."


def read(file: BinaryIO) -> Iterator[Statement | Movement]:
    """Each statement of the file followed by its lines. Raises Unreadable with the line in the file."""
    reader = _Reader()
    file.seek(0)
    while piece := file.read(PIECE):
        yield from _spoken(reader, piece, file)
    yield from _spoken(reader, None, file)


def _spoken(reader: _Reader, piece: bytes | None, file: BinaryIO) -> Iterator[Statement | Movement]:
    """What this piece of the file completes; what the parser refuses is said in Dutch."""
    try:
        if piece is None:
            reader.parser.close()
        else:
            reader.parser.feed(piece)
        yield from reader.found()
        if piece is None and reader.statements == 0:
            raise Unreadable("Er staat geen enkel afschrift in. " + AGAIN)
    except ParseError as error:
        line = error.position[0]
        cut = error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS] or piece is None
        what = "Het bestand breekt hier af. " if cut else "Dit is geen geldige XML. "
        raise Unreadable(what + AGAIN, line) from error
    except Unreadable as error:
        if error.line is None and reader.entries:
            raise Unreadable(error.messages[0], _line_of(file, reader.entries)) from error
        raise


class _Reader:
    """The state between two pieces: where in the tree the parser is, and the statement that is open."""

    def __init__(self) -> None:
        self.parser: Any = XMLPullParser(("start", "end"))
        self.depth = self.statements = self.entries = 0
        self.holder: Element | None = None
        self.now: Statement | None = None
        self.space = ""

    def found(self) -> Iterator[Statement | Movement]:
        for event, element in self.parser.read_events():
            if event == "start":
                self.depth += 1
                if self.depth <= 3 or self.depth > DEEPEST:
                    self._enter(element)
            else:
                self.depth -= 1
                if self.depth == 3 and self.holder is not None:
                    yield from self._part(element)

    def _enter(self, element: Element) -> None:
        if self.depth == 1:
            self.space = element.tag[1:].partition("}")[0] if element.tag.startswith("{") else ""
            if self.space not in SPACES:
                raise Unreadable(
                    f"{_kind(self.space)} Nodig is een afschrift in CAMT.053, versie .02 of .08, of MT940.", 1
                )
        elif self.depth == 3:
            self.holder = element if element.tag.endswith("}Stmt") else None
            self.statements += self.holder is not None
            self.now = None
        elif self.depth > DEEPEST:
            raise Unreadable("De XML is dieper genest dan een afschrift ooit is. " + AGAIN)

    def _part(self, element: Element) -> Iterator[Statement | Movement]:
        """A child of a statement is complete: its account, a balance or an entry; then it is let go."""
        tag, assured = element.tag.rpartition("}")[2], self.holder
        assert assured is not None
        if tag == "Ntry":
            self.entries += 1
            if self.now is None:
                raise Unreadable("Een afschrift zonder rekening. " + AGAIN)
            yield from _movements(element, "{" + self.space + "}")
            assured.remove(element)
        elif tag == "Acct":
            bare = "{" + self.space + "}"
            account = _text(element, f"{bare}Id/{bare}IBAN") or _text(element, f"{bare}Id/{bare}Othr/{bare}Id")
            number = assured.findtext(f"{bare}ElctrncSeqNb") or assured.findtext(f"{bare}Id") or ""
            self.now = Statement(account, number.strip()[:40])
            yield self.now
        elif tag == "Bal" and self.now is not None:
            self._balance(element, self.now)

    def _balance(self, element: Element, now: Statement) -> None:
        bare = "{" + self.space + "}"
        code = _text(element, f"{bare}Tp/{bare}CdOrPrtry/{bare}Cd")
        if code not in ("OPBD", "PRCD", "CLBD") or (code == "PRCD" and now.opening):
            return
        amount, currency = _amount(element, bare)
        day = _text(element, f"{bare}Dt/{bare}Dt") or _text(element, f"{bare}Dt/{bare}DtTm")
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


def _text(element: Element, path: str) -> str:
    return " ".join((element.findtext(path) or "").split())


def _amount(element: Element, bare: str) -> tuple[Decimal, str]:
    """The signed amount of an entry, detail or balance, and its currency."""
    stated = element.find(f"{bare}Amt")
    if stated is None:
        raise Unreadable("Het bedrag ontbreekt. " + AGAIN)
    side = element.findtext(f"{bare}CdtDbtInd")
    if side not in ("CRDT", "DBIT"):
        raise Unreadable("Er staat niet bij of het bedrag erbij of eraf gaat. " + AGAIN)
    amount = amount_of((stated.text or "").strip())
    return (amount if side == "CRDT" else -amount), stated.get("Ccy", "")


def _movements(entry: Element, bare: str) -> Iterator[Movement]:
    """An entry as one line, or as its details when the bank gives them and they add up to it."""
    status = entry.find(f"{bare}Sts")
    state = (_text(status, f"{bare}Cd") or (status.text or "").strip()) if status is not None else "BOOK"
    if state not in ("BOOK", ""):
        return  # announced, not booked: not in the balance
    amount, currency = _amount(entry, bare)
    if not amount:
        return
    booked = entry.find(f"{bare}BookgDt")
    valued = entry.find(f"{bare}ValDt")
    booked_on = day_of(_of_day(booked, bare) or _of_day(valued, bare))
    valued_on = day_of(_of_day(valued, bare)) if valued is not None else booked_on
    domain = [one.text or "" for one in entry.findall(f"{bare}BkTxCd/{bare}Domn//*") if not len(one)]
    kind = "/".join(domain) or _text(entry, f"{bare}BkTxCd/{bare}Prtry/{bare}Cd")
    about: dict[str, Any] = {
        "booked_on": booked_on, "valued_on": valued_on, "currency": currency, "kind": kind[:40],
        "bank_reference": (_text(entry, f"{bare}AcctSvcrRef") or _text(entry, f"{bare}NtryRef"))[:60],
    }  # fmt: skip
    details = entry.findall(f"{bare}NtryDtls/{bare}TxDtls")
    amounts = [_of_detail(one, amount, bare) for one in details] if len(details) > 1 else []
    extra = _text(entry, f"{bare}AddtlNtryInf")
    batch = _text(entry, f"{bare}NtryDtls/{bare}Btch/{bare}PmtInfId")
    if amounts and all(amounts) and sum(amounts) == amount:  # type: ignore[arg-type]
        for detail, part in zip(details, amounts, strict=True):
            yield Movement(part, **about, **_details(detail, part > 0, bare, extra, batch))  # type: ignore[arg-type,operator]
    else:
        detail = details[0] if len(details) == 1 else Element("none")
        yield Movement(amount, **about, **_details(detail, amount > 0, bare, extra, batch))


def _of_day(element: Element | None, bare: str) -> str:
    return "" if element is None else _text(element, f"{bare}Dt") or _text(element, f"{bare}DtTm")


def _of_detail(detail: Element, whole: Decimal, bare: str) -> Decimal | None:
    """The amount of a detail of an entry; without a side of its own it has that of the whole."""
    stated = detail.find(f"{bare}Amt")
    if stated is None:
        stated = detail.find(f"{bare}AmtDtls/{bare}TxAmt/{bare}Amt")
    if stated is None:
        return None
    side = detail.findtext(f"{bare}CdtDbtInd") or ("CRDT" if whole > 0 else "DBIT")
    amount = amount_of((stated.text or "").strip())
    return amount if side == "CRDT" else -amount


def _details(detail: Element, comes_in: bool, bare: str, extra: str, batch: str) -> dict[str, Any]:
    """Who, why and under which references. The other side is the debtor of what comes in, the creditor of what goes out."""
    code = _text(detail, f"{bare}RtrInf/{bare}Rsn/{bare}Cd")
    side = "Dbtr" if comes_in != bool(code) else "Cdtr"
    parties = detail.find(f"{bare}RltdPties")
    name = iban = ""
    if parties is not None:
        for one in (side, "Cdtr" if side == "Dbtr" else "Dbtr") if code else (side,):
            name = name or _text(parties, f"{bare}{one}/{bare}Nm") or _text(parties, f"{bare}{one}/{bare}Pty/{bare}Nm")
            iban = iban or _text(parties, f"{bare}{one}Acct/{bare}Id/{bare}IBAN")
    refs, told = detail.find(f"{bare}Refs"), detail.find(f"{bare}RmtInf")
    words = "" if told is None else " ".join(" ".join((one.text or "").split()) for one in told.findall(f"{bare}Ustrd"))
    reference = "" if told is None else _text(told, f"{bare}Strd/{bare}CdtrRefInf/{bare}Ref")
    own = "" if refs is None else _text(refs, f"{bare}EndToEndId")
    return {
        "name": name[:140], "iban": iban[:34], "text": (words or extra)[:1000], "reference": reference[:40],
        "end_to_end": "" if own == "NOTPROVIDED" else own[:40],
        "mandate": "" if refs is None else _text(refs, f"{bare}MndtId")[:40],
        "batch": (batch or ("" if refs is None else _text(refs, f"{bare}PmtInfId")))[:40], "return_code": code[:4],
    }  # fmt: skip


def _line_of(file: BinaryIO, entry: int) -> int | None:
    """Where the n-th entry of the file begins: the tree does not remember, so the file is read once more."""
    parser, seen, found = expat.ParserCreate(namespace_separator="}"), 0, 0

    def start(tag: str, _: Any) -> None:
        nonlocal seen, found
        if tag.endswith("}Ntry"):
            seen += 1
            if seen == entry:
                found = parser.CurrentLineNumber

    parser.StartElementHandler = start
    file.seek(0)
    with suppress(expat.ExpatError):
        parser.ParseFile(file)
    return found or None
